"""The house of one year: its records in memory, opened anew by every process, and who stands on its names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from notifications import Knowledge, NoticeRun, Post, run
from notifications.facts import DataLine
from portfolio.contacts import Contact, ContactRole, Language
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.names import DomainName
from portfolio.notice import Notice
from records import Journal, Records, Unit
from records.engine import engine_for
from records.key_file import read_key_file
from tests.founding import house_account
from tests.notices_year.days_counted import Moment, a_year_on
from tests.notices_year.made_year import Made
from tests.notices_year.memory_mail import MemoryMail
from tests.notices_year.points import CutRecords, Points
from tests.notices_year.truth import TrueName, TrueRegistrar
from tests.notifications.names_and_people import SENDER, STAFF, contact

LINES = (DataLine(field="family", ours="Example"),)
READERS = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.BILLING)
HELD_AT_ONCE = 500


@dataclass
class MovedClock:
    at: datetime

    def now(self) -> datetime:
        return self.at


def compared(_registrant: Contact, _seen: object) -> tuple[DataLine, ...]:
    """Return what a yearly reminder is about."""
    return LINES


@dataclass
class YearHouse:
    """`under_itself` are names whose registrant's address lies under the name; they have that one contact."""

    folder: Path
    made: Made
    clock: MovedClock
    under_itself: frozenset[DomainName] = frozenset()
    mail: MemoryMail = field(init=False)
    registrar: TrueRegistrar = field(init=False)
    poisoned: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.mail = MemoryMail(self.clock)
        self.registrar = TrueRegistrar(self.made.names, self.clock)
        records = Records.found(
            self.url, key_file=self.folder / "key", clock=self.clock, actor="drafter",
            journal=self.folder / "journal",
        )  # fmt: skip
        self._furnish(records)
        records.close()
        self.engine, self.key = engine_for(self.url), read_key_file(self.folder / "key")

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'records.db'}"

    @contextmanager
    def opened(self, points: Points | None = None) -> Iterator[CutRecords]:
        """Open the records with nothing in memory but connections and how statements are compiled."""
        journal = Journal(self.folder / "journal")
        records = CutRecords(self.engine, self.key, self.clock, journal=journal)
        records.points = points or Points()
        yield records

    def runs(self, points: Points | None = None, *, limit: int = 100_000) -> NoticeRun:
        """Run the notices once, in a process of its own."""
        before, self.mail.points = self.mail.points, points or Points()
        try:
            with self.opened(self.mail.points) as records, self.mail.answering() as transport:
                known = Knowledge(
                    records=records, registrar_for=lambda _account: self.registrar, compared=compared
                )
                post = Post(
                    known=known, transport=transport, clock=self.clock, sender=SENDER, staff_address=STAFF
                )
                return run(post, limit=limit)
        finally:
            self.mail.points = before

    def next_retry(self) -> datetime | None:
        """Return when the first notice wants to be tried again, or was left in hand and its lease ends."""
        query = (
            "SELECT min(CASE WHEN state = 'retry later' THEN retry_at ELSE claimed_until END) FROM notices"
            " WHERE state IN ('retry later', 'claimed', 'sending')"
        )
        with self.opened() as records, records._engine.connect() as connection:
            found = connection.exec_driver_sql(query).scalar()
        return None if found is None else _read(found)

    def ledger(self) -> list[Notice]:
        """Return every notice that can still be read."""
        with self.opened() as records, records.reading() as unit:
            readable = [true.name for true in self.made.names.values() if true.client not in self.poisoned]
            return [notice for name in readable for notice in unit.outbox.of_domain(name)]

    def daily_check(self) -> None:
        """Take over what changed at the registrar, where the day has come on which the house sees it."""
        now = self.clock.now()
        for true in self.made.names.values():
            true.go_on_to(now)
        seen = [true for true in self.made.names.values() if self._is_seen(true)]
        if not seen:
            return
        with self.opened() as records, records.changing("job:check") as unit:
            for true in seen:
                true.refresh_on = [at for at in true.refresh_on if at > now]
                unit.domains.refresh(true.name, true.registration(now))
                true.believed.append((now, true.paid))
            unit.commit()

    def _is_seen(self, true: TrueName) -> bool:
        is_there = true.gone_at is None and true.client not in self.poisoned
        return is_there and any(at <= self.clock.now() for at in true.refresh_on)

    def poison(self, client: str) -> None:
        """Delete a client's data key: nothing of this client can be read any more."""
        self.poisoned.add(client)
        with self.opened() as records, records._engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql("DELETE FROM data_keys WHERE owner = ?", (f"client:{client}",))

    def moves_mailbox(self, client: str, role: ContactRole, address: str) -> None:
        """Give a contact another address."""
        with self.opened() as records, records.changing("drafter") as unit:
            unit.contacts.edit(f"{client}-{role}", contact(address))
            unit.commit()

    def _furnish(self, records: Records) -> None:
        with records.changing("drafter") as unit:
            unit.accounts.add(house_account("looking"))
            for slug, zone in self.made.clients.items():
                unit.clients.add(Client(slug=slug, name=slug, kind=ClientKind.COMPANY, timezone=zone))
                for number, role in enumerate(READERS):
                    language = Language.FRENCH if number == 1 else Language.ENGLISH
                    unit.contacts.add(
                        slug, f"{slug}-{role}", contact(f"{role}@{slug}.example.net", language=language)
                    )
            unit.commit()
        names = list(self.made.names.values())
        for first in range(0, len(names), HELD_AT_ONCE):
            with records.changing("drafter") as unit:
                for true in names[first : first + HELD_AT_ONCE]:
                    unit.domains.hold(self._held(true, unit))
                unit.commit()

    def _held(self, true: TrueName, unit: Unit) -> HeldDomain:
        now = self.clock.now()
        true.go_on_to(now)
        told = true.registration(now)
        true.believed.append((now, true.paid))
        roles = {role: f"{true.client}-{role}" for role in READERS}
        if true.name in self.under_itself:
            slug = f"{true.name.replace('.', '-')}-own"
            unit.contacts.add(true.client, slug, contact(f"owner@{true.name}"))
            roles = {ContactRole.REGISTRANT: slug}
        return HeldDomain(
            name=true.name, client=true.client, account="house", roles=roles,
            expires_at=told.expires_at, registrar_expires_at=told.registrar_expires_at,
            auto_renew=true.auto_renew, registered_at=_registered(true.paid),
        )  # fmt: skip


def _registered(paid: Moment) -> Moment:
    return a_year_on(paid, -4)


def _read(found: object) -> datetime:
    at = datetime.fromisoformat(str(found))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
