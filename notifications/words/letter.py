"""A notice as a letter to print, for clients whom no e-mail reaches: the same blocks, on paper."""

import json
from dataclasses import asdict
from datetime import UTC
from importlib.resources import files

import typst
from babel import Locale

from notifications.facts import Facts
from notifications.sender import Sender
from notifications.words.blocks import Foot, Told, one_line
from notifications.words.phrases import LOCALES, day_in_words
from notifications.words.telling import told
from portfolio.contacts import Contact, Language, PostalAddress
from portfolio.notice import Notice

_HOME = "CA"
_LETTER_PAPER = frozenset({"CA", "US", "MX", "PH", "CL", "CO", "VE"})
_CITY_THEN_CODE = frozenset({"CA", "US", "AU", "GB", "IE", "IN", "NZ", "JP", "KR", "TW"})


def letter(notice: Notice, facts: Facts, sender: Sender, to: Contact) -> bytes:
    """
    Return the letter as a PDF, tagged for screen readers (PDF/UA-1), dated the reader's day at `facts.now`.

    The same notice at the same instant is the same bytes. Raises `ValueError` where its kind needs a value
    that the facts do not have, and for a script that its fonts (the same on every machine) do not have.
    """
    words = told(notice, facts, sender)
    content = {
        "lang": str(notice.language),
        "paper": "us-letter" if to.address.country in _LETTER_PAPER else "a4",
        "to": address_lines(to, notice.language),
        "postal": list(sender.postal),
        "today": day_in_words(facts.today, notice.language),
        "year": facts.today.year,
        "month": facts.today.month,
        "day": facts.today.day,
    } | _content(words)
    return _printed(json.dumps(content), at=int(facts.now.astimezone(UTC).timestamp()))


def address_lines(to: Contact, language: Language) -> list[str]:
    """Return the lines of the envelope's window: who, where, and the country where it is not ours."""
    where = to.address
    who = dict.fromkeys(line for line in (to.name, to.organization) if line)
    lines = [*who, *where.street, _city(where)]
    if where.country != _HOME:
        country = Locale.parse(LOCALES[language]).territories.get(where.country, where.country)
        lines.append(country.upper())
    return [one_line(line) for line in lines]


def _city(where: PostalAddress) -> str:
    """The city's line; Canada Post wants two blanks before the code, which are written as ones that stay."""
    code = where.postal_code or ""
    if where.country not in _CITY_THEN_CODE:
        return f"{code} {where.city}".strip()
    province = (where.subdivision or "").partition("-")[2]
    gap = "\u00a0\u00a0" if where.country in {"CA", "US"} else " "
    return " ".join(part for part in (where.city, province) if part) + (f"{gap}{code}" if code else "")


def _content(words: Told) -> dict[str, object]:
    foot = next(block for block in words.blocks if isinstance(block, Foot))
    return {
        "title": words.title,
        "blocks": [asdict(block) for block in words.blocks],
        "foot": [asdict(call) for call in foot.calls],
    }


def _printed(content: str, *, at: int) -> bytes:
    source = (files("notifications.words") / "letter.typ").read_bytes()
    compiler = typst.Compiler(input=source, ignore_system_fonts=True, sys_inputs={"letter": content})
    try:
        printed = compiler.compile(format="pdf", timestamp=at, pdf_standards="ua-1")
    except typst.TypstError:
        # Its words quote the letter's; the templates are ours, so what it refuses is a script without a font.
        raise ValueError("the letter has a character that its fonts do not have") from None
    if not isinstance(printed, bytes):
        raise TypeError("a letter is one PDF")
    return printed
