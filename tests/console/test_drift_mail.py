"""The daily report to staff: once a local date, with names and figures and nothing of anybody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.jobs import daily
from console.jobs.drift_mail import report_due, report_text, tell_of_drift
from console.jobs.later import NotYet
from console.jobs.work import Kind, due
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderState
from portfolio.schedule import JobRun
from sandbox import Fault
from sandbox.mail import ReceivedMessage
from tests.console.jobs_house import JobsHouse
from tests.journeys.conftest import START
from whois_sync.check.digest import Digest

NAME = "example-bakery.com"
TODAY = date(2027, 3, 1)
STRANGER = {"email": "stranger@example.org", "phone": "+1.6135550199"}


@pytest.fixture
def drifting(house: JobsHouse) -> JobsHouse:
    """A house with a name whose technician was changed, on the day after its first."""
    reference = house.approved(NAME)
    house.runs_once()
    assert house.state(reference) is OrderState.ACTIVE
    house.box.clock.advance(timedelta(days=1))
    drifts(house, **STRANGER)
    return house


def drifts(house: JobsHouse, **fields: object) -> None:
    house.box.registry.change_contact_behind_our_back(DomainName(NAME), ContactRole.TECH, **fields)


def drift_mails(house: JobsHouse) -> list[ReceivedMessage]:
    every = house.box.mailbox.to("domains@example.ca")
    return [mail for mail in every if mail["Subject"].startswith("Drift check")]


def text(house: JobsHouse) -> str:
    [mail] = drift_mails(house)
    return mail.text.replace("\r\n", "\n")


def test_staff_are_told_once_a_local_date(drifting: JobsHouse) -> None:
    drifting.lives(days=0.3, step=timedelta(hours=1))
    [mail] = drift_mails(drifting)
    assert mail["Subject"] == "Drift check of 2027-03-02"
    drifting.lives(days=2, step=timedelta(hours=6))
    dates = [mail["Subject"].rpartition(" ")[2] for mail in drift_mails(drifting)]
    assert dates == ["2027-03-02", "2027-03-03", "2027-03-04"]
    assert len({mail["Message-ID"] for mail in drift_mails(drifting)}) == 3


def test_the_mail_tells_figures_and_names_and_nothing_of_anybody(drifting: JobsHouse) -> None:
    drifting.runs_once()
    told = text(drifting)
    assert told.startswith("new 2, fixed 0, waiting 2, the oldest for 0 days\naccepted as they are: 0\n")
    assert "this run: names=1 drifting=1 failed=0 unasked=0 new=2 " in told
    assert f"\nNew:\n  {NAME}: tech.phone at registrar\n" in told
    [mail] = drift_mails(drifting)
    for personal in ("stranger", "0199", "5550123", "desk@example.com", "Registrant", "Street", "Ottawa"):
        assert personal not in mail.raw.decode()


def test_what_was_fixed_is_told_once_and_then_there_is_nothing_to_tell(drifting: JobsHouse) -> None:
    drifting.runs_once()
    drifts(drifting, email="desk@example.com", phone="+1.6135550123")
    drifting.box.mailbox.restore(())
    drifting.box.clock.advance(timedelta(days=1))
    drifting.runs_once()
    assert f"\nFixed:\n  {NAME}: tech.phone at registrar\n" in text(drifting)
    drifting.box.mailbox.restore(())
    drifting.lives(days=3, step=timedelta(hours=12))
    assert drift_mails(drifting) == []


def test_a_house_in_order_sends_no_mail(house: JobsHouse) -> None:
    house.approved(NAME)
    house.lives(days=3, step=timedelta(hours=12))
    assert drift_mails(house) == []


def test_a_run_that_stopped_itself_says_so_and_what_to_do(drifting: JobsHouse) -> None:
    with drifting.app() as app, app.records.changing("job:check") as unit:
        unit.brakes.set(date(2027, 3, 2), why="9 of 10 names drift in one run")
        unit.commit()
    drifting.runs_once()
    [mail] = drift_mails(drifting)
    assert mail["Subject"] == "Drift check of 2027-03-02: stopped itself"
    assert "THE RUN STOPPED ITSELF: 9 of 10 names drift in one run.\nNothing was planned." in text(drifting)
    assert 'namesteward check --all --force "the reason"' in text(drifting)


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.GARBLED])
def test_an_unclear_end_is_not_repeated(drifting: JobsHouse, fault: Fault) -> None:
    drifting.box.faults.order(fault, to="smtp:dot")
    drifting.lives(days=0.3, step=timedelta(hours=1))
    assert len(drift_mails(drifting)) <= 1
    with drifting.app() as app:
        assert tell_of_drift(app, date(2027, 3, 2)) == "nothing to tell"


def test_it_waits_for_a_mail_server_that_is_away(drifting: JobsHouse) -> None:
    drifting.box.faults.order(Fault.SERVER_ERROR, to="smtp:mail", times=2)
    with drifting.app() as app:
        daily.check(app, date(2027, 3, 2), stopping=lambda: False)
        for _ in range(2):
            with pytest.raises(NotYet):
                tell_of_drift(app, date(2027, 3, 2))
        assert Kind.DRIFT_MAIL in {task.kind for task in due(app, app.clock.now())}
        assert tell_of_drift(app, date(2027, 3, 2)) == "told"
        assert tell_of_drift(app, date(2027, 3, 2)) == "nothing to tell"
    assert len(drift_mails(drifting)) == 1


def test_a_server_that_refuses_for_good_is_not_asked_again(drifting: JobsHouse) -> None:
    drifting.box.faults.order(Fault.REFUSED, to="smtp:rcpt")
    with drifting.app() as app:
        daily.check(app, date(2027, 3, 2), stopping=lambda: False)
        assert tell_of_drift(app, date(2027, 3, 2)).startswith("not told for certain, and not repeated: ")
        assert Kind.DRIFT_MAIL not in {task.kind for task in due(app, app.clock.now())}
    assert drift_mails(drifting) == []


def test_the_mail_tells_what_the_report_tells(drifting: JobsHouse) -> None:
    drifting.runs_once()
    drifting.staff.must("drift", "accept", NAME, "tech.phone", "--why", "as it should be")
    said = drifting.staff.type("drift", "report")
    assert said.code == 2
    assert said.out.startswith("new 0, fixed 0, waiting 1, the oldest for 0 days\naccepted as they are: 1\n")
    assert said.out.splitlines()[2] == text(drifting).splitlines()[2]


def test_the_embedded_runner_checks_once_a_date_and_never_while_a_person_does(drifting: JobsHouse) -> None:
    assert drifting.staff.type("check", "--all").code == 2
    drifting.runs_once()
    with drifting.app() as app, app.records.reading() as unit:
        newest = unit.runs.newest("check")
        assert newest is not None
        assert (newest.on, newest.attempts) == (date(2027, 3, 2), 1)
        assert Kind.CHECK not in {task.kind for task in due(app, app.clock.now())}
    assert [mail["Subject"] for mail in drift_mails(drifting)] == ["Drift check of 2027-03-02"]


def run_of(on: date, *, finished: bool) -> JobRun:
    at = datetime.combine(on, START.timetz())
    return JobRun(
        job="check", on=on, claimed_at=at, finished_at=at if finished else None, attempts=1, detail=""
    )


@pytest.mark.parametrize(
    ("check", "report", "on"),
    [
        (None, None, None),
        (run_of(TODAY, finished=False), None, None),
        (run_of(TODAY, finished=True), None, TODAY),
        (run_of(TODAY, finished=True), run_of(TODAY, finished=True), None),
        (run_of(TODAY, finished=True), run_of(TODAY - timedelta(days=1), finished=True), TODAY),
        (run_of(TODAY, finished=True), run_of(TODAY + timedelta(days=1), finished=True), None),
    ],
)
def test_a_report_is_due_after_each_check_once(
    check: JobRun | None, report: JobRun | None, on: date | None
) -> None:
    assert report_due(check, report) == on


def test_a_long_list_is_cut_and_says_so() -> None:
    many = tuple(f"example-{n}.com: tech.email at registrar" for n in range(100))
    told = Digest(since=None, opened=(), closed=(), waiting=many, accepted=0, oldest=START)
    now = START + timedelta(days=12)
    shown = report_text(told, "figures", None, now=now.astimezone(ZoneInfo("America/Toronto")))
    assert shown.startswith("new 0, fixed 0, waiting 100, the oldest for 12 days\n")
    assert shown.count("tech.email") == 40
    assert shown.endswith("  and 60 more: namesteward drift list\n")


@pytest.mark.parametrize("make", [lambda: ("one",), tuple])
def test_a_digest_is_empty_when_nothing_is_in_it(make: Callable[[], tuple[str, ...]]) -> None:
    for field in ("opened", "closed", "waiting"):
        lists = dict.fromkeys(("opened", "closed", "waiting"), ()) | {field: make()}
        assert Digest(since=None, accepted=3, oldest=None, **lists).is_empty is (make() == ())
