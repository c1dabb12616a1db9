"""One schedule's world: the registrar, the mail server, the house's file, and who is watched doing what."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.policy.spending import Spending
from tests.simulation.faults import MIXES, Dice, Fault, Marks, Mix
from tests.simulation.furnishing import COMING, CONTACTS, EXPIRES, HOSTS, ROLES, SECRET, START, furnished
from tests.simulation.machine import Machine, VirtualClock
from tests.simulation.mail import SimulatedMail
from tests.simulation.port import SimulatedRegistrar, TellingRegistrar
from tests.simulation.storage import Storage
from tests.simulation.vendor import Name, Purchase, Vendor

WINDOW = timedelta(minutes=15)
MOST_KNOCKS = 4
"""A process may die before it has written down that the key is refused; the next one knocks again."""
PRICES = {
    OrderKind.REGISTER: "12.00", OrderKind.RENEW: "13.00", OrderKind.TRANSFER: "11.00",
    OrderKind.RESTORE: "80.00",
}  # fmt: skip


class Violation(Exception):
    """An invariant does not hold; the message says which, and how."""


@dataclass
class World:
    """Everything outside the house's own code. Drawn from a seed, and so the same each time."""

    seed: int
    machine: Machine
    storage: Storage
    dice: Dice
    marks: Marks
    vendor: Vendor
    spending: Spending
    tells_balance: bool
    tells_cost: bool
    shows_pending: bool
    hides: bool
    window: timedelta = WINDOW
    subject: list[str] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter[str])
    unclear_since: dict[str, timedelta] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter[str])
    wrongs: list[str] = field(default_factory=list)
    when_asked: list[Callable[[str, DomainName | None], None]] = field(default_factory=list)
    when_leaving: list[Callable[[OrderKind, Any], None]] = field(default_factory=list)
    when_bought: list[Callable[[Purchase], None]] = field(default_factory=list)
    when_posted: list[Callable[[str], None]] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    read_up_to: int = 0
    disclosed: Counter[str] = field(default_factory=Counter[str])
    forgotten: Counter[str] = field(default_factory=Counter[str])
    contacts: dict[str, Contact] = field(default_factory=lambda: dict(CONTACTS))
    approved: dict[str, dict[str, Contact]] = field(default_factory=dict)
    by_job: bool = False
    in_quarantine: bool = False
    up_since: timedelta = timedelta(0)
    invisible: list[timedelta] = field(default_factory=list)
    were_unclear: set[str] = field(default_factory=set)
    asked_a_person: set[str] = field(default_factory=set)
    late: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    knocks: int = 0
    torn_until: datetime = START - timedelta(days=1)
    states: dict[str, str] = field(default_factory=dict)
    minutely: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.mail = SimulatedMail(self)
        self.machine.committed = self._seen_by_staff
        self.registrar = (TellingRegistrar if self.tells_balance else SimulatedRegistrar)(self)

    @property
    def now(self) -> datetime:
        """The present as the house's clock has it."""
        return self.machine.clock.at

    def catch_up(self) -> None:
        """Let the registrar do what its time has come for."""
        self.vendor.settle(self.now)
        due, self.late = [d for d in self.late if d[0] <= self.now], [d for d in self.late if d[0] > self.now]
        for _, arrive in due:
            arrive()

    def shut_out(self) -> None:
        """Take note of a call that was refused because the key is; the jobs may knock once or twice."""
        if self.by_job:
            self.knocks += 1
            if self.knocks > MOST_KNOCKS:
                self.wrong("R16", f"the jobs knocked {self.knocks} times at an account whose key is refused")

    def asked(self, what: str, name: DomainName | None) -> None:
        """Take note of a read that arrives."""
        self.calls[what] += 1
        for watcher in self.when_asked:
            watcher(what, name)

    def leaves(self, kind: OrderKind, request: Any) -> None:
        """Take note of a paid request that is on its way."""
        self.in_flight[request.reference] += 1
        for watcher in self.when_leaving:
            watcher(kind, request)

    def arrives(self, kind: OrderKind, request: Any) -> None:
        """Take note of a paid request that the registrar has before it."""
        self.calls[str(kind)] += 1

    def comes_back(self, request: Any) -> None:
        """Take note that a paid request is under way no more."""
        self.in_flight[request.reference] -= 1

    def bought(self, purchase: Purchase) -> None:
        """Hold a purchase against the records at the very moment at which it is made."""
        for watcher in self.when_bought:
            watcher(purchase)

    def posted(self, message_id: str) -> None:
        """Hold a mail against the records at the very moment at which its body leaves."""
        for watcher in self.when_posted:
            watcher(message_id)

    def lost(self, reference: str) -> None:
        """Note from when on nobody in the house knows what became of an order."""
        self.unclear_since.setdefault(reference, self.machine.clock.lived)

    def _seen_by_staff(self) -> None:
        """After each commit: whose fate was unknown to the records, and is told now?"""
        for reference, since in list(self.unclear_since.items()):
            if self.state_of(reference) != "submitting":
                waited = self.machine.clock.lived - max(since, self.up_since)
                self.invisible.append(max(waited, timedelta(0)))
                del self.unclear_since[reference]

    def wrong(self, invariant: str, what: str) -> None:
        """Note a violation; the schedule ends at the next look."""
        self.wrongs.append(f"{invariant}: {what}")
        self.machine.tell(f"VIOLATION {invariant}: {what}")

    def state_of(self, reference: str) -> str:
        """Return the committed state of an order; empty where there is none."""
        rows = self.storage.rows("SELECT state FROM orders WHERE reference = ?", reference)
        return rows[0]["state"] if rows else ""

    def mark(self, fault: Fault, name: DomainName | None) -> None:
        """Note that `fault` met the order that is being handled, in the state that is committed."""
        state = self.state_of(self.subject[-1]) if self.subject else ""
        self.marks.sometimes(fault, state or "draft")

    def contact_of(self, reference: str, role: str) -> Contact | None:
        """Return the contact that staff approved an order with."""
        return self.approved.get(reference, {}).get(role)

    def approves(self, reference: str) -> None:
        """Note with which contacts an order is approved now, unless it is approved already."""
        if self.state_of(reference) == "draft":
            self.approved[reference] = {role: self.contacts[slug] for role, slug in ROLES.items()}

    def struck(self) -> set[str]:
        """Return the references that left after a backup and are in no order any more: the chain has them."""
        query = "SELECT p.subject FROM audit_payloads p JOIN audit_links l USING (sequence) WHERE l.tag = ?"
        return {row["subject"] for row in self.storage.rows(query, "house:quarantined")}

    def auth_info_of(self, _name: DomainName) -> str:
        """Return the secret that lets the name leave its registrar."""
        return SECRET

    def hides_long(self) -> bool:
        """Draw whether an order is missing from the lists for days; only where the balance would tell."""
        return self.hides and self.dice.happens(0.3)


