"""The simulator's own ground: the same seed is the same story, and the dead do nothing more."""

import re
from pathlib import Path

import pytest

from tests.simulation import invariants, rows, watch
from tests.simulation.machine import Crash, Life
from tests.simulation.schedule import simulate


@pytest.mark.parametrize("seed", [3, 11, 19])
def test_the_same_seed_is_the_same_story(seed: int) -> None:
    assert simulate(seed) == simulate(seed)


def test_a_dead_process_gets_no_further_whatever_its_finally_tries() -> None:
    life, done = Life("first", left=1), []

    def lived() -> None:
        try:
            life.point("one")
            life.point("two")
        finally:
            life.point("tidying up")
            done.append("tidied up")

    with pytest.raises(Crash):
        lived()
    assert (life.dead, life.died_at, done) == (True, "two", [])


def test_no_rule_is_written_that_nobody_asks_for() -> None:
    written = {name for module in (invariants, rows) for name in vars(module) if re.match(r"[ir]\d+_", name)}
    asked = Path(watch.__file__).read_text("utf-8")
    assert len(written) > 20
    assert {name for name in written if f".{name}" not in asked} == set()
