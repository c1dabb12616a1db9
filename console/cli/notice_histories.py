"""`notices timeline` and `notices proof`: what became of a name's notices, and what bears it out."""

from pathlib import Path
from typing import Annotated

import typer

from console.cli.desk import AsJson, desk_of
from console.cli.notice_parts import day_typed, write_new
from console.refusals import Exit, Refusal
from console.showing import err, out, show_json, show_rows, shown
from notifications.proof import Proof
from notifications.proof import proof as proved
from notifications.proof_sheet import printed
from notifications.timeline import Chapter, Line, Timeline
from notifications.timeline import timeline as told
from portfolio.names import DomainName

COLUMNS = ("step", "day", "to", "stands", "what")
PROOF_COLUMNS = ("step", "to", "state", "left", "entries", "said")


def timeline(context: typer.Context, name: str, *, as_json: AsJson = False) -> None:
    """Show every step of a name's notices: planned, waiting, gone, and what to do."""
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        life = told(
            unit,
            DomainName(name),
            now=desk.app.clock.now(),
            policy=desk.settings.notices.policy,
            staff_address=desk.settings.house.staff_address,
        )
    if as_json:
        show_json(_life(life))
        return
    out().print(_heading(life), markup=False)
    for chapter in life.chapters:
        past = "" if chapter.is_present else " (past)"
        out().print(f"\n{chapter.kind.value}, about {chapter.about}{past}", markup=False)
        rows = [_row(line) for line in chapter.lines]
        show_rows(rows, columns=COLUMNS, as_json=False, empty="")
    to_do = [(line, line.to_do) for chapter in life.chapters for line in chapter.lines if line.to_do]
    for line, what in to_do:
        err().print(f"{line.milestone.key}, {line.stand.value}: {what}", markup=False, soft_wrap=True)


def proof(
    context: typer.Context,
    name: str,
    *,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Print it into this new file.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="What came due on this day or later.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show when each notice went, to whom, what the mail server said, and the audit entries about it."""
    if pdf is not None and as_json:
        raise Refusal("a PDF or JSON, not both", next_step="leave one out", code=Exit.USAGE)
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        sheet = proved(
            unit,
            DomainName(name),
            now=desk.app.clock.now(),
            policy=desk.settings.notices.policy,
            sender=desk.app.sender,
            staff_address=desk.settings.house.staff_address,
            since=day_typed(since),
        )
    if as_json:
        show_json(sheet)
    elif pdf is not None:
        write_new(pdf, printed(sheet))
        err().print(f"written to {pdf}", markup=False, soft_wrap=True)
    else:
        _show(sheet)


def _show(sheet: Proof) -> None:
    out().print(f"{sheet.name}, held for {shown(sheet.client)}: audit chain to {sheet.entries}", markup=False)
    for series in sheet.series:
        out().print(f"\n{series.kind.value}, about {series.about}", markup=False)
        rows = [
            {
                "step": notice.milestone,
                "to": f"{'staff' if notice.for_staff else notice.role.value} {notice.recipient}",
                "state": notice.state.value,
                "left": notice.left_at,
                "entries": [event.sequence for event in notice.events],
                "said": notice.bounce or notice.said,
            }
            for notice in series.notices
        ]
        show_rows(rows, columns=PROOF_COLUMNS, as_json=False, empty="no notice")
        for step in series.without:
            out().print(f"  no {step.milestone}: {step.why}", markup=False)


def _heading(life: Timeline) -> str:
    paid = (
        "until when it is paid is not known" if life.expires is None else f"paid until {shown(life.expires)}"
    )
    if life.age is None:
        age = "the registrar's record was never read: import or check it"
    else:
        days = life.age.days
        old = "today" if days == 0 else "1 day ago" if days == 1 else f"{days} days ago"
        stale = ": it may be out of date" if life.is_stale else ""
        age = f"the registrar's record was read {old}{stale}"
    problem = f"\nnothing can be planned: {life.problem}" if life.problem else ""
    return f"{life.name}: {paid}; {age}{problem}\ndays are those of {life.zone}"


def _row(line: Line) -> dict[str, object]:
    return {
        "step": line.milestone.key,
        "day": line.on,
        "to": [reader.shown for reader in line.readers],
        "stands": f"{line.stand.value}, LATE" if line.is_late else line.stand.value,
        "what": _what(line),
    }


def _what(line: Line) -> str:
    notice = line.notice
    if notice is None:
        return line.told
    parts = []
    if notice.settled_at is not None:
        parts.append(shown(notice.settled_at))
    else:
        parts.append(f"since {shown(notice.due_at)}, tried {notice.attempts}×")
    if notice.retry_at is not None:
        parts.append(f"again {shown(notice.retry_at)}")
    return "; ".join([*parts, line.told] if line.told else parts)


def _life(life: Timeline) -> dict[str, object]:
    return {
        "name": life.name,
        "zone": life.zone,
        "paid_until": life.expires,
        "refreshed_at": life.refreshed_at,
        "is_stale": life.is_stale,
        "auto_renew": life.auto_renew,
        "problem": life.problem,
        "series": [_chapter(chapter) for chapter in life.chapters],
    }


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {
        "kind": chapter.kind.value,
        "about": chapter.about,
        "is_present": chapter.is_present,
        "steps": [_line(line) for line in chapter.lines],
    }


def _line(line: Line) -> dict[str, object]:
    notice = line.notice
    return {
        "milestone": line.milestone.key,
        "on": line.on,
        "stands": line.stand.value,
        "is_late": line.is_late,
        "readers": [{"role": reader.shown, "address": reader.address} for reader in line.readers],
        "key": notice.key if notice else "",
        "due_at": notice.due_at if notice else None,
        "attempts": notice.attempts if notice else 0,
        "next_try": notice.retry_at if notice else None,
        "settled_at": notice.settled_at if notice else None,
        "told": line.told,
        "to_do": line.to_do,
    }
