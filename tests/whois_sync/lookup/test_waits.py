"""A server that asks to be left alone is heard in every form of Retry-After, a day at most."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from net import AddressGuard, HttpClient
from portfolio.names import DomainName
from portfolio.observation import Provenance, Source, Unreadable, Why
from tests.whois_sync.lookup.loopback import Loopback, Reply
from whois_sync.lookup.rdap_client import ask_rdap
from whois_sync.lookup.waits import LONGEST, wait_asked, wait_told

NOW = datetime(2026, 10, 21, 7, 28, tzinfo=UTC)
PROVENANCE = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=NOW)


def wait(said: str, date: str | None = None) -> timedelta | None:
    headers = {"retry-after": said} | ({"date": date} if date else {})
    return wait_asked(headers, received_at=NOW)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        ("1", 1),
        (" 120 ", 120),
        ("007", 7),
        ("86400", 86_400),
        ("86401", 86_400),
        ("9" * 20, 86_400),
        ("9" * 10_000, 86_400),
        ("30, 120", 120),
        ("Wed, 21 Oct 2026 07:30:00 GMT", 120),
        ("Wednesday, 21-Oct-26 07:30:00 GMT", 120),
        ("Wed Oct 21 07:30:00 2026", 120),
        ("Wed, 21 Oct 2026 09:30:00 +0200", 120),
        ("Wed, 21 Oct 2026 07:00:00 GMT", 0),
        ("Tue, 01 Jan 1980 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_a_wait_is_read_in_every_form(said: str, seconds: int) -> None:
    assert wait(said) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "-1",
        "-120",
        "+5",
        "1.5",
        "1e3",
        "0x10",
        "soon",
        "120 seconds",
        "PT2M",
        "٧",
        "²",
        "30, soon",
        ",",
        "Wed, 99 Foo 2026 07:30:00 GMT",
        "Fri, 31 Dec 99999 23:59:59 GMT",
        "null",
    ],
)
def test_what_nobody_can_read_asks_for_nothing(said: str) -> None:
    assert wait(said) is None


def test_no_header_asks_for_nothing() -> None:
    assert wait_asked({}, received_at=NOW) is None


def test_a_date_counts_from_the_servers_own_clock() -> None:
    fast = format_datetime(NOW + timedelta(hours=5), usegmt=True)
    until = format_datetime(NOW + timedelta(hours=5, seconds=40), usegmt=True)
    assert wait(until, fast) == timedelta(seconds=40)
    assert wait(until, "yesterday") == timedelta(hours=5, seconds=40)


@given(st.text() | st.integers().map(str) | st.datetimes().map(format_datetime), st.text())
def test_no_header_breaks_the_reading_and_no_wait_leaves_its_bounds(said: str, date: str) -> None:
    found = wait_asked({"retry-after": said, "date": date}, received_at=NOW)
    assert found is None or timedelta() <= found <= LONGEST


@pytest.mark.parametrize(
    ("status", "why"), [(429, Why.THROTTLED), (503, Why.UNAVAILABLE), (500, Why.UNAVAILABLE)]
)
def test_a_refusal_keeps_the_wait_for_whoever_paces(status: int, why: Why) -> None:
    for header, expected in (({"Retry-After": "90"}, timedelta(seconds=90)), ({"Retry-After": "-90"}, None)):
        with Loopback() as server, HttpClient(guard=AddressGuard([server.address])) as http:
            server.replies = [Reply(status, b"", header)]
            found = ask_rdap(http, server.url, DomainName("example.com"), provenance=PROVENANCE)
        assert isinstance(found, Unreadable)
        assert (found.why, found.retry_after) == (why, expected)


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        ("Query limit exceeded, please wait 60 seconds", 60),
        ("% Excessive querying, grace period of 2 seconds", 2),
        ("-1: Still in grace period, wait 7777777 seconds", 86_400),
        ("no more than 30 queries in 15 minutes", 900),
        ("Try again in 1 HOUR.", 3600),
        ("wait 5min", 300),
        ("%ERROR:101: quota exceeded", None),
        ("wait 1234567890 seconds", None),
        ("10 secondary servers", None),
        ("", None),
    ],
)
def test_a_wait_is_read_from_a_refusals_words(refusal: str, seconds: int | None) -> None:
    assert wait_told(refusal) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.text() | st.integers(min_value=0).map("wait {} seconds".format))
def test_no_refusal_asks_for_more_than_a_day(refusal: str) -> None:
    found = wait_told(refusal)
    assert found is None or timedelta() <= found <= LONGEST
