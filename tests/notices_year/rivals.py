"""
The same year for other programs' send loops: how often each sends twice, misses, and comes late.

`python -m tests.notices_year.rivals --names 60 --seed 1` prints the table.
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from notifications import NoticeRun
from portfolio.names import DomainName
from portfolio.notice import Notice
from tests.notices_year.days_counted import day_in, greenwich_day
from tests.notices_year.expected import spells, windows
from tests.notices_year.made_year import DAYS
from tests.notices_year.points import Points
from tests.notices_year.rival_loops import RIVALS, Loop, SendsThenUpdatesAColumn
from tests.notices_year.truth import TrueName
from tests.notices_year.year import Evidence, live, name_in
from tests.notices_year.year_house import READERS, YearHouse

OURS = "Namesteward"
LAST_DAY = {"30d-before": 26, "7d-before": 4, "1d-after": -5, "3d-after": -5}
"""The last day before expiry on which a step is in time (ICANN's ERRP)."""


@dataclass(frozen=True)
class Score:
    """How often a message was taken twice, a window passed without a word to anybody, a message was late."""

    duplicates: int
    misses: int
    late: int


@dataclass
class RivalHouse(YearHouse):
    """A house in which another loop does the sending; the mail server, the days and the cuts are the same."""

    loop: Loop = field(default_factory=SendsThenUpdatesAColumn)

    def runs(self, points: Points | None = None, *, limit: int = 100_000) -> NoticeRun:
        before, self.mail.points = self.mail.points, points or Points()
        try:
            self.loop.run(self._readable()[:limit], self.mail, self.clock.now(), self.mail.points)
        finally:
            self.mail.points = before
        return NoticeRun()

    def _readable(self) -> list[TrueName]:
        return [true for true in self.made.names.values() if true.client not in self.poisoned]

    def next_retry(self) -> datetime | None:
        return None

    def ledger(self) -> list[Notice]:
        return []


def score(seen: Evidence) -> Score:
    """Count what the mail server's log holds against the truth; nobody is blamed where no address works."""
    taken = Counter((line.message_id, line.recipient) for line in seen.house.mail.log)
    missed = [which for which in windows(seen).missed if not _is_out_of_reach(seen, which)]
    return Score(sum(taken.values()) - len(taken), len(missed), _late(seen))


def scores(names: int, seed: int, *, days: int = DAYS) -> dict[str, Score]:
    """Return the score of every loop in the year of one seed, ours last."""
    found = {
        title: score(live(names, seed, days=days, house_of=partial(RivalHouse, loop=loop())))
        for title, loop in RIVALS.items()
    }
    return found | {OURS: score(live(names, seed, days=days))}


def table_of(found: dict[str, Score]) -> str:
    """Return the table, a line each."""
    lines = [f"{'loop':42}{'duplicates':>12}{'misses':>8}{'late':>6}"]
    lines += [f"{title:42}{one.duplicates:12}{one.misses:8}{one.late:6}" for title, one in found.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where ours is not without fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    found = scores(given.names, given.seed)
    sys.stdout.write(f"{table_of(found)}\n")
    return 0 if found[OURS] == Score(0, 0, 0) else 1


def _is_out_of_reach(seen: Evidence, which: str) -> bool:
    true = seen.made.names[DomainName(which.split(": ")[1].split(" ", maxsplit=1)[0])]
    return all(f"{role}@{true.client}.example.net" in seen.house.mail.bad for role in READERS)


def _late(seen: Evidence) -> int:
    late = 0
    for line in seen.house.mail.log:
        step = next((step for step in LAST_DAY if f".{step}." in line.key), None)
        true = seen.made.names[name_in(line.key)]
        whole = [spell for spell in spells(true) if f".{greenwich_day(spell.paid)}." in line.key]
        if step is None or not whole:
            continue
        left = (day_in(whole[0].paid, true.zone) - day_in(line.at, true.zone)).days
        began = (day_in(whole[0].paid, true.zone) - day_in(whole[0].began, true.zone)).days
        late += left < LAST_DAY[step] and began > LAST_DAY[step] + 5
    return late


if __name__ == "__main__":
    raise SystemExit(main())
