"""`notices check-domain`: whether our own domain's SPF, DKIM and DMARC let mail of ours arrive."""

import typer

from console.cli import noticing
from console.cli.desk import AsJson, desk_of
from console.refusals import Exit
from console.showing import err, show_rows
from console.wiring import App
from notifications.sending_domain.finding import DomainFinding, DomainState

COLUMNS = ("about", "state", "says", "add")


def add_to(app: typer.Typer) -> None:
    """Add this verb to the noun `notices`."""
    del app
    noticing.commands.command("check-domain")(check_domain)


def check_domain(context: typer.Context, *, as_json: AsJson = False) -> int:
    """Look up what receivers find of our domain. Ends with 1 where something is missing, 4 for unclear."""
    found = desk_of(context).app.sending_domain.findings()
    rows = [each.model_dump(mode="json") for each in found]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="Nothing was looked up.")
    states = {each.state for each in found}
    if DomainState.MISSING in states:
        return Exit.ERROR
    return Exit.UNCLEAR if DomainState.UNCLEAR in states else Exit.DONE


def warn_of_domain(app: App) -> None:
    """Say on standard error what is not in order with the sending domain, unless that is switched off."""
    if app.settings.mail.domain_check == "off":
        return
    for each in app.sending_domain.findings():
        if each.state is not DomainState.OK:
            err().print(_told(each), markup=False)


def _told(finding: DomainFinding) -> str:
    add = f"; add: {finding.add}" if finding.add else ""
    return f"{finding.about} {finding.state}: {finding.says}{add}"
