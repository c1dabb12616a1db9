"""Findings that are open about a name are closed, or seen again, by what its registrar's record shows now."""

from collections.abc import Iterable
from datetime import datetime

from portfolio.drift import FieldVerdict, Verdict
from portfolio.names import DomainName
from portfolio.observation import Source
from records import Unit

_GONE = frozenset({Verdict.SAME, Verdict.SAME_NORMALIZED})


def settle_findings(unit: Unit, name: DomainName, rows: Iterable[FieldVerdict], *, at: datetime) -> None:
    """
    Close the open findings about the registrar's record whose difference is gone, and see the others again.

    `at` is when `rows` were compared. A field that the record did not show now settles nothing.
    """
    by_path = {row.path: row for row in rows}
    for finding in unit.findings.open_of(name):
        row = by_path.get(finding.path)
        if finding.source is not Source.REGISTRAR or row is None:
            continue
        if row.registrar_verdict in _GONE:
            unit.findings.close(name, finding.path, finding.source)
        elif row.registrar_verdict is Verdict.DRIFT:
            unit.findings.see(finding.model_copy(update={"theirs": row.registrar, "last_seen_at": at}))
