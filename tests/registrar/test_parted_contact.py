"""Phones in three parts, streets by their house number, initials: taken apart, and put together again."""

import pytest

from portfolio.contacts import Phone
from registrar.contacts.parted import from_parts, house_of, in_parts, initials_of, not_held
from tests.conformance.people import EVERYONE, ODD


@pytest.mark.parametrize("number", ["+1.6135550123", "+33.199001234", "+290.5550"])
def test_a_phone_is_the_same_after_its_parts(number: str) -> None:
    parts = in_parts(Phone.parse(number))
    assert from_parts(parts) == number
    assert parts["country_code"] == number.partition(".")[0]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"country_code": "33", "area_code": "19", "subscriber_number": "9001234"}, "+33.199001234"),
        ({"country_code": "+33", "area_code": "", "subscriber_number": "199001234"}, "+33.199001234"),
        ({"country_code": "+33", "area_code": None, "subscriber_number": "199001234"}, "+33.199001234"),
        ({"area_code": "10", "subscriber_number": "ext"}, "10ext"),
        ({"country_code": "+31", "area_code": "", "subscriber_number": ""}, None),
        ({}, None),
    ],
)
def test_a_phone_of_others_is_read_as_far_as_it_goes(parts: dict[str, str | None], told: str | None) -> None:
    assert from_parts(parts) == told


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Sample Road 83b", "Sample Road", "83b"),
        ("12 Main Street", "12 Main Street", ""),
        ("12 34", "12 34", ""),
    ],
)
def test_a_house_number_stands_at_the_end(line: str, street: str, number: str) -> None:
    assert house_of(line) == (street, number)


def test_initials_are_those_of_every_given_name() -> None:
    assert initials_of("Anne-Sample Élise") == "A.S.É."
    assert not initials_of("")


def test_a_province_need_not_be_there_and_what_has_no_place_is_named() -> None:
    assert [what for who in (*EVERYONE.values(), ODD["no province"]) for what in not_held(who)] == []
    assert all(
        [*not_held(ODD[oddity])] for oddity in ODD if oddity not in ("a long organization", "no province")
    )
