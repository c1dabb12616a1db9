"""Held names, answers and contacts to compare; nobody here exists."""

from datetime import UTC, date, datetime

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict
from portfolio.held import HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.observation import Absent, Observation, Provenance, Seen, SeenContact, Source, Unreadable, Why
from portfolio.registration import Status
from portfolio.tld import rules_for
from tests.portfolio.samples import a_contact
from whois_sync.compare import compare

NAME = DomainName("example.com")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EXPIRY = datetime(2027, 3, 1, 15, tzinfo=UTC)
HOSTS = frozenset({HostName("ns1.example.net"), HostName("ns2.example.net")})
REGISTRANT, ADMIN, TECH = ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH
OURS = {
    REGISTRANT: a_contact(),
    ADMIN: a_contact(given="Admin", email="admin@example.ca"),
    TECH: a_contact(given="Tech", organization=None, email="tech@example.net"),
}


def said_by(source: Source, at: datetime = NOON) -> Provenance:
    return Provenance(source=source, server=f"{source}.example.net", observed_at=at)


def a_held(**changes: object) -> HeldDomain:
    """A name as we hold it, in step with `a_seen`."""
    fields: dict[str, object] = {
        "name": NAME,
        "client": "bakery",
        "account": "main",
        "roles": {REGISTRANT: "owner", ADMIN: "office", TECH: "technician"},
        "expires_at": EXPIRY,
        "nameservers": HOSTS,
        "statuses": frozenset({Status.CLIENT_TRANSFER_PROHIBITED}),
    }
    return HeldDomain.model_validate(fields | changes)


def a_seen(source: Source = Source.REGISTRAR, **changes: object) -> Seen:
    """What a source says when everything is in order."""
    fields: dict[str, object] = {
        "name": NAME,
        "provenance": said_by(source),
        "expires_at": EXPIRY,
        "nameservers": HOSTS,
        "statuses": ("clientTransferProhibited",),
        "roles": {role: SeenContact.of(contact) for role, contact in OURS.items()},
    }
    return Seen.model_validate(fields | changes)


def with_contact(seen: Seen, role: ContactRole, **fields: object) -> Seen:
    """The same answer, with other fields of one contact."""
    changed = seen.roles[role].model_copy(update=fields)
    return seen.model_copy(update={"roles": seen.roles | {role: changed}})


def absent(source: Source = Source.RDAP) -> Absent:
    return Absent(name=NAME, provenance=said_by(source))


def unreadable(source: Source = Source.RDAP, why: Why = Why.THROTTLED) -> Unreadable:
    return Unreadable(name=NAME, provenance=said_by(source), why=why)


def table_of(
    registrar: Observation | None = None,
    public: Observation | None = None,
    *,
    held: HeldDomain | None = None,
    contacts: dict[ContactRole, Contact] | None = None,
    tld: str = "com",
) -> dict[str, FieldVerdict]:
    """The comparison's rows by path; sources that are not given agree with us."""
    rows = compare(
        held or a_held(),
        contacts or OURS,
        registrar or a_seen(),
        public or a_seen(Source.RDAP),
        rules_for(DomainName(f"example.{tld}")),
    )
    return {row.path: row for row in rows}


def day(text: str) -> date:
    return date.fromisoformat(text)
