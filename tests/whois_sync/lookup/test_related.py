"""The registrar's RDAP is heard once, after the registry's, and adds only what the registry leaves open."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from net import AddressGuard, HttpClient
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import Seen, Source, Unreadable, Why
from sandbox import MovableClock
from tests.sandbox.cast import START
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.loopback import Loopback, Port43, Reply
from tests.whois_sync.lookup.rdap_samples import FULL, a_person, an_answer, read
from whois_sync.lookup.bootstrap import IANA, Bootstrap
from whois_sync.lookup.lending import missed_roles, silent_roles
from whois_sync.lookup.related import related_url
from whois_sync.lookup.resting import UNSAID
from whois_sync.lookup.services import shipped_as_of
from whois_sync.lookup.sources import PublicRecord

NAME = DomainName("example.com")
ASKED = "https://rdap.example.org/domain/example.com"
HREF = "https://rdap.example.net/v1/domain/EXAMPLE.COM"
REGISTRY_EVENTS = [{"eventAction": "expiration", "eventDate": "2027-08-02T16:43:36Z"}]
Json = dict[str, Any]  # Any: JSON to be spoilt at will


def link(href: object = HREF, **more: object) -> Json:
    return {"rel": "related", "type": "application/rdap+json", "href": href, "value": ASKED} | more


class Two:
    """A registry and a registrar on loopback, a port-43 server, and the record that asks them."""

    def __init__(self, stack: ExitStack) -> None:
        self.registry = stack.enter_context(Loopback())
        self.registrar = stack.enter_context(Loopback())
        self.port43 = stack.enter_context(Port43(samples.ICANN.encode()))
        self.clock = MovableClock(START)
        guard = AddressGuard([self.registry.address, self.registrar.address, self.port43.address])
        http = stack.enter_context(HttpClient(guard=guard, redirects=3))
        self.public = PublicRecord(
            http=http,
            guard=guard,
            bootstrap=Bootstrap(f"{self.registry.url}dns.json", http=http, guard=guard),
            whois_servers={"com": self.port43.address},
            clock=self.clock,
        )
        file = {"services": [[["com"], [self.registry.url]]]}
        self.registry.replies = [reply(file), Reply(500)]

    def says(self, *entities: Json, **more: Any) -> None:
        """Let the registry answer so, with a link to the registrar."""
        told = {"links": [link(f"{self.registrar.url}domain/EXAMPLE.COM")], "events": REGISTRY_EVENTS} | more
        self.registry.replies[-1] = reply(an_answer(*entities, **told))

    def seen(self) -> Seen:
        found = self.public.look_up(NAME)
        assert isinstance(found, Seen)
        return found


@pytest.fixture
def two() -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(stack)


def reply(answer: object) -> Reply:
    return Reply(200, json.dumps(answer).encode())


OWNER = a_person("registrant", *FULL)
TECH = a_person("technical", ["fn", {}, "text", "Tech Example"])


def test_the_registrar_fills_what_the_registry_leaves_open_under_its_own_name(two: Two) -> None:
    two.says(TECH)
    two.registrar.replies = [reply(an_answer(OWNER, a_person("technical", ["fn", {}, "text", "Other"])))]
    found = two.seen()
    assert found.roles[ContactRole.REGISTRANT].email == "one@example.com"
    assert found.roles[ContactRole.TECH].name == "Tech Example"
    assert found.registrar_expires_at == datetime(2026, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.expires_at == datetime(2027, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.borrowed.keys() == {"registrant", "registrar_expires_at"}
    assert [asked.path for asked in two.registrar.asked] == ["/domain/EXAMPLE.COM"]
    assert two.port43.questions == []


def test_nothing_that_the_registry_says_or_hides_is_replaced(two: Two) -> None:
    events = [*REGISTRY_EVENTS, {"eventAction": "registrar expiration", "eventDate": "2026-01-01T00:00:00Z"}]
    two.says(TECH, redacted=[{"name": {"type": "Registrant Contact"}}], events=events)
    two.registrar.replies = [reply(an_answer(OWNER))]
    found = two.seen()
    assert found.roles[ContactRole.REGISTRANT].email is None
    assert found.registrar_expires_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.borrowed == {}


def test_a_role_that_the_tld_does_not_publish_is_not_borrowed(two: Two) -> None:
    two.says()
    two.registrar.replies = [reply(an_answer(OWNER, a_person("administrative", *FULL)))]
    assert two.seen().roles.keys() == {ContactRole.REGISTRANT}


def test_a_registrars_own_link_is_not_followed(two: Two) -> None:
    two.says()
    further = [link(f"{two.registrar.url}more/domain/example.com")]
    two.registrar.replies = [reply(an_answer(OWNER, links=further))]
    two.seen()
    assert len(two.registrar.asked) == 1


@pytest.mark.parametrize(
    "second",
    [
        Reply(404, b'{"errorCode": 404}'),
        Reply(429, b"", {"Retry-After": "60"}),
        Reply(500),
        Reply(200, b"<html>"),
        Reply(200, b""),
        Reply(302, b"", {"Location": "http://127.0.0.1:9/domain/example.com"}),
        reply(an_answer(OWNER, ldhName="example.net")),
        reply({"ldhName": "example.com"}),
    ],
)
def test_a_second_look_that_fails_spoils_nothing(two: Two, second: Reply) -> None:
    two.says(TECH)
    two.port43.answer = b"Please go away"
    two.registrar.replies = [second]
    found = two.seen()
    assert found.roles.keys() == {ContactRole.TECH}
    assert found.registrar == "Example Registrar Inc."
    assert found.borrowed == {}


def test_whois_is_asked_where_the_registrars_rdap_was_not_heard(two: Two) -> None:
    two.says(TECH)
    two.registrar.replies = [Reply(500)]
    assert two.seen().provenance_of("registrant.email").source is Source.WHOIS


def test_another_registrars_record_is_stale_and_lends_nothing(two: Two) -> None:
    two.says(TECH)
    losing = an_answer(OWNER)
    losing["entities"][0]["publicIds"][0]["identifier"] = "8888"
    two.registrar.replies = [reply(losing)]
    assert two.seen().borrowed == {}


def test_a_registrar_that_asks_to_be_left_alone_is(two: Two) -> None:
    two.says(TECH)
    two.registrar.replies = [Reply(429, b"", {"Retry-After": "600"}), reply(an_answer(OWNER))]
    for _ in range(3):
        two.seen()
    assert len(two.registrar.asked) == 1
    two.clock.advance(timedelta(seconds=601))
    assert two.seen().provenance_of("registrant").source is Source.RDAP
    assert len(two.registrar.asked) == 2


def test_whois_that_throttles_is_left_alone_while_rdap_goes_on(two: Two) -> None:
    two.says(TECH, links=[])
    two.port43.answer = b"Query rate limit exceeded. Please go away"
    for _ in range(3):
        assert two.seen().roles.keys() == {ContactRole.TECH}
    assert len(two.port43.questions) == 1
    two.clock.advance(UNSAID)
    two.seen()
    assert len(two.port43.questions) == 2


def test_whois_is_not_asked_for_a_role_that_no_registration_needs() -> None:
    found = read(an_answer(OWNER, TECH, a_person("admin", *FULL), ldhName="example.fr"), "example.fr")
    assert isinstance(found, Seen)
    assert silent_roles(found) == [ContactRole.BILLING]
    assert missed_roles(found) == []


def test_rdap_alone_means_both_rdap_servers(two: Two) -> None:
    two.says(TECH)
    two.registrar.replies = [reply(an_answer(OWNER))]
    found = two.public.by_rdap(NAME)
    assert isinstance(found, Seen)
    assert ContactRole.REGISTRANT in found.roles


@pytest.mark.parametrize(
    "href",
    [
        "http://rdap.example.net/domain/example.com",
        "https://rdap.example.net:8443/domain/example.com",
        "https://user@rdap.example.net/domain/example.com",
        "https://user:word@rdap.example.net/domain/example.com",
        "https://rdap.example.net/domain/example.net",
        "https://rdap.example.net/domain/an-example.com",
        "https://rdap.example.net/domain/example.com/delete",
        "https://rdap.example.net/domain/example.com?delete=yes",
        "https://rdap.example.net/domain/example.com#here",
        "https://rdap.example.net/",
        "https:///domain/example.com",
        "https://[::1/domain/example.com",
        "https://rdap.example.net:port/domain/example.com",
        "https://rdap.example.net/\r\nhost:x/domain/example.com",
        "https://rdap.exämple.net/domain/example.com",
        "/domain/example.com",
        "ftp://rdap.example.net/domain/example.com",
        "file:///domain/example.com",
        ASKED,
        ASKED.upper().replace("HTTPS", "https"),
        f"https://{'a' * 3000}.example.net/domain/example.com",
        "",
        7,
        None,
        [HREF],
    ],
)
def test_a_link_that_is_no_question_about_the_name_is_not_followed(href: object) -> None:
    assert related_url({"links": [link(href)]}, NAME, asked_at=ASKED, guard=AddressGuard()) is None


@pytest.mark.parametrize(
    "links",
    [
        None,
        {},
        [],
        [None, 7, "x", []],
        [link(rel="self")],
        [link(rel=None)],
        [link(type="text/html")],
        [link(type=None)],
        link(),
        [{}] * 100 + [link()],
    ],
)
def test_links_of_another_kind_are_not_followed(links: object) -> None:
    assert related_url({"links": links}, NAME, asked_at=ASKED, guard=AddressGuard()) is None
    assert related_url(links, NAME, asked_at=ASKED, guard=AddressGuard()) is None


@pytest.mark.parametrize("kind", ["application/rdap+json", "Application/RDAP+JSON; charset=utf-8"])
def test_the_first_link_that_fits_is_followed(kind: str) -> None:
    links = [link(rel="self"), link(f"{HREF}?x"), link(rel="Related", type=kind), link(f"{HREF}/other")]
    assert related_url({"links": links}, NAME, asked_at=ASKED, guard=AddressGuard()) == HREF


class Dated(Bootstrap):
    """A bootstrap that has nothing but a table of years ago."""

    def __init__(self, base_url: str, *, http: HttpClient, guard: AddressGuard) -> None:
        super().__init__(IANA, http=http, guard=guard)
        self._base_url = base_url

    @override
    def base_url_for(self, name: DomainName) -> str | None:
        return self._base_url

    @override
    def is_dated(self, name: DomainName) -> bool:
        return True


def test_a_server_from_a_table_of_years_ago_is_not_believed_when_it_denies() -> None:
    with Loopback() as server:
        guard = AddressGuard([server.address])
        server.replies = [Reply(404)]
        with HttpClient(guard=guard) as http:
            found = PublicRecord(
                http=http,
                guard=guard,
                bootstrap=Dated(server.url, http=http, guard=guard),
                whois_servers={},
                clock=MovableClock(START),
            ).look_up(NAME)
    assert isinstance(found, Unreadable)
    assert found.why is Why.NOT_UNDERSTOOD
    assert shipped_as_of() in found.detail


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["related", HREF, "links"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["links", "rel", "type", "href"]), inner),
    max_leaves=12,
)


@given(JSON)
def test_no_answer_breaks_the_reading_of_its_links(answer: object) -> None:
    for told in (answer, {"links": answer}, {"links": [link(answer)]}):
        assert related_url(told, NAME, asked_at=ASKED, guard=AddressGuard()) in {None, HREF}
