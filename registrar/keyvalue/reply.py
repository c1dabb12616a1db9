"""Answers in lines of `KEY = VALUE` with columns `PROPERTY[NAME][i]`, as CentralNic's systems give them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from registrar.exchange import Unreadable

_LINE = re.compile(r"([^=]*[^\t= ])[\t ]*=[\t ]*(.*)")
_PROPERTY = re.compile(r"PROPERTY\[([^\]]*)\]\[([0-9]{1,6})\]", re.IGNORECASE)


@dataclass(frozen=True)
class KeyValueReply:
    """
    A whole reply: its code, its words, what else it says by key, and its columns. Its repr shows nothing.

    Keys are in capitals, columns without blanks and underscores too: the vendor spells them in three ways.
    Columns stand side by side and may differ in length.
    """

    code: str
    description: str = field(repr=False)
    said: Mapping[str, str] = field(repr=False)
    columns: Mapping[str, tuple[str, ...]] = field(repr=False)

    def all(self, column: str) -> tuple[str, ...]:
        """Return what a column holds, without what is empty."""
        return tuple(value for value in self.columns.get(column, ()) if value)

    def first(self, *columns: str) -> str | None:
        """Return the first value of the first of these columns that has one."""
        return next((value for column in columns for value in self.all(column)[:1]), None)

    def needed(self, *columns: str) -> str:
        """Return what `first` returns. Raises `Unreadable` where there is nothing."""
        found = self.first(*columns)
        if found is None:
            raise Unreadable(f"the reply has no {columns[0]}")
        return found

    def flag(self, *columns: str) -> bool | None:
        """Return a switch; None where it is not told, or in a word of its own."""
        return {"1": True, "0": False}.get(self.first(*columns) or "")

    def moment(self, *columns: str) -> datetime | None:
        """Return an instant (UTC); zeros are none. Raises `Unreadable`."""
        told = self.first(*columns)
        if told is None or told.startswith("0000-00-00"):
            return None
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            raise Unreadable(f"the reply's {columns[0]} is no date") from None
        return (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)).replace(microsecond=0)

    def decimal(self, column: str) -> Decimal | None:
        """Return a number. Raises `Unreadable`."""
        told = self.first(column)
        try:
            number = None if told is None else Decimal(told)
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and not number.is_finite():
            raise Unreadable(f"the reply's {column} is no number")
        return number

    def whole(self, column: str) -> int:
        """Return a count. Raises `Unreadable`."""
        told = self.needed(column)
        if not re.fullmatch(r"[0-9]{1,9}", told):
            raise Unreadable(f"the reply's {column} is no count")
        return int(told)


def read_keyvalue(body: bytes) -> KeyValueReply:
    """
    Read a reply, in UTF-8 or else Latin 1. Raises `Unreadable`.

    One without `CODE`, `DESCRIPTION` or the closing `EOF` is not whole, whatever it says.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip(" \t")]
    if not lines or lines[-1].strip() != "EOF":
        raise Unreadable("the reply breaks off")
    said: dict[str, str] = {}
    columns: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in lines[lines[0].strip().upper() == "[RESPONSE]" : -1]:
        _read_line(line, said, columns)
    if not re.fullmatch(r"[1-9][0-9]{2}", said.get("CODE", "")) or "DESCRIPTION" not in said:
        raise Unreadable("the reply has no code")
    whole = {name: tuple(value for _, value in values) for name, values in columns.items()}
    return KeyValueReply(said["CODE"], said["DESCRIPTION"], said, whole)


def _read_line(line: str, said: dict[str, str], columns: dict[str, list[tuple[int, str]]]) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise Unreadable("the reply has a line that says nothing")
    key, value = match[1].strip(), match[2].rstrip("\t ")
    cell = _PROPERTY.fullmatch(key)
    if cell is None:
        if key.upper() in said:
            raise Unreadable("the reply says one thing twice")
        said[key.upper()] = value
        return
    column, at = columns["".join(cell[1].upper().replace("_", " ").split())], int(cell[2])
    if column and column[-1][0] >= at:
        raise Unreadable("the reply's columns are out of order")
    column.append((at, value))
