"""
What an adapter promises: small roles, inherited by name, each MUST with a test in `tests/conformance`.

Rules of every method: portfolio types in and out; a method that changes something returns a `Receipt`; reads
are safe to repeat and are retried below, writes leave once; no clock, no database, no policy, no logging of
bodies. A name that is not in the account raises `NotFound` or, where the API lets us tell, `NotSponsored`.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Protocol, runtime_checkable

from pydantic import Field, SecretStr

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration
from portfolio.values import PersonalValue, Value

Years = Annotated[int, Field(ge=1, le=10)]


class Receipt(Value):
    """
    The registrar has accepted a change.

    `pending` is EPP's 1001, "action pending": accepted, not yet done. `reference` is the registrar's own.
    `cost` is what was charged, where the reply tells it.
    """

    pending: bool = False
    reference: str | None = None
    cost: Money | None = None


class Availability(StrEnum):
    """What the registrar says of a name nobody of ours holds. UNCLEAR is an answer, not a no."""

    FREE = "free"
    TAKEN = "taken"
    UNCLEAR = "unclear"


class Offer(Value):
    """Whether a name can be had, and whether the registry asks a premium for it."""

    name: DomainName
    availability: Availability
    premium: bool = False
    reason: str = ""


class Quote(Value):
    """What an operation would cost now. Nothing was ordered."""

    name: DomainName
    kind: OrderKind
    years: Years
    price: Money
    premium: bool = False


class RegistrationRequest(PersonalValue):
    """What staff ordered, complete: nothing is filled in by an adapter."""

    reference: str
    name: DomainName
    years: Years
    contacts: dict[ContactRole, Contact]
    nameservers: tuple[HostName, ...] = ()
    attributes: dict[str, str] = {}
    price_limit: Money


class TransferRequest(PersonalValue):
    """A transfer in, complete. The auth_info is shown to nobody and kept nowhere."""

    reference: str
    name: DomainName
    auth_info: SecretStr
    contacts: dict[ContactRole, Contact]
    attributes: dict[str, str] = {}
    price_limit: Money


class RenewalRequest(Value):
    """A renewal, complete. `current_expiry` (UTC day) is the date that it starts from, EPP's curExpDate."""

    reference: str
    name: DomainName
    years: Years
    current_expiry: date
    price_limit: Money


class RestoreRequest(Value):
    """A restore from redemption (RFC 3915), complete."""

    reference: str
    name: DomainName
    price_limit: Money


class OrderSought(Value):
    """
    An order of ours that is looked for at the registrar: by our reference, and by its own where we have it.

    `vendor_reference` is the registrar's number of the order, known when an answer or an error carried it.
    """

    reference: str
    name: DomainName
    kind: OrderKind
    vendor_reference: str | None = None


class OrderFound(Value):
    """The registrar has the order, paid. `done` is False while it is still pending there."""

    done: bool
    reference: str | None = None
    cost: Money | None = None


class OrderFailed(Value):
    """The registrar has the order, and says that it came to nothing: declined, cancelled. Not charged."""

    reference: str | None = None


class OrderAbsent(Value):
    """Every source that the API has was read whole, and none has a paid order or what it would have done."""


class OrderUnclear(Value):
    """The sources disagree, or one could not be read; `reason` says which."""

    reason: str


OrderAnswer = OrderFound | OrderFailed | OrderAbsent | OrderUnclear
"""What a look for an order can come to."""


class TransferState(StrEnum):
    """
    How far a transfer in has come. PENDING where the registrar does not tell whom it waits for.

    The losing registrar has five calendar days to object (ICANN Transfer Policy, part I.A.3).
    """

    NONE = "none"
    PENDING = "pending"
    AWAITING_OWNER = "awaiting the owner's acknowledgement"
    AWAITING_LOSING_REGISTRAR = "awaiting the losing registrar"
    AWAITING_REGISTRY = "awaiting the registry"
    DONE = "done"
    REFUSED = "refused"

    @property
    def is_under_way(self) -> bool:
        """Whether it has neither come nor failed."""
        return self not in (TransferState.NONE, TransferState.DONE, TransferState.REFUSED)


@runtime_checkable
class Registrar(Protocol):
    """The part no adapter may leave out: seeing what the account holds."""

    slug: str

    @abstractmethod
    def info(self, name: DomainName) -> Registration:
        """
        Return what the registrar holds for `name`, now, uncached.

        MUST raise `NotFound` for a name nobody holds and `NotSponsored` for one held elsewhere, where the API
        lets us tell. MUST NOT invent a value the reply did not carry. MUST raise `ReplyNotUnderstood` for a
        reply that is garbled, truncated or about another name.
        """
        ...

    @abstractmethod
    def holdings(self) -> Iterator[DomainName]:
        """
        Yield every name in the account, each once, whatever the paging.

        MUST read every page. MUST raise `ReplyNotUnderstood` when the pages do not add up to the total told.
        """
        ...


