"""What must hold of a year, judged by truth, by the mail server's own log and by plain counting of days."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeKind, NoticeState
from portfolio.values import Moment
from tests.notices_year.days_counted import day_in, greenwich_day
from tests.notices_year.expected import must_have_come_due
from tests.notices_year.memory_mail import Accepted
from tests.notices_year.truth import TrueName
from tests.notices_year.year import Evidence, name_in

UNDER_WAY = {NoticeState.DUE, NoticeState.CLAIMED, NoticeState.SENDING, NoticeState.RETRY_LATER}
LEFT = {NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.BOUNCED}
NO_MORE_THAN = timedelta(days=1)
_DAYS = re.compile(r"(\d+)")
_WORDS = {
    "today": 0, "tomorrow": 1, "yesterday": -1, "aujourd\N{RIGHT SINGLE QUOTATION MARK}hui": 0,
    "demain": 1, "hier": -1,
}  # fmt: skip

Oracle = Callable[[Evidence], Iterator[str]]


def never_twice(seen: Evidence) -> Iterator[str]:
    """No Message-ID was taken twice for one recipient, nor at all for two."""
    taken = Counter(line.message_id for line in seen.house.mail.log)
    yield from (f"accepted {times} times: {which}" for which, times in taken.items() if times > 1)


def log_and_ledger_agree(seen: Evidence) -> Iterator[str]:
    """What the server took is told as such or as unclear; what is told as handed over was taken."""
    taken = {line.key for line in seen.house.mail.log}
    rows = {notice.message_id: notice for notice in seen.ledger}
    for notice in seen.ledger:
        if notice.state is NoticeState.HANDED_OVER and notice.message_id not in taken:
            yield f"never taken, but told as handed over: {notice.key}"
        if notice.message_id in taken and notice.state not in LEFT:
            yield f"taken by the server, but told as {notice.state}: {notice.key}"
    for line in seen.house.mail.log:
        if line.key not in rows and not _is_poisoned(seen, line):
            yield f"taken, and in no ledger: {line.key}"


def never_missed(seen: Evidence) -> Iterator[str]:
    """Every milestone that a run met has a row: handed over, superseded, suppressed, or shown to staff."""
    rows = _by_name(seen)
    for due in must_have_come_due(seen):
        found = [
            notice for notice in rows[due.name]
            if notice.milestone == Milestone(days=due.days) and abs(notice.about - due.about) <= NO_MORE_THAN
        ]  # fmt: skip
        if not found:
            yield f"nothing became of {due.days} days before {due.about} of {due.name}, seen {due.at}"


def set_aside_rightly(seen: Evidence) -> Iterator[str]:
    """What was superseded had a nearer one, or the date had moved; what was suppressed says why, truly."""
    rows = _by_name(seen)
    for notice in seen.ledger:
        if notice.milestone.kind is not NoticeKind.EXPIRY:
            continue
        true = seen.made.names[notice.name]
        if notice.state is NoticeState.SUPERSEDED and not _has_moved(true, notice):
            near = [other for other in rows[notice.name] if _is_nearer(other, notice)]
            if not near:
                yield f"superseded by nothing: {notice.key} ({notice.detail})"
        if notice.state is NoticeState.SUPPRESSED and not (true.gone_at or true.auto_renew):
            yield f"suppressed without a reason: {notice.key} ({notice.detail})"


def nobody_told_of_the_renewed(seen: Evidence) -> Iterator[str]:
    """No warning about a name left after the registrar had shown it as renewed to the very same run."""
    for line, notice in _expiry_mail(seen):
        shown = line.shown
        if not isinstance(shown, date) or greenwich_day(shown) <= notice.about + NO_MORE_THAN:
            continue
        true = seen.made.names[notice.name]
        was_clear = true.is_told or greenwich_day(line.at) < notice.about
        if was_clear:
            yield f"shown as paid until {shown}, and told all the same: {notice.key} at {line.at}"


def days_are_counted_as_people_do(seen: Evidence) -> Iterator[str]:
    """The number of days in a subject is what the reader's calendar says on that day."""
    for line, notice in _expiry_mail(seen):
        true = seen.made.names[notice.name]
        today = day_in(line.at, true.zone)
        believed = [moment for at, moment in true.believed if at <= line.at][-1:]
        shown = [line.shown] if isinstance(line.shown, date) else []
        wanted = {(day_in(moment, true.zone) - today).days for moment in (*believed, *shown)}
        if _only_worked_out(true, [*believed, *shown], line.at):
            wanted |= {days - 1 for days in wanted}
        said = days_in(line.subject, notice.name)
        if said not in wanted:
            yield f"says {said} days, a person counts {sorted(wanted)}: {notice.key} at {line.at}"


