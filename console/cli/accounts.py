"""`account`: our logins at registrars; their keys lie in files of their own."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer
from pydantic import SecretStr

from console.account_checks import Result, examined, mixed_environments
from console.cli import importing
from console.cli.desk import AsJson, Desk, desk_of
from console.refusals import Exit, Refusal
from console.secrets import forget_secret, keep_secret
from console.showing import out, show_fields, show_json, show_rows
from portfolio.held import Environment, RegistrarAccount
from portfolio.stop import AccountStop, StopReason
from registrar.catalogue import ADAPTERS
from registrar.events import TellsEvents
from registrar.support import require

_IS = {Result.FAILED: "failed", Result.UNCLEAR: "is unclear", Result.OK: "is ok"}

commands = typer.Typer(help="Accounts: our logins at registrars.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    importing.add_to(commands)
    app.add_typer(commands, name="account")


@commands.command("add")
def add(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="A short name for staff: opensrs-live")],
    *,
    registrar: Annotated[str, typer.Option(help="The registrar's adapter: opensrs")],
    username: Annotated[str, typer.Option(help="The login that the registrar knows us by.")],
    endpoint: Annotated[str, typer.Option(help="The address of the registrar's API.")],
    environment: Annotated[
        Environment, typer.Option(help="Live money, or a test system.")
    ] = Environment.LIVE,
    key_from_stdin: Annotated[
        bool, typer.Option("--key-from-stdin", help="Read the API key from standard input.")
    ] = False,
) -> None:
    """Add an account. The API key is asked for, or read from standard input; it is never an argument."""
    desk = desk_of(context)
    if registrar not in ADAPTERS:
        raise Refusal(
            f"there is no adapter {registrar}", next_step=f"choose one of: {', '.join(sorted(ADAPTERS))}"
        )
    account = RegistrarAccount(
        slug=slug, registrar=registrar, environment=environment, endpoint=endpoint, username=username
    )
    raise_if_mixed(account)
    typed = sys.stdin.readline() if key_from_stdin else typer.prompt("API key", hide_input=True, err=True)
    if not typed.strip():
        raise Refusal("the API key is empty")
    with desk.app.records.changing(desk.actor) as unit:
        unit.accounts.add(account)
        keep_secret(desk.settings, slug, SecretStr(typed.strip()))
        try:
            unit.commit()
        except BaseException:
            forget_secret(desk.settings, slug)
            raise
    out().print(f"account {account.slug} added")


@commands.command("list")
def list_(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the accounts, and which of them stand still; never their keys."""
    with desk_of(context).app.records.reading() as unit:
        stops = {stop.account: stop for stop in unit.stops.all()}
        rows = [account.model_dump() | _standing(stops.get(account.slug)) for account in unit.accounts.all()]
    columns = ("slug", "registrar", "environment", "endpoint", "username", "stands_still")
    show_rows(rows, columns=columns, as_json=as_json, empty="No accounts yet: namesteward account add")


@commands.command("test")
def try_out(context: typer.Context, slug: str, *, as_json: AsJson = False) -> None:
    """
    Check key, allow-list and environment by reading: a line a check, with what to do.

    Changes nothing at the registrar. If all is well, an account that stood still after a refusal goes on.
    """
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        account = unit.accounts.get(slug)
    found = examined(account, desk.app.registrar_for)
    worst = found.worst
    went_on = worst is None and _go_on(desk, slug)
    with desk.app.records.reading() as unit:
        standing = _standing(unit.stops.of(slug))
    told: dict[str, object] = {
        "account": account.slug,
        "environment": account.environment.value,
        "works": worst is None,
        "balance": str(found.balance) if found.balance else None,
        "names": found.names,
        "goes_on": went_on,
        **standing,
    }
    checks = [asdict(line) for line in found.lines]
    if as_json:
        show_json(told | {"checks": checks})
    else:
        show_rows(checks, columns=("check", "result", "says", "what_to_do"), as_json=False, empty="")
        show_fields(told, as_json=False)
    if worst is not None:
        raise Refusal(
            f"{worst.check} of account {slug} {_IS[worst.result]}: {worst.says}",
            next_step=worst.what_to_do,
            code=Exit.ERROR if worst.result is Result.FAILED else Exit.UNCLEAR,
        )


@commands.command("events")
def events(
    context: typer.Context,
    slug: str,
    *,
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help="Take each message off the queue once it is printed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """
    Show what the registrar has to tell: its oldest message, or with --acknowledge all of them.

    A registrar shows the next message only when the one before is acknowledged. Changes no name.
    """
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        account = unit.accounts.get(slug)
    queue = require(desk.app.registrar_for(account), TellsEvents)
    columns = ("id", "at", "name", "kind", "words")
    event = queue.next_event()
    if event is None or not acknowledge:
        rows = [event.model_dump(mode="json")] if event else []
        show_rows(rows, columns=columns, as_json=as_json, empty="There is no message.")
        return
    while event is not None:
        told = event.model_dump(mode="json")
        out().print_json(data=told) if as_json else out().print(_line(told), markup=False)
        queue.acknowledge(event)
        following = queue.next_event()
        if following == event:
            raise Refusal(f"message {event.id} was acknowledged and is still there; nothing was changed")
        event = following


def _line(told: Mapping[str, object]) -> str:
    return "  ".join(str(told[field]) for field in ("id", "at", "name", "kind", "words") if told[field])


def raise_if_mixed(account: RegistrarAccount) -> None:
    """Raise `Refusal` when the address cannot be what the environment says: live and test are never mixed."""
    line = mixed_environments(account)
    if line is not None:
        raise Refusal(line.says, next_step=line.what_to_do)


def _go_on(desk: Desk, slug: str) -> bool:
    """End a stop for refused access, since access was just given; say whether there was one."""
    with desk.app.records.changing(desk.actor) as unit:
        stop = unit.stops.of(slug)
        if stop is None or stop.reason is not StopReason.ACCESS:
            return False
        unit.stops.resume(slug)
        unit.commit()
    return True


def _standing(stop: AccountStop | None) -> dict[str, object]:
    return {"stands_still": f"{stop.reason} since {stop.since:%Y-%m-%d %H:%M} UTC" if stop else None}
