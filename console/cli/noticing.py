"""`notices`: what is due, sent once, and what became of it."""

from typing import Annotated

import typer

from console.cli import bouncing
from console.cli.desk import AsJson, desk_of
from console.refusals import Exit
from console.showing import err, show_rows
from portfolio.notice import Notice, NoticeState

commands = typer.Typer(help="Expiry notices: never missed, never twice.", no_args_is_help=True)

COLUMNS = ("name", "expires", "milestone", "role", "state", "settled", "detail")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    bouncing.add_to(commands)
    app.add_typer(commands, name="notices")


@commands.command("run")
def run(context: typer.Context, *, as_json: AsJson = False) -> int:
    """Find what is due and hand it over, once. A second run sends nothing twice."""
    desk = desk_of(context)
    done = desk.app.run_notices(actor=desk.actor)
    rows = [
        {
            "name": row.name,
            "milestone": row.milestone.key,
            "role": "staff copy" if row.is_staff_copy else row.role.value,
            "state": row.state.value,
            "detail": row.detail,
        }
        for row in done.rows
    ]
    show_rows(
        rows,
        columns=("name", "milestone", "role", "state", "detail"),
        as_json=as_json,
        empty="Nothing is due.",
    )
    for name, why in done.problems.items():
        err().print(f"someone must look at {name}: {why}", markup=False)
    if done.unfinished:
        err().print(done.unfinished, markup=False)
    if done.counts[NoticeState.AMBIGUOUS]:
        return Exit.UNCLEAR
    failed = done.counts[NoticeState.DEAD] or done.counts[NoticeState.RETRY_LATER] or done.problems
    return Exit.ERROR if failed else Exit.DONE


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    state: Annotated[NoticeState | None, typer.Option(help="Only those in this state.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every notice and what became of it."""
    with desk_of(context).app.records.reading() as unit:
        notices = [n for n in unit.outbox.all() if state is None or n.state is state]
    show_rows([_row(n) for n in notices], columns=COLUMNS, as_json=as_json, empty="No notices yet.")


def _row(notice: Notice) -> dict[str, object]:
    return {
        "key": notice.key,
        "name": notice.name,
        "expires": notice.about,
        "milestone": notice.milestone.key,
        "role": "staff copy" if notice.is_staff_copy else notice.role.value,
        "recipient": notice.recipient,
        "state": notice.state.value,
        "settled": notice.settled_at,
        "detail": notice.detail,
    }
