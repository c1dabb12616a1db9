"""A run with its last step off tells what the run then does, and changes nothing."""

import hashlib
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from notifications.deliver import COMES_BACK
from notifications.recheck import Knowledge
from notifications.rehearsal import DryRun, Rules, rehearse
from portfolio.names import DomainName
from portfolio.notice import NoticeState
from portfolio.policy.notices import NoticePolicy
from registrar.errors import TryAgain
from tests.notifications.names_and_people import ADMIN, NAME, OWNER, SENDER, STAFF, House, to_port
from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.notifications.test_bounced_readers import came_back


def rehearsed(house: House, **changes: int) -> DryRun:
    known = Knowledge(records=house.records, registrar_for=lambda _account: house.registrar)
    rules = replace(Rules(policy=NoticePolicy(), staff_address=STAFF), **changes)
    return rehearse(known, SENDER, rules, now=house.clock.now(), actor="first-colleague")


def everything(house: House) -> str:
    with sqlite3.connect(house.folder / "records.db") as database:
        return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("days", [60, 30, 5, 1, -3, -80])
def test_it_tells_what_the_run_then_does_and_changes_nothing(
    house: House, smtp: ScriptedSmtp, days: int
) -> None:
    house.holds()
    house.holds(DomainName("example.ca"), auto_renew=True)
    house.clock.days_before(days)
    before = everything(house)
    told = rehearsed(house)
    assert (everything(house), smtp.heard) == (before, [])
    done = house.runs(to_port(smtp.port))
    assert sorted((row.notice.key, row.state) for row in told.rows) == sorted(
        (row.key, row.state) for row in done.rows
    )
    assert [(row.notice.recipient, row.subject) for row in told.rows if row.would_go] == [
        (taken.recipient, str(taken.message["Subject"])) for taken in smtp.taken
    ]
    assert told.problems == done.problems


def test_what_waits_and_was_renewed_would_not_go(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    house.renewed_at_the_registrar()
    assert {row.state for row in rehearsed(house).rows} == {NoticeState.SUPERSEDED}
    assert house.notices() == []


def test_a_waiting_step_that_a_nearer_one_overtakes_would_not_go(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 no\r\n"}] * 2
    house.runs(to_port(smtp.port))
    house.clock.days_before(7)
    by_key = {row.notice.key.split(":", 3)[3]: row for row in rehearsed(house).rows}
    assert by_key["30d-before:registrant"].why == "a nearer one has come due: 7d-before"
    assert {row.notice.recipient for row in by_key.values() if row.would_go} == {OWNER, ADMIN, STAFF}


def test_a_registrar_that_cannot_be_asked_is_told_of(house: House) -> None:
    house.holds()
    house.clock.days_before(30)
    house.registrar.error = TryAgain("busy")
    assert all("the registrar could not be asked" in row.why for row in rehearsed(house).rows if row.would_go)


def test_the_limits_of_a_run_hold(house: House) -> None:
    for name in ("example.com", "example.net", "example.org"):
        house.holds(DomainName(name))
    house.clock.days_before(30)
    would_go = [row.notice.recipient for row in rehearsed(house, most_for_one=2).rows if row.would_go]
    assert (would_go.count(OWNER), would_go.count(STAFF)) == (2, 3)
    cut = rehearsed(house, limit=2)
    assert sum(row.would_go for row in cut.rows) == 2
    assert cut.unfinished


def test_one_that_cannot_be_written_stops_no_other(house: House) -> None:
    house.holds()
    house.holds(DomainName("example.net"))
    house.clock.days_before(30)

    def poison() -> None:
        if house.registrar.asked[-1] == NAME:
            raise TypeError("a broken adapter")

    house.registrar.when_asked = poison
    rows = rehearsed(house).rows
    assert {row.notice.name for row in rows if row.would_go} == {DomainName("example.net")}
    assert {row.why for row in rows if row.state is NoticeState.RETRY_LATER} == {
        "could not be prepared: TypeError"
    }


def test_an_address_that_mail_comes_back_from_would_not_be_written_to(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 no\r\n"}] * 2
    house.runs(to_port(smtp.port))
    came_back(house, OWNER)
    house.clock.at += timedelta(hours=1)
    rows = {row.notice.recipient: row for row in rehearsed(house).rows}
    assert (rows[OWNER].state, rows[OWNER].why) == (NoticeState.DEAD, COMES_BACK)
    assert rows[STAFF].would_go
