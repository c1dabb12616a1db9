"""
The whole story of a portfolio that drifted: found, stopped, planned, approved, repaired, proved.

`python -m tests.drift_story.story --names 2000 --planted 200` tells it and prints its figures.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from portfolio.names import DomainName
from tests.drift_story.brakes import tell_of_brakes
from tests.drift_story.days import Story, Telling, first_day, second_day, third_day
from tests.drift_story.judging import NOT_PLANTED, Plantings, faults_of, judge, table_of
from tests.drift_story.keeping import quiet_faults
from tests.drift_story.kinds_at_registrar import AT_REGISTRAR
from tests.drift_story.kinds_in_public import IN_PUBLIC
from tests.drift_story.kinds_of_change import Kind, Planted
from tests.drift_story.kinds_of_record import OF_RECORD
from tests.drift_story.made_portfolio import START, Made, Portfolio, made_portfolio, paid_until
from tests.drift_story.story_house import House, open_house
from tests.drift_story.story_street import Street, open_street

KINDS = (*AT_REGISTRAR, *IN_PUBLIC, *OF_RECORD)
_DAYS = (first_day, second_day, third_day)


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
    folder: Path,
    *,
    names: int,
    planted: int,
    of: Sequence[Kind] = KINDS,
    all_first: bool = False,
    days: int = len(_DAYS),
) -> Telling:
    """
    Tell the story with so many names, so many of them with a planting `of` these kinds, for so many days.

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
        first = [made.name for made in portfolio.names if all_first or made.name in kinds]
        _check_in_order(house, first, kinds, telling)
        plantings = _plant(street, portfolio, kinds)
        story = Story(street, house, portfolio, plantings, telling, automatic_per_day=max(2, names // 100))
        for day in _DAYS[:days]:
            day(story)
    return telling


def _check_in_order(
    house: House, names: Sequence[DomainName], kinds: dict[DomainName, Kind], telling: Telling
) -> None:
    """Before anything is planted nothing may be found; names whose dates are a planting are left out."""
    since = time.monotonic()
    in_order = [name for name in names if name not in kinds or kinds[name].expires_in is None]
    day = house.day(in_order)
    telling.timed("in order", since, looks=len(in_order))
    telling.faults += [*faults_of(judge(day.reports, {})), *quiet_faults(day)]
    telling.faults += [f"in order: {one} was opened" for one in day.outcome.opened]


def _plant(street: Street, portfolio: Portfolio, kinds: dict[DomainName, Kind]) -> Plantings:
    by_name: dict[DomainName, Made] = {made.name: made for made in portfolio.names}
    plantings = {
        name: (kind, Planted(street, portfolio.people, by_name[name])) for name, kind in kinds.items()
    }
    for kind, planted in plantings.values():
        kind.plant(planted)
    return plantings


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the story and print what came of it; 1 where the judge finds fault with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=2000)
    parser.add_argument("--planted", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="drift-story") as folder:
        telling = tell(Path(folder), names=given.names, planted=given.planted, all_first=True)
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drift-brakes") as folder:
        telling.faults += tell_of_brakes(Path(folder), names=300)
    telling.timed("brakes, in another portfolio of 300", since)
    sys.stdout.write("\n".join([table_of(telling.tallies), "", *_figures(telling)]) + "\n")
    return 1 if telling.faults else 0


def _figures(telling: Telling) -> list[str]:
    lines = list(telling.figures)
    for what, seconds in telling.seconds.items():
        looks = telling.looks.get(what, 0)
        lines.append(f"{what}: {seconds:.1f} s" + (f", {looks / seconds:.0f} names/s" if looks else ""))
    kinds = sum(tally.planted > 0 for title, tally in telling.tallies.items() if title != NOT_PLANTED)
    return [*lines, f"{kinds} kinds; {len(telling.faults)} faults", *telling.faults]


if __name__ == "__main__":
    raise SystemExit(main())
