"""`sandbox`: a registry in a box, in the foreground."""

import signal
import sys
import threading

import typer

from console.cli.desk import Desk, desk_of
from console.refusals import Refusal
from console.sandboxed import point_at
from console.showing import out
from console.wiring import sandbox_state
from portfolio.clock import SystemClock
from portfolio.held import Environment
from sandbox import PortTaken, Sandbox, StateUnreadable
from sandbox.story import settle_in


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("sandbox")(run)


def run(context: typer.Context) -> None:
    """
    Run the sandbox on 127.0.0.1 until Ctrl-C, and point this house at it.

    Its state is kept in the house's folder: the same names answer at the same addresses next time. A house
    with live accounts is not pointed at a sandbox.
    """
    desk = desk_of(context)
    raise_if_live(desk)
    state = sandbox_state(desk.home)
    is_new = not state.exists()
    try:
        box = Sandbox(start=SystemClock().now(), state=state)
    except StateUnreadable as error:
        raise Refusal(str(error), next_step=f"move {state} away") from error
    try:
        with box:
            if is_new:
                settle_in(box.registry, box.clock)
            point_at(box, desk.home)
            _say(box, is_new=is_new)
            _wait()
    except PortTaken as error:
        raise Refusal(str(error), next_step="another sandbox may be running") from error


def raise_if_live(desk: Desk) -> None:
    """Raise `Refusal` for a house that has live accounts: live and test are never mixed."""
    with desk.app.records.reading() as unit:
        live = [account.slug for account in unit.accounts.all() if account.environment is Environment.LIVE]
    if live:
        raise Refusal(
            f"this house has live accounts ({', '.join(live)})",
            next_step="found another house for the sandbox: namesteward --home try init",
        )


def _say(box: Sandbox, *, is_new: bool) -> None:
    where = box.addresses
    lines = {
        "RDAP": f"{where.rdap} (bootstrap {where.rdap_bootstrap})",
        "WHOIS": "{}:{}".format(*where.whois),
        "OpenSRS": f"{where.opensrs} (login {box.opensrs_username})",
        **{
            slug: f"{where.vendor(slug)} (login {vendor.username}, secret {vendor.secret})"
            for slug, vendor in box.vendors.items()
        },
        "mail": "{}:{}".format(*where.smtp),
        "control": f"{where.control} (GET it to see what it takes)",
        "clock": f"{box.clock.now():%Y-%m-%d %H:%M} UTC, standing still",
    }
    widest = max(map(len, lines))
    for server, address in lines.items():
        out().print(f"{server:<{widest}} {address}", markup=False, soft_wrap=True)
    if is_new:
        out().print("From another terminal, with the same --home, add an account at it:")
        out().print(
            f"  echo {box.opensrs_key} | namesteward account add box --registrar opensrs --username "
            f"{box.opensrs_username} --environment sandbox --endpoint {where.opensrs} --key-from-stdin",
            markup=False,
            soft_wrap=True,
        )
    out().print("Ctrl-C ends it.")
    sys.stdout.flush()


def _wait() -> None:
    """Return when the person or the system asks for the end."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        while not ended.wait(0.5):
            pass
    except KeyboardInterrupt:
        return
