"""
A bench: just enough of a vendor to be argued with, and the ways in which an exchange with it can go wrong.

The suite knows a vendor by its bench only. Mishaps are ordered for reads, or for the request that carries out
one capability; they last until `heal`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import SecretStr

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import CONTACT_FIELDS, SeenContact
from portfolio.order import OrderKind
from registrar.contract import (
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    RestoreRequest,
    TransferRequest,
)
from registrar.support import Capability
from tests.conformance.people import BILLING, roles_of

START = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
"""When every story begins."""

READS: Literal["reads"] = "reads"
PREPARATION: Literal["preparation"] = "preparation"

To = Capability | Literal["reads", "preparation"]
"""
Where a mishap strikes: every read, the request that carries out a capability, or the one that prepares an
order without paying it, where a vendor has such a thing.
"""


@dataclass(frozen=True)
class Held:
    """A name as a vendor holds it. Instants are days: not every vendor's clock has a zone."""

    name: DomainName
    registered_on: date = date(2021, 3, 1)
    expires_on: date = date(2028, 3, 1)
    nameservers: frozenset[HostName] = frozenset({HostName("ns1.example.net"), HostName("ns2.example.net")})
    locked: bool = True
    auto_renew: bool = False
    private: bool = False
    signed: bool = False
    contacts: Mapping[ContactRole, Contact] = field(default_factory=lambda: roles_of("com"))


@dataclass(frozen=True)
class Charge:
    """Money that the vendor really took: for which name, and our reference where the vendor keeps one."""

    name: DomainName
    amount: Money
    reference: str | None


EXAMPLE = Held(DomainName("example.com"))
EXAMPLE_CA = Held(DomainName("example.ca"), contacts=roles_of("ca"), auto_renew=True, locked=False)
ELSEWHERE = Held(DomainName("elsewhere-example.com"))
UNKNOWN_NAME = DomainName("nobody-has-this-example.com")
ENOUGH = Money(amount=Decimal("1000.00"))
SLOW_NAME = DomainName("slow-example.net")
"""A name whose registration every bench answers as pending, until it settles."""


class Bench(Protocol):
    """One vendor, with an account of ours, and the registrar that talks to it."""

    @property
    def registrar(self) -> Registrar:
        """The registrar that is held against the contract."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may stand in no error and no log."""
        ...

    @property
    def says_whom(self) -> frozenset[To]:
        """The exchanges whose answer repeats the name, so that an answer about another name can be told."""
        ...

    @property
    def unsure_name(self) -> DomainName:
        """A name of which the vendor says neither that it is free nor that it is taken."""
        ...

    @property
    def tells_sponsors(self) -> bool:
        """Whether the API tells a name that somebody else holds from one that nobody has."""
        ...

    @property
    def attempts(self) -> int:
        """How often the registrar sends a read that fails."""
        ...

    @property
    def has_preparation(self) -> bool:
        """Whether orders are prepared before they are paid."""
        ...

    @property
    def roles_held(self) -> frozenset[ContactRole]:
        """The roles that the API has a place for; the registrant stands in the others of its names."""
        ...

    @property
    def tells_registered(self) -> bool:
        """Whether the API tells when a name was registered."""
        ...

    @property
    def cannot_hold(self) -> tuple[RegistrationRequest, ...]:
        """Orders with a role or an attribute that the API has no place for."""
        ...

    def given(self, *held: Held) -> None:
        """Let the vendor hold these names in our account."""
        ...

    @property
    def tells_wrong_auth_info(self) -> bool:
        """Whether the API has a word of its own for a transfer whose auth_info is wrong."""
        ...

    @property
    def keeps_restores(self) -> bool:
        """Whether a restore carries a reference and leaves an order, and the API tells its price."""
        ...

    def given_in_redemption(self, *held: Held) -> None:
        """Let names of our account have been deleted, so that they can come back."""
        ...

    def add_orders(self, name: DomainName, pages: int) -> None:
        """Let others have ordered `name` since, so that what was ordered before is on page `pages` only."""
        ...

    def decline(self) -> None:
        """Let what the vendor has accepted come to nothing, and give the money back."""
        ...

    def given_elsewhere(self, *held: Held) -> str:
        """Let another registrar hold these names; return the auth_info that lets them go."""
        ...

    def add_pages(self, pages: int) -> frozenset[DomainName]:
        """Let the account hold so many names that listing them takes `pages` pages; return all it holds."""
        ...

    def settle(self) -> None:
        """Let everything happen that the vendor has accepted."""
        ...

    def lose_answers(self, *, to: To) -> None:
        """It is done, but we never hear."""
        ...

    def garble(self, *, to: To) -> None:
        """It is done, and the answer is a web page."""
        ...

    def truncate(self, *, to: To) -> None:
        """It is done, and the answer is only half of what it should be, by the length that it announces."""
        ...

    def break_off(self, *, to: To) -> None:
        """It is done, and the connection ends in the middle of the answer."""
        ...

    def answer_oddly(self, *, to: To) -> None:
        """It is done, and the answer is well-formed and says yes with a word that nobody documents."""
        ...

    def drop_before(self, *, to: To) -> None:
        """It is not done: the connection drops, and we cannot know."""
        ...

    def fail(self, *, to: To) -> None:
        """It is not done: the server answers with an error of its own, and we cannot know."""
        ...

    def throttle(self, *, to: To, times: int = 100) -> None:
        """It is not done, and the vendor says so: too many requests."""
        ...

    def answer_for_other_name(self, *, to: To) -> None:
        """The answer speaks of another name."""
        ...

    def heal(self) -> None:
        """Withdraw every mishap."""
        ...

    def refuse_access(self) -> None:
        """From now on the vendor does not accept our credentials."""
        ...

    def never_reachable(self) -> None:
        """From now on no connection can be opened."""
        ...

    def take_all_money(self, *, quietly: bool = False) -> None:
        """Leave nothing in the account; `quietly`, the vendor hides that in a yes, where it is known to."""
        ...

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        """Return what a year of `name`, or its restore, really costs."""
        ...

    def change_contact(self, name: DomainName, role: ContactRole, contact: Contact) -> None:
        """Change a contact behind our back."""
        ...

    def leave_message(self, name: DomainName) -> None:
        """Let the vendor have something to tell about a name, where it has a queue of messages."""
        ...

    def miscount(self) -> None:
        """From now on lists of names tell a total that is one too many."""
        ...

    def auth_info_of(self, name: DomainName) -> str:
        """Return the secret that lets a name of ours leave."""
        ...

    @property
    def requests(self) -> int:
        """How many requests reached the vendor, of whatever kind."""
        ...

    @property
    def changes_sent(self) -> int:
        """How many requests that would change something reached the vendor, whatever became of them."""
        ...

    @property
    def contacts_made(self) -> int:
        """How many of the changes sent only made a contact, which stands on no name yet."""
        ...

    @property
    def paid_requests_sent(self) -> int:
        """How many requests that would cost money reached the vendor, whatever became of them."""
        ...

    @property
    def paid(self) -> tuple[Charge, ...]:
        """What the vendor really took."""
        ...

    def truth(self, name: DomainName) -> Held | None:
        """Return what our account really holds."""
        ...


