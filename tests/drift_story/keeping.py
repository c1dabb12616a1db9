"""What a run keeps and whether it stops: findings in the records, and the brake."""

from collections import Counter
from collections.abc import Iterable, Sequence

from portfolio.contacts import ContactRole
from portfolio.finding import Finding
from portfolio.observation import Source
from tests.drift_story.judging import Plantings, drifting_cells
from tests.drift_story.kinds_of_change import PUBLIC, REGISTRAR, Cell, End
from tests.drift_story.story_house import House
from whois_sync.caution import Caution, Tally
from whois_sync.report import NameReport


def brake_faults(reports: Sequence[NameReport], plantings: Plantings) -> list[str]:
    """The brake must stop a run of all that was planted, or of one person on many names, and no other."""
    faults: list[str] = []
    if Tally(reports).why_to_stop() is None:
        faults.append("the brake did not trip on all that was planted")
    quiet = [report for report in reports if not report.drifting]
    few = _one_of_each_kind(reports, plantings)[: len(quiet) // 100]
    why = Tally([*quiet, *few]).why_to_stop()
    if why is not None:
        faults.append(f"the brake tripped on {len(few)} names: {why}")
    crowd = _with_the_same_desk(reports, plantings)
    share = len(crowd) / (len(quiet) + len(crowd))
    limits = Caution()
    is_crowd_only = len(crowd) >= limits.min_names and share <= limits.max_share
    if is_crowd_only and "the same contact" not in (Tally([*quiet, *crowd]).why_to_stop() or ""):
        faults.append(f"the brake did not trip on one person who drifts on {len(crowd)} names")
    return faults


def kept_faults(house: House, reports: Iterable[NameReport], plantings: Plantings) -> list[str]:
    """Open findings must be what the checks last found, each opened once, and what stands against a name."""
    with house.records.reading() as unit:
        findings = unit.findings.all()
    faults: list[str] = []
    kept: dict[str, set[Cell]] = {}
    for finding in findings:
        if finding.closed_at is None:
            kept.setdefault(finding.name, set()).add(_cell(finding))
    for report in reports:
        kind, _ = plantings.get(report.name, (None, None))
        stands = {Cell(kind.stands, REGISTRAR)} if kind is not None and kind.stands else set[Cell]()
        wanted, actual = drifting_cells(report) | stands, kept.get(report.name, set())
        if wanted != actual:
            faults.append(f"{report.name}: open findings are other than what is found: {wanted ^ actual}")
    times = Counter((finding.name, _cell(finding)) for finding in findings)
    return faults + [f"{name} {cell.path} was opened {n} times" for (name, cell), n in times.items() if n > 1]


def _cell(finding: Finding) -> Cell:
    return Cell(finding.path, REGISTRAR if finding.source is Source.REGISTRAR else PUBLIC)


def _one_of_each_kind(reports: Iterable[NameReport], plantings: Plantings) -> list[NameReport]:
    """Of each kind of which something is found, the first name."""
    found: dict[str, NameReport] = {}
    for report in reports:
        if report.drifting and report.name in plantings:
            found.setdefault(plantings[report.name][0].title, report)
    return list(found.values())


def _with_the_same_desk(reports: Iterable[NameReport], plantings: Plantings) -> list[NameReport]:
    """The names whose tech drifts, of the desk that has most of them."""
    by_desk: dict[str, list[NameReport]] = {}
    for report in reports:
        if report.name not in plantings or plantings[report.name][0].end is not End.REPAIRED:
            continue
        if any(row.path.startswith("tech.") for row in report.drifting):
            by_desk.setdefault(report.contacts[ContactRole.TECH], []).append(report)
    return max(by_desk.values(), key=len, default=[])