def drawn(seed: int, marks: Marks, mix: Mix | None = None) -> World:
    """Return the world of a seed, at the start of its schedule."""
    random = Random(seed)
    start = START + timedelta(hours=random.choice((0, 2, 3, 7, 20, 200, 131 * 24)))
    machine = Machine(VirtualClock(start))
    tells_balance = random.random() < 0.75
    mix = mix or random.choices(MIXES, (6, 3, 2, 2))[0]
    vendor = _vendor(random)
    vendor.shows_money = tells_balance
    vendor.mishears = random.random() < 0.2
    return World(
        seed=seed,
        machine=machine,
        storage=furnished().begin(machine),
        dice=Dice(random, mix),
        marks=marks,
        vendor=vendor,
        spending=Spending(
            second_person_above=Decimal(random.choice((12, 50))),
            most_per_day=Decimal(random.choice((30, 90, 2000))),
        ),
        tells_balance=tells_balance,
        tells_cost=random.random() < 0.5,
        shows_pending=random.random() < 0.5,
        hides=tells_balance and mix.name != "standard" and random.random() < 0.3,
    )


def _vendor(random: Random) -> Vendor:
    vendor = Vendor(
        prices={kind: Money(amount=Decimal(price)) for kind, price in PRICES.items()},
        balance=Money(amount=Decimal(random.choice((20, 500, 500, 500, 500, 500)))),
        takes_twice=random.random() < 0.5,
        skew=timedelta(days=random.choice((-1, 0, 0, 1))),
    )
    contacts = {role: CONTACTS[slug] for role, slug in ROLES.items()}
    for name, expires in EXPIRES.items():
        vendor.names[name] = Name(
            name=name,
            expires=expires,
            contacts=contacts,
            hosts=frozenset(HOSTS),
            in_redemption=expires < START,
        )
    vendor.elsewhere.update(COMING)
    return vendor
