"""One mail to staff when an account comes to a stop: which account and why, and nothing else."""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from console.jobs.later import NotYet
from console.wiring import App
from notifications import HandedOver, RetryLater
from portfolio.stop import AccountStop, StopReason
from records import Moved

_TODO = {
    StopReason.ACCESS: (
        "The registrar refuses our key or our address. Nothing more is asked of this account until someone\n"
        "has put it right: then run\n\n    namesteward account test {account}\n\nand its orders go on."
    ),
    StopReason.FUNDS: (
        "The money in this account is short. Top it up at the registrar: the balance is looked at from time\n"
        "to time, and its orders go on under the same references."
    ),
}


def tell_of_stop(app: App, account: str) -> str:
    """
    Tell staff of the account's stop, once: it counts as told before the first byte of the mail leaves.

    An unclear end is not repeated. Raises `NotYet` while the mail server does not take it, nothing sent.
    """
    with app.records.reading() as unit:
        stop = unit.stops.of(account)
    if stop is None or stop.told_at is not None:
        return "nothing to tell"
    claimed: list[str] = []

    def claim() -> None:
        with app.records.changing("job:orders") as unit:
            if not unit.stops.told(account):
                raise Moved(f"of {account} was told already; nothing was sent")
            unit.commit()
        claimed.append(account)

    handed = app.mail.hand_over(
        _message(app, stop), sender=app.sender.address, recipient=_staff(app), before_body=claim
    )
    if isinstance(handed, HandedOver):
        return "told"
    why = f"{type(handed).__name__.lower()}: {handed.why}"
    if isinstance(handed, RetryLater) and not claimed:
        raise NotYet(why)
    if not claimed:
        claim()
    return f"not told for certain, and not repeated: {why}"


def _message(app: App, stop: AccountStop) -> EmailMessage:
    seal = hashlib.sha256(f"{stop.account} {stop.reason} {stop.since.isoformat()}".encode()).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(app.sender.company, addr_spec=app.sender.address)
    message["To"] = _staff(app)
    message["Subject"] = f"Account {stop.account} stands still: {stop.reason}"
    message["Date"] = app.clock.now()
    message["Message-ID"] = f"<stop-{seal[:32]}@{app.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    todo = _TODO[stop.reason].format(account=stop.account)
    message.set_content(f"Account: {stop.account}\nReason: {stop.reason}\n\n{todo}\n")
    return message


def _staff(app: App) -> str:
    return app.settings.house.staff_address
