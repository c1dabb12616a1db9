"""The house of a drift story: records, the daily check in lanes, and repairs, on the sandbox's sockets."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr

from net import HttpClient
from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.drift import Plan
from portfolio.finding import Finding
from portfolio.held import Environment, RegistrarAccount
from portfolio.names import DomainName
from records import Records
from registrar.catalogue import connect
from registrar.contract import Registrar
from sandbox.registry import SPONSORS
from tests.drift_story.made_portfolio import ACCOUNT, Portfolio, hold, register
from tests.drift_story.story_street import Street
from whois_sync.check.caution import Caution
from whois_sync.check.report import NameReport
from whois_sync.check.run import Check, InLanes
from whois_sync.compare import Sponsor
from whois_sync.daily import DriftRun, Outcome
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.connections import Connections
from whois_sync.lookup.sources import PublicRecord
from whois_sync.pace.learned import Learned
from whois_sync.pace.table import Pace, Paces
from whois_sync.repairs import Repairs

JOB: Actor = "job:check"

_QUICK = Pace(rate=2000, burst=500, concurrency=3)
_SPONSORS = {s.slug: Sponsor(names=(s.name,), iana_ids=frozenset({s.iana_id})) for s in SPONSORS}


class House(NamedTuple):
    """What staff and jobs use."""

    records: Records
    check: Check
    repairs: Repairs
    registrar: Registrar
    clock: Clock

    def day(
        self,
        names: Iterable[DomainName] | None = None,
        *,
        caution: Caution | None = None,
        automatic_per_day: int = 0,
    ) -> "Day":
        """
        Do the day's run over every name, or these, as the job does.

        A name that could not be checked at all is a fault of the story.
        """
        run = DriftRun(
            self.records,
            self.check,
            self.repairs,
            self.registrar_for,
            self.clock,
            zone=UTC,
            caution=caution,
            automatic_per_day=automatic_per_day,
        )
        before = self.open_findings()
        found = list(run.looks(names, by=JOB))
        checked = [report for report in found if isinstance(report, NameReport)]
        assert len(checked) == len(found), [one for one in found if not isinstance(one, NameReport)]
        outcome = run.conclude(self.clock.now().date(), by=JOB)
        return Day(checked, outcome, before, self.open_findings())

    def registrar_for(self, _account: RegistrarAccount) -> Registrar:
        """Return the only registrar that there is."""
        return self.registrar

    def open_findings(self) -> tuple[Finding, ...]:
        """Return the findings that are open now."""
        with self.records.reading() as unit:
            return tuple(unit.findings.all(open_only=True))

    def plans(self) -> list[Plan]:
        """Return every plan that was ever made."""
        with self.records.reading() as unit:
            return unit.plans.all()


class Day(NamedTuple):
    """What a day's run came to: its reports and figures, and what was open before and after it."""

    reports: list[NameReport]
    outcome: Outcome
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]


@contextmanager
def open_house(folder: Path, street: Street, portfolio: Portfolio) -> Iterator[House]:
    """Register the portfolio, found a house that holds it, and yield the house."""
    register(portfolio, street.box.registry)
    account = RegistrarAccount(
        slug=ACCOUNT,
        registrar="opensrs",
        environment=Environment.SANDBOX,
        endpoint=street.box.addresses.opensrs,
        username=street.box.opensrs_username,
    )
    records = Records.found(
        f"sqlite:///{folder / 'records'}", key_file=folder / "key", clock=street.box.clock, actor="founder"
    )
    hold(portfolio, records, account)
    with HttpClient(guard=street.guard, deadline=timedelta(seconds=20)) as http:
        yield _furnished(folder, street, records, http)
    records.close()


def _furnished(folder: Path, street: Street, records: Records, http: HttpClient) -> House:
    clock, guard = street.box.clock, street.guard
    registrar = connect(
        "opensrs",
        endpoint=street.box.addresses.opensrs,
        username=street.box.opensrs_username,
        secret=SecretStr(street.box.opensrs_key),
        guard=guard,
        attempts=1,
    )
    overrides = street.write_overrides(folder / "rdap-servers.toml")
    bootstrap = Bootstrap(street.box.addresses.rdap_bootstrap, http=http, guard=guard, overrides=overrides)
    public = PublicRecord(
        http=http, guard=guard, bootstrap=bootstrap, whois_servers=street.whois_servers, clock=clock
    )
    learned = Learned(
        folder / "observing" / "pace.json", Paces({"default": _QUICK}), clock, now=time.monotonic
    )
    lanes = InLanes(
        learned,
        public.server_of,
        lambda: Connections(public, lambda: HttpClient(guard=guard, deadline=timedelta(seconds=20))),
    )
    check = Check(records, lambda _: registrar, public, clock, sponsors=_SPONSORS, lanes=lanes)
    return House(records, check, Repairs(records, lambda _: registrar, public, clock), registrar, clock)
