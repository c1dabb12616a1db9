"""Dates as registries print them. A date whose order of day and month is not known is no date."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from portfolio.values import Moment
from whois_sync.lookup.texts.places import DAY_FIRST, MONTH_FIRST

_MAX = 80
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene janeiro gennaio",
            "feb february februar fevrier febrero fevereiro febbraio",
            "mar march marz mars marzo marco",
            "apr april avril abril abr aprile",
            "may mai mayo maio maggio",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre setembro settembre",
            "oct october oktober octobre octubre outubro ottobre okt",
            "nov november novembre noviembre novembro",
            "dec december dezember decembre diciembre dezembro dicembre dez dic",
        ),
        start=1,
    )
    for name in names.split()
}
# Other names of zones are read over: most mean several things (BST, CST, IST), and a registry that prints its
# local zone means its local day.
_UNIVERSAL = frozenset({"z", "utc", "gmt"})

# Each pattern is anchored and of bounded repeats: linear on any text.
_TIME = r"(?:[T ,#]{1,3}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?"
_ZONE = r" ?\(?((?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5})?\)?[ .]*"
_REST = rf"{_TIME}{_ZONE}(?:\(.{{0,40}}\))?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-./]) ?(\d{{1,2}})\2 ?(\d{{1,2}})\.?{_REST}")
_YEAR_WORD = re.compile(rf"(\d{{4}})[-./ ]([A-Za-z]{{3,9}})[-./ ](\d{{1,2}})\.?{_REST}")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:(\d{{2}})(\d{{2}})(\d{{2}}))?(?: #\d{{1,9}})?{_REST}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-./])(\d{{1,2}})\2(\d{{4}})\.?{_REST}")
_SHORT_YEAR = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2})")
_DNS = 1983  # before it there were no domain names: such years stand for no date at all
_FIRST_NAME = 85  # the first domain names were registered in 1985
_DAY_WORD = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)?[-./ ]{1,3}(?:de )?([^\W\d]{3,10})\.?"
    rf"[-./, ]{{1,3}}(?:de )?(\d{{4}}){_REST}"
)
_WORD_DAY = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?([^\W\d]{3,10})\.? {1,2}(\d{1,2})(?:st|nd|rd|th)?,? +"
    r"(?:(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,6})? +(?:([A-Za-z]{1,5}|[+-]\d{4}) +)?)?(\d{4})[ .]*"
    rf"{_REST}"
)


def order_for(tld: str, texts: Iterable[str], *, stated: str = "") -> str:
    """
    Return `day`, `month` or empty: which comes first in dates such as 03/04/2027 of this answer.

    Known for the TLD, stated by the text itself (`dd/mm/yyyy`), or shown by another date of the same answer
    that can only be read one way. Never guessed.
    """
    if tld in DAY_FIRST:
        return "day"
    if tld in MONTH_FIRST:
        return "month"
    low = stated.lower()
    if "dd/mm" in low or "dd-mm" in low:
        return "day"
    if "mm/dd" in low or "mm-dd" in low:
        return "month"
    shown = {order for text in texts if (order := _shown_by(text))}
    return shown.pop() if len(shown) == 1 else ""


def moment_of(text: str, order: str = "") -> Moment | None:
    """
    Return the moment that `text` names: an instant where it gives a time and a zone, else a day; or None.

    `order` is what `order_for` said. None for a day that is no day (31 February), a year before the domain
    name system's first (1983) or with more than four digits, an order not known.
    """
    if not 6 <= len(text) <= _MAX:
        return None
    bare = text.strip()
    first = bare[:1]
    if first.isdigit():
        return _from_digits(bare, order)
    if first.isalpha():
        return _from_words(bare)
    return None


def _from_digits(text: str, order: str) -> Moment | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, *rest = found.groups()
        return _moment(year, month, day, rest)
    if found := _COMPACT.fullmatch(text):
        year, month, day, *tail = found.groups()
        return _moment(year, month, day, tail[:3] + tail[6:] if tail[0] else tail[3:])
    if found := _YEAR_LAST.fullmatch(text):
        first, mark, second, year, *rest = found.groups()
        return _year_last(first, second, year, "day" if mark == "." else order, rest)
    if found := _YEAR_WORD.fullmatch(text):
        year, word, day, *rest = found.groups()
        return _moment(year, _month(word), day, rest)
    return _day_word(text)


def _day_word(text: str) -> Moment | None:
    """`2 Mar 2027`, and `02-Mar-27`, the way of some registrars before 2013."""
    if found := _DAY_WORD.fullmatch(text):
        day, word, year, *rest = found.groups()
        return _moment(year, _month(word), day, rest)
    if found := _SHORT_YEAR.fullmatch(text):
        day, word, year = found.groups()
        return _moment(f"{19 if int(year) >= _FIRST_NAME else 20}{year}", _month(word), day, [None] * 4)
    return None


def _from_words(text: str) -> Moment | None:
    if found := _WORD_DAY.fullmatch(text):
        word, day, hour, minute, second, zone, year, *rest = found.groups()
        return _moment(year, _month(word), day, [hour, minute, second, zone or rest[3]] if hour else rest)
    return _day_word(text)


def _year_last(first: str, second: str, year: str, order: str, rest: list[str | None]) -> Moment | None:
    if int(first) > 12 or first == second:
        order = "day"
    elif int(second) > 12:
        order = "month"
    if not order:
        return None
    day, month = (first, second) if order == "day" else (second, first)
    return _moment(year, month, day, rest)


def _shown_by(text: str) -> str:
    found = _YEAR_LAST.fullmatch(text.strip()) if len(text) <= _MAX else None
    if not found or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return "day"
    return "month" if second > 12 >= first else ""


def _month(word: str) -> int:
    low = word.lower()
    return _MONTHS.get(low) or _MONTHS.get(low.translate(_PLAIN), 0)


_PLAIN = str.maketrans("éèûúäçã", "eeuuaca")


def _moment(year: str, month: str | int, day: str, rest: list[str | None]) -> Moment | None:
    hour, minute, second, zone = rest[:4]
    try:
        on = date(int(year), int(month), int(day))
        if on.year < _DNS:
            return None
        offset = _offset(zone) if zone and hour is not None and minute is not None else None
        if offset is None:
            return on
        clock = (int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        return _in_range(datetime(on.year, on.month, on.day, *clock, tzinfo=offset))
    except (ValueError, OverflowError):
        return None


def _in_range(at: datetime) -> datetime:
    """Return `at`; raises `OverflowError` where its instant lies beyond what can be written in UTC."""
    at.astimezone(UTC)
    return at


@cache
def _fixed(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _offset(zone: str) -> timezone | None:
    low = zone.lower()
    if low in _UNIVERSAL:
        return _fixed(0)
    bare = low.removeprefix("utc").removeprefix("gmt")
    if bare[:1] not in {"+", "-"}:
        return None
    hours, minutes = bare[1:3].rstrip(":"), bare[3:].lstrip(":") if len(bare) > 3 else "0"
    if len(bare) == 5 and bare[2] == ":":
        hours, minutes = bare[1], bare[3:]
    total = int(hours) * 60 + int(minutes or 0)
    if total > 15 * 60:
        return None
    return _fixed(-total if bare[0] == "-" else total)
