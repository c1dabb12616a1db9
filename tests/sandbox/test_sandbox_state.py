"""The sandbox as a whole: where it listens, and how it goes on with what it kept."""

import json
import smtplib
import stat
import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from sandbox import PortTaken, Sandbox, StateUnreadable
from sandbox.story import settle_in
from sandbox.vendors.catalogue import VENDORS
from tests.sandbox.cast import OURS, START, THEIRS, ask_whois, fetch, fetch_json, noon, register


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.json"


@pytest.fixture(autouse=True)
def _no_thread_stays_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def test_every_server_listens_on_loopback_at_a_port_of_its_own() -> None:
    with Sandbox(start=START) as box:
        pairs = box.addresses.all_pairs
        assert {host for host, _ in pairs} == {"127.0.0.1"}
        assert len({port for _, port in pairs}) == len(pairs) == 5 + len(VENDORS)
        assert {server.server_address[0] for server in box._servers.values()} == {"127.0.0.1"}
        assert box.addresses.rdap_bootstrap == f"{box.addresses.rdap}dns.json"
        url = box.addresses.control
        assert fetch(url)[0] == 200
    with pytest.raises(ConnectionRefusedError):
        fetch(url)


def test_a_sandbox_goes_on_where_it_stopped(path: Path) -> None:
    with Sandbox(start=START, state=path) as first:
        register(first.registry, "example.ca")
        register(first.registry, "example.com", by=THEIRS)
        first.registry.reserve(DomainName("kept-back.com"))
        with smtplib.SMTP(*first.addresses.smtp, timeout=5) as session:
            session.sendmail(
                "a@example.com", ["b@example.org"], b"Subject: =?utf-8?q?=C3=A9?=\r\n\r\n\xff\xfe\r\n"
            )
        first.clock.advance(timedelta(days=370))
    with Sandbox(start=noon("2020-01-01"), state=path) as second:
        assert second.addresses == first.addresses
        assert second.clock.now() == first.clock.now()
        assert second.registry.snapshot() == first.registry.snapshot()
        assert second.mailbox.messages == first.mailbox.messages
        assert second.log.entries == first.log.entries
        assert second.opensrs_key == first.opensrs_key
        assert second.registry.is_reserved(DomainName("kept-back.com"))
        assert "Domain Name: example.ca" in ask_whois(second.addresses.whois, "example.ca")
        message = second.registry.poll(by=OURS)
        assert message is not None
        assert message.event == "auto-renew grace"
        fresh = register(second.registry, "another.com")
        before = {domain.registry_domain_id for domain in first.registry.snapshot().domains}
        assert fresh.registry_domain_id not in before


def test_the_vendors_books_go_on_too(path: Path) -> None:
    opening = Money(amount=Decimal(100))
    with Sandbox(start=START, state=path, opensrs_balance=opening) as first:
        assert first.opensrs.balance == opening
        register(first.registry, "example.com")
        first.registry.set_auto_renew(DomainName("example.com"), by=OURS, on=True)
        first.clock.move_to(noon("2027-03-02"))
        paid = first.log.ledger[0].amount
        assert paid is not None
        left = opening.amount - paid.amount
    with Sandbox(start=START, state=path) as second:
        assert second.opensrs.balance.amount == left < opening.amount


def test_the_day_is_written_down_as_soon_as_the_clock_is_moved(path: Path) -> None:
    with Sandbox(start=START, state=path) as box:
        assert json.loads(path.read_text())["now"] == "2026-03-01T12:00:00Z"
        box.clock.move_to(noon("2026-04-01"))
        assert json.loads(path.read_text())["now"] == "2026-04-01T12:00:00Z"


def test_changes_are_written_down_while_the_sandbox_runs(path: Path) -> None:
    with Sandbox(start=START, state=path) as box:
        assert "written-down.com" not in path.read_text()
        register(box.registry, "written-down.com")
        waited = threading.Event()
        for _ in range(200):
            if "written-down.com" in path.read_text():
                break
            waited.wait(0.02)
        assert "written-down.com" in path.read_text()


def test_the_state_is_its_owners_alone(path: Path) -> None:
    with Sandbox(start=START, state=path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["", "{}", '{"now": "yesterday"}', "<html>"])
def test_a_file_that_is_no_state_is_refused_and_left_alone(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(StateUnreadable):
        Sandbox(start=START, state=path)
    assert path.read_text() == text


def test_a_port_in_use_is_named_and_nothing_stays_open() -> None:
    with Sandbox(start=START) as box:
        taken = box.addresses.smtp[1]
        with (
            pytest.raises(PortTaken, match=f"port {taken} of the sandbox's smtp server"),
            Sandbox(start=START, ports={"smtp": taken}),
        ):
            pass
        rdap = Sandbox(start=START, ports={"rdap": 0})
        with rdap:
            assert rdap.addresses.ports["rdap"]


def test_the_story_leaves_other_peoples_names_to_look_at() -> None:
    with Sandbox(start=noon("2027-01-15")) as box:
        names = settle_in(box.registry, box.clock)
        assert box.registry.names(sponsor=THEIRS) == sorted(names)
        assert box.clock.now() == noon("2027-01-15")
        for name in names:
            record = box.registry.look_up(name)
            assert record is not None
            assert record.registered_at < box.clock.now() < record.expires_at
            assert set(record.contacts) == {ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH}
        shown = fetch_json(f"{box.addresses.rdap}domain/harbourlight-example.ca")
        hidden = fetch_json(f"{box.addresses.rdap}domain/elue-example.ca")
        assert ("redacted" in shown, "redacted" in hidden) == (False, True)
        assert settle_in(box.registry, box.clock) == []


def test_the_same_sandbox_can_be_started_again_at_the_same_addresses(path: Path) -> None:
    box = Sandbox(start=START, state=path)
    with box:
        first = box.addresses
        register(box.registry, "example.com")
    with box:
        assert box.addresses == first
        assert fetch_json(f"{box.addresses.control}names") == ["example.com"]


def test_a_clock_takes_instants_with_a_time_zone_only() -> None:
    box = Sandbox(start=START)
    with pytest.raises(ValueError, match="time zone"):
        box.clock.move_to(START.replace(tzinfo=None))
    assert box.clock.now() == START
