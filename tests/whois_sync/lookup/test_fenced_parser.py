"""The second reader behind its fence: it may hang, die or guess; we get what is certain, in time."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from portfolio.observation import Seen
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.samples import seen
from whois_sync.lookup import second_reader
from whois_sync.lookup.fenced import FencedParser

PLAIN = "Domain Name: EXAMPLE.COM\nRegistrar: Example Registrar Inc.\nCreation Date: 2001-08-02T16:43:36Z\n"

# An answer of this shape, without an e-mail line, keeps the parser's pattern busy for minutes.
ENDLESS = """\
Domain Information:
[Domain Name]                   EXAMPLE.JP

[Registrant]                    Example K.K.

[Name Server]                   ns1.example.net
[Created on]                    2005/05/30
[Status]                        Active

Contact Information:
[Name]                          Example K.K.
[Web Page]                       
[Postal code]                   100-0001
[Postal Address]                1-1 Chiyoda
                                Example Building of the Example Quarter, Third Floor, Room Number Seven
                                At the Corner of Example Street and Another Street, behind the Station
                                Through the Yard, past the Well, up the Stairs, second Door on the left
                                Tokyo
[Phone]                         0355550100
"""  # noqa: W291 - the blanks at the ends are the shape


@pytest.fixture
def parser() -> Iterator[FencedParser]:
    parser = FencedParser(limit=timedelta(seconds=1), start_limit=timedelta(seconds=20))
    yield parser
    parser.close()


def test_what_the_parser_reads_comes_as_texts(parser: FencedParser) -> None:
    found = parser.parse("example.com", PLAIN)
    assert found["registrar"] == ["Example Registrar Inc."]
    assert found["creation_date"] == ["2001-08-02T16:43:36+00:00"]


def test_a_text_that_never_ends_is_given_up_and_the_next_is_read(parser: FencedParser) -> None:
    begun = time.monotonic()
    assert parser.parse("example.jp", ENDLESS) == {}
    assert time.monotonic() - begun < 20
    assert parser.parse("example.com", PLAIN)


def test_a_worker_slow_to_start_is_not_waited_for_and_serves_later() -> None:
    parser = FencedParser(start_limit=timedelta())
    try:
        assert parser.parse("example.com", PLAIN) == {}
        parser._limits = (1, 20)
        assert parser.parse("example.com", PLAIN)
    finally:
        parser.close()


def test_a_dead_worker_is_replaced(parser: FencedParser) -> None:
    assert parser.parse("example.com", PLAIN)
    (worker,) = parser._workers
    assert worker._process is not None
    worker._process.kill()
    worker._process.wait()
    assert parser.parse("example.com", PLAIN)


def running(parser: FencedParser) -> list[int]:
    return [worker._process.pid for worker in parser._workers if worker._process]


def test_two_slow_texts_at_once_hold_up_neither_each_other_nor_a_third() -> None:
    parser = FencedParser(limit=timedelta(seconds=20), start_limit=timedelta(seconds=20), most=3)
    try:
        with ThreadPoolExecutor(3) as threads:
            slow = [threads.submit(parser.parse, "example.jp", ENDLESS) for _ in range(2)]
            assert threads.submit(parser.parse, "example.com", PLAIN).result(20)["registrar"]
            assert not any(one.done() for one in slow)
            parser.close()
            assert [one.result(20) for one in slow] == [{}, {}]
            assert running(parser) == []
    finally:
        parser.close()


def test_no_more_workers_are_started_than_are_needed_or_allowed() -> None:
    parser = FencedParser(limit=timedelta(seconds=2), start_limit=timedelta(seconds=20), most=2)
    try:
        for _ in range(3):
            assert parser.parse("example.com", PLAIN)
        assert len(running(parser)) == 1
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(lambda _: parser.parse("example.com", PLAIN), range(12)))
        assert all(one["registrar"] for one in found)
        assert len(running(parser)) <= 2
    finally:
        parser.close()
    assert running(parser) == []


@pytest.mark.parametrize("text", ["", "\x00", "No match for domain", "x" * 400_000, "\ud83d", "{}\n{}\n"])
def test_a_text_it_cannot_read_gives_nothing(parser: FencedParser, text: str) -> None:
    assert parser.parse("example.com", text) == {}
    assert parser.parse("example.com", PLAIN)


def test_our_own_reading_is_in_time_for_the_endless_text_too() -> None:
    found = seen(ENDLESS, "example.jp")
    assert found.registered_at == date(2005, 5, 30)


class Parsed:
    """A second reader that says what it is told to, and counts how often it was asked."""

    def __init__(self, **fields: list[str]) -> None:
        self.fields = fields
        self.asked = 0

    def parse(self, domain: str, text: str) -> dict[str, list[str]]:
        self.asked += 1
        return self.fields


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Parsed:
    parsed = Parsed()
    monkeypatch.setattr(second_reader, "_parser", lambda: parsed)
    return parsed


def test_a_complete_reading_asks_nobody(told: Parsed) -> None:
    assert isinstance(samples.read(samples.ICANN, "example.com"), Seen)
    assert told.asked == 0


def test_what_is_lacking_and_printed_plainly_is_taken(told: Parsed) -> None:
    told.fields = {"expiration_date": ["2027-08-02T00:00:00+00:00"], "registrar": ["Example Registrar Inc."]}
    host = "Name Server: ns1.example.net"
    text = f"Domain Name: example.com\n{host}\nvalid, till 2027/08/02 - registrar: see there\n"
    found = seen(text, "example.com")
    assert told.asked == 1
    assert found.expires_at == date(2027, 8, 2)
    assert found.registrar == "Example Registrar Inc."


@pytest.mark.parametrize("printed", ["03/04/2027", "04-03-2027", "2027"])
def test_a_date_it_guessed_the_order_of_is_refused(told: Parsed, printed: str) -> None:
    told.fields = {"expiration_date": ["2027-03-04T00:00:00+00:00"]}
    found = seen(
        f"Domain Name: example.zz\nName Server: ns1.example.net\nvalid, till {printed}\n", "example.zz"
    )
    assert told.asked == 1
    assert found.expires_at is None


def test_its_placeholders_are_no_values_either(told: Parsed) -> None:
    told.fields = {"registrant_name": ["REDACTED FOR PRIVACY"], "registrant_email": ["one@example.com"]}
    found = seen(
        "Domain Name: example.com\nName Server: ns1.example.net\nThe registrant one@example.com\n",
        "example.com",
    )
    (owner,) = found.roles.values()
    assert (owner.name, owner.email, owner.hidden) == (None, "one@example.com", {"name"})


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("example.com", "Creation Date: 2001-08-02\nvalid, till 2027/08/02\n"),
        ("example.jp", "valid, till 2027/08/02\n"),
        ("example.com.hk", "valid, till 2027/08/02\n"),
        ("example.com", "valid, till 2027/08/02\n" + "% remark\n" * 3000),
    ],
)
def test_an_answer_we_understood_or_that_it_would_hang_on_is_not_put_to_it(
    told: Parsed, name: str, more: str
) -> None:
    seen(f"Domain Name: {name}\nName Server: ns1.example.net\n{more}", name)
    assert told.asked == 0


def test_a_web_address_in_the_text_is_no_name_server(told: Parsed) -> None:
    told.fields = {"name_servers": ["www.example.net ns1.example.net"]}
    found = seen(
        "Domain Name: example.com\nCreation Date: 2001-08-02\nhttp://www.example.net\nns1.example.net\n",
        "example.com",
    )
    assert found.nameservers == {"ns1.example.net"}
