"""One mail to staff when an account comes to a stop: which account and why, and nothing else."""

from console.jobs.alerting import alert_of
from console.jobs.staff_mail import tell_staff
from console.wiring import App
from notifications.alerts import Occasion
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

    def claim() -> None:
        with app.records.changing("job:orders") as unit:
            if not unit.stops.told(account):
                raise Moved(f"of {account} was told already; nothing was sent")
            unit.commit()

    told = tell_staff(
        app,
        key=f"stop-{stop.account} {stop.reason} {stop.since.isoformat()}",
        subject=f"Account {stop.account} stands still: {stop.reason}",
        text=_text(stop),
        claim=claim,
    )
    alert_of(app, Occasion.STOPPED)
    return told


def _text(stop: AccountStop) -> str:
    todo = _TODO[stop.reason].format(account=stop.account)
    return f"Account: {stop.account}\nReason: {stop.reason}\n\n{todo}\n"
