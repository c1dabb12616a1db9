"""Statuses: the transfer lock is compared, alarming new ones are news, all others are only shown."""

from collections.abc import Iterable
from functools import lru_cache

from portfolio.registration import Status, status_of

TRANSFER_LOCK = Status.CLIENT_TRANSFER_PROHIBITED

ALARMING = frozenset(
    {
        Status.CLIENT_HOLD,
        Status.SERVER_HOLD,
        Status.PENDING_TRANSFER,
        Status.PENDING_DELETE,
        Status.PENDING_RESTORE,
        Status.REDEMPTION_PERIOD,
    }
)
"""Statuses that take a name out of the zone or out of our hands: news when our record does not know them."""

_known = lru_cache(maxsize=256)(status_of)


def status_likeness(ours: frozenset[Status], words: Iterable[str]) -> str | None:
    """
    Return "" when the words say what we hold, a reason when they differ harmlessly, None when they are news.

    News are another transfer lock, or an alarming status that we do not hold. The rest comes and goes by
    itself (grace periods), depends on the server's taste (`ok`, `inactive`), or is a word that we do not
    know: such words are kept, shown, and never drift. Where there are no others (`.de` says `connect`), they
    say nothing of a lock either.
    """
    known = {word: _known(word) for word in words}
    theirs = frozenset(status for status in known.values() if status is not None)
    if known and not theirs:
        return "statuses that we do not know"
    if (TRANSFER_LOCK in ours) != (TRANSFER_LOCK in theirs) or (theirs - ours) & ALARMING:
        return None
    if None in known.values():
        return "statuses that we do not know"
    return "" if ours == theirs else "statuses that come and go"


def status_news(ours: frozenset[Status], words: Iterable[str]) -> str:
    """Return what is news in the words, a sentence part: the lock first, then alarming statuses."""
    theirs = frozenset(status for word in words if (status := _known(word)) is not None)
    news = [f"{status} is new" for status in sorted((theirs - ours) & ALARMING)]
    if (TRANSFER_LOCK in ours) != (TRANSFER_LOCK in theirs):
        news.insert(
            0, "locked against transfer" if TRANSFER_LOCK in theirs else "not locked against transfer"
        )
    return ", ".join(news)


def statuses_shown(words: Iterable[str]) -> str:
    """Return the statuses in EPP's spelling, the transfer lock first; unknown words stay as told."""
    known = {str(_known(word) or word) for word in words}
    lock = "locked" if TRANSFER_LOCK in known else "not locked"
    return ", ".join([f"transfer {lock}", *sorted(known - {TRANSFER_LOCK.value})])
