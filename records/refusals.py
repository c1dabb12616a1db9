"""What the database refused, in our words: one line, none of the values."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from records.errors import AlreadyHeld, Busy, NotHeld, ReadOnly, RecordsError, SamePerson

# SQLSTATE of PostgreSQL (appendix A of its manual) and the first words of SQLite's messages.
_UNIQUE = ("23505", "UNIQUE")
_FOREIGN_KEY = ("23503", "FOREIGN KEY")
_CHECK = ("23514", "CHECK")
_WAITED_LONG_ENOUGH = ("55P03", "40001", "40P01", "database is locked", "database table is locked")
_READ_ONLY = ("25006", "attempt to write a readonly database")


@contextmanager
def in_our_words() -> Iterator[None]:
    """Let no exception of the database out: it may carry values."""
    try:
        yield
    except StatementError as err:
        raise refused(err) from None


def refused_row(err: IntegrityError, *, taken: str) -> RecordsError:
    """
    Return the error for a row or a change that a constraint refused.

    `taken` is the sentence for a key or an open place that is taken already.
    """
    if _is(err, _UNIQUE):
        return AlreadyHeld(taken)
    if _is(err, _FOREIGN_KEY):
        return NotHeld("something that the row refers to is not held")
    if _is(err, _CHECK) and "second_person" in str(err.orig):
        return SamePerson("the one who drafted or proposed it may not approve it")
    return refused(err)


def refused(err: StatementError) -> RecordsError:
    """Return the error for any other refusal of the database."""
    if not isinstance(err, DBAPIError):
        return RecordsError(f"a value cannot be taken: {err.orig}")
    if isinstance(err, OperationalError) and _is(err, _WAITED_LONG_ENOUGH):
        return Busy("another writer holds the records; nothing was changed")
    if _is(err, _READ_ONLY):
        return ReadOnly("this unit only reads; nothing was changed")
    return RecordsError(f"the database refused ({type(err.orig).__name__}{_state(err)}); nothing was changed")


def _is(err: DBAPIError, signs: tuple[str, ...]) -> bool:
    state = getattr(err.orig, "sqlstate", None)
    return state in signs if state else str(err.orig).startswith(signs)


def _state(err: DBAPIError) -> str:
    code = getattr(err.orig, "sqlstate", None) or getattr(err.orig, "sqlite_errorname", None)
    return f", {code}" if code else ""
