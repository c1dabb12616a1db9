"""`register`, `renew`, `transfer`, `restore`: from a click to a name that is provably held and paid once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from console.cautions import cautions
from console.cli.auth_info import AuthInfoFile, AuthInfoStdin, given_auth_info
from console.cli.batches import Handed, Total, hand_in, resolving_of
from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.cli.sending import bought
from console.order_words import order_row
from console.refusals import Exit, Refusal
from console.showing import err, show_fields
from orders import ToRegister, ToRenew, ToRestore, ToTransfer, Wish
from orders.billing import with_billing
from orders.listed import attributes_typed
from orders.validate import cautions_with
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import Order, OrderKind

OneName = Annotated[str | None, typer.Argument(help="The name.")]
TheName = Annotated[str, typer.Argument(help="The name.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="A list instead of one name; - is standard input."),
]
ItsClient = Annotated[str, typer.Option("--client", help="Whom it is for.")]
ItsAccount = Annotated[str, typer.Option("--account", help="The registrar account that pays.")]
Registrant = Annotated[str, typer.Option(help="The contact who will hold the name.")]
OrClient = Annotated[str | None, typer.Option("--client", help="Whom it is for.")]
OrAccount = Annotated[str | None, typer.Option("--account", help="The registrar account that pays.")]
OrRegistrant = Annotated[str | None, typer.Option("--registrant", help="The contact who will hold the name.")]
Admin = Annotated[str | None, typer.Option(help="The admin contact.")]
Tech = Annotated[str | None, typer.Option(help="The tech contact.")]
Billing = Annotated[str | None, typer.Option(help="The billing contact, where the TLD has one.")]
Years = Annotated[int, typer.Option(help="For how long.")]
Nameservers = Annotated[list[str] | None, typer.Option(help="A nameserver; may be given again.")]
Attributes = Annotated[
    list[str] | None, typer.Option(help="What the TLD asks: ca.legal_type=CCO; may be given again.")
]
PriceLimit = Annotated[str | None, typer.Option(help="The most that one name may cost, such as 20.00 USD")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask. A list wants its --total all the same.")]
OnceMore = Annotated[bool, typer.Option("--again", help="A list that is over: once more, on purpose.")]
SkipProblems = Annotated[
    bool, typer.Option("--skip-problems", help="Order the rows of a list that have no problem.")
]

RESTORING = (
    "The registry and the registrar charge for it apart from a renewal, and do not give it back.",
    "Until it has come through, the name does not work.",
)


def add_to(app: typer.Typer) -> None:
    """Add these verbs."""
    for verb in (register, renew, transfer, restore):
        app.command(verb.__name__)(verb)


def register(
    context: typer.Context,
    name: OneName = None,
    *,
    file: From = None,
    client: OrClient = None,
    account: OrAccount = None,
    registrant: OrRegistrant = None,
    admin: Admin = None,
    tech: Tech = None,
    billing: Billing = None,
    years: Years = 1,
    nameserver: Nameservers = None,
    attribute: Attributes = None,
    price_limit: PriceLimit = None,
    total: Total = None,
    skip_problems: SkipProblems = False,
    again: OnceMore = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Register a name with its contacts, or a list. Priced first; paid requests leave once."""
    roles = {"registrant": registrant, "admin": admin, "tech": tech, "billing": billing}
    whose = {"client": client, "account": account}
    desk, hosts = desk_of(context), nameserver or []
    if _is_list(name, file):
        cells = roles | whose | {"years": str(years), "price_limit": price_limit}
        cells |= {"nameservers": " ".join(hosts), "attributes": ";".join(attribute or [])}
        handed = Handed(
            OrderKind.REGISTER, file, cells, total=total, skip_problems=skip_problems, again=again
        )
        return hand_in(desk, handed, dry_run=dry_run, as_json=as_json)
    wish = _registration(name, whose, roles, years, hosts, attribute)
    return _one(desk, wish, price_limit=price_limit, yes=yes, dry_run=dry_run, as_json=as_json)


