"""Which seeds are run: those that were asked for, in parts that can run side by side."""

import pytest

PART = 500


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Deal the seeds out to the tests that take some."""
    if "seeds" not in metafunc.fixturenames:
        return
    seed, most = metafunc.config.getoption("--seed"), metafunc.config.getoption("--schedules")
    if seed is not None:
        parts = [range(seed, seed + 1)]
    else:
        parts = [range(first, min(first + PART, most)) for first in range(0, most, PART)]
    metafunc.parametrize("seeds", parts, ids=lambda part: f"{part.start}-{part.stop - 1}")
