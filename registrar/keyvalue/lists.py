"""Lists of CentralNic's two systems: pages by `FIRST` and `LIMIT`, with a `TOTAL` that they add up to."""

from collections.abc import Iterator, Mapping

from portfolio.names import DomainName, NotAName
from registrar.errors import ReplyNotUnderstood
from registrar.keyvalue.line import Command, KeyValueLine
from registrar.keyvalue.reply import KeyValueReply
from registrar.lists.paging import Page, whole

PAGE = 1000


def names(
    line: KeyValueLine, operation: str, given: Mapping[str, str], *, registrar: str
) -> Iterator[DomainName]:
    """Return the names in a list, whatever the paging. Raises `ReplyNotUnderstood`."""
    return whole(_pages(line, operation, given, "DOMAIN"), registrar=registrar, operation=operation)


def names_in_rows(
    line: KeyValueLine, operation: str, given: Mapping[str, str], *, registrar: str
) -> frozenset[DomainName]:
    """Return the names of a list that may have a row for each role of one. Raises `ReplyNotUnderstood`."""
    try:
        return frozenset(map(DomainName, rows(line, operation, given, "DOMAIN", registrar=registrar)))
    except NotAName:
        raise ReplyNotUnderstood("a row is no name", registrar=registrar, operation=operation) from None


def rows(
    line: KeyValueLine, operation: str, given: Mapping[str, str], column: str, *, registrar: str
) -> list[str]:
    """Return what a list of something else holds, repeats too. Raises `ReplyNotUnderstood` if rows lack."""
    pages = list(_pages(line, operation, given, column))
    found = [row for page in pages for row in page.names]
    if any(page.total != len(found) for page in pages):
        raise ReplyNotUnderstood("the pages do not add up", registrar=registrar, operation=operation)
    return found


def _pages(line: KeyValueLine, operation: str, given: Mapping[str, str], column: str) -> Iterator[Page]:
    first, page = 0, Page((), None, more=True)
    while page.more:
        paged = {**given, "FIRST": str(first), "LIMIT": str(PAGE)}
        page = line.read(
            Command(operation, given=paged), lambda reply, first=first: _page(reply, column, first)
        )
        first += len(page.names)
        yield page
        if not page.names:
            return


def _page(reply: KeyValueReply, column: str, first: int) -> Page:
    found, total = reply.all(column), reply.whole("TOTAL")
    return Page(found, total, more=first + len(found) < total)
