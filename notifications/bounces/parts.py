"""Finds the parts that a program reads in a message that came back, however it was wrapped."""

import re
from email import message_from_string
from email.message import Message
from email.policy import compat32

MOST_GROUPS = 50
MOST_TEXT = 64 * 1024
_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")

Fields = dict[str, str]
"""One group of fields: lower-case names, values unfolded."""


def found_reports(message: Message) -> tuple[list[Fields], Fields | None]:
    """Return the groups that speak of recipients (RFC 3464), and the complaint (RFC 5965) or None."""
    groups: list[Fields] = []
    complaint = None
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in _DELIVERY:
            groups += [
                fields for fields in _groups(part) if "final-recipient" in fields or "action" in fields
            ]
        elif kind == "message/feedback-report" and complaint is None:
            complaint = next(iter(_groups(part)), {})
    return groups[:MOST_GROUPS], complaint


def quoted_message(message: Message) -> Message | None:
    """Return the message that was sent back, or its headers; None where there is none."""
    for part in _parts(message):
        if part.get_content_type() in _RETURNED:
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                return payload[0]
            return message_from_string(_decoded(part), policy=compat32)
    return None


def text_of(message: Message) -> str:
    """Return the plain text of a message, at most 64 KiB."""
    texts = [_decoded(part) for part in _parts(message) if part.get_content_maintype() == "text"]
    return "\n".join(texts)[:MOST_TEXT]


def _parts(message: Message) -> list[Message]:
    """The message's own parts, or itself: what a returned message holds is not looked into."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        inner = [part for part in _inside(message) if isinstance(part, Message)]
        nested = [part for each in inner if each.get_content_type() in _WRAPPERS for part in _inside(each)]
        return inner + nested
    return [message]


_WRAPPERS = ("multipart/report", "multipart/mixed", "multipart/alternative", "multipart/related")


def _inside(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _groups(part: Message) -> list[Fields]:
    inside = _inside(part)
    if part.get_content_type() == _DELIVERY[0] and inside:
        return [_fields(group) for group in inside[: MOST_GROUPS + 1]]
    text = inside[0].as_string() if inside else _decoded(part)
    blocks = re.split(r"\r?\n[ \t]*\r?\n", text.strip()[:MOST_TEXT])
    return [_fields(message_from_string(block, policy=compat32)) for block in blocks[: MOST_GROUPS + 1]]


def _fields(group: Message) -> Fields:
    return {name.lower(): " ".join(str(value).split())[:4000] for name, value in group.items()}


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace")[: MOST_TEXT * 4] if isinstance(payload, bytes) else ""
