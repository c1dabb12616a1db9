"""Alerts to staff: counts only, to a real server, and no service can hold the work up or tell its address."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from pydantic import SecretStr

from notifications.alerts import AlertOutcome, Alerts, Occasion, alert_text

SECRET = "hidden-path-of-ours"


class Service(ThreadingHTTPServer):
    """A service that takes JSON, answers as it is told, or waits."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[dict[str, object]] = []
        self.status = 200
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def url(self) -> SecretStr:
        return SecretStr(f"json://127.0.0.1:{self.server_address[1]}/{SECRET}")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service = self.server
        assert isinstance(service, Service)
        said = self.rfile.read(int(self.headers["Content-Length"]))
        service.may_answer.wait(5)
        service.heard.append(json.loads(said))
        self.send_response(service.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.may_answer.set()
    running.shutdown()
    thread.join()
    running.server_close()


def test_an_alert_reaches_the_service_with_title_and_counts(service: Service) -> None:
    title, body = alert_text({Occasion.DEAD: 2, Occasion.UNCLEAR: 1})
    assert Alerts([service.url]).tell(title, body) == AlertOutcome(told=1)
    [heard] = service.heard
    assert heard["title"] == "Namesteward: someone must look"
    assert heard["message"] == (
        "1 notices ended unclear: look at them, they are not repeated\n"
        "2 notices were refused for good: reach the client in another way"
    )


def test_every_service_is_told_and_one_that_refuses_keeps_none_from_it(service: Service) -> None:
    refusing = SecretStr("json://127.0.0.1:1/closed")
    outcome = Alerts([refusing, service.url, refusing]).tell("title", "body")
    assert outcome == AlertOutcome(told=1, failed=2)
    assert len(service.heard) == 1


def test_an_error_of_the_service_is_a_failure(service: Service) -> None:
    service.status = 500
    assert Alerts([service.url]).tell("title", "body") == AlertOutcome(failed=1)


def test_a_slow_service_is_not_waited_for(service: Service) -> None:
    service.may_answer.clear()
    outcome = Alerts([service.url], within=timedelta(seconds=0.05)).tell("title", "body")
    assert outcome == AlertOutcome(late=1)


def test_an_address_that_nothing_can_be_made_of_is_told_by_its_number_only(service: Service) -> None:
    alerts = Alerts([service.url, SecretStr(f"nonsense {SECRET}")])
    assert alerts.unusable == (2,)
    assert alerts.tell("title", "body") == AlertOutcome(told=1, failed=1)


def test_without_a_service_nothing_is_told() -> None:
    assert Alerts([]).tell("title", "body") == AlertOutcome()
    assert Alerts([]).unusable == ()


def test_no_address_is_in_a_log_or_a_repr(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    service.status = 500
    alerts = Alerts([service.url, SecretStr(f"json://127.0.0.1:1/{SECRET}"), SecretStr(f"bad {SECRET}")])
    with caplog.at_level(logging.DEBUG):
        alerts.tell("title", "body")
    own = [record for record in caplog.records if record.name in ("notifications", "apprise")]
    assert [record.getMessage() for record in own] == ["alert told=0 failed=3 late=0"]
    assert SECRET not in repr(alerts)


def test_a_title_is_one_line() -> None:
    for broken in ("a\nb", "a\r\nBcc: x", "a\u2028b"):
        with pytest.raises(ValueError, match="one line"):
            Alerts([]).tell(broken, "body")


@pytest.mark.parametrize("occasion", list(Occasion))
def test_each_occasion_has_its_line_and_an_absent_one_has_none(occasion: Occasion) -> None:
    _, body = alert_text({occasion: 3} | {other: 0 for other in Occasion if other is not occasion})
    assert body.count("\n") == 0
    assert body.startswith("3 ")
    assert body.endswith(occasion.value)


def test_names_are_listed_only_where_given_and_never_all() -> None:
    many = [f"example-{number}.com" for number in range(12)]
    assert "example" not in alert_text({Occasion.LATE: 12})[1]
    last = alert_text({Occasion.LATE: 12}, names=many)[1].splitlines()[-1]
    assert last.startswith("names: example-0.com, ")
    assert last.endswith("example-9.com and 2 more")
    assert alert_text({Occasion.LATE: 1}, names=many[:1])[1].splitlines()[-1] == "names: example-0.com"
