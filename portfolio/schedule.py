"""A daily run: what makes a job run once for a local date, whoever starts it and however often."""

from datetime import date

from portfolio.values import Instant, Value


class JobRun(Value):
    """
    One run of a job for one local date.

    Running while `claimed_until` lies ahead, done once there is a `finished_at`; otherwise it was given up or
    left behind, and whoever comes next takes it over. `attempts` counts the claims.
    """

    job: str
    on: date
    claimed_at: Instant
    claimed_until: Instant | None = None
    finished_at: Instant | None = None
    attempts: int = 1
    detail: str = ""
