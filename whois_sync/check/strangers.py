"""Names that lie in our accounts and are not in our records: a finding each, until one or the other ends."""

import logging
from typing import NamedTuple

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.drift import Remedy
from portfolio.finding import Finding
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.policy.standing import Standing
from portfolio.stop import StopReason
from records import Records, Unit
from registrar.errors import RegistrarError
from whois_sync.observe import RegistrarFor

_log = logging.getLogger("whois_sync")
_PATH = Standing.NOT_IN_OUR_RECORDS.value


class Strangers(NamedTuple):
    """The findings that were opened and closed, as `name: path at registrar`."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]


def settle_strangers(
    records: Records, registrar_for: RegistrarFor, clock: Clock, *, by: Actor, dry_run: bool = False
) -> Strangers:
    """
    Ask every account for the names in it, and settle the findings about those that we do not hold.

    An account that cannot be asked, that has refused us, or whose list breaks off, settles nothing: what it
    did not tell is not gone. With `dry_run` nothing is kept.
    """
    with records.reading() as unit:
        everyone = unit.accounts.all()
        still = {stop.account for stop in unit.stops.all() if stop.reason is StopReason.ACCESS}
        held = {*unit.domains.names()}
    strangers: dict[DomainName, Slug] = {}
    unasked = bool(still)
    for account in everyone:
        if account.slug in still:
            continue
        try:
            strangers |= {
                name: account.slug for name in registrar_for(account).holdings() if name not in held
            }
        except RegistrarError as error:
            unasked = True
            _log.warning("account=%s holdings=not told error=%s", account.slug, type(error).__name__)
    with records.changing(by) as unit:
        opened = [str(name) for name, account in strangers.items() if _seen(unit, name, account, clock)]
        closed = _close(unit, held, strangers, all_told=not unasked)
        if not dry_run:
            unit.commit()
    return Strangers(tuple(map(_told, opened)), tuple(map(_told, closed)))


def _seen(unit: Unit, name: DomainName, account: Slug, clock: Clock) -> bool:
    now = clock.now()
    return unit.findings.see(
        Finding(
            name=name, path=_PATH, source=Source.REGISTRAR, ours=None, theirs=f"in account {account}",
            opened_at=now, last_seen_at=now, remedy=Remedy.ASK,
        )
    )  # fmt: skip


def _close(
    unit: Unit, held: set[DomainName], strangers: dict[DomainName, Slug], *, all_told: bool
) -> list[str]:
    closed: list[str] = []
    for finding in unit.findings.all(open_only=True):
        is_over = finding.name in held or (all_told and finding.name not in strangers)
        if finding.path == _PATH and is_over and unit.findings.close(finding.name, _PATH, finding.source):
            closed.append(str(finding.name))
    return closed


def _told(name: str) -> str:
    return f"{name}: {_PATH} at registrar"
