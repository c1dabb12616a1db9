"""The house's log, kept line by line while a schedule runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.simulation.world import World

_LOGGERS = ("orders", "records", "notifications", "registrar", "tests.simulation")


class _Keeps(logging.Handler):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def emit(self, record: logging.LogRecord) -> None:
        self.world.logged.append(record.getMessage())


@contextmanager
def listening(world: World) -> Iterator[None]:
    """Keep every line that the house logs, whatever its level."""
    keeps = _Keeps(world)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(keeps)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(keeps)
            logger.setLevel(level)
            logger.propagate = propagate
