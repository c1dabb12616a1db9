"""One spelling for a server and for a name's suffixes, wherever they are looked for."""

from portfolio.names import DomainName
from whois_sync.lookup.hosts import place_at, place_of, suffixes_of


def test_a_server_is_told_by_its_host_and_by_a_port_that_is_not_the_protocols_own() -> None:
    assert place_of(("whois.example.net", 4343)) == "whois.example.net:4343"
    assert place_of(("whois.example.net", 43)) == "whois.example.net"
    assert place_at("https://RDAP.example.net/v1/") == "rdap.example.net"
    assert place_at("https://rdap.example.net:443/") == "rdap.example.net"
    assert place_at("http://127.0.0.1:8080/domain/x") == "127.0.0.1:8080"


def test_suffixes_come_longest_first() -> None:
    assert list(suffixes_of(DomainName("www.example.co.uk"))) == [
        "www.example.co.uk",
        "example.co.uk",
        "co.uk",
        "uk",
    ]
