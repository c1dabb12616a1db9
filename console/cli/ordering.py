"""`orders`: what was asked of registrars, how far it came, and what somebody has to do about it."""

from typing import Annotated

import typer

from console.cli.auth_info import AuthInfoFile, AuthInfoStdin, given_auth_info
from console.cli.batches import Total, approve_whole, is_batch
from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.cli.sending import code_of, sent, told, worst
from console.order_words import COLUMNS, next_of, order_row
from console.refusals import Exit
from console.showing import err, out, show_fields, show_json, show_rows
from orders import NotNow, OrdersError
from portfolio.order import Order, OrderState
from portfolio.stop import StopReason
from registrar.errors import RegistrarError

commands = typer.Typer(help="Orders: what was asked for, and how far it came.", no_args_is_help=True)

HISTORY = ("at", "who", "what", "detail")
TO_LOOK_FOR = frozenset({
    OrderState.SUBMITTING, OrderState.UNKNOWN, OrderState.RECONCILING, OrderState.NEEDS_HUMAN,
    OrderState.ABSENT_CONFIRMED, OrderState.PENDING,
})  # fmt: skip
_TO_CLOSE = frozenset({
    OrderState.DRAFT, OrderState.APPROVED, OrderState.ABSENT_CONFIRMED, OrderState.NEEDS_HUMAN,
})  # fmt: skip

Reference = Annotated[str, typer.Argument(help="The order's reference, such as ns-0123456789abcdef.")]
OrderOrBatch = Annotated[str, typer.Argument(metavar="REF|BATCH", help="An order, or a whole list of them.")]


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="orders")


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that wait for something.")] = False,
    as_json: AsJson = False,
) -> None:
    """List orders, with the answer to \"was anything charged?\", and the accounts that stand still."""
    desk = desk_of(context)
    _tell_stops(desk)
    with desk.app.records.reading() as unit:
        rows = [order_row(order) for order in unit.orders.all(open_only=open_only)]
    if not as_json:
        rows = [
            row | {"state": f"{row['state']}; {row['stage']}" if row["stage"] else row["state"]}
            for row in rows
        ]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="No orders.")


@commands.command("show")
def show(context: typer.Context, reference: Reference, *, as_json: AsJson = False) -> None:
    """Show the whole story of one order: who did what and when, what was charged, what comes next."""
    with desk_of(context).app.records.reading() as unit:
        order = unit.orders.get(reference)
        entries = unit.audit.entries(reference)
    history = [{"at": e.at, "who": e.actor, "what": e.tag.value, "detail": e.detail} for e in entries]
    story = order_row(order) | {
        "client": order.client,
        "account": order.account,
        "years": order.years,
        "contacts": {
            role.value: f"{slug} version {order.versions[role]}" if role in order.versions else slug
            for role, slug in order.roles.items()
        },
        "nameservers": list(order.nameservers),
        "attributes": order.attributes,
        "current_expiry": order.current_expiry,
        "price_limit": str(order.price_limit),
        "cost": str(order.progress.cost) if order.progress.cost else None,
        "drafted_by": order.drafted_by,
        "approved_by": order.approved_by,
        "times_sent": order.progress.sends,
        "vendor_reference": order.vendor_reference,
        "next": next_of(order),
    }
    if as_json:
        show_json(story | {"history": history})
        return
    show_fields(story, as_json=False)
    out().print()
    show_rows(history, columns=HISTORY, as_json=False, empty="Nothing was written down.")


