"""A registrar in memory that keeps a ledger of what it really did, and fails as it is told to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from portfolio.values import day_of
from registrar.contract import (
    Availability,
    ChecksAvailability,
    FindsOrders,
    Offer,
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TellsBalance,
    TellsContacts,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)


class Mishap(StrEnum):
    """What goes wrong with the next paid request."""

    NEVER_SENT = "never sent"
    LOST_BEFORE = "lost before it was done"
    LOST_AFTER = "done, and the answer lost"
    GARBLED = "done, and the answer garbled"
    REFUSED = "refused"
    BALANCE = "no balance"
    ACCESS = "access refused"
    BUG_BEFORE = "a bug before it was sent"
    BUG_AFTER = "a bug after it was done"
    CRASH_BEFORE = "crash before it was sent"
    CRASH_AFTER = "crash after it was done"
    PENDING = "accepted, done later"


DONE = frozenset({
    Mishap.LOST_AFTER, Mishap.GARBLED, Mishap.BUG_AFTER, Mishap.CRASH_AFTER, Mishap.PENDING,
})  # fmt: skip
"""The mishaps after which the ledger has a purchase."""

AUTH_INFO = "Right-Secret-1"


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Held:
    """A name in the account."""

    expires_at: datetime
    contacts: dict[ContactRole, Contact] = field(default_factory=dict)
    nameservers: tuple[HostName, ...] = ()
    statuses: set[Status] = field(default_factory=lambda: {Status.OK})


@dataclass
class Placed:
    """An order in the registrar's list."""

    kind: OrderKind
    name: DomainName
    done: bool = True
    failed: bool = False
    number: str = "vendor-1"


