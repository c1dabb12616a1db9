"""A registrar and a public record that do as they are told, and a house whose names they know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import Plan
from portfolio.held import Client, ClientKind, RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, SeenContact, Source, Unreadable, Why
from portfolio.registration import Registration, Status
from records import Records
from registrar.contract import Receipt, Registrar, SetsContacts, TellsContacts
from registrar.errors import NotFound, OutcomeUnknown, RegistrarError
from sandbox.clock import MovableClock
from tests.founding import founded
from tests.whois_sync.pieces import EXPIRY, HOSTS, NAME, NOON, OURS, a_held
from whois_sync.check.run import Check
from whois_sync.observe import LooksUp
from whois_sync.repairs import Repairs

SLUGS = {ContactRole.REGISTRANT: "owner", ContactRole.ADMIN: "office", ContactRole.TECH: "technician"}
ACCOUNT = RegistrarAccount(
    slug="main", registrar="example-registrar", endpoint="https://registrar.example.net", username="bakery"
)


class ReadingRegistrar(Registrar):
    """An account that can be read, and nothing more."""

    slug = "example-registrar"

    def __init__(self, *names: DomainName) -> None:
        self.registrations = {name: _in_order(name) for name in names}
        self.failing: RegistrarError | None = None
        self.asked = 0

    def info(self, name: DomainName) -> Registration:
        self.asked += 1
        if self.failing:
            raise self.failing
        if name not in self.registrations:
            raise NotFound("no such name")
        return self.registrations[name]

    def holdings(self) -> Iterator[DomainName]:
        yield from self.registrations

    def with_statuses(self, name: DomainName, *statuses: Status) -> None:
        changed = self.registrations[name].model_copy(update={"statuses": frozenset(statuses)})
        self.registrations[name] = changed


class FakeRegistrar(ReadingRegistrar, TellsContacts, SetsContacts):
    """An account whose contacts can be read and set; every set is counted, and may go wrong on order."""

    def __init__(self, *names: DomainName) -> None:
        super().__init__(*names)
        self.shown = {name: {role: SeenContact.of(c) for role, c in OURS.items()} for name in names}
        self.sent: list[Mapping[ContactRole, Contact]] = []
        self.answering: BaseException | None = None
        self.loses_the_answer = False
        self.forgets = False
        self.on_set: Callable[[], object] | None = None
        self.receipt = Receipt(reference="R-1")

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return dict(self.shown[name])

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        self.sent.append(contacts)
        if self.on_set:
            self.on_set()
        if self.answering:
            raise self.answering
        if not self.forgets:
            self.shown[name] |= {role: SeenContact.of(contact) for role, contact in contacts.items()}
        if self.loses_the_answer:
            raise OutcomeUnknown("no answer")
        return self.receipt

    def changed_behind_our_back(self, role: ContactRole, *, at: DomainName = NAME, **fields: str) -> None:
        self.shown[at][role] = self.shown[at][role].model_copy(update=fields)


class FakePublic:
    """A public record that shows what it was given, at the clock's time."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self.contacts: dict[ContactRole, SeenContact] = {r: SeenContact.of(c) for r, c in OURS.items()}
        self.fields: dict[str, object] = {}
        self.unreadable: Why | None = None
        self.instead: Observation | None = None

    def look_up(self, name: DomainName) -> Observation:
        said = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=self._clock.now())
        if self.instead is not None:
            return self.instead
        if self.unreadable is not None:
            return Unreadable(name=name, provenance=said, why=self.unreadable)
        told: dict[str, object] = {"expires_at": EXPIRY, "nameservers": HOSTS, "roles": self.contacts}
        return Seen.model_validate({"name": name, "provenance": said} | told | self.fields)

    def shows(self, role: ContactRole, **fields: object) -> None:
        self.contacts[role] = self.contacts[role].model_copy(update=fields)


@dataclass
class House:
    """Everything that a story needs: records on a real database, a clock, an account and a public record."""

    records: Records
    clock: MovableClock
    registrar: Registrar
    public: LooksUp
    accounts_asked: list[str] = field(default_factory=list)

    @property
    def check(self) -> Check:
        return Check(self.records, self.registrar_for, self.public, self.clock)

    @property
    def repairs(self) -> Repairs:
        return Repairs(self.records, self.registrar_for, self.public, self.clock)

    def registrar_for(self, account: RegistrarAccount) -> Registrar:
        self.accounts_asked.append(account.slug)
        return self.registrar

    def edit(self, slug: str, contact: Contact) -> None:
        with self.records.changing("clerk") as unit:
            unit.contacts.edit(slug, contact)
            unit.commit()


def founded_with(file: Path, key_file: Path, *names: DomainName) -> tuple[Records, MovableClock]:
    """Records with one client, an account, three contacts and the names, all held since yesterday."""
    clock = MovableClock(NOON)
    return founded(file, key_file, clock, _furnishing(names), actor="founder"), clock


@cache
def _furnishing(names: tuple[DomainName, ...]) -> Callable[[Records], None]:
    def furnish(records: Records) -> None:
        with records.changing("founder") as unit:
            unit.clients.add(Client(slug="bakery", name="Example Bakery", kind=ClientKind.COMPANY))
            unit.accounts.add(ACCOUNT)
            for role, contact in OURS.items():
                unit.contacts.add("bakery", SLUGS[role], contact)
            for name in names:
                unit.domains.hold(a_held(name=name))
            unit.commit()

    return furnish


def _in_order(name: DomainName) -> Registration:
    return Registration(
        name=name,
        expires_at=EXPIRY,
        registrar_expires_at=EXPIRY,
        nameservers=HOSTS,
        statuses=frozenset({Status.CLIENT_TRANSFER_PROHIBITED}),
    )


def planned(house: House) -> int:
    """Propose what the check of example.com finds and return the plan's number."""
    plan = house.repairs.propose(house.check.check(NAME), by="clerk")
    assert plan is not None
    assert plan.id is not None
    return plan.id


def plan_of(house: House, number: int) -> Plan:
    """The plan as the records hold it."""
    with house.records.reading() as unit:
        return unit.plans.get(number)
