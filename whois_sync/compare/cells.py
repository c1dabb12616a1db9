"""One cell of the three-column table: what a source shows for a field, and what that means."""

from collections.abc import Callable
from typing import NamedTuple, assert_never

from pydantic import TypeAdapter

from portfolio.drift import FieldVerdict, Verdict
from portfolio.observation import Absent, Observation, Seen, Unreadable

_ROW = TypeAdapter(FieldVerdict)  # forty rows a name: a third less than the class itself


class Cell(NamedTuple):
    """A verdict, the source's text as it gave it, and the reason where there is one."""

    verdict: Verdict
    shown: str | None = None
    why: str = ""


def judged(likeness: str | None, shown: str, *, drift: str = "another value than ours") -> Cell:
    """Return the cell of a value that was compared: `likeness` is None for drift, "" for the same."""
    if likeness is None:
        return Cell(Verdict.DRIFT, shown, drift)
    return Cell(Verdict.SAME_NORMALIZED if likeness else Verdict.SAME, shown, likeness)


def answerless(observation: Absent | Unreadable) -> Cell:
    """Return the cell of every field where the source did not answer, or does not have the name."""
    if isinstance(observation, Absent):
        return Cell(Verdict.NOT_PUBLISHED, why="the name is absent there")
    return Cell(Verdict.COULD_NOT_ASK, why=observation.why.value)


def cell_of(observation: Observation, judge: Callable[[Seen], Cell]) -> Cell:
    """Judge an answer. Nothing is judged where there is none, nor on a name that the source does not have."""
    match observation:
        case Seen():
            return judge(observation)
        case Absent() | Unreadable():
            return answerless(observation)
        case _:
            assert_never(observation)


def row(path: str, ours: str | None, registrar: Cell, public: Cell) -> FieldVerdict:
    """Join two cells with our own text; their reasons become one sentence part each, or one if they agree."""
    if registrar.why == public.why:
        why = registrar.why
    else:
        whys = {"registrar": registrar.why, "public": public.why}
        why = "; ".join(f"{column}: {reason}" for column, reason in whys.items() if reason)
    return _ROW.validate_python(
        {
            "path": path,
            "ours": ours,
            "registrar": registrar.shown,
            "public": public.shown,
            "registrar_verdict": registrar.verdict,
            "public_verdict": public.verdict,
            "why": why,
        }
    )
