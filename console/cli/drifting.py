"""`drift`: what differs between our record and the others', who takes it as it is, and the brake."""

from typing import Annotated

import typer

from console.cli.desk import AsJson, desk_of
from console.jobs.daily import CHECK
from console.jobs.drift_mail import DRIFT_MAIL, report_text
from console.refusals import Exit, Refusal
from console.showing import out, show_fields, show_rows
from portfolio.finding import Finding
from portfolio.names import DomainName
from portfolio.observation import Source
from whois_sync.check.digest import digest
from whois_sync.repair.adopt import adopt as adopt_path

commands = typer.Typer(
    help="Drift: what differs from our record, waits, or was accepted.", no_args_is_help=True
)

COLUMNS = ("name", "field", "source", "ours", "theirs", "remedy", "since", "readings", "state")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.add_typer(commands, name="drift")


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Accepted and closed ones too.")] = False,
    as_json: AsJson = False,
) -> int:
    """List the findings that wait for somebody. Ends with 2 when there are any."""
    with desk_of(context).app.records.reading() as unit:
        found = unit.findings.all(open_only=not everything)
    shown = found if everything else [one for one in found if one.waits]
    show_rows([_row(one) for one in shown], columns=COLUMNS, as_json=as_json, empty="Nothing waits.")
    return Exit.DRIFT_WAITS if any(one.waits for one in found) else Exit.DONE


@commands.command("show")
def show(context: typer.Context, name: str, *, as_json: AsJson = False) -> None:
    """Show every finding about one name, closed ones included, with its history."""
    domain = DomainName(name)
    with desk_of(context).app.records.reading() as unit:
        found = [one for one in unit.findings.all() if one.name == domain]
        told = [
            entry for entry in unit.audit.entries(domain) if entry.tag.value.startswith(("finding:", "plan:"))
        ]
    history = [
        f"{entry.at:%Y-%m-%d %H:%M} {entry.tag.value} {entry.detail} ({entry.actor})" for entry in told
    ]
    show_fields(
        {"name": domain, "findings": [_row(one) for one in found], "history": history}, as_json=as_json
    )


@commands.command("accept")
def accept(
    context: typer.Context,
    name: str,
    path: Annotated[str, typer.Argument(help="The field: tech.email")],
    *,
    why: Annotated[str, typer.Option(help="Kept sealed beside the finding.")],
) -> None:
    """Take a difference as it is, at every source that shows it, until its value changes."""
    desk = desk_of(context)
    domain = DomainName(name)
    with desk.app.records.changing(desk.actor) as unit:
        open_now = [one for one in unit.findings.open_of(domain) if one.path == path and one.waits]
        if not open_now:
            raise Refusal(f"nothing waits about {path} of {domain}", next_step="run: namesteward drift list")
        for finding in open_now:
            unit.findings.accept(domain, path, finding.source, why=why)
        unit.commit()
    out().print(f"{path} of {domain} is accepted until its value changes; nothing was written", markup=False)


@commands.command("adopt")
def adopt(
    context: typer.Context, name: str, path: Annotated[str, typer.Argument(help="The field: nameservers")]
) -> None:
    """Take over into our record what the registrar says, asked once more. Nothing is sent."""
    desk = desk_of(context)
    app = desk.app
    done = adopt_path(app.records, app.registrar_for, app.clock, DomainName(name), path, by=desk.actor)
    out().print(done, markup=False)


@commands.command("report")
def report(context: typer.Context, *, as_json: AsJson = False) -> int:
    """Tell what the last check found: new, fixed, waiting, and since when. As staff get it by mail."""
    app = desk_of(context).app
    with app.records.reading() as unit:
        check, mailed = unit.runs.newest(CHECK), unit.runs.newest(DRIFT_MAIL)
        told = digest(unit, mailed.claimed_at if mailed else None)
        brake = unit.brakes.of(check.on) if check else None
    stopped = brake.why if brake is not None and brake.holds else None
    if as_json:
        show_fields(
            told.model_dump(mode="json") | {"run": check.detail if check else None, "stopped": stopped},
            as_json=True,
        )
    else:
        figures = check.detail if check else "no check has run yet"
        out().print(report_text(told, figures, stopped, now=app.clock.now()), markup=False, end="")
    if stopped is not None:
        return Exit.BRAKE
    return Exit.DRIFT_WAITS if told.waiting else Exit.DONE


def _row(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "field": finding.path,
        "source": "registrar" if finding.source is Source.REGISTRAR else f"public ({finding.source.value})",
        "ours": finding.ours,
        "theirs": finding.theirs,
        "remedy": finding.remedy.value if finding.remedy else None,
        "since": finding.opened_at.date(),
        "readings": finding.sightings,
        "state": _state(finding),
    }


def _state(finding: Finding) -> str:
    if finding.closed_at is not None:
        return f"closed {finding.closed_at:%Y-%m-%d}"
    return f"accepted by {finding.accepted_by}" if finding.accepted_by else "waits"
