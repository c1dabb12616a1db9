"""
The whole story of a portfolio that drifted: found, planned, approved, repaired, proved.

`python -m tests.drift_story.story --names 2000 --planted 200` tells it and prints its figures.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from portfolio.names import DomainName
from tests.drift_story.judging import NOT_PLANTED, Plantings, Tally, faults_of, judge, table_of
from tests.drift_story.keeping import brake_faults, kept_faults
from tests.drift_story.kinds_at_registrar import AT_REGISTRAR
from tests.drift_story.kinds_in_public import IN_PUBLIC
from tests.drift_story.kinds_of_change import Kind, Planted
from tests.drift_story.kinds_of_record import OF_RECORD
from tests.drift_story.made_portfolio import START, Made, Portfolio, made_portfolio, paid_until
from tests.drift_story.repairing import after_faults, first_reading_faults, repair
from tests.drift_story.story_house import House, open_house
from tests.drift_story.story_street import Street, open_street

KINDS = (*AT_REGISTRAR, *IN_PUBLIC, *OF_RECORD)
_LATER = timedelta(hours=7)


@dataclass
class Telling:
    """What came of it: tallies of the first and the later check, faults, and how long each part took."""

    tallies: dict[str, Tally] = field(default_factory=dict[str, Tally])
    later: dict[str, Tally] = field(default_factory=dict[str, Tally])
    faults: list[str] = field(default_factory=list[str])
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    def timed(self, what: str, since: float) -> None:
        """Note how long a part took."""
        self.seconds[what] = time.monotonic() - since


def dealt(portfolio: Portfolio, planted: int, kinds: Sequence[Kind]) -> dict[DomainName, Kind]:
    """Deal the kinds out to names that fit them, in turn, until `planted` have one."""
    free = list(portfolio.names)
    found: dict[DomainName, Kind] = {}
    left = list(kinds)
    while left and len(found) < planted:
        for kind in list(left):
            made = next((one for one in free if kind.fits(one)), None)
            if made is None or len(found) == planted:
                left.remove(kind)
                continue
            free.remove(made)
            found[made.name] = kind
    return found


def tell(
    folder: Path, *, names: int, planted: int, of: Sequence[Kind] = KINDS, all_first: bool = False
) -> Telling:
    """
    Tell the story with so many names, so many of them with a planting `of` these kinds.

    Before anything is planted the names that will be are looked at, with `all_first` every name.
    """
    telling = Telling()
    portfolio = made_portfolio(names)
    kinds = dealt(portfolio, planted, of)
    dates = {name: START + kind.expires_in for name, kind in kinds.items() if kind.expires_in is not None}
    portfolio = paid_until(portfolio, dates)
    with ExitStack() as running:
        since = time.monotonic()
        street = running.enter_context(open_street())
        house = running.enter_context(open_house(folder, street, portfolio))
        telling.timed("laid out", since)
        _check_in_order(
            house, [made.name for made in portfolio.names if all_first or made.name in kinds], kinds, telling
        )
        plantings = _plant(street, portfolio, kinds)
        _check_and_repair(street, house, plantings, telling)
    return telling


def _check_in_order(
    house: House, names: Sequence[DomainName], kinds: dict[DomainName, Kind], telling: Telling
) -> None:
    """Before anything is planted nothing may be found; names whose dates are a planting are left out."""
    since = time.monotonic()
    in_order = [name for name in names if name not in kinds or kinds[name].expires_in is None]
    telling.faults += faults_of(judge(house.reports(in_order), {}))
    telling.timed("checked in order", since)


def _plant(street: Street, portfolio: Portfolio, kinds: dict[DomainName, Kind]) -> Plantings:
    by_name: dict[DomainName, Made] = {made.name: made for made in portfolio.names}
    plantings = {
        name: (kind, Planted(street, portfolio.people, by_name[name])) for name, kind in kinds.items()
    }
    for kind, planted in plantings.values():
        kind.plant(planted)
    return plantings


def _check_and_repair(street: Street, house: House, plantings: Plantings, telling: Telling) -> None:
    since = time.monotonic()
    reports = house.reports()
    telling.timed("checked", since)
    telling.tallies = judge(reports, plantings)
    telling.faults += faults_of(telling.tallies) + brake_faults(reports, plantings)
    telling.faults += kept_faults(house, reports, plantings)
    telling.faults += first_reading_faults(house, reports, plantings)
    street.box.clock.advance(_LATER)
    since = time.monotonic()
    again = house.reports(sorted(plantings))
    telling.later = judge(again, plantings, later=True)
    telling.faults += faults_of(telling.later)
    telling.timed("checked the planted again", since)
    since = time.monotonic()
    telling.faults += repair(street, house, again, plantings)
    telling.timed("repaired and proved", since)
    last = house.reports(sorted(plantings))
    telling.faults += after_faults(last, plantings) + kept_faults(house, last, plantings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the story and print what came of it; 1 where the judge finds fault with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=2000)
    parser.add_argument("--planted", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="drift-story") as folder:
        telling = tell(Path(folder), names=given.names, planted=given.planted, all_first=True)
    lines = [table_of(telling.tallies), ""]
    lines += [f"{what}: {seconds:.1f} s" for what, seconds in telling.seconds.items()]
    kinds = sum(tally.planted > 0 for title, tally in telling.tallies.items() if title != NOT_PLANTED)
    lines += [f"{kinds} kinds; {len(telling.faults)} faults", *telling.faults]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if telling.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
