"""`notices`: what is due, sent once, and what became of it."""

from typing import Annotated

import typer

from console.cli import bouncing, notice_decisions, notice_histories, notice_previews
from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.cli.notice_parts import day_typed, reader_of
from console.refusals import Exit
from console.showing import err, show_json, show_rows
from notifications.listing import Listed, listed
from notifications.rehearsal import DryRun as Rehearsed
from notifications.rehearsal import Rules, rehearse
from notifications.run import NoticeRun
from portfolio.names import DomainName
from portfolio.notice import NoticeState

commands = typer.Typer(help="Expiry notices: never missed, never twice.", no_args_is_help=True)

COLUMNS = ("name", "step", "to", "state", "by", "detail")
RUN_COLUMNS = ("name", "milestone", "role", "state", "detail")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    for verb in (
        notice_previews.preview,
        notice_previews.letter,
        notice_histories.timeline,
        notice_histories.proof,
        notice_decisions.hold,
        notice_decisions.release,
        notice_decisions.resend,
        notice_decisions.resolve,
    ):
        commands.command(verb.__name__)(verb)
    bouncing.add_to(commands)
    app.add_typer(commands, name="notices")


@commands.command("run")
def run(context: typer.Context, *, dry_run: DryRun = False, as_json: AsJson = False) -> int:
    """Find what is due and hand it over, once. A second run sends nothing twice."""
    desk = desk_of(context)
    if dry_run:
        return _rehearse(desk, as_json=as_json)
    done = desk.app.run_notices(actor=desk.actor)
    rows = [
        {
            "name": row.name,
            "milestone": row.milestone.key,
            "role": "staff copy" if row.is_staff_copy else row.role.value,
            "state": row.state.value,
            "detail": row.detail,
        }
        for row in done.rows
    ]
    show_rows(rows, columns=RUN_COLUMNS, as_json=as_json, empty="Nothing is due.")
    _tell_of_problems(done)
    if done.counts[NoticeState.AMBIGUOUS]:
        return Exit.UNCLEAR
    failed = done.counts[NoticeState.DEAD] or done.counts[NoticeState.RETRY_LATER] or done.problems
    return Exit.ERROR if failed else Exit.DONE


def _rehearse(desk: Desk, *, as_json: bool) -> int:
    """Tell what a run would do: the same code with the last step off."""
    notices, house = desk.settings.notices, desk.settings.house
    rules = Rules(
        policy=notices.policy,
        staff_address=house.staff_address,
        limit=notices.most_in_a_run,
        most_for_one=notices.most_for_one,
    )
    known, now = desk.app.knowledge, desk.app.clock.now()
    done = rehearse(known, desk.app.sender, rules, now=now, actor=desk.actor)
    rows = [
        {
            "key": row.notice.key,
            "name": row.notice.name,
            "milestone": row.notice.milestone.key,
            "role": reader_of(row.notice),
            "to": row.notice.recipient,
            "state": "would go" if row.would_go else f"would be {row.state.value}",
            "subject": row.subject,
            "why": row.why,
            "detail": "; ".join(part for part in (row.subject, row.why) if part),
        }
        for row in done.rows
    ]
    columns = ("name", "milestone", "role", "to", "state", "detail")
    show_rows(rows, columns=columns, as_json=as_json, empty="Nothing is due.")
    _tell_of_problems(done)
    return Exit.ERROR if done.problems else Exit.DONE


def _tell_of_problems(done: NoticeRun | Rehearsed) -> None:
    for name, why in done.problems.items():
        err().print(f"someone must look at {name}: {why}", markup=False)
    if done.unfinished:
        err().print(done.unfinished, markup=False)


@commands.command("list")
def list_(
    context: typer.Context,
    *,
    state: Annotated[NoticeState | None, typer.Option(help="Only those in this state.")] = None,
    name: Annotated[str | None, typer.Option(help="Only those about this name.")] = None,
    client: Annotated[str | None, typer.Option(help="Only those about this client's names.")] = None,
    for_staff: Annotated[
        bool, typer.Option("--for-staff", help="Only what a person has to look at.")
    ] = False,
    since: Annotated[str | None, typer.Option(help="Only what came due on this day or later.")] = None,
    as_json: AsJson = False,
) -> None:
    """
    List the notices in the order of need: what to look at (marked !), what waits, what is settled.

    What is about names whose end is long past comes last.
    """
    desk = desk_of(context)
    with desk.app.records.reading() as unit:
        notices = listed(
            unit,
            now=desk.app.clock.now(),
            state=state,
            name=None if name is None else DomainName(name),
            client=client,
            for_staff=for_staff,
            since=day_typed(since),
        )
    rows = [_row(each) for each in notices]
    if as_json:
        show_json(rows)
    else:
        show_rows(
            [_shown(row) for row in rows], columns=COLUMNS, as_json=False, empty="No notices like that."
        )


def _row(listed: Listed) -> dict[str, object]:
    notice = listed.notice
    return {
        "key": notice.key,
        "name": notice.name,
        "expires": notice.about,
        "milestone": notice.milestone.key,
        "role": reader_of(notice),
        "recipient": notice.recipient,
        "state": notice.state.value,
        "is_late": listed.is_late,
        "for_staff": listed.for_staff,
        "due": notice.due_at,
        "deadline": notice.deadline,
        "attempts": notice.attempts,
        "settled": notice.settled_at,
        "detail": notice.detail,
        "bounce": notice.bounce,
    }


def _shown(row: dict[str, object]) -> dict[str, object]:
    """The row as a table of 80 columns takes it."""
    marks = ("! " if row["for_staff"] else "", ", LATE" if row["is_late"] else "")
    return {
        "name": row["name"],
        "step": row["milestone"],
        "to": row["role"],
        "state": f"{marks[0]}{row['state']}{marks[1]}",
        "by": row["deadline"],
        "detail": row["bounce"] or row["detail"],
    }
