"""The embedded runner: what is due is done, once, whatever went wrong before."""

import logging
from datetime import timedelta

import pytest

from console.jobs.embedded import Runner, only_runner
from console.jobs.work import Kind, due
from console.refusals import Refusal
from portfolio.money import Money
from portfolio.order import OrderState
from portfolio.stop import StopReason
from sandbox import Fault
from tests.console.jobs_house import JobsHouse, poisoned, running, wait_until

COM = "example-bakery.com"
NET = "example-bakery.net"
STOPPED = "Account box stands still: access refused"


def test_an_approved_order_is_bought_and_held_by_the_next_run(house: JobsHouse) -> None:
    reference = house.approved(COM)
    assert house.bought() == []
    runner = house.runs_once()
    assert house.state(reference) is OrderState.ACTIVE
    assert house.bought() == [COM]
    assert runner.counts["failed"] == 0


@pytest.mark.parametrize("action", ["sw_register", "process_pending"])
@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.GARBLED, Fault.SERVER_ERROR])
def test_a_lost_answer_is_settled_without_a_person(house: JobsHouse, fault: Fault, action: str) -> None:
    reference = house.approved(COM)
    house.box.faults.order(fault, to=f"opensrs:{action}")
    house.lives(days=0.2)
    assert house.state(reference) is OrderState.ACTIVE
    assert house.bought() == [COM]


def test_a_running_runner_settles_a_lost_answer_by_itself(house: JobsHouse) -> None:
    reference = house.approved(COM)
    house.box.faults.order(Fault.LOST_AFTER, to="opensrs:process_pending")
    with running(house):
        wait_until(lambda: house.state(reference) is OrderState.ACTIVE)
        later = house.approved(NET)
        wait_until(lambda: house.state(later) is OrderState.ACTIVE)
    assert sorted(house.bought()) == [COM, NET]


def test_a_start_takes_what_an_ended_process_left_for_unknown_and_finds_it(house: JobsHouse) -> None:
    reference = house.approved(COM)
    with house.app() as app, app.records.changing("job:orders") as unit:
        sending = unit.orders.get(reference).progress.model_copy(
            update={"sends": 1, "submitted_at": app.clock.now(), "balance_before": house.box.opensrs.balance}
        )
        unit.orders.advance(reference, from_=OrderState.APPROVED, to=OrderState.SUBMITTING, progress=sending)
        unit.commit()
    house.asked()
    house.runs_once()
    assert house.state(reference) in (OrderState.RECONCILING, OrderState.UNKNOWN)
    assert not {"sw_register", "process_pending"} & set(house.asked())
    house.lives(days=0.2)
    assert house.state(reference) is OrderState.ACTIVE
    assert house.bought() == [COM]


def test_an_unclear_order_is_looked_for_before_anything_else_is_bought(house: JobsHouse) -> None:
    waits, unclear = house.approved(NET), house.approved(COM)
    house.box.faults.order(Fault.LOST_AFTER, to="opensrs:sw_register")
    with house.app() as app:
        app.orders.submit(unclear, "first-colleague")
        found = [(task.key, task.urgent) for task in due(app, app.clock.now()) if task.kind is Kind.ORDER]
    assert found == [(unclear, True), (waits, False)]


def test_refused_credentials_cost_one_call_and_one_mail_in_a_day(house: JobsHouse) -> None:
    references = [house.approved(name) for name in (COM, NET, "example-bakery.org")]
    house.asked()
    house.box.opensrs.key = "another"
    house.lives(days=1, step=timedelta(minutes=30))
    assert len(house.asked()) == 1
    assert house.mails() == [STOPPED]
    assert {house.state(reference) for reference in references} == {OrderState.APPROVED}
    assert house.bought() == []


def test_an_account_that_works_again_goes_on_and_its_orders_with_it(house: JobsHouse) -> None:
    reference = house.approved(COM)
    key, house.box.opensrs.key = house.box.opensrs.key, "another"
    house.runs_once()
    assert house.staff.type("account", "test", "box").code == 1
    assert "access refused since" in house.staff.must("account", "list").out
    house.runs_once()
    assert house.state(reference) is OrderState.APPROVED
    house.box.opensrs.key = key
    said = house.staff.must("account", "test", "box", "--json").data
    assert said["goes_on"] is True
    assert said["stands_still"] is None
    house.lives(days=0.05)
    assert house.state(reference) is OrderState.ACTIVE
    assert house.mails() == [STOPPED]


