"""A founded house for the tests: an example client with contacts, an account and a name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import text

from portfolio.batch import Batch, BatchRow
from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.drift import Plan, PlannedChange
from portfolio.finding import Finding
from portfolio.held import Client, ClientKind, HeldDomain, RegistrarAccount
from portfolio.importing import EntryState, Found, ImportEntry
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.notice import Milestone, Notice, notice_key
from portfolio.observation import Provenance, Seen, SeenContact, Source
from portfolio.order import Order, OrderKind
from portfolio.registration import Registration
from portfolio.stop import StopReason
from records import Records

START = datetime(2026, 11, 2, 14, 30, 15, 123456, tzinfo=UTC)
EXPIRY = START.date() + timedelta(days=30)
NAME = DomainName("example.ca")
ROLES = {ContactRole.REGISTRANT: "acme-owner", ContactRole.ADMIN: "acme-owner", ContactRole.TECH: "acme-tech"}

CANARIES = (
    "Kanarienvogel",
    "Zeisig-Records",
    "canary-street",
    "Canaryville",
    "K1A 0Z9",
    "+16135550177",
    "1.6135550177",
    "canary.owner@",
    "canary-detail",
    "canary-attribute",
)
"""Personal values that stand in every sealed field, and nowhere else."""


@dataclass
class StoppedClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


def canary(given: str = "Kanarienvogel") -> Contact:
    return Contact(
        given=given,
        family="Zeisig-Records",
        address=PostalAddress(
            street=("12 canary-street",),
            city="Canaryville",
            subdivision="CA-ON",
            postal_code="K1A 0Z9",
            country="CA",
        ),
        phone=Phone(number="+16135550177"),
        email="canary.owner@example.com",
    )


def client(slug: str = "acme") -> Client:
    return Client(slug=slug, name="Kanarienvogel Widgets", kind=ClientKind.COMPANY)


def account(slug: str = "opensrs-live") -> RegistrarAccount:
    return RegistrarAccount(
        slug=slug, registrar="opensrs", endpoint="https://registrar.example.net", username="house"
    )


def held(name: DomainName = NAME, **changes: object) -> HeldDomain:
    whole = {"name": name, "client": "acme", "account": "opensrs-live", "roles": ROLES} | changes
    return HeldDomain.model_validate(whole)


def order(reference: str = "ord-1", **changes: object) -> Order:
    whole: dict[str, object] = {
        "reference": reference,
        "kind": OrderKind.REGISTER,
        "name": DomainName("example.com"),
        "client": "acme",
        "account": "opensrs-live",
        "years": 2,
        "roles": ROLES,
        "nameservers": (HostName("ns1.example.net"), HostName("ns0.example.net")),
        "attributes": {"ca.legal_type": "canary-attribute"},
        "price": Money(amount=Decimal("24.50")),
        "price_limit": Money(amount=Decimal("30.0001")),
        "drafted_by": "drafter",
        "drafted_at": START,
        "detail": "canary-detail",
    }
    return Order.model_validate(whole | changes)


def plan(name: DomainName = NAME, **changes: object) -> Plan:
    change = PlannedChange(
        role=ContactRole.TECH,
        field="email",
        from_="canary.owner@example.net",
        to="canary.owner@example.com",
        seen_at=("registrar",),
    )
    whole: dict[str, object] = {
        "name": name,
        "account": "opensrs-live",
        "changes": (change,),
        "wanted": {ContactRole.TECH: ("acme-tech", 1)},
        "consequences": ("a verification mail goes to canary.owner@example.com",),
        "proposed_by": "drafter",
        "proposed_at": START,
        "detail": "canary-detail",
    }
    return Plan.model_validate(whole | changes)


def batch(*lines: str, **changes: object) -> Batch:
    rows = [BatchRow(number=number, name=DomainName(name)) for number, name in enumerate(lines, start=1)]
    whole: dict[str, object] = {
        "slug": "batch-1",
        "kind": OrderKind.REGISTER,
        "digest": "0a1b",
        "drafted_by": "drafter",
        "drafted_at": START,
        "rows": rows,
    }
    return Batch.model_validate(whole | changes)


def finding(name: DomainName = NAME, **changes: object) -> Finding:
    whole: dict[str, object] = {
        "name": name,
        "path": "tech.email",
        "source": Source.REGISTRAR,
        "ours": "canary.owner@example.com",
        "theirs": "canary.owner@example.net",
        "opened_at": START,
        "last_seen_at": START,
    }
    return Finding.model_validate(whole | changes)


def notice(
    days: int = 30,
    role: ContactRole = ContactRole.ADMIN,
    *,
    name: DomainName = NAME,
    about: date = EXPIRY,
    due_at: datetime = START,
) -> Notice:
    milestone = Milestone(days=days)
    return Notice(
        key=notice_key(name, about, milestone, role),
        name=name,
        about=about,
        milestone=milestone,
        role=role,
        recipient="canary.owner@example.com",
        language=Language.ENGLISH,
        due_at=due_at,
        deadline=about,
        detail="canary-detail",
    )


def seen(name: DomainName = NAME, at: datetime = START, source: Source = Source.RDAP) -> Seen:
    return Seen(
        name=name,
        provenance=Provenance(source=source, server="rdap.example.net", observed_at=at),
        roles={ContactRole.REGISTRANT: SeenContact.of(canary())},
    )


def run_sql(records: Records, statement: str, **values: object) -> list[tuple[object, ...]]:
    """Do behind the records' back what someone with the database's password could do."""
    engine = records._engine.execution_options(writes=True, migrates=True)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        result = connection.execute(text(statement), values)
        return [tuple(row) for row in result] if result.returns_rows else []


def furnish(records: Records) -> None:
    """Give the house a client with two contacts, an account, and a name."""
    with records.changing("drafter") as unit:
        unit.clients.add(client())
        unit.contacts.add("acme", "acme-owner", canary())
        unit.contacts.add("acme", "acme-tech", canary("Other"))
        unit.accounts.add(account())
        unit.domains.hold(held())
        unit.commit()


def fill(records: Records) -> None:
    """Write one of everything, so that every table has rows."""
    furnish(records)
    with records.changing("drafter") as unit:
        unit.contacts.edit("acme-tech", canary("Newer"))
        unit.observations.keep(seen())
        unit.observations.keep(seen(DomainName("nobodys.example.com")))
        unit.orders.draft(order())
        unit.plans.propose(plan())
        unit.outbox.add_due(notice())
        unit.batches.keep(batch("example.org"))
        unit.batches.settle_row("batch-1", 1, problem="canary-detail")
        unit.stops.stop("opensrs-live", StopReason.FUNDS, detail="canary-detail")
        unit.findings.see(finding())
        unit.findings.see(finding(DomainName("nobodys.example.com")))
        unit.runs.claim("notices", START.date(), lease=timedelta(minutes=10))
        unit.imports.listed("opensrs-live", [import_entry()])
        unit.commit()


def import_entry(name: str = "example.org", **changes: object) -> ImportEntry:
    """A name of an account's import, read, with a contact."""
    registration = Registration(name=DomainName(name), expires_at=EXPIRY)
    found = Found(registration=registration, contacts={ContactRole.REGISTRANT: canary("Found")})
    entry = ImportEntry(
        plan="opensrs-live", name=DomainName(name), account="opensrs-live", client="acme",
        state=EntryState.READ, found=found, problems=("canary-detail",), asked_at=START,
    )  # fmt: skip
    return entry.model_copy(update=changes)
