"""`domain export` and `domain import`: names and their contacts as a CSV file, out and in."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.cli.importing import Apply, Names, apply_plan, shown
from console.refusals import Exit, Refusal
from console.showing import err, show_rows
from orders.importing.sheet import row_of, written
from orders.importing.sheet_rows import MOST_BYTES, SheetRow, plan_of, read_sheet
from portfolio.names import DomainName
from records import NotHeld

File = Annotated[Path, typer.Option("--csv", help="The file; - for standard input or output.")]


def add_to(domains: typer.Typer) -> None:
    """Add the verbs to `domain`."""
    domains.command("export")(export)
    domains.command("import")(import_)


def export(
    context: typer.Context,
    csv: File,
    *,
    client: Annotated[str | None, typer.Option(help="Only this client's.")] = None,
    semicolons: Annotated[bool, typer.Option(help="Divide cells by semicolons, not by commas.")] = False,
) -> None:
    """Write names to a CSV file with dates, statuses and contacts: personal data, readable by you alone."""
    desk = desk_of(context)
    with desk.app.records.changing(desk.actor) as unit:
        held = unit.domains.all(client=client)
        contacts = unit.contacts.newest({slug for one in held for slug in one.roles.values()})
        data = written([row_of(one, contacts) for one in held], delimiter=";" if semicolons else ",")
        unit.imports.exported([one.name for one in held])
        unit.commit()
    _write(csv, data)
    err().print(f"{len(held)} name(s) written", markup=False)


def import_(
    context: typer.Context,
    csv: File,
    *,
    client: Annotated[str | None, typer.Option(help="For rows that name no client.")] = None,
    account: Annotated[str | None, typer.Option(help="For rows that name no account.")] = None,
    name: Names = None,
    apply: Apply = False,
    skip_problems: Annotated[
        bool, typer.Option("--skip-problems", help="Leave rows with a problem out.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> int:
    """
    Read names and contacts from a CSV file into a plan; with --apply they become ours. Nobody is asked.

    The columns are those of `domain export`; only `name` is needed, the options fill what is empty.
    """
    if apply and dry_run:
        raise typer.BadParameter("give --apply or --dry-run, not both")
    desk = desk_of(context)
    data = _read(csv)
    defaults = {key: slug for key, slug in (("client", client), ("account", account)) if slug}
    plan = plan_of(data, defaults)
    names = [DomainName(one) for one in name or ()]
    if not _is_kept(desk, plan):
        rows = read_sheet(desk.app.records, data, defaults=defaults)
        _raise_if_bad(rows, skip=skip_problems, partly=dry_run)
        if dry_run:
            return _told(rows, as_json=as_json)
        _keep(desk, plan, rows)
    if apply:
        return apply_plan(desk, plan, names, as_json=as_json)
    again = " ".join(f"--{key} {slug}" for key, slug in defaults.items())
    return shown(desk, plan, names, as_json=as_json, apply=f"domain import --csv {csv} {again} --apply")


def _is_kept(desk: Desk, plan: str) -> bool:
    with desk.app.records.reading() as unit:
        try:
            unit.imports.get(plan)
        except NotHeld:
            return False
        return True


def _keep(desk: Desk, plan: str, rows: Sequence[SheetRow]) -> None:
    with desk.app.records.changing(desk.actor) as unit:
        unit.imports.listed(plan, [row.entry for row in rows if row.entry])
        unit.commit()


def _raise_if_bad(rows: Sequence[SheetRow], *, skip: bool, partly: bool) -> None:
    bad = [row for row in rows if row.problem]
    for row in bad:
        err().print(
            f"line {row.line}: {row.text[:80] or 'no name'}: {row.problem}", markup=False, soft_wrap=True
        )
    if bad and not (skip or partly):
        raise Refusal(
            f"{len(bad)} of {len(rows)} rows have a problem; nothing was changed",
            next_step="put them right, or take the others with --skip-problems",
        )
    if len(bad) == len(rows):
        raise Refusal("no row of the file can be taken")


def _told(rows: Sequence[SheetRow], *, as_json: bool) -> Exit:
    cells = [{"line": row.line, "name": row.text, "problem": row.problem} for row in rows]
    show_rows(cells, columns=("line", "name", "problem"), as_json=as_json, empty="The file has no rows.")
    return Exit.ERROR if any(row.problem for row in rows) else Exit.DONE


def _read(file: Path) -> bytes:
    if str(file) != "-":
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    piped = getattr(sys.stdin, "buffer", None)
    return piped.read(MOST_BYTES + 1) if piped else sys.stdin.read(MOST_BYTES + 1).encode()


def _write(file: Path, data: bytes) -> None:
    if str(file) == "-":
        sys.stdout.write(data.decode())
        return
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
