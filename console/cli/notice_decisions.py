"""`notices hold`, `release`, `resend` and `resolve`: what only a person decides about a notice."""

from collections.abc import Sequence
from typing import Annotated

import typer

from console.cli.desk import AsJson, ask_or_refuse, desk_of
from console.cli.notice_parts import Because, Key, KeyOrName, StepOption, is_key, reader_of, refusing, step_of
from console.refusals import Exit, Refusal
from console.showing import err, show_rows
from notifications import holding
from portfolio.names import DomainName
from portfolio.notice import Notice

COLUMNS = ("name", "milestone", "role", "state", "detail")
TWICE = "its reader may get it twice"


def hold(
    context: typer.Context,
    what: KeyOrName,
    *,
    because: Because,
    milestone: StepOption = None,
    as_json: AsJson = False,
) -> None:
    """
    Hold back a notice that waits, or a name's steps before they come due.

    What ICANN demands of a gTLD's names cannot be held.
    """
    desk = desk_of(context)
    step = step_of(milestone)
    now, by = desk.app.clock.now(), desk.actor
    if is_key(what):
        if step is not None:
            raise Refusal("a key says its step", next_step="leave --milestone out", code=Exit.USAGE)
        with refusing():
            _show([holding.hold_notice(desk.app.records, what, because=because, by=by)], as_json=as_json)
        return
    with refusing():
        held = holding.hold_name(
            desk.app.records,
            DomainName(what),
            milestone=step,
            because=because,
            by=by,
            now=now,
            policy=desk.settings.notices.policy,
            staff_address=desk.settings.house.staff_address,
        )
    _show(held.notices, as_json=as_json)
    if held.floor:
        steps = ", ".join(step.key for step in held.floor)
        err().print(f"not held, ICANN's recovery policy demands them: {steps}", markup=False, soft_wrap=True)


def release(context: typer.Context, key: Key, *, because: Because, as_json: AsJson = False) -> None:
    """Let a notice that a person holds come due: at once, or on its day if that is still to come."""
    desk = desk_of(context)
    with refusing():
        released = holding.release(
            desk.app.records,
            key,
            because=because,
            by=desk.actor,
            now=desk.app.clock.now(),
            staff_address=desk.settings.house.staff_address,
        )
    _show(released, as_json=as_json)


def resend(
    context: typer.Context,
    key: Key,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="The reader may get it twice, and shall.")] = False,
    as_json: AsJson = False,
) -> None:
    """
    Send a notice again that left, died or is in doubt: with the next run, if it is still true then.

    Its Message-ID is that of the first, so that mail programs can show it once.
    """
    desk = desk_of(context)
    ask_or_refuse(f"{TWICE}. Send it again?", yes=yes, why=TWICE)
    with refusing():
        copy = holding.resend(
            desk.app.records,
            key,
            by=desk.actor,
            now=desk.app.clock.now(),
            staff_address=desk.settings.house.staff_address,
        )
    _show([copy], as_json=as_json)
    err().print("it goes with the next run: namesteward notices run", markup=False)


def resolve(
    context: typer.Context,
    key: Key,
    *,
    arrived: Annotated[
        bool, typer.Option("--arrived/--not-arrived", help="What the mail server's log or the reader says.")
    ],
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Settle a notice in doubt by your word. One that did not arrive you may then send again."""
    desk = desk_of(context)
    with refusing():
        settled = holding.resolve(desk.app.records, key, arrived=arrived, because=because, by=desk.actor)
    _show([settled], as_json=as_json)
    if not arrived:
        err().print(f"to send it again: namesteward notices resend {key}", markup=False, soft_wrap=True)


def _show(notices: Sequence[Notice], *, as_json: bool) -> None:
    rows = [
        {
            "key": notice.key,
            "name": notice.name,
            "milestone": notice.milestone.key,
            "role": reader_of(notice),
            "state": notice.state.value,
            "detail": notice.detail,
        }
        for notice in notices
    ]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="")
