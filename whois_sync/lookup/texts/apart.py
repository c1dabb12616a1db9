"""
What kind of text it is: throttled, reserved, free, unavailable. Only for texts that say nothing of a
registration.
"""

from typing import NamedTuple

from portfolio.observation import Why
from whois_sync.lookup.texts import phrases

_MAX_LINE = 200
_MAX_LINES = 400
_RUNNING = 50
_MAX_ABSENCE = 140
_COMMENTS = "%#>"
_MARKS = "%#;>*-=~ \t\r\"'"


class Kind(NamedTuple):
    """`why` is None for a text that says that the name is free; `said` is the line that says so."""

    why: Why | None
    said: str = ""


def tell_apart(text: str) -> Kind:
    """
    Return what a text without domain data is.

    Reads line by line with fixed phrases, no patterns, so that its time grows with the text's length and no
    faster. A refusal (throttled, denied) counts before an absence: some servers print both. What is printed
    in
    terms of use (long lines, running sentences) is no answer.
    """
    spoken = _spoken(text)
    if not spoken:
        return Kind(Why.NOT_UNDERSTOOD if text.strip() else Why.NO_ANSWER)
    if spoken[0].startswith(("<!doctype", "<html", "<?xml", "http/1.")):
        return Kind(Why.UNAVAILABLE)
    whole = "\n".join(spoken)  # no phrase runs over a line's end: one look serves all lines
    troubled = _has(whole, phrases.UNAVAILABLE)
    if _has(whole, phrases.THROTTLED) or (not troubled and _has(whole, phrases.PERHAPS_THROTTLED)):
        return Kind(Why.THROTTLED)
    said = next((line for line in spoken if _says_absent(line)), "")
    if not said or troubled:
        return _neither(spoken, whole, troubled=troubled)
    held = not phrases.RESERVED_LINES.isdisjoint(spoken) or (
        _has(whole, phrases.RESERVED)
        and any(_has(line, phrases.RESERVED) and not _says_absent(line) for line in spoken)
    )
    return Kind(Why.RESERVED) if held or _has(said, ("premium", "reserved")) else Kind(None, said)


def _neither(spoken: list[str], whole: str, *, troubled: bool) -> Kind:
    if _has(whole, phrases.QUESTION_FIRST):
        return Kind(Why.REFUSED)
    if _has(whole, phrases.RESERVED) or not phrases.RESERVED_LINES.isdisjoint(spoken):
        return Kind(Why.RESERVED)
    if troubled:
        return Kind(Why.UNAVAILABLE)
    if _has(whole, phrases.REFUSED_QUESTION):
        return Kind(Why.REFUSED)
    return Kind(Why.NOT_UNDERSTOOD)


def _spoken(text: str) -> list[str]:
    """The lines that can be an answer: not those of running paragraphs, which are terms of use."""
    spoken: list[str] = []
    paragraph: list[str] = []
    mark = ""
    for raw in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        line = " ".join(raw[: _MAX_LINE + 50].strip(_MARKS).lower().split())
        before, mark = mark, raw[:1] if raw[:1] in _COMMENTS else ""
        if paragraph and (not line or mark != before):
            spoken.extend(_said_in(paragraph))
            paragraph = []
        if line:
            paragraph.append(line)
    return spoken + _said_in(paragraph)


def _said_in(paragraph: list[str]) -> list[str]:
    running = sum(len(line) >= _RUNNING for line in paragraph)
    if len(paragraph) > 2 and running * 2 >= len(paragraph):
        paragraph = [
            line for line in paragraph if len(line) < _RUNNING + 15 and line.startswith(phrases.ABSENT_FIRST)
        ]
    whole = "\n".join(paragraph)
    terms = tuple(part for part in phrases.TERMS if part in whole)
    return [line for line in paragraph if len(line) <= _MAX_LINE and not _has(line, terms)]


def _has(line: str, parts: tuple[str, ...]) -> bool:
    return any(part in line for part in parts)


def _says_absent(line: str) -> bool:
    """Whether a line says that the name is not there; not that a server, a zone or an answer is not."""
    if line.startswith(phrases.ABSENT_PLAINLY):
        return True
    if len(line) > _MAX_ABSENCE or _has(line, phrases.ABSENT_OF_ELSE):
        return False
    bare = line.rstrip(" .!\"'")
    if line.startswith(phrases.ABSENT_BEGINNINGS) or bare.endswith(phrases.ABSENT_ENDINGS):
        return True
    if bare in phrases.ABSENT_LINES:
        return True
    return _has(line, phrases.ABSENT_INSIDE)