@dataclass
class LedgerRegistrar(
    Registrar, ChecksAvailability, Quotes, Registers, FindsOrders, Renews, TransfersIn, Restores,
    TellsContacts, TellsBalance,
):  # fmt: skip
    """One account. `ledger` is the truth: one entry a purchase, by reference and name."""

    slug: str = "ledger"
    price: Money = field(default_factory=lambda: Money(amount=Decimal("12.00")))
    money: Decimal = Decimal(1000)
    free: Availability = Availability.FREE
    premium: bool = False
    ledger: list[tuple[str, DomainName, Money]] = field(default_factory=list)
    held: dict[DomainName, Held] = field(default_factory=dict)
    orders: dict[str, Placed] = field(default_factory=dict)
    transfers: dict[DomainName, TransferState] = field(default_factory=dict)
    elsewhere: set[DomainName] = field(default_factory=set)
    mishaps: list[Mishap] = field(default_factory=list)
    paid_requests: int = 0
    reads: int = 0
    shows_holdings: bool = True
    reads_fail: bool = False
    access_refused: bool = False
    unclear: bool = False
    altered: dict[ContactRole, dict[str, str | None]] = field(default_factory=dict)
    secrets_seen: list[str] = field(default_factory=list)

    def availability(self, name: DomainName) -> Offer:
        self._read()
        taken = name in self.elsewhere or name in self.held
        return Offer(name=name, availability=Availability.TAKEN if taken else self.free, premium=self.premium)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        self._read()
        return Quote(name=name, kind=kind, years=years, price=self.price, premium=self.premium)

    def balance(self) -> Money:
        self._read()
        return Money(amount=max(self.money, Decimal(0)))

    def register(self, request: RegistrationRequest) -> Receipt:
        def carry_out() -> None:
            if request.name in self.held or request.name in self.elsewhere:
                raise NameTaken("the name is taken")
            self.held[request.name] = Held(
                expires_at=datetime(2026 + request.years, 11, 2, tzinfo=UTC),
                contacts=dict(request.contacts),
                nameservers=request.nameservers,
            )

        return self._paid(request, OrderKind.REGISTER, carry_out)

    def renew(self, request: RenewalRequest) -> Receipt:
        def carry_out() -> None:
            expires_at = self.held[request.name].expires_at
            if day_of(expires_at) != request.current_expiry:
                raise ExpiryMismatch("the date has moved")
            self.held[request.name].expires_at = expires_at.replace(year=expires_at.year + request.years)

        return self._paid(request, OrderKind.RENEW, carry_out)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        secret = request.auth_info.get_secret_value()
        self.secrets_seen.append(secret)

        def carry_out() -> None:
            if secret != AUTH_INFO:
                raise AuthInfoRefused("the secret is wrong")
            self.transfers[request.name] = TransferState.AWAITING_OWNER
            self._contacts_to_come = dict(request.contacts)

        return self._paid(request, OrderKind.TRANSFER, carry_out).model_copy(update={"pending": True})

    def restore(self, request: RestoreRequest) -> Receipt:
        def carry_out() -> None:
            statuses = self.held[request.name].statuses
            if Status.REDEMPTION_PERIOD not in statuses:
                raise StatusProhibits("not in redemption")
            statuses.clear()
            statuses.add(Status.OK)

        return self._paid(request, OrderKind.RESTORE, carry_out)

    def transfer_state(self, name: DomainName) -> TransferState:
        self._read()
        return self.transfers.get(name, TransferState.NONE)

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        self._read()
        if self.unclear:
            return OrderUnclear(reason="the order list was cut short")
        placed = self.orders.get(sought.reference)
        if not self.shows_holdings or placed is None or placed.kind is not sought.kind:
            return OrderAbsent()
        if placed.failed:
            return OrderFailed(reference=placed.number)
        return OrderFound(done=placed.done, reference="vendor-1")

    def info(self, name: DomainName) -> Registration:
        self._read()
        if name not in self.held or not self.shows_holdings:
            raise NotFound("not in the account", name=name)
        held = self.held[name]
        return Registration(
            name=name,
            registered_at=datetime(2026, 11, 2, tzinfo=UTC),
            expires_at=held.expires_at,
            registrar_expires_at=held.expires_at,
            nameservers=frozenset(held.nameservers),
            statuses=frozenset(held.statuses),
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        self._read()
        return {
            role: SeenContact.of(contact).model_copy(update=self.altered.get(role, {}))
            for role, contact in self.held[name].contacts.items()
        }

    def holdings(self) -> Iterator[DomainName]:
        self._read()
        yield from self.held if self.shows_holdings else ()

    def settle(self) -> None:
        """What was pending is done now."""
        for placed in self.orders.values():
            placed.done = True
        for held in self.held.values():
            held.statuses -= {Status.PENDING_CREATE, Status.PENDING_RENEW}
        for name in self.transfers:
            self.transfers[name] = TransferState.DONE
            expires_at = datetime(2028, 3, 1, tzinfo=UTC)
            self.held.setdefault(name, Held(expires_at, contacts=self._contacts_to_come))

    def purchases(self, reference: str) -> int:
        return sum(entry[0] == reference for entry in self.ledger)

    def _paid(
        self,
        request: RegistrationRequest | RenewalRequest | TransferRequest | RestoreRequest,
        kind: OrderKind,
        carry_out: Callable[[], None],
    ) -> Receipt:
        mishap = self.mishaps.pop(0) if self.mishaps else None
        self._before(mishap)
        if self.price > request.price_limit:
            raise PriceRefused(f"costs {self.price}")
        carry_out()
        self.ledger.append((request.reference, request.name, self.price))
        self.money -= self.price.amount
        placed = Placed(kind, request.name, done=kind is not OrderKind.TRANSFER)
        self.orders[request.reference] = placed
        return self._answer(mishap, request.name, placed)

    def _before(self, mishap: Mishap | None) -> None:
        match mishap:
            case Mishap.NEVER_SENT:
                raise TryAgain("could not be reached")
            case Mishap.BUG_BEFORE:
                raise TypeError("a bug")
            case Mishap.CRASH_BEFORE:
                raise Crash
            case _:
                self.paid_requests += 1
        match mishap:
            case Mishap.LOST_BEFORE:
                raise OutcomeUnknown("no answer came")
            case Mishap.REFUSED:
                raise ValueRefused("the registry does not take this name")
            case Mishap.BALANCE:
                raise PaymentRefused("the balance is too low")
            case _ if mishap is Mishap.ACCESS or self.access_refused:
                raise AccessRefused("the key is not accepted")
            case _:
                return

    def _answer(self, mishap: Mishap | None, name: DomainName, placed: Placed) -> Receipt:
        match mishap:
            case Mishap.LOST_AFTER | Mishap.GARBLED:
                raise OutcomeUnknown(f"the answer was {mishap}")
            case Mishap.BUG_AFTER:
                raise TypeError("a bug")
            case Mishap.CRASH_AFTER:
                raise Crash
            case Mishap.PENDING:
                placed.done = False
                if name in self.held:
                    self.held[name].statuses.add(Status.PENDING_CREATE)
                return Receipt(pending=True, reference="vendor-1")
            case _:
                return Receipt(reference="vendor-1")

    def _read(self) -> None:
        self.reads += 1
        if self.access_refused:
            raise AccessRefused("the key is not accepted")
        if self.reads_fail:
            raise TryAgain("could not be reached")


def without(registrar: LedgerRegistrar, role: type) -> LedgerRegistrar:
    """The same account at a registrar whose interface lacks `role`."""
    roles = (Registrar, ChecksAvailability, Quotes, Registers, FindsOrders, Renews, TransfersIn, Restores,
             TellsContacts, TellsBalance)  # fmt: skip
    kept = tuple(each for each in roles if each is not role)
    lacking = {name for name in vars(role) if not name.startswith("_")}
    methods = {n: m for n, m in vars(LedgerRegistrar).items() if n not in lacking and not n.startswith("__")}
    lesser = type("LesserRegistrar", kept, methods | {"__init__": lambda self: None})()
    vars(lesser).update(vars(registrar))
    return lesser
