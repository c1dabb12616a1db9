"""The role of a registrar with a privacy or proxy service of its own. Rules as in `registrar.contract`."""

from abc import abstractmethod
from typing import Protocol, runtime_checkable

from portfolio.names import DomainName
from registrar.contract import Receipt


@runtime_checkable
class SetsPrivacy(Protocol):
    """Lets the public see the registrar's service in the place of contacts, or the contacts."""

    @abstractmethod
    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        """Switch the service. MUST send no change when it already is so. MUST NOT buy it."""
        ...
