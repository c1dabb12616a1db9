"""The records as a whole: founded once, opened with their key, read and changed in units."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlmodel import Session, select

from portfolio.audit import Actor, AuditTag
from portfolio.clock import Clock
from records import quarantine, schema, vault
from records.chain import Head
from records.encryption import WrappingKey
from records.engine import PATIENCE, engine_for, make_private_file, sqlite_path
from records.errors import AlreadyFounded, KeyRefused, NotFounded, SchemaMismatch
from records.journal import Departure, Journal, Left
from records.key_file import make_key_file, read_key_file
from records.refusals import in_our_words
from records.tables import HouseRow
from records.transaction import Transaction
from records.unit import Unit
from records.vault import Vault

_ACTOR = TypeAdapter(Actor)


class Records:
    """The records of one house. May be shared between threads; a unit may not."""

    def __init__(
        self, engine: Engine, key: WrappingKey, clock: Clock, *, journal: Journal | None = None
    ) -> None:
        self._engine = engine
        self._key = key
        self._clock = clock
        self.journal = journal

    @classmethod
    def found(
        cls, url: str, *, key_file: Path, clock: Clock, actor: str, journal: Path | None = None
    ) -> Self:
        """
        Make new records at `url` and their key at `key_file` (mode 0600), and return them opened.

        `journal` is the file that tells what left the house: keep it out of the backups. Raises
        `AlreadyFounded` when one of the three exists; nothing was changed then.
        """
        who = _ACTOR.validate_python(actor)
        file = sqlite_path(url)
        _raise_if_there(file, key_file, journal)
        engine = engine_for(url)
        if file is None:
            _raise_if_not_empty(engine)
        records = cls(engine, make_key_file(key_file), clock, journal=journal and Journal(journal))
        made = [key_file]
        try:
            if file is not None:
                make_private_file(file)
                made += [file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")]
            records._lay_out(who)
            if journal is not None:
                made.append(journal)
                records.anchor()
        except BaseException:
            engine.dispose()
            for path in made:
                path.unlink(missing_ok=True)
            raise
        return records

    @classmethod
    def open(
        cls,
        url: str,
        *,
        key_file: Path,
        clock: Clock,
        journal: Path | None = None,
        patience: timedelta = PATIENCE,
    ) -> Self:
        """
        Open the records at `url` with their key. `patience` bounds the wait for another writer.

        Without a `journal` nothing is told of what leaves the house, and a restored backup is not noticed.

        Raises `NotFounded`, `SchemaMismatch`, `KeyMissing` or `KeyRefused`.
        """
        engine = _engine_of_founded(url, patience)
        try:
            with in_our_words():
                schema.raise_if_other_version(engine)
            records = cls(engine, read_key_file(key_file), clock, journal=journal and Journal(journal))
            records._raise_if_other_key(key_file)
        except BaseException:
            engine.dispose()
            raise
        return records

    @classmethod
    def upgrade(cls, url: str) -> bool:
        """
        Bring the tables at `url` to this program's version; return whether there was anything to do.

        All or nothing. Raises `NotFounded`, and `SchemaMismatch` when the tables are newer than the program.
        """
        engine = _engine_of_founded(url, PATIENCE)
        try:
            with in_our_words(), engine.execution_options(writes=True, migrates=True).begin() as connection:
                version = schema.version_of(connection)
                if version is None:
                    raise NotFounded("there are no records in this database; found them first")
                if version not in schema.known_versions():
                    raise SchemaMismatch(
                        f"the tables have version {version}; this program is too old for them"
                    )
                schema.migrate(connection)
                return version != schema.newest_version()
        finally:
            engine.dispose()

    @contextmanager
    def changing(self, actor: str) -> Iterator[Unit]:
        """
        Open a unit in which `actor` changes something; leaving it without `commit()` undoes everything.

        There is one writer at a time: raises `Busy` when another holds the records for too long.
        """
        with self._transaction(_ACTOR.validate_python(actor)) as transaction:
            yield Unit(transaction)

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that sees one state of the records and changes nothing."""
        with self._transaction(None) as transaction:
            yield Unit(transaction)

    @contextmanager
    def rehearsing(self, actor: str) -> Iterator["Rehearsal"]:
        """
        Open records to try things on: whatever `actor` does to them is undone at the end.

        Raises `Busy`. They hold the one place of a writer: ask nobody outside the house meanwhile.
        """
        with self._transaction(_ACTOR.validate_python(actor)) as transaction:
            yield Rehearsal(self._engine, self._key, self._clock, transaction)
            transaction.session.rollback()

    def left(self, kind: Left, key: str, *, name: str) -> None:
        """
        Tell the journal, outside the database, that an order or a notice is about to leave the house.

        Called after its claim (SUBMITTING, SENDING) was committed and before the first byte leaves. When it
        raises, nothing may be sent: `Moved` when the claim does not stand, `Quarantined`, `JournalBroken`.
        """
        if self.journal is not None:
            self.journal.tell(
                kind, key, name=name, at=self._clock.now(), head=lambda: self._head_of_claimed(kind, key)
            )

    def raise_if_quarantined(self, unit: Unit) -> None:
        """
        Raise `Quarantined` when these records are older than what left the house, as after a restore.

        Raises `ClockBehind` when the clock is behind what was written already. Called in the transaction that
        commits a claim; reads and checks go on without it.
        """
        quarantine.raise_if_quarantined(unit, self.journal, self._clock.now())

    def why_quarantined(self, unit: Unit) -> str:
        """Return why nothing may leave the house by these records; empty when something may."""
        return quarantine.why_quarantined(unit, self.journal) if self.journal else ""

    def lost(self, unit: Unit) -> list[Departure]:
        """Return the orders and notices that left after these records' last word, oldest first."""
        return quarantine.lost(unit, self.journal) if self.journal else []

    def anchor(self) -> None:
        """Make the journal go on from these records as they stand: nothing before counts against them."""
        if self.journal is not None:
            with self.reading() as unit:
                head = unit.audit.head()
            self.journal.begin(at=self._clock.now(), head=head)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _head_of_claimed(self, kind: Left, key: str) -> Head:
        with self.reading() as unit:
            return quarantine.head_of_claimed(unit, self.journal, kind, key)

    @contextmanager
    def _transaction(self, actor: Actor | None) -> Iterator[Transaction]:
        engine = self._engine.execution_options(writes=actor is not None)
        with in_our_words(), Session(engine) as session:
            session.connection()  # begin now: a writer waits here, not halfway
            yield Transaction(session, Vault(session, self._key), self._clock, actor)

    def _lay_out(self, actor: Actor) -> None:
        engine = self._engine.execution_options(writes=True, migrates=True)
        with in_our_words(), engine.begin() as connection:
            schema.migrate(connection)
            with Session(connection) as session:
                at = self._clock.now()
                transaction = Transaction(session, Vault(session, self._key), self._clock, actor)
                session.add(HouseRow(founded_at=at, key_check=self._key.check_value))
                transaction.vault.make_key(vault.HOUSE, at)
                transaction.vault.make_key(vault.AUDIT, at)
                transaction.tell(AuditTag.HOUSE_FOUNDED, vault.HOUSE)
                session.flush()

    def _raise_if_other_key(self, key_file: Path) -> None:
        with in_our_words(), Session(self._engine) as session:
            house = session.exec(select(HouseRow)).first()
        if house is None:
            raise NotFounded("there are no records in this database; found them first")
        if not self._key.is_known_by(house.key_check):
            raise KeyRefused(f"the key file {key_file} is not the key of these records")


