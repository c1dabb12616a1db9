"""The daily check and the daily notices: once a local date, whoever starts them and whatever ends them."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

import pytest

from console.jobs import daily
from console.jobs.tries import Tries, wait_after
from console.jobs.work import Kind, Task, due, perform
from portfolio.order import OrderState
from sandbox import Fault
from tests.console.jobs_house import JobsHouse, running, wait_until

TODAY = Task(Kind.CHECK, "2027-03-01", "check")
NAMES = ("example-bakery.com", "example-bakery.net")


def holds(house: JobsHouse, *names: str) -> None:
    """Let the house hold `names`, and today's daily runs be done."""
    references = [house.approved(name) for name in names]
    house.runs_once()
    assert {house.state(reference) for reference in references} == {OrderState.ACTIVE}


def runs_told(caplog: pytest.LogCaptureFixture, kind: Kind) -> list[str]:
    """The dates of the runs that were done, from the log."""
    lines = (record.getMessage() for record in caplog.records)
    return [found[1] for line in lines if (found := re.match(rf"task={kind.value}:(\S+) done: \w+=", line))]


def test_the_daily_jobs_run_once_a_local_date_across_restarts_and_summer_time(
    house: JobsHouse, caplog: pytest.LogCaptureFixture
) -> None:
    house.box.clock.move_to(datetime(2027, 3, 12, 22, tzinfo=UTC))
    with caplog.at_level(logging.INFO, logger="console"):
        house.lives(days=4, step=timedelta(hours=1))
    dates = [f"2027-03-{day}" for day in (12, 13, 14, 15, 16)]
    assert runs_told(caplog, Kind.CHECK) == dates
    assert runs_told(caplog, Kind.NOTICES) == dates


def test_missed_days_are_caught_up_once(house: JobsHouse, caplog: pytest.LogCaptureFixture) -> None:
    house.runs_once()
    house.box.clock.advance(timedelta(days=40))
    with caplog.at_level(logging.INFO, logger="console"):
        house.runs_once()
        house.runs_once()
    assert runs_told(caplog, Kind.CHECK) == ["2027-04-10"]


def test_a_clock_that_was_set_back_runs_nothing_older(house: JobsHouse) -> None:
    house.runs_once()
    house.box.clock.advance(timedelta(days=-3))
    with house.app() as app:
        assert due(app, app.clock.now()) == []


def test_of_two_that_start_a_run_one_does_it(house: JobsHouse) -> None:
    holds(house, *NAMES)
    house.box.clock.advance(timedelta(days=1))
    tomorrow = date(2027, 3, 2)
    begun, go_on = Event(), Event()

    def waits() -> bool:
        begun.set()
        return not go_on.wait(10)

    with house.app() as app, house.app() as other:
        first = Thread(target=daily.check, args=(app, tomorrow), kwargs={"stopping": waits})
        first.start()
        assert begun.wait(10)
        assert perform(other, Task(Kind.CHECK, "2027-03-02", "check")) == daily.NOT_OURS
        assert Kind.CHECK not in {task.kind for task in due(other, other.clock.now())}
        go_on.set()
        first.join()
        with other.records.reading() as unit:
            newest = unit.runs.newest("check")
    assert newest is not None
    assert newest.detail.startswith("names=2 drifting=0 failed=0 ")
    assert newest.attempts == 1


def test_a_run_whose_process_was_killed_is_done_by_the_next_start(house: JobsHouse) -> None:
    with house.app() as app, app.records.changing("job:check") as unit:
        assert unit.runs.claim("check", date(2027, 3, 1), lease=timedelta(minutes=10))
        unit.commit()
    with house.app() as app:
        assert Kind.CHECK not in {task.kind for task in due(app, app.clock.now())}
        house.runs_once()
        with app.records.reading() as unit:
            newest = unit.runs.newest("check")
    assert newest is not None
    assert newest.finished_at is not None
    assert newest.attempts == 2


def test_a_run_of_a_dead_worker_is_taken_over_and_a_done_one_is_not(house: JobsHouse) -> None:
    with house.app() as app:
        with app.records.changing("job:check") as unit:
            assert unit.runs.claim("check", date(2027, 3, 1), lease=timedelta(minutes=10))
            unit.commit()
        assert perform(app, TODAY) == daily.NOT_OURS
        assert perform(app, TODAY, again=True).startswith("names=")
        assert perform(app, TODAY, again=True) == daily.NOT_OURS


def test_a_check_that_is_told_to_end_gives_its_run_back(house: JobsHouse) -> None:
    holds(house, *NAMES)
    house.box.clock.advance(timedelta(days=1))
    with house.app() as app:
        task = Task(Kind.CHECK, "2027-03-02", "check")
        assert perform(app, task, stopping=lambda: True) == "stopped after 1 names"
        assert task in due(app, app.clock.now())


def test_a_long_check_keeps_no_order_waiting(house: JobsHouse) -> None:
    holds(house, *NAMES)
    house.box.clock.advance(timedelta(days=1))
    reference = house.approved("example-bakery.org")
    house.box.faults.delay = timedelta(seconds=1)
    house.box.faults.order(Fault.SLOW, to="rdap", times=20)
    with running(house):
        wait_until(lambda: house.state(reference) is OrderState.ACTIVE)
        with house.app() as app, app.records.reading() as unit:
            newest = unit.runs.newest("check")
        assert newest is not None
        assert newest.finished_at is None
    house.box.faults.clear()


def test_a_notice_that_a_mail_server_put_off_goes_out_on_the_same_day(house: JobsHouse) -> None:
    holds(house, NAMES[0])
    house.box.clock.move_to(datetime(2028, 1, 1, 15, tzinfo=UTC))
    house.box.faults.order(Fault.SERVER_ERROR, to="smtp:rcpt")
    house.runs_once()
    assert house.box.mailbox.to("owner@example.com") == ()
    house.box.clock.advance(timedelta(minutes=16))
    with house.app() as app:
        assert [task.kind for task in due(app, app.clock.now())] == [Kind.RETRIES]
    house.runs_once()
    assert len(house.box.mailbox.to("owner@example.com")) == 1
    with house.app() as app:
        assert due(app, app.clock.now()) == []


def test_what_is_due_and_what_ran_is_listed(house: JobsHouse) -> None:
    said = house.staff.must("jobs", "list", "--json").data
    assert [(row["job"], row["about"], row["state"]) for row in said] == [
        ("check", "2027-03-01", "due"),
        ("notices", "2027-03-01", "due"),
    ]
    house.runs_once()
    said = house.staff.must("jobs", "list", "--json").data
    assert [(row["job"], row["about"], row["state"]) for row in said] == [
        ("check", "2027-03-01", "done"),
        ("notices", "2027-03-01", "done"),
    ]
    assert said[0]["detail"].startswith("names=0 drifting=0 failed=0 ")


def test_what_went_wrong_rests_and_what_went_well_need_not() -> None:
    tries = Tries(rest=0.0)

    def breaks() -> str:
        raise ZeroDivisionError

    assert tries.go("order:one", lambda: "done") is True
    assert tries.go("order:two", breaks) is False
    assert not tries.rests("order:one")
    assert tries.rests("order:two")
    assert tries.counts == {"done": 1, "failed": 1}


def test_it_rests_longer_each_time_but_never_long() -> None:
    waits = [wait_after(failures) for failures in range(1, 2000)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == 300


@pytest.mark.parametrize(("said", "lines"), [("left behind: 1", 1), ("", 0)])
def test_a_step_without_words_is_not_told(said: str, lines: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="console"):
        Tries().go("sweep", lambda: said)
    assert len(caplog.records) == lines
