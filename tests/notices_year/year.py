"""One year of days: runs at nine, missed, run twice, cut off and taken up again, tried again as asked."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from notifications import NoticeRun
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Notice
from tests.notices_year.made_year import DAYS, START, Made, made_year
from tests.notices_year.memory_mail import MISHAPS, Mishap
from tests.notices_year.points import Points, PowerCut
from tests.notices_year.year_house import MovedClock, YearHouse

HOUSE_ZONE = ZoneInfo("America/Toronto")
NINE = time(9)
MOST_MISSED = 3
LAST_RETRY = time(22)
HEALING = 3
A_CONTACT = ContactRole.REGISTRANT


@dataclass(frozen=True)
class Ran:
    """One run that came to its end. `down`: the mail server took nothing that day."""

    at: datetime
    result: NoticeRun
    down: bool = False


def name_in(message_id: str) -> DomainName:
    """Return the name in the left part of a Message-ID."""
    return DomainName(_NAME.split(message_id.removeprefix("notice."), maxsplit=1)[0])


_NAME = re.compile(r"\.(?=\d{4}-)")


@dataclass
class Evidence:
    """What the judge looks at: truth, the mail server's log, the ledger at the end, and every run."""

    made: Made
    house: YearHouse
    runs: list[Ran] = field(default_factory=list)
    ledger: list[Notice] = field(default_factory=list)
    healed: list[Notice] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    under_itself: frozenset[DomainName] = frozenset()


@dataclass
class Year:
    """Drives one house through its year, by a seed."""

    house: YearHouse
    draw: Random
    evidence: Evidence
    calm: bool = False
    down: bool = False

    def lived(self, days: int) -> Evidence:
        """Live through so many days, and then through some on which nothing goes wrong."""
        self.house.mail.plan = self._mishap
        self.house.mail.tell = self._shown
        day, missed, until = START, 0, START + timedelta(days=days)
        poisoned_on = START + timedelta(days=days // 2)
        while day < until:
            if missed or self.draw.random() < 0.04:
                missed = missed - 1 if missed else self.draw.randrange(MOST_MISSED)
                self._tell("missed days")
            else:
                self._one_day(day)
            if day == poisoned_on:
                self.house.poison(max(self.house.made.clients))
            day += timedelta(days=1)
        self._heal(day)
        self.evidence.ledger = self.house.ledger()
        return self.evidence

    def _one_day(self, day: date) -> None:
        self.house.clock.at = datetime.combine(day, NINE, HOUSE_ZONE).astimezone(UTC)
        self.house.registrar.silent, self.calm = True, False
        was_down, self.down = self.down, False
        self.down = not was_down and self.draw.random() < 0.02
        self._changes_of_contacts()
        self.house.daily_check()
        self._until_it_ends()
        if self.draw.random() < 0.08:
            self._tell("second runs")
            self._run()
        self._as_the_outbox_asks(day)

    def _until_it_ends(self) -> None:
        """Run; where the power is cut, start again a minute later, and at last run to the end."""
        while self.draw.random() < 0.15:
            points = Points(cut_at=self.draw.choice((self.draw.randrange(1, 12), self.draw.randrange(1, 90))))
            try:
                self._run(points)
            except PowerCut:
                self._tell("cuts")
                self.house.clock.at += timedelta(minutes=1)
            else:
                return
        other = Points()
        if self.draw.random() < 0.15:
            other = Points(meanwhile_at=self.draw.randrange(1, 25), meanwhile=self._another_process)
        self._run(other)

    def _another_process(self) -> None:
        """Run in the middle of another run, which goes on with what it was shown itself."""
        self._tell("runs inside runs")
        names = self.house.made.names.values()
        shown = [true.shown for true in names]
        self._run(Points())
        for true, before in zip(names, shown, strict=True):
            true.shown = before

    def _run(self, points: Points | None = None) -> None:
        limit = 25 if self.draw.random() < 0.03 else 100_000
        at = self.house.clock.at
        result = self.house.runs(points, limit=limit)
        self.evidence.runs.append(Ran(at, result, self.down))
        if limit == 25:
            self._tell("runs with a low limit")
            self._run()

    def _as_the_outbox_asks(self, day: date) -> None:
        last = datetime.combine(day, LAST_RETRY, HOUSE_ZONE).astimezone(UTC)
        for number in range(12):
            at = self.house.next_retry()
            if at is None or at > last:
                return
            self.calm = number > 1
            self.house.clock.at = max(at, self.house.clock.at) + timedelta(seconds=1)
            self._tell("retries")
            self._run()

    def _heal(self, day: date) -> None:
        """Nothing goes wrong any more: so many runs are enough to end everything."""
        self.house.registrar.silent, self.calm, self.down = False, True, False
        for true in self.house.made.names.values():
            true.refresh_on = [self.house.clock.at, *true.refresh_on]
        for number in range(HEALING):
            at = datetime.combine(day, NINE, HOUSE_ZONE) + timedelta(hours=13 * number)
            self.house.clock.at = at.astimezone(UTC)
            self.house.daily_check()
            self._run()
        self.evidence.healed = self.house.ledger()

    def _changes_of_contacts(self) -> None:
        if self.draw.random() < 0.03:
            self._tell("addresses changed")
            client = self.draw.choice(sorted(self.house.made.clients))
            if client not in self.house.poisoned:
                address = f"new-{self.draw.randrange(1000)}@{client}.example.net"
                self.house.moves_mailbox(client, A_CONTACT, address)

    def _mishap(self) -> Mishap | None:
        if self.down:
            self._tell("mishap: down")
            return Mishap(MISHAPS[1].phase, 421)
        if self.calm or self.draw.random() > 0.12:
            return None
        mishap = self.draw.choice(MISHAPS)
        self._tell(f"mishap: {mishap.phase}")
        return mishap

    def _shown(self, key: str) -> object:
        return self.house.made.names[name_in(key)].shown

    def _tell(self, what: str) -> None:
        self.evidence.happened[what] += 1


def live(
    names: int, seed: int, *, days: int = DAYS, house_of: Callable[..., YearHouse] = YearHouse
) -> Evidence:
    """Live through a year with so many names, by a seed. `house_of` makes the house."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="notices-", dir=memory if memory.is_dir() else None) as folder:
        made = made_year(names, seed)
        under = frozenset(list(made.names)[:: max(names // 5, 1)])
        clock = MovedClock(datetime.combine(START, time(1), UTC))
        house = house_of(Path(folder), made, clock, under)
        _spoil_addresses(house)
        evidence = Evidence(made, house, under_itself=under)
        return Year(house, Random(f"year {seed}"), evidence).lived(days)


def _spoil_addresses(house: YearHouse) -> None:
    """Every fifth client's registrant, and one client's every contact, is at an address that never was."""
    clients = sorted(house.made.clients)
    house.mail.bad |= {f"registrant@{client}.example.net" for client in clients[::5]}
    house.mail.bad |= {f"{role}@{clients[2]}.example.net" for role in ("registrant", "admin", "billing")}
