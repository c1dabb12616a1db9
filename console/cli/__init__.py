"""`namesteward`: the command line. Every list has --json; exit codes are in docs/reference/exit-codes.md."""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from console.cli import (
    accounts,
    auditing,
    buying,
    calendars,
    checking,
    clients,
    contacts,
    demonstrating,
    domain_checks,
    domains,
    drifting,
    founding,
    noticing,
    observing,
    ordering,
    quarantine,
    repairing,
    sandboxing,
    verifying,
    working,
)
from console.cli.desk import Desk, default_actor, default_home
from console.explaining import explain, wants_trace
from console.refusals import Exit
from console.showing import err

app = typer.Typer(
    name="namesteward",
    help="Keeps the domain names that a web company holds for its clients.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)

for _noun in (
    founding,
    clients,
    contacts,
    accounts,
    buying,
    ordering,
    domains,
    checking,
    drifting,
    repairing,
    noticing,
    domain_checks,
    verifying,
    observing,
    calendars,
    auditing,
    quarantine,
    sandboxing,
    demonstrating,
    working,
):
    _noun.add_to(app)


@app.callback()
def house(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="The house's folder; else $NAMESTEWARD_HOME, else ~/.namesteward.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--as", help="Who acts; else $NAMESTEWARD_ACTOR, else your login name.")
    ] = None,
) -> None:
    """Keep domain names: registered, in line with the records, never lapsed unnoticed."""
    desk = Desk(home or default_home(), actor or default_actor(), run_another=run_command)
    context.obj = desk
    context.call_on_close(desk.close)


def run(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code: the first of the three doors that catch everything."""
    sys.exit(run_command(arguments))


def run_command(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; whatever went wrong is told in one line on standard error."""
    _log_where_asked()
    try:
        result = _commands()(args=arguments, standalone_mode=False)
    except KeyboardInterrupt:
        err().print("stopped; what was committed before stays")
        return Exit.ERROR
    except BrokenPipeError:
        # Whoever read us has gone (`| head`): nothing more can be said, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.ERROR
    except Exception as error:  # noqa: BLE001 - a door: whatever went wrong becomes one clear line
        refusal = explain(error)
        err().print(f"namesteward: {refusal}", markup=False, soft_wrap=True)
        if wants_trace():
            traceback.print_exception(error)
        return refusal.code
    return result if isinstance(result, int) else Exit.DONE


@cache
def _commands() -> Callable[..., object]:
    """Build the tree of commands once: the demo and the tests type many in one process."""
    return get_command(app)


def _log_where_asked() -> None:
    """Logs go to the file in $NAMESTEWARD_LOG, a line a unit of work; nowhere without it."""
    root = logging.getLogger()
    if not root.handlers:
        wanted = os.environ.get("NAMESTEWARD_LOG")
        root.addHandler(logging.FileHandler(wanted) if wanted else logging.NullHandler())
        root.setLevel(logging.INFO)
