"""What each registrar's interface can do, said aloud: can, cannot, or not yet, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from portfolio.tld import TldRules
from portfolio.values import Value
from registrar.contract import (
    ChecksAvailability,
    Quotes,
    Registers,
    Registrar,
    Renews,
    SetsAutoRenew,
    SetsContacts,
    SetsLock,
    SetsNameservers,
    TellsAuthInfo,
    TellsBalance,
    TellsContacts,
    TransfersIn,
)
from registrar.errors import Unsupported

Role = TypeVar("Role")


class Capability(StrEnum):
    """
    What one may want of a registrar beyond seeing what the account holds, which every adapter does.

    The last three have no role in the contract yet; they are answered all the same, so that nobody is left to
    take silence for a no.
    """

    CHECK_AVAILABILITY = "check availability"
    QUOTE = "quote"
    REGISTER = "register"
    RENEW = "renew"
    TRANSFER_IN = "transfer in"
    TELL_CONTACTS = "tell contacts"
    SET_CONTACTS = "set contacts"
    SET_NAMESERVERS = "set nameservers"
    SET_LOCK = "set transfer lock"
    SET_AUTO_RENEW = "set auto-renew"
    TELL_AUTH_INFO = "tell auth_info"
    TELL_BALANCE = "tell balance"
    RESTORE = "restore"
    DNSSEC = "set delegation signers"
    POLL = "poll messages"


ROLE: Mapping[Capability, type] = MappingProxyType({
    Capability.CHECK_AVAILABILITY: ChecksAvailability,
    Capability.QUOTE: Quotes,
    Capability.REGISTER: Registers,
    Capability.RENEW: Renews,
    Capability.TRANSFER_IN: TransfersIn,
    Capability.TELL_CONTACTS: TellsContacts,
    Capability.SET_CONTACTS: SetsContacts,
    Capability.SET_NAMESERVERS: SetsNameservers,
    Capability.SET_LOCK: SetsLock,
    Capability.SET_AUTO_RENEW: SetsAutoRenew,
    Capability.TELL_AUTH_INFO: TellsAuthInfo,
    Capability.TELL_BALANCE: TellsBalance,
})  # fmt: skip
"""The role that fulfils each capability; a capability that is not here has no role yet."""


class Answer(StrEnum):
    """Whether a registrar's adapter does something."""

    CAN = "can"
    CANNOT = "cannot"
    NOT_YET = "not yet"


class Support(Value):
    """
    An answer with its words.

    `note` is the reason for a no, or what to know beside a yes. `verified` is the day on which someone last
    saw it work against the registrar itself; None where nobody has.
    """

    answer: Answer
    note: str = ""
    verified: date | None = None


def can(note: str = "", *, verified: date | None = None) -> Support:
    """It can. `verified` is the day on which someone last saw it work against the registrar itself."""
    return Support(answer=Answer.CAN, note=note, verified=verified)


def cannot(reason: str) -> Support:
    """The registrar's interface has no such thing."""
    return Support(answer=Answer.CANNOT, note=_said(reason))


def not_yet(reason: str) -> Support:
    """The registrar's interface has it; we have not written it."""
    return Support(answer=Answer.NOT_YET, note=_said(reason))


def _everywhere() -> Mapping[Capability, frozenset[str]]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Spec:
    """
    One registrar: its adapter and what that does.

    `except_tlds` takes TLDs (`de`, as A-labels) out of a capability; it is data so that it can be shown and
    asked before anything is tried. `endpoints` gives the vendor's own live and test systems, which are never
    mixed. `also_needs` names roles that the vendor wants for every name whose registry does not refuse them.
    `public_names` and `iana_ids` are what public records call it as a name's registrar.
    """

    slug: str
    title: str
    adapter: type[Registrar]
    supports: Mapping[Capability, Support]
    except_tlds: Mapping[Capability, frozenset[str]] = field(default_factory=_everywhere)
    endpoints: Mapping[Environment, str] = field(default_factory=dict[Environment, str])
    also_needs: frozenset[ContactRole] = frozenset()
    public_names: tuple[str, ...] = ()
    iana_ids: frozenset[str] = frozenset()

    def roles_needed(self, rules: TldRules) -> tuple[ContactRole, ...]:
        """Return the roles that a registration under `rules` takes here: the registry's and the vendor's."""
        wanted = (role for role in sorted(self.also_needs) if role not in rules.refused_roles)
        return (*rules.roles, *(role for role in wanted if role not in rules.roles))

    def support_of(self, capability: Capability, *, tld: str | None = None) -> Support:
        """Return the answer for `capability`, for names under `tld` where one is given."""
        support = self.supports[capability]
        if tld in self.except_tlds.get(capability, frozenset()) and support.answer is Answer.CAN:
            return cannot(f"not for .{tld}")
        return support


def implemented(adapter: type[Registrar]) -> frozenset[Capability]:
    """Return the capabilities whose roles `adapter` names in its class header."""
    return frozenset(capability for capability, role in ROLE.items() if role in adapter.__mro__)


def require(registrar: Registrar, role: type[Role]) -> Role:
    """Return `registrar` seen as `role`, or raise `Unsupported`: asked once, at the edge."""
    if not isinstance(registrar, role):
        raise Unsupported(f"this registrar is not one that {_verb(role)}", registrar=registrar.slug)
    return registrar


def _verb(role: type) -> str:
    """The role's name as words: `SetsLock` is `sets lock`."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in role.__name__).strip()


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("a no needs its reason")
    return reason
