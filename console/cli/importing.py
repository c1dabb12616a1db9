"""`account import`: the names of an account as a plan, to be looked at and then taken."""

from collections.abc import Sequence
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, desk_of
from console.importing_words import show_plan, show_taken
from console.progress import counted
from console.refusals import Exit
from console.showing import out
from orders.importing import Reading, choose_client, judged, take
from portfolio.importing import EntryState
from portfolio.names import DomainName
from whois_sync.compare import differences

Names = Annotated[list[str] | None, typer.Option("--name", help="Only this name; may be given again.")]
Apply = Annotated[
    bool, typer.Option("--apply", help="Take what is new, or the names given: they become ours.")
]


def add_to(accounts: typer.Typer) -> None:
    """Add the verb to `account`."""
    accounts.command("import")(import_)


def import_(
    context: typer.Context,
    slug: str,
    *,
    client: Annotated[str | None, typer.Option(help="The client that the names are held for.")] = None,
    name: Names = None,
    show: Annotated[bool, typer.Option("--show", help="Show the plan as it is; ask nobody.")] = False,
    apply: Apply = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask anew for every name that is not taken yet.")
    ] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Forget the plan and what it found.")] = False,
    as_json: AsJson = False,
) -> int:
    """
    Read the names of an account, with dates, statuses and contacts, into a plan; --apply makes them ours.

    The registrar is only read. What was read is kept: the same command goes on where it was.
    """
    if show + apply + drop + again > 1:
        raise typer.BadParameter("give one of --show, --apply, --again and --drop")
    desk = desk_of(context)
    names = [DomainName(one) for one in name or ()]
    with desk.app.records.reading() as unit:
        unit.accounts.get(slug)
    if drop:
        return _dropped(desk, slug)
    if show or apply:
        if client:
            choose_client(desk.app.records, slug, client, only=names, by=desk.actor)
    else:
        read(desk, slug, client=client, names=names, again=again)
    if apply:
        return apply_plan(desk, slug, names, as_json=as_json)
    return shown(desk, slug, names, as_json=as_json, apply=f"account import {slug} --apply")


def read(desk: Desk, slug: str, *, client: str | None, names: Sequence[DomainName], again: bool) -> None:
    """Read what is not known of the account's names, with a bar at a terminal."""
    app = desk.app
    reading = Reading(
        app.records, app.registrar_for, app.clock, slug, by=desk.actor, client=client, only=names, again=again
    )
    with counted("reading", reading.list_names()) as tell:
        for entry in reading.rest():
            tell(f"{entry.name}: {entry.state}")


def shown(desk: Desk, plan: str, names: Sequence[DomainName], *, as_json: bool, apply: str) -> Exit:
    """Show the plan, or `names` of it; returns the exit code."""
    found = judged(desk.app.records, plan, differences)
    wanted = [one for one in found if not names or one.entry.name in names]
    return show_plan(wanted, as_json=as_json, apply=apply)


def apply_plan(desk: Desk, plan: str, names: Sequence[DomainName], *, as_json: bool) -> Exit:
    """Take the plan's new names, or `names` of it, one after the other; returns the exit code."""
    with desk.app.records.reading() as unit:
        waiting = [entry for entry in unit.imports.entries(plan) if entry.state is EntryState.READ]
    app = desk.app
    with counted("taking", len(names) or len(waiting), lines=False) as tell:
        done = []
        for one in take(app.records, plan, by=desk.actor, clock=app.clock, differ=differences, names=names):
            done.append(one)
            tell(one.judged.entry.name)
    return show_taken(done, as_json=as_json, chosen=bool(names))


def _dropped(desk: Desk, slug: str) -> Exit:
    with desk.app.records.changing(desk.actor) as unit:
        unit.imports.drop(slug)
        unit.commit()
    out().print(f"the import of {slug} is forgotten; what was taken stays ours")
    return Exit.DONE
