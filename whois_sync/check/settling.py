"""Findings are opened, seen again and closed by what a check has just compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from portfolio.drift import FieldVerdict, Remedy, Verdict
from portfolio.finding import Finding
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.observation import CONTACT_FIELDS, Absent, Observation, Seen, Source
from portfolio.policy.repair import READINGS_APART
from portfolio.policy.standing import Circumstances, Standing, standings_of
from portfolio.values import Instant
from records import Unit
from whois_sync.compare.alike import likeness
from whois_sync.compare.contact_rows import forms_of

_SAME = frozenset({Verdict.SAME, Verdict.SAME_NORMALIZED})
_NOT_SHOWN = frozenset({Verdict.HIDDEN, Verdict.NOT_PUBLISHED})
REGISTRAR, PUBLIC = "registrar", "public"


class Settled(NamedTuple):
    """
    What a check has done to the findings about a name, each as `path at column`.

    `waiting` are those that are open afterwards and that nobody has accepted; `waits_since` tells since when
    the oldest of them waits, `newest` since when the latest value is shown.
    """

    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    waits_since: Instant | None = None
    newest: Instant | None = None


@dataclass
class _Settling:
    """The findings that are open about a name, by path and column, while they are gone through."""

    unit: Unit
    name: DomainName
    at: Instant
    before: dict[tuple[str, str], Finding]
    opened: list[str] = field(default_factory=list[str])
    closed: list[str] = field(default_factory=list[str])

    def see(self, path: str, column: str, sides: tuple[str | None, str | None], found: Finding) -> None:
        """Take a difference down; in another spelling of what was shown before it is the same."""
        ours, theirs = sides
        known = self.before.get((path, column))
        if known is not None:
            if theirs is not None and known.theirs is not None and _is_same(path, known.theirs, theirs):
                theirs = known.theirs
            found = found.model_copy(update={"source": known.source})
        if self.unit.findings.see(found.model_copy(update={"ours": ours, "theirs": theirs})):
            self.opened.append(f"{path} at {column}")

    def close(self, path: str, column: str) -> None:
        """Close the finding, if it is open."""
        known = self.before.get((path, column))
        if known is not None and self.unit.findings.close(self.name, path, known.source):
            self.closed.append(f"{path} at {column}")


def settle_findings(
    unit: Unit,
    held: HeldDomain,
    rows: Iterable[FieldVerdict],
    answers: tuple[Observation, Observation],
    remedies: Mapping[str, Remedy],
    *,
    at: Instant,
) -> Settled:
    """
    Open a finding for every difference that is new, see the known ones again, close those that are gone.

    `answers` are the registrar's and the public record's, `at` is when `rows` were compared. A field that a
    source did not show settles nothing about it; but what the public record hides or leaves out, where the
    registrar shows what we hold, is no difference to anybody any more, nor is a field of a name that is said
    to be absent. Standings are settled with the rest.
    """
    settling = _Settling(
        unit, held.name, at, {(f.path, _column(f)): f for f in unit.findings.open_of(held.name)}
    )
    shown = tuple(rows)
    for row in shown:
        _settle_row(settling, row, answers, remedies.get(row.path))
    _close_rowless(settling, held, shown, answers)
    _settle_standings(settling, held, shown, answers)
    known = settling.before or settling.opened
    waiting = [one for one in unit.findings.open_of(held.name) if one.waits] if known else []
    return Settled(
        opened=tuple(settling.opened),
        closed=tuple(settling.closed),
        waiting=tuple(f"{one.path} at {_column(one)}" for one in waiting),
        waits_since=min((one.opened_at for one in waiting), default=None),
        newest=max((one.value_since for one in waiting), default=None),
    )


def _settle_row(
    settling: _Settling,
    row: FieldVerdict,
    answers: tuple[Observation, Observation],
    remedy: Remedy | None,
) -> None:
    for column, verdict, theirs, answer in (
        (REGISTRAR, row.registrar_verdict, row.registrar, answers[0]),
        (PUBLIC, row.public_verdict, row.public, answers[1]),
    ):
        if verdict is Verdict.DRIFT:
            found = _finding(settling.name, row.path, answer, remedy, settling.at)
            settling.see(row.path, column, (row.ours, theirs), found)
        elif verdict in _SAME or _is_no_difference(column, row, answer):
            settling.close(row.path, column)


def _is_no_difference(column: str, row: FieldVerdict, answer: Observation) -> bool:
    if isinstance(answer, Absent):
        return row.path != "registration"  # of a name that is not there only that is a finding
    hidden = column == PUBLIC and row.public_verdict in _NOT_SHOWN and isinstance(answer, Seen)
    return hidden and row.registrar_verdict in _SAME


def _close_rowless(
    settling: _Settling,
    held: HeldDomain,
    rows: tuple[FieldVerdict, ...],
    answers: tuple[Observation, Observation],
) -> None:
    """A contact's field without a row is one that neither we nor a source that spoke say anything of."""
    with_rows = {row.path for row in rows}
    roles = {role.value for role in held.roles}
    for path, column in settling.before:
        role = path.partition(".")[0]
        spoke = isinstance(answers[0 if column == REGISTRAR else 1], Seen)
        if path not in with_rows and not path.startswith("standing.") and (spoke or role not in roles):
            settling.close(path, column)


def _settle_standings(
    settling: _Settling,
    held: HeldDomain,
    rows: tuple[FieldVerdict, ...],
    answers: tuple[Observation, Observation],
) -> None:
    registrar, public = answers
    facts = Circumstances(
        other_sponsor=any(
            row.path == "sponsoring_registrar" and row.public_verdict is Verdict.DRIFT for row in rows
        ),
        absences=(_absences(settling, REGISTRAR, rows), _absences(settling, PUBLIC, rows)),
    )
    found = standings_of(held, registrar, public, facts, settling.at)
    spoke = isinstance(registrar, Seen) or isinstance(public, Seen)
    for standing in Standing:
        if standing in found:
            about = _finding(held.name, standing.value, registrar, Remedy.ASK, settling.at)
            settling.see(standing.value, REGISTRAR, (f"held in {held.account}", found[standing]), about)
        elif spoke and standing is not Standing.NOT_IN_OUR_RECORDS:
            settling.close(standing.value, REGISTRAR)


def _absences(settling: _Settling, column: str, rows: tuple[FieldVerdict, ...]) -> int:
    """How many readings in a row, hours apart, have said that the name is absent, this one included."""
    drifts = next((row for row in rows if row.path == "registration"), None)
    verdict = drifts and (drifts.registrar_verdict if column == REGISTRAR else drifts.public_verdict)
    if verdict is not Verdict.DRIFT:
        return 0
    known = settling.before.get(("registration", column))
    return 1 + min(known.sightings, (settling.at - known.value_since) // READINGS_APART) if known else 1


def _finding(name: DomainName, path: str, answer: Observation, remedy: Remedy | None, at: Instant) -> Finding:
    source = answer.provenance_of(path).source if isinstance(answer, Seen) else answer.provenance.source
    return Finding(
        name=name,
        path=path,
        source=source,
        ours=None,
        theirs=None,
        opened_at=at,
        last_seen_at=at,
        remedy=remedy,
    )


def _column(finding: Finding) -> str:
    return REGISTRAR if finding.source is Source.REGISTRAR else PUBLIC


def _is_same(path: str, before: str, now: str) -> bool:
    """Whether two readings show the same value, in whatever spelling."""
    field = path.partition(".")[2]
    return before == now or (
        field in CONTACT_FIELDS and likeness(before, now, forms_of(field, None)) is not None
    )
