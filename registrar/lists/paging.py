"""Lists of names that come in pages: told whole, or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from portfolio.names import DomainName, NotAName
from registrar.errors import ReplyNotUnderstood


@dataclass(frozen=True)
class Page:
    """One page: names as the vendor spells them, how many there are in all where that is told, and more?"""

    names: Sequence[str]
    total: int | None
    more: bool


def whole(pages: Iterable[Page], *, registrar: str, operation: str) -> Iterator[DomainName]:
    """
    Return every name. Nothing is told before every page has been read, and they add up.

    Raises `ReplyNotUnderstood` for a page without names while more are promised, a total that changes or is
    not the sum, a name that comes twice, and what is no name.
    """
    names: list[str] = []
    why = ""
    total: int | None = None
    for number, page in enumerate(pages):
        why = "the list changed while it was read" if number and page.total != total else ""
        total = page.total
        names += page.names
        if page.more and (not page.names or (total is not None and len(names) >= total)):
            why = why or "the pages do not follow each other"
        if why:
            break
    why = why or _why_not(names, total)
    if why:
        raise ReplyNotUnderstood(why, registrar=registrar, operation=operation)
    return map(DomainName, names)


def numbered(read: Callable[[int], Page]) -> Iterator[Page]:
    """Yield the pages 1, 2 and so on, as `read` gives them, until one says that there are no more."""
    for number in count(1):
        page = read(number)
        yield page
        if not page.more:
            return


def _why_not(names: Sequence[str], total: int | None) -> str:
    """Why these are not the names of an account, of which `total` were told of; empty where they are."""
    try:
        found = {DomainName(name) for name in names}
    except NotAName:
        return "the list holds something that is no name"
    if len(found) != len(names):
        return "a name came twice"
    if total is not None and len(names) != total:
        return f"{len(names)} names came, {total} were told of"
    return ""
