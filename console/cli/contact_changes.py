"""`contact replace`, `approve`, `apply`, `progress`, `changes`: one change of a contact, on every name."""

from collections.abc import Sequence
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, DryRun, ask_or_refuse, desk_of
from console.progress import counted
from console.refusals import Exit
from console.showing import err, out, show_fields, show_json, show_rows
from portfolio.change import ContactChange, Progress, Reach, Step
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from whois_sync.change.everywhere import Preview

Change = Annotated[int, typer.Argument(help="The change's number: namesteward contact changes")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def add_to(commands: typer.Typer) -> None:
    """Add the verbs of changes to the noun `contact`."""
    for name, verb in (
        ("replace", replace),
        ("approve", approve),
        ("apply", apply),
        ("done-by-hand", done_by_hand),
        ("progress", progress),
        ("changes", changes),
    ):
        commands.command(name)(verb)


def replace(
    context: typer.Context,
    old: Annotated[str, typer.Argument(help="Who leaves.")],
    new: Annotated[str, typer.Argument(help="Who takes the place.")],
    *,
    role: Annotated[
        ContactRole | None, typer.Option(help="Only in this role; in every one when none.")
    ] = None,
    across_clients: Annotated[
        bool, typer.Option("--across-clients", help="They belong to different clients, and that is meant.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Put one contact in another's place on every name; shows first what that reaches. Nothing is sent."""
    desk = desk_of(context)
    preview = desk.app.repairs.preview_replacement(old, new, role=role, across_clients=across_clients)
    if not preview.reached:
        where = f"as {role.value} of any name" if role else "on any name"
        saved_nothing(f"contact {old} does not stand {where}", preview, as_json=as_json)
        return
    save(desk, preview, refused=f"{old} was not replaced", dry_run=dry_run, yes=yes, as_json=as_json)


def approve(context: typer.Context, change: Change, *, as_json: AsJson = False) -> int:
    """Approve all plans of a change that someone else asked for. Nothing is sent yet."""
    desk = desk_of(context)
    given = desk.app.repairs.approve_change(change, by=desk.actor)
    told = {
        "change": change,
        "approved": [plan.name for plan in given.approved],
        "withdrawn": {str(plan.name): plan.detail for plan in given.withdrawn},
    }
    show_fields(told, as_json=as_json)
    if not as_json and given.approved:
        out().print(f"Next: namesteward contact apply {change}")
    return Exit.ERROR if given.withdrawn and not given.approved else Exit.DONE


def apply(context: typer.Context, change: Change, *, dry_run: DryRun = False, as_json: AsJson = False) -> int:
    """Send what is approved of a change, once, and look whether what was sent is shown."""
    desk = desk_of(context)
    repairs = desk.app.repairs
    repairs.settle_interrupted(by=desk.actor)
    told: list[Progress] = []
    with counted("names", len(repairs.progress_of(change)), lines=not as_json) as tell:
        for one in repairs.advance_change(change, by=desk.actor, dry_run=dry_run):
            told.append(one)
            tell(f"{one.name}: {one.step.value}")
    _show_progress(told, as_json=as_json)
    steps = {one.step for one in told}
    if steps & {Step.UNCLEAR, Step.SENDING}:
        return Exit.UNCLEAR
    return Exit.ERROR if steps & {Step.REFUSED, Step.NOT_PROVED} else Exit.DONE


def done_by_hand(context: typer.Context, change: Change, name: str) -> None:
    """Say that you have changed a name yourself, where the interface cannot; it is proved like others."""
    desk = desk_of(context)
    plan = desk.app.repairs.done_by_hand(change, DomainName(name), by=desk.actor)
    out().print(f"{plan.name}: {plan.detail}; next: namesteward contact apply {change}", markup=False)


def progress(context: typer.Context, change: Change, *, as_json: AsJson = False) -> None:
    """Show how far a change has come, a line a name."""
    _show_progress(desk_of(context).app.repairs.progress_of(change), as_json=as_json)


def changes(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the changes that are not done on every name."""
    with desk_of(context).app.records.reading() as unit:
        found = unit.changes.all(open_only=not everything)
    columns = ("change", "contact", "version", "replaced", "role", "asked_by", "approved_by", "state")
    show_rows(
        [_change_row(one) for one in found], columns=columns, as_json=as_json, empty="No changes are open."
    )


def save(desk: Desk, preview: Preview, *, refused: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """
    Show what a change reaches, ask, and save it; or only show it.

    Raises `Refusal` with `refused` when nobody says yes.
    """
    if not as_json:
        _show_reach(preview.reached)
    if dry_run:
        _told(preview, None, saved=False, as_json=as_json)
        return
    ask_or_refuse(f"Save it, with a plan for {len(preview.reached)} name(s)?", yes=yes, why=refused)
    change = desk.app.repairs.ask(preview, by=desk.actor)
    _told(preview, change, saved=True, as_json=as_json)


def saved_nothing(why: str, preview: Preview | None, *, as_json: bool) -> None:
    """Say that there is nothing to change, and why: no error, so that a second click is harmless."""
    if as_json:
        reached = preview.reached if preview else ()
        show_json({"saved": False, "why": why, "change": None, "reached": [_reach_row(r) for r in reached]})
    else:
        out().print(f"{why}; nothing was changed", markup=False)


def _told(preview: Preview, change: ContactChange | None, *, saved: bool, as_json: bool) -> None:
    wish = preview.wish
    if as_json:
        show_json(
            {
                "saved": saved,
                "contact": wish.slug,
                "version": wish.version,
                "replaced": wish.replaced,
                "change": change.id if change else None,
                "reached": [_reach_row(reach) for reach in preview.reached],
            }
        )
        return
    if not saved:
        out().print("Nothing was saved.")
        return
    done = f"stands in the place of {wish.replaced}" if wish.replaced else f"is now version {wish.version}"
    out().print(f"contact {wish.slug} {done}", markup=False)
    if change is not None:
        out().print(f"Someone else approves it: namesteward --as NAME contact approve {change.id}")


def _show_reach(reached: Sequence[Reach]) -> None:
    """A table of the names on standard error, and below it what follows, each once."""
    follows = list(dict.fromkeys(reach.consequences for reach in reached if reach.consequences))
    rows = [
        _reach_row(reach)
        | {
            "changes": sorted({change.field for change in reach.changes}),
            "what_follows": f"see ({follows.index(reach.consequences) + 1})"
            if reach.consequences
            else "nothing",
            "notes": "; ".join(reach.notes),
        }
        for reach in reached
    ]
    columns = ("name", "account", "registrar", "roles", "how", "changes", "what_follows", "notes")
    show_rows(rows, columns=columns, as_json=False, empty="This reaches no names.", to=err())
    for place, sentences in enumerate(follows, start=1):
        for sentence in sentences:
            err().print(f"({place}) {sentence}", markup=False, soft_wrap=True)


def _reach_row(reach: Reach) -> dict[str, object]:
    return {
        "name": reach.name,
        "account": reach.account,
        "registrar": reach.registrar,
        "roles": [role.value for role in reach.roles],
        "how": reach.way.value,
        "changes": [f"{c.in_words}: {c.from_ or '–'} → {c.to or '–'}" for c in reach.changes],
        "consequences": list(reach.consequences),
        "notes": list(reach.notes),
    }


def _show_progress(told: Sequence[Progress], *, as_json: bool) -> None:
    rows: list[dict[str, object]] = [
        {
            "name": one.name,
            "account": one.account,
            "roles": [role.value for role in one.roles],
            "state": one.step.value,
            "done": one.step.is_settled,
            "needs_a_person": one.step.needs_a_person,
            "plan": one.plan,
            "detail": one.detail,
        }
        for one in told
    ]
    columns = ("name", "account", "roles", "state", "plan", "detail")
    show_rows(rows, columns=columns, as_json=as_json, empty="It reaches no names.")


def _change_row(change: ContactChange) -> dict[str, object]:
    if change.closed_at is not None:
        state = "closed"
    else:
        state = "waits for approval" if change.approved_by is None else "under way"
    return {
        "change": change.id,
        "contact": change.contact,
        "version": change.version,
        "replaced": change.replaced,
        "role": change.role.value if change.role else None,
        "asked_by": change.asked_by,
        "asked_at": change.asked_at,
        "approved_by": change.approved_by,
        "closed_at": change.closed_at,
        "state": state,
    }
