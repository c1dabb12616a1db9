"""
A year of so many registrations in simulated time, judged from outside.

`python -m tests.notices_year.story --names 2000 --seed 1` prints what happened, and what was wrong with it.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tests.notices_year.expected import windows, windows_are_kept
from tests.notices_year.made_year import DAYS
from tests.notices_year.oracles import (
    Oracle,
    comes_to_rest,
    days_are_counted_as_people_do,
    in_fair_order,
    log_and_ledger_agree,
    never_missed,
    never_twice,
    nobody_told_of_the_renewed,
    set_aside_rightly,
)
from tests.notices_year.year import Evidence, live

ORACLES: Mapping[str, Oracle] = {
    "no message was taken twice for one recipient": never_twice,
    "the ledger says of each message what the server's log says": log_and_ledger_agree,
    "something became of every milestone that came due": never_missed,
    "what was set aside had its reason": set_aside_rightly,
    "ICANN's windows are kept": windows_are_kept,
    "nobody is warned after the registrar has shown a renewal": nobody_told_of_the_renewed,
    "the number of days is what a person counts": days_are_counted_as_people_do,
    "the nearest deadline goes first": in_fair_order,
    "nothing is under way when nothing goes wrong any more": comes_to_rest,
}
MOST_SHOWN = 10


def wrongs(seen: Evidence) -> dict[str, list[str]]:
    """Return what each oracle finds wrong, by its sentence; those that find nothing are left out."""
    judged = {title: list(oracle(seen)) for title, oracle in ORACLES.items()}
    return {title: found for title, found in judged.items() if found}


def figures(seen: Evidence) -> Iterator[str]:
    """Yield what happened in the year, a line each."""
    states = Counter(str(notice.state) for notice in seen.ledger)
    yield f"{len(seen.made.names)} names, {len(seen.runs)} runs that ended, {len(seen.ledger)} notices"
    yield f"states: {_told(states)}"
    yield f"messages in the mail server's log: {len(seen.house.mail.log)}"
    yield f"happened: {_told(seen.happened)}"
    found = windows(seen)
    yield f"windows kept: {_told(found.kept)}"
    yield f"windows that the mail server or every address kept shut, staff told: {_told(found.excused)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Live through a year and print what came of it; 1 where an oracle finds fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    given = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    since = time.monotonic()
    seen = live(given.names, given.seed, days=given.days)
    found = wrongs(seen)
    lines = [*figures(seen), f"seed {given.seed}: {time.monotonic() - since:.0f} s"]
    for title in ORACLES:
        lines.append(f"{len(found.get(title, []))} times not so: {title}")
        lines += [f"  {wrong}" for wrong in found.get(title, [])[:MOST_SHOWN]]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{what} {times}" for what, times in sorted(counted.items())) or "none"


if __name__ == "__main__":
    raise SystemExit(main())
