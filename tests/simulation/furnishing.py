"""A founded and furnished house, made once for each test process: what every schedule starts from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from notifications import Sender
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from records import Records
from tests.founding import house_account
from tests.simulation.machine import Machine, VirtualClock
from tests.simulation.storage import Storage

START = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
"""Three hours before Toronto's clocks go back."""

STAFF, MAILBOX = "names@example.org", "owner-canary@example.net"
SENDER = Sender(company="Example Steward", address=STAFF, phone="+1 613 555 0199")
ROLES = {ContactRole.REGISTRANT: "owner", ContactRole.ADMIN: "admin", ContactRole.TECH: "tech"}
SECRET = "open-sesame"
"""What lets a name leave its registrar, and stands in nothing of ours."""

CANARIES = ("owner-canary", "admin-canary", "tech-canary", "6135550181", "Canary Street", SECRET)
"""Personal values and secrets of this house: they stand in no log, error or audit entry."""

FREE = (DomainName("one.example"), DomainName("two.example"), DomainName("bücher.example"))
HELD = (DomainName("kept.example"), DomainName("held.example"), DomainName("lapsed.example"))
COMING = (DomainName("coming.example"), DomainName("moving.example"))
EXPIRES = {
    HELD[0]: START + timedelta(days=31, hours=4),
    HELD[1]: START + timedelta(days=200),
    HELD[2]: START - timedelta(days=50),
}
HOSTS = (HostName("ns1.example.net"), HostName("ns2.example.net"))


def contact(slug: str) -> Contact:
    return Contact(
        given="Registrant",
        family="Example",
        address=PostalAddress(
            street=("1 Canary Street",),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0A1",
            country="CA",
        ),
        phone=Phone(number="+16135550181"),
        email=f"{slug}-canary@example.net",
    )


CONTACTS = {slug: contact(slug) for slug in ROLES.values()}


@dataclass(frozen=True)
class Furnished:
    """Where the house stands, and what its database and its journal hold at the start of a schedule."""

    storage: Storage
    image: bytes
    journal: bytes

    def begin(self, machine: Machine) -> Storage:
        """Put everything back to the start; `machine` runs it from now on."""
        self.storage.machine = machine
        self.storage.lay(self.image)
        self.storage.journal.write_bytes(self.journal)
        return self.storage


@cache
def furnished() -> Furnished:
    """Return this process's house."""
    shared = Path("/dev/shm")
    folder = Path(mkdtemp(prefix="simulation-", dir=shared if shared.is_dir() else None))
    clock = VirtualClock(START - timedelta(days=1))
    journal = folder / "journal"
    records = Records.found(
        f"sqlite:///{folder / 'records.db'}", key_file=folder / "key", clock=clock, actor="drafter",
        journal=journal,
    )  # fmt: skip
    _furnish(records)
    records.close()
    storage = Storage(folder, Machine(clock))
    return Furnished(storage, storage.image(), journal.read_bytes())


def _furnish(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        for slug, made in CONTACTS.items():
            unit.contacts.add("acme", slug, made)
        unit.accounts.add(house_account("simulated"))
        for held in _held():
            unit.domains.hold(held)
        unit.commit()


def _held() -> Iterator[HeldDomain]:
    for name, expires in EXPIRES.items():
        lapsed = expires < START
        yield HeldDomain(
            name=name,
            client="acme",
            account="house",
            roles=ROLES,
            expires_at=expires,
            registrar_expires_at=expires,
            statuses=frozenset({Status.REDEMPTION_PERIOD if lapsed else Status.OK}),
        )
