"""A founded house with clients and names, a registrar that only looks, and a way to run the notices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from notifications import Knowledge, MailServer, NoticeRun, Post, Sender, SmtpTransport, Transport, run
from notifications.run import LEASE, MOST_IN_A_RUN
from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.names import DomainName
from portfolio.notice import Notice
from portfolio.policy.notices import NoticePolicy
from portfolio.registration import Registration
from portfolio.values import Moment
from records import Records
from registrar.contract import Registrar
from registrar.errors import NotFound
from tests.founding import founded, house_account

NAME = DomainName("example.com")
EXPIRY = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
OWNER, ADMIN, TECH, STAFF = "owner@example.net", "admin@example.net", "tech@example.net", "names@example.org"
SENDER = Sender(company="Example Steward", address=STAFF, phone="+1 613 555 0199")
ROLES = {ContactRole.REGISTRANT: "owner", ContactRole.ADMIN: "admin", ContactRole.TECH: "tech"}


@dataclass
class MovedClock:
    at: datetime = EXPIRY - timedelta(days=100)

    def now(self) -> datetime:
        return self.at

    def days_before(self, days: float) -> None:
        self.at = EXPIRY - timedelta(days=days)


@dataclass
class LookingRegistrar(Registrar):
    """Tells what it holds, or raises what it is given. `when_asked` happens just before it answers."""

    slug: str = "looking"
    held: dict[DomainName, Registration] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[DomainName] = field(default_factory=list)
    when_asked: Callable[[], None] | None = None

    def info(self, name: DomainName) -> Registration:
        self.asked.append(name)
        if self.when_asked:
            self.when_asked()
        if self.error:
            raise self.error
        if name not in self.held:
            raise NotFound("not in the account")
        return self.held[name]

    def holdings(self) -> Iterator[DomainName]:
        yield from self.held


def contact(email: str, *, family: str = "Example", language: Language = Language.ENGLISH) -> Contact:
    return Contact(
        given="Reader",
        family=family,
        address=PostalAddress(
            street=("1 Example Street",),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0A1",
            country="CA",
        ),
        phone=Phone(number="+16135550123"),
        email=email,
        language=language,
    )


def _furnish(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        for slug, email in (("owner", OWNER), ("admin", ADMIN), ("tech", TECH)):
            unit.contacts.add("acme", slug, contact(email))
        unit.accounts.add(house_account("looking"))
        unit.commit()


@dataclass
class House:
    """One client in Toronto with an owner, an admin and a tech contact, and one account."""

    folder: Path
    clock: MovedClock = field(default_factory=MovedClock)
    registrar: LookingRegistrar = field(default_factory=LookingRegistrar)

    def __post_init__(self) -> None:
        self.records = founded(self.folder / "records.db", self.folder / "key", self.clock, _furnish)

    def holds(self, name: DomainName = NAME, expires: Moment | None = EXPIRY, **changes: Any) -> None:
        whole = {
            "name": name, "client": "acme", "account": "house", "roles": ROLES,
            "expires_at": expires, "registrar_expires_at": expires,
        }  # fmt: skip
        with self.records.changing("drafter") as unit:
            unit.domains.hold(HeldDomain.model_validate(whole | changes))
            unit.commit()
        self.registrar.held[name] = Registration(name=name, expires_at=expires, registrar_expires_at=expires)

    def adds_contact(self, slug: str, email: str, **changes: Any) -> str:
        with self.records.changing("drafter") as unit:
            unit.contacts.add("acme", slug, contact(email, **changes))
            unit.commit()
        return slug

    def renewed_at_the_registrar(self, name: DomainName = NAME, *, years: int = 1) -> None:
        until = EXPIRY.replace(year=EXPIRY.year + years)
        self.registrar.held[name] = Registration(name=name, expires_at=until, registrar_expires_at=until)

    def refreshed(self, name: DomainName = NAME) -> None:
        with self.records.changing("job:import") as unit:
            unit.domains.refresh(name, self.registrar.held[name])
            unit.commit()

    def notices(self, name: DomainName = NAME) -> list[Notice]:
        with self.records.reading() as unit:
            return unit.outbox.of_domain(name)

    def states(self, name: DomainName = NAME) -> dict[str, str]:
        """States by what tells notices of one name apart: `30d-before:registrant`."""
        return {notice.key.split(":", 3)[3]: str(notice.state) for notice in self.notices(name)}

    def runs(
        self,
        transport: Transport,
        *,
        policy: NoticePolicy | None = None,
        lease: timedelta = LEASE,
        limit: int = MOST_IN_A_RUN,
        **changes: Any,
    ) -> NoticeRun:
        known = {field: changes.pop(field) for field in ("prices", "compared") if field in changes}
        post = Post(
            known=Knowledge(records=self.records, registrar_for=lambda _account: self.registrar, **known),
            transport=transport,
            clock=self.clock,
            sender=SENDER,
            staff_address=STAFF,
            **changes,
        )
        return run(post, policy=policy, lease=lease, limit=limit)


def to_port(port: int, **changes: Any) -> SmtpTransport:
    whole = {"host": "127.0.0.1", "port": port, "starttls": False, "within": timedelta(seconds=5),
             "final_within": timedelta(seconds=5)}  # fmt: skip
    return SmtpTransport(MailServer.model_validate(whole | changes))
