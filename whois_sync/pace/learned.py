"""What servers have taught us of their pace, kept in a file from one run to the next."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from portfolio.clock import Clock
from portfolio.values import Instant, Value
from whois_sync.pace.lane import LONGEST_WAIT, Heard, Lane
from whois_sync.pace.table import Paces

FORGOTTEN_AFTER = timedelta(days=30)


class Lesson(Value):
    """What one server bore: names a second, and until when it asked to be left alone."""

    rate: float
    not_before: Instant
    learned_at: Instant


_FILE = TypeAdapter(dict[str, Lesson])


class Learned:
    """
    Makes lanes that begin where the last run left off, and writes down what they learn.

    The file holds the servers that are slower than their table says, or that still want to be left alone; it
    is replaced whole. What is a month old is forgotten. A file that cannot be read teaches nothing.
    `now` is the crew's present: lanes count in its seconds.
    """

    def __init__(self, file: Path, paces: Paces, clock: Clock, *, now: float) -> None:
        self._file = file
        self._paces = paces
        self._clock = clock
        self._begun, self._begun_at = now, clock.now()
        self._lessons = self._read()

    def lane_for(self, server: str) -> Lane:
        """Return a new lane for `server`, at the pace that it is known to bear."""
        pace, lesson = self._paces.of(server), self._lessons.get(server)
        if lesson is None:
            return Lane(server, pace)
        left = (lesson.not_before - self._begun_at).total_seconds()
        lane = Lane(server, pace, rate=lesson.rate, not_before=self._begun + max(0.0, left))
        if left > LONGEST_WAIT:
            lane.given_up = Heard.THROTTLED
        return lane

    def keep(self, lanes: Iterable[Lane]) -> None:
        """Write down what `lanes` have learned, beside what is known of other servers."""
        now = self._clock.now()
        for lane in lanes:
            not_before = self._begun_at + timedelta(seconds=max(0.0, lane.not_before - self._begun))
            if lane.rate < lane.pace.rate or not_before > now:
                self._lessons[lane.server] = Lesson(
                    rate=lane.rate, not_before=not_before.astimezone(UTC), learned_at=now
                )
            else:
                self._lessons.pop(lane.server, None)
        self._write()

    def _read(self) -> dict[str, Lesson]:
        try:
            lessons = _FILE.validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return {}
        fresh = self._begun_at - FORGOTTEN_AFTER
        return {server: lesson for server, lesson in lessons.items() if lesson.learned_at > fresh}

    def _write(self) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_bytes(_FILE.dump_json(self._lessons, indent=1))
        beside.replace(self._file)
