"""`calendar`: the days on which names expire, as a feed at a secret address or as a file."""

import os
import signal
import tempfile
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from console.calendar_server import CalendarServer
from console.cli.desk import AsJson, desk_of
from console.refusals import Refusal
from console.settings import address_of
from console.showing import err, out, show_fields, show_rows
from notifications.calendar import feed

commands = typer.Typer(help="The days on which names expire, for calendars.", no_args_is_help=True)
addresses = typer.Typer(help="Secret addresses at which the feed is read.", no_args_is_help=True)
commands.add_typer(addresses, name="address")

Client = Annotated[str | None, typer.Option(help="Only this client's names.")]
COLUMNS = ("number", "reader", "client", "made", "revoked")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="calendar")


@addresses.command("new")
def new(
    context: typer.Context,
    reader: Annotated[str, typer.Argument(help="Who is to read it: a word for you, such as front-desk.")],
    *,
    client: Client = None,
    as_json: AsJson = False,
) -> None:
    """Make a secret address. It is shown this once; whoever has it reads the names and their days."""
    desk = desk_of(context)
    with desk.app.records.changing(desk.actor) as unit:
        address, token = unit.calendars.new(reader, client=client)
        unit.commit()
    path = f"/calendar/{token}.ics"
    show_fields({"number": address.id, "reader": address.reader, "path": path}, as_json=as_json)
    if not as_json:
        err().print("Put your server's https:// before it. It is not shown again.")


@addresses.command("list")
def list_(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the addresses, without what makes them secret."""
    with desk_of(context).app.records.reading() as unit:
        every = unit.calendars.all()
    rows = [
        {
            "number": each.id,
            "reader": each.reader,
            "client": each.client,
            "made": each.made_at,
            "revoked": each.revoked_at,
        }
        for each in every
    ]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="No addresses yet.")


@addresses.command("revoke")
def revoke(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Its number: namesteward calendar address list")],
) -> None:
    """Let an address answer no more, from the next request on."""
    desk = desk_of(context)
    with desk.app.records.changing(desk.actor) as unit:
        address = unit.calendars.revoke(number)
        unit.commit()
    out().print(f"The address of {address.reader} answers no more.", markup=False)


@commands.command("write")
def write(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Written as a whole or not at all, for its owner only.")],
    *,
    client: Client = None,
) -> None:
    """Write the calendar to a file."""
    body = feed(desk_of(context).app.records, client=client)
    descriptor, fresh = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(body)
        Path(fresh).replace(file)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
    out().print(f"Written: {file}", markup=False)


@commands.command("serve")
def serve(
    context: typer.Context,
    *,
    listen: Annotated[str, typer.Option(help="host:port; else [calendar] listen.")] = "",
) -> None:
    """Serve the feed at its secret addresses until Ctrl-C. Put something that ends TLS before it."""
    desk = desk_of(context)
    where = listen or desk.settings.calendar.listen
    host, port = _address(where)
    server = CalendarServer(desk.app.records, (host, port))
    if not _is_loopback(host):
        err().print("not a loopback address: without TLS before it, the secret can be read on the way")
    for number in (signal.SIGTERM, signal.SIGINT):
        # From another thread: the server cannot be waited for by the thread that serves.
        signal.signal(number, lambda *_: Thread(target=server.shutdown).start())
    out().print(f"serving at {where}", markup=False)
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()


def _address(where: str) -> tuple[str, int]:
    try:
        return address_of(where)
    except ValueError as error:
        raise Refusal(
            "no address to serve at", next_step="give --listen 127.0.0.1:8088, or set [calendar] listen"
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
