"""RDAP answers written for these tests: every name and number is made up."""

from typing import Any

from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, Source
from tests.whois_sync.lookup.samples import NOON
from whois_sync.lookup.rdap import read_rdap

RDAP = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=NOON)
Json = dict[str, Any]  # Any: JSON to be spoilt at will


def card(*properties: list[Any]) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *properties]]


def a_person(role: str, *properties: list[Any], **more: Any) -> Json:
    return {
        "objectClassName": "entity",
        "handle": "EX-1",
        "roles": [role],
        "vcardArray": card(*properties),
    } | more


ADDRESS = ["", "", ["1 Example Street", "Suite 2"], "Ottawa", "ON", "K1A 0B1", "CA"]
FULL = (
    ["fn", {}, "text", "One Example"],
    ["org", {}, "text", "Example Ltd."],
    ["adr", {}, "text", ADDRESS],
    ["tel", {"type": ["voice"]}, "uri", "tel:+1.6135550123;ext=12"],
    ["tel", {"type": "fax"}, "text", "+1.6135550124"],
    [
        "email",
        {},
        "text",
        "one@example.com",
    ],
)


def an_answer(*entities: Json, **more: Any) -> Json:
    """A domain object about example.com, with `entities`."""
    registrar = {
        "roles": ["registrar"],
        "publicIds": [{"type": "IANA Registrar ID", "identifier": "9999"}],
        "vcardArray": card(["fn", {}, "text", "Example Registrar Inc."]),
        "entities": [
            a_person("abuse", ["fn", {}, "text", "Abuse desk"], ["tel", {}, "text", "+1.6135550199"])
        ],
    }
    return {
        "objectClassName": "domain",
        "handle": "1_DOMAIN_COM-EX",
        "ldhName": "EXAMPLE.COM.",
        "status": ["client transfer prohibited", "active"],
        "events": [
            {"eventAction": "Registration", "eventDate": "2001-08-02T16:43:36Z"},
            {"eventAction": "expiration", "eventDate": "2027-08-02T16:43:36Z"},
            {"eventAction": "registrar expiration", "eventDate": "2026-08-02T16:43:36Z"},
            {"eventAction": "last changed", "eventDate": "2026-03-02T09:25:47.123Z"},
            {"eventAction": "last update of RDAP database", "eventDate": "2026-11-20T12:00:00Z"},
        ],
        "nameservers": [
            {"ldhName": "NS1.EXAMPLE.NET."},
            {"unicodeName": "ns2.example.net"},
            {"ldhName": "not a host"},
        ],
        "secureDNS": {"delegationSigned": True},
        "entities": [registrar, *entities],
    } | more


def read(answer: object, name: str | None = "example.com") -> Observation:
    return read_rdap(answer, asked=None if name is None else DomainName(name), provenance=RDAP)


def seen(answer: object) -> Seen:
    observation = read(answer)
    assert isinstance(observation, Seen), observation.kind
    return observation


def usual() -> Json:
    """A registry's answer about a generic name: terms at length, and RFC 9537's list of what is hidden."""
    holder = "$.entities[?(@.roles[0]=='registrant')].vcardArray[1]"
    hidden = ("Name", "Street", "City", "Postal Code", "Phone", "Email")
    redacted = [
        {"name": {"type": f"{role} {field}"}, "method": "removal", "pathLang": "jsonpath", "prePath": holder}
        for role in ("Registrant", "Tech")
        for field in hidden
    ]
    link = {"rel": "related", "href": "https://rdap.example.net/", "type": "application/rdap+json"}
    notice = {"title": "Terms of Use", "description": ["These are terms. " * 60] * 2, "links": [link]}
    hosts = [
        {"objectClassName": "nameserver", "ldhName": f"NS{number}.EXAMPLE.NET", "links": [link]}
        for number in range(1, 5)
    ]
    address = ["adr", {"cc": "CA"}, "text", ["", "", "", "", "ON", "", ""]]
    people = (
        a_person("registrant", ["fn", {}, "text", ""], ["org", {}, "text", "Example Ltd."], address),
        a_person("technical", ["fn", {}, "text", ""], ["contact-uri", {}, "uri", "https://example.net/c"]),
    )
    return an_answer(*people, redacted=redacted, notices=[notice] * 3, nameservers=hosts, links=[link])
