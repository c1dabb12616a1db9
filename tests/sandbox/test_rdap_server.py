"""What the public reads over RDAP: shape, redaction by TLD, the way there, and the refusals."""

from collections.abc import Iterator

import pytest

from portfolio.contacts import Contact
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox import Fault, Sandbox
from tests.sandbox.cast import COMPANY, OURS, PERSON, START, fetch, fetch_json, noon, register

PROFILE = "icann_rdap_response_profile_1"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as running:
        yield running


def looked_up(box: Sandbox, name: str, *, registrant: Contact = COMPANY) -> dict[str, object]:
    register(box.registry, name, registrant=registrant)
    return fetch_json(f"{box.addresses.rdap}domain/{name}")


def entities(answer: dict[str, object]) -> dict[str, dict[str, object]]:
    found = answer["entities"]
    assert isinstance(found, list)
    return {entity["roles"][0]: entity for entity in found}


def card(entity: dict[str, object]) -> dict[str, list[object]]:
    """The jCard's properties by name; a phone under "voice" or "fax"."""
    kind, properties = entity["vcardArray"]
    assert kind == "vcard"
    assert properties[0] == ["version", {}, "text", "4.0"]
    return {p[1]["type"][0] if p[0] == "tel" else p[0]: p for p in properties}


def redacted(answer: dict[str, object]) -> dict[str, str]:
    """Name and method of every redaction."""
    entries = answer.get("redacted", [])
    assert isinstance(entries, list)
    return {entry["name"]["type"]: entry["method"] for entry in entries}


def test_the_bootstrap_leads_to_each_tlds_own_server_and_knows_no_ee(box: Sandbox) -> None:
    bootstrap = fetch_json(box.addresses.rdap_bootstrap)
    services = bootstrap["services"]
    assert bootstrap["version"] == "1.0"
    bases = {tld: urls[0] for tlds, urls in services for tld in tlds}
    assert set(bases) == {"ca", "com", "net", "org"}
    for name in ("example.ca", "example.com", "example.net", "example.org"):
        register(box.registry, name)
        base = bases[DomainName(name).tld]
        assert base.endswith("/")
        answer = fetch_json(f"{base}domain/{name}")
        assert str(answer["ldhName"]).lower() == name
        assert answer["links"][0]["href"] == f"{base}domain/{name}"


def test_a_domain_object_has_its_dates_statuses_servers_and_registrar(box: Sandbox) -> None:
    register(box.registry, "example.org")
    box.registry.update(DomainName("example.org"), by=OURS, add_statuses=[Status.CLIENT_TRANSFER_PROHIBITED])
    box.clock.move_to(noon("2027-03-10"))
    status, headers, _ = fetch(f"{box.addresses.rdap}domain/example.org")
    assert (status, headers["content-type"]) == (200, "application/rdap+json")
    answer = fetch_json(f"{box.addresses.rdap}domain/example.org")
    assert answer["objectClassName"] == "domain"
    assert answer["ldhName"] == "example.org"
    assert answer["status"] == ["auto renew period", "client transfer prohibited"]
    assert [server["ldhName"] for server in answer["nameservers"]] == ["ns1.example.net", "ns2.example.net"]
    assert answer["secureDNS"] == {"delegationSigned": False}
    events = {event["eventAction"]: event["eventDate"] for event in answer["events"]}
    assert events["registration"] == "2026-03-01T12:00:00Z"
    assert events["expiration"] == "2028-03-01T12:00:00Z"
    assert events["registrar expiration"] == "2027-03-01T12:00:00Z"
    assert events["last update of RDAP database"] == "2027-03-10T12:00:00Z"
    registrar = entities(answer)["registrar"]
    assert registrar["publicIds"] == [{"type": "IANA Registrar ID", "identifier": "9995"}]
    assert card(registrar)["fn"][3] == "Sandbox Wholesale Registrar Inc."
    abuse = registrar["entities"][0]
    assert abuse["roles"] == ["abuse"]
    assert set(card(abuse)) == {"version", "fn", "voice", "email"}
    assert {"rdap_level_0", PROFILE, "redacted"} <= set(answer["rdapConformance"])


def test_a_generic_name_hides_its_holder_by_the_methods_of_the_profile(box: Sandbox) -> None:
    answer = looked_up(box, "example.com")
    found = entities(answer)
    assert set(found) == {"registrar", "registrant", "technical"}
    registrant = card(found["registrant"])
    assert registrant["fn"][3] == ""
    assert registrant["adr"][1] == {"cc": "CA"}
    assert registrant["adr"][3] == ["", "", "", "", "ON", "", ""]
    assert not {"org", "voice", "fax", "email"} & set(registrant)
    assert registrant["contact-uri"][3] == "https://registrar.example.com/contact/example.com/registrant"
    assert not any("handle" in found[role] for role in ("registrant", "technical"))
    assert set(card(found["technical"])) == {"version", "fn", "contact-uri"}
    assert redacted(answer) == {
        "Registry Registrant ID": "removal",
        "Registrant Name": "emptyValue",
        "Registrant Organization": "removal",
        "Registrant Street": "emptyValue",
        "Registrant City": "emptyValue",
        "Registrant Postal Code": "emptyValue",
        "Registrant Phone": "removal",
        "Registrant Email": "replacementValue",
        "Registry Tech ID": "removal",
        "Tech Name": "emptyValue",
        "Tech Phone": "removal",
        "Tech Email": "replacementValue",
    }
    entry = next(e for e in answer["redacted"] if e["method"] == "replacementValue")
    assert {"prePath", "replacementPath", "pathLang", "reason"} <= set(entry)


