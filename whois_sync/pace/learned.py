"""What servers have taught us of their pace: shared in this process, kept for the next one."""

from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from portfolio.clock import Clock
from portfolio.values import Instant, Value
from whois_sync.pace.lane import Lane
from whois_sync.pace.table import Paces
from whois_sync.pace.tempo import LONGEST_WAIT, Heard, Tempo

FORGOTTEN_AFTER = timedelta(days=30)


class Lesson(Value):
    """What one server bore: names a second, and until when it asked to be left alone."""

    rate: float
    not_before: Instant
    learned_at: Instant


_FILE = TypeAdapter(dict[str, Lesson])


class Learned:
    """
    Has each server's one tempo, begun where the last process left off, and writes down what it learns.

    The file holds the servers that are slower than their table says, or that still want to be left alone; it
    is replaced whole. What is a month old is forgotten. A file that cannot be read teaches nothing.
    `now` tells the present in the seconds in which tempos count.
    """

    def __init__(self, file: Path, paces: Paces, clock: Clock, *, now: Callable[[], float]) -> None:
        self._file = file
        self._paces = paces
        self._clock = clock
        self._now = now
        self._lock = Lock()
        self._tempos: dict[str, Tempo] = {}
        self._lessons = self._read()

    def now(self) -> float:
        """Return the present, in seconds."""
        return self._now()

    def tempo_of(self, server: str) -> Tempo:
        """Return the tempo of `server`, the same for everybody who asks it."""
        with self._lock:
            if server not in self._tempos:
                self._tempos[server] = self._begun(server)
            return self._tempos[server]

    def lane_for(self, server: str) -> Lane:
        """Return a new lane for `server`; one that wants to be left alone for hours is given up already."""
        tempo = self.tempo_of(server)
        tempo.begin_anew()
        lane = Lane(server, tempo.pace, tempo=tempo)
        if tempo.not_before - self._now() > LONGEST_WAIT:
            lane.given_up = Heard.THROTTLED
        return lane

    def keep(self) -> None:
        """Write down what was learned, beside what is known of servers that were not asked."""
        with self._lock:
            now, at = self._now(), self._clock.now()
            for server, tempo in self._tempos.items():
                left = timedelta(seconds=max(0.0, tempo.not_before - now))
                if tempo.rate < tempo.pace.rate or left:
                    not_before = (at + left).astimezone(UTC)
                    self._lessons[server] = Lesson(rate=tempo.rate, not_before=not_before, learned_at=at)
                else:
                    self._lessons.pop(server, None)
            self._write()

    def _begun(self, server: str) -> Tempo:
        pace, lesson = self._paces.of(server), self._lessons.get(server)
        if lesson is None:
            return Tempo(pace)
        left = (lesson.not_before - self._clock.now()).total_seconds()
        return Tempo(pace, rate=lesson.rate, not_before=self._now() + max(0.0, left))

    def _read(self) -> dict[str, Lesson]:
        try:
            lessons = _FILE.validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return {}
        fresh = self._clock.now() - FORGOTTEN_AFTER
        return {server: lesson for server, lesson in lessons.items() if lesson.learned_at > fresh}

    def _write(self) -> None:
        self._file.parent.mkdir(mode=0o700, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_bytes(_FILE.dump_json(self._lessons, indent=1))
        beside.replace(self._file)
