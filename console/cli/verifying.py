"""`verification`: what a registrar wants a registrant to confirm, by when, and what became of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, desk_of
from console.refusals import Refusal
from console.showing import out, show_rows
from portfolio.names import DomainName
from portfolio.values import day_of
from portfolio.verification import DAYS_TO_ANSWER, Verification

commands = typer.Typer(help="What registrars want registrants to confirm.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The domain name.")]
Because = Annotated[str, typer.Option("--because", help="Kept for ever: no personal data.")]
COLUMNS = ("name", "until", "days_left", "asked", "why")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="verification")


@commands.command("opened")
def opened(
    context: typer.Context,
    name: Name,
    *,
    because: Because,
    asked: Annotated[
        str, typer.Option(help="The day on which the registrar asked: 2027-03-01; else today.")
    ] = "",
) -> None:
    """Write down that a registrar asks: the registrant is chased until it is answered, for 15 days."""
    desk = desk_of(context)
    asked_at = _asked_at(desk, asked)
    verification = Verification(
        name=DomainName(name),
        asked_at=asked_at,
        until=day_of(asked_at) + timedelta(days=DAYS_TO_ANSWER),
        why=because,
    )
    with desk.app.records.changing(desk.actor) as unit:
        unit.verifications.open(verification)
        unit.commit()
    out().print(f"{verification.name} waits for an answer until {verification.until}.", markup=False)


@commands.command("answered")
def answered(context: typer.Context, name: Name, *, because: Because) -> None:
    """Write down that it was answered, or ended otherwise: nobody is chased any more."""
    desk = desk_of(context)
    with desk.app.records.changing(desk.actor) as unit:
        settled = unit.verifications.settle(DomainName(name), because)
        unit.commit()
    out().print(f"{settled.name} waits for no answer any more.", markup=False)


@commands.command("list")
def list_(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List what waits for an answer, the nearest last day first."""
    app = desk_of(context).app
    with app.records.reading() as unit:
        waiting = unit.verifications.all_open()
    today = day_of(app.clock.now())
    rows = [
        {
            "name": each.name,
            "until": each.until,
            "days_left": (each.until - today).days,
            "asked": each.asked_at,
            "why": each.why,
        }
        for each in waiting
    ]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="Nothing waits for an answer.")


def _asked_at(desk: Desk, asked: str) -> datetime:
    now = desk.app.clock.now()
    if not asked:
        return now
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise Refusal("a day is written as 2027-03-01") from error
    if day > day_of(now):
        raise Refusal("the registrar cannot have asked on a day to come")
    return now if day == day_of(now) else datetime.combine(day, time(0), UTC)
