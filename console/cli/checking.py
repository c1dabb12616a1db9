"""`check`: our record, the registrar's and the public one, side by side, with a verdict a field."""

from collections.abc import Iterator
from typing import Annotated

import typer

from console.cli.checking_all import whole_run
from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.progress import counted
from console.refusals import Exit, Refusal
from console.showing import err, out, show_json, show_rows
from portfolio.drift import FieldVerdict, Verdict
from portfolio.names import DomainName
from portfolio.observation import Observation, Seen, Unreadable
from whois_sync.check.caution import Tally
from whois_sync.check.report import NameReport, NotChecked

MARKS = {
    Verdict.SAME: "= same",
    Verdict.SAME_NORMALIZED: "≈ same after normalizing",
    Verdict.DRIFT: "! DRIFT",
    Verdict.HIDDEN: "? hidden",
    Verdict.NOT_PUBLISHED: "- not published",
    Verdict.COULD_NOT_ASK: "x could not ask",
}


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("check")(check)


def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Only these; all that we hold when none.")] = None,
    *,
    drift_only: Annotated[bool, typer.Option("--drift-only", help="Only the fields that differ.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="The day's run, now: check every name, plan, report.")
    ] = False,
    force: Annotated[
        str | None, typer.Option(help="With --all: why to go on past the brake; a second person says it too.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """
    Compare our record, the registrar's and the public one, field by field.

    Ends with 2 when drift waits, 3 when implausibly much drifts, 4 when something could not be asked.
    """
    if everything:
        if names:
            raise Refusal("--all checks every name: name none, or leave it out")
        return whole_run(desk_of(context), force=force, dry_run=dry_run, as_json=as_json)
    if force is not None or dry_run:
        raise Refusal("--force and --dry-run belong to --all")
    reports = sorted(checked(desk_of(context), names), key=lambda report: report.name)
    if as_json:
        show_json([_plain(report) for report in reports])
    else:
        for report in reports:
            _print(report, drift_only=drift_only)
        if not reports:
            out().print("No names yet: namesteward register, or account import")
    return _exit_code(reports)


def checked(desk: Desk, names: list[str] | None) -> Iterator[NameReport | NotChecked]:
    """Yield a report a name, as it comes, with a progress bar on standard error where a person watches."""
    with desk.app.records.reading() as unit:
        held = [unit.domains.get(DomainName(name)) for name in names] if names else unit.domains.all()
    wanted = [one.name for one in held]
    with counted("checking", len(wanted), lines=False) as tell:
        for report in desk.app.check.check_all(wanted, by=desk.actor):
            tell(report.name)
            yield report


def _exit_code(reports: list[NameReport | NotChecked]) -> Exit:
    tally = Tally(reports)
    why = tally.why_to_stop()
    if why is not None:
        err().print(f"namesteward: {why}; someone must look before anything is planned", markup=False)
        return Exit.BRAKE
    if tally.drifting:
        return Exit.DRIFT_WAITS
    return Exit.UNCLEAR if tally.could_not_ask or tally.failed else Exit.DONE


def _print(report: NameReport | NotChecked, *, drift_only: bool) -> None:
    out().print(report.name.u_label, markup=False, style="bold")
    if isinstance(report, NotChecked):
        out().print(f"  could not be checked: a mistake of ours ({report.why})", markup=False)
        return
    for said, observation in (("registrar", report.registrar), ("public record", report.public)):
        if not isinstance(observation, Seen):
            out().print(f"  the {said} is {_told(observation)}", markup=False)
    if not any(isinstance(observation, Seen) for observation in (report.registrar, report.public)):
        return
    rows = [_cells(row) for row in report.rows if row.drifts or not drift_only]
    columns = ("field", "ours", "registrar", "public", "verdict")
    show_rows(rows, columns=columns, as_json=False, empty="  no field differs")
    out().print(f"{len(report.drifting)} of {len(report.rows)} fields drift", markup=False)


def _told(observation: Observation) -> str:
    why = f": {observation.why.value}" if isinstance(observation, Unreadable) else ""
    return f"{observation.kind}{why} ({observation.provenance.server})"


def _cells(row: FieldVerdict) -> dict[str, object]:
    verdicts = [MARKS[row.registrar_verdict]]
    if row.public_verdict is not row.registrar_verdict:
        verdicts = [f"registrar {MARKS[row.registrar_verdict]}", f"public {MARKS[row.public_verdict]}"]
    text = "; ".join(verdicts) + (f" ({row.why})" if row.why else "")
    return {
        "field": row.path,
        "ours": row.ours,
        "registrar": row.registrar,
        "public": row.public,
        "verdict": text,
    }


def _plain(report: NameReport | NotChecked) -> dict[str, object]:
    if isinstance(report, NotChecked):
        return {"name": report.name, "failed": report.why}
    return {
        "name": report.name,
        "registrar": _told(report.registrar),
        "public": _told(report.public),
        "drifting": [row.path for row in report.drifting],
        "remedies": {path: remedy.value for path, remedy in report.remedies.items()},
        "fields": [row.model_dump(mode="json") for row in report.rows],
    }
