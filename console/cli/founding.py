"""`init`: a home folder, a key, a database. Once. `upgrade`: its tables, to this program's version."""

from typing import Annotated

import typer

from console.cli.desk import desk_of
from console.founding import found
from console.showing import out
from records import Records


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("init")(init)
    app.command("upgrade")(upgrade)


def init(
    context: typer.Context,
    company: Annotated[
        str, typer.Option(help="Your company's name, as clients read it.")
    ] = "Example Web Company",
    database_url: Annotated[str, typer.Option(help="postgresql://… instead of the SQLite file.")] = "",
) -> None:
    """Found the house: folder, settings, the key (mode 0600, outside the database) and the database."""
    desk = desk_of(context)
    settings = found(desk.home, actor=desk.actor, company=company, database_url=database_url)
    out().print(f"The house is founded at {settings.home}", markup=False)
    out().print(
        f"Back up {settings.key_file} apart from the database: without it no personal data can be read."
    )
    out().print("Next: namesteward client add, contact add, account add")


def upgrade(context: typer.Context) -> None:
    """Bring the house's tables to this program's version: all or nothing. Back the database up before."""
    desk = desk_of(context)
    if not Records.upgrade(desk.settings.database):
        out().print("There was nothing to do.")
        return
    if not desk.settings.journal.exists():  # founded before there were journals
        desk.app.records.anchor()
    out().print("The tables are of this program's version now.")