def request_for(name: str, *, reference: str = "order-1", limit: Money = ENOUGH) -> RegistrationRequest:
    """Return a complete order of `name` for a year."""
    wanted = DomainName(name)
    attributes = {"ca.legal_type": "CCO", "ca.language": "fr", "ca.trademark": "no"}
    return RegistrationRequest(
        reference=reference,
        name=wanted,
        years=1,
        contacts=dict(roles_of(wanted.tld)),
        nameservers=(HostName("ns1.example.net"), HostName("ns2.example.net")),
        attributes=attributes if wanted.tld == "ca" else {},
        price_limit=limit,
    )


def told_of(bench: Bench, contacts: Mapping[ContactRole, Contact]) -> dict[ContactRole, Contact]:
    """Return the contacts of the roles that the API has a place for."""
    return {role: who for role, who in contacts.items() if role in bench.roles_held}


def order_for(
    bench: Bench, name: str, *, reference: str = "order-1", limit: Money = ENOUGH
) -> RegistrationRequest:
    """Return a complete order that the API can hold: where it has no place for a role, the registrant is."""
    request = request_for(name, reference=reference, limit=limit)
    return request.model_copy(update={"contacts": _holdable(bench, request.contacts)})


def transfer_for(
    bench: Bench, name: DomainName, *, auth_info: str, reference: str = "order-2"
) -> TransferRequest:
    """Return a complete order to bring `name` in that the API can hold."""
    request = transfer_of(name, auth_info=auth_info, reference=reference)
    return request.model_copy(update={"contacts": _holdable(bench, request.contacts)})


def role_to_change(bench: Bench) -> ContactRole:
    """Return a role of which the contact can be changed, the registrant's only where there is no other."""
    return ContactRole.TECH if ContactRole.TECH in bench.roles_held else ContactRole.REGISTRANT


def _holdable(bench: Bench, contacts: Mapping[ContactRole, Contact]) -> dict[ContactRole, Contact]:
    registrant = contacts[ContactRole.REGISTRANT]
    return {role: who if role in bench.roles_held else registrant for role, who in contacts.items()}


def _unholdable() -> tuple[RegistrationRequest, ...]:
    whole = request_for("new-example.ca")
    with_billing = {**whole.contacts, ContactRole.BILLING: BILLING}
    with_nonsense = {**whole.attributes, "ca.favourite_colour": "green"}
    return (
        whole.model_copy(update={"contacts": with_billing}),
        whole.model_copy(update={"attributes": with_nonsense}),
        request_for("new-example.com").model_copy(update={"attributes": {"ca.legal_type": "CCO"}}),
    )


UNHOLDABLE = _unholdable()
"""What no registrar of .ca and .com can hold: a billing contact of .ca, attributes that nobody knows."""


def transfer_of(name: DomainName, *, auth_info: str, reference: str = "order-2") -> TransferRequest:
    """Return a complete order to bring `name` in."""
    return TransferRequest(
        reference=reference,
        name=name,
        auth_info=SecretStr(auth_info),
        contacts=dict(roles_of(name.tld)),
        price_limit=ENOUGH,
    )


def renewal_of(held: Held, *, reference: str = "order-3", limit: Money = ENOUGH) -> RenewalRequest:
    """Return a complete order of one more year, from the date that the vendor has."""
    return RenewalRequest(
        reference=reference, name=held.name, years=1, current_expiry=held.expires_on, price_limit=limit
    )


def restore_of(held: Held, *, reference: str = "order-4", limit: Money = ENOUGH) -> RestoreRequest:
    """Return a complete order to bring a name back from redemption."""
    return RestoreRequest(reference=reference, name=held.name, price_limit=limit)


def as_seen(contacts: Mapping[ContactRole, Contact]) -> dict[ContactRole, SeenContact]:
    """Return our contacts in the shape of an answer."""
    return {role: SeenContact.of(who) for role, who in contacts.items()}


def without_handles(seen: Mapping[ContactRole, SeenContact]) -> dict[ContactRole, SeenContact]:
    """Return `seen` without the vendor's own ids; a field that is told to be empty is one without a value."""
    return {
        role: who.model_copy(
            update={field: None for field in CONTACT_FIELDS if not getattr(who, field)} | {"handle": None}
        )
        for role, who in seen.items()
    }
