"""`domains`, `domain show`: the names that we hold."""

from typing import Annotated

import typer

from console.cli import sheets
from console.cli.desk import AsJson, desk_of
from console.refusals import Refusal
from console.showing import out, show_fields, show_rows
from console.wiring import App
from orders.refreshing import refresh_name
from portfolio.held import HeldDomain
from portfolio.lifecycle import phase_at
from portfolio.names import DomainName
from portfolio.policy.renewal import paid_until
from portfolio.tld import rules_for
from portfolio.values import day_of

commands = typer.Typer(help="One name in full.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("domains")(list_)
    sheets.add_to(commands)
    app.add_typer(commands, name="domain")


def list_(
    context: typer.Context,
    *,
    client: Annotated[str | None, typer.Option(help="Only this client's.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the names that we hold, soonest expiry first."""
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        held = unit.domains.all(client=client)
    rows = sorted((_row(desk.app, one) for one in held), key=lambda row: str(row["expires"] or "9999"))
    columns = ("name", "client", "account", "expires", "days", "phase", "refreshed")
    show_rows(rows, columns=columns, as_json=as_json, empty="No names yet: namesteward register")


@commands.command("show")
def show(context: typer.Context, name: str, *, as_json: AsJson = False) -> None:
    """Show everything that we hold about a name: roles, dates, plans, orders, notices, last observations."""
    desk = desk_of(context)
    domain = DomainName(name)
    with desk.app.records.reading() as unit:
        held = unit.domains.get(domain)
        orders = unit.orders.of_name(domain)
        findings = unit.findings.open_of(domain)
        plans = [p for p in unit.plans.all() if p.name == domain]
        notices = unit.outbox.of_domain(domain)
        seen = unit.observations.history(domain)
    fields = _row(desk.app, held) | {
        "shown_as": domain.u_label,
        "roles": {role.value: slug for role, slug in held.roles.items()},
        "registered": held.registered_at,
        "registrar_expires": held.registrar_expires_at,
        "nameservers": sorted(held.nameservers or ()),
        "statuses": sorted(held.statuses or ()),
        "signed": held.delegation_signed,
        "auto_renew": held.auto_renew,
        "orders": [f"{o.reference} {o.kind.value} {o.state.value}" for o in orders],
        "findings": [f"{f.path} differs at the {f.source.value}" for f in findings],
        "plans": [f"{p.id} {p.state.value}" for p in plans],
        "notices": [f"{n.milestone.key} {n.role.value} {n.state.value}" for n in notices],
        "observations": [
            f"{o.provenance.observed_at:%Y-%m-%d %H:%M} {o.provenance.source.value} {o.kind}"
            for o in seen[-6:]
        ],
    }
    show_fields(fields, as_json=as_json)


@commands.command("refresh")
def refresh(context: typer.Context, name: str, *, as_json: AsJson = False) -> None:
    """Take over the registrar's dates, nameservers and statuses of a name. Contacts stay as they are."""
    desk = desk_of(context)
    app = desk.app
    held = refresh_name(app.records, app.registrar_for, DomainName(name), by=desk.actor)
    show_fields(_row(app, held), as_json=as_json)


@commands.command("set")
def set_(
    context: typer.Context,
    name: str,
    *,
    signed: Annotated[
        bool | None,
        typer.Option(
            "--signed/--unsigned", help="Whether the delegation is to be signed; --unsigned for not."
        ),
    ] = None,
) -> None:
    """Say what no registrar tells us: whether a name is to be signed (DNSSEC). Nothing is sent."""
    if signed is None:
        raise Refusal("say --signed or --unsigned")
    desk = desk_of(context)
    domain = DomainName(name)
    with desk.app.records.changing(desk.actor) as unit:
        unit.domains.want_signed(domain, signed=signed)
        unit.commit()
    told = "signed" if signed else "not signed"
    out().print(f"{domain} is held as {told}; the next check compares it", markup=False)


def _row(app: App, held: HeldDomain) -> dict[str, object]:
    now = app.clock.now()
    paid = paid_until(held)
    return {
        "name": held.name,
        "client": held.client,
        "account": held.account,
        "expires": day_of(paid) if paid else None,
        "days": (day_of(paid) - now.date()).days if paid else None,
        "phase": phase_at(held, rules_for(held.name), now).value,
        "refreshed": held.refreshed_at,
    }
