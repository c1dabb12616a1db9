"""What vendors spell each in their way: words, phones, provinces, letters, statuses, prices, waits."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.answers.retry_after import until_reset
from registrar.answers.statuses import StatusTable, always
from registrar.answers.words import LONGEST, without_values
from registrar.buying.price_limit import raise_if_dearer
from registrar.contacts.spelling import is_latin, seen_phone, seen_subdivision
from registrar.contract import Quote
from registrar.errors import NotFound, OutcomeUnknown, PriceRefused, Refused, Unsupported
from tests.conformance.people import ODD, REGISTRANT, TECH

NOON = "Mon, 19 May 2025 12:00:00 GMT"
TABLE = StatusTable(
    usual={404: always("not here", NotFound)}, special={("Order", 404): always("not sold", Refused)}
)


def test_what_was_sent_and_what_looks_personal_is_withheld() -> None:
    said = without_values(
        "Registrant  Example\n<a@example.com> +1 613-555-0123 of CA.", ["Registrant Example", "CA"]
    )
    assert said.count("[withheld]") >= 2
    assert "@" not in said
    assert "0123" not in said
    assert "CA" in said


def test_names_of_fields_are_kept_and_long_words_cut() -> None:
    assert without_values("'domainName' cannot be null", []) == "'domainName' cannot be null"
    assert len(without_values("word " * 200, [])) <= LONGEST


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+16135550123", "+1.6135550123"),
        ("+1.6135550123", "+1.6135550123"),
        ("", ""),
        (None, None),
        ("x", "x"),
    ],
)
def test_phones_are_shown_in_epps_form_where_they_can_be_read(text: str | None, shown: str | None) -> None:
    assert seen_phone(text) == shown


def test_a_province_of_a_country_whose_codes_are_not_known_is_a_code_when_it_is_short() -> None:
    assert seen_subdivision("BY", "DE") == "DE-BY"
    assert seen_subdivision("Bayern", "DE") == "Bayern"
    assert seen_subdivision("XX", "CA") == "XX"


def test_letters_are_latin_with_all_their_accents() -> None:
    assert is_latin(REGISTRANT)
    assert is_latin(TECH)
    assert not is_latin(ODD["letters that are not Latin"])


def test_a_status_is_what_is_documented_for_the_operation_and_else_in_general() -> None:
    assert TABLE.error("Order", 404, harmless=False) == (Refused, "not sold")
    assert TABLE.error("Read", 404, harmless=True)[0] is NotFound


def test_an_unknown_status_is_a_no_to_a_question_and_nothing_to_an_order() -> None:
    assert TABLE.error("Read", 418, harmless=True)[0] is Refused
    assert TABLE.error("Order", 418, harmless=False)[0] is OutcomeUnknown


def test_the_servers_own_failures_are_no_word_of_the_vendor() -> None:
    assert [status for status in (200, 302, 400, 499, 500, 501, 502) if TABLE.says_no(status)] == [
        400,
        499,
        501,
    ]


def _quote() -> Quote:
    price = Money(amount=Decimal(12))
    return Quote(name=DomainName("example.com"), kind=OrderKind.RENEW, years=1, price=price)


def test_a_price_up_to_the_limit_passes_and_one_above_it_does_not() -> None:
    raise_if_dearer(_quote(), Money(amount=Decimal(12)), registrar="namecom")
    with pytest.raises(PriceRefused) as refused:
        raise_if_dearer(_quote(), Money(amount=Decimal("11.99")), registrar="namecom")
    assert (refused.value.registrar, refused.value.name) == ("namecom", "example.com")


def test_a_limit_in_another_currency_is_no_limit() -> None:
    with pytest.raises(Unsupported):
        raise_if_dearer(_quote(), Money(amount=Decimal(100), currency="CAD"), registrar="namecom")


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"date": NOON, "x-reset": "1747656030"}, timedelta(seconds=30)),
        ({"date": NOON, "x-reset": "1947656030"}, timedelta(hours=1)),
        ({"date": NOON, "x-reset": "1747656000"}, timedelta(seconds=1)),
        ({"x-reset": "1747656030"}, None),
        ({"date": NOON, "x-reset": "soon", "retry-after": "7"}, timedelta(seconds=7)),
        ({}, None),
    ],
)
def test_an_instant_of_reset_is_measured_by_the_answers_own_date(
    headers: dict[str, str], wait: timedelta | None
) -> None:
    assert until_reset(headers, "x-reset") == wait