def test_a_new_key_is_used_by_a_runner_that_runs_on(house: JobsHouse) -> None:
    reference = house.approved(COM)
    house.box.opensrs.key = "another"
    with running(house):
        wait_until(lambda: house.mails() == [STOPPED])
        (house.staff.home / "secrets" / "box").write_text("another", "utf-8")
        house.staff.must("account", "test", "box")
        house.box.clock.advance(timedelta(minutes=30))
        wait_until(lambda: house.state(reference) is OrderState.ACTIVE)
    assert house.bought() == [COM]


def test_short_money_waits_for_a_top_up_and_goes_on_under_the_same_reference(house: JobsHouse) -> None:
    references = [house.approved(name) for name in (COM, NET)]
    house.box.opensrs.office.set_balance(Money.model_validate({"amount": "1.00", "currency": "USD"}))
    house.asked()
    house.lives(days=0.5)
    asked = house.asked()
    assert house.bought() == []
    assert sum(action == "process_pending" for action in asked) <= 1
    with house.app() as app, app.records.reading() as unit:
        assert [stop.reason for stop in unit.stops.all()] == [StopReason.FUNDS]
    assert house.mails() == ["Account box stands still: funds short"]
    house.box.opensrs.office.set_balance(Money.model_validate({"amount": "500.00", "currency": "USD"}))
    house.lives(days=0.1)
    assert {house.state(reference) for reference in references} == {OrderState.ACTIVE}
    assert sorted(house.bought()) == [COM, NET]
    with house.app() as app, app.records.reading() as unit:
        assert unit.stops.all() == []


def test_the_mail_about_a_stop_says_which_account_and_why_and_nothing_of_anybody(house: JobsHouse) -> None:
    house.approved(COM)
    house.box.opensrs.key = "another"
    house.runs_once()
    [mail] = house.box.mailbox.messages
    assert "Account: box\nReason: access refused\n" in mail.text.replace("\r\n", "\n")
    assert "namesteward account test box" in mail.text
    for personal in (COM, "bakery", "owner", "Registrant", "another"):
        assert personal not in mail.raw.decode()


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.GARBLED])
def test_an_unclear_end_of_the_mail_is_not_repeated(house: JobsHouse, fault: Fault) -> None:
    house.approved(COM)
    house.box.opensrs.key = "another"
    house.box.faults.order(fault, to="smtp:dot")
    house.lives(days=0.2)
    assert len(house.mails()) <= 1
    [row] = [row for row in house.staff.must("jobs", "list", "--json").data if row["job"] == "account"]
    assert row["detail"].startswith("staff were told")


def test_the_mail_waits_for_a_mail_server_that_is_away(house: JobsHouse) -> None:
    house.approved(COM)
    house.box.opensrs.key = "another"
    house.box.faults.order(Fault.SERVER_ERROR, to="smtp:mail", times=2)
    assert house.runs_once().counts["not yet"] == 1
    [row] = [row for row in house.staff.must("jobs", "list", "--json").data if row["job"] == "stop-mail"]
    assert row["about"] == "box"
    house.lives(days=0.05)
    assert house.mails() == [STOPPED]


def test_a_poisoned_order_is_told_and_stops_no_other(
    house: JobsHouse, caplog: pytest.LogCaptureFixture
) -> None:
    bad, well = house.approved(COM), house.approved(NET)
    with house.app() as app, caplog.at_level(logging.INFO, logger="console"):
        app.orders.step = poisoned(app.orders.step, bad)
        runner = Runner(app)
        runner.once()
    assert house.state(well) is OrderState.ACTIVE
    assert house.state(bad) is OrderState.APPROVED
    assert runner.counts["failed"] == 1
    [line] = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert line.startswith(f"task=order:{bad} failed: ZeroDivisionError ms=")


def test_no_two_runners_work_in_one_house(house: JobsHouse) -> None:
    home = house.staff.home
    with only_runner(home), pytest.raises(Refusal, match="already"), only_runner(home):
        pytest.fail("a second runner started")
    assert house.staff.must("run", "--once").out.startswith("ended: ")
    with only_runner(house.staff.home):
        said = house.staff.type("run", "--once")
    assert said.code == 1
    assert "already" in said.err


def test_workers_need_postgresql(house: JobsHouse) -> None:
    said = house.staff.type("worker")
    assert said.code == 1
    assert len(said.err.strip().splitlines()) == 1
    assert "PostgreSQL" in said.err
