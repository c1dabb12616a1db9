"""Lists of names that come in pages: told whole, or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    total: int | None = None
    try:
        for number, page in enumerate(pages):
            if number and page.total != total:
                raise _Inconsistent("the list changed while it was read")
            total = page.total
            names += page.names
            if page.more and (not page.names or (total is not None and len(names) >= total)):
                raise _Inconsistent("the pages do not follow each other")
        found = _names(names)
        if len(set(found)) != len(found):
            raise _Inconsistent("a name came twice")
        if total is not None and len(found) != total:
            raise _Inconsistent(f"{len(found)} names came, {total} were told of")
    except _Inconsistent as err:
        raise ReplyNotUnderstood(str(err), registrar=registrar, operation=operation) from None
    return iter(found)


class _Inconsistent(Exception):
    pass


def _names(told: Sequence[str]) -> list[DomainName]:
    try:
        return [DomainName(name) for name in told]
    except NotAName:
        raise _Inconsistent("the list holds something that is no name") from None
