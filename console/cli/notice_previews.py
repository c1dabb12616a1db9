"""`notices preview` and `notices letter`: the exact mail or letter as it would go now. Nothing is changed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from console.cli.desk import AsJson, Desk, desk_of
from console.cli.notice_parts import (
    KeyOrName,
    LanguageOption,
    RoleOption,
    StaffOption,
    StepOption,
    notice_meant,
    reader_of,
    write_new,
)
from console.refusals import Refusal
from console.showing import err, out, show_json
from notifications.due import contacts_of
from notifications.facts import Facts
from notifications.recheck import Stop, recheck
from notifications.rehearsal import as_it_would_go
from notifications.words.letter import letter as written_letter
from notifications.words.preview import Preview
from notifications.words.preview import preview as written_mail
from portfolio.contacts import Contact
from portfolio.notice import Notice, NoticeState


class Part(StrEnum):
    """A part of the mail."""

    TEXT = "text"
    HTML = "html"
    HEADERS = "headers"


def preview(
    context: typer.Context,
    what: KeyOrName,
    *,
    milestone: StepOption = None,
    role: RoleOption = None,
    staff: StaffOption = False,
    language: LanguageOption = None,
    part: Annotated[Part, typer.Option("--part", help="Which part of it.")] = Part.TEXT,
    output: Annotated[Path | None, typer.Option("--output", help="Into this new file.")] = None,
    as_json: AsJson = False,
) -> None:
    """
    Show the exact mail as it would go now, to whom and why; or why it would not go.

    The registrar is asked as before sending. Nothing is changed. Of a name without a step the next one.
    """
    desk = desk_of(context)
    notice = notice_meant(desk, what, milestone=milestone, role=role, for_staff=staff, language=language)
    facts = as_it_would_go(notice, desk.app.knowledge, now=desk.app.clock.now())
    mail = None if isinstance(facts, Stop) else _written(notice, facts, desk)
    if as_json:
        show_json(_as_data(notice, facts, mail))
        return
    if mail is not None and output is not None:
        write_new(output, _part(mail, part).encode())
    written = f"; written to {output}" if mail and output else ""
    err().print(f"{_about(notice, facts)}{written}", markup=False, soft_wrap=True)
    if mail is not None and output is None:
        out().print(_part(mail, part), markup=False, soft_wrap=True, end="")


def letter(
    context: typer.Context,
    what: KeyOrName,
    *,
    output: Annotated[Path, typer.Option("--output", help="The new PDF file.")],
    milestone: StepOption = None,
    role: RoleOption = None,
    language: LanguageOption = None,
) -> None:
    """Write the notice as a letter to print, for a client whom no e-mail reaches. Nothing is changed."""
    desk = desk_of(context)
    notice = notice_meant(desk, what, milestone=milestone, role=role, for_staff=False, language=language)
    if notice.is_staff_copy:
        raise Refusal("staff's copy is no letter", next_step="name the contact's notice, or --role")
    facts = recheck(notice, desk.app.knowledge, now=desk.app.clock.now())
    if isinstance(facts, Stop):
        raise Refusal(f"it would not go out ({facts.state}): {facts.why}")
    with desk.app.records.reading() as unit:
        contacts = contacts_of(unit, unit.domains.get(notice.name))
    if notice.role not in contacts:
        raise Refusal(f"the name has no {notice.role} contact any more")
    write_new(output, _printed(notice, facts, desk, contacts[notice.role]))
    err().print(f"{_about(notice, facts)}; written to {output}", markup=False, soft_wrap=True)


def _written(notice: Notice, facts: Facts, desk: Desk) -> Preview:
    try:
        return written_mail(notice, facts, desk.app.sender)
    except ValueError as error:
        raise Refusal(f"it cannot be written: {error}", next_step="look at its contact and name") from error


def _printed(notice: Notice, facts: Facts, desk: Desk, to: Contact) -> bytes:
    try:
        return written_letter(notice, facts, desk.app.sender, to)
    except ValueError as error:
        raise Refusal(str(error), next_step="write it by hand") from error


def _about(notice: Notice, facts: Facts | Stop) -> str:
    """To whom it goes and why, or why it does not."""
    who = f"{reader_of(notice)} <{notice.recipient}>"
    stands = "" if notice.state is NoticeState.DUE else f", {notice.state}"
    what = f"{notice.milestone.key} about {notice.about}{stands}"
    if isinstance(facts, Stop):
        return f"to {who}: {what}; it would not go out now ({facts.state}): {facts.why}"
    note = f"; for staff: {facts.note}" if facts.note else ""
    return f"to {who}: {what}; in time until {notice.deadline}{note}"


def _part(mail: Preview, part: Part) -> str:
    match part:
        case Part.TEXT:
            return mail.text
        case Part.HTML:
            return mail.html
        case Part.HEADERS:
            return "".join(f"{name}: {value}\n" for name, value in mail.headers)


def _as_data(notice: Notice, facts: Facts | Stop, mail: Preview | None) -> dict[str, object]:
    return {
        "key": notice.key,
        "name": notice.name,
        "about": notice.about,
        "milestone": notice.milestone.key,
        "role": reader_of(notice),
        "recipient": notice.recipient,
        "language": notice.language.value,
        "state": notice.state.value,
        "deadline": notice.deadline,
        "would_go": mail is not None,
        "why_not": f"{facts.state}: {facts.why}" if isinstance(facts, Stop) else "",
        "for_staff": "" if isinstance(facts, Stop) else facts.note,
        "headers": dict(mail.headers) if mail else {},
        "text": mail.text if mail else "",
        "html": mail.html if mail else "",
    }
