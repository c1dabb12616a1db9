"""Sending orders and telling how they came out: shared by what buys one name and what handles orders."""

from pydantic import SecretStr

from console.cli.auth_info import asked_auth_info
from console.cli.desk import Desk, ask_or_refuse
from console.order_words import order_row
from console.refusals import Exit
from console.showing import err, show_fields
from orders import AccountStands, SecondPersonNeeded, SpentForToday
from portfolio.order import Order, OrderKind, OrderState


def bought(desk: Desk, order: Order, *, yes: bool, as_json: bool, auth_info: SecretStr | None = None) -> int:
    """Approve a draft in one's own name where that is allowed, and send it. Returns the exit code."""
    years = f" for {order.years} year(s)" if order.kind in (OrderKind.REGISTER, OrderKind.RENEW) else ""
    err().print(f"{order.name.u_label}: {order.price}{years}, order {order.reference}", markup=False)
    ask_or_refuse("Buy it?", yes=yes, why=f"order {order.reference} stays a draft")
    try:
        approved = desk.app.orders.approve(order.reference, by=desk.actor)
    except SecondPersonNeeded:
        show_fields(order_row(order), as_json=as_json)
        err().print(f"Someone else approves it: namesteward --as NAME orders approve {order.reference}")
        return Exit.DONE
    return sent(desk, approved, as_json=as_json, auth_info=auth_info)


def sent(desk: Desk, order: Order, *, as_json: bool, auth_info: SecretStr | None = None) -> int:
    """Send an approved order, once, and tell how it came out. A transfer's auth code is asked for here."""
    if order.kind is OrderKind.TRANSFER and auth_info is None:
        auth_info = asked_auth_info(order.name)
        if auth_info is None:
            show_fields(order_row(order), as_json=as_json)
            err().print(
                f"Nothing was sent yet; with the auth code: namesteward orders submit {order.reference}"
                " --auth-code-file FILE"
            )
            return Exit.ERROR
    try:
        return told(desk.app.orders.submit(order.reference, desk.actor, auth_info=auth_info), as_json=as_json)
    except (AccountStands, SpentForToday) as error:
        show_fields(order_row(order), as_json=as_json)
        err().print(f"Nothing was bought: {error}", markup=False, soft_wrap=True)
        return Exit.ERROR


def told(order: Order, *, as_json: bool) -> int:
    """Show how an order stands, and return the exit code that says it."""
    show_fields(order_row(order), as_json=as_json)
    match code_of(order):
        case Exit.UNCLEAR:
            err().print(f"Look before you repeat: namesteward orders reconcile {order.reference}")
        case Exit.ERROR if order.state is not OrderState.REFUSED:
            err().print(f"Nothing was bought; to send it: namesteward orders submit {order.reference}")
        case _:
            pass
    return code_of(order)


def code_of(order: Order) -> Exit:
    """Return what an order that was meant to be sent says as an exit code."""
    if order.state.is_unclear:
        return Exit.UNCLEAR
    return Exit.DONE if order.state in (OrderState.ACTIVE, OrderState.PENDING) else Exit.ERROR


def worst(codes: list[Exit]) -> Exit:
    """Return the exit code of several: unclear goes before not done, and that before done."""
    return next((code for code in (Exit.UNCLEAR, Exit.ERROR) if code in codes), Exit.DONE)