def test_a_companys_ca_name_shows_every_role_that_the_registry_has(box: Sandbox) -> None:
    answer = looked_up(box, "example.ca")
    found = entities(answer)
    assert set(found) == {"registrar", "registrant", "administrative", "technical"}
    assert redacted(answer) == {}
    registrant = card(found["registrant"])
    assert registrant["fn"][3] == "One Example"
    assert registrant["org"][3] == "Example Ltd."
    assert registrant["adr"][3] == ["", "", ["1 Example Street", "Suite 2"], "Ottawa", "ON", "K1A 0A1", ""]
    assert registrant["voice"][2:] == ["uri", "tel:+16135550123;ext=12"]
    assert registrant["email"][3] == "one@example.com"
    assert card(found["technical"])["email"][3] == "desk@example.net"
    assert found["registrant"]["handle"]
    assert "publicIds" not in found["registrar"]
    assert PROFILE not in answer["rdapConformance"]


def test_a_persons_ca_name_hides_everybody_the_country_included(box: Sandbox) -> None:
    answer = looked_up(box, "example.ca", registrant=PERSON)
    found = entities(answer)
    for role in ("registrant", "administrative", "technical"):
        properties = card(found[role])
        assert set(properties) == {"version", "fn", "adr", "contact-uri"}
        assert properties["fn"][3] == ""
        assert properties["adr"] == ["adr", {}, "text", ["", "", "", "", "", "", ""]]
    assert redacted(answer)["Registrant Country"] == "emptyValue"
    assert redacted(answer)["Admin Email"] == "replacementValue"
    assert "one@" not in str(answer)


def test_what_the_registry_of_com_says_it_says_in_capitals(box: Sandbox) -> None:
    answer = looked_up(box, "example.com")
    assert answer["ldhName"] == "EXAMPLE.COM"
    assert answer["nameservers"][0]["ldhName"] == "NS1.EXAMPLE.NET"


def test_an_internationalized_name_comes_in_both_spellings(box: Sandbox) -> None:
    register(box.registry, "café-exemple.ca")
    answer = fetch_json(f"{box.addresses.rdap}ca/domain/{DomainName('café-exemple.ca')}")
    assert (answer["ldhName"], answer["unicodeName"]) == (
        str(DomainName("café-exemple.ca")),
        "café-exemple.ca",
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("domain/nobody.com", 404),
        ("ca/domain/example.com", 404),
        ("domain/example.ee", 404),
        ("domain/nonsense", 400),
        ("entity/C000001-SBOX", 400),
        ("", 400),
    ],
)
def test_what_is_not_answered_is_refused_with_an_error_object(box: Sandbox, path: str, status: int) -> None:
    register(box.registry, "example.com")
    register(box.registry, "example.ee")
    got, headers, body = fetch(f"{box.addresses.rdap}{path}")
    assert (got, headers["content-type"]) == (status, "application/rdap+json")
    assert f'"errorCode": {status}'.encode() in body


def test_help_has_notices_and_writing_is_not_possible(box: Sandbox) -> None:
    assert fetch_json(f"{box.addresses.rdap}gtld/help")["notices"]
    assert fetch(f"{box.addresses.rdap}domain/example.com", method="PUT")[0] == 405
    status, headers, body = fetch(f"{box.addresses.rdap}help", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_every_lookup_is_on_the_log_with_its_name(box: Sandbox) -> None:
    fetch(f"{box.addresses.rdap}domain/nobody.com")
    fetch(box.addresses.rdap_bootstrap)
    assert [entry.name for entry in box.log.of(channel="rdap")] == ["nobody.com"]


def test_an_answer_may_be_about_another_name_or_under_another_name(box: Sandbox) -> None:
    register(box.registry, "example.ca")
    register(box.registry, "second.com")
    url = f"{box.addresses.rdap}domain/"
    box.faults.order(Fault.OTHER_NAME, to="rdap", times=3)
    assert fetch_json(f"{url}example.ca")["ldhName"] == "other-example.ca"
    assert fetch_json(f"{url}first.com")["ldhName"] == "SECOND.COM"
    assert fetch(f"{url}nobody.org")[0] == 404
    assert fetch_json(f"{url}example.ca")["ldhName"] == "example.ca"


def test_a_fault_of_the_lookups_leaves_the_bootstrap_alone(box: Sandbox) -> None:
    box.faults.order(Fault.THROTTLED, to="rdap")
    assert fetch(box.addresses.rdap_bootstrap)[0] == 200
    status, headers, _ = fetch(f"{box.addresses.rdap}domain/example.ca")
    assert (status, headers["retry-after"]) == (429, "30")
    box.faults.order(Fault.SERVER_ERROR, to="bootstrap")
    assert fetch(box.addresses.rdap_bootstrap)[0] == 500