def _only_worked_out(true: TrueName, moments: Iterable[Moment], at: datetime) -> bool:
    """
    Whether the registrar shows 28 February of the year after, and nobody can tell which of two days it was.

    Of a name that it tells no date of its own of, and whose registry has moved its date on by itself.
    """
    leap_days = [moment for moment in moments if (moment.month, moment.day) == (2, 29)]
    return true.is_generic and not true.is_told and any(greenwich_day(m) <= at.date() for m in leap_days)


def in_fair_order(seen: Evidence) -> Iterator[str]:
    """Of what one run sent, the nearest deadline went first; a turn to the next contact may come between."""
    rows, named = {notice.key: notice for notice in seen.ledger}, _by_name(seen)
    for ran in seen.runs:
        known = [rows[row.key] for row in ran.result.rows if row.key in rows and row.state in LEFT]
        ahead: date | None = None
        for notice in known:
            if _was_turned_to(notice, named):
                continue
            assert notice.deadline
            if ahead is not None and notice.deadline < ahead:
                yield f"waited behind something later: {notice.key} on {ran.at}"
            ahead = max(ahead or notice.deadline, notice.deadline)


def comes_to_rest(seen: Evidence) -> Iterator[str]:
    """When nothing goes wrong any more, nothing is left under way."""
    yield from (f"still {notice.state}: {notice.key}" for notice in seen.healed if notice.state in UNDER_WAY)


def days_in(subject: str, name: str) -> int | None:
    """Return the number of days that a subject says, negative after the day; None where it says none."""
    words = subject.replace(name, "")
    for word, days in _WORDS.items():
        if word in words:
            return days
    found = _DAYS.search(words)
    if found is None:
        return None
    return -int(found[1]) if "expired" in words or "a expir" in words else int(found[1])


def _expiry_mail(seen: Evidence) -> Iterator[tuple[Accepted, Notice]]:
    rows = {notice.message_id: notice for notice in seen.ledger}
    for line in seen.house.mail.log:
        notice = rows.get(line.key)
        if notice is not None and notice.milestone.kind is NoticeKind.EXPIRY:
            yield line, notice


def _is_poisoned(seen: Evidence, line: Accepted) -> bool:
    return seen.made.names[name_in(line.key)].client in seen.house.poisoned


def _has_moved(true: TrueName, notice: Notice) -> bool:
    return any(abs(greenwich_day(paid) - notice.about) > NO_MORE_THAN for _, paid in true.dates)


def _is_nearer(other: Notice, notice: Notice) -> bool:
    is_one = other.milestone.kind is notice.milestone.kind and abs(other.about - notice.about) <= NO_MORE_THAN
    return is_one and other.milestone.days < notice.milestone.days


def _was_turned_to(notice: Notice, rows: Mapping[DomainName, list[Notice]]) -> bool:
    """Whether it came due in the middle of a run, when another contact's address had refused the step."""
    return any(
        other.state is NoticeState.DEAD and (other.milestone, other.about) == (notice.milestone, notice.about)
        for other in rows[notice.name]
    )


def _by_name(seen: Evidence) -> Mapping[DomainName, list[Notice]]:
    rows: dict[DomainName, list[Notice]] = defaultdict(list)
    for notice in seen.ledger:
        rows[notice.name].append(notice)
    return rows
