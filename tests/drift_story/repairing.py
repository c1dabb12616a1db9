"""From findings to proof: plans for what may be written, a second person's yes, one write, a later look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from records import SamePerson
from sandbox import Sandbox
from tests.drift_story.judging import Plantings, drifting_cells, known_of
from tests.drift_story.kinds_of_change import End
from tests.drift_story.story_house import House
from tests.drift_story.story_street import Street
from whois_sync.report import NameReport

_STATE = {
    End.REPAIRED: (PlanState.PROVED,),
    End.NOT_PROVED: (PlanState.NOT_PROVED,),
    End.STUCK: (PlanState.SENT, PlanState.NOT_PROVED),
}
"""Where a plan may stand after a look; what is on its way to the public record still counts as sent."""


def first_reading_faults(house: House, reports: Iterable[NameReport], plantings: Plantings) -> list[str]:
    """What a person decides, or what public servers alone show at one reading, is planned by nobody."""
    waiting = [
        (report, plantings[report.name][0])
        for report in reports
        if report.name in plantings and plantings[report.name][0].end in (End.A_PERSON, End.NOTHING)
    ]
    return [
        f"{kind.title}: {report.name} was planned after one reading"
        for report, kind in waiting
        if house.repairs.propose(report, by="clerk") is not None
    ]


def repair(street: Street, house: House, reports: Iterable[NameReport], plantings: Plantings) -> list[str]:
    """Plan, approve, send and prove everything that is to be repaired; return what went wrong."""
    before = len(street.box.log.entries)
    proposed = (house.repairs.propose(report, by="clerk") for report in reports)
    plans = [plan for plan in proposed if plan is not None]
    faults = _plan_faults(plans, plantings)
    for plan in plans:
        faults += _apply_faults(house, plan)
    street.box.clock.advance(timedelta(hours=1))
    proved = {plan.name: house.repairs.prove(_number(plan), by="job:prove") for plan in plans}
    faults += _proof_faults(proved, plantings)
    return faults + _registry_faults(street.box, plantings) + _write_faults(street, plantings, before)


def after_faults(reports: Iterable[NameReport], plantings: Plantings) -> list[str]:
    """What was repaired may not drift at the next check; what was not proved still does."""
    faults: list[str] = []
    for report in reports:
        kind, _ = plantings[report.name]
        still = drifting_cells(report) - known_of(report)
        if kind.end is End.REPAIRED and not kind.gap and still:
            faults.append(f"{kind.title}: {report.name} drifts after its repair: {sorted(still)}")
        if kind.end is End.NOT_PROVED and not still:
            faults.append(f"{kind.title}: {report.name} does not drift, though nothing was changed")
    return faults


def _plan_faults(plans: Iterable[Plan], plantings: Plantings) -> list[str]:
    planned = {plan.name for plan in plans}
    wanted = {name for name, (kind, _) in plantings.items() if kind.end in _STATE and not kind.gap}
    unplanned = [f"{plantings[name][0].title}: no plan for {name}" for name in sorted(wanted - planned)]
    return unplanned + [f"a plan for {name}, which nobody wanted" for name in sorted(planned - wanted)]


def _apply_faults(house: House, plan: Plan) -> list[str]:
    try:
        house.repairs.approve(_number(plan), by=plan.proposed_by)
    except SamePerson:
        house.repairs.approve(_number(plan), by="chief")
    else:
        return [f"{plan.name}: the proposer approved the plan"]
    sent = house.repairs.apply(_number(plan), by="chief")
    return [] if sent.state is PlanState.SENT else [f"{plan.name} was not sent but is {sent.state}"]


def _proof_faults(proved: Mapping[DomainName, Plan], plantings: Plantings) -> list[str]:
    return [
        f"{kind.title}: {name} is {plan.state}: {plan.detail}"
        for name, plan in proved.items()
        for kind, _ in [plantings[name]]
        if plan.state not in _STATE.get(kind.end, ())
    ]


def _registry_faults(box: Sandbox, plantings: Plantings) -> list[str]:
    """What was repaired must stand in the registry as our records have it, in every role."""
    faults: list[str] = []
    for name, (kind, planted) in plantings.items():
        if kind.end is not End.REPAIRED or kind.gap:
            continue
        record = box.registry.look_up(name)
        if record is None or record.contacts != planted.people.contacts(planted.made.roles):
            faults.append(f"{kind.title}: the registry does not have our contacts of {name}")
    return faults


def _write_faults(street: Street, plantings: Plantings, before: int) -> list[str]:
    """One write a name that was to be written to, none for any other; and what is shrugged off, once."""
    since = street.box.log.entries[before:]
    writes = Counter(
        entry.name for entry in since if (entry.channel, entry.action) == ("registry", "updated")
    )
    shrugs = Counter(entry.name for entry in since if entry.action == "shrugged off")
    return [
        *_other_than(writes, _due(plantings, End.REPAIRED, End.STUCK), "written to"),
        *_other_than(shrugs, _due(plantings, End.NOT_PROVED), "shrugged off"),
    ]


def _due(plantings: Plantings, *ends: End) -> set[str | None]:
    return {name for name, (kind, _) in plantings.items() if kind.end in ends and not kind.gap}


def _other_than(times: Counter[str | None], due: set[str | None], what: str) -> list[str]:
    names = sorted({*times, *due}, key=str)
    return [
        f"{name} was {what} {times[name]} times, not {int(name in due)}"
        for name in names
        if times[name] != (name in due)
    ]


def _number(plan: Plan) -> int:
    assert plan.id is not None
    return plan.id
