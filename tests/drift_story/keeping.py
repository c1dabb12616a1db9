"""What a day's run keeps and tells: findings in the records, figures, and whether it stopped."""

from collections import Counter
from collections.abc import Iterator

from portfolio.finding import Finding
from portfolio.observation import Source, Unreadable
from tests.drift_story.judging import Plantings, When, drifting_cells
from tests.drift_story.kinds_of_change import PUBLIC, REGISTRAR, Cell
from tests.drift_story.story_house import Day, House
from whois_sync.check.caution import Caution


def kept_faults(house: House, day: Day, plantings: Plantings, when: When) -> list[str]:
    """Open findings must be what the run has found, each opened once, and what stands against a name."""
    kept: dict[str, set[Cell]] = {}
    for finding in day.after:
        kept.setdefault(finding.name, set()).add(_cell(finding))
    faults: list[str] = []
    for report in day.reports:
        kind, planted = plantings.get(report.name, (None, None))
        stands: set[Cell] = set()
        if kind is not None and planted is not None and when.shows(kind, planted):
            stands = (
                {Cell(kind.stands, REGISTRAR)}
                if kind.stands and when.reading >= kind.stands_after
                else stands
            )
        wanted, actual = drifting_cells(report) | stands, kept.get(report.name, set())
        if wanted != actual:
            faults.append(f"{report.name}: open findings are other than what is found: {wanted ^ actual}")
    with house.records.reading() as unit:
        times = Counter((finding.name, _cell(finding)) for finding in unit.findings.all())
    return faults + [f"{name} {cell.path} was opened {n} times" for (name, cell), n in times.items() if n > 1]


def figure_faults(day: Day, names: int) -> Iterator[str]:
    """Yield what the run's figures say otherwise than the records and the reports."""
    told, waiting = day.outcome, [finding for finding in day.after if finding.waits]
    before, after = ({_told(finding) for finding in found} for found in (day.before, day.after))
    unread = [
        r for r in day.reports if isinstance(r.public, Unreadable) or isinstance(r.registrar, Unreadable)
    ]
    wanted = {
        "names": names,
        "drifting": sum(bool(report.drifting) for report in day.reports),
        "failed": 0,
        "could_not_ask": len(unread),
        "waiting": len(waiting),
        "oldest": min((finding.opened_at for finding in waiting), default=None),
        "opened": after - before,
        "closed": before - after,
    }
    said = told.model_dump() | {"opened": set(told.opened), "closed": set(told.closed)}
    said |= {"oldest": told.oldest}
    for what, value in wanted.items():
        if said[what] != value:
            yield f"the run of {told.on} says {what}={said[what]}, and it is {value}"
    if len(told.opened) != len(set(told.opened)) or len(told.closed) != len(set(told.closed)):
        yield f"the run of {told.on} tells a finding twice"


def stop_faults(day: Day, plantings: Plantings, when: When) -> list[str]:
    """A run stops where more has changed than is plausible, and nowhere else."""
    drifting = sum(bool(set(kind.finds(planted))) for kind, planted in plantings.values()
                   if when.shows(kind, planted) and not kind.gap)  # fmt: skip
    limits = Caution()
    is_much = drifting >= limits.min_names and drifting > limits.max_share * len(day.reports)
    if is_much and not day.outcome.is_stopped:
        return ["the brake did not trip on all that was planted"]
    if not is_much and day.outcome.brake is not None:
        return [f"the brake tripped on {drifting} names: {day.outcome.brake.why}"]
    return []


def quiet_faults(day: Day) -> list[str]:
    """A run that needs no stop says so."""
    brake = day.outcome.brake
    return [] if brake is None else [f"the run of {day.outcome.on} was stopped: {brake.why}"]


def _cell(finding: Finding) -> Cell:
    return Cell(finding.path, REGISTRAR if finding.source is Source.REGISTRAR else PUBLIC)


def _told(finding: Finding) -> str:
    path, column = _cell(finding)
    return f"{finding.name}: {path} at {column}"
