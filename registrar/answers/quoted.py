"""Values that vendors tell in quotes, or now so and now so: flags, numbers, prices, instants."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field


def _text(told: object, pattern: str, *, quoted: bool = False) -> str:
    is_known = isinstance(told, str) or (isinstance(told, int) and not isinstance(told, bool) and not quoted)
    if is_known and re.fullmatch(pattern, str(told), re.ASCII):
        return str(told)
    raise ValueError("not spelled as it should be")


def _dollars(told: object) -> Decimal:
    return Decimal(_text(told, r"\d{1,3}(,?\d{3}){0,2}(\.\d{1,2})?", quoted=True).replace(",", ""))


def _moment(told: object) -> datetime:
    text = _text(told, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", quoted=True)
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day(told: object) -> date:
    return date.fromisoformat(_text(told, r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?", quoted=True)[:10])


def _day_if_any(told: object) -> date | None:
    text = str(told)[:10]
    return None if text in ("", "0000-00-00") else date.fromisoformat(text)


Flag = Annotated[bool, BeforeValidator(lambda told: _text(told, "[01]") == "1")]
"""A yes or no as 1 or 0, in quotes or not."""

Digits = Annotated[int, BeforeValidator(lambda told: int(_text(told, r"\d{1,9}")))]
"""A whole number, in quotes or not."""

QuotedPrice = Annotated[Decimal, BeforeValidator(_dollars), Field(gt=0)]
"""A price in quotes, `1,099.50`; one of nothing is none."""

QuotedMoment = Annotated[datetime, BeforeValidator(_moment)]
"""An instant as `2027-03-01 12:00:00`, which is told without a zone, and taken for UTC."""

QuotedDay = Annotated[date, BeforeValidator(_day)]
"""A day as `2027-03-01`; a time behind it is passed over."""

DayIfAny = Annotated[date | None, BeforeValidator(_day_if_any)]
"""The day of a time without a zone, `2028-03-01 7:06:00`, however it goes on; zeroes and nothing are none."""
