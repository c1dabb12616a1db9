"""A registrar that answers at once, or after a set time, and keeps count of the time that it took."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    TellsBalance,
    TellsContacts,
)

T = TypeVar("T")
PRICE = Money(amount=Decimal("12.00"))
PLENTY = Money(amount=Decimal(1_000_000))
FIRST_EXPIRY = datetime(2028, 3, 1, tzinfo=UTC)


class PromptRegistrar(Registrar, ChecksAvailability, Quotes, Registers, Renews, TellsContacts, TellsBalance):
    """
    Takes every order; each call takes `answers_after`.

    `seconds` is what all calls have taken, and `calls` their number. With `pending` it accepts an order, and
    leaves it to be read back later.
    """

    slug = "prompt"

    def __init__(self, answers_after: timedelta) -> None:
        self.seconds, self.calls, self.pending = 0.0, 0, False
        self._answers_after = answers_after.total_seconds()
        self._expiries: dict[DomainName, datetime] = {}
        self._contacts: dict[DomainName, dict[ContactRole, Contact]] = {}

    def availability(self, name: DomainName) -> Offer:
        return self._timed(lambda: Offer(name=name, availability=Availability.FREE))

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return self._timed(lambda: Quote(name=name, kind=kind, years=years, price=PRICE))

    def balance(self) -> Money:
        return self._timed(lambda: PLENTY)

    def register(self, request: RegistrationRequest) -> Receipt:
        def done() -> Receipt:
            self._expiries[request.name] = FIRST_EXPIRY
            self._contacts[request.name] = request.contacts
            return Receipt(reference=f"v-{request.reference}", pending=self.pending)

        return self._timed(done)

    def renew(self, request: RenewalRequest) -> Receipt:
        def done() -> Receipt:
            before = self._expiries[request.name]
            self._expiries[request.name] = before.replace(year=before.year + request.years)
            return Receipt(reference=f"v-{request.reference}", pending=self.pending)

        return self._timed(done)

    def info(self, name: DomainName) -> Registration:
        return self._timed(
            lambda: Registration(
                name=name,
                expires_at=self._expiries[name],
                registrar_expires_at=self._expiries[name],
                statuses=frozenset({Status.OK}),
            )
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self._timed(
            lambda: {role: SeenContact.of(contact) for role, contact in self._contacts[name].items()}
        )

    def holdings(self) -> Iterator[DomainName]:
        yield from self._expiries

    def _timed(self, answer: Callable[[], T]) -> T:
        began = time.perf_counter()
        if self._answers_after:
            time.sleep(self._answers_after)
        told = answer()
        self.calls += 1
        self.seconds += time.perf_counter() - began
        return told
