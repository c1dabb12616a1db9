"""Lists of names in JSON arrays, page by page, whose total stands in a header."""

import itertools
from collections.abc import Callable, Iterator

from pydantic import Field

from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonLine
from registrar.json_reply import JsonReply, Theirs
from registrar.paging import Page


def total_told(reply: JsonReply, *headers: str) -> int:
    """Return the total that the first of these headers tells. Raises `Unreadable` where none does."""
    told = next((reply.headers[header] for header in headers if reply.headers.get(header)), "")
    if not (told.isascii() and told.isdecimal()):
        raise Unreadable("the list does not tell how many rows there are")
    return int(told)


class _Named(Theirs):
    name: str = Field(validation_alias="fqdn")


def pages_with_totals(line: JsonLine, call_of: Callable[[int], Call], *headers: str) -> Iterator[Page]:
    """
    Yield the pages of an array of objects with an `fqdn`, from page 1 on, as long as the total has more.

    `call_of` gives the request for a page. Raises what the reads raise.
    """
    read = 0

    def told(reply: JsonReply) -> Page:
        total, names = total_told(reply, *headers), [row.name for row in reply.as_rows(_Named)]
        return Page(names, total, more=read + len(names) < total)

    for number in itertools.count(1):
        page = line.read(call_of(number), told)
        yield page
        read += len(page.names)
        if not page.more:
            return
