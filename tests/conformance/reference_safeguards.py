"""The reference registrar's signers, privacy and messages."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeVar

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName
from registrar.contract import Receipt
from registrar.events import RegistrarEvent, TellsEvents
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.support import Capability
from tests.conformance.reference_vendor import ReferenceVendor

Told = TypeVar("Told")


class ReferenceSafeguards(SetsSigners, SetsPrivacy, TellsEvents):
    """Keeps the promises about them, over whatever carries a request to the vendor."""

    vendor: ReferenceVendor

    @abstractmethod
    def _read(self, operation: str, name: DomainName | None, do: Callable[[], Told]) -> Told: ...

    @abstractmethod
    def _change(self, to: Capability, name: DomainName | None, do: Callable[[], Told]) -> Told: ...

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return signers_of(name, self._read("signers", name, lambda: self.vendor.keys_of(name)))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        if self.signers(name) != signers_of(name, keys):
            self._change(Capability.DNSSEC, name, lambda: self.vendor.sign(name, keys))
        return Receipt()

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        if self._read("privacy", name, lambda: self.vendor.find(name)).private != on:
            self._change(Capability.PRIVACY, name, lambda: self.vendor.update(name, private=on))
        return Receipt()

    def next_event(self) -> RegistrarEvent | None:
        messages = self._read("poll", None, lambda: list(self.vendor.messages.items()))
        if not messages:
            return None
        number, name = messages[0]
        return RegistrarEvent(id=str(number), kind="renewed", name=name)

    def acknowledge(self, event: RegistrarEvent) -> None:
        self._change(Capability.POLL, None, lambda: self.vendor.messages.pop(int(event.id), None))
