"""A house in which one order is carried out, killed, taken up again, and held against the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from orders import Orders, ToRegister, ToRenew, ToRestore, Wish
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.order import Order, OrderKind, OrderState
from portfolio.registration import Status
from records import Records
from records.engine import engine_for
from tests.founding import house_account
from tests.orders.shop import ROLES, MovedClock, contact
from tests.simulation.killed_ledger import EXPIRES_AT, LAPSED_AT, NAMES, LedgerOnDisk
from tests.simulation.killed_place import Place
from whois_sync.compare import differences

JOB = "job:orders"
REFERENCE = "ord-killed"
MOST_STEPS = 60
WISHES: dict[OrderKind, Wish] = {
    OrderKind.REGISTER: ToRegister(
        name=NAMES[OrderKind.REGISTER], client="acme", account="house", years=1, roles=ROLES
    ),
    OrderKind.RENEW: ToRenew(name=NAMES[OrderKind.RENEW]),
    OrderKind.RESTORE: ToRestore(name=NAMES[OrderKind.RESTORE]),
}


@dataclass
class Desk:
    """The orders desk of one process, over the records and the registrar."""

    records: Records
    registrar: LedgerOnDisk
    clock: MovedClock
    orders: Orders = field(init=False)

    def __post_init__(self) -> None:
        self.orders = Orders(
            self.records, lambda _account: self.registrar, self.clock, contacts_differ=differences
        )

    def carry_out(self, kind: OrderKind) -> Order:
        """Do what staff do from a wish to its answer; what was done before a crash is not done again."""
        order = self.order() or self.orders.draft(WISHES[kind], by="drafter", reference=REFERENCE)
        if order.state is OrderState.DRAFT:
            order = self.orders.approve(REFERENCE, "approver")
        if order.state is OrderState.APPROVED:
            order = self.orders.submit(REFERENCE, "drafter")
        return order

    def order(self) -> Order | None:
        """Return the order as it stands, None where it was not drafted."""
        with self.records.reading() as unit:
            return next((order for order in unit.orders.all() if order.reference == REFERENCE), None)

    def come_to_rest(self) -> int:
        """Do what a start and the jobs do until nothing is due any more; return the steps that it took."""
        self.orders.recover(everything=True)
        for steps in range(MOST_STEPS):
            order = self.order()
            if order is None or order.progress.next_at is None or not order.state.is_open:
                return steps
            self.clock.at = max(self.clock.at, order.progress.next_at) + timedelta(seconds=1)
            for due in self.orders.due():
                self.orders.step(due.reference, JOB)
        return MOST_STEPS


@contextmanager
def desk_at(place: Place, clock: MovedClock) -> Iterator[Desk]:
    """Open the desk as a fresh process does."""
    with place.opened(clock) as records:
        yield Desk(records, LedgerOnDisk(place.ledger), clock)


def found(place: Place, clock: MovedClock) -> None:
    """Found a house with a client, an account, a name to renew and one to restore."""
    records = Records.found(
        place.url, key_file=place.folder / "key", clock=clock, actor="founder",
        journal=place.folder / "journal",
    )  # fmt: skip
    with records.changing("founder") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        for slug in ROLES.values():
            unit.contacts.add("acme", slug, contact("Example"))
        unit.accounts.add(house_account("ledger"))
        for kind, expires_at, status in (
            (OrderKind.RENEW, EXPIRES_AT, Status.OK),
            (OrderKind.RESTORE, LAPSED_AT, Status.REDEMPTION_PERIOD),
        ):
            unit.domains.hold(
                HeldDomain(
                    name=NAMES[kind], client="acme", account="house", roles=ROLES, expires_at=expires_at,
                    registrar_expires_at=expires_at, statuses=frozenset({status}),
                )
            )  # fmt: skip
        unit.commit()
    records.close()


def wrongs_after(place: Place, kind: OrderKind) -> list[str]:
    """
    Take up what a killed process left, by jobs alone and then by staff who order again.

    Returns what is wrong. It begins a minute after the kill.
    """
    clock = MovedClock()
    clock.advance(timedelta(minutes=1))
    found_wrong: list[str] = []
    with desk_at(place, clock) as desk:
        steps = desk.come_to_rest()
        found_wrong += [f"after the jobs: {wrong}" for wrong in _wrongs(place, desk, kind)]
        if steps == MOST_STEPS:
            found_wrong.append("it does not come to rest")
        ends = desk.carry_out(kind)
        found_wrong += [f"after staff: {wrong}" for wrong in _wrongs(place, desk, kind)]
        if ends.state is not OrderState.ACTIVE or LedgerOnDisk(place.ledger).purchases(REFERENCE) != 1:
            found_wrong.append(f"staff did not get what they ordered: {ends.state}, {ends.detail}")
    return [*found_wrong, *_damage(place)]


def _wrongs(place: Place, desk: Desk, kind: OrderKind) -> Iterator[str]:
    """Yield how the ledger and the records disagree, where nothing is under way any more."""
    order, registrar = desk.order(), LedgerOnDisk(place.ledger)
    state = order.state if order else None
    bought = registrar.purchases(REFERENCE)
    if bought > 1:
        yield f"bought {bought} times"
    if len(registrar.ledger) != bought:
        yield "something else was bought"
    if state not in (None, OrderState.DRAFT, OrderState.ACTIVE):
        yield f"left {state}: {order and order.detail}"
    if bool(bought) != (state is OrderState.ACTIVE):
        yield f"bought {bought} times, and the order says {state}"
    if bool(bought) != _shows_it(desk, kind):
        yield f"bought {bought} times, and the records of the name do not go with it"
    with desk.records.reading() as unit:
        unit.audit.verify()
        if why := desk.records.why_quarantined(unit):
            yield f"in quarantine: {why}"


def _shows_it(desk: Desk, kind: OrderKind) -> bool:
    """Whether our record of the name is what it is after the purchase."""
    with desk.records.reading() as unit:
        held = next((domain for domain in unit.domains.all() if domain.name == NAMES[kind]), None)
    match kind:
        case OrderKind.RENEW:
            return held is not None and held.expires_at == EXPIRES_AT.replace(year=2028)
        case OrderKind.RESTORE:
            return held is not None and Status.REDEMPTION_PERIOD not in (held.statuses or ())
        case _:
            return held is not None


def _damage(place: Place) -> Iterator[str]:
    """Yield what SQLite finds wrong with its own file."""
    if not place.is_a_file:
        return
    engine = engine_for(place.url)
    with engine.connect() as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    engine.dispose()
    if told != "ok":
        yield f"the database is damaged: {told}"
