"""
A list as staff hand it in: a table with a header, or plain names one a line. Text in, cells out.

Spreadsheets differ: a byte order mark, CRLF, and semicolons or tabs instead of commas are all read.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orders.errors import OrdersError

MOST_BYTES = 1_048_576
MOST_ROWS = 5_000
_DELIMITERS = (",", ";", "\t")


class ListRefused(OrdersError):
    """The list cannot be read as one; the message says where and why, in one line."""


@dataclass(frozen=True)
class Line:
    """One row: the number of its line, and its cells by column; `problem` where they do not fit."""

    number: int
    cells: dict[str, str]
    problem: str = ""


def read_table(
    data: bytes,
    *,
    columns: Sequence[str],
    plain: bool = False,
    most_bytes: int = MOST_BYTES,
    most_rows: int = MOST_ROWS,
) -> list[Line]:
    """
    Return the rows of a list, blank ones left out. The first line names the columns, in any order.

    With `plain` a list without a header is read too: one name a line. Raises `ListRefused` for what is no
    list: not text, too long, empty, a column that is not known or is given twice.
    """
    rows = _rows(_text(data, most_bytes), most_rows)
    if not rows:
        raise ListRefused("the list is empty")
    (_, first), rest = rows[0], rows[1:]
    header = [cell.strip().lower().replace(" ", "_") for cell in first]
    if plain and "name" not in header:
        return [_plain_line(number, cells) for number, cells in rows]
    _raise_if_unknown(header, columns)
    if not rest:
        raise ListRefused("the list has a header and no rows")
    return [_line(number, cells, header) for number, cells in rest]


def _text(data: bytes, most: int) -> str:
    if len(data) > most:
        raise ListRefused(f"the list is longer than {most // 1024} KiB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise ListRefused("the list is not UTF-8 text; save it as CSV UTF-8") from err
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in text):
        raise ListRefused("the list is not a text file")
    return text


def _rows(text: str, most: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = [
            (reader.line_num, cells)
            for cells in reader
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")
        ]
    except csv.Error as err:
        raise ListRefused(f"line {reader.line_num} of the list cannot be read: {err}") from err
    if len(rows) > most + 1:
        raise ListRefused(f"the list has more than {most} rows; split it")
    return rows


def _delimiter(text: str) -> str:
    """Return what divides the first line; a header has no quoted cells."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(_DELIMITERS, key=first.count)


def _raise_if_unknown(header: Sequence[str], columns: Sequence[str]) -> None:
    if "name" not in header:
        raise ListRefused(f"the first line of the list must name its columns: {', '.join(columns)}")
    problems = [*_problems_with(header, columns)]
    if problems:
        raise ListRefused("; ".join(problems))


def _problems_with(header: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    for column in dict.fromkeys(header):
        if column not in columns:
            shown = repr(column[:40]) if column else "a column without a name"
            yield f"the list has a column that is not known, {shown}; there are {', '.join(columns)}"
        elif header.count(column) > 1:
            yield f"the list has the column {column} twice"


def _line(number: int, cells: Sequence[str], header: Sequence[str]) -> Line:
    if any(cell.strip() for cell in cells[len(header) :]):
        name = cells[header.index("name")].strip()
        return Line(number, {"name": name}, "it has more cells than the list has columns")
    return Line(number, {column: cell.strip() for column, cell in zip(header, cells, strict=False)})


def _plain_line(number: int, cells: Sequence[str]) -> Line:
    name, more = cells[0].strip(), any(cell.strip() for cell in cells[1:])
    return Line(number, {"name": name}, "it has more than a name, and no header says what" if more else "")
