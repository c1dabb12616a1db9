"""Bugs that a year must bring to light: each breaks the real code in one place."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest
from sqlmodel import col

from notifications import deliver, facts, judging, recheck
from notifications.post import transport
from notifications.post.smtp_line import Reply
from notifications.post.transport import Handed, HandedOver
from portfolio.notice import Milestone, Notice, NoticeState
from portfolio.policy.notices import Due, Ladder, due_milestones
from portfolio.policy.renewal import Renewal
from portfolio.values import Moment
from records import outbox
from records.tables import NoticeRow
from tests.notices_year.days_counted import day_in

Plant = Callable[[pytest.MonkeyPatch], None]


def _body_before_sending_is_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(deliver._Sending, "commit", lambda _sending: None)


def _only_on_the_very_day(patch: pytest.MonkeyPatch) -> None:
    def due(about: date, today: date, steps: Ladder, *rest: frozenset[Milestone]) -> Due:
        left = (about - today).days
        return due_milestones(about, today, [step for step in steps if step.days == left], *rest)

    patch.setattr(judging, "due_milestones", due)


def _no_word_of_what_was_passed_over(patch: pytest.MonkeyPatch) -> None:
    def due(about: date, today: date, steps: Ladder, *rest: frozenset[Milestone]) -> Due:
        return due_milestones(about, today, steps, *rest).model_copy(update={"superseded": ()})

    patch.setattr(judging, "due_milestones", due)


def _set_aside_when_the_registrar_is_silent(patch: pytest.MonkeyPatch) -> None:
    def heard(*_arguments: object, **_named: object) -> recheck.Stop:
        return recheck.Stop(NoticeState.SUPERSEDED, "could not be asked")

    patch.setattr(recheck, "_heard", heard)


def _never_believes_a_renewal(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(recheck, "renewal_of", lambda *_dates, **_now: Renewal.NOT_RENEWED)


def _counts_in_greenwich(patch: pytest.MonkeyPatch) -> None:
    def left(expires: Moment, now: datetime, _zone: tzinfo) -> int:
        return (day_in(expires, "UTC") - now.astimezone(UTC).date()).days

    patch.setattr(facts, "days_left", left)


def _in_the_order_of_names(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "_URGENCY", (col(NoticeRow.name), col(NoticeRow.key)))


def _tries_again_in_a_month(patch: pytest.MonkeyPatch) -> None:
    def later(now: datetime, _notice: Notice) -> datetime:
        return now + timedelta(days=30)

    patch.setattr(deliver, "_retry_at", later)


def _takes_a_no_for_a_yes(patch: pytest.MonkeyPatch) -> None:
    def after(reply: Reply) -> Handed:
        return HandedOver(reply.shown)

    patch.setattr(transport, "_after_the_dot", after)


BUGS: Mapping[str, tuple[Plant, str]] = {
    "the body leaves before SENDING is kept": (
        _body_before_sending_is_kept, "no message was taken twice for one recipient",
    ),
    "a step is looked for on its very day only": (_only_on_the_very_day, "ICANN's windows are kept"),
    "what was passed over is not written down": (
        _no_word_of_what_was_passed_over, "something became of every milestone that came due",
    ),
    "what cannot be asked is set aside": (
        _set_aside_when_the_registrar_is_silent, "what was set aside had its reason",
    ),
    "a renewal at the registrar is not believed": (
        _never_believes_a_renewal, "nobody is warned after the registrar has shown a renewal",
    ),
    "days are counted in Greenwich": (_counts_in_greenwich, "the number of days is what a person counts"),
    "names go in their own order": (_in_the_order_of_names, "the nearest deadline goes first"),
    "what is put off comes back in a month": (
        _tries_again_in_a_month, "nothing is under way when nothing goes wrong any more",
    ),
    "a no after the body is taken for a yes": (
        _takes_a_no_for_a_yes, "the ledger says of each message what the server's log says",
    ),
}  # fmt: skip
"""Each with the oracle that has to see it."""
