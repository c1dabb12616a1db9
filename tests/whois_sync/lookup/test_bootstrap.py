"""The RDAP bootstrap (RFC 9224): longest suffix, https first, the last good copy kept."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from net import AddressGuard, HttpClient
from portfolio.names import DomainName
from tests.whois_sync.lookup.loopback import Loopback, Reply
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.services import MalformedBootstrap, read_services

SERVICES = {
    "version": "1.0",
    "services": [
        [["net", "COM"], ["https://rdap.example.com/v1"]],
        [["co.example"], ["http://a.example.net/", "https://b.example.net/"]],
        [["example"], ["https://c.example.net/"]],
        [["plain"], ["http://rdap.example.org/"]],
        [["box"], ["http://127.0.0.1:1/", "http://127.0.0.1:2/x/"]],
    ],
}
Maker = Callable[..., Bootstrap]
GUARD_OPENS = ("127.0.0.1", 2)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture
def a_bootstrap(server: Loopback) -> Iterator[Maker]:
    """Make bootstraps at the server; their client is closed at the end."""
    guard = AddressGuard([server.address, GUARD_OPENS])
    with HttpClient(guard=guard) as http:
        yield lambda kept=None: Bootstrap(f"{server.url}dns.json", http=http, guard=guard, kept=kept)


def of(services: object = SERVICES, **headers: str) -> Reply:
    return Reply(200, json.dumps(services).encode(), headers)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("example.com", "https://rdap.example.com/v1/"),
        ("example.NET", "https://rdap.example.com/v1/"),
        ("a.co.example", "https://b.example.net/"),
        ("a.b.example", "https://c.example.net/"),
        ("example.org", None),
        ("example.plain", None),
        ("example.box", "http://127.0.0.1:2/x/"),
    ],
)
def test_the_longest_suffix_leads_to_a_server(
    server: Loopback, a_bootstrap: Maker, name: str, base: str | None
) -> None:
    server.replies = [of()]
    assert a_bootstrap().base_url_for(DomainName(name)) == base


def test_the_file_is_fetched_once(server: Loopback, a_bootstrap: Maker) -> None:
    server.replies = [of()]
    bootstrap = a_bootstrap()
    for name in ("example.com", "example.net", "example.org"):
        bootstrap.base_url_for(DomainName(name))
    assert len(server.asked) == 1


def test_many_lanes_that_start_together_fetch_the_file_once(server: Loopback, a_bootstrap: Maker) -> None:
    server.replies = [of()]
    bootstrap = a_bootstrap()
    with ThreadPoolExecutor(16) as lanes:
        found = list(lanes.map(bootstrap.base_url_for, [DomainName("example.com")] * 64))
    assert set(found) == {"https://rdap.example.com/v1/"}
    assert len(server.asked) == 1


def test_a_day_later_the_file_is_asked_for_again(server: Loopback, a_bootstrap: Maker) -> None:
    moved = {"services": [[["com"], ["https://rdap.example.org/"]]]}
    server.replies = [of(), of(moved), Reply(500)]
    bootstrap = a_bootstrap()
    bases: list[str | None] = []
    for _ in range(3):
        bases.append(bootstrap.base_url_for(DomainName("example.com")))
        bootstrap._due_at = 0.0
    assert bases == ["https://rdap.example.com/v1/", "https://rdap.example.org/", "https://rdap.example.org/"]
    assert len(server.asked) == 3


def test_while_one_lane_refreshes_the_others_go_on_with_what_there_is(
    server: Loopback, a_bootstrap: Maker
) -> None:
    server.replies = [of()]
    bootstrap = a_bootstrap()
    bootstrap.base_url_for(DomainName("example.com"))
    bootstrap._due_at = 0.0
    with bootstrap._refreshing:
        assert bootstrap.base_url_for(DomainName("example.com"))
    assert len(server.asked) == 1


def test_what_was_fetched_is_not_dated(server: Loopback, a_bootstrap: Maker) -> None:
    server.replies = [of()]
    assert not a_bootstrap().is_dated(DomainName("example.com"))


@pytest.mark.parametrize("kept", ["[]", "7", '{"file": []}', "[" * 100_000])
def test_a_kept_copy_that_is_none_is_not_read(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path, kept: str
) -> None:
    (tmp_path / "dns.json").write_text(kept)
    server.replies = [Reply(500)]
    assert not a_bootstrap(tmp_path / "dns.json").is_known


def test_a_failed_fetch_falls_back_on_the_kept_copy(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path
) -> None:
    kept = tmp_path / "dns.json"
    server.replies = [of(ETag='"1"'), Reply(503)]
    assert a_bootstrap(kept).base_url_for(DomainName("example.com"))
    again = a_bootstrap(kept)
    assert again.base_url_for(DomainName("example.com")) == "https://rdap.example.com/v1/"
    assert server.asked[1].headers["if-none-match"] == '"1"'


def test_an_unchanged_file_is_not_sent_again(server: Loopback, a_bootstrap: Maker, tmp_path: Path) -> None:
    kept = tmp_path / "dns.json"
    server.replies = [of(ETag='"1"'), Reply(304)]
    a_bootstrap(kept).base_url_for(DomainName("example.com"))
    assert a_bootstrap(kept).base_url_for(DomainName("example.com"))


def test_a_file_without_an_etag_is_asked_for_by_its_date(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path
) -> None:
    kept, date = tmp_path / "dns.json", "Tue, 13 Oct 2026 07:28:00 GMT"
    server.replies = [of(**{"Last-Modified": date}), Reply(304)]
    a_bootstrap(kept).base_url_for(DomainName("example.com"))
    assert a_bootstrap(kept).base_url_for(DomainName("example.com"))
    assert server.asked[1].headers["if-modified-since"] == date
    assert "if-none-match" not in server.asked[1].headers


@pytest.mark.parametrize("validator", [7, None, "bräunlich", "a\r\nb: c", ["x"]])
def test_a_validator_that_no_header_can_carry_is_forgotten(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path, validator: object
) -> None:
    kept = tmp_path / "dns.json"
    kept.write_text(json.dumps({"etag": validator, "last-modified": validator, "file": SERVICES}))
    server.replies = [Reply(500)]
    assert a_bootstrap(kept).base_url_for(DomainName("example.com"))
    assert not {"if-none-match", "if-modified-since"} & server.asked[0].headers.keys()


def test_a_malformed_file_does_not_replace_a_good_one(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path
) -> None:
    kept = tmp_path / "dns.json"
    server.replies = [of(), of({"services": [[["com"], ["what"]]]})]
    a_bootstrap(kept).base_url_for(DomainName("example.com"))
    before = kept.read_bytes()
    assert a_bootstrap(kept).base_url_for(DomainName("example.com"))
    assert kept.read_bytes() == before


def test_without_any_copy_it_says_that_it_knows_nothing(
    server: Loopback, a_bootstrap: Maker, tmp_path: Path
) -> None:
    (tmp_path / "dns.json").write_text("half a f")
    server.replies = [Reply(500)]
    bootstrap = a_bootstrap(tmp_path / "dns.json")
    assert bootstrap.base_url_for(DomainName("example.com")) is None
    assert not bootstrap.is_known


@pytest.mark.parametrize(
    "services",
    [
        None,
        [],
        {},
        {"services": None},
        {"services": []},
        {"services": [[]]},
        {"services": [[["com"]]]},
        {"services": [["com", "https://x/"]]},
        {"services": [[["com"], ["ftp://example.com/"]]]},
        {"services": [[["com"], ["https://"]]]},
        {"services": [[["com"], ["http://[x/"]]]},
        {"services": [[[7], ["https://example.com/"]]]},
        {"services": [[["com"], [""]]]},
    ],
)
def test_a_file_that_is_not_as_the_rfc_has_it_is_refused(services: object) -> None:
    with pytest.raises(MalformedBootstrap):
        read_services(json.dumps(services).encode())


def test_no_json_is_no_file() -> None:
    for body in (b"", b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(MalformedBootstrap):
            read_services(body)
