"""In whose name notices go out: the house, its address, and the phone number to call."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, EmailStr

from portfolio.values import Value

# Control characters, line and paragraph separators: whatever a mail program could take for the end of a line.
_BREAKING = frozenset({"Cc", "Zl", "Zp"})


def raise_if_broken(text: str) -> str:
    """Return `text` if it is one line; raises `ValueError` for any line break or control character."""
    if any(unicodedata.category(character) in _BREAKING for character in text):
        raise ValueError("a header takes one line, without line breaks or control characters")
    return text


OneLine = Annotated[str, AfterValidator(raise_if_broken)]


class Sender(Value):
    """
    The house as clients see it: in the From line, and at the foot of every notice.

    `postal` are the lines of its own address, for the head of a letter.
    """

    company: OneLine
    address: Annotated[EmailStr, AfterValidator(str)]
    phone: OneLine
    postal: tuple[OneLine, ...] = ()

    @property
    def domain(self) -> str:
        """The right part of the house's address."""
        return self.address.rpartition("@")[2]
