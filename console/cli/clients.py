"""`client`: whose names we hold."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from console.cli.desk import AsJson, desk_of
from console.refusals import Refusal
from console.showing import out, show_fields, show_rows
from portfolio.contacts import Language
from portfolio.held import Client, ClientKind

commands = typer.Typer(help="Clients: whose names we hold.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="client")


@commands.command("add")
def add(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="A short name for staff: bakery")],
    name: Annotated[str, typer.Option(help="The client's full name.")],
    kind: Annotated[ClientKind, typer.Option(help="What the client is in law.")] = ClientKind.COMPANY,
    language: Annotated[
        Language, typer.Option(help="The language of letters to the client.")
    ] = Language.ENGLISH,
    timezone: Annotated[str, typer.Option(help="Where days are counted for the client.")] = "America/Toronto",
) -> None:
    """Add a client."""
    desk = desk_of(context)
    raise_if_no_zone(timezone)
    client = Client(slug=slug, name=name, kind=kind, language=language, timezone=timezone)
    with desk.app.records.changing(desk.actor) as unit:
        unit.clients.add(client)
        unit.commit()
    out().print(f"client {client.slug} added")


@commands.command("list")
def list_(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the clients."""
    with desk_of(context).app.records.reading() as unit:
        rows = [client.model_dump() for client in unit.clients.all()]
    show_rows(
        rows,
        columns=("slug", "name", "kind", "language", "timezone"),
        as_json=as_json,
        empty="No clients yet: namesteward client add",
    )


@commands.command("show")
def show(context: typer.Context, slug: str, *, as_json: AsJson = False) -> None:
    """Show a client with its contacts and names."""
    with desk_of(context).app.records.reading() as unit:
        client = unit.clients.get(slug)
        contacts = [f"{v.slug} (version {v.version})" for v in unit.contacts.of_client(slug)]
        names = [held.name for held in unit.domains.all(client=slug)]
    show_fields(client.model_dump() | {"contacts": contacts, "domains": names}, as_json=as_json)


def raise_if_no_zone(timezone: str) -> None:
    """Raise `Refusal` for a name that is no IANA time zone."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refusal("no such time zone; write it as America/Toronto") from error
