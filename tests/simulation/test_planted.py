"""Forty bugs are planted in the real code, one by one; each is caught, with a seed that shows it."""

import sys

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


def test_there_are_forty_and_more() -> None:
    assert len(PLANTED) >= 40


@pytest.mark.timeout(7200)
@pytest.mark.parametrize(
    "slug",
    [slug if slug in AT_ONCE else pytest.param(slug, marks=pytest.mark.slow) for slug in sorted(PLANTED)],
)
def test_a_planted_bug_is_caught(slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    bug = PLANTED[slug]
    with bug.plant():
        results = (simulate(seed) for seed in range(MOST))
        caught = next((result for result in results if result.violation), None)
    assert caught is not None, f"{bug.what}: nobody noticed in {MOST} schedules"
    with capsys.disabled():
        sys.stdout.write(f"\n{slug}: caught by seed {caught.seed}, {caught.violation}\n")
