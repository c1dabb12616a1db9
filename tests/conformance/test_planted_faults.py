"""A suite that nothing can fail proves nothing: each planted fault is caught by the tests named for it."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.conftest import PLANTED
from tests.conformance.planted import CAUGHT_BY, SOUND
from tests.conformance.planted_handles import CAUGHT_BY as CAUGHT_IN_HANDLES
from tests.conformance.planting import Plant

HERE = Path(__file__).parent
CATCHERS: Mapping[str, Mapping[Plant, tuple[str, ...]]] = {
    "planted:IN_REFERENCE": CAUGHT_BY,
    "planted:IN_OPENSRS": CAUGHT_BY,
    "planted_handles:IN_HANDLES": CAUGHT_IN_HANDLES,
}
_FAULTS = [
    (subjects, plant, tests) for subjects, caught_by in CATCHERS.items() for plant, tests in caught_by.items()
]
_OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR) \S+::(\w+)\[([a-z_]+)")


@cache
def _outcomes(subjects: str) -> Mapping[tuple[str, str], list[str]]:
    """Run the suite over planted subjects in a process of its own; return the outcomes by fault and test."""
    command = [sys.executable, "-m", "pytest", str(HERE), "-q", "-rA", "--tb=no", "-p", "no:cacheprovider"]
    command += [f"--ignore={__file__}", "--show-capture=no"]
    environment = os.environ | {
        PLANTED: f"tests.conformance.{subjects}",
        "PYTHONPATH": str(HERE.parents[1]),
        "COLUMNS": "400",
    }
    ran = subprocess.run(
        command,
        cwd=HERE.parents[1],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in ran.stdout.splitlines():
        if told := _OUTCOME.match(line):
            outcome, test, fault = told.groups()
            found[fault, test].append(outcome)
    assert found, ran.stdout + ran.stderr
    return found


@pytest.mark.parametrize(
    ("subjects", "plant", "tests"), _FAULTS, ids=[f"{s}-{plant.__name__}" for s, plant, _ in _FAULTS]
)
def test_a_planted_fault_is_caught(subjects: str, plant: Plant, tests: tuple[str, ...]) -> None:
    outcomes = _outcomes(subjects)
    let_through = [test for test in tests if "FAILED" not in outcomes[plant.__name__, test]]
    assert not let_through


@pytest.mark.parametrize("subjects", CATCHERS)
def test_the_sound_registrar_passes_the_same_tests(subjects: str) -> None:
    outcomes = {test: told for (fault, test), told in _outcomes(subjects).items() if fault == SOUND}
    assert set(outcomes) == {test for tests in CATCHERS[subjects].values() for test in tests}
    assert {word for told in outcomes.values() for word in told} == {"PASSED"}