@runtime_checkable
class ChecksAvailability(Protocol):
    """Asks whether a name can be had."""

    @abstractmethod
    def availability(self, name: DomainName) -> Offer:
        """Return whether `name` can be registered. MUST answer `UNCLEAR` for anything but a plain word."""
        ...


@runtime_checkable
class Quotes(Protocol):
    """Tells a price before money moves."""

    @abstractmethod
    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        """Return what `kind` costs for `years`. MUST NOT order anything."""
        ...


@runtime_checkable
class Registers(Protocol):
    """Registers names, with every contact."""

    @abstractmethod
    def register(self, request: RegistrationRequest) -> Receipt:
        """
        Register `request.name`, once, with every contact given.

        MUST send the paid request at most once. MUST raise `Unsupported`, sending nothing, for a role or
        attribute that the API cannot hold: no role is dropped or copied from another. MUST raise
        `PriceRefused`, spending nothing, above `price_limit`. MUST raise `NameTaken` for a taken name.
        MUST raise `OutcomeUnknown` when the answer to the paid request is lost, garbled or not documented.
        """
        ...


@runtime_checkable
class FindsOrders(Protocol):
    """Finds out afterwards what became of an order, by the registrar's own list of orders."""

    @abstractmethod
    def find_order(self, sought: OrderSought) -> OrderAnswer:
        """
        Look for what became of an order of any kind: by its reference, in the order list, in the account.

        MUST NOT change anything. MUST answer `OrderUnclear` unless every source of the API was read whole,
        and where the list of orders lacks the one that `vendor_reference` names. MUST tell an order of
        another reference or kind from the one that is sought; a kind of which the API keeps no order can be
        found by what it did, and is unclear otherwise.
        """
        ...


@runtime_checkable
class Renews(Protocol):
    """Extends registrations."""

    @abstractmethod
    def renew(self, request: RenewalRequest) -> Receipt:
        """
        Extend the registration, once.

        `current_expiry` is EPP's curExpDate and does EPP's job: MUST raise `ExpiryMismatch`, spending
        nothing, if the registrar's date differs; `PriceRefused`, spending nothing, above `price_limit`.
        MUST NOT pay again for a `reference` that the registrar shows a paid order of. MUST
        raise `OutcomeUnknown` when the answer is lost or unreadable, having sent it once.
        """
        ...


@runtime_checkable
class Restores(Protocol):
    """Brings names back from redemption."""

    @abstractmethod
    def restore(self, request: RestoreRequest) -> Receipt:
        """
        Ask for the restore, once.

        MUST raise `StatusProhibits`, spending nothing, for a name that is not in redemption; `PriceRefused`,
        spending nothing, above `price_limit` where the API tells the price. MUST raise `OutcomeUnknown` when
        the answer is lost or unreadable, having sent it once.
        """
        ...


@runtime_checkable
class TransfersIn(Protocol):
    """Brings names in from other registrars."""

    @abstractmethod
    def transfer_in(self, request: TransferRequest) -> Receipt:
        """
        Ask for the transfer, once.

        MUST raise `AuthInfoRefused`, spending nothing, when the registrar says at once that the auth_info is
        wrong. MUST raise `OutcomeUnknown` when the answer is lost or unreadable.
        """
        ...

    @abstractmethod
    def transfer_state(self, name: DomainName) -> TransferState:
        """Return how far the newest transfer of `name` into this account has come."""
        ...


@runtime_checkable
class TellsContacts(Protocol):
    """Shows the contacts that the registrar holds."""

    @abstractmethod
    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        """
        Return the registrar's own record of each role it holds, uncached, unredacted where the API allows.

        Phones in EPP's form, countries as ISO 3166-1, subdivisions as ISO 3166-2 where they can be mapped.
        """
        ...


@runtime_checkable
class SetsContacts(Protocol):
    """Changes contacts."""

    @abstractmethod
    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        """
        Make the given roles hold the given contacts; other roles, and other names, stay as they are.

        MUST use a fresh handle where editing a shared one would change another name. MUST be sent once.
        """
        ...


@runtime_checkable
class SetsNameservers(Protocol):
    """Changes the delegation."""

    @abstractmethod
    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        """
        Make `hosts` the whole delegation.

        MUST be idempotent: setting what is already set is a success and sends no change.
        """
        ...


@runtime_checkable
class SetsLock(Protocol):
    """Sets and lifts the transfer lock."""

    @abstractmethod
    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        """Set or lift clientTransferProhibited. MUST send no change when it already is so."""
        ...


@runtime_checkable
class SetsAutoRenew(Protocol):
    """Switches renewal by the registrar itself."""

    @abstractmethod
    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        """Switch automatic renewal. MUST send no change when it already is so."""
        ...


@runtime_checkable
class TellsAuthInfo(Protocol):
    """Shows the secret that lets a name leave."""

    @abstractmethod
    def auth_info(self, name: DomainName) -> SecretStr:
        """Return the transfer secret of `name`. MUST NOT log or keep it."""
        ...


@runtime_checkable
class TellsBalance(Protocol):
    """Shows the money in the account."""

    @abstractmethod
    def balance(self) -> Money:
        """Return what can be spent now."""
        ...
