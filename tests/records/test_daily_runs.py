"""A daily job runs once a local date, whoever starts it, and is taken over from a process that died."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portfolio.schedule import JobRun
from records import Moved, ReadOnly, Records
from tests.records.house import START, StoppedClock

TODAY = date(2026, 11, 2)
LEASE = timedelta(minutes=10)


def claimed(records: Records, job: str = "notices", on: date = TODAY) -> bool:
    with records.changing("job:notices") as unit:
        won = unit.runs.claim(job, on, lease=LEASE)
        unit.commit()
    return won


def finished(records: Records, detail: str = "") -> None:
    with records.changing("job:notices") as unit:
        unit.runs.finish("notices", TODAY, detail=detail)
        unit.commit()


def newest(records: Records, job: str = "notices") -> JobRun | None:
    with records.reading() as unit:
        return unit.runs.newest(job)


def test_a_run_is_claimed_once_a_local_date(records: Records) -> None:
    assert newest(records) is None
    assert claimed(records)
    assert not claimed(records)
    assert claimed(records, on=TODAY + timedelta(days=1))
    assert claimed(records, job="check")
    finished(records)
    assert not claimed(records)


def test_a_run_tells_when_it_was_done_and_what_came_of_it(records: Records, clock: StoppedClock) -> None:
    claimed(records)
    assert newest(records) == JobRun(
        job="notices", on=TODAY, claimed_at=START, claimed_until=START + LEASE, attempts=1
    )
    clock.advance(timedelta(minutes=3))
    finished(records, "notices=3")
    done = JobRun(job="notices", on=TODAY, claimed_at=START, finished_at=clock.at, detail="notices=3")
    assert newest(records) == done
    claimed(records, on=TODAY - timedelta(days=1))
    assert newest(records) == done


def test_a_run_is_taken_over_when_its_lease_has_ended_and_not_before(
    records: Records, clock: StoppedClock
) -> None:
    claimed(records)
    clock.advance(LEASE - timedelta(microseconds=1))
    assert not claimed(records)
    clock.advance(timedelta(microseconds=1))
    assert claimed(records)
    assert not claimed(records)
    taken_over = newest(records)
    assert taken_over is not None
    assert (taken_over.attempts, taken_over.claimed_at) == (2, clock.at)


def test_a_sign_of_life_keeps_the_claim(records: Records, clock: StoppedClock) -> None:
    claimed(records)
    for _ in range(3):
        clock.advance(LEASE * 0.9)
        with records.changing("job:notices") as unit:
            unit.runs.extend("notices", TODAY, lease=LEASE)
            unit.commit()
        assert not claimed(records)
    clock.advance(LEASE)
    with records.changing("job:notices") as unit, pytest.raises(Moved, match="not claimed any more"):
        unit.runs.extend("notices", TODAY, lease=LEASE)
    assert claimed(records)


def test_a_run_that_was_given_up_can_be_claimed_at_once(records: Records) -> None:
    claimed(records)
    with records.changing("job:notices") as unit:
        unit.runs.give_up("notices", TODAY)
        with pytest.raises(Moved):
            unit.runs.extend("notices", TODAY, lease=LEASE)
        unit.commit()
    assert claimed(records)


def test_a_run_that_is_done_stays_done(records: Records, clock: StoppedClock) -> None:
    claimed(records)
    finished(records, "first")
    clock.advance(timedelta(days=40))
    with records.changing("job:notices") as unit:
        for call in (
            lambda: unit.runs.finish("notices", TODAY, detail="second"),
            lambda: unit.runs.give_up("notices", TODAY),
            lambda: unit.runs.extend("notices", TODAY, lease=LEASE),
            lambda: unit.runs.finish("check", TODAY),
        ):
            with pytest.raises(Moved):
                call()
        unit.commit()
    assert not claimed(records)
    done = newest(records)
    assert done is not None
    assert done.detail == "first"


def test_of_many_that_claim_a_run_one_does_also_when_it_is_taken_over(
    records: Records, clock: StoppedClock
) -> None:
    for _ in range(2):
        barrier = Barrier(4)

        def claim(_: int, barrier: Barrier = barrier) -> bool:
            barrier.wait(timeout=10)
            return claimed(records)

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(claim, range(4))) == [False, False, False, True]
        clock.advance(LEASE)


def test_only_who_acts_claims(records: Records) -> None:
    with records.reading() as unit, pytest.raises(ReadOnly):
        unit.runs.claim("notices", TODAY, lease=LEASE)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=some.lists(
        some.tuples(some.sampled_from(["claim", "extend", "give_up", "finish"]), some.integers(0, 15)),
        max_size=12,
    ),
    day=some.integers(0, 10**6),
)
def test_no_two_hold_a_run_at_a_time_whatever_happens(
    sqlite_records: Records, clock: StoppedClock, steps: list[tuple[str, int]], day: int
) -> None:
    on = date.fromordinal(day + 1)
    held_until, done = clock.at, False
    with sqlite_records.changing("job:notices") as unit:
        for step, minutes in steps:
            clock.advance(timedelta(minutes=minutes))
            if step == "claim":
                won = unit.runs.claim("notices", on, lease=LEASE)
                assert won == (not done and held_until <= clock.at)
                held_until = clock.at + LEASE if won else held_until
                continue
            known = (unit.runs.newest("notices") or None) is not None
            allowed = not done and known and (step != "extend" or held_until > clock.at)
            try:
                if step == "finish":
                    unit.runs.finish("notices", on)
                elif step == "give_up":
                    unit.runs.give_up("notices", on)
                else:
                    unit.runs.extend("notices", on, lease=LEASE)
            except Moved:
                assert not allowed
            else:
                assert allowed
                done = done or step == "finish"
                held_until = clock.at + LEASE if step == "extend" else clock.at
