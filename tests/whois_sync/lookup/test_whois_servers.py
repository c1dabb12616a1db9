"""Who is asked on port 43, in which words, and that a host that may lapse is not among them."""

import codecs
import re

import pytest

from net import AddressGuard, HttpClient
from net.dialling import is_host_name
from portfolio.names import DomainName
from portfolio.observation import Source, Unreadable, Why
from sandbox import MovableClock
from tests.sandbox.cast import START
from tests.whois_sync.lookup.loopback import Loopback, Port43, Reply
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.sources import PublicRecord
from whois_sync.lookup.whois_servers import WhoisServers, decoded, question_for, whois_table

OURS = WhoisServers({}, shipped=True)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("example.ca", "whois.ca.fury.ca"),
        ("example.de", "whois.denic.de"),
        ("example.com", "whois.verisign-grs.com"),
        ("example.uk.com", "whois.centralnic.com"),
        ("example.co.jp", "whois.jprs.jp"),
        ("example.uk", "whois.nic.uk"),
        ("example.xn--p1ai", "whois.tcinet.ru"),
        ("example.ma", "whois.registre.ma"),
        ("example.to", "whois.tonicregistry.to"),
        ("example.in", "whois.nixiregistry.in"),
        ("example.xn--h2brj9c", "whois.nixiregistry.in"),
        ("example.ac.uk", "whois.nic.ac.uk"),
        ("example.gov.uk", "whois.gov.uk"),
        ("example.priv.at", "whois.nic.priv.at"),
        ("example.in.net", "whois.centralnic.com"),
        ("example.zz", None),
        ("example.museum", None),
    ],
)
def test_the_longest_suffix_leads_to_a_server(name: str, host: str | None) -> None:
    assert OURS.server_for(DomainName(name)) == (None if host is None else (host, 43))


def test_a_house_goes_before_what_is_shipped_and_a_sandbox_has_nothing_else() -> None:
    own = ("whois.example.net", 4343)
    assert WhoisServers({"ca": own}, shipped=True).server_for(DomainName("example.ca")) == own
    alone = WhoisServers({"ca": own})
    assert alone.server_for(DomainName("example.de")) is None
    assert alone.is_listed(own)
    assert not alone.is_listed(("whois.denic.de", 43))


def test_only_known_servers_on_their_own_port_may_be_referred_to() -> None:
    assert OURS.is_listed(("whois.tucows.com", 43))
    assert OURS.is_listed(("whois.verisign-grs.com", 43))
    for stranger in (
        ("whois.tucows.com", 80),
        ("whois.example.net", 43),
        ("127.0.0.1", 43),
        ("localhost", 43),
    ):
        assert not OURS.is_listed(stranger)


def test_a_server_is_listed_under_its_own_tld_or_an_operators_name() -> None:
    table = whois_table()
    assert len(table.hosts) > 300
    for suffix, host in table.hosts.items():
        tld, its = suffix.rpartition(".")[2], host.rpartition(".")[2]
        is_a_countrys = tld.startswith("xn--") and len(its) == 2
        operated = host.endswith(tuple(f".{operator}" for operator in table.operators))
        assert its == tld or is_a_countrys or operated, (suffix, host)


def test_the_table_is_whole() -> None:
    table = whois_table()
    for host in {*table.hosts.values(), *table.registrars, *table.questions, *table.charsets}:
        assert is_host_name(host)
        assert host == host.lower()
    assert re.fullmatch(r"20\d\d-\d\d", table.as_of)
    asked = {*table.hosts.values(), *table.registrars}
    assert table.questions.keys() <= asked
    for question in table.questions.values():
        assert question.count("{}") == 1
    for charset in table.charsets.values():
        assert codecs.lookup(charset)


@pytest.mark.parametrize(
    ("host", "question"),
    [
        ("whois.denic.de", b"-T dn,ace xn--exmple-cua.de\r\n"),
        ("whois.jprs.jp", b"xn--exmple-cua.de/e\r\n"),
        ("whois.verisign-grs.com", b"domain xn--exmple-cua.de\r\n"),
        ("whois.nic.name", b"domain=xn--exmple-cua.de\r\n"),
        ("whois.punktum.dk", b"--charset=utf-8 --show-handles xn--exmple-cua.de\r\n"),
        ("whois.example.net", b"xn--exmple-cua.de\r\n"),
    ],
)
def test_a_server_is_asked_in_its_own_words_for_the_a_label(host: str, question: bytes) -> None:
    assert question_for(host, DomainName("exämple.de")) == question


@pytest.mark.parametrize(
    ("host", "charset", "text"),
    [
        ("whois.example.net", "utf-8", "Žofie Šťastná"),
        ("whois.example.net", "iso-8859-1", "Jürgen"),
        ("whois.registro.br", "iso-8859-1", "João"),
        ("whois.registro.br", "utf-8", "João"),
        ("whois.nic.hu", "iso-8859-2", "Győző"),
        ("whois.trabis.gov.tr", "iso-8859-9", "İstanbul Şişli"),
        ("whois.kg", "cp1251", "Бишкек"),
        ("whois.jprs.jp", "iso-2022-jp", "例え株式会社"),
        ("whois.jprs.jp", "utf-8", "例え株式会社"),
    ],
)
def test_bytes_are_decoded_once_in_the_servers_charset(host: str, charset: str, text: str) -> None:
    assert decoded(text.encode(charset), host) == text


def test_no_bytes_stay_unread() -> None:
    for host in ("whois.example.net", "whois.kg", "whois.jprs.jp"):
        assert len(decoded(bytes(range(256)), host)) == 256


def test_a_registry_below_a_tld_is_asked_and_not_the_tlds_own_rdap() -> None:
    with Loopback() as server, Port43(b"Domain Name: EXAMPLE.UK.COM\nDOMAIN NOT FOUND\n") as below:
        guard = AddressGuard([server.address, below.address])
        server.replies = [
            Reply(200, f'{{"services": [[["com"], ["{server.url}"]]]}}'.encode()),
            Reply(404),
        ]
        with HttpClient(guard=guard) as http:
            public = PublicRecord(
                http=http,
                guard=guard,
                bootstrap=Bootstrap(f"{server.url}dns.json", http=http, guard=guard),
                whois_servers={"uk.com": below.address},
                clock=MovableClock(START),
            )
            assert public.look_up(DomainName("example.uk.com")).provenance.source is Source.WHOIS
            assert public.look_up(DomainName("example.com")).provenance.source is Source.RDAP
            missing = public.by_whois(DomainName("example.net"))
    assert isinstance(missing, Unreadable)
    assert missing.why is Why.NO_SERVER
