"""A WHOIS answer may send us on: twice, to servers known beforehand, within one deadline."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from net import AddressGuard
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, Source, Unreadable, Why
from sandbox import MovableClock
from tests.sandbox.cast import START
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.loopback import Port43 as Answering
from whois_sync.lookup import port43
from whois_sync.lookup.hosts import Server
from whois_sync.lookup.lending import silent_roles
from whois_sync.lookup.port43 import Port43
from whois_sync.lookup.referrals import referral_in
from whois_sync.lookup.resting import UNSAID, Resting
from whois_sync.lookup.whois_servers import WhoisServers
from whois_sync.pace.question import held

NAME = DomainName("example.com")
THIN = """\
   Domain Name: EXAMPLE.COM
   Registrar WHOIS Server: {}
   Creation Date: 2001-08-02T16:43:36Z
   Registry Expiry Date: 2027-08-02T16:43:36Z
   Registrar: Example Registrar Inc.
   Registrar IANA ID: 9999
   Name Server: NS1.EXAMPLE.NET
"""
POINTER = """\
% This query returned 1 object

refer:        {}

domain:       COM

organisation: Example Registry
"""


class Street:
    """Servers on loopback, the first of which is asked for .com."""

    def __init__(self, stack: ExitStack, count: int) -> None:
        self.servers = [stack.enter_context(Answering(b"")) for _ in range(count)]
        self.clock = MovableClock(START)
        self.resting = Resting(self.clock)

    def says(self, *texts: str) -> None:
        """Let each server answer its text, in which {} is the next server's address."""
        for place, text in enumerate(texts):
            following = self.servers[(place + 1) % len(self.servers)].address
            self.servers[place].answer = text.format(f"{following[0]}:{following[1]}").encode()

    def look_up(self, *, listed: bool = True) -> Observation:
        pairs = [server.address for server in self.servers]
        known = WhoisServers({"com": pairs[0]}, referrals=frozenset(pairs if listed else ()))
        asking = Port43(
            guard=AddressGuard(pairs),
            servers=known,
            said_by=lambda server: Provenance(
                source=Source.WHOIS, server=server, observed_at=self.clock.now()
            ),
        )
        return held(asking.looking_up(pairs[0], NAME), self.resting.ask)

    @property
    def questions(self) -> list[int]:
        return [len(server.questions) for server in self.servers]


@pytest.fixture
def street() -> Iterator[Street]:
    with ExitStack() as stack:
        yield Street(stack, 4)


def test_the_registrars_server_adds_what_the_registry_leaves_open(street: Street) -> None:
    street.says(THIN, samples.ICANN)
    found = street.look_up()
    assert isinstance(found, Seen)
    assert found.roles[ContactRole.REGISTRANT].email == "one@example.com"
    assert found.borrowed.keys() == {"registrant", "tech", "registrar_expires_at"}
    assert found.expires_at
    assert found.expires_at.year == 2027
    assert found.registrar_expires_at
    assert found.registrar_expires_at.year == 2026
    assert silent_roles(found) == []
    assert street.questions == [1, 1, 0, 0]


def test_two_referrals_are_followed_and_no_third(street: Street) -> None:
    street.says(THIN, THIN, THIN, samples.ICANN)
    found = street.look_up()
    assert isinstance(found, Seen)
    assert found.roles == {}
    assert street.questions == [1, 1, 1, 0]


def test_servers_that_refer_to_one_another_are_asked_once(street: Street) -> None:
    street.servers = street.servers[:2]
    street.says(THIN, THIN)
    assert isinstance(street.look_up(), Seen)
    assert street.questions == [1, 1]


def test_a_server_that_is_not_listed_is_not_asked(street: Street) -> None:
    street.says(THIN, samples.ICANN)
    found = street.look_up(listed=False)
    assert isinstance(found, Seen)
    assert found.roles == {}
    assert street.questions == [1, 0, 0, 0]


def test_a_mere_pointer_gives_way_to_the_answer_it_leads_to(street: Street) -> None:
    street.says(POINTER, samples.ICANN)
    found = street.look_up()
    assert isinstance(found, Seen)
    assert found.registrar == "Example Registrar Inc."
    assert found.borrowed == {}


@pytest.mark.parametrize("text", ["Please go away for 13 Seconds", "NOT FOUND", "", "x" * 300_000])
def test_a_referral_that_fails_changes_nothing(street: Street, text: str) -> None:
    street.says(THIN, text)
    found = street.look_up()
    assert isinstance(found, Seen)
    assert found.registrar == "Example Registrar Inc."
    assert found.borrowed == {}


@pytest.mark.parametrize(
    "denial", ["No match for EXAMPLE.COM.\nWhois Server: {}\n", "Whois Server: {}\nLimit exceeded"]
)
def test_a_denial_or_a_refusal_is_not_covered_up_by_a_referral(street: Street, denial: str) -> None:
    street.says(denial, samples.ICANN)
    found = street.look_up()
    assert isinstance(found, Absent) or (isinstance(found, Unreadable) and found.why is Why.THROTTLED)


def test_a_registrar_that_throttles_is_left_alone_for_a_while(street: Street) -> None:
    street.says(THIN, "Query rate limit exceeded. Please go away")
    for _ in range(3):
        street.look_up()
    assert street.questions == [3, 1, 0, 0]
    street.clock.advance(UNSAID)
    street.look_up()
    assert street.questions == [4, 2, 0, 0]


def test_a_refusal_that_names_a_time_keeps_it(street: Street) -> None:
    street.says("Query rate limit exceeded. Please wait 40 seconds")
    found = street.look_up()
    assert isinstance(found, Unreadable)
    assert (found.why, found.retry_after) == (Why.THROTTLED, timedelta(seconds=40))


def test_one_deadline_holds_for_all_of_it(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port43, "DEADLINE", timedelta())
    street.says(THIN, samples.ICANN)
    found = street.look_up()
    assert isinstance(found, Unreadable)
    assert found.why is Why.NO_ANSWER


@pytest.mark.parametrize(
    ("line", "server"),
    [
        ("   Registrar WHOIS Server: WHOIS.Example.NET", ("whois.example.net", 43)),
        ("Whois Server:whois.example.net.", ("whois.example.net", 43)),
        ("refer:        whois.example.net", ("whois.example.net", 43)),
        ("ReferralServer:  whois://whois.example.net:4343/", ("whois.example.net", 4343)),
        ("ReferralServer: whois://whois.example.net", ("whois.example.net", 43)),
        ("Registrar WHOIS Server:\nRegistrar WHOIS Server: whois.example.net", ("whois.example.net", 43)),
        ("ReferralServer: rwhois://whois.example.net:4321", None),
        ("Registrar WHOIS Server: http://whois.example.net", None),
        ("Registrar WHOIS Server: whois.example.net:port", None),
        ("Registrar WHOIS Server: whois.example.net:999999", None),
        ("Registrar WHOIS Server:", None),
        ("Registrar WHOIS Server: :43", None),
        ("See the whois server: whois.example.net", None),
        ("", None),
    ],
)
def test_what_an_answer_refers_to_is_read(line: str, server: Server | None) -> None:
    assert referral_in(f"Domain Name: EXAMPLE.COM\n{line}\n") == server


@given(st.text() | st.text().map("refer: {}".format))
def test_no_text_breaks_the_reading_of_a_referral(text: str) -> None:
    found = referral_in(text)
    assert found is None or (found[0] and 0 <= found[1] <= 99_999)