class Rehearsal(Records):
    """The records in one transaction that is undone. Nothing is told to the journal."""

    def __init__(self, engine: Engine, key: WrappingKey, clock: Clock, transaction: Transaction) -> None:
        super().__init__(engine, key, clock)
        self._tried = transaction

    @contextmanager
    def changing(self, actor: str) -> Iterator[Unit]:
        """Open a unit that sees what was tried before; leaving it without `commit()` undoes its own."""
        _ACTOR.validate_python(actor)
        with self._tried.session.begin_nested() as savepoint:
            unit = _Tried(self._tried)
            yield unit
            self._tried.session.flush()
            if not unit.is_kept:
                savepoint.rollback()

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that sees what was tried before."""
        yield _Tried(self._tried)


class _Tried(Unit):
    """A unit whose commit lasts as long as the rehearsal."""

    is_kept = False

    def commit(self) -> None:
        self.is_kept = True


def _engine_of_founded(url: str, patience: timedelta) -> Engine:
    file = sqlite_path(url)
    if file is not None and not file.is_file():
        raise NotFounded(f"there are no records at {file}; found them first")
    return engine_for(url, patience=patience)


def _raise_if_there(file: Path | None, key_file: Path, journal: Path | None) -> None:
    for path, what in ((file, "a database"), (key_file, "a key file"), (journal, "a journal")):
        if path is not None and (path.exists() or path.is_symlink()):
            raise AlreadyFounded(f"there is {what} at {path} already; nothing was changed")


def _raise_if_not_empty(engine: Engine) -> None:
    with in_our_words(), engine.connect() as connection:
        if schema.is_empty(connection):
            return
    engine.dispose()
    raise AlreadyFounded("there are tables in this database already; nothing was changed")
