"""Playing with the sandbox from another terminal."""

import json
import smtplib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from portfolio.names import DomainName
from sandbox import Sandbox
from tests.sandbox.cast import START, ask_whois, fetch, fetch_json, noon, register


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as running:
        register(running.registry, "example.ca")
        yield running


def test_the_front_page_lists_what_there_is(box: Sandbox) -> None:
    assert "POST /clock" in fetch_json(box.addresses.control)


def test_the_clock_is_told_and_moved(box: Sandbox) -> None:
    clock = f"{box.addresses.control}clock"
    assert fetch_json(clock) == {"now": "2026-03-01T12:00:00Z"}
    assert fetch_json(clock, send={"advance_days": 1.5}) == {"now": "2026-03-03T00:00:00Z"}
    assert fetch_json(clock, send={"move_to": "2027-03-02T07:00:00-05:00"}) == {"now": "2027-03-02T12:00:00Z"}
    assert box.clock.now() == noon("2027-03-02")
    assert box.log.entries[-1].action == "auto-renew grace"


def test_a_fault_is_ordered(box: Sandbox) -> None:
    order = {"to": "whois", "fault": "throttled", "times": 2}
    assert fetch_json(f"{box.addresses.control}faults", send=order) == {"whois": ["throttled"] * 2}
    assert "rate limit" in ask_whois(box.addresses.whois, "example.ca")
    assert fetch_json(f"{box.addresses.control}faults") == {"whois": ["throttled"]}


def test_lists_are_made_to_lag(box: Sandbox) -> None:
    assert fetch_json(f"{box.addresses.control}lag", send={"minutes": 10}) == {"minutes": 10.0}
    assert box.opensrs.office.lists_lag == timedelta(minutes=10)
    status, _, _ = fetch(f"{box.addresses.control}lag", method="POST", body=b'{"minutes": -1}')
    assert status == 400


def test_a_name_is_made_to_drift(box: Sandbox) -> None:
    drift = f"{box.addresses.control}drift"
    fields = {"email": "stranger@example.org", "street": ["9 Other Street"], "organization": None}
    record = fetch_json(drift, send={"name": "Example.CA", "role": "admin", "fields": fields})
    assert record["contacts"]["admin"]["email"] == "stranger@example.org"
    assert "Admin Street: 9 Other Street" in ask_whois(box.addresses.whois, "example.ca")
    fetch_json(drift, send={"name": "example.ca", "nameservers": ["ns.example.org"]})
    shown = fetch_json(f"{box.addresses.control}names/example.ca")
    assert shown["nameservers"] == ["ns.example.org"]
    assert shown["auth_info"] is None


def test_names_log_and_mail_are_shown(box: Sandbox) -> None:
    assert fetch_json(f"{box.addresses.control}names") == ["example.ca"]
    with smtplib.SMTP(*box.addresses.smtp, timeout=5) as session:
        session.sendmail("a@example.com", ["b@example.org"], "Subject: hello\r\n\r\ntext\r\n")
    (mail,) = fetch_json(f"{box.addresses.control}mail")
    assert (mail["subject"], mail["to"], mail["text"]) == ("hello", ["b@example.org"], "text\r\n")
    log = fetch_json(f"{box.addresses.control}log")
    assert [(entry["channel"], entry["action"]) for entry in log] == [
        ("registry", "created"),
        ("smtp", "kept"),
    ]


def test_what_is_pending_can_be_completed(box: Sandbox) -> None:
    secret = box.registry.info(DomainName("example.ca"), by="opensrs").auth_info or ""
    box.registry.request_transfer(DomainName("example.ca"), by="elsewhere", auth_info=secret)
    assert fetch_json(f"{box.addresses.control}settle", send={}) == {"now": "2026-03-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("clock", {}, 400),
        ("clock", {"advance_days": 1, "move_to": "2027-01-01T00:00:00Z"}, 400),
        ("clock", {"move_to": "2027-01-01T00:00:00"}, 400),
        ("clock", {"move_to": "9999-01-01T00:00:00Z"}, 400),
        ("clock", {"advance_days": 1e9}, 400),
        ("faults", {"to": "whois", "fault": "sulk"}, 400),
        ("faults", {"to": "whois", "fault": "slow", "times": 0}, 400),
        ("drift", {"name": "example.ca"}, 400),
        ("drift", {"name": "nobody.ca", "nameservers": ["ns.example.org"]}, 404),
        ("drift", {"name": "example.ca", "role": "admin", "fields": {"email": "nobody"}}, 409),
        ("drift", {"name": "example.ca", "nameservers": ["no host"]}, 409),
        ("names/nobody.ca", None, 404),
        ("names/nobody", None, 400),
        ("nothing", None, 404),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    box: Sandbox, path: str, sent: object, status: int
) -> None:
    body = None if sent is None else json.dumps(sent).encode()
    got, _, text = fetch(
        f"{box.addresses.control}{path}", method="GET" if sent is None else "POST", body=body
    )
    assert got == status
    assert json.loads(text)["error"]
    assert box.clock.now() == START
    assert not box.faults.waiting()
