"""What a server taught us holds for the next run; what is old or unreadable teaches nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.whois_sync.pace.simulated import START, StillClock
from whois_sync.pace.learned import FORGOTTEN_AFTER, Learned
from whois_sync.pace.table import Pace, Paces
from whois_sync.pace.tempo import Heard

SERVER = "rdap.example.net"
PACES = Paces({SERVER: Pace(rate=4, burst=2, concurrency=2)})


def learned_at(file: Path, clock: StillClock, *, now: float = 1000) -> Learned:
    return Learned(file, PACES, clock, now=lambda: now)


def slowed(file: Path, *, wait: float) -> None:
    learned = learned_at(file, StillClock(), now=1001)
    lane = learned.lane_for(SERVER)
    lane.add(0)
    ticket = lane.take(1000)
    assert ticket is not None
    lane.heard(ticket, Heard.THROTTLED, 1001, wait=wait)
    learned.keep()


def test_the_next_run_begins_at_the_rate_and_waits_what_is_left_of_the_pause(tmp_path: Path) -> None:
    slowed(tmp_path / "pace.json", wait=60)
    later = StillClock(START + timedelta(seconds=21))
    lane = learned_at(tmp_path / "pace.json", later, now=5).lane_for(SERVER)
    lane.add(0)
    assert (lane.tempo.rate, lane.wake_at()) == (2, 5 + 39)


def test_a_pause_of_hours_closes_the_lane_of_the_next_run(tmp_path: Path) -> None:
    slowed(tmp_path / "pace.json", wait=80_000)
    assert learned_at(tmp_path / "pace.json", StillClock()).lane_for(SERVER).given_up is Heard.THROTTLED
    tomorrow = StillClock(START + timedelta(days=1))
    assert learned_at(tmp_path / "pace.json", tomorrow).lane_for(SERVER).given_up is None


def test_a_lane_that_is_back_at_its_pace_is_forgotten_and_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "pace.json"
    slowed(file, wait=0)
    learned = learned_at(file, StillClock(START + timedelta(hours=1)))
    lane = learned.lane_for(SERVER)
    learned.keep()
    assert SERVER in file.read_text("utf-8")
    lane.tempo.rate = lane.pace.rate
    learned.keep()
    assert SERVER not in file.read_text("utf-8")


def test_after_a_month_the_table_speaks_again(tmp_path: Path) -> None:
    slowed(tmp_path / "pace.json", wait=60)
    clock = StillClock(START + FORGOTTEN_AFTER + timedelta(seconds=1))
    assert learned_at(tmp_path / "pace.json", clock).lane_for(SERVER).tempo.rate == 4


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"rdap.example.net": {"rate": "quick"}}'])
def test_a_file_that_cannot_be_read_teaches_nothing(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "pace.json").write_text(spoilt, "utf-8")
    assert learned_at(tmp_path / "pace.json", StillClock()).lane_for(SERVER).tempo.rate == 4