@commands.command("approve")
def approve(
    context: typer.Context,
    reference: OrderOrBatch,
    *,
    auth_info_file: AuthInfoFile = None,
    auth_info_stdin: AuthInfoStdin = False,
    total: Total = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Approve a draft of someone else's, and send it; or every draft of a list, one by one."""
    desk = desk_of(context)
    if is_batch(desk, reference):
        return approve_whole(desk, reference, total=total, dry_run=dry_run, as_json=as_json)
    if dry_run:
        return _would(desk, reference, frozenset({OrderState.DRAFT}), "be approved and sent", as_json=as_json)
    auth_info = given_auth_info(auth_info_file, from_stdin=auth_info_stdin)
    return sent(desk, desk.app.orders.approve(reference, desk.actor), as_json=as_json, auth_info=auth_info)


@commands.command("submit")
def submit(
    context: typer.Context,
    reference: Reference,
    *,
    auth_info_file: AuthInfoFile = None,
    auth_info_stdin: AuthInfoStdin = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Send an approved order that was not sent through, or one that is confirmed absent. Money can move."""
    desk = desk_of(context)
    if dry_run:
        may_go = frozenset({OrderState.APPROVED, OrderState.ABSENT_CONFIRMED})
        return _would(desk, reference, may_go, "be sent", as_json=as_json)
    auth_info = given_auth_info(auth_info_file, from_stdin=auth_info_stdin)
    with desk.app.records.reading() as unit:
        order = unit.orders.get(reference)
    return sent(desk, order, as_json=as_json, auth_info=auth_info)


@commands.command("close")
def close(
    context: typer.Context,
    reference: Reference,
    *,
    why: Annotated[str, typer.Option(help="Why, in a few words; it stays with the order.")],
    not_charged: Annotated[
        bool,
        typer.Option(
            "--not-charged", help="You have seen the registrar's own bill, and nothing was charged."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """
    Close an order that was never sent, was confirmed absent, or, on your word, was not charged.

    Before your word is taken the registrar is asked once more; an order that shows up goes on.
    """
    desk = desk_of(context)
    if dry_run:
        return _would(desk, reference, _TO_CLOSE, "be closed", as_json=as_json)
    closed = desk.app.orders.close(reference, desk.actor, why=why, not_charged=not_charged)
    show_fields(order_row(closed), as_json=as_json)
    return Exit.DONE if closed.state is OrderState.REFUSED else code_of(closed)


@commands.command("reconcile")
def reconcile(
    context: typer.Context,
    reference: Annotated[str | None, typer.Argument(help="The order's reference.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every order whose end is not known.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """
    Find out at the registrar what became of an order, unclear or still under way. Never sends it again.

    An order that an ended process left in the middle counts as unclear from here on.
    """
    desk = desk_of(context)
    if everything == (reference is not None):
        raise typer.BadParameter("say which order, or --all")
    if reference is not None and dry_run:
        return _would(desk, reference, TO_LOOK_FOR, "be looked for, and not sent again", as_json=as_json)
    if not dry_run:
        desk.app.orders.recover(desk.actor)
    if reference is not None:
        return told(_looked_at(desk, reference), as_json=as_json)
    with desk.app.records.reading() as unit:
        waiting = [order for order in unit.orders.all(open_only=True) if order.state in TO_LOOK_FOR]
    found = waiting if dry_run else [_looked_at_or_told(desk, order) for order in waiting]
    show_rows([order_row(o) for o in found], columns=COLUMNS, as_json=as_json, empty="Nothing is unclear.")
    return Exit.DONE if dry_run else worst([code_of(order) for order in found])


def _looked_at(desk: Desk, reference: str) -> Order:
    with desk.app.records.reading() as unit:
        state = unit.orders.get(reference).state
    look = desk.app.orders.follow if state is OrderState.PENDING else desk.app.orders.reconcile
    return look(reference, desk.actor)


def _looked_at_or_told(desk: Desk, order: Order) -> Order:
    """One of many: what cannot be looked at now is told, and the others are looked at all the same."""
    try:
        return _looked_at(desk, order.reference)
    except (OrdersError, RegistrarError) as error:
        err().print(f"{order.reference}: {error}", markup=False, soft_wrap=True)
        return order


def _would(desk: Desk, reference: str, states: frozenset[OrderState], what: str, *, as_json: bool) -> int:
    """Say what a verb would do with an order; raises `NotNow` where it would do nothing."""
    with desk.app.records.reading() as unit:
        order = unit.orders.get(reference)
    if order.state not in states:
        raise NotNow(f"{reference} is {order.state}; it would not {what}, and nothing was changed or charged")
    show_fields(order_row(order), as_json=as_json)
    err().print(f"It would {what}.")
    return Exit.DONE


_NEXT_STEP = {
    StopReason.ACCESS: "credentials refused; next: namesteward account test {}",
    StopReason.FUNDS: "funds short; next: top it up, and what waits goes on",
}


def _tell_stops(desk: Desk) -> None:
    with desk.app.records.reading() as unit:
        stops = unit.stops.all()
    for stop in stops:
        words = _NEXT_STEP[stop.reason].format(stop.account)
        err().print(
            f"account {stop.account} stands still since {stop.since:%Y-%m-%d %H:%M} UTC: {words}",
            markup=False, soft_wrap=True,
        )  # fmt: skip
