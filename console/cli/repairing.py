"""`repair`: propose, approve (someone else), apply, read back."""

from typing import Annotated

import typer

from console.cli.checking import checked
from console.cli.desk import AsJson, DryRun, desk_of
from console.refusals import Exit, Refusal
from console.showing import out, show_fields, show_rows
from portfolio.drift import NameField, Plan, PlannedChange, PlanState
from whois_sync.check.report import NameReport

commands = typer.Typer(
    help="Repairs: put the registrar's record back in line with ours.", no_args_is_help=True
)

CHANGED = {
    PlanState.PROPOSED: "nothing was changed",
    PlanState.APPROVED: "nothing was changed",
    PlanState.SENDING: "not known whether it was changed",
    PlanState.SENT: "the registrar accepted it",
    PlanState.PROVED: "changed, and read back",
    PlanState.NOT_PROVED: "accepted, but not seen when read back",
    PlanState.REFUSED: "nothing was changed",
    PlanState.UNKNOWN: "not known whether it was changed",
    PlanState.WITHDRAWN: "nothing was changed",
}


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="repair")


@commands.command("propose")
def propose(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Only these names; all that we hold when none.")
    ] = None,
    *,
    field: Annotated[
        NameField | None,
        typer.Option(help="Of one name: its name servers, or the transfer lock, instead of its contacts."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check names and plan what would put their contacts, or what one asks for, right. Nothing is sent."""
    desk = desk_of(context)
    if field is not None and len(names or ()) != 1:
        raise Refusal("--field is for one name: name it")
    reports = [report for report in checked(desk, names) if isinstance(report, NameReport)]
    if field is None:
        plans = desk.app.repairs.propose_all(reports, by=desk.actor)
    else:
        plans = [desk.app.repairs.propose_of_name(report, field, by=desk.actor) for report in reports]
    show_rows([_row(plan) for plan in plans], columns=COLUMNS, as_json=as_json, empty="Nothing to repair.")
    for plan in plans if not as_json else ():
        out().print(f"Someone else approves it: namesteward --as NAME repair approve {plan.id}")
    return Exit.DRIFT_WAITS if plans else Exit.DONE


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the plans that wait."""
    with desk_of(context).app.records.reading() as unit:
        plans = unit.plans.all(open_only=not everything)
    show_rows([_row(plan) for plan in plans], columns=COLUMNS, as_json=as_json, empty="No plans wait.")


@commands.command("show")
def show(context: typer.Context, plan: int, *, as_json: AsJson = False) -> None:
    """Show a plan: from, to, and what follows from it."""
    with desk_of(context).app.records.reading() as unit:
        found = unit.plans.get(plan)
    changes = [_change(change) for change in found.changes]
    wanted = {role.value: f"{slug} version {version}" for role, (slug, version) in found.wanted.items()}
    show_fields(
        _row(found) | {"changes": changes, "wanted": wanted, "consequences": list(found.consequences)},
        as_json=as_json,
    )


@commands.command("approve")
def approve(context: typer.Context, plan: int) -> None:
    """Approve a plan that someone else proposed. Nothing is sent yet."""
    desk = desk_of(context)
    approved = desk.app.repairs.approve(plan, by=desk.actor)
    out().print(f"plan {approved.id} is {approved.state.value}; next: namesteward repair apply {approved.id}")


@commands.command("apply")
def apply(context: typer.Context, plan: int, *, dry_run: DryRun = False, as_json: AsJson = False) -> int:
    """Send an approved plan to the registrar, once."""
    desk = desk_of(context)
    return _told(desk.app.repairs.apply(plan, by=desk.actor, dry_run=dry_run), as_json=as_json)


@commands.command("prove")
def prove(context: typer.Context, plan: int, *, as_json: AsJson = False) -> int:
    """Read back: does the registrar's record, and the public one, show what was sent?"""
    desk = desk_of(context)
    desk.app.repairs.settle_interrupted(by=desk.actor)
    return _told(desk.app.repairs.prove(plan, by=desk.actor), as_json=as_json)


def _told(plan: Plan, *, as_json: bool) -> int:
    show_fields(_row(plan), as_json=as_json)
    match plan.state:
        case PlanState.UNKNOWN | PlanState.SENDING:
            return Exit.UNCLEAR
        case PlanState.REFUSED | PlanState.NOT_PROVED | PlanState.WITHDRAWN:
            return Exit.ERROR
        case _:
            return Exit.DONE


def _change(change: PlannedChange) -> str:
    because = f" ({change.why})" if change.why else ""
    return f"{change.in_words}: {change.from_ or '–'} → {change.to or '–'}{because}"


COLUMNS = ("plan", "name", "change", "state", "changed", "proposed_by", "approved_by", "detail")


def _row(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.id,
        "name": plan.name,
        "change": ", ".join(change.in_words for change in plan.changes),
        "state": plan.state.value,
        "changed": CHANGED[plan.state],
        "proposed_by": plan.proposed_by,
        "approved_by": plan.approved_by,
        "detail": plan.detail,
    }
