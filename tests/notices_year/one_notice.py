"""One notice and all that can happen to it: a mishap in each phase, each end, a renewal at each step."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState
from tests.notices_year.made_year import START, Made
from tests.notices_year.memory_mail import MISHAPS, Mishap, Phase
from tests.notices_year.points import Points, PowerCut
from tests.notices_year.truth import TrueName
from tests.notices_year.year_house import MovedClock, YearHouse

AT = datetime.combine(START, time(13), UTC)
NAME = DomainName("example-a.com")
SINCE = (timedelta(minutes=1), timedelta(minutes=31), timedelta(hours=7), timedelta(hours=14))
"""When runs follow one that broke off: before its lease has ended, after it, and after any pause."""
UNCLEAR = {mishap for mishap in MISHAPS if mishap.phase is Phase.BODY or mishap.phase is Phase.DOT}
FINAL = {Mishap(Phase.RCPT, 550), Mishap(Phase.DATA, 550), Mishap(Phase.DOT, 554)}
WELL: tuple[Mishap | None, ...] = (None, *MISHAPS)


@dataclass(frozen=True)
class Case:
    """What goes wrong with the first connection; where the process ends; where the name is renewed."""

    mishap: Mishap | None = None
    cut_at: int | None = None
    renewed_at: int | None = None
    renewed_when_asked: bool = False


@dataclass
class OneNotice:
    """Lays one house down again for each case: a name that expires in sixty days, one address to tell."""

    folder: Path
    house: YearHouse = field(init=False)
    reached: int = 0

    def __post_init__(self) -> None:
        self._true = _a_name()
        (self.folder / "house").mkdir()
        clock = MovedClock(AT)
        made = Made({NAME: self._true}, {"client-a": self._true.zone})
        self.house = YearHouse(self.folder / "house", made, clock)
        self.house.engine.dispose()
        shutil.copytree(self.folder / "house", self.folder / "model")

    def wrongs(self, case: Case) -> list[str]:
        """Return what is wrong after a case; `reached` is how many points its first run had."""
        self._lay()
        points = Points(case.cut_at, case.renewed_at, lambda: self._true.renew(AT))
        if case.renewed_when_asked:
            self._true.renews_when_asked = 1
        with suppress(PowerCut):
            self.house.runs(points)
        self.reached = points.passed
        for later in SINCE:
            self.house.clock.at = AT + later
            self.house.runs()
        return list(self._wrongs(case))

    def _lay(self) -> None:
        self.house.engine.dispose()
        shutil.rmtree(self.folder / "house")
        shutil.copytree(self.folder / "model", self.folder / "house")
        self._true = _a_name()
        self._true.believed.append((AT, self._true.paid))
        self.house.made.names[NAME] = self._true
        self.house.clock.at = AT
        self.house.mail.log.clear()

    def plan(self, case: Case) -> None:
        """Let the case's mishap befall the next connection only."""
        left = [case.mishap]
        self.house.mail.plan = lambda: left.pop() if left else None

    def _wrongs(self, case: Case) -> Iterator[str]:
        rows = self.house.ledger()
        taken = Counter(line.key for line in self.house.mail.log)
        yield from (f"taken {times} times" for times in taken.values() if times > 1)
        yield from (wrong for row in rows for wrong in _disagreements(row, taken[row.message_id]))
        if case.renewed_when_asked and case.cut_at is None and taken:
            yield "a renewed name was told of"
        first = [row.state for row in rows if row.role is ContactRole.REGISTRANT]
        rest = [row.state for row in rows if row.role is not ContactRole.REGISTRANT]
        if len(first) != 1:
            yield f"{len(first)} notices to the registrant"
        if not self._true.dates and case.cut_at is None and first != [_ends_as(case)]:
            yield f"without a renewal it ends {first}"
        if not self._true.dates and len(rest) != first.count(NoticeState.DEAD):
            yield f"where the registrant's is {first} there is for the next contact {rest}"
        if case.cut_at is None and set(rest) - {NoticeState.HANDED_OVER, NoticeState.SUPERSEDED}:
            yield f"the next contact's ends {rest}"


def _ends_as(case: Case) -> NoticeState:
    if case.mishap in FINAL:
        return NoticeState.DEAD
    if case.mishap in UNCLEAR and case.mishap != Mishap(Phase.DOT, 451):
        return NoticeState.AMBIGUOUS
    return NoticeState.HANDED_OVER


def _disagreements(row: Notice, taken: int) -> Iterator[str]:
    if row.state not in _ENDS:
        yield f"left {row.state}"
    if taken and row.state not in (NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS):
        yield f"taken, but told as {row.state}"
    if not taken and row.state is NoticeState.HANDED_OVER:
        yield "told as handed over, but never taken"


_ENDS = {NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS, NoticeState.DEAD, NoticeState.SUPERSEDED}


def swept(one: OneNotice, mishap: Mishap | None, *, renewed: bool) -> dict[Case, list[str]]:
    """Return what is wrong in each case of a mishap: cut at every point, or renewed at every step."""
    found: dict[Case, list[str]] = {}
    for at in count(1):
        case = Case(mishap, renewed_at=at) if renewed else Case(mishap, cut_at=at)
        one.plan(case)
        if wrong := one.wrongs(case):
            found[case] = wrong
        if at > one.reached:
            return found
    raise AssertionError


def _a_name() -> TrueName:
    paid = AT + timedelta(days=60)
    return TrueName(NAME, "client-a", "America/Toronto", paid, is_generic=True, is_told=True)
