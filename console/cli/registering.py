"""`register`, `orders`: from a click to a name that is provably held and paid once."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, DryRun, ask_or_refuse, desk_of
from console.refusals import Exit, Refusal
from console.showing import err, show_fields, show_rows
from orders import SecondPersonNeeded, Wish
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import Order, OrderState
from portfolio.tld import rules_for
from registrar.catalogue import ADAPTERS

commands = typer.Typer(help="Orders: what was asked for, and how far it came.", no_args_is_help=True)

CHARGED = {
    OrderState.DRAFT: "nothing was charged",
    OrderState.APPROVED: "nothing was charged",
    OrderState.SUBMITTING: "not known whether it was charged",
    OrderState.ACTIVE: "charged once",
    OrderState.PENDING: "accepted; charged by the registrar when it is done",
    OrderState.REFUSED: "nothing was charged",
    OrderState.UNKNOWN: "not known whether it was charged",
    OrderState.RECONCILING: "not known whether it was charged",
    OrderState.ABSENT_CONFIRMED: "nothing was charged",
    OrderState.NEEDS_HUMAN: "not known whether it was charged",
}


ItsClient = Annotated[str, typer.Option("--client", help="Whom it is for.")]
ItsAccount = Annotated[str, typer.Option("--account", help="The registrar account that pays.")]
Registrant = Annotated[str, typer.Option(help="The contact who will hold the name.")]
Admin = Annotated[str | None, typer.Option(help="The admin contact.")]
Tech = Annotated[str | None, typer.Option(help="The tech contact.")]
Billing = Annotated[str | None, typer.Option(help="The billing contact, where the TLD has one.")]
Years = Annotated[int, typer.Option(help="For how long.")]
Nameservers = Annotated[list[str] | None, typer.Option(help="A nameserver; may be given again.")]
Attributes = Annotated[
    list[str] | None, typer.Option(help="What the TLD asks: ca.legal_type=CCO; may be given again.")
]
PriceLimit = Annotated[str | None, typer.Option(help="The most it may cost, such as 20.00 USD")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("register")(register)
    app.add_typer(commands, name="orders")


def register(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name to register.")],
    *,
    client: ItsClient,
    account: ItsAccount,
    registrant: Registrant,
    admin: Admin = None,
    tech: Tech = None,
    billing: Billing = None,
    years: Years = 1,
    nameserver: Nameservers = None,
    attribute: Attributes = None,
    price_limit: PriceLimit = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Register a name with its contacts. It is priced first; the paid request leaves once, whatever fails."""
    desk = desk_of(context)
    domain = DomainName(name)
    _warn_of_look_alikes(domain)
    billing = billing or _billing_by_default(desk, domain, account, admin)
    roles = {"registrant": registrant, "admin": admin, "tech": tech, "billing": billing}
    wish = Wish(
        name=domain,
        client=client,
        account=account,
        years=years,
        roles={ContactRole(role): slug for role, slug in roles.items() if slug},
        nameservers=tuple(HostName(host) for host in nameserver or ()),
        attributes=_attributes(attribute or []),
    )
    place = desk.app.orders.preview_registration if dry_run else desk.app.orders.draft_registration
    order = place(wish, price_limit=_money(price_limit, desk), by=desk.actor)
    if dry_run:
        show_fields(_row(order), as_json=as_json)
        return Exit.DONE
    return _bought(desk, order, yes=yes, as_json=as_json)


def _billing_by_default(desk: Desk, domain: DomainName, account: str, admin: str | None) -> str | None:
    """The admin contact, where the registrar wants a billing contact and staff named none: said aloud."""
    with desk.app.records.reading() as unit:
        spec = ADAPTERS.get(unit.accounts.get(account).registrar)
    if spec is None or admin is None or ContactRole.BILLING not in spec.roles_needed(rules_for(domain)):
        return None
    err().print(f"{spec.title} wants a billing contact: {admin} stands for it (--billing names another)")
    return admin


def _bought(desk: Desk, order: Order, *, yes: bool, as_json: bool) -> int:
    """Approve the draft in one's own name where that is allowed, and send it."""
    err().print(f"{order.name.u_label}: {order.price} for {order.years} year(s), order {order.reference}")
    ask_or_refuse("Buy it?", yes=yes, why=f"order {order.reference} stays a draft")
    try:
        desk.app.orders.approve(order.reference, by=desk.actor)
    except SecondPersonNeeded:
        show_fields(_row(order), as_json=as_json)
        err().print(f"Someone else approves it: namesteward --as NAME orders approve {order.reference}")
        return Exit.DONE
    return _submitted(desk, order.reference, as_json=as_json)


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that wait for something.")] = False,
    as_json: AsJson = False,
) -> None:
    """List orders, with the answer to \"was anything charged?\"."""
    with desk_of(context).app.records.reading() as unit:
        rows = [_row(order) for order in unit.orders.all(open_only=open_only)]
    columns = ("reference", "kind", "name", "price", "state", "charged", "detail")
    show_rows(rows, columns=columns, as_json=as_json, empty="No orders.")


