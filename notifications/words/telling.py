"""Puts the facts of one notice into the words of its kind and language."""

from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from notifications.facts import Facts
from notifications.sender import Sender
from notifications.words.blocks import Told, read, sealed
from notifications.words.phrases import day_in_words, hour_in_words, money_in_words, shown, typeset
from portfolio.contacts import Language
from portfolio.money import Money
from portfolio.notice import Notice, NoticeKind
from portfolio.values import day_of


def told(notice: Notice, facts: Facts, sender: Sender) -> Told:
    """
    Return the notice in words, in its own language.

    Raises `ValueError` where its kind needs a value that the facts do not have.
    """
    _raise_if_lacking(notice.milestone.kind, facts)
    text = template(notice.language, notice.milestone.kind).render(_values(notice, facts, sender))
    return read(typeset(text, notice.language))


def _raise_if_lacking(kind: NoticeKind, facts: Facts) -> None:
    if kind is NoticeKind.VERIFICATION and facts.answer_by is None:
        raise ValueError("a verification needs the last day to answer")
    if kind is NoticeKind.DATA_CHECK and not facts.data:
        raise ValueError("a yearly reminder needs the data that it is about")


def _values(notice: Notice, facts: Facts, sender: Sender) -> dict[str, object]:
    def in_words(day: date | None) -> str | None:
        return None if day is None else day_in_words(day, notice.language)

    def amount(money: Money | None) -> str | None:
        return None if money is None else money_in_words(money, notice.language)

    return {
        "name": shown(facts.name),
        "days": facts.days,
        "expires_on": in_words(facts.expires_here.date()),
        "expires_at": _hour(facts, notice.language),
        "utc_day": in_words(_utc_day_if_other(facts)),
        "renewable_until": in_words(facts.if_ahead(facts.renewable_until)),
        "restorable_until": in_words(facts.if_ahead(facts.restorable_until)),
        "release_days": facts.rules.grace.pending_delete_days,
        "auto_renew": facts.auto_renew is True,
        "is_generic": facts.rules.is_generic,
        "price": amount(facts.price),
        "restore_price": amount(facts.restore_price),
        "answer_by": in_words(facts.answer_by_here),
        "answer_days": facts.answer_days,
        "registrar": facts.registrar,
        "data": facts.data,
        "observed_on": in_words(facts.observed_on),
        "reader": facts.reader,
        "for_staff": notice.is_staff_copy,
        "note": facts.note,
        "reference": notice.reference,
        "sender": sender,
    }


def template(language: Language, kind: NoticeKind) -> Template:
    """Return the template of a kind in a language; both files of a pair exist, a test sees to it."""
    return _environment().get_template(f"{language}/{kind}.jinja")


@cache
def _environment() -> Environment:
    # No autoescape: what comes out is neither HTML nor any markup but ours, and values are capsules in it.
    return Environment(
        loader=PackageLoader("notifications", "words"),
        undefined=StrictUndefined,
        finalize=sealed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=select_autoescape(enabled_extensions=()),
    )


def _hour(facts: Facts, language: Language) -> str | None:
    """The time of day and the zone; None where the source gave only a day."""
    if not isinstance(facts.expires, datetime):
        return None
    return f"{hour_in_words(facts.expires_here, language)} ({facts.zone})"


def _utc_day_if_other(facts: Facts) -> date | None:
    day = day_of(facts.expires)
    return None if day == facts.expires_here.date() else day
