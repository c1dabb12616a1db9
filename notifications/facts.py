"""What a notice tells: the facts of one name at one instant, as one reader counts them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portfolio.held import Client
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.policy.notices import days_left
from portfolio.tld import TldRules
from portfolio.values import Moment, earliest


class Published(StrEnum):
    """What the public record shows of one of our fields."""

    SAME = "same"
    DIFFERS = "differs"
    HIDDEN = "hidden"
    NOT_PUBLISHED = "not published"
    UNKNOWN = "not known"


@dataclass(frozen=True, kw_only=True)
class DataLine:
    """One field of the registrant's data as we hold it (`email`, `street`, …), and what is public."""

    field: str
    ours: str
    public: Published = Published.UNKNOWN

    def __repr__(self) -> str:
        return f"DataLine({self.field}, {self.public})"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """
    The facts of one notice. `days` is counted in `zone`, negative after expiry.

    `expires` is until when the name is paid: for a receipt the new date. `reader` is how the reader is
    addressed; None for staff. `note` is for staff: what could not be made sure. `price` and `restore_price`
    are what the house asks its clients for, None where it has set none. `answer_by` is the last day of a
    verification in UTC, and `registrar` who asks for it, empty where we cannot say; `data` are the lines of a
    yearly reminder, read in public on `observed_on`.
    """

    name: DomainName
    rules: TldRules
    expires: Moment
    zone: tzinfo
    now: datetime
    auto_renew: bool | None = None
    reader: str | None = None
    note: str = ""
    price: Money | None = None
    restore_price: Money | None = None
    answer_by: date | None = None
    data: tuple[DataLine, ...] = ()
    observed_on: date | None = None
    registrar: str = ""

    def __repr__(self) -> str:
        return f"Facts({self.name})"

    @property
    def days(self) -> int:
        """The days that the reader counts from today to the expiry."""
        return days_left(self.expires, self.now, self.zone)

    @property
    def expires_here(self) -> datetime:
        """The expiry on the reader's clock; for a bare date its first instant."""
        return earliest(self.expires).astimezone(self.zone)

    @property
    def renewable_until(self) -> date | None:
        """The last day on which it may still be renewed, or None where the registry states none."""
        return self._days_on(self.rules.grace.auto_renew_days)

    @property
    def restorable_until(self) -> date | None:
        """The last day on which it may still be restored, or None where the registry states none."""
        grace = self.rules.grace
        if grace.auto_renew_days is None or grace.redemption_days is None:
            return None
        return self._days_on(grace.auto_renew_days + grace.redemption_days)

    @property
    def today(self) -> date:
        """The day on the reader's calendar."""
        return self.now.astimezone(self.zone).date()

    @property
    def answer_by_here(self) -> date | None:
        """The reader's last whole day to answer: where UTC's day ends in the afternoon, the day before."""
        if self.answer_by is None:
            return None
        day_over = earliest(self.answer_by + timedelta(days=1))
        return day_over.astimezone(self.zone).date() - timedelta(days=1)

    @property
    def answer_days(self) -> int | None:
        """The days that the reader counts from today to the last day to answer; negative after it."""
        until = self.answer_by_here
        return None if until is None else (until - self.today).days

    def if_ahead(self, day: date | None) -> date | None:
        """Return `day` where it is not over for the reader: nobody is told what could be done yesterday."""
        return None if day is None or day < self.today else day

    def _days_on(self, days: int | None) -> date | None:
        return None if days is None else (self.expires_here + timedelta(days=days)).date()


def zone_of(client: Client) -> ZoneInfo:
    """Return the client's time zone; UTC where this machine knows none by that name."""
    try:
        return ZoneInfo(client.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
