"""What the verbs of `notices` share: which notice is meant, what is known, refusals in one line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from console.cli.desk import Desk
from console.refusals import Exit, Refusal
from notifications.choosing import chosen_notice
from notifications.holding import NoticeRefused
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, read_milestone

KeyOrName = Annotated[str, typer.Argument(metavar="KEY|NAME", help="A notice's key, or a name.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="A notice's key: see notices list --json.")]
StepOption = Annotated[
    str | None,
    typer.Option("--milestone", help="Of a name this step: 30d-before, 3d-after, renewed, redemption, …"),
]
RoleOption = Annotated[
    ContactRole | None, typer.Option("--role", help="To this contact; else to the first reader.")
]
StaffOption = Annotated[bool, typer.Option("--staff", help="Staff's copy.")]
LanguageOption = Annotated[
    Language | None, typer.Option("--language", help="In this language, not the reader's own.")
]
Because = Annotated[str, typer.Option("--because", help="Why: one line, kept with the notice.")]


def is_key(what: str) -> bool:
    """Whether a notice's key was typed, and not a name."""
    return what.startswith("notice:")


def step_of(milestone: str | None) -> Milestone | None:
    """Return the step that was typed. Raises `Refusal`."""
    if milestone is None:
        return None
    try:
        return read_milestone(milestone)
    except ValueError as error:
        raise Refusal(
            f"{milestone!r} is no step of a notice",
            next_step="say 30d-before, 3d-after, renewed, renewal-failed, redemption, pending-delete, "
            "data-check or verification.5d-before",
            code=Exit.USAGE,
        ) from error


def day_typed(day: str | None) -> date | None:
    """Return the day that was typed. Raises `Refusal`."""
    try:
        return None if day is None else date.fromisoformat(day)
    except ValueError as error:
        raise Refusal(f"{day!r} is no day", next_step="say 2027-03-01", code=Exit.USAGE) from error


@contextmanager
def refusing() -> Iterator[None]:
    """Tell what is refused of a notice in one line."""
    try:
        yield
    except NoticeRefused as error:
        raise Refusal(str(error)) from error


def notice_meant(
    desk: Desk,
    what: str,
    *,
    milestone: str | None,
    role: ContactRole | None,
    for_staff: bool,
    language: Language | None,
) -> Notice:
    """Return the notice that was typed, in the language that was asked for. Raises `Refusal`, `NotHeld`."""
    step = step_of(milestone)
    if is_key(what) and (step or role or for_staff):
        raise Refusal("a key says its step and its reader", next_step="leave them out", code=Exit.USAGE)
    with refusing(), desk.app.records.reading() as unit:
        if is_key(what):
            notice = unit.outbox.get(what)
        else:
            notice = chosen_notice(
                unit,
                DomainName(what),
                milestone=step,
                role=role,
                for_staff=for_staff,
                now=desk.app.clock.now(),
                policy=desk.settings.notices.policy,
                staff_address=desk.settings.house.staff_address,
            )
    return notice if language is None else notice.model_copy(update={"language": language})


def write_new(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads. Raises `Refusal` where there is one already."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
    except FileExistsError as error:
        raise Refusal(f"there is a file at {file} already", next_step="name another") from error


def reader_of(notice: Notice) -> str:
    """Return who reads a notice, in a word or two."""
    return "staff copy" if notice.is_staff_copy else notice.role.value
