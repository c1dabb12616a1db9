"""Daily runs: which job ran for which local date, claimed by one process at a time."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from portfolio.schedule import JobRun
from records.errors import AlreadyHeld, Moved
from records.tables import JobRunRow
from records.transaction import Transaction

_Key = tuple[ColumnElement[bool], ...]


class Runs:
    """
    The runs of the daily jobs, one a job and local date. They are not audited: what a run does is.

    A claim holds until its lease ends; commit before acting on it.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def claim(self, job: str, on: date, *, lease: timedelta) -> bool:
        """
        Take the run of `job` for the local date `on`, for the length of `lease` from now.

        A run that was given up, or whose lease has ended, is taken over. Returns False when it is done, or
        under way in someone else's hands.
        """
        now = self._transaction.clock.now()
        first = JobRunRow(
            job=job, on_date=on, claimed_at=now, claimed_until=now + lease, attempts=1, detail=""
        )
        try:
            self._transaction.keep(first, taken=f"{job} was claimed for {on} before")
        except AlreadyHeld:
            return self._take_over(job, on, now, lease)
        return True

    def extend(self, job: str, on: date, *, lease: timedelta) -> None:
        """
        Hold the claim for `lease` from now on.

        Raises `Moved` when the run is done, was given up, or its lease has ended: others may have it by now.
        """
        now = self._transaction.clock.now()
        statement = update(JobRunRow).where(*_run(job, on), col(JobRunRow.claimed_until) > now)
        self._transaction.move(
            statement.values(claimed_until=now + lease), moved=f"{job} for {on} is not claimed any more"
        )

    def finish(self, job: str, on: date, *, detail: str = "") -> None:
        """
        Write down that the run is done, with its result: one line that holds nothing personal.

        Raises `Moved` when it was never claimed, or is done already.
        """
        done = {"finished_at": self._transaction.clock.now(), "claimed_until": None, "detail": detail}
        statement = update(JobRunRow).where(*_run(job, on), col(JobRunRow.finished_at).is_(None))
        self._transaction.move(statement.values(done), moved=f"{job} for {on} is not under way")

    def give_up(self, job: str, on: date) -> None:
        """Let go of the run, so that it can be claimed again at once. Raises `Moved` as `finish` does."""
        statement = update(JobRunRow).where(*_run(job, on), col(JobRunRow.finished_at).is_(None))
        self._transaction.move(statement.values(claimed_until=None), moved=f"{job} for {on} is not under way")

    def newest(self, job: str) -> JobRun | None:
        """Return the run of the latest local date, None when the job never ran."""
        query = select(JobRunRow).where(col(JobRunRow.job) == job).order_by(col(JobRunRow.on_date).desc())
        row = self._transaction.session.exec(query.limit(1)).first()
        return None if row is None else _value(row)

    def _take_over(self, job: str, on: date, now: datetime, lease: timedelta) -> bool:
        until = col(JobRunRow.claimed_until)
        statement = (
            update(JobRunRow)
            .where(*_run(job, on), col(JobRunRow.finished_at).is_(None), until.is_(None) | (until <= now))
            .values(claimed_at=now, claimed_until=now + lease, attempts=col(JobRunRow.attempts) + 1)
        )
        try:
            self._transaction.move(statement, moved=f"{job} for {on} is done or under way")
        except Moved:
            return False
        return True


def _run(job: str, on: date) -> _Key:
    return (col(JobRunRow.job) == job, col(JobRunRow.on_date) == on)


def _value(row: JobRunRow) -> JobRun:
    return JobRun(
        job=row.job,
        on=row.on_date,
        claimed_at=row.claimed_at,
        claimed_until=row.claimed_until,
        finished_at=row.finished_at,
        attempts=row.attempts,
        detail=row.detail,
    )
