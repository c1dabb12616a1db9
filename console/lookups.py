"""A run of look-ups over many names: paced, kept as it goes, and gone on with where it was broken off."""

import json
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from console.observed import told_of
from console.showing import json_line
from console.wiring import App
from portfolio.names import DomainName
from portfolio.observation import Observation, Source
from whois_sync.lookup.connections import Connections
from whois_sync.pace.crew import Threads
from whois_sync.pace.kept import KeptAnswers
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation
from whois_sync.pace.rounds import CrewFor, Round


@dataclass(frozen=True, slots=True)
class Done:
    """
    One name's answer: what staff are shown, and the same as a line of JSON.

    `part` is, once for each server, the line that tells of its part when that is over.
    """

    told: Mapping[str, object]
    line: str
    part: str | None = None


class Lookups:
    """
    Looks up `names` of the public record (`source` only, where given), each server in its own lane.

    `key` names the run: the same key goes on where a broken-off run was, unless `fresh`. The answers so far
    and what servers taught us lie in the house's folder `observing`.
    """

    def __init__(
        self,
        app: App,
        names: NameList,
        *,
        key: str,
        source: Source | None = None,
        fresh: bool = False,
        crew_for: CrewFor = Threads,
    ) -> None:
        self._app = app
        self._names = names
        self._source = source
        self._crew_for = crew_for
        folder = app.settings.home / "observing"
        folder.mkdir(mode=0o700, exist_ok=True)
        self._kept = KeptAnswers(folder / f"{key}.jsonl", fresh=fresh)
        self._is_done = bytearray(len(names))
        self.answered = 0

    def so_far(self) -> Iterator[Done]:
        """Yield what a broken-off run has answered, each name once. To be read before `rest`."""
        for name, line in self._kept.so_far():
            index = self._names.index_of(name)
            if index is not None and not self._is_done[index]:
                self._is_done[index] = 1
                self.answered += 1
                yield Done(json.loads(line), line)

    def rest(self) -> Generator[Done, None, None]:
        """Ask for what is not answered yet, and yield each answer when it is safely kept."""
        with Connections(self._app.public, self._app.public_client) as connections:

            def talk(server: str, name: DomainName) -> Conversation[Observation]:
                return connections.of(server).looking_up(name, self._source)

            round_ = Round(
                self._app.learned,
                self._app.clock,
                talk,
                lambda observation: observation.kind,
                crew_for=self._crew_for,
            )
            for came in round_.answers(self._names, self._waiting()):
                told = told_of(came.value)
                line = json_line(told)
                self._kept.add(line)
                self.answered += 1
                yield Done(told, line, came.part)

    def kept(self) -> int:
        """
        How many of the names have their answer kept.

        Counted in the file: an interrupt may come between an answer's keeping and its counting here.
        """
        return len({self._names.index_of(name) for name, _ in self._kept.so_far()} - {None})

    def finish(self) -> None:
        """Every answer was handed on: forget them, so that the next run of this key begins anew."""
        self._kept.finish()

    def close(self) -> None:
        """Let another process go on."""
        self._kept.close()

    def _waiting(self) -> Iterator[tuple[str, int]]:
        for index, name in enumerate(self._names):
            if not self._is_done[index]:
                yield self._app.public.server_of(DomainName(name), self._source), index
