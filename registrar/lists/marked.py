"""Lists whose pages each tell a marker of the next one, and no number of all."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from registrar.errors import ReplyNotUnderstood

PageT = TypeVar("PageT")


def marked(
    ask: Callable[[str | None], tuple[PageT, str | None]], *, registrar: str, operation: str
) -> Iterator[PageT]:
    """
    Yield every page: `ask` gives the one at a marker, None for the first, and the marker of the next.

    Raises `ReplyNotUnderstood` for a marker that came before, which would never end.
    """
    seen: set[str] = set()
    page, marker = ask(None)
    yield page
    while marker:
        if marker in seen:
            raise ReplyNotUnderstood("a page leads back", registrar=registrar, operation=operation)
        seen.add(marker)
        page, marker = ask(marker)
        yield page
