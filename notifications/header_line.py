"""
Header lines that are folded as RFC 2047 and RFC 5322 say.

Python's own folding (last seen in 3.11) loses the blank between two encoded words, and the quotes around a
long display name: a company called `A <b@example.net>` would stand there as an address of its own.
"""

import re
from base64 import b64encode
from email.policy import EmailPolicy

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MOST_ON_A_LINE = 200
_LONGEST_LINE = 76


class WholeLine(str):
    """The value of the header `name`, of which `folded` is what goes out, line ends (LF) included."""

    __slots__ = ("folded", "name")

    name: str
    folded: str

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the whole header with its line ends, as the library's generators ask for it."""
        return f"{self.name}: {self.folded}\n".replace("\n", policy.linesep)


def text_line(name: str, text: str) -> str:
    """Return `text`, one line, as the value of the header `name`: all encoded where it is not ASCII."""
    return text if text.isascii() else _whole(name, text, _encoded(name, text))


def address_line(name: str, display_name: str, address: str) -> str:
    """
    Return an address, and before it the name to show for it, as the value of the header `name`.

    Both are one line; the address is one that fits between angle brackets as it is.
    """
    if not display_name:
        return _whole(name, address, address)
    quoted = f"{_quoted(display_name)} <{address}>"
    if display_name.isascii() and "=?" not in display_name and len(quoted) <= _MOST_ON_A_LINE:
        return _whole(name, quoted, quoted)
    return _whole(name, quoted, f"{_encoded(name, display_name)}\n <{address}>")


def _quoted(display_name: str) -> str:
    escaped = re.sub(r'(["\\])', r"\\\1", display_name)
    return display_name if _ATOMS.fullmatch(display_name) else f'"{escaped}"'


def _encoded(name: str, text: str) -> str:
    """`text` as encoded words (RFC 2047 section 2), each of whole characters, a line each."""
    words: list[str] = []
    room = _fits(_LONGEST_LINE - len(name) - 2)
    chunk = b""
    for character in text:
        more = character.encode()
        if len(chunk) + len(more) > room:
            words.append(_word(chunk))
            chunk, room = b"", _fits(_LONGEST_LINE - 1)
        chunk += more
    return "\n ".join([*words, _word(chunk)])


def _fits(line: int) -> int:
    """How many bytes an encoded word holds in so many characters: base64 takes four for three."""
    return (line - len(_word(b""))) // 4 * 3


def _word(chunk: bytes) -> str:
    return f"=?utf-8?b?{b64encode(chunk).decode()}?="


def _whole(name: str, text: str, folded: str) -> WholeLine:
    line = WholeLine(text)
    line.name, line.folded = name, folded
    return line
