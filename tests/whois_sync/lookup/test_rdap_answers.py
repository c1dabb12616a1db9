"""RDAP answers, as their servers write them, read into observations."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import ContactRole
from portfolio.observation import Absent, Seen, SeenContact, Unreadable, Why
from tests.whois_sync.lookup.rdap_samples import ADDRESS, FULL, a_person, an_answer, read, seen

REGISTRANT = ContactRole.REGISTRANT


def registrant(*properties: list[Any], **more: Any) -> SeenContact:
    return seen(an_answer(a_person("registrant", *properties, **more))).roles[REGISTRANT]


def test_every_field_of_the_domain_is_read() -> None:
    found = seen(an_answer())
    assert found.name == "example.com"
    assert found.registered_at == datetime(2001, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.expires_at == datetime(2027, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.registrar_expires_at == datetime(2026, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.last_changed_at == datetime(2026, 3, 2, 9, 25, 47, tzinfo=UTC)
    assert (found.registrar, found.registrar_iana_id) == ("Example Registrar Inc.", "9999")
    assert found.nameservers == {"ns1.example.net", "ns2.example.net"}
    assert found.statuses == ("client transfer prohibited", "active")
    assert found.delegation_signed is True
    assert found.registry_domain_id == "1_DOMAIN_COM-EX"
    assert found.roles == {}


def test_a_contact_is_read_whole() -> None:
    found = registrant(*FULL)
    assert (found.name, found.organization, found.handle) == ("One Example", "Example Ltd.", "EX-1")
    assert found.street == ("1 Example Street", "Suite 2")
    assert (found.city, found.state, found.postal_code, found.country) == ("Ottawa", "ON", "K1A 0B1", "CA")
    assert (found.phone, found.fax) == ("+1.6135550123x12", "+1.6135550124")
    assert found.email == "one@example.com"


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Registrant", "registrant"),
        ("administrative", "admin"),
        ("ADMIN", "admin"),
        ("technical", "tech"),
        ("tech", "tech"),
        ("billing", "billing"),
    ],
)
def test_roles_are_read_however_they_are_written(written: str, role: str) -> None:
    assert seen(an_answer(a_person(written, *FULL))).roles.keys() == {ContactRole(role)}


def test_an_entity_with_several_roles_stands_for_each() -> None:
    found = seen(an_answer(a_person("registrant", *FULL, roles=["registrant", "technical", "abuse"])))
    assert found.roles.keys() == {REGISTRANT, ContactRole.TECH}


def test_nested_contacts_count_unless_they_are_the_registrars() -> None:
    inner = a_person("technical", ["fn", {}, "text", "Tess Example"])
    found = seen(an_answer(a_person("registrant", *FULL, entities=[inner])))
    assert found.roles[ContactRole.TECH].name == "Tess Example"
    answer = an_answer()
    answer["entities"][0]["entities"].append(inner)
    assert ContactRole.TECH not in seen(answer).roles


def test_a_registrar_named_only_on_its_abuse_desk_is_named() -> None:
    answer = an_answer()
    del answer["entities"][0]["vcardArray"]
    assert seen(answer).registrar == "Abuse desk"


@pytest.mark.parametrize(
    "properties",
    [
        [["fn", {}, "text", ""], ["org", {}, "text", ["Example Ltd.", "Unit"]]],
        [["org", {}, "text", "Example Ltd."]],
    ],
)
def test_an_organization_stands_without_a_name(properties: list[Any]) -> None:
    found = registrant(*properties)
    assert (found.name, found.organization) == (None, "Example Ltd.")


def test_a_country_only_in_the_cc_parameter_is_read() -> None:
    found = registrant(["adr", {"cc": "CA"}, "text", ["", "", "", "", "ON", "", ""]])
    assert (found.state, found.country, found.street) == ("ON", "CA", None)


def test_an_address_only_in_a_label_is_read() -> None:
    label = "1 Example Street\nSuite 2\n1000 Exampleton\nBelgium"
    found = registrant(["adr", {"label": label}, "text", ["", "", "", "", "", "", ""]])
    assert found.street == ("1 Example Street", "Suite 2")
    assert (found.postal_code, found.city, found.country) == ("1000", "Exampleton", "Belgium")


def test_an_address_of_too_few_parts_is_read_as_lines() -> None:
    found = registrant(["adr", {}, "text", ["1 Example Street", "Exampleton", "12345"]])
    assert found.street == ("1 Example Street",)
    assert (found.city, found.postal_code) == ("Exampleton", "12345")


def test_a_name_in_parts_is_put_together() -> None:
    assert registrant(["n", {}, "text", ["Example", "One", "", "", ""]]).name == "One Example"


@pytest.mark.parametrize(
    "array",
    [
        [["fn", {}, "text", "One Example"]],
        ["vcard", ["version", {}, "text", "4.0"], ["fn", {}, "text", "One Example"]],
        ["vcard", [["fn"], ["tel", {}], ["fn", {}, "text", "One Example"], "what", 7, None]],
        [["vcard", [["fn", None, "text", "One Example"]]]],
    ],
)
def test_cards_of_the_wrong_shape_are_read_as_far_as_they_go(array: list[Any]) -> None:
    assert registrant(vcardArray=array).name == "One Example"


def test_of_several_addresses_the_first_counts() -> None:
    found = registrant(["email", {}, "text", "one@example.com"], ["email", {}, "text", "other@example.com"])
    assert found.email == "one@example.com"


def test_an_error_object_404_is_an_absence_and_nothing_else_is() -> None:
    assert isinstance(read({"errorCode": 404, "title": "Not Found"}), Absent)
    for other in (
        {"errorCode": 404, "ldhName": "example.com"},
        {"title": "Not Found", "status": 404},
        {},
        [],
        None,
        "404",
    ):
        assert isinstance(read(other), Unreadable)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"errorCode": 429}, Why.THROTTLED),
        ({"errorCode": 500}, Why.UNAVAILABLE),
        ({"errorCode": "what"}, Why.UNAVAILABLE),
        ({"ldhName": "example.com"}, Why.NOT_UNDERSTOOD),
        ({"ldhName": "other.example.com", "status": ["active"]}, Why.OTHER_NAME),
        (
            {"objectClassName": "nameserver", "ldhName": "example.com", "status": ["active"]},
            Why.NOT_UNDERSTOOD,
        ),
        ({"ldhName": "example.com", "status": ["reserved"]}, Why.RESERVED),
        ({"notices": {"title": "Quota", "description": ["Query limit exceeded."]}}, Why.THROTTLED),
        ({"ldhName": ["example.com"], "status": {}}, Why.NOT_UNDERSTOOD),
    ],
)
def test_other_answers_say_nothing_of_the_name(answer: object, why: Why) -> None:
    observation = read(answer)
    assert isinstance(observation, Unreadable)
    assert observation.why is why


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("294247-01-10T04:00:54.775Z", None),
        ("2027-02-31T00:00:00Z", None),
        ("soon", None),
        (20270301, None),
        (None, None),
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-03-01T04:05:06", date(2027, 3, 1)),
        ("03/04/2027", None),
    ],
)
def test_an_event_without_a_clear_date_is_no_date(written: object, means: date | None) -> None:
    events = [{"eventAction": "expiration", "eventDate": written}]
    assert seen(an_answer(events=events)).expires_at == means


@pytest.mark.parametrize("spelling", [{"ldhName": "xn--exmple-cua.de"}, {"unicodeName": "EXÄMPLE.de"}])
def test_a_name_is_the_same_in_every_spelling(spelling: dict[str, str]) -> None:
    observation = read({"objectClassName": "domain", "status": ["active"]} | spelling, "exämple.de")
    assert isinstance(observation, Seen)


def test_placeholders_in_a_card_are_hidden() -> None:
    found = registrant(
        ["fn", {}, "text", "REDACTED FOR PRIVACY"],
        ["adr", {}, "text", [*ADDRESS[:3], "REDACTED", *ADDRESS[4:]]],
    )
    assert (found.name, found.city) == (None, None)
    assert {"name", "city"} <= found.hidden
    assert found.country == "CA"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
MEMBERS = [
    "errorCode",
    "ldhName",
    "unicodeName",
    "status",
    "events",
    "entities",
    "nameservers",
    "redacted",
    "notices",
    "handle",
    "objectClassName",
    "secureDNS",
]


@given(json_values)
def test_any_json_is_answered(value: object) -> None:
    assert isinstance(read(value), Seen | Absent | Unreadable)


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values))
def test_any_members_are_answered(members: dict[str, object]) -> None:
    assert isinstance(read(an_answer() | members), Seen | Absent | Unreadable)


@given(
    st.dictionaries(
        st.sampled_from(["roles", "vcardArray", "entities", "publicIds", "remarks", "status", "handle"]),
        json_values,
    )
)
def test_any_entity_is_answered(members: dict[str, object]) -> None:
    assert isinstance(read(an_answer(a_person("registrant", *FULL) | members)), Seen)


@given(st.lists(json_values, max_size=4))
def test_any_card_is_answered(card: list[object]) -> None:
    assert isinstance(read(an_answer(a_person("registrant", vcardArray=card))), Seen)


def test_a_number_for_voice_and_fax_is_both() -> None:
    line = ["tel", {"type": ["fax", "voice"]}, "uri", "tel:+1.6135550123"]
    found = seen(an_answer(a_person("registrant", line))).roles[ContactRole.REGISTRANT]
    assert (found.phone, found.fax) == ("+1.6135550123", "+1.6135550123")


def test_notices_that_are_one_object_and_a_handle_of_null_stop_nothing() -> None:
    person = a_person("registrant", *FULL, handle=None)
    found = seen(an_answer(person, notices={"title": "Terms", "description": "none"}, handle=None))
    assert found.roles[ContactRole.REGISTRANT].handle is None
    assert found.expires_at is not None


def test_address_parts_that_are_lists_or_null_are_read() -> None:
    address = ["adr", {"cc": "CA"}, "text", ["", None, ["1 Example Street"], ["Ottawa"], "ON", None, ""]]
    found = seen(an_answer(a_person("registrant", address))).roles[ContactRole.REGISTRANT]
    assert (found.street, found.city, found.country) == (("1 Example Street",), "Ottawa", "CA")


@pytest.mark.parametrize("word", ["server recover prohibited", "an unknown status"])
def test_a_status_that_no_list_knows_is_kept_as_it_is(word: str) -> None:
    assert seen(an_answer(status=[word])).statuses == (word,)