@commands.command("show")
def show(context: typer.Context, reference: str, *, as_json: AsJson = False) -> None:
    """Show one order."""
    with desk_of(context).app.records.reading() as unit:
        order = unit.orders.get(reference)
    show_fields(order.model_dump(mode="json") | _row(order), as_json=as_json)


@commands.command("approve")
def approve(context: typer.Context, reference: str, *, as_json: AsJson = False) -> int:
    """Approve a draft of someone else's, and send it."""
    desk = desk_of(context)
    desk.app.orders.approve(reference, by=desk.actor)
    return _submitted(desk, reference, as_json=as_json)


@commands.command("withdraw")
def withdraw(context: typer.Context, reference: str, *, as_json: AsJson = False) -> None:
    """Close a draft, or an approved order that was never sent."""
    desk = desk_of(context)
    show_fields(_row(desk.app.orders.withdraw(reference, by=desk.actor)), as_json=as_json)


@commands.command("submit")
def submit(context: typer.Context, reference: str, *, as_json: AsJson = False) -> int:
    """Send an approved order that was not sent through, or one that is confirmed absent. Money can move."""
    return _submitted(desk_of(context), reference, as_json=as_json)


@commands.command("follow")
def follow(context: typer.Context, reference: str, *, as_json: AsJson = False) -> int:
    """Look again at an order that the registrar is still at. Nothing is sent."""
    desk = desk_of(context)
    return _told(desk.app.orders.follow(reference, by=desk.actor), as_json=as_json)


@commands.command("reconcile")
def reconcile(context: typer.Context, reference: str, *, as_json: AsJson = False) -> int:
    """
    Find out at the registrar what became of an order whose answer was unclear. Never sends it again.

    An order that an ended process left in the middle counts as unclear from here on.
    """
    desk = desk_of(context)
    desk.app.orders.recover(by=desk.actor)
    return _told(desk.app.orders.reconcile(reference, by=desk.actor), as_json=as_json)


def _submitted(desk: Desk, reference: str, *, as_json: bool) -> int:
    return _told(desk.app.orders.submit(reference, by=desk.actor), as_json=as_json)


def _told(order: Order, *, as_json: bool) -> int:
    show_fields(_row(order), as_json=as_json)
    match order.state:
        case OrderState.ACTIVE | OrderState.PENDING:
            return Exit.DONE
        case OrderState.UNKNOWN | OrderState.RECONCILING | OrderState.NEEDS_HUMAN | OrderState.SUBMITTING:
            err().print(f"Look before you repeat: namesteward orders reconcile {order.reference}")
            return Exit.UNCLEAR
        case OrderState.APPROVED | OrderState.ABSENT_CONFIRMED:
            err().print(f"Nothing was bought; to send it: namesteward orders submit {order.reference}")
            return Exit.ERROR
        case _:
            return Exit.ERROR


def _row(order: Order) -> dict[str, object]:
    return {
        "reference": order.reference,
        "kind": order.kind.value,
        "name": order.name,
        "price": str(order.price),
        "state": order.state.value,
        "charged": CHARGED[order.state],
        "detail": order.detail,
    }


def _attributes(typed: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in typed]
    if any(not (name and equals and value) for name, equals, value in pairs):
        raise Refusal("an attribute is written name=value, such as ca.legal_type=CCO")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _money(typed: str | None, desk: Desk) -> Money | None:
    if typed is None:
        return None
    amount, _, currency = typed.partition(" ")
    try:
        return Money(amount=Decimal(amount), currency=currency or desk.settings.house.currency)
    except InvalidOperation as error:
        raise Refusal("a price limit is an amount and a currency, such as 20.00 USD") from error


def _warn_of_look_alikes(domain: DomainName) -> None:
    if domain.mixed_scripts:
        scripts = " and ".join(sorted(domain.mixed_scripts)).lower()
        err().print(
            f"Warning: {domain.u_label} ({domain}) mixes {scripts} letters in one label", markup=False
        )
