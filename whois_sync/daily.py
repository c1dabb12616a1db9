"""A run over the whole portfolio: look, stop where it is implausible, plan, repair, prove."""

import logging
from collections.abc import Generator, Iterable
from datetime import date, datetime, time, tzinfo

from portfolio.audit import Actor
from portfolio.brake import Brake
from portfolio.clock import Clock
from portfolio.drift import PlanState, Remedy
from portfolio.names import DomainName
from portfolio.values import Instant, Value
from records import Records, RecordsError
from whois_sync.check.caution import Caution, Tally
from whois_sync.check.report import NameReport, NotChecked
from whois_sync.check.run import Check
from whois_sync.check.strangers import settle_strangers
from whois_sync.observe import RegistrarFor
from whois_sync.repair.plan import propose
from whois_sync.repairs import Repairs
from whois_sync.unattended import Budget, end_outdated, repair_harmless, tried

_log = logging.getLogger("whois_sync")

_PROVABLE = (PlanState.SENT, PlanState.UNKNOWN, PlanState.NOT_PROVED)


class Outcome(Value):
    """
    What a run came to, in figures; `opened` and `closed` are findings, as `name: path at column`.

    `brake` is there when the run found implausibly much, whether it holds or was let go of. `oldest` is since
    when the longest waiting finding waits.
    """

    on: date
    names: int
    drifting: int
    failed: int
    could_not_ask: int
    waiting: int
    oldest: Instant | None = None
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    planned: int = 0
    automatic: int = 0
    proved: int = 0
    brake: Brake | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether the brake holds, so that nothing was planned."""
        return self.brake is not None and self.brake.holds


class DriftRun:
    """
    One run. Go through `looks` to its end, then `conclude`.

    `automatic_per_day` is how many harmless repairs may be approved without a person for one local date, in
    `zone`.
    """

    def __init__(
        self,
        records: Records,
        check: Check,
        repairs: Repairs,
        registrar_for: RegistrarFor,
        clock: Clock,
        *,
        zone: tzinfo,
        caution: Caution | None = None,
        automatic_per_day: int = 0,
    ) -> None:
        self._records = records
        self._check = check
        self._repairs = repairs
        self._registrar_for = registrar_for
        self._clock = clock
        self._zone = zone
        self._caution = caution or Caution()
        self._budget = automatic_per_day
        with records.reading() as unit:
            self._tally = Tally(let_go_at=unit.brakes.let_go_at())
        self._looked_at: set[DomainName] = set()
        self._to_plan: list[NameReport] = []
        self._opened: list[str] = []
        self._closed: list[str] = []

    def looks(
        self, names: Iterable[DomainName] | None = None, *, by: Actor
    ) -> Generator[NameReport | NotChecked, None, None]:
        """Yield a report a name, as `Check.check_all` does, and keep count."""
        for report in self._check.check_all(names, by=by):
            self._tally.add(report)
            if isinstance(report, NameReport):
                self._opened += [f"{report.name}: {one}" for one in report.settled.opened]
                self._closed += [f"{report.name}: {one}" for one in report.settled.closed]
                self._looked_at.add(report.name)
                if Remedy.REPAIR in report.remedies.values():
                    self._to_plan.append(report)
            yield report

    def conclude(self, on: date, *, by: Actor, dry_run: bool = False) -> Outcome:
        """
        Settle what the looks have shown, as the run of the local date `on`.

        Strangers in our accounts are told of, what was sent is proved, and unless the brake holds, repairs
        are planned and harmless ones sent. A `dry_run` does all of it but keeping and sending.
        """
        strangers = settle_strangers(self._records, self._registrar_for, self._clock, by=by, dry_run=dry_run)
        proved = 0 if dry_run else self._prove_sent(by)
        brake = self._braked(on, by, dry_run=dry_run)
        stands = brake is not None and brake.holds
        planned = 0 if stands else self._plan(by, dry_run=dry_run)
        automatic = 0 if dry_run or stands else self._go_on(on, by)
        with self._records.reading() as unit:
            waiting = [one for one in unit.findings.all(open_only=True) if one.waits]
        outcome = Outcome(
            on=on,
            names=self._tally.names,
            drifting=self._tally.drifting,
            failed=self._tally.failed,
            could_not_ask=self._tally.could_not_ask,
            waiting=len(waiting),
            oldest=min((one.opened_at for one in waiting), default=None),
            opened=(*self._opened, *strangers.opened),
            closed=(*self._closed, *strangers.closed),
            planned=planned,
            automatic=automatic,
            proved=proved,
            brake=brake,
        )
        _log.info("check=%s names=%d drifting=%d waiting=%d stopped=%s", on, outcome.names, outcome.drifting,
                  outcome.waiting, outcome.is_stopped)  # fmt: skip
        return outcome

    def _braked(self, on: date, by: Actor, *, dry_run: bool) -> Brake | None:
        why = self._tally.why_to_stop(self._caution)
        with self._records.changing(by) as unit:
            if why is None:
                before = unit.brakes.of(on)
                return before if before is not None and not before.holds else None
            brake = unit.brakes.set(on, why=why)
            if not dry_run:
                unit.commit()
        return brake

    def _prove_sent(self, by: Actor) -> int:
        """Look again at what was sent, or left half sent; return how many were proved by that."""
        self._repairs.settle_interrupted(by=by)
        with self._records.reading() as unit:
            sent = [plan for plan in unit.plans.all(open_only=True) if plan.state in _PROVABLE]
        return sum(
            tried(plan, lambda plan=plan: self._repairs.prove(plan.number, by=by)) is PlanState.PROVED
            for plan in sent
        )

    def _go_on(self, on: date, by: Actor) -> int:
        """Send what may be sent without a person, and take approved changes of contacts as far as they go."""
        budget = Budget(self._budget, since=datetime.combine(on, time(0), self._zone))
        automatic = repair_harmless(self._records, self._repairs, self._looked_at, budget, by=by)
        for progress in self._repairs.advance_changes(by=by):
            _log.info("name=%s change=%s", progress.name, progress.step)
        return automatic

    def _plan(self, by: Actor, *, dry_run: bool) -> int:
        """Plan what may be repaired; return how many plans are new."""
        free = set[DomainName]()
        if not dry_run:
            free = end_outdated(self._records, self._repairs, self._looked_at, by=by)
        to_plan = [report for report in self._to_plan if report.counts or report.name in free]
        return sum(self._planned(report, by, dry_run=dry_run) for report in to_plan)

    def _planned(self, report: NameReport, by: Actor, *, dry_run: bool) -> bool:
        try:
            plan = propose(
                self._records,
                self._clock,
                report,
                by=by,
                also_follows=self._repairs.also_follows,
                dry_run=dry_run,
            )
        except RecordsError as error:
            _log.warning("name=%s plan=none error=%s", report.name, type(error).__name__)
            return False
        return plan is not None
