"""One mail to staff a local date while the sending domain keeps client mail from going."""

from datetime import date
from zoneinfo import ZoneInfo

from console.jobs.alerting import alert_of
from console.jobs.staff_mail import tell_staff
from console.wiring import App
from notifications.alerts import Occasion
from portfolio.policy.schedule import LEASE
from records import Moved

DOMAIN_MAIL = "domain-mail"
_ACTOR = "job:notices"
_TEXT = """No mail goes to clients: [mail] domain_check is "block", and receivers would not trust it:

    {why}

Put it right in the DNS, then what waits goes by itself. To see what to add:

    namesteward notices check-domain
"""


def tell_of_domain(app: App, why: str) -> str:
    """Tell staff why no client mail goes, once a local date. Raises `NotYet` while no server takes it."""
    on = app.clock.now().astimezone(ZoneInfo(app.settings.jobs.zone)).date()
    with app.records.reading() as unit:
        newest = unit.runs.newest(DOMAIN_MAIL)
    if newest is not None and newest.on >= on:
        return "nothing to tell"
    told = tell_staff(
        app,
        key=f"domain-{on}",
        subject="No mail goes to clients",
        text=_TEXT.format(why=why),
        claim=lambda: _claim(app, on),
    )
    alert_of(app, Occasion.DOMAIN)
    return told


def _claim(app: App, on: date) -> None:
    with app.records.changing(_ACTOR) as unit:
        if not unit.runs.claim(DOMAIN_MAIL, on, lease=LEASE):
            raise Moved("staff were told already; nothing was sent")
        unit.runs.finish(DOMAIN_MAIL, on)
        unit.commit()
