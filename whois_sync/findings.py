"""Findings of a run, and the brake: implausibly many are a fault of the sources or ours, not of the names."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from portfolio.drift import Remedy
from portfolio.names import DomainName
from portfolio.values import Value
from whois_sync.errors import TooMuchDrift
from whois_sync.report import NameReport


class Finding(Value):
    """One field of one name that differs, and who would be corrected. Holds no values."""

    name: DomainName
    path: str
    remedy: Remedy


class Caution(Value):
    """When a run stops itself: more than `max_share` of the names drift, and at least `min_names` of them."""

    max_share: Annotated[float, Field(ge=0, le=1)] = 0.02
    min_names: Annotated[int, Field(ge=1)] = 5


def findings_of(report: NameReport) -> tuple[Finding, ...]:
    """Return the report's findings, in the order of its rows."""
    return tuple(
        Finding(name=report.name, path=row.path, remedy=report.remedies[row.path]) for row in report.drifting
    )


def raise_if_implausible(
    found: Sequence[Finding], names_checked: int, caution: Caution | None = None
) -> None:
    """
    Stop a run whose findings are implausible, before any of them becomes a plan. Raises `TooMuchDrift`.

    `names_checked` counts the names that the run has looked at. A portfolio drifts name by name; when many
    drift at once a source has changed its form, a server lies, or our own records were damaged.
    """
    limits = caution or Caution()
    drifting = len({finding.name for finding in found})
    if drifting >= limits.min_names and drifting > limits.max_share * names_checked:
        raise TooMuchDrift(
            f"{drifting} of {names_checked} names drift in one run; nothing was planned, someone must look"
        )
