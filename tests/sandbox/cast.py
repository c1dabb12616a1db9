"""Who appears in the sandbox's stories, and how its servers are spoken to. All of it made up."""

import http.client
import json
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.lifecycle import Phase
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.clock import MovableClock
from sandbox.log import EventLog
from sandbox.objects import DomainRecord
from sandbox.registry import Registry

OURS = "opensrs"
THEIRS = "elsewhere"
HOSTS = ("ns1.example.net", "ns2.example.net")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

ADDRESS = PostalAddress(
    street=("1 Example Street", "Suite 2"),
    city="Ottawa",
    subdivision="CA-ON",
    postal_code="K1A 0A1",
    country="CA",
)
COMPANY = Contact(
    given="One",
    family="Example",
    organization="Example Ltd.",
    address=ADDRESS,
    phone=Phone.parse("+1.6135550123x12"),
    fax=Phone.parse("+1.6135550124"),
    email="one@example.com",
)
PERSON = COMPANY.model_copy(update={"organization": None, "email": "one@example.org"})
DESK = COMPANY.model_copy(update={"organization": "Example Web Works", "email": "desk@example.net"})
ROLES: Mapping[ContactRole, Contact] = {
    ContactRole.REGISTRANT: COMPANY,
    ContactRole.ADMIN: COMPANY,
    ContactRole.TECH: DESK,
}


def attributes_for(name: str) -> dict[str, str]:
    """What the TLD asks beside contacts."""
    return {"ca.legal_type": "CCO"} if name.endswith(".ca") else {}


def register(
    registry: Registry, name: str, *, years: int = 1, by: str = OURS, registrant: Contact = COMPANY
) -> DomainRecord:
    """Register a name with three contacts."""
    return registry.create(
        DomainName(name),
        by=by,
        years=years,
        contacts={**ROLES, ContactRole.REGISTRANT: registrant},
        nameservers=HOSTS,
        attributes=attributes_for(name),
    )


class Story:
    """A name's life told in dates; every date is its noon, UTC."""

    def __init__(self, start: str = "2026-03-01") -> None:
        self.clock = MovableClock(noon(start))
        self.log = EventLog(self.clock)
        self.registry = Registry(self.clock, self.log)
        self.name = DomainName("example.com")

    def holds(self, name: str, *, on: str, expires: str) -> "Story":
        self.name = DomainName(name)
        self.clock.move_to(noon(on))
        register(self.registry, name, years=int(expires[:4]) - int(on[:4]))
        assert self.record.expires_at == noon(expires)
        return self

    def at(self, day: str) -> "Story":
        self.clock.move_to(noon(day))
        return self

    @property
    def record(self) -> DomainRecord:
        record = self.registry.look_up(self.name)
        assert record is not None, f"{self.name} is not registered on {self.clock.now()}"
        return record

    def phase_is(self, phase: Phase, *statuses: Status) -> "Story":
        assert self.record.phase is phase
        assert self.record.statuses == tuple(sorted(statuses))
        return self

    def expiry_is(self, registry: str, *, paid_until: str) -> "Story":
        assert (self.record.expires_at, self.record.registrar_expires_at) == (
            noon(registry),
            noon(paid_until),
        )
        return self

    def is_released(self) -> "Story":
        assert self.registry.look_up(self.name) is None
        assert self.registry.is_free(self.name)
        return self

    def told(self) -> list[tuple[str, str]]:
        """Day and action of everything that the log tells about the name."""
        return [(str(entry.at.date()), entry.action) for entry in self.log.of(name=self.name)]


def noon(day: str) -> datetime:
    """Noon of a day, UTC."""
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def fetch(
    url: str, *, method: str = "GET", body: bytes | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Send one request on a connection of its own, and return status, headers and body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl() or "/", body=body)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def fetch_json(url: str, *, send: object = None) -> dict[str, object]:
    """Return the JSON of a 200 answer."""
    body = None if send is None else json.dumps(send).encode()
    status, _, text = fetch(url, method="GET" if body is None else "POST", body=body)
    assert status == 200, text
    return json.loads(text)


def ask_whois(address: tuple[str, int], question: str) -> str:
    """Ask on port 43 and read to the end."""
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(f"{question}\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()
