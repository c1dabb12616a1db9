"""`audit`: who did what, when, and whether the chain is whole."""

from typing import Annotated

import typer

from console.cli.desk import AsJson, desk_of
from console.showing import out, show_rows

commands = typer.Typer(help="The audit chain: who did what, when.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="audit")


@commands.command("list")
def list_(
    context: typer.Context,
    subject: Annotated[str | None, typer.Argument(help="Only of this name, client or account.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the entries, oldest first."""
    with desk_of(context).app.records.reading() as unit:
        rows = [entry.model_dump() for entry in unit.audit.entries(subject)]
    columns = ("sequence", "at", "actor", "tag", "subject", "detail")
    show_rows(rows, columns=columns, as_json=as_json, empty="No entries.")


@commands.command("verify")
def verify(context: typer.Context) -> None:
    """Check every link of the chain; an edited, removed, swapped or inserted entry is named."""
    with desk_of(context).app.records.reading() as unit:
        count = unit.audit.verify()
    out().print(f"{count} entries, every link holds")
