"""The public record looked up live: on the sandbox's servers, and on servers that misbehave."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from net import AddressGuard, HttpClient
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import (
    CONTACT_FIELDS,
    Absent,
    Observation,
    Provenance,
    Seen,
    Source,
    Unreadable,
    Why,
)
from sandbox import Fault, MovableClock, Sandbox
from tests.sandbox.cast import HOSTS, START, register
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.loopback import Loopback, Port43, Reply
from tests.whois_sync.lookup.rdap_samples import FULL, RDAP, a_person, an_answer
from tests.whois_sync.lookup.samples import WHOIS
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.port43 import ask_port43
from whois_sync.lookup.rdap_client import ask_rdap
from whois_sync.lookup.sources import PublicRecord
from whois_sync.lookup.whois_servers import decoded

NAME = DomainName("example.com")


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as box:
        for name in ("example.com", "example.ca", "example.ee", "example.org"):
            register(box.registry, name)
        yield box


@pytest.fixture
def public(box: Sandbox) -> Iterator[PublicRecord]:
    guard = AddressGuard(box.addresses.all_pairs)
    servers: dict[str, tuple[str, int]] = dict.fromkeys(("ca", "ee"), box.addresses.whois)
    with HttpClient(guard=guard, deadline=timedelta(seconds=5)) as http:
        bootstrap = Bootstrap(box.addresses.rdap_bootstrap, http=http, guard=guard)
        yield PublicRecord(
            http=http, guard=guard, bootstrap=bootstrap, whois_servers=servers, clock=box.clock
        )


def why(observation: Observation) -> Why | None:
    return observation.why if isinstance(observation, Unreadable) else None


def test_a_name_is_read_by_rdap_where_the_bootstrap_knows_its_tld(public: PublicRecord, box: Sandbox) -> None:
    found = public.look_up(NAME)
    assert isinstance(found, Seen)
    assert found.provenance.source is Source.RDAP
    assert found.provenance.observed_at == box.clock.now()
    assert found.nameservers == set(HOSTS)
    owner = found.roles[ContactRole.REGISTRANT]
    assert owner.email is None
    assert "email" in owner.hidden


def test_a_name_is_read_by_whois_where_it_does_not(public: PublicRecord) -> None:
    found = public.look_up(DomainName("example.ee"))
    assert isinstance(found, Seen)
    assert found.provenance.source is Source.WHOIS
    assert found.expires_at
    assert found.nameservers == set(HOSTS)


def test_a_company_under_ca_is_read_whole(public: PublicRecord) -> None:
    found = public.look_up(DomainName("example.ca"))
    assert isinstance(found, Seen)
    owner = found.roles[ContactRole.REGISTRANT]
    assert (owner.email, owner.city, owner.country) == ("one@example.com", "Ottawa", "CA")
    assert owner.hidden == frozenset()


@pytest.mark.parametrize("name", ["nobody-has-this.com", "nobody-has-this.ee", "nobody-has-this.ca"])
def test_a_free_name_is_absent(public: PublicRecord, name: str) -> None:
    assert isinstance(public.look_up(DomainName(name)), Absent)


def test_a_tld_without_any_server_is_said_so(public: PublicRecord) -> None:
    assert why(public.look_up(DomainName("example.zz"))) is Why.NO_SERVER


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.THROTTLED, Why.THROTTLED),
        (Fault.SERVER_ERROR, Why.UNAVAILABLE),
        (Fault.GARBLED, Why.NOT_UNDERSTOOD),
        (Fault.TRUNCATED, Why.NO_ANSWER),
        (Fault.LOST_BEFORE, Why.NO_ANSWER),
        (Fault.LOST_AFTER, Why.NO_ANSWER),
        (Fault.OTHER_NAME, Why.OTHER_NAME),
        (Fault.REFUSED, Why.REFUSED),
    ],
)
def test_every_fault_of_rdap_is_unreadable_for_its_own_reason(
    public: PublicRecord, box: Sandbox, fault: Fault, reason: Why
) -> None:
    public.look_up(NAME)
    box.faults.order(fault, to="rdap")
    found = public.look_up(NAME)
    assert why(found) in {reason, Why.NOT_UNDERSTOOD}
    assert isinstance(public.look_up(NAME), Seen)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.THROTTLED, Why.THROTTLED),
        (Fault.SERVER_ERROR, Why.UNAVAILABLE),
        (Fault.GARBLED, Why.UNAVAILABLE),
        (Fault.LOST_BEFORE, Why.NO_ANSWER),
        (Fault.LOST_AFTER, Why.NO_ANSWER),
        (Fault.OTHER_NAME, Why.OTHER_NAME),
        (Fault.REFUSED, Why.REFUSED),
    ],
)
def test_every_fault_of_whois_is_unreadable_for_its_own_reason(
    public: PublicRecord, box: Sandbox, fault: Fault, reason: Why
) -> None:
    box.faults.order(fault, to="whois")
    assert why(public.look_up(DomainName("example.ee"))) is reason


@pytest.mark.parametrize("tld", ["ca", "org"])
def test_a_record_whose_last_line_never_came_is_not_believed(box: Sandbox, tld: str) -> None:
    guard = AddressGuard(box.addresses.all_pairs)
    name = DomainName(f"example.{tld}")
    provenance = Provenance(source=Source.WHOIS, server="127.0.0.1", observed_at=START)
    assert isinstance(ask_port43(box.addresses.whois, name, guard=guard, provenance=provenance), Seen)
    box.faults.order(Fault.TRUNCATED, to="whois")
    assert (
        why(ask_port43(box.addresses.whois, name, guard=guard, provenance=provenance)) is Why.NOT_UNDERSTOOD
    )


def judged(reply: Reply) -> Observation:
    with Loopback() as server, HttpClient(guard=AddressGuard([server.address])) as http:
        server.replies = [reply]
        found = ask_rdap(http, server.url, NAME, provenance=RDAP)
        assert server.asked[0].path == "/domain/example.com"
        assert server.asked[0].headers["accept"] == "application/rdap+json"
        return found


def test_a_404_is_an_absence_only_from_a_server_that_speaks_rdap() -> None:
    assert isinstance(judged(Reply(404, b'{"errorCode": 404}')), Absent)
    assert isinstance(judged(Reply(404)), Absent)
    for body in (b"<html>Not Found</html>", b"{}", b'{"errorCode": 429}', b'{"ldhName": "example.com"}'):
        assert why(judged(Reply(404, body))) is Why.NOT_UNDERSTOOD


def test_a_throttled_answer_keeps_the_wait_it_asks_for() -> None:
    found = judged(Reply(429, b"", {"Retry-After": "120"}))
    assert isinstance(found, Unreadable)
    assert found.why is Why.THROTTLED
    assert found.detail == "HTTP 429, retry after 120 s"


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b'{"ldhName": "exam', b"[" * 100_000, b"null"])
def test_a_200_that_nobody_can_read_is_not_understood(body: bytes) -> None:
    assert why(judged(Reply(200, body))) is Why.NOT_UNDERSTOOD


def test_an_address_that_is_not_opened_is_refused() -> None:
    with HttpClient(guard=AddressGuard()) as http:
        assert why(ask_rdap(http, "http://127.0.0.1:9/", NAME, provenance=RDAP)) is Why.REFUSED
    assert why(ask_port43(("127.0.0.1", 9), NAME, guard=AddressGuard(), provenance=WHOIS)) is Why.REFUSED


def test_nobody_listening_is_no_answer() -> None:
    with Loopback() as server:
        gone, url = server.address, server.url
    guard = AddressGuard([gone])
    with HttpClient(guard=guard) as http:
        assert why(ask_rdap(http, url, NAME, provenance=RDAP)) is Why.NO_ANSWER
    assert why(ask_port43(gone, NAME, guard=guard, provenance=WHOIS)) is Why.NO_ANSWER


def test_port_43_is_asked_for_the_a_label() -> None:
    with Port43(b"Domain: xn--exmple-cua.de\nNserver: ns1.example.net\nStatus: connect\n") as server:
        name = DomainName("exämple.de")
        found = ask_port43(server.address, name, guard=AddressGuard([server.address]), provenance=WHOIS)
        assert isinstance(found, Seen)
        assert server.questions == [b"xn--exmple-cua.de\r\n"]


def test_too_long_an_answer_is_not_read() -> None:
    with Port43(b"x" * 300_000) as server:
        found = ask_port43(server.address, NAME, guard=AddressGuard([server.address]), provenance=WHOIS)
        assert why(found) is Why.NOT_UNDERSTOOD


def test_bytes_are_decoded_once_and_whole() -> None:
    assert decoded("Žofie Šťastná".encode(), "whois.example.net") == "Žofie Šťastná"
    assert decoded("Jürgen".encode("iso-8859-1"), "whois.example.net") == "Jürgen"
    assert decoded("João".encode("iso-8859-1"), "whois.registro.br") == "João"


def with_servers(rdap: Reply, whois: bytes) -> Observation:
    """Look example.com up where RDAP says `rdap` and port 43 says `whois`."""
    with Loopback() as server, Port43(whois) as port43:
        guard = AddressGuard([server.address, port43.address])
        file = {"services": [[["com"], [server.url]]]}
        server.replies = [Reply(200, json.dumps(file).encode()), rdap]
        with HttpClient(guard=guard) as http:
            record = PublicRecord(
                http=http,
                guard=guard,
                bootstrap=Bootstrap(f"{server.url}dns.json", http=http, guard=guard),
                whois_servers={"com": port43.address},
                clock=MovableClock(START),
            )
            return record.look_up(NAME)


def test_whois_fills_a_role_that_rdap_is_silent_on_under_its_own_name() -> None:
    tech = a_person("tech", ["fn", {}, "text", "Tess Example"])
    found = with_servers(Reply(200, json.dumps(an_answer(tech)).encode()), samples.ICANN.encode())
    assert isinstance(found, Seen)
    assert found.roles[ContactRole.REGISTRANT].email == "one@example.com"
    assert found.roles[ContactRole.TECH].name == "Tess Example"
    assert found.provenance_of("registrant.email").source is Source.WHOIS
    assert found.provenance_of("tech.name").source is Source.RDAP
    assert found.provenance_of("expires_at").source is Source.RDAP


def test_a_hidden_role_is_not_silence() -> None:
    redacted = [{"name": {"type": "Registrant Contact"}}, {"name": {"type": "Technical Contact"}}]
    found = with_servers(
        Reply(200, json.dumps(an_answer(redacted=redacted)).encode()), samples.ICANN.encode()
    )
    assert isinstance(found, Seen)
    assert found.roles[ContactRole.REGISTRANT].hidden == set(CONTACT_FIELDS)
    assert found.borrowed == {}


@pytest.mark.parametrize("text", [b"Please go away for 13 Seconds", b"NOT FOUND", b"x" * 300_000])
def test_what_whois_cannot_give_changes_nothing(text: bytes) -> None:
    found = with_servers(Reply(200, json.dumps(an_answer(a_person("tech", *FULL))).encode()), text)
    assert isinstance(found, Seen)
    assert found.roles.keys() == {ContactRole.TECH}
    assert found.borrowed == {}


def test_a_failing_rdap_server_is_not_covered_up_by_whois() -> None:
    assert why(with_servers(Reply(503), samples.ICANN.encode())) is Why.UNAVAILABLE
