"""Days, hours, amounts and names, as people write them in the reader's language."""

import re
from datetime import date, datetime

from babel.dates import format_date, format_time
from babel.numbers import format_currency

from portfolio.contacts import Language
from portfolio.money import Money
from portfolio.names import DomainName

LOCALES = {Language.ENGLISH: "en_CA", Language.FRENCH: "fr_CA"}
_FRENCH_BLANKS = re.compile(r" (?=[:%»])|(?<=«) ")


def shown(name: DomainName) -> str:
    """Return the name as people write it, followed by its A-label where that differs."""
    return name if name.u_label == name else f"{name.u_label} ({name})"


def day_in_words(day: date, language: Language) -> str:
    """Return `March 1, 2027` or `1er mars 2027`."""
    text = format_date(day, format="long", locale=LOCALES[language])
    return text.replace("1 ", "1er ", 1) if language is Language.FRENCH and day.day == 1 else text


def hour_in_words(at: datetime, language: Language) -> str:
    """Return `12:00 p.m.` or `12 h 00`, on the clock that `at` is given in."""
    return format_time(at, "short", locale=LOCALES[language])


def money_in_words(amount: Money, language: Language) -> str:
    """Return `$20.00` or `20,00 $`; another currency than the Canadian dollar says which it is."""
    return format_currency(amount.amount, amount.currency, locale=LOCALES[language])


def typeset(text: str, language: Language) -> str:
    """Return a template's own text with Canadian French's blanks that no line may break at."""
    return _FRENCH_BLANKS.sub("\u00a0", text) if language is Language.FRENCH else text
