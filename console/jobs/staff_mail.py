"""Mail to staff, once: it counts as told before the first byte of it leaves, and an unclear end is final."""

import hashlib
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

from console.jobs.later import NotYet
from console.wiring import App
from notifications import HandedOver, RetryLater
from notifications.header_line import address_line, text_line


def tell_staff(app: App, *, key: str, subject: str, text: str, claim: Callable[[], None]) -> str:
    """
    Hand one mail to staff over and return what became of it.

    `key` makes its Message-ID: `stop-` or `drift-` and whatever tells it from every other. `claim` writes
    down that staff were told, and raises `records.Moved` where they have been: it is called once, just before
    the body leaves, or when the server refuses for good. Raises `NotYet` while the server does not take it,
    nothing sent.
    """
    claimed: list[str] = []

    def claim_once() -> None:
        claim()
        claimed.append(key)

    handed = app.mail.hand_over(
        _message(app, key, subject, text),
        sender=app.sender.address,
        recipient=app.settings.house.staff_address,
        before_body=claim_once,
    )
    if isinstance(handed, HandedOver):
        return "told"
    why = f"{type(handed).__name__.lower()}: {handed.why}"
    if isinstance(handed, RetryLater) and not claimed:
        raise NotYet(why)
    if not claimed:
        claim_once()
    return f"not told for certain, and not repeated: {why}"


def _message(app: App, key: str, subject: str, text: str) -> EmailMessage:
    kind, _, rest = key.partition("-")
    seal = hashlib.sha256(rest.encode()).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["From"] = address_line("From", app.sender.company, app.sender.address)
    message["To"] = app.settings.house.staff_address
    message["Subject"] = text_line("Subject", subject)
    message["Date"] = app.clock.now()
    message["Message-ID"] = f"<{kind}-{seal[:32]}@{app.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message.set_content(text)
    return message
