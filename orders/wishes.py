"""What staff typed: a registration, a renewal, a transfer in or a restore that is not an order yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName


@dataclass(frozen=True, kw_only=True)
class ToRegister:
    """
    A name to be registered.

    `roles` gives the slug of a contact for each role; `attributes` are the TLD's own, in our names.
    """

    name: DomainName
    client: str
    account: str
    years: int
    roles: Mapping[ContactRole, str]
    nameservers: tuple[HostName, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class ToRenew:
    """A name of ours to be renewed. `again` says: although it was renewed within the last thirty days."""

    name: DomainName
    years: int = 1
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class ToTransfer:
    """A name to be brought in from another registrar. Its auth code is asked when the order is sent."""

    name: DomainName
    client: str
    account: str
    roles: Mapping[ContactRole, str]
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class ToRestore:
    """A name of ours to be brought back from redemption."""

    name: DomainName


Wish = ToRegister | ToRenew | ToTransfer | ToRestore
