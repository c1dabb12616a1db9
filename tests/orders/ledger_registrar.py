"""A registrar in memory that keeps a ledger of what it really did, and fails as it is told to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    OrderAbsent,
    OrderFound,
    OrderUnclear,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    TellsContacts,
)
from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
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


class Crash(BaseException):
    """The process ends here."""


@dataclass
class LedgerRegistrar(Registrar, ChecksAvailability, Quotes, Registers, TellsContacts):
    """One account. `ledger` is the truth: one entry a purchase, by reference and name."""

    slug: str = "ledger"
    price: Money = field(default_factory=lambda: Money(amount=Decimal("12.00")))
    free: Availability = Availability.FREE
    premium: bool = False
    ledger: list[tuple[str, DomainName, Money]] = field(default_factory=list)
    held: dict[DomainName, RegistrationRequest] = field(default_factory=dict)
    elsewhere: set[DomainName] = field(default_factory=set)
    pending: set[DomainName] = field(default_factory=set)
    mishaps: list[Mishap] = field(default_factory=list)
    paid_requests: int = 0
    shows_holdings: bool = True
    reads_fail: bool = False
    unclear: bool = False
    altered: dict[ContactRole, dict[str, str | None]] = field(default_factory=dict)

    def availability(self, name: DomainName) -> Offer:
        self._read()
        return Offer(name=name, availability=self.free, premium=self.premium)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        self._read()
        return Quote(name=name, kind=kind, years=years, price=self.price, premium=self.premium)

    def register(self, request: RegistrationRequest) -> Receipt:
        mishap = self.mishaps.pop(0) if self.mishaps else None
        match mishap:
            case Mishap.NEVER_SENT:
                raise TryAgain("could not be reached")
            case Mishap.BUG_BEFORE:
                raise TypeError("a bug")
            case Mishap.CRASH_BEFORE:
                raise Crash
            case _:
                self.paid_requests += 1
        if mishap is Mishap.ACCESS:
            raise AccessRefused("the key is not accepted")
        if mishap is Mishap.LOST_BEFORE:
            raise OutcomeUnknown("no answer came")
        self._buy(request, mishap)
        match mishap:
            case Mishap.LOST_AFTER | Mishap.GARBLED:
                raise OutcomeUnknown(f"the answer was {mishap}")
            case Mishap.BUG_AFTER:
                raise TypeError("a bug")
            case Mishap.CRASH_AFTER:
                raise Crash
            case Mishap.PENDING:
                self.pending.add(request.name)
                return Receipt(pending=True, reference="vendor-1")
            case _:
                return Receipt(reference="vendor-1")

    def find_order(self, request: RegistrationRequest) -> OrderFound | OrderAbsent | OrderUnclear:
        self._read()
        if self.unclear:
            return OrderUnclear(reason="the order list was cut short")
        if not self.shows_holdings or not any(entry[0] == request.reference for entry in self.ledger):
            return OrderAbsent()
        return OrderFound(done=request.name not in self.pending, reference="vendor-1")

    def info(self, name: DomainName) -> Registration:
        self._read()
        if name not in self.held or not self.shows_holdings:
            raise NotFound("not in the account", name=name)
        status = Status.PENDING_CREATE if name in self.pending else Status.OK
        return Registration(
            name=name,
            registered_at=datetime(2026, 11, 2, tzinfo=UTC),
            expires_at=datetime(2027, 11, 2, tzinfo=UTC),
            registrar_expires_at=datetime(2027, 11, 2, tzinfo=UTC),
            nameservers=frozenset(self.held[name].nameservers),
            statuses=frozenset({status}),
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        self._read()
        return {
            role: SeenContact.of(contact).model_copy(update=self.altered.get(role, {}))
            for role, contact in self.held[name].contacts.items()
        }

    def holdings(self) -> Iterator[DomainName]:
        yield from self.held

    def settle(self) -> None:
        """What was pending is done now."""
        self.pending.clear()

    def purchases(self, reference: str) -> int:
        return sum(entry[0] == reference for entry in self.ledger)

    def _buy(self, request: RegistrationRequest, mishap: Mishap | None) -> None:
        if mishap is Mishap.REFUSED:
            raise ValueRefused("the registry does not take this name")
        if mishap is Mishap.BALANCE:
            raise PaymentRefused("the balance is too low")
        if request.name in self.held or request.name in self.elsewhere:
            raise NameTaken("the name is taken")
        if self.price > request.price_limit:
            raise PriceRefused(f"costs {self.price}")
        self.ledger.append((request.reference, request.name, self.price))
        self.held[request.name] = request

    def _read(self) -> None:
        if self.reads_fail:
            raise TryAgain("could not be reached")
