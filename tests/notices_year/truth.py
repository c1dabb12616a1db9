"""What really is: names, their true dates and how these change, and a registrar that tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from portfolio.clock import Clock
from portfolio.names import DomainName
from portfolio.registration import Registration, Status
from registrar.contract import Registrar
from registrar.errors import NotSponsored, TryAgain
from tests.notices_year.days_counted import Moment, a_year_on


class Deed(StrEnum):
    """What can happen to a name in truth."""

    RENEWED = "renewed"
    CORRECTED = "corrected"
    GONE = "gone"
    REDEMPTION = "redemption"
    PENDING_DELETE = "pending delete"


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens at `at`; `days` by which a date is corrected; `seen_after` days by the house."""

    at: datetime
    deed: Deed
    days: int = 0
    seen_after: int = 0


@dataclass(eq=False)
class TrueName:
    """
    One name as it is. `is_told` says whether the registrar tells its own date beside the registry's.

    `dates` is every true date with when it began to be; `believed` every date with when our records took it.
    `renews_when_asked` is the question during which it is renewed: just before the answer, or just after.
    """

    name: DomainName
    client: str
    zone: str
    paid: Moment
    is_generic: bool
    is_told: bool
    auto_renew: bool | None = None
    events: list[Event] = field(default_factory=list)
    statuses: frozenset[Status] = frozenset()
    gone_at: datetime | None = None
    refresh_on: list[datetime] = field(default_factory=list)
    dates: list[tuple[datetime, Moment]] = field(default_factory=list)
    believed: list[tuple[datetime, Moment]] = field(default_factory=list)
    renews_when_asked: int = 0
    before_answer: bool = True
    asked: int = 0
    shown: Moment | None = None

    def go_on_to(self, now: datetime) -> None:
        """Let everything happen that has happened by `now`."""
        while self.events and self.events[0].at <= now:
            self._happens(self.events.pop(0))

    def renew(self, at: datetime) -> None:
        """Pay for another year."""
        self._is(at, a_year_on(self.paid))
        self.statuses = frozenset()

    def registration(self, now: datetime) -> Registration:
        """Return what the registrar tells: after expiry a gTLD's registry has moved its date by itself."""
        paid, statuses = self.paid, set(self.statuses)
        ends = paid if isinstance(paid, datetime) else datetime(paid.year, paid.month, paid.day, tzinfo=UTC)
        registry = paid
        if self.is_generic and now >= ends and not statuses:
            registry, statuses = a_year_on(paid), {Status.AUTO_RENEW_PERIOD}
        return Registration(
            name=self.name,
            expires_at=registry,
            registrar_expires_at=paid if self.is_told else None,
            statuses=frozenset(statuses or {Status.OK}),
            auto_renew=self.auto_renew,
        )

    def _happens(self, event: Event) -> None:
        self.refresh_on.append(event.at + timedelta(days=event.seen_after))
        match event.deed:
            case Deed.RENEWED:
                self.renew(event.at)
            case Deed.CORRECTED:
                self._is(event.at, self.paid + timedelta(days=event.days))
            case Deed.GONE:
                self.gone_at = event.at
            case Deed.REDEMPTION:
                self.statuses = frozenset({Status.REDEMPTION_PERIOD, Status.PENDING_DELETE})
            case Deed.PENDING_DELETE:
                self.statuses = frozenset({Status.PENDING_DELETE})

    def _is(self, at: datetime, paid: Moment) -> None:
        self.paid = paid
        self.dates.append((at, paid))


@dataclass
class TrueRegistrar(Registrar):
    """Tells the truth, when it answers: `is_silent` says when it does not."""

    names: dict[DomainName, TrueName]
    clock: Clock
    slug: str = "looking"
    silent: bool = False
    asked: int = 0

    def info(self, name: DomainName) -> Registration:
        """Tell of one name; one in thirty questions is not answered while `silent`."""
        self.asked += 1
        true, now = self.names[name], self.clock.now()
        true.go_on_to(now)
        true.asked += 1
        true.shown = None
        happens = true.asked == true.renews_when_asked
        if happens and true.before_answer:
            true.renew(now)
        if self.silent and self.asked % 30 == 0:
            raise TryAgain("not answering")
        if true.gone_at is not None:
            raise NotSponsored("not in the account")
        told = true.registration(now)
        true.shown = true.paid
        if happens and not true.before_answer:
            true.renew(now)
        return told

    def holdings(self) -> Iterator[DomainName]:
        """Yield what is there still."""
        yield from (name for name, true in self.names.items() if true.gone_at is None)
