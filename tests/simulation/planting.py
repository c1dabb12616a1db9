"""How a bug is planted: one function, constant or method of the real code is another one for a while."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

Bug = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Planted:
    """
    One bug: what it is called, what it does, and how it comes into the code.

    `shown_by` is the test that shows it, where another guard keeps it from doing harm in any schedule.
    """

    slug: str
    what: str
    plant: Bug
    shown_by: str = ""


def instead(owner: Any, name: str, make: Callable[[Any], Any]) -> Bug:
    """Put `make(what is there)` in the place of `owner.name`."""

    @contextmanager
    def planted() -> Iterator[None]:
        before = owner.__dict__[name]
        bare = before.__func__ if isinstance(before, classmethod | staticmethod) else before
        setattr(owner, name, make(bare))
        try:
            yield
        finally:
            setattr(owner, name, before)

    return planted


def value(owner: Any, name: str, other: Any) -> Bug:
    """Put `other` in the place of `owner.name`."""
    return instead(owner, name, lambda _before: other)


def always(owner: Any, name: str, answer: Any) -> Bug:
    """Let the function `owner.name` answer `answer`, whatever it is asked."""
    return instead(owner, name, lambda _before: lambda *_args, **_more: answer)


def together(*bugs: Bug) -> Bug:
    """Plant several at once: two guards that both are missing."""

    @contextmanager
    def planted() -> Iterator[None]:
        with ExitStack() as stack:
            for bug in bugs:
                stack.enter_context(bug())
            yield

    return planted
