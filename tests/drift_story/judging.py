"""The judge: what a check found, held against what was planted, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from portfolio.drift import Verdict
from portfolio.names import DomainName
from tests.drift_story.kinds_of_change import PUBLIC, REGISTRAR, Cell, Kind, Planted
from whois_sync.check.report import NameReport

NOT_PLANTED = "(nothing was planted)"

Plantings = Mapping[DomainName, tuple[Kind, Planted]]


class When(NamedTuple):
    """When a check looked: how long after the plantings, which reading, and which names are put right."""

    elapsed: timedelta = timedelta(0)
    reading: int = 1
    over: frozenset[DomainName] = frozenset()

    def shows(self, kind: Kind, planted: Planted) -> bool:
        """Whether the planting is to be seen."""
        is_gone = kind.gone_after is not None and self.elapsed > kind.gone_after
        return planted.made.name not in self.over and not is_gone


_AT_ONCE = When()


@dataclass
class Tally:
    """The findings about the names of one kind."""

    title: str
    gap: str = ""
    planted: int = 0
    cells: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list[str])
    invented: list[str] = field(default_factory=list[str])
    wrong_words: list[str] = field(default_factory=list[str])

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong, a sentence part each; of a known gap only that there is none any more."""
        if self.gap:
            if self.planted and not (self.missed or self.invented):
                yield f"{self.title}: no gap any more"
            return
        yield from (f"{self.title}: missed {one}" for one in self.missed)
        yield from (f"{self.title}: invented {one}" for one in self.invented)
        yield from (f"{self.title}: {one}" for one in self.wrong_words)


def judge(reports: Iterable[NameReport], plantings: Plantings, when: When = _AT_ONCE) -> dict[str, Tally]:
    """Return a tally for each kind, by its title, and one for the names without a planting."""
    tallies = {kind.title: Tally(kind.title, kind.gap) for kind, _ in plantings.values()}
    tallies[NOT_PLANTED] = Tally(NOT_PLANTED)
    for report in reports:
        kind, planted = plantings.get(report.name, (None, None))
        tally = tallies[kind.title if kind else NOT_PLANTED]
        expected: set[Cell] = set()
        if kind is not None and planted is not None and when.shows(kind, planted):
            expected = set(kind.finds(planted))
            _judge_words(tally, kind, report)
        _judge_cells(tally, report, expected)
    return tallies


def faults_of(tallies: Mapping[str, Tally]) -> list[str]:
    """Return everything that is wrong."""
    return [fault for tally in tallies.values() for fault in tally.faults]


def drifting_cells(report: NameReport) -> set[Cell]:
    """Return the cells that the check found drifting."""
    found = {Cell(row.path, REGISTRAR) for row in report.rows if row.registrar_verdict is Verdict.DRIFT}
    return found | {Cell(row.path, PUBLIC) for row in report.rows if row.public_verdict is Verdict.DRIFT}


def table_of(tallies: Mapping[str, Tally]) -> str:
    """Return the tallies as lines of text."""
    lines = [f"{'kind':<58} {'names':>6} {'cells':>6} {'found':>6} {'missed':>7} {'invented':>9}"]
    for tally in tallies.values():
        mark = f"  gap: {tally.gap}" if tally.gap else ""
        lines.append(
            f"{tally.title:<58} {tally.planted:>6} {tally.cells:>6} {tally.found:>6} "
            f"{len(tally.missed):>7} {len(tally.invented):>9}{mark}"
        )
    return "\n".join(lines)


def _judge_cells(tally: Tally, report: NameReport, expected: set[Cell]) -> None:
    actual = drifting_cells(report)
    tally.planted += 1
    tally.cells += len(expected)
    tally.found += len(actual & expected)
    tally.missed += [_told(report, cell) for cell in sorted(expected - actual)]
    tally.invented += [_told(report, cell) for cell in sorted(actual - expected)]


def _judge_words(tally: Tally, kind: Kind, report: NameReport) -> None:
    """Hold remedies and verdicts against those that must be said."""
    said = {Cell(row.path, REGISTRAR): row.registrar_verdict for row in report.rows}
    said |= {Cell(row.path, PUBLIC): row.public_verdict for row in report.rows}
    for cell, verdict in kind.verdicts:
        if said.get(cell) is not verdict:
            tally.wrong_words.append(f"{_told(report, cell)}: {said.get(cell)}, not {verdict}")
    for path, remedy in kind.remedies:
        if report.remedies.get(path) is not remedy:
            tally.wrong_words.append(f"{report.name} {path}: {report.remedies.get(path)}, not {remedy}")


def _told(report: NameReport, cell: Cell) -> str:
    return f"{report.name} {cell.path} ({cell.column})"
