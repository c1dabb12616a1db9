"""`quarantine`: after a restore from an older backup, nothing is bought or mailed until this is done."""

from typing import Annotated

import typer

from console.cli.desk import AsJson, desk_of
from console.quarantining import MERGE, Standing, lift, look, merge
from console.refusals import Exit
from console.showing import err, out, show_json, show_rows

commands = typer.Typer(help="After a restore from an older backup: what left since.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="quarantine")


@commands.command("show")
def show(context: typer.Context, *, as_json: AsJson = False) -> int:
    """Show whether anything may leave the house, and what left that these records do not know. Reads only."""
    return _shown(look(desk_of(context).app), as_json=as_json)


@commands.command("merge")
def merge_(context: typer.Context, *, as_json: AsJson = False) -> int:
    """
    Settle what left after the backup: sent orders become unknown, mail on its way ambiguous.

    Registrars are only read, nothing is sent. May be typed again.
    """
    desk = desk_of(context)
    return _shown(merge(desk.app, by=desk.actor), as_json=as_json)


@commands.command("lift")
def lift_(
    context: typer.Context,
    *,
    reason: Annotated[str, typer.Option(help="Why it may be lifted; kept for ever: no personal data.")],
    force: Annotated[bool, typer.Option("--force", help="Although something is not settled.")] = False,
) -> None:
    """Let orders and mail leave the house again. Refused while anything is not settled."""
    desk = desk_of(context)
    stood = lift(desk.app, reason=reason, force=force, by=desk.actor)
    out().print("The quarantine is lifted: orders and mail leave the house again.")
    for key in stood.unsettled:
        err().print(f"never settled, look after it by hand: {key}", markup=False)


def _shown(standing: Standing, *, as_json: bool) -> int:
    if as_json:
        show_json(_document(standing))
    else:
        _tell(standing)
    return Exit.UNCLEAR if standing.why else Exit.DONE


def _tell(standing: Standing) -> None:
    if standing.unreadable:
        err().print(
            f"{standing.unreadable} lines of the journal cannot be read: torn off by a crash, or damaged"
        )
    if not standing.why:
        out().print("No quarantine stands: orders and mail may leave the house.")
        return
    out().print(f"Nothing leaves the house: {standing.why}", markup=False)
    if standing.by_clock:
        err().print(
            "If it was the records' clock that had run ahead: namesteward quarantine lift --reason TEXT"
        )
        return
    show_rows(
        _rows(standing),
        columns=("what", "key", "name", "left_at", "stands_as", "settled", "to_do"),
        as_json=False,
        empty="The journal knows of nothing that left and is not in these records.",
    )
    for account, name in standing.strangers:
        err().print(f"{account} holds {name}, which is not in these records", markup=False)
    for account, problem in standing.unasked.items():
        err().print(f"{account} could not be asked what it holds: {problem}", markup=False)
    settled = standing.is_merged and not standing.unsettled
    next_step = "namesteward quarantine lift --reason TEXT" if settled else MERGE
    err().print(f"Next: {next_step}", markup=False)


def _rows(standing: Standing) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "what": "order",
            "key": order.reference,
            "name": order.name,
            "left_at": order.at,
            "stands_as": order.state.value if order.state else None,
            "settled": order.is_settled,
            "to_do": order.to_do,
        }
        for order in standing.orders
    ]
    return rows + [
        {
            "what": "notice",
            "key": notice.key,
            "name": notice.name,
            "left_at": notice.at,
            "stands_as": notice.state.value if notice.state else None,
            "settled": notice.is_settled,
            "to_do": notice.to_do,
        }
        for notice in standing.notices
    ]


def _document(standing: Standing) -> dict[str, object]:
    return {
        "quarantined": bool(standing.why),
        "why": standing.why,
        "merged": standing.is_merged,
        "unreadable_lines": standing.unreadable,
        "left": _rows(standing),
        "strangers": [{"account": account, "name": name} for account, name in standing.strangers],
        "not_asked": standing.unasked,
    }
