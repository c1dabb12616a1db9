"""The daily digest of notices and its alerts: once a date, names only, and silence is broken once a week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from console import sending_domain
from console.cli.domain_checks import warn_of_domain
from console.jobs import daily
from console.jobs.alerting import alert_of_notices
from console.jobs.domain_mail import tell_of_domain
from console.jobs.later import NotYet
from console.jobs.notices_mail import digest_due, tell_of_notices
from console.jobs.work import Kind, due
from console.settings import settings_file
from notifications.sending_domain.dns_lookup import NotTold, Told
from portfolio.schedule import JobRun
from sandbox import Fault
from sandbox.mail import ReceivedMessage
from tests.console.jobs_house import JobsHouse

NAME = "example-bakery.com"
DAYS_BEFORE = datetime(2028, 2, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def ending(house: JobsHouse) -> JobsHouse:
    """A house with a name that ends in five days, whose notices have not gone yet."""
    house.approved(NAME)
    house.runs_once()
    house.box.clock.move_to(DAYS_BEFORE)
    house.box.mailbox.restore(())
    return house


def digests(house: JobsHouse) -> list[ReceivedMessage]:
    every = house.box.mailbox.to("domains@example.ca")
    return [mail for mail in every if mail["Subject"].startswith("Notices of")]


def texts(house: JobsHouse) -> list[str]:
    return [mail.text.replace("\r\n", "\n") for mail in digests(house)]


def test_one_digest_a_date_tells_what_went_and_what_ends(ending: JobsHouse) -> None:
    ending.lives(days=0.3, step=timedelta(hours=2))
    [told] = texts(ending)
    assert told.startswith("went to contacts: expiry ")
    assert "Ending within 14 days, or ended:" in told
    assert f"2028-02-29 (in 5 days) {NAME}: " in told
    assert "the registrar's record " in told


def test_it_holds_names_and_nothing_of_anybody(ending: JobsHouse) -> None:
    ending.runs_once()
    [mail] = digests(ending)
    for personal in ("owner@", "office@", "5550123", "Registrant", "Ottawa", "Bakery Inc"):
        assert personal not in mail.raw.decode()


def test_a_refused_notice_is_told_once(ending: JobsHouse) -> None:
    ending.box.faults.order(Fault.REFUSED, to="smtp:rcpt")
    ending.runs_once()
    assert "was refused for good" in texts(ending)[0]
    assert "to look at" in digests(ending)[0]["Subject"]
    ending.box.clock.advance(timedelta(days=1))
    ending.runs_once()
    assert len(digests(ending)) == 2
    assert "was refused for good" not in texts(ending)[1]


def test_a_quiet_house_hears_of_it_once_a_week(house: JobsHouse) -> None:
    house.approved(NAME)
    house.lives(days=16, step=timedelta(hours=12))
    quiet = texts(house)
    assert len(quiet) == 2
    assert all(text.startswith("Nothing needs anybody.") for text in quiet)


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.GARBLED])
def test_an_unclear_end_is_not_repeated(ending: JobsHouse, fault: Fault) -> None:
    today = DAYS_BEFORE.date()
    with ending.app() as app:
        daily.notices(app, today)
        ending.box.faults.order(fault, to="smtp:dot")
        assert tell_of_notices(app, today).startswith("not told for certain, and not repeated")
        assert tell_of_notices(app, today) == "nothing to tell"
    assert len(digests(ending)) <= 1


def test_it_waits_for_a_mail_server_that_is_away(ending: JobsHouse) -> None:
    today = DAYS_BEFORE.date()
    with ending.app() as app:
        daily.notices(app, today)
        ending.box.faults.order(Fault.SERVER_ERROR, to="smtp:mail")
        with pytest.raises(NotYet):
            tell_of_notices(app, today)
        assert Kind.NOTICES_MAIL in {task.kind for task in due(app, app.clock.now())}
        assert tell_of_notices(app, today) == "told"
        assert Kind.NOTICES_MAIL not in {task.kind for task in due(app, app.clock.now())}


def test_problems_of_names_survive_to_the_digest(ending: JobsHouse) -> None:
    ending.staff.must("contact", "edit", "owner", "--email", f"owner@{NAME}", "--yes")
    ending.staff.must("contact", "edit", "office", "--email", f"office@{NAME}", "--yes")
    ending.staff.must("contact", "edit", "desk", "--email", f"desk@{NAME}", "--yes")
    ending.runs_once()
    assert f"  {NAME}: every address to write to lies under the name itself\n" in texts(ending)[0]


TODAY = date(2027, 3, 1)


def run_of(on: date, *, finished: bool = True) -> JobRun:
    at = datetime(on.year, on.month, on.day, 15, tzinfo=UTC)
    return JobRun(job="notices", on=on, claimed_at=at, finished_at=at if finished else None)


def test_a_digest_is_due_after_each_run_once() -> None:
    assert digest_due(None, None) is None
    assert digest_due(run_of(TODAY, finished=False), None) is None
    assert digest_due(run_of(TODAY), None) == TODAY
    assert digest_due(run_of(TODAY), run_of(TODAY)) is None
    assert digest_due(run_of(TODAY), run_of(TODAY - timedelta(days=1))) == TODAY


class _Counting(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Listening)
        self.server.heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


class Listening(ThreadingHTTPServer):
    """A service that staff are alerted through."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counting)
        self.heard: list[str] = []


