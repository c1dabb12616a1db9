"""Lists in JSON arrays that come in pages: headers tell how many rows there are, or that more follow."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from portfolio.names import DomainName
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, JsonLine
from registrar.in_json.reply import JsonReply, Theirs, TheirsT
from registrar.lists.paging import Page, numbered, whole


def total_told(reply: JsonReply, *headers: str) -> int | None:
    """Return the total that the first of these headers tells, None where none does. Raises `Unreadable`."""
    told = next((reply.headers[header] for header in headers if header in reply.headers), None)
    if told is not None and not (told.isascii() and told.isdecimal()):
        raise Unreadable("the list does not tell how many rows there are")
    return None if told is None else int(told)


def goes_on(reply: JsonReply, read: int, total: int | None, *, is_full: bool) -> bool:
    """
    Whether rows follow this page, with which `read` of `total` have come.

    Where no total is told the links decide (RFC 8288), and without them whether the page is full.
    """
    if total is not None:
        return read < total
    link = reply.headers.get("link")
    return is_full if link is None else bool(re.search(r'rel="?next\b', link))


def only_page(reply: JsonReply, kind: type[TheirsT], *headers: str, size: int) -> list[TheirsT]:
    """Return the rows of a list that was asked for on one page of `size`. Raises `Unreadable` for a part."""
    rows, total = reply.as_rows(kind), total_told(reply, *headers)
    if total not in (None, len(rows)) or goes_on(reply, len(rows), total, is_full=len(rows) >= size):
        raise Unreadable("the list is not whole")
    return rows


class _Named(Theirs):
    name: str = Field(validation_alias="fqdn")


def every_name(line: JsonLine, call: Call, *headers: str, size: int, registrar: str) -> Iterator[DomainName]:
    """
    Yield the `fqdn` of each object in an array that comes in pages, once all are read (`lists.paging`).

    `call` asks for all of them, a page of `size` rows is asked for by its query; `headers` are those that may
    tell the total. Raises what the reads raise.
    """
    read = 0

    def told(reply: JsonReply) -> Page:
        total, names = total_told(reply, *headers), [row.name for row in reply.as_rows(_Named)]
        more = goes_on(reply, read + len(names), total, is_full=len(names) >= size)
        return Page(names, total, more=more)

    def page_of(number: int) -> Page:
        nonlocal read
        query = f"{'&' if '?' in call.path else '?'}page={number}&per_page={size}"
        page = line.read(replace(call, path=call.path + query), told)
        read += len(page.names)
        return page

    return whole(numbered(page_of), registrar=registrar, operation=call.operation)
