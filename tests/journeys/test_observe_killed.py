"""A run of look-ups that is killed or interrupted goes on where it was; every name is answered once."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import Said, Staff
from whois_sync.pace.kept import KeptAnswers

NAMES = sorted(f"example-{number:02}.ca" for number in range(50))
COMMAND = "from console.cli import run; run()"


@pytest.fixture
def asking(staff: Staff, tmp_path: Path) -> list[str]:
    """The command line of a run over fifty names."""
    (tmp_path / "names.txt").write_text("\n".join(NAMES), "utf-8")
    with (staff.home / "namesteward.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[pace."127.0.0.1"]\nrate = 400\nburst = 1\nconcurrency = 2\n')
    return ["observe", "--names", str(tmp_path / "names.txt"), "--json"]


@contextmanager
def at_a_walk(staff: Staff) -> Iterator[None]:
    """Let the server be asked ten times a second meanwhile: a run cannot end before it is broken off."""
    settings = staff.home / "namesteward.toml"
    usual = settings.read_text("utf-8")
    settings.write_text(usual.replace("rate = 400", "rate = 10"), "utf-8")
    yield
    settings.write_text(usual, "utf-8")


def kept_in(staff: Staff) -> int:
    return sum(file.read_bytes().count(b"\n") for file in staff.home.glob("observing/*.jsonl"))


def broken_off(staff: Staff, asking: list[str], *, after: int, by: signal.Signals) -> tuple[int, str]:
    """Run the command in a process of its own and send it a signal when so many answers are kept."""
    command = [sys.executable, "-c", COMMAND, "--home", str(staff.home), *asking]
    with (
        at_a_walk(staff),
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process,
    ):
        while not any(staff.home.glob("observing/*.jsonl")) or kept_in(staff) < after:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.002)
        process.send_signal(by)
        return process.wait(20), process.communicate()[1]


def assert_whole(said: Said) -> None:
    assert sorted(json.loads(line)["name"] for line in said.out.splitlines()) == NAMES


def asked_of(staff: Staff) -> list[str | None]:
    return [entry.name for entry in staff.box.log.entries if entry.channel == "rdap" and entry.name]


@pytest.mark.parametrize("after", [0, 1, 17, 36])
def test_a_killed_run_goes_on_where_it_was(staff: Staff, asking: list[str], after: int) -> None:
    code, _ = broken_off(staff, asking, after=after, by=signal.SIGKILL)
    assert code == -signal.SIGKILL
    kept = kept_in(staff)
    said = staff.must(*asking)
    assert_whole(said)
    assert (f"going on: {kept} of 50" in said.err) == bool(kept)
    # What was under way when it was killed may be asked twice; what was answered is not.
    assert len(asked_of(staff)) <= len(NAMES) + 2
    assert set(asked_of(staff)) == set(NAMES)


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_comes_to_its_end(staff: Staff, asking: list[str]) -> None:
    for after in (5, 20, 35):
        broken_off(staff, asking, after=after, by=signal.SIGKILL)
    assert_whole(staff.must(*asking))
    assert len(asked_of(staff)) <= len(NAMES) + 3 * 2


def test_an_interrupted_run_says_in_one_line_how_far_it_came(staff: Staff, asking: list[str]) -> None:
    code, told = broken_off(staff, asking, after=10, by=signal.SIGINT)
    assert code == 1, told
    [line] = told.splitlines()
    assert f"stopped: {kept_in(staff)} of 50 names are answered" in line
    assert "--fresh" in line
    assert_whole(staff.must(*asking))


def test_an_answer_kept_as_the_interrupt_comes_is_counted(
    staff: Staff, asking: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = KeptAnswers.add

    def keep_and_be_interrupted(kept: KeptAnswers, line: str) -> None:
        keep(kept, line)
        if kept_in(staff) == 10:
            raise KeyboardInterrupt

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(KeptAnswers, "add", keep_and_be_interrupted)
        said = staff.type(*asking)
    assert said.code == 1
    assert "stopped: 10 of 50 names are answered" in said.err
    assert_whole(staff.must(*asking))


def test_fresh_asks_every_name_again(staff: Staff, asking: list[str]) -> None:
    broken_off(staff, asking, after=30, by=signal.SIGKILL)
    before = len(asked_of(staff))
    said = staff.must(*asking, "--fresh")
    assert_whole(said)
    assert "going on" not in said.err
    assert len(asked_of(staff)) == before + len(NAMES)


def test_a_finished_run_leaves_no_answers_and_the_next_one_asks_again(
    staff: Staff, asking: list[str]
) -> None:
    for times in (1, 2):
        assert_whole(staff.must(*asking))
        assert not list(staff.home.glob("observing/*.jsonl"))
        assert len(asked_of(staff)) == times * len(NAMES)


def test_a_name_that_left_the_file_meanwhile_is_not_answered(
    staff: Staff, asking: list[str], tmp_path: Path
) -> None:
    broken_off(staff, asking, after=30, by=signal.SIGKILL)
    (tmp_path / "names.txt").write_text("\n".join([*NAMES[5:], "example-new.ca"]), "utf-8")
    said = staff.must(*asking)
    names = sorted(json.loads(line)["name"] for line in said.out.splitlines())
    assert names == [*NAMES[5:], "example-new.ca"]
