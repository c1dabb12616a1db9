"""Dates as registries print them; what could be read two ways is not read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.values import Moment, day_of
from tests.whois_sync.lookup.samples import seen
from whois_sync.lookup.texts.dates import moment_of, order_for


@pytest.mark.parametrize(
    ("printed", "means"),
    [
        ("2027-03-01", date(2027, 3, 1)),
        ("2027-03-01T04:05:06Z", datetime(2027, 3, 1, 4, 5, 6, tzinfo=UTC)),
        ("2027-03-01T04:05:06.789+02:00", datetime(2027, 3, 1, 2, 5, 6, tzinfo=UTC)),
        ("2027-03-01 04:05:06", date(2027, 3, 1)),
        ("2027-03-01 04:05:06 UTC", datetime(2027, 3, 1, 4, 5, 6, tzinfo=UTC)),
        ("2027-03-01 00:30:00+02", datetime(2027, 2, 28, 22, 30, tzinfo=UTC)),
        ("1999-06-07 13:01:43 (GMT+0:00)", datetime(1999, 6, 7, 13, 1, 43, tzinfo=UTC)),
        ("2027-03-01 04:05:06 GMT+1", datetime(2027, 3, 1, 3, 5, 6, tzinfo=UTC)),
        ("2027/03/01 01:05:07 (JST)", date(2027, 3, 1)),
        ("2027.03.01 13:00:00", date(2027, 3, 1)),
        ("2007. 03. 02.", date(2007, 3, 2)),
        ("2027-Aug-22.", date(2027, 8, 22)),
        ("20270301", date(2027, 3, 1)),
        ("20270301120000", date(2027, 3, 1)),
        ("19990518 #162310", date(1999, 5, 18)),
        ("01.03.2027 12:31:19", date(2027, 3, 1)),
        ("1.3.2027", date(2027, 3, 1)),
        ("05-Jan-2003 14:06:59 UTC", datetime(2003, 1, 5, 14, 6, 59, tzinfo=UTC)),
        ("21-March-2027", date(2027, 3, 21)),
        ("02nd August 2027", date(2027, 8, 2)),
        ("Wednesday 30th Mar 2011", date(2011, 3, 30)),
        ("7 Sep 2027", date(2027, 9, 7)),
        ("October  9 2027", date(2027, 10, 9)),
        ("Mar 25 01:57:22 PDT 2009", date(2009, 3, 25)),
        ("Sun Nov  5 14:03:48 GMT 2000", datetime(2000, 11, 5, 14, 3, 48, tzinfo=UTC)),
        ("Tue Dec 12 2000", date(2000, 12, 12)),
        ("23 de agosto de 2012 (10:10:08 GMT)", date(2012, 8, 23)),
        ("25/12/2027", date(2027, 12, 25)),
        ("12/25/2027", date(2027, 12, 25)),
        ("04/04/2027", date(2027, 4, 4)),
    ],
)
def test_a_date_with_one_meaning_is_read(printed: str, means: Moment) -> None:
    assert moment_of(printed) == means


@pytest.mark.parametrize(
    "printed",
    [
        "03/04/2027",
        "03-04-2027",
        "03/04/27",
        "2027-02-31",
        "31.02.2027",
        "294247-01-10T04:00:54Z",
        "before Aug-1996",
        "see at www.example.net",
        "",
        "2027",
        "0000-00-00",
        "2027-13-01",
        "x" * 500,
        "2027-03-01T99:00:00Z",
    ],
)
def test_a_date_with_two_meanings_or_none_is_no_date(printed: str) -> None:
    assert moment_of(printed) is None


def test_the_order_is_the_tlds_the_texts_own_or_shown_by_another_date() -> None:
    assert order_for("fr", []) == "day"
    assert order_for("tk", []) == "month"
    assert order_for("example", [], stated="Creation Date (dd/mm/yyyy)") == "day"
    assert order_for("example", ["03/04/2027", "28/02/2015"]) == "day"
    assert order_for("example", ["03/04/2027", "02/28/2015"]) == "month"
    assert order_for("example", ["28/02/2015", "02/28/2015"]) == ""
    assert order_for("example", ["03/04/2027"]) == ""


def test_an_expiry_of_unknown_order_is_missing_not_guessed() -> None:
    text = "Domain Name: example.zz\nExpiration Date: 03/04/2027\nName Server: ns1.example.net\n"
    assert seen(text, "example.zz").expires_at is None


def test_an_option_is_no_registration() -> None:
    text = """\
DOMAIN NAME:           example.pl
created:               2002.09.19 13:00:00
renewal date:          2027.09.18 14:00:00

option created:        2024.10.14 09:29:47
option expiration date:       2029.10.14 09:29:47
"""
    assert seen(text, "example.pl").expires_at == date(2027, 9, 18)


@given(st.dates(min_value=date(1985, 1, 1), max_value=date(2200, 1, 1)))
def test_a_day_survives_being_printed(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%d-%b-%Y", "%d %B %Y", "%d.%m.%Y", "%a %b %d %Y"):
        found = moment_of(day.strftime(form))
        assert found is not None
        assert day_of(found) == day


@given(st.text(max_size=90))
def test_no_text_makes_the_reading_of_dates_fail(text: str) -> None:
    found = moment_of(text)
    assert found is None or 1000 <= day_of(found).year <= 9999 or day_of(found).year < 1000


@pytest.mark.parametrize("torn", ["2027-08-1", "2027/08/3", "12-Feb-20", "2027081"])
def test_a_date_at_which_the_answer_breaks_off_is_no_date(torn: str) -> None:
    text = f"Domain Name: example.com\nRegistrar: Example Registrar\nExpiry Date: {torn}"
    assert seen(text, "example.com").expires_at is None


@pytest.mark.parametrize(("printed", "year"), [("02-Mar-27", 2027), ("02-Mar-98", 1998)])
def test_a_year_of_two_digits_is_read_beside_a_month_in_letters(printed: str, year: int) -> None:
    assert moment_of(printed) == date(year, 3, 2)


@pytest.mark.parametrize("printed", ["0001-01-01", "1900-01-01T00:00:00Z", "1970-01-01"])
def test_a_year_before_there_were_domain_names_is_no_date(printed: str) -> None:
    assert moment_of(printed) is None
