"""What holds for every test."""

import os

import pytest
from hypothesis import settings

# A test's speed is the machine's business: no example fails for having taken long.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

# Many commands are started as processes of their own: without kept bytecode each takes half a second more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how much of `tests/simulation` is run: so many schedules, or the one of a seed that was printed."""
    parser.addoption("--schedules", type=int, default=1000, help="how many schedules are simulated")
    parser.addoption("--seed", type=int, default=None, help="simulate the one schedule of this seed")
