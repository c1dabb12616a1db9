"""
The blocks of a notice, and the small markup that its templates are written in.

    = the title               # a heading            > the name        - an item of a list
    @ the house               @tel a label | a number                  @mail a label | an address

Any other line is part of a paragraph; an empty line ends one. Values stand in it as capsules until the blocks
are cut, so that none of them can make a new line, a new block or a new column.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from portfolio.contacts import Phone

_OPEN, _CLOSE = "\ue000", "\ue001"
_CAPSULE = re.compile(f"{_OPEN}([0-9a-f]*){_CLOSE}")
# Whatever a program could take for the end of a line, for half a character, or for a change of direction.
_BREAKING = frozenset({"Cc", "Zl", "Zp", "Cs"})
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Heading:
    """What the next paragraphs are about."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Name:
    """The name that the notice is about, on a line of its own."""

    text: str
    kind: str = "name"


@dataclass(frozen=True)
class Paragraph:
    """Sentences."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Call:
    """One line of the foot: a label (or none), what it labels, and where a click on it leads (or None)."""

    label: str
    value: str
    href: str | None = None


@dataclass(frozen=True)
class Foot:
    """Who writes, and how to reach them."""

    calls: tuple[Call, ...]
    kind: str = "foot"


Block = Heading | Name | Paragraph | Items | Foot


@dataclass(frozen=True)
class Told:
    """A notice in words: its title, which is its subject too, and its blocks."""

    title: str
    blocks: tuple[Block, ...]


def one_line(text: str) -> str:
    """Return `text` on one line: breaks and control characters are blanks, nothing turns its direction."""
    kept = (" " if unicodedata.category(c) in _BREAKING else c for c in text if c not in _TURNING)
    return re.sub(" {2,}", " ", "".join(kept)).strip(" ")


def sealed(value: object) -> str:
    """Return a value as a capsule that `read` opens again. Raises `ValueError` where there is no value."""
    if value is None:
        raise ValueError("a notice lacks one of its values")
    return f"{_OPEN}{one_line(str(value)).encode().hex()}{_CLOSE}"


def read(text: str) -> Told:
    """Cut a rendered template into its title and its blocks. Raises `ValueError` unless it has one title."""
    titles: list[str] = []
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", text):
        # A sign holds for its line; lines without one run on.
        for sign, lines in _runs(chunk.split("\n")):
            if sign == "=":
                titles += [_opened(line) for line in lines]
            else:
                blocks += _blocks(sign, lines)
    if len(titles) != 1:
        raise ValueError("a notice has one title")
    return Told(titles[0], tuple(blocks))


def _runs(lines: list[str]) -> list[tuple[str, list[str]]]:
    runs: list[tuple[str, list[str]]] = []
    for line in lines:
        found = _SIGN.match(line)
        sign, rest = (found[1], line[found.end() :]) if found else ("", line.strip())
        if not rest:
            continue
        if runs and _family(runs[-1][0]) == _family(sign):
            runs[-1][1].append(line if sign.startswith("@") else rest)
        else:
            runs.append((sign, [line if sign.startswith("@") else rest]))
    return runs


_SIGN = re.compile(r"(=|#|>|-|@tel|@mail|@) ")


def _family(sign: str) -> str:
    return sign[:1]


def _blocks(sign: str, lines: list[str]) -> list[Block]:
    match sign[:1]:
        case "#":
            return [Heading(_opened(line)) for line in lines]
        case ">":
            return [Name(_opened(line)) for line in lines]
        case "-":
            return [Items(tuple(_opened(line) for line in lines))]
        case "@":
            return [Foot(tuple(_call(line) for line in lines))]
        case _:
            return [Paragraph(_opened(" ".join(lines)))]


def _call(line: str) -> Call:
    sign, _, rest = line.partition(" ")
    label, divided, value = rest.partition(" | ")
    if not divided:
        return Call("", _opened(rest))
    shown = _opened(value)
    return Call(_opened(label), shown, _href(sign, shown))


def _href(sign: str, value: str) -> str | None:
    if sign == "@mail":
        return f"mailto:{quote(value, safe='@')}"
    try:
        phone = Phone.parse(value)
    except ValueError:
        return None  # without its country code, nobody can tell which number it is
    return f"tel:{phone.number}" + (f";ext={phone.extension}" if phone.extension else "")


def _opened(text: str) -> str:
    return _CAPSULE.sub(lambda found: bytes.fromhex(found[1]).decode(), text)
