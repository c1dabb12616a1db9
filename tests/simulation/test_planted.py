"""Forty bugs are planted in the real code, one by one; each is caught, with a seed that shows it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.planted import PLANTED
from tests.simulation.schedule import simulate

MOST = 10_000
AT_ONCE = (
    "no-intent",
    "retry-on-timeout",
    "key-per-attempt",
    "unknown-is-refused",
    "cost-not-kept",
    "two-open-orders",
)
"""A handful that the shortest run shows; all the others are for `make test-long`."""


IN_SCHEDULES = [slug for slug, bug in PLANTED.items() if not bug.shown_by]
BY_A_TEST = [slug for slug, bug in PLANTED.items() if bug.shown_by]
ROOT = Path(__file__).parents[2]


def test_there_are_forty_and_more() -> None:
    assert len(IN_SCHEDULES) >= 40


@pytest.mark.timeout(7200)
@pytest.mark.parametrize(
    "slug",
    [
        slug if slug in AT_ONCE else pytest.param(slug, marks=pytest.mark.slow)
        for slug in sorted(IN_SCHEDULES)
    ],
)
def test_a_planted_bug_is_caught(slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    bug = PLANTED[slug]
    with bug.plant():
        results = (simulate(seed) for seed in range(MOST))
        caught = next((result for result in results if result.violation), None)
    assert caught is not None, f"{bug.what}: nobody noticed in {MOST} schedules"
    assert not caught.violation.startswith("E0"), f"what is planted does not fit any more: {caught.violation}"
    with capsys.disabled():
        sys.stdout.write(f"\n{slug}: caught by seed {caught.seed}, {caught.violation}\n")


@pytest.mark.slow
@pytest.mark.parametrize("slug", BY_A_TEST)
def test_a_planted_bug_that_another_guard_makes_harmless_has_a_test_that_shows_it(slug: str) -> None:
    test = PLANTED[slug].shown_by
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    planted = [*command, "-p", "tests.simulation.planted_run", "--plant", slug]
    sound, ill = (
        subprocess.run(each, cwd=ROOT, capture_output=True, check=False, timeout=100).returncode
        for each in (command, planted)
    )
    assert (sound, ill) == (0, 1)
