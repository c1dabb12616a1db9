"""A founded house with one client, and the ledger registrar behind its account."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from orders import Orders, ToRegister, ToRenew, ToRestore, ToTransfer, Wish
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState
from portfolio.registration import Status
from records import Records
from tests.founding import founded, house_account
from tests.orders.ledger_registrar import AUTH_INFO, Held, LedgerRegistrar
from whois_sync.compare import differences

NAME = DomainName("example.com")
ROLES = {ContactRole.REGISTRANT: "acme-owner", ContactRole.ADMIN: "acme-admin", ContactRole.TECH: "acme-tech"}
WINDOW = timedelta(minutes=15)


@dataclass
class MovedClock:
    at: datetime = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


def contact(family: str, email: str = "owner@example.net") -> Contact:
    return Contact(
        given="Reader",
        family=family,
        organization="Example Holdings Inc.",
        address=PostalAddress(
            street=("1 Example Street",),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0A1",
            country="CA",
        ),
        phone=Phone(number="+16135550123"),
        email=email,
    )


def _furnish(records: Records) -> None:
    with records.changing("drafter") as unit:
        for slug in ("acme", "other"):
            unit.clients.add(Client(slug=slug, name=slug.title(), kind=ClientKind.COMPANY))
        for slug in ("acme-owner", "acme-admin", "acme-tech"):
            unit.contacts.add("acme", slug, contact(slug.removeprefix("acme-").title()))
        unit.contacts.add("other", "other-owner", contact("Other"))
        unit.accounts.add(house_account("ledger"))
        unit.commit()


@dataclass
class Shop:
    """Everything that an order needs, and the questions that tests ask of it."""

    folder: Path
    clock: MovedClock = field(default_factory=MovedClock)
    registrar: LedgerRegistrar = field(default_factory=LedgerRegistrar)

    def __post_init__(self) -> None:
        self.records = founded(self.folder / "records.db", self.folder / "key", self.clock, _furnish)
        self.orders = self.opened()

    def opened(self, **limits: Any) -> Orders:
        """The desk as a fresh process finds it."""
        return Orders(
            self.records, lambda _account: self.registrar, self.clock, contacts_differ=differences, **limits
        )

    def wish(self, **changes: Any) -> ToRegister:
        return ToRegister(
            **({"name": NAME, "client": "acme", "account": "house", "years": 1, "roles": ROLES} | changes)
        )

    def draft(self, *, price_limit: Money | None = None, by: str = "drafter", **changes: Any) -> Order:
        return self.orders.draft(self.wish(**changes), price_limit=price_limit, by=by)

    def holding(
        self, name: DomainName = NAME, *, statuses: frozenset[Status] = frozenset({Status.OK})
    ) -> None:
        """A name that is ours at the registrar and in the records, paid until 1 March 2027."""
        expires_at = datetime(2027, 3, 1, tzinfo=UTC)
        with self.records.reading() as unit:
            contacts = {role: unit.contacts.get(slug).contact for role, slug in ROLES.items()}
        self.registrar.held[name] = Held(expires_at, contacts, statuses=set(statuses))
        with self.records.changing("drafter") as unit:
            unit.domains.hold(
                HeldDomain(
                    name=name, client="acme", account="house", roles=ROLES, expires_at=expires_at,
                    registrar_expires_at=expires_at, statuses=statuses,
                )
            )  # fmt: skip
            unit.commit()

    def wanted(self, kind: OrderKind, name: DomainName = NAME) -> Wish:
        """What staff type for an order of `kind`; the name is made to be as that kind needs it."""
        match kind:
            case OrderKind.REGISTER:
                return self.wish(name=name)
            case OrderKind.RENEW:
                self.holding(name)
                return ToRenew(name=name)
            case OrderKind.TRANSFER:
                self.registrar.elsewhere.add(name)
                return ToTransfer(name=name, client="acme", account="house", roles=ROLES)
            case OrderKind.RESTORE:
                self.holding(name, statuses=frozenset({Status.REDEMPTION_PERIOD}))
                return ToRestore(name=name)

    def approved_of(self, kind: OrderKind, name: DomainName = NAME) -> str:
        reference = self.orders.draft(self.wanted(kind, name), by="drafter").reference
        self.orders.approve(reference, "approver")
        return reference

    def sent(self, reference: str, *, auth_info: str = AUTH_INFO) -> Order:
        """Submit, with the auth code where it is a transfer."""
        is_transfer = self.order(reference).kind is OrderKind.TRANSFER
        secret = SecretStr(auth_info) if is_transfer else None
        return self.orders.submit(reference, "drafter", auth_info=secret)

    def approved(self, **changes: Any) -> str:
        reference = self.draft(**changes).reference
        self.orders.approve(reference, "approver")
        return reference

    def order(self, reference: str) -> Order:
        with self.records.reading() as unit:
            return unit.orders.get(reference)

    def holds(self, name: DomainName = NAME) -> bool:
        with self.records.reading() as unit:
            return name in [domain.name for domain in unit.domains.all()]

    def put_right(self) -> None:
        """What made the account stand still is put right."""
        with self.records.changing("drafter") as unit:
            unit.stops.resume("house")
            unit.commit()

    def settled(self, reference: str, rounds: int = 8) -> Order:
        """What an operator or a job does from here: recover, look, wait, look again."""
        self.orders.recover(everything=True)
        self.put_right()
        for _ in range(rounds):
            order = self.order(reference)
            if order.state in (OrderState.UNKNOWN, OrderState.RECONCILING):
                self.orders.reconcile(reference, "job:orders")
            elif order.state is OrderState.PENDING:
                self.orders.follow(reference, "job:orders")
            else:
                break
            self.clock.advance(WINDOW)
        return self.order(reference)

    def wrongs(self, references: Iterable[str]) -> list[str]:
        """What differs between the registrar's ledger and the records: must be empty at all times."""
        found = []
        accounted = frozenset({
            OrderState.SUBMITTING, OrderState.ACTIVE, OrderState.PENDING, OrderState.UNKNOWN,
            OrderState.RECONCILING, OrderState.NEEDS_HUMAN,
        })  # fmt: skip
        for reference in references:
            order, bought = self.order(reference), self.registrar.purchases(reference)
            if bought > 1:
                found.append(f"bought {bought} times")
            if bought and order.state not in accounted:
                found.append(f"bought, and the order says {order.state}")
            if not bought and order.state in (OrderState.ACTIVE, OrderState.PENDING):
                found.append(f"not bought, and the order says {order.state}")
            brings_in = order.kind in (OrderKind.REGISTER, OrderKind.TRANSFER)
            if brings_in and (order.state is OrderState.ACTIVE) != self.holds(order.name):
                found.append(f"{order.state}, and held: {self.holds(order.name)}")
        if len(self.registrar.ledger) != len({entry[0] for entry in self.registrar.ledger}):
            found.append("a reference was bought twice")
        return found
