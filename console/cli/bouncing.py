"""`notices bounce` and `notices mended`: what came back, and addresses that work again."""

import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from console.cli.desk import AsJson, Desk, desk_of
from console.refusals import Exit, Refusal
from console.returns import imap_server_of, mailbox_of
from console.showing import err, show_rows
from notifications.bounces.imap import ImapMailbox
from notifications.bounces.mailboxes import Mailbox, MailboxError, Maildir, OneMessage, take_all
from notifications.bounces.read import MOST_BYTES
from notifications.bounces.take import Change, Outcome
from portfolio.policy.bounces import standing

COLUMNS = ("kind", "change", "notice", "address", "detail")
_UNCLEAR = frozenset({Change.UNCLEAR, Change.WAITS})


def add_to(commands: typer.Typer) -> None:
    """Add these verbs to `notices`."""
    commands.command("bounce")(bounce)
    commands.command("mended")(mended)


def bounce(
    context: typer.Context,
    *,
    maildir: Annotated[Path | None, typer.Option(help="Take all that is new in this Maildir.")] = None,
    imap: Annotated[bool, typer.Option("--imap", help="Take all that is unseen in [bounces] imap.")] = False,
    as_json: AsJson = False,
) -> int:
    """
    Take mail that came back: one message on standard input, or all that is new in a mailbox.

    Without either the mailbox of the settings is taken. Only mail with our token counts. What was taken
    before changes nothing.
    """
    desk = desk_of(context)
    if maildir is not None and imap:
        raise Refusal("a Maildir or a mail server, not both", next_step="leave one", code=Exit.USAGE)
    outcomes: list[Outcome] = []
    broken = ""
    try:
        with _mailbox(desk, maildir, imap=imap) as mailbox:
            outcomes.extend(take_all(mailbox, partial(desk.app.take_back, actor=desk.actor)))
    except MailboxError as error:
        broken = str(error)
    _show(outcomes, as_json=as_json)
    if broken:
        raise Refusal(broken, happened="what is told above was taken, the rest waits", next_step="try again")
    return _exit_of(outcomes)


def mended(
    context: typer.Context,
    address: str,
    *,
    because: Annotated[str, typer.Option(help="Why it works again; no names, it is kept for good.")],
) -> None:
    """Say that an address can be written to again: what came back from it counts no more."""
    desk = desk_of(context)
    with desk.app.records.changing(desk.actor) as unit:
        before = standing(unit.mail_events.of_address(address), desk.app.clock.now())
        if not unit.mail_events.of_address(address):
            raise Refusal("nothing ever came back from this address", next_step="look at its spelling")
        try:
            unit.mail_events.mend(address, because=" ".join(because.split()))
        except ValidationError as error:
            raise Refusal(
                "the reason is one line of at most 160 characters without an address",
                next_step="say it shorter",
            ) from error
        unit.commit()
    err().print(f"the address was {before.state.value} and is usable", markup=False)


def _mailbox(desk: Desk, maildir: Path | None, *, imap: bool) -> AbstractContextManager[Mailbox]:
    """What was asked for; else the piped message; without one the mailbox of the settings."""
    if imap:
        return ImapMailbox(imap_server_of(desk.settings))
    if maildir is not None:
        return nullcontext(Maildir(maildir))
    raw = _piped_in()
    if raw:
        return nullcontext(OneMessage(raw))
    mailbox = mailbox_of(desk.settings)
    if mailbox is None:
        raise Refusal("no message was piped in", next_step="say --maildir or --imap", code=Exit.USAGE)
    return mailbox


def _piped_in() -> bytes:
    if sys.stdin.isatty():
        return b""
    binary = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read(MOST_BYTES).encode() if binary is None else binary.read(MOST_BYTES)


def _show(outcomes: list[Outcome], *, as_json: bool) -> None:
    rows = [
        {
            "kind": outcome.kind.value,
            "change": outcome.change.value,
            "notice": outcome.notice,
            "address": outcome.address.value if outcome.address else "",
            "detail": outcome.detail,
        }
        for outcome in outcomes
    ]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="Nothing came back.")
    refused = [outcome for outcome in outcomes if outcome.change is Change.REFUSED]
    for outcome in refused:
        err().print(f"refused, nothing was changed: {outcome.detail}", markup=False, soft_wrap=True)


def _exit_of(outcomes: list[Outcome]) -> Exit:
    changes = {outcome.change for outcome in outcomes}
    if changes & _UNCLEAR:
        return Exit.UNCLEAR
    return Exit.ERROR if Change.REFUSED in changes else Exit.DONE
