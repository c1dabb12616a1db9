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

HERE = Path(__file__).parent
SUBJECTS = ("IN_REFERENCE", "IN_OPENSRS")
_OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR) \S+::(\w+)\[([a-z_]+)")


@cache
def _outcomes(subjects: str) -> Mapping[tuple[str, str], list[str]]:
    """Run the suite over planted subjects in a process of its own; return the outcomes by fault and test."""
    command = [sys.executable, "-m", "pytest", str(HERE), "-q", "-rA", "--tb=no", "-p", "no:cacheprovider"]
    command += [f"--ignore={__file__}", "--show-capture=no"]
    environment = os.environ | {
        PLANTED: f"tests.conformance.planted:{subjects}",
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


@pytest.mark.parametrize("subjects", SUBJECTS)
@pytest.mark.parametrize("fault", [plant.__name__ for plant in CAUGHT_BY])
def test_a_planted_fault_is_caught(subjects: str, fault: str) -> None:
    outcomes = _outcomes(subjects)
    [tests] = [tests for plant, tests in CAUGHT_BY.items() if plant.__name__ == fault]
    let_through = [test for test in tests if "FAILED" not in outcomes[fault, test]]
    assert not let_through


@pytest.mark.parametrize("subjects", SUBJECTS)
def test_the_sound_registrar_passes_the_same_tests(subjects: str) -> None:
    outcomes = {test: told for (fault, test), told in _outcomes(subjects).items() if fault == SOUND}
    assert set(outcomes) == {test for tests in CAUGHT_BY.values() for test in tests}
    assert {word for told in outcomes.values() for word in told} == {"PASSED"}
