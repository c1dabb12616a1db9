"""`observe --jsonl`: every line is answered, in order, under its own id."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.rdap_samples import FULL, a_person, an_answer
from whois_sync.lookup.recorded import observe_recorded

FIELDS = {
    "id",
    "kind",
    "why",
    "name",
    "expires_at",
    "registered_at",
    "last_changed_at",
    "registrar",
    "registrar_iana_id",
    "nameservers",
    "statuses",
    "registrant",
    "admin",
    "tech",
    "billing",
}


def answered(*lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in observe_recorded(lines, observed_at=samples.NOON)]


def of_text(text: str, name: str = "example.com") -> dict[str, Any]:
    return answered(json.dumps({"id": 1, "domain": name, "server": "whois.example.net", "text": text}))[0]


def test_a_text_is_told_field_by_field() -> None:
    told = of_text(samples.ICANN)
    assert told.keys() == FIELDS
    assert (told["kind"], told["why"]) == ("seen", None)
    assert told["expires_at"] == "2027-08-02T16:43:36Z"
    assert told["registrar"] == "Example Registrar Inc."
    assert told["registrar_iana_id"] == "9999"
    assert told["nameservers"] == ["ns1.example.net", "ns2.example.net"]
    assert told["statuses"] == ["clientDeleteProhibited", "clientTransferProhibited"]
    assert told["registrant"] == {
        "name": "One Example",
        "organization": "Example Private Limited",
        "street": ["1 Example Street", "Private Bag X9"],
        "city": "Ottawa",
        "state": "ON",
        "postal_code": "K1A 0B1",
        "country": "CA",
        "phone": "+1.6135550123x12",
        "email": "one@example.com",
        "hidden": [],
    }
    assert told["admin"]["hidden"] == ["email", "name", "organization"]
    assert told["billing"] is None


def test_a_day_is_told_as_a_day() -> None:
    assert of_text(samples.BRACKETS, "example.jp")["expires_at"] == "2027-05-31"


def test_the_registrars_date_is_told_where_the_answer_has_no_other() -> None:
    text = samples.ICANN.replace("Registry Expiry Date", "Registry Something")
    assert of_text(text)["expires_at"] == "2026-08-02T16:43:36Z"


def test_an_rdap_answer_is_told_alike() -> None:
    line = json.dumps({"id": "r", "domain": "example.com", "rdap": an_answer(a_person("registrant", *FULL))})
    told = answered(line)[0]
    assert told.keys() == FIELDS
    assert told["registrant"]["email"] == "one@example.com"


def test_absences_and_refusals_are_told() -> None:
    assert of_text("NOT FOUND")["kind"] == "absent"
    assert of_text("Please go away for 13 Seconds")["why"] == "throttled"
    assert of_text(samples.ICANN, "other-example.com")["why"] == "other name"


def test_a_registration_recorded_under_a_documentation_name_is_told_with_the_name_it_is_about() -> None:
    text = samples.ICANN.replace("example.com", "exempel.com").replace("EXAMPLE.COM", "EXEMPEL.COM")
    told = of_text(text, "example.com")
    assert (told["kind"], told["name"]) == ("seen", "exempel.com")
    assert of_text(text, "example.net")["why"] == "other name"
    assert of_text(text, "another-example.com")["why"] == "other name"
    assert of_text(f"% asked: example.com\n{text}", "example.com")["why"] == "other name"


def test_an_absence_recorded_under_a_documentation_name_is_one() -> None:
    assert of_text('No match for "NOBODY-HAS-THIS.COM".', "example.com")["kind"] == "absent"
    assert of_text('No match for "NOBODY-HAS-THIS.NET".', "example.com")["why"] == "other name"
    assert of_text('No match for "NOBODY-HAS-THIS.COM".', "client-example.com")["why"] == "other name"


@pytest.mark.parametrize("kept", [7, "x", None, 1.5, True, ["a"], {"b": [1]}, "é\u2028\ud83d"])
def test_ids_pass_through_whatever_they_are(kept: object) -> None:
    line = json.dumps({"id": kept, "domain": "example.com", "text": "NOT FOUND"})
    assert answered(line)[0]["id"] == kept
    assert answered(json.dumps({"id": kept}))[0]["id"] == kept


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("", None),
        ("no json", None),
        ("[1, 2]", None),
        ('"text"', None),
        ('{"id": 5, "domain": "example.com", "text": "cut o', 5),
        ('{"id": 5}', 5),
        ('{"id": 5, "domain": "example.com"}', 5),
        ('{"id": 5, "domain": null, "text": "NOT FOUND"}', 5),
        ('{"id": 5, "domain": 7, "text": "NOT FOUND"}', 5),
        ('{"id": 5, "domain": "no name", "text": "NOT FOUND"}', 5),
        ('{"id": 5, "domain": "example.com", "text": 9}', 5),
        ('{"id": 5, "domain": "example.com", "text": null, "rdap": null}', 5),
        ('{"id": 5, "domain": "example.com", "rdap": [[[[]]]]}', 5),
        ('{"id": 5, "domain": "example.com", "server": 3, "text": ""}', 5),
        ('{"id": 5, "domain": "example.com", "rdap": ' + "[" * 50_000 + "]" * 50_000 + "}", 5),
        (json.dumps({"id": 5, "domain": "example.com", "text": "x" * 5_000_000}), 5),
        (json.dumps({"id": 5, "domain": "x" * 5_000_000 + ".com", "text": "NOT FOUND"}), 5),
    ],
)
def test_a_line_that_cannot_be_read_is_answered_all_the_same(line: str, kept: object) -> None:
    told = answered(line)[0]
    assert told.keys() == FIELDS
    assert (told["id"], told["kind"]) == (kept, "unreadable")
    assert told["why"]


def test_one_bad_line_does_not_cost_the_next() -> None:
    good = json.dumps({"id": 2, "domain": "example.com", "text": "NOT FOUND"})
    assert [told["id"] for told in answered("{", good, "null", good)] == [None, 2, None, 2]


@given(st.lists(st.text(), max_size=5))
def test_every_line_has_its_answer(lines: list[str]) -> None:
    assert len(answered(*lines)) == len(lines)


@given(st.text(), st.text(max_size=40))
@settings(deadline=None)
def test_every_text_has_its_answer_in_plain_ascii(text: str, name: str) -> None:
    line = json.dumps({"id": text, "domain": name, "text": text})
    told = list(observe_recorded([line], observed_at=samples.NOON))
    assert len(told) == 1
    assert told[0].isascii()
    assert json.loads(told[0])["id"] == text


def test_an_instant_is_told_with_the_offset_that_was_printed() -> None:
    text = "Domain Name: example.com\nRegistrar: Example Registrar\nExpiry Date: 2027-12-04T00:00:00+02:00\n"
    assert of_text(text)["expires_at"] == "2027-12-04T00:00:00+02:00"
    assert of_text(text.replace("+02:00", "Z"))["expires_at"] == "2027-12-04T00:00:00Z"
