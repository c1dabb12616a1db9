"""Plants one bug for a whole run of tests: `pytest -p tests.simulation.planted_run --plant SLUG …`."""

import pytest

from tests.simulation.planted import PLANTED


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the bug's slug."""
    parser.addoption("--plant", choices=sorted(PLANTED))


def pytest_configure(config: pytest.Config) -> None:
    """Plant it before any test is read, and leave it there."""
    bug = PLANTED[config.getoption("--plant")].plant()
    bug.__enter__()
    config.add_cleanup(lambda: bug.__exit__(None, None, None))
