"""Bugs in keeping: the journal, the quarantine, the open order's index; and in the notices."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import or_
from sqlmodel import col

from notifications import deliver, due
from notifications.post.transport import Ambiguous, RetryLater
from orders import proposing, validate
from portfolio.notice import NoticeState
from records import Records, outbox, quarantine
from records.tables import NoticeRow
from tests.simulation.planting import Planted, always, instead, together
from tests.simulation.storage import Storage


def _new_each_time(digest_of: Any) -> Any:
    times = count()
    return lambda kind, wishes: digest_of(kind, wishes)[:4] + f"{next(times):08}" + "0" * 52


def _without_its_index(lay: Any) -> Any:
    def laid(self: Storage, image: bytes) -> None:
        lay(self, image)
        self.rows("DROP INDEX IF EXISTS uq_orders_one_open")

    return laid


def _handed_over_before(commit: Any) -> Any:
    def committed(self: Any) -> None:
        commit(self)
        self.notice = deliver._advance(self._post, self.notice, NoticeState.HANDED_OVER, "sent")

    return committed


def _ambiguous_goes_again(_settle: Any) -> Any:
    def settled(post: Any, notice: Any, handed: Any, facts: Any) -> Any:
        again = RetryLater(handed.why) if isinstance(handed, Ambiguous) else handed
        return _settle(post, notice, again, facts)

    return settled


def _left_in_sending_goes_again(_waits_at: Any) -> Any:
    def waits(now: datetime) -> Any:
        left = (col(NoticeRow.state) == NoticeState.SENDING) & (col(NoticeRow.claimed_until) <= now)
        return or_(_waits_at(now), left)

    return waits


@contextmanager
def _sending_may_be_claimed() -> Iterator[None]:
    with (
        instead(outbox, "_waits_at", _left_in_sending_goes_again)(),
        always(sys.modules["notifications.run"], "give_up_left_behind", [])(),
    ):
        yield


def _without_expiry(key: Any) -> Any:
    def made(name: Any, _expires_on: Any, *more: Any, **for_staff: Any) -> str:
        return key(name, date(2026, 12, 2), *more, **for_staff)

    return made


def _without_a_claim(_commit: Any) -> Any:
    def committed(self: Any) -> None:
        self.notice = self.notice.model_copy(update={"state": NoticeState.SENDING})

    return committed


KEEPING = (
    Planted(
        "journal-not-written", "nothing outside the database tells what left", always(Records, "left", None)
    ),
    Planted("no-quarantine", "a restored database is believed", always(quarantine, "why_quarantined", "")),
    Planted(
        "two-open-orders",
        "two orders for one name may be open at once",
        together(instead(Storage, "lay", _without_its_index), always(validate, "_with_other_orders", ())),
    ),
    Planted(
        "list-is-new-each-time",
        "a list that is handed in again makes new orders",
        instead(proposing, "digest_of", _new_each_time),
    ),
    Planted(
        "told-before-sent",
        "a notice is handed over before it is",
        instead(deliver._Sending, "commit", _handed_over_before),
    ),
    Planted(
        "ambiguous-goes-again",
        "a mail that may have arrived is sent again",
        instead(deliver, "_settle", _ambiguous_goes_again),
    ),
    Planted(
        "sending-goes-again",
        "a mail that a dead process was sending is sent again",
        _sending_may_be_claimed,
        shown_by="tests/notifications/test_never_twice.py::test_a_killed_process_sends_nothing_twice",
    ),
    Planted(
        "mail-without-claim",
        "a mail's body leaves before it is committed that it does",
        instead(deliver._Sending, "commit", _without_a_claim),
    ),
    Planted(
        "key-without-expiry",
        "a renewed name's notices have the keys of the last series",
        instead(due, "notice_key", _without_expiry),
        shown_by="tests/notifications/test_still_true.py::TestStillTrue::test_a_renewal_starts_a_new_series",
    ),
)
"""What is planted around what is kept, and around the mails."""
