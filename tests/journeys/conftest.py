"""A house on a running sandbox, and a person who types commands in it."""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.cli import run_command
from console.sandboxed import found_on
from console.wiring import sandbox_state
from sandbox import Sandbox

START = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
PERSON = (
    "--given", "Registrant", "--family", "Example", "--street", "100 Example Street", "--city", "Ottawa",
    "--province", "ON", "--postal-code", "K1A 0B1", "--country", "CA", "--phone", "+1.6135550123",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> object:
        """What it printed, as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Staff:
    """Someone at a terminal in one house."""

    home: Path
    box: Sandbox
    capture: pytest.CaptureFixture[str]

    def type(self, *command: str, by: str = "first-colleague", stdin: str = "") -> Said:
        """Type a command and return its exit code and what it printed."""
        self.capture.readouterr()
        before, sys.stdin = sys.stdin, io.StringIO(stdin)
        try:
            code = run_command(["--home", str(self.home), "--as", by, *command])
        finally:
            sys.stdin = before
        printed = self.capture.readouterr()
        return Said(code, printed.out, printed.err)

    def must(self, *command: str, by: str = "first-colleague", stdin: str = "") -> Said:
        """Type a command that has to work."""
        said = self.type(*command, by=by, stdin=stdin)
        assert said.code == 0, said.err + said.out
        return said

    def registers(self, name: str, *more: str) -> Said:
        """Register `name` with three different contacts."""
        return self.type(
            "register", name, "--client", "bakery", "--account", "box", "--registrant", "owner",
            "--admin", "office",
            "--tech", "desk", "--yes", *more,
        )  # fmt: skip


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    (tmp_path / "house").mkdir()
    with Sandbox(start=START, state=sandbox_state(tmp_path / "house")) as running:
        yield running


@pytest.fixture
def founded(
    box: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Staff:
    """A house that has just been founded, at a terminal that is wide enough to break no line."""
    monkeypatch.setenv("COLUMNS", "200")
    found_on(box, tmp_path / "house", actor="first-colleague")
    return Staff(tmp_path / "house", box, capsys)


@pytest.fixture
def staff(founded: Staff) -> Staff:
    """A house with a client, three contacts and an account."""
    founded.must("client", "add", "bakery", "--name", "Example Bakery Inc.")
    for slug in ("owner", "office", "desk"):
        founded.must(
            "contact", "add", slug, "--client", "bakery", *PERSON, "--organization", "Example Bakery Inc.",
            "--email", f"{slug}@example.com",
        )  # fmt: skip
    founded.must(
        "account", "add", "box", "--registrar", "opensrs", "--environment", "sandbox",
        "--username", founded.box.opensrs_username, "--endpoint", founded.box.addresses.opensrs,
        "--key-from-stdin",
        stdin=founded.box.opensrs_key,
    )  # fmt: skip
    return founded
