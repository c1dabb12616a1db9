"""How lists and single things are shown: a table that fits for people, one JSON document for programs."""

import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

Cell = object
"""Anything that can be shown: text, number, date, list, None."""


def out() -> Console:
    """Return the console for results; as wide as the terminal, at least 100 columns when there is none."""
    return Console(file=sys.stdout, highlight=False, width=_width(sys.stdout.isatty()))


def err() -> Console:
    """Return the console for everything that is no result: errors, questions, progress."""
    return Console(file=sys.stderr, highlight=False, width=_width(sys.stderr.isatty()))


def _width(is_terminal: bool) -> int | None:  # noqa: FBT001 - one private question with one answer
    return None if is_terminal else int(os.environ.get("COLUMNS", "120"))


def show_rows(
    rows: Sequence[Mapping[str, Cell]],
    *,
    columns: Sequence[str],
    as_json: bool,
    empty: str,
    to: Console | None = None,
) -> None:
    """
    Print `rows` as a table of `columns`, or as a JSON list with every key. `empty` is said of no rows.

    A table goes to `to`, standard output unless given; JSON always to standard output.
    """
    if as_json:
        show_json(list(rows))
        return
    to = to or out()
    if not rows:
        to.print(empty)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(row.get(column))) for column in columns))
    to.print(table)


def show_fields(fields: Mapping[str, Cell], *, as_json: bool) -> None:
    """Print one thing: a line a field, or one JSON object."""
    if as_json:
        show_json(dict(fields))
        return
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for key, value in fields.items():
        grid.add_row(Text(key.replace("_", " ")), Text(shown(value)))
    out().print(grid)


def show_json(value: object) -> None:
    """Print one JSON document, instants in UTC."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def shown(value: Cell) -> str:
    """Return a cell's text: no control character of someone else's ever reaches the terminal."""
    match value:
        case None | "" | [] | ():
            text = "–"
        case bool():
            text = "yes" if value else "no"
        case datetime():
            text = value.strftime("%Y-%m-%d %H:%M UTC")
        case date():
            text = value.isoformat()
        case str():
            text = value
        case Mapping():
            return "\n".join(f"{key}: {shown(item)}" for key, item in value.items()) or "–"
        case frozenset() | set():
            text = ", ".join(sorted(shown(item) for item in value)) or "–"
        case list() | tuple():
            text = ", ".join(shown(item) for item in value)
        case _:
            text = str(value)
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf") else c for c in text
    )


def json_line(value: object) -> str:
    """Return `value` as JSON on one line, instants in UTC."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    match value:
        case BaseModel():
            return value.model_dump(mode="json")
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case frozenset() | set():
            return sorted(value, key=str)
        case _:
            return str(value)