def renew(
    context: typer.Context,
    name: OneName = None,
    *,
    file: From = None,
    years: Years = 1,
    again: Annotated[
        bool,
        typer.Option("--again", help="Although it was renewed within the last 30 days; a list: once more."),
    ] = False,
    price_limit: PriceLimit = None,
    total: Total = None,
    skip_problems: SkipProblems = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Renew a name that we hold, or a list of names. The years are added once, whatever fails."""
    desk = desk_of(context)
    if _is_list(name, file):
        cells: dict[str, str | None] = {"years": str(years), "price_limit": price_limit}
        handed = Handed(OrderKind.RENEW, file, cells, total=total, skip_problems=skip_problems, again=again)
        return hand_in(desk, handed, dry_run=dry_run, as_json=as_json)
    wish = ToRenew(name=DomainName(name or ""), years=years, again=again)
    return _one(desk, wish, price_limit=price_limit, yes=yes, dry_run=dry_run, as_json=as_json)


def transfer(
    context: typer.Context,
    name: TheName,
    *,
    client: ItsClient,
    account: ItsAccount,
    registrant: Registrant,
    admin: Admin = None,
    tech: Tech = None,
    billing: Billing = None,
    attribute: Attributes = None,
    auth_info_file: AuthInfoFile = None,
    auth_info_stdin: AuthInfoStdin = False,
    price_limit: PriceLimit = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Bring a name in from another registrar. Its auth code is asked for as it is sent, and kept nowhere."""
    desk = desk_of(context)
    roles = {"registrant": registrant, "admin": admin, "tech": tech, "billing": billing}
    wish = ToTransfer(
        name=DomainName(name),
        client=client,
        account=account,
        roles=_roles(roles),
        attributes=_attributes(attribute),
    )
    auth_info = given_auth_info(auth_info_file, from_stdin=auth_info_stdin)
    return _one(
        desk, wish, price_limit=price_limit, yes=yes, dry_run=dry_run, as_json=as_json, auth_info=auth_info
    )


def restore(
    context: typer.Context,
    name: TheName,
    *,
    price_limit: PriceLimit = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """Bring a name of ours back from redemption. What it costs and what follows is shown first."""
    desk = desk_of(context)
    wish = ToRestore(name=DomainName(name))
    return _one(desk, wish, price_limit=price_limit, yes=yes, dry_run=dry_run, as_json=as_json)


def _registration(
    name: str | None,
    whose: Mapping[str, str | None],
    roles: Mapping[str, str | None],
    years: int,
    hosts: Sequence[str],
    attribute: list[str] | None,
) -> ToRegister:
    missing = [
        f"--{option}" for option in ("client", "account", "registrant") if not {**whose, **roles}[option]
    ]
    if missing:
        raise typer.BadParameter(f"one name needs {', '.join(missing)}")
    return ToRegister(
        name=DomainName(name or ""),
        client=whose["client"] or "",
        account=whose["account"] or "",
        years=years,
        roles=_roles(roles),
        nameservers=tuple(map(HostName, hosts)),
        attributes=_attributes(attribute),
    )


def _one(
    desk: Desk,
    wish: Wish,
    *,
    price_limit: str | None,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    auth_info: SecretStr | None = None,
) -> int:
    """Price one wish; then show what it would be, or draft it, have it approved and send it."""
    limit = _money(price_limit, desk)
    wish = _with_billing(desk, wish)
    hosts = wish.nameservers if isinstance(wish, ToRegister) else ()
    with desk.app.records.reading() as unit:
        unsure = cautions_with(wish, unit)
    for warning in cautions([wish.name], hosts, resolving=resolving_of(desk)) + unsure:
        err().print(f"Warning: {warning}", markup=False, soft_wrap=True)
    if dry_run:
        order = desk.app.orders.preview(wish, price_limit=limit, by=desk.actor)
        _tell_consequences(order)
        show_fields(order_row(order), as_json=as_json)
        err().print(f"It would {order.kind} {order.name} for {order.price}; nothing was kept or sent.")
        return Exit.DONE
    order = desk.app.orders.draft(wish, price_limit=limit, by=desk.actor)
    _tell_consequences(order)
    return bought(desk, order, yes=yes, as_json=as_json, auth_info=auth_info)


def _tell_consequences(order: Order) -> None:
    for consequence in RESTORING if order.kind is OrderKind.RESTORE else ():
        err().print(consequence)


def _with_billing(desk: Desk, wish: Wish) -> Wish:
    """Let the admin contact stand for a billing contact that is wanted and not named: said aloud."""
    if not isinstance(wish, ToRegister | ToTransfer):
        return wish
    with desk.app.records.reading() as unit:
        completed = with_billing(wish, unit)
    if completed != wish:
        stand_in = completed.roles[ContactRole.BILLING]
        err().print(f"a billing contact is wanted: {stand_in} stands for it (--billing names another)")
    return completed


def _is_list(name: str | None, file: Path | None) -> bool:
    if (name is None) == (file is None):
        raise typer.BadParameter("say one name, or --from FILE")
    return file is not None


def _roles(slugs: Mapping[str, str | None]) -> dict[ContactRole, str]:
    return {ContactRole(role): slug for role, slug in slugs.items() if slug}


def _attributes(typed: list[str] | None) -> dict[str, str]:
    try:
        return attributes_typed(typed or [])
    except ValueError as error:
        raise Refusal(str(error)) from error


def _money(typed: str | None, desk: Desk) -> Money | None:
    try:
        return Money.typed(typed, currency=desk.settings.house.currency) if typed is not None else None
    except ValueError as error:
        raise Refusal("a price limit is an amount and a currency, such as 20.00 USD") from error
