"""One cell of the three-column table: what a source shows for a field, and what that means."""

from collections.abc import Callable
from typing import NamedTuple, assert_never

from portfolio.drift import FieldVerdict, Verdict
from portfolio.observation import Absent, Observation, Seen, Unreadable


class Cell(NamedTuple):
    """A verdict, the source's text as it gave it, and the reason where there is one."""

    verdict: Verdict
    shown: str | None = None
    why: str = ""


def judged(likeness: str | None, shown: str) -> Cell:
    """Return the cell of a value that was compared: `likeness` is None for drift, "" for the same."""
    if likeness is None:
        return Cell(Verdict.DRIFT, shown)
    return Cell(Verdict.SAME_NORMALIZED if likeness else Verdict.SAME, shown, likeness)


def cell_of(observation: Observation, judge: Callable[[Seen], Cell]) -> Cell:
    """Judge an answer. Nothing is judged where there is none, nor on a name that the source does not have."""
    match observation:
        case Seen():
            return judge(observation)
        case Absent():
            return Cell(Verdict.NOT_PUBLISHED, why="the name is absent there")
        case Unreadable():
            return Cell(Verdict.COULD_NOT_ASK, why=observation.why.value)
        case _:
            assert_never(observation)


def row(path: str, ours: str | None, registrar: Cell, public: Cell) -> FieldVerdict:
    """Join two cells with our own text; their reasons become one sentence part each, or one if they agree."""
    whys = {"registrar": registrar.why, "public": public.why}
    if registrar.why == public.why:
        why = registrar.why
    else:
        why = "; ".join(f"{column}: {reason}" for column, reason in whys.items() if reason)
    return FieldVerdict(
        path=path,
        ours=ours,
        registrar=registrar.shown,
        public=public.shown,
        registrar_verdict=registrar.verdict,
        public_verdict=public.verdict,
        why=why,
    )
