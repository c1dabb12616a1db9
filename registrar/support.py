"""What each registrar's interface can do, said aloud: can, cannot, or not yet, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.held import Environment
from portfolio.order import OrderKind
from portfolio.tld import TldRules, rules_of
from portfolio.values import Value
from registrar.contract import (
    ChecksAvailability,
    FindsOrders,
    Quotes,
    Registers,
    Registrar,
    Renews,
    Restores,
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
from registrar.events import TellsEvents
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners

Role = TypeVar("Role")


class Capability(StrEnum):
    """What one may want of a registrar beyond seeing what the account holds, which every adapter does."""

    CHECK_AVAILABILITY = "check availability"
    QUOTE = "quote"
    REGISTER = "register"
    FIND_ORDERS = "find orders"
    RENEW = "renew"
    TRANSFER_IN = "transfer in"
    TELL_CONTACTS = "tell contacts"
    SET_CONTACTS = "set contacts"
    KEEP_HANDLES = "keep handles"
    FIND_HANDLES = "find handles"
    TELL_HANDLE_USE = "tell handle use"
    SET_NAMESERVERS = "set nameservers"
    SET_LOCK = "set transfer lock"
    SET_AUTO_RENEW = "set auto-renew"
    PRIVACY = "set privacy"
    TELL_AUTH_INFO = "tell auth_info"
    TELL_BALANCE = "tell balance"
    RESTORE = "restore"
    DNSSEC = "set delegation signers"
    POLL = "poll messages"


HANDLES = (Capability.KEEP_HANDLES, Capability.FIND_HANDLES, Capability.TELL_HANDLE_USE)
"""What takes contacts that stand beside the names; a vendor of inline contacts can do none of it."""

ROLE: Mapping[Capability, type] = MappingProxyType({
    Capability.CHECK_AVAILABILITY: ChecksAvailability,
    Capability.QUOTE: Quotes,
    Capability.REGISTER: Registers,
    Capability.FIND_ORDERS: FindsOrders,
    Capability.RENEW: Renews,
    Capability.TRANSFER_IN: TransfersIn,
    Capability.TELL_CONTACTS: TellsContacts,
    Capability.SET_CONTACTS: SetsContacts,
    Capability.KEEP_HANDLES: KeepsHandles,
    Capability.FIND_HANDLES: FindsHandles,
    Capability.TELL_HANDLE_USE: TellsHandleUse,
    Capability.SET_NAMESERVERS: SetsNameservers,
    Capability.SET_LOCK: SetsLock,
    Capability.SET_AUTO_RENEW: SetsAutoRenew,
    Capability.TELL_AUTH_INFO: TellsAuthInfo,
    Capability.TELL_BALANCE: TellsBalance,
    Capability.RESTORE: Restores,
    Capability.PRIVACY: SetsPrivacy,
    Capability.DNSSEC: SetsSigners,
    Capability.POLL: TellsEvents,
})  # fmt: skip
"""The role that fulfils each capability."""


DOES: Mapping[OrderKind, Capability] = MappingProxyType({
    OrderKind.REGISTER: Capability.REGISTER,
    OrderKind.RENEW: Capability.RENEW,
    OrderKind.RESTORE: Capability.RESTORE,
    OrderKind.TRANSFER: Capability.TRANSFER_IN,
})  # fmt: skip
"""The capability that an order of each kind needs."""


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


@dataclass(frozen=True, kw_only=True)
class Spec:
    """
    One registrar: its adapter and what that does.

    `by_tld` answers otherwise for names under a TLD (`de`, as an A-label), with the reason. `documents` are
    those of the vendor that say all this, and `read_on` is the day on which they were read. `endpoints` gives
    the vendor's own live and test systems, which are never mixed; where both have one address, `test_users`
    is how the user names of the test system begin, and no others do. `also_needs` names roles that the vendor
    wants for every name whose registry does not refuse them. `public_names` and `iana_ids` are what public
    records call it as a name's registrar.

    `contact_needs` names what the vendor wants of a contact beyond what every contact has (`postal_code`,
    `given`); `subdivision_in` are the countries (ISO 3166-1) in which it wants a subdivision, and
    `contact_lengths` says how many characters of a field it takes.
    """

    slug: str
    title: str
    adapter: type[Registrar]
    supports: Mapping[Capability, Support]
    documents: str = ""
    read_on: date | None = None
    by_tld: Mapping[str, Mapping[Capability, Support]] = field(
        default_factory=dict[str, Mapping[Capability, Support]]
    )
    endpoints: Mapping[Environment, str] = field(default_factory=dict[Environment, str])
    test_users: str = ""
    also_needs: frozenset[ContactRole] = frozenset()
    public_names: tuple[str, ...] = ()
    iana_ids: frozenset[str] = frozenset()
    contact_needs: frozenset[str] = frozenset()
    subdivision_in: frozenset[str] = frozenset()
    contact_lengths: Mapping[str, int] = field(default_factory=dict[str, int])

    def roles_needed(self, rules: TldRules) -> tuple[ContactRole, ...]:
        """Return the roles that a registration under `rules` takes here: the registry's and the vendor's."""
        wanted = (role for role in sorted(self.also_needs) if role not in rules.refused_roles)
        return (*rules.roles, *(role for role in wanted if role not in rules.roles))

    def problems_with_contact(self, role: ContactRole, contact: Contact) -> list[str]:
        """Return a sentence, without values, for each thing that the vendor would not take of `contact`."""
        given = _fields(contact)
        is_divided = contact.address.country in self.subdivision_in
        needed = self.contact_needs | (frozenset({"subdivision"}) if is_divided else frozenset[str]())
        missing = [
            f"{self.title} needs {_SPOKEN[name]} for the {role} contact"
            for name in _SPOKEN
            if name in needed and not given[name]
        ]
        return missing + [
            f"{self.title} takes at most {most} characters of {_SPOKEN[name]} for the {role} contact"
            for name, most in self.contact_lengths.items()
            if any(len(text) > most for text in given[name])
        ]

    def support_of(self, capability: Capability, *, tld: str | None = None) -> Support:
        """
        Return the answer for `capability`, for names under `tld` where one is given.

        What the registry of `tld` does not have (`portfolio.tld`) no registrar can.
        """
        own = self.by_tld.get(tld or "", {}).get(capability, self.supports[capability])
        for each in rules_of(tld).not_offered if tld and own.answer is Answer.CAN else ():
            if each.what == capability:
                return cannot(each.why)
        return own


_SPOKEN: Mapping[str, str] = MappingProxyType({
    "given": "a given name",
    "family": "a family name",
    "organization": "an organization",
    "street": "a street line",
    "city": "a city",
    "subdivision": "a province or state",
    "postal_code": "a postal code",
    "phone": "a phone number",
    "fax": "a fax number",
    "email": "an e-mail address",
})  # fmt: skip
"""A contact's fields by the names that `contact_needs` and `contact_lengths` use, in words."""


def _fields(contact: Contact) -> Mapping[str, tuple[str, ...]]:
    """What each field of a contact holds, as it is written to registrars; empty for none."""
    address = contact.address
    held: Mapping[str, tuple[str | None, ...]] = {
        "given": (contact.given,),
        "family": (contact.family,),
        "organization": (contact.organization,),
        "street": address.street,
        "city": (address.city,),
        "subdivision": (address.subdivision,),
        "postal_code": (address.postal_code,),
        "phone": (contact.phone.epp,),
        "fax": (contact.fax.epp if contact.fax else None,),
        "email": (contact.email,),
    }
    return {name: tuple(text for text in texts if text) for name, texts in held.items()}


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
