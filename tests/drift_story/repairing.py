"""From plans to proof: what may be planned, a second person's yes, one write, and a later day's look."""

from collections import Counter
from collections.abc import Collection, Iterator

from portfolio.audit import Actor
from portfolio.contacts import ContactRole
from portfolio.drift import Plan, PlanState
from portfolio.names import DomainName
from records import SamePerson
from sandbox import Sandbox
from tests.drift_story.deciding import CHIEF
from tests.drift_story.judging import Plantings
from tests.drift_story.kinds_of_change import End
from tests.drift_story.made_portfolio import HOSTS, LOCK
from tests.drift_story.story_house import House
from tests.drift_story.story_street import Street

_POLICY: Actor = "policy:harmless"
_STATE = {
    End.REPAIRED: PlanState.PROVED,
    End.ASKED: PlanState.PROVED,
    End.NOT_PROVED: PlanState.NOT_PROVED,
    End.STUCK: PlanState.PROVED,
}
"""Where a plan of a kind must have come to, days after it was sent."""

REPAIRED = (End.REPAIRED, End.ASKED)
"""What is written to on the first day, and as our records have it from then on."""

AT_REGISTRAR = (End.REPAIRED, End.NOT_PROVED)
"""What the registrar's own record shows: one reading is enough for a plan."""


def due(plantings: Plantings, *ends: End) -> set[DomainName]:
    """The names whose plantings end so."""
    return {name for name, (kind, _) in plantings.items() if kind.end in ends and not kind.gap}


def plan_faults(house: House, plantings: Plantings, wanted: set[DomainName]) -> Iterator[str]:
    """Yield what is planned too soon or not at all, and names that were planned twice."""
    planned = Counter(plan.name for plan in house.plans())
    titles = {name: plantings[name][0].title if name in plantings else "" for name in {*planned, *wanted}}
    yield from (f"{titles[name]}: no plan for {name}" for name in sorted(wanted - {*planned}))
    yield from (f"{titles[name]}: a plan for {name} too soon" for name in sorted({*planned} - wanted))
    yield from (f"{titles[name]}: {n} plans for {name}" for name, n in sorted(planned.items()) if n > 1)


def automatic_faults(house: House, automatic: int, limit: int) -> Iterator[str]:
    """The budget is used to its end and no further, and on nothing that sets something off."""
    alone = [plan for plan in house.plans() if plan.approved_by == _POLICY]
    harmless = [plan for plan in house.plans() if _is_of_others(plan)]
    if not automatic == len(alone) == min(limit, len(harmless)):
        yield f"{automatic} were told of and {len(alone)} repaired without a person; the budget was {limit}"
    for plan in alone:
        if not _is_of_others(plan) or plan.consequences:
            yield f"{plan.name} was repaired without a person, and is not harmless"
        if plan.state is not PlanState.SENT:
            yield f"{plan.name} was repaired without a person and is {plan.state}"


def carry_out(house: House) -> Iterator[str]:
    """Let a second person approve and send every plan that waits; yield what went wrong."""
    for plan in house.plans():
        if plan.state is PlanState.PROPOSED:
            yield from _carried_out(house, plan)


def proof_faults(house: House, plantings: Plantings) -> Iterator[str]:
    """Every plan must have come to the end of its kind."""
    for plan in house.plans():
        kind, _ = plantings[plan.name]
        if plan.state is not _STATE.get(kind.end):
            yield f"{kind.title}: {plan.name} is {plan.state}: {plan.detail}"


def registry_faults(box: Sandbox, plantings: Plantings) -> Iterator[str]:
    """What was repaired must stand in the registry as our records have it, in every role."""
    for name in due(plantings, *REPAIRED, End.STUCK):
        kind, planted = plantings[name]
        record = box.registry.look_up(name)
        if record is None or record.contacts != planted.people.contacts(planted.made.roles):
            yield f"{kind.title}: the registry does not have our contacts of {name}"
        elif {*record.nameservers} != HOSTS or LOCK not in record.statuses:
            yield f"{kind.title}: the registry does not have our servers and lock of {name}"


def write_faults(
    street: Street, written: set[DomainName], shrugged: set[DomainName], before: int
) -> list[str]:
    """One write a name that was to be written to, none for any other; and what is shrugged off, once."""
    since = street.box.log.entries[before:]
    writes = Counter(
        entry.name for entry in since if (entry.channel, entry.action) == ("registry", "updated")
    )
    shrugs = Counter(entry.name for entry in since if entry.action == "shrugged off")
    return [*_other_than(writes, {*written}, "written to"), *_other_than(shrugs, {*shrugged}, "shrugged off")]


def _carried_out(house: House, plan: Plan) -> Iterator[str]:
    number = plan.id or 0
    try:
        house.repairs.approve(number, by=plan.proposed_by)
    except SamePerson:
        house.repairs.approve(number, by=CHIEF)
    else:
        yield f"{plan.name}: the proposer approved the plan"
        return
    sent = house.repairs.apply(number, by=CHIEF)
    if sent.state is not PlanState.SENT:
        yield f"{plan.name} was not sent but is {sent.state}"


def _is_of_others(plan: Plan) -> bool:
    return all(change.role is not ContactRole.REGISTRANT for change in plan.changes)


def _other_than(times: Counter[str | None], wanted: Collection[str | None], what: str) -> list[str]:
    names = sorted({*times, *wanted}, key=str)
    return [
        f"{name} was {what} {times[name]} times, not {int(name in wanted)}"
        for name in names
        if times[name] != (name in wanted)
    ]
