"""Odd shapes of RDAP answers: read where what is meant is plain, and otherwise no value."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import ContactRole
from portfolio.observation import Absent, SeenContact, Unreadable, Why
from tests.whois_sync.lookup.rdap_samples import ADDRESS, FULL, a_person, an_answer, read, seen, usual
from whois_sync.lookup.rdap_client import parsed_json
from whois_sync.lookup.texts.dates import moment_of

REGISTRANT, ADMIN, TECH = ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH
A_DAY = datetime(2027, 8, 2, 16, 43, 36, tzinfo=UTC)


def registrant(*properties: list[Any], **more: Any) -> SeenContact:
    return seen(an_answer(a_person("registrant", *properties, **more))).roles[REGISTRANT]


def test_a_usual_answer_shows_what_it_shows_and_hides_what_it_hides() -> None:
    found = seen(usual())
    holder, tech = found.roles[REGISTRANT], found.roles[TECH]
    assert (holder.organization, holder.state, holder.country) == ("Example Ltd.", "ON", "CA")
    assert holder.hidden == {"name", "street", "city", "postal_code", "phone", "email"}
    assert tech.hidden == holder.hidden
    assert found.nameservers is not None
    assert len(found.nameservers) == 4


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("tel:+1.6135550123;ext=12", "+1.6135550123x12"),
        ("TEL:+1-613-555-0123;EXT=12;phone-context=example.com", "+1-613-555-0123x12"),
        ("tel:+1.6135550123;ext=", "+1.6135550123"),
        ("tel:+1%20613%20555%200123", "+1 613 555 0123"),
        ("+1.6135550123", "+1.6135550123"),
        (["tel:+1.6135550123", "tel:+1.6135550124"], "+1.6135550123"),
    ],
)
def test_a_phone_is_read_however_it_is_written(number: object, shown: str) -> None:
    assert registrant(["tel", {"type": ["work", "voice"]}, "uri", number]).phone == shown


def test_a_fax_is_told_by_its_scheme_or_type() -> None:
    assert registrant(["tel", {}, "uri", "fax:+1.6135550124"]).fax == "+1.6135550124"
    assert registrant(["tel", {"TYPE": "FAX"}, "text", "+1.6135550124"]).fax == "+1.6135550124"
    assert registrant(["tel", {"type": ["work", "fax"]}, "text", "+1.6135550124"]).phone is None


@pytest.mark.parametrize(
    "address",
    ["one@example.com", "mailto:one@example.com", "MAILTO:one@example.com?subject=x", ["one@example.com"]],
)
def test_an_address_for_mail_is_read_with_and_without_its_scheme(address: object) -> None:
    assert registrant(["email", {}, "uri", address]).email == "one@example.com"


def test_the_preferred_property_counts() -> None:
    found = registrant(
        ["email", {"pref": "2"}, "text", "second@example.com"],
        ["email", {"pref": 1}, "text", "one@example.com"],
        ["email", {}, "text", "third@example.com"],
        ["tel", {"pref": "many"}, "text", "+1.6135550123"],
    )
    assert (found.email, found.phone) == ("one@example.com", "+1.6135550123")


def test_of_several_languages_the_first_counts_whole() -> None:
    found = registrant(
        ["fn", {"language": "en"}, "text", "One Example"],
        ["fn", {"language": "fr"}, "text", "Un Exemple"],
        ["adr", {"language": "en"}, "text", ADDRESS],
        ["adr", {"language": "fr"}, "text", ["", "", "1 rue Exemple", "Hull", "QC", "J8X 0A1", "CA"]],
    )
    assert (found.name, found.city, found.state, found.postal_code) == (
        "One Example",
        "Ottawa",
        "ON",
        "K1A 0B1",
    )


@pytest.mark.parametrize(
    "entry",
    [
        ["adr", {}, "text", ADDRESS],
        ["ADR", {}, "text", ADDRESS],
        ["adr", {}, "text", [ADDRESS]],
        ["adr", {}, "text", *ADDRESS],
        ["adr", {"cc": "CA"}, "text", [*ADDRESS[:6], ""]],
        [
            "adr",
            {"cc": ["CA"]},
            "text",
            ["", "", ["1 Example Street", "Suite 2"], ["Ottawa"], ["ON"], "K1A 0B1", None],
        ],
        ["adr", {"label": "unused"}, "text", ADDRESS],
    ],
)
def test_a_structured_address_is_read_in_every_nesting(entry: list[Any]) -> None:
    found = registrant(entry)
    assert found.street == ("1 Example Street", "Suite 2")
    assert (found.city, found.state, found.postal_code, found.country) == ("Ottawa", "ON", "K1A 0B1", "CA")


@pytest.mark.parametrize(
    "label",
    [
        "1 Example Street\nSuite 2\n1000 Exampleton\nBelgium",
        "1 Example Street\\nSuite 2\\n1000 Exampleton\\nBelgium",
        "1 Example Street,\r\nSuite 2,\r\n1000 Exampleton,\r\nBelgium",
        ["1 Example Street", "Suite 2", "1000 Exampleton", "Belgium"],
    ],
)
def test_an_unstructured_address_is_read_in_lines(label: object) -> None:
    found = registrant(["adr", {"label": label}, "text", [""] * 7])
    assert (found.street, found.city) == (("1 Example Street", "Suite 2"), "Exampleton")
    assert (found.postal_code, found.country) == ("1000", "Belgium")


def test_an_organization_of_units_in_a_list_of_lists_is_read() -> None:
    assert registrant(["org", {}, "text", [["Example Ltd.", "Unit"]]]).organization == "Example Ltd."


def test_a_bare_handle_does_not_stand_in_the_way_of_the_contact_itself() -> None:
    bare = {"objectClassName": "entity", "handle": "EX-0", "roles": ["registrant"]}
    roles = seen(an_answer(bare, a_person("registrant", *FULL))).roles
    assert (roles[REGISTRANT].handle, roles[REGISTRANT].name) == ("EX-1", "One Example")
    assert seen(an_answer(bare)).roles[REGISTRANT] == SeenContact(handle="EX-0")


@pytest.mark.parametrize("outer", ["reseller", "sponsor", "registrar"])
def test_the_people_of_who_sold_the_name_are_not_the_names(outer: str) -> None:
    seller = a_person(outer, ["fn", {}, "text", "Example Sales"], entities=[a_person("technical", *FULL)])
    assert TECH not in seen(an_answer(seller)).roles


def test_people_within_a_domains_contact_are_the_names() -> None:
    holder = a_person("registrant", *FULL, entities=[a_person("administrative", *FULL)])
    assert seen(an_answer(holder)).roles.keys() == {REGISTRANT, ADMIN}


def events(*told: tuple[str, str]) -> dict[str, Any]:
    return an_answer(events=[{"eventAction": action, "eventDate": at} for action, at in told])


def test_two_different_days_of_expiry_are_none() -> None:
    twice = events(("expiration", "2027-08-02T16:43:36Z"), ("expiration", "2028-08-02T16:43:36Z"))
    assert seen(twice).expires_at is None
    same = events(("expiration", "2027-08-02T16:43:36Z"), ("Expiration", "2027-08-02T23:00:00Z"))
    assert seen(same).expires_at == A_DAY


def test_the_latest_of_several_changes_counts() -> None:
    found = seen(events(("last changed", "2026-03-02T09:25:47Z"), ("last changed", "2026-04-01")))
    assert str(found.last_changed_at) == "2026-04-01"


@pytest.mark.parametrize(
    "written",
    [
        "2027-08-02T16:43:36Z",
        "2027-08-02T16:43:36.789Z",
        "2027-08-02t16:43:36z",
        "2027-08-02T18:43:36+02:00",
        "2027-08-02 16:43:36Z",
        "2027-08-02T16:43:36+0000",
    ],
)
def test_an_instant_is_read_in_every_form_of_rfc_3339(written: str) -> None:
    assert seen(events(("expiration", written))).expires_at == A_DAY


@pytest.mark.parametrize(
    "written",
    ["2027-08-02T16:43:60Z", "1970-01-01T00:00:00Z", "2027-13-02T16:43:36Z", "0001-01-01T00:00:00Z"],
)
def test_an_instant_that_is_none_is_not_believed(written: str) -> None:
    found = seen(events(("expiration", written))).expires_at
    assert found is None or found == datetime(2027, 8, 2, 16, 43, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("secure", "signed"),
    [
        ({"delegationSigned": True}, True),
        ({"delegationSigned": False, "dsData": []}, False),
        ({"delegationSigned": "true"}, True),
        (
            {"zoneSigned": True, "dsData": [{"keyTag": 1, "algorithm": 13, "digest": "00", "digestType": 2}]},
            True,
        ),
        ({"zoneSigned": True}, None),
        ({}, None),
        ([], None),
        (None, None),
        ({"delegationSigned": "perhaps"}, None),
    ],
)
def test_what_an_answer_says_of_dnssec(secure: object, signed: object) -> None:
    assert seen(an_answer(secureDNS=secure)).delegation_signed is signed


@pytest.mark.parametrize(
    "listed",
    [
        ["NS1.example.net.", "ns2.example.net"],
        [{"ldhName": "ns1.example.net"}, {"ldhName": None, "unicodeName": "ns2.example.net"}],
    ],
)
def test_name_servers_are_read_as_objects_and_as_names(listed: object) -> None:
    assert seen(an_answer(nameservers=listed)).nameservers == {"ns1.example.net", "ns2.example.net"}


def test_statuses_are_read_from_a_list_or_alone_each_once() -> None:
    assert seen(an_answer(status="client hold")).statuses == ("client hold",)
    assert seen(an_answer(status=["active", " active ", None, 7, ""])).statuses == ("active",)


def test_an_answer_whose_two_names_disagree_is_about_its_a_label() -> None:
    told = an_answer(ldhName="example.net", unicodeName="example.com")
    observation = read(told, "example.com")
    assert isinstance(observation, Unreadable)
    assert observation.why is Why.OTHER_NAME
    assert seen(an_answer(ldhName="", unicodeName="example.com")).name == "example.com"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"errorCode": 404, "title": "Query rate limit exceeded"}, Why.THROTTLED),
        ({"errorCode": 403, "description": ["Too many requests, slow down"]}, Why.THROTTLED),
        ({"errorCode": 429, "title": "Not Found"}, Why.THROTTLED),
        ({"errorCode": 503, "title": "Service Unavailable"}, Why.UNAVAILABLE),
        ({"errorCode": 400, "title": "Bad Request"}, Why.REFUSED),
    ],
)
def test_words_of_refusal_count_before_the_code_of_an_absence(told: object, why: Why) -> None:
    observation = read(told)
    assert isinstance(observation, Unreadable)
    assert observation.why is why


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"title": "Not Found"},
        {"title": "Object not found", "description": ["The domain example.com was not found"]},
        {"title": "Resource not found", "description": "No data found"},
        {"title": "Error", "description": ["Domain example.com does not exist in the registry database."]},
        {"title": "Domain not found", "lang": "en", "description": ["The requested object does not exist"]},
        {"title": "404", "notices": [{"title": "Terms", "description": ["Too many queries are refused."]}]},
    ],
)
@pytest.mark.parametrize("code", [404, "404", " 404 "])
def test_an_absence_is_told_in_many_words(words: dict[str, Any], code: object) -> None:
    assert isinstance(read({"errorCode": code} | words), Absent)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
def test_json_is_read_in_every_encoding_that_it_may_come_in(encoding: str) -> None:
    assert parsed_json('{"ldhName": "bücher.example"}'.encode(encoding)) == {"ldhName": "bücher.example"}


def test_half_a_surrogate_pair_spoils_its_own_text_only() -> None:
    assert parsed_json(rb'{"handle": "\ud800", "ldhName": "example.com"}') == {
        "handle": "\ud800",
        "ldhName": "example.com",
    }


@given(
    st.integers(0, 3 * 10**9).map(lambda after: A_DAY - timedelta(days=15_000) + timedelta(seconds=after)),
    st.sampled_from(["Z", "+00:00", "+0200", "-05:30", ".1Z", ".123456789Z", ".5+0100"]),
)
def test_the_quick_way_to_a_moment_ends_where_the_long_way_does(at: datetime, tail: str) -> None:
    text = f"{at:%Y-%m-%dT%H:%M:%S}{tail}"
    event = {"eventAction": "expiration", "eventDate": text}
    found = seen({"objectClassName": "domain", "ldhName": "example.com", "events": [event]}).expires_at
    assert (found, found.utcoffset()) == (moment_of(text), moment_of(text).utcoffset())


@pytest.mark.parametrize("text", ["2027-W01-2T03:04:05Z", "2027-01-02T24:00:00Z", "2027-02-31T00:00:00Z"])
def test_a_moment_that_is_none_is_no_expiry(text: str) -> None:
    event = {"eventAction": "expiration", "eventDate": text}
    answer = {"objectClassName": "domain", "ldhName": "example.com", "status": ["active"], "events": [event]}
    assert seen(answer).expires_at is None


def test_an_entity_of_several_roles_is_each_ones_contact_and_hides_what_each_role_hides() -> None:
    person = a_person("registrant", ["fn", {}, "text", "Registrant Example"])
    person["roles"] = ["registrant", "technical"]
    found = seen(an_answer(person) | {"redacted": [{"name": {"type": "Tech Name"}, "method": "emptyValue"}]})
    assert found.roles[REGISTRANT].name == "Registrant Example"
    assert (found.roles[TECH].name, found.roles[TECH].hidden) == (None, {"name"})