@pytest.fixture
def service(ending: JobsHouse) -> Iterator[Listening]:
    running = Listening()
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    file = ending.staff.home / "secrets" / "alerts"
    file.touch(mode=0o600)
    file.write_text(f"# where we look\njson://127.0.0.1:{running.server_address[1]}/hidden\n", "utf-8")
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def test_staff_are_alerted_once_of_what_ended_badly_and_with_counts_only(
    ending: JobsHouse, service: Listening
) -> None:
    ending.box.faults.order(Fault.REFUSED, to="smtp:rcpt")
    ending.lives(days=0.3, step=timedelta(hours=1))
    [heard] = service.heard
    assert "1 notices were refused for good" in heard
    assert "example" not in heard
    ending.box.clock.advance(timedelta(days=1))
    ending.runs_once()
    assert len(service.heard) == 1


def test_names_are_in_an_alert_only_where_the_house_lets_them(ending: JobsHouse, service: Listening) -> None:
    with settings_file(ending.staff.home).open("a", encoding="utf-8") as file:
        file.write("\n[alerts]\nnames = true\n")
    ending.box.faults.order(Fault.REFUSED, to="smtp:rcpt")
    ending.runs_once()
    assert f"names: {NAME}" in service.heard[0]


def test_a_run_that_could_not_send_all_is_an_alarm(ending: JobsHouse, service: Listening) -> None:
    with settings_file(ending.staff.home).open("a", encoding="utf-8") as file:
        file.write("\n[notices]\nmost_in_a_run = 1\n")
    with ending.app() as app:
        assert " unfinished alerts: told=1 " in daily.notices(app, DAYS_BEFORE.date())
        assert alert_of_notices(app) == ""
    assert "were left for the next run" in service.heard[0]
    with ending.app() as app:
        tell_of_notices(app, DAYS_BEFORE.date())
    assert "THE LIMITS ARE TOO NARROW:" in texts(ending)[0]


def test_a_file_of_addresses_that_others_may_read_stops_no_run(ending: JobsHouse) -> None:
    file = ending.staff.home / "secrets" / "alerts"
    file.write_text("json://127.0.0.1:9/hidden\n", "utf-8")
    file.chmod(0o644)
    ending.runs_once()
    assert len(digests(ending)) == 1


def look_up_of(answer: Told | NotTold) -> type:
    class Answering:
        def __call__(self, name: str, kind: str) -> Told | NotTold:
            del name, kind
            return answer

    return Answering


def checks_domain(
    house: JobsHouse, monkeypatch: pytest.MonkeyPatch, how: str, answer: Told | NotTold
) -> None:
    file = settings_file(house.staff.home)
    file.write_text(
        file.read_text("utf-8").replace('domain_check = "off"', f'domain_check = "{how}"'), "utf-8"
    )
    monkeypatch.setattr(sending_domain, "DnsLookUp", look_up_of(answer))


def test_mail_to_clients_waits_while_the_domain_lacks_something_and_staff_are_told_once(
    ending: JobsHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks_domain(ending, monkeypatch, "block", Told())
    ending.lives(days=0.1, step=timedelta(minutes=30))
    assert ending.box.mailbox.to("owner@example.com") == ()
    subjects = ending.mails()
    assert subjects.count("No mail goes to clients") == 1
    with ending.app() as app:
        assert tell_of_domain(app, "why") == "nothing to tell"
    checks_domain(ending, monkeypatch, "block", NotTold("no answer"))
    ending.runs_once()
    assert len(ending.box.mailbox.to("owner@example.com")) == 1


@pytest.mark.parametrize(
    ("how", "answer"), [("block", NotTold("no answer")), ("warn", Told()), ("off", Told())]
)
def test_an_unclear_answer_or_a_warning_keeps_no_mail_back(
    ending: JobsHouse, monkeypatch: pytest.MonkeyPatch, how: str, answer: Told | NotTold
) -> None:
    checks_domain(ending, monkeypatch, how, answer)
    ending.runs_once()
    assert len(ending.box.mailbox.to("owner@example.com")) == 1


def test_the_check_shows_what_to_add(ending: JobsHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    checks_domain(ending, monkeypatch, "warn", Told())
    said = ending.staff.type("notices", "check-domain", "--json")
    assert said.code == 1
    assert isinstance(said.data, list)
    assert {"spf", "dmarc"} <= {str(row["about"]).lower() for row in said.data}
    checks_domain(ending, monkeypatch, "warn", NotTold("no answer"))
    assert ending.staff.type("notices", "check-domain").code == 4


@pytest.mark.parametrize(("how", "told"), [("warn", True), ("block", True), ("off", False)])
def test_what_is_not_in_order_is_said_at_start(
    ending: JobsHouse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: str,
    *,
    told: bool,
) -> None:
    checks_domain(ending, monkeypatch, how, Told())
    capsys.readouterr()
    with ending.app() as app:
        warn_of_domain(app)
    said = capsys.readouterr().err
    assert ("SPF missing: example.ca has no SPF record" in said) is told
    assert (said == "") is not told
