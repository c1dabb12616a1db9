"""
Reads what came back: any bytes in, one value out. It never raises, and believes nothing without our token.

RFC 3464 reports go first, RFC 5965 complaints next; answers of machines (RFC 3834) are no bounces; then
flufl.bounce knows the forms that follow no RFC.
"""

import logging
import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32, default

from flufl.bounce import all_failures

from notifications.bounces.parts import Fields, found_reports, quoted_message, text_of
from notifications.bounces.report import Report, ReportKind
from notifications.bounces.verdicts import Action, basic_code_in, best_status, status_in, verdict
from notifications.bounces.words import without_anybody
from notifications.post.return_path import ReturnPath
from portfolio.mail import MailEventKind

# It tells a line for each form that it tries.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)

MOST_BYTES = 1 << 20
MOST_BYTES_OF_ODD_FORM = 64 * 1024
"""Finding out what follows no RFC takes many looks at each line."""
MOST_PARTS = 100
_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}")
_PART = re.compile(rb"(?im)^content-type[ \t]*:")
_ABSENT = re.compile(
    r"out of (the )?office|auto(matic)?[- ]?(reply|response)|ponse automatique|absen(t|ce) du bureau",
    re.IGNORECASE,
)
_COMPLAINTS = frozenset({"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list"})
_MILDEST = (MailEventKind.DELIVERED, MailEventKind.DELAYED, MailEventKind.SOFT, MailEventKind.BLOCKED,
            MailEventKind.HARD)  # fmt: skip
_ODD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError, MessageError)
"""What parsers of other people's mail raise for mail that nobody foresaw."""


def read_report(raw: bytes, return_path: ReturnPath) -> Report:
    """
    Return what the message `raw` is, and of which notice it speaks.

    At most 1 MiB is read. The reference comes from the token in the address that the message was sent to; the
    Message-ID that it quotes is kept as a hint for people, nothing more.
    """
    raw = raw[:MOST_BYTES]
    if len(_PART.findall(raw)) > MOST_PARTS:
        return Report(kind=ReportKind.UNREADABLE, said="a message of too many parts")
    try:
        message = message_from_bytes(raw, policy=compat32)
        reference = _reference(message, return_path)
    except _ODD as err:
        return _unreadable(err)
    try:
        report = _report(message, raw)
        hint = _hint(message)
    except _ODD as err:
        return _unreadable(err).model_copy(update={"reference": reference})
    if report.kind is ReportKind.COMPLAINT and reference is None:
        # Complaints come to one address for all mail; the token stands in what they complain of.
        reference = _first(report.mail_from, return_path)
    return report.model_copy(update={"reference": reference, "hint": hint})


def _unreadable(err: Exception) -> Report:
    return Report(kind=ReportKind.UNREADABLE, said=f"a message that cannot be read: {type(err).__name__}")


def _report(message: Message, raw: bytes) -> Report:
    reports, complaint = found_reports(message)
    if reports:
        return _of_recipients(reports)
    if complaint is not None:
        return _complaint(complaint)
    failed = str(message.get("X-Failed-Recipients", ""))
    if not failed and _answered_by_itself(message):
        return Report(kind=ReportKind.AUTO_REPLY)
    return _of_odd_form(message_from_bytes(raw[:MOST_BYTES_OF_ODD_FORM], policy=compat32))


def _of_recipients(groups: list[Fields]) -> Report:
    """Several recipients are branches of the one we wrote to: the mildest word counts for its address."""
    said = [_of_recipient(group) for group in groups]
    if unclear := [report for report in said if report.kind is ReportKind.UNREADABLE]:
        return unclear[0]
    return min(said, key=lambda report: _MILDEST.index(MailEventKind(report.kind.value)))


def _of_recipient(fields: Fields) -> Report:
    diagnostic = fields.get("diagnostic-code", "").removeprefix("smtp;").strip()
    words = fields.get("action", "").split("(")[0].strip().lower()
    action = Action(words) if words in set(Action) else None
    status = best_status(status_in(fields.get("status", "")), diagnostic)
    kind = (
        None if words and action is None else verdict(action, status, basic_code_in(diagnostic), diagnostic)
    )
    recipient = fields.get("final-recipient", "") or fields.get("original-recipient", "")
    recipient = recipient.rpartition(";")[2].strip()
    named = (recipient, fields.get("original-recipient", "").rpartition(";")[2].strip())
    return Report(
        kind=ReportKind(kind.value) if kind else ReportKind.UNREADABLE,
        recipient=recipient[:320],
        status=status,
        said=without_anybody(f"{status} {diagnostic}" if status not in diagnostic else diagnostic, named),
    )


def _complaint(fields: Fields) -> Report:
    kind = fields.get("feedback-type", "").strip().lower()
    if kind not in _COMPLAINTS:
        return Report(kind=ReportKind.NOT_A_REPORT, said=without_anybody(f"feedback of the type {kind[:40]}"))
    return Report(
        kind=ReportKind.COMPLAINT,
        said=f"its reader calls it {kind}",
        mail_from=fields.get("original-mail-from", "")[:320],
    )


def _answered_by_itself(message: Message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    named = any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    precedence = str(message.get("Precedence", "")).strip().lower() == "auto_reply"
    receipt = "disposition-notification" in str(message.get("Content-Type", "")).lower()
    absent = _ABSENT.search(_subject(message)) is not None
    return submitted.startswith("auto-replied") or named or precedence or receipt or absent


def _subject(message: Message) -> str:
    return str(default.header_factory("Subject", " ".join(str(message.get("Subject", "")).split())[:400]))


def _of_odd_form(message: Message) -> Report:
    delayed, failed = all_failures(message)
    addresses = tuple(sorted(address.decode("utf-8", "replace") for address in failed or delayed))
    if not addresses:
        return Report(kind=ReportKind.NOT_A_REPORT)
    text = text_of(message)
    status, basic = status_in(text), basic_code_in(text)
    line = _telling_line(text, status or basic)
    action = Action.FAILED if failed else Action.DELAYED
    kind = verdict(action, status, basic, line) or MailEventKind.SOFT
    return Report(
        kind=ReportKind(kind.value),
        recipient=addresses[0][:320],
        status=status,
        said=without_anybody(line, addresses),
    )


def _telling_line(text: str, code: str) -> str:
    return next((line for line in text.splitlines() if code and code in line), "a bounce without a code")


def _reference(message: Message, return_path: ReturnPath) -> str | None:
    """The notice of the token in the envelope's recipient; none when two notices are named at once."""
    values = [str(value) for name in _ENVELOPE for value in message.get_all(name, [])]
    found = {_first(value, return_path) for value in values[:50]} - {None}
    return found.pop() if len(found) == 1 else None


def _first(text: str, return_path: ReturnPath) -> str | None:
    read = (return_path.read(address[:320]) for address in _ADDRESS.findall(text[:4000]))
    return next((reference for reference in read if reference is not None), None)


def _hint(message: Message) -> str:
    """What the message that is sent back calls itself: for people to look at."""
    quoted = quoted_message(message)
    if quoted is None:
        return ""
    named = str(quoted.get("X-Namesteward-Notice") or quoted.get("Message-ID") or "")
    return re.sub(r"[^\x21-\x7e]", "", named)[:200]
