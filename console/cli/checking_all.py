"""`check --all`: the day's run, now; the same code as the job's, with a person watching."""

from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

from console.cli.desk import Desk
from console.jobs import daily
from console.progress import counted
from console.refusals import Exit, Refusal
from console.showing import err, show_fields
from portfolio.brake import Brake
from records import Moved
from whois_sync.daily import Outcome


def whole_run(desk: Desk, *, force: str | None, dry_run: bool, as_json: bool) -> int:
    """
    Check every name as the run of today's local date, report, and return the exit code.

    `force` is the reason to go on past the brake: the first person who gives one asks, the second agrees, and
    then this run plans. Raises `Refusal` while another process does today's run.
    """
    on = desk.app.clock.now().astimezone(ZoneInfo(desk.app.settings.jobs.zone)).date()
    if force is not None and not dry_run:
        _agree(desk, on, force)
    told = _run(desk, on, dry_run=True) if dry_run else _claimed_run(desk, on)
    if force is not None and not dry_run:
        _ask(desk, told, force)
    _show(told, as_json=as_json)
    if told.is_stopped:
        return Exit.BRAKE
    if told.waiting:
        return Exit.DRIFT_WAITS
    return Exit.UNCLEAR if told.could_not_ask or told.failed else Exit.DONE


def _run(desk: Desk, on: date, *, dry_run: bool) -> Outcome:
    """Look at every name and conclude."""
    with desk.app.records.reading() as unit:
        total = sum(1 for _ in unit.domains.names())
    run = desk.app.drift_run()
    with counted("checking", total, lines=False) as tell:
        for report in run.looks(by=desk.actor):
            tell(report.name)
    return run.conclude(on, by=desk.actor, dry_run=dry_run)


def _agree(desk: Desk, on: date, reason: str) -> None:
    """Agree to let go of today's brake, where somebody else has asked for it."""
    with desk.app.records.changing(desk.actor) as unit:
        brake = unit.brakes.of(on)
        if brake is not None and brake.holds and brake.released_by not in (None, desk.actor):
            unit.brakes.release(on, reason=reason)
            unit.commit()


def _ask(desk: Desk, told: Outcome, reason: str) -> None:
    """Ask to let go of the brake that has just held, unless it was asked for already."""
    if told.brake is None or not told.brake.holds:
        return
    brake: Brake = told.brake
    if brake.released_by is None:
        with desk.app.records.changing(desk.actor) as unit:
            brake = unit.brakes.release(told.on, reason=reason)
            unit.commit()
    line = f"{brake.released_by} asked to go on; somebody else says so too: check --all --force REASON"
    err().print(line, markup=False)


def _claimed_run(desk: Desk, on: date) -> Outcome:
    """
    Do today's run under its claim, so that no job repeats it; one that is done already is done again.

    A run that breaks off lets go of its claim at once.
    """
    with daily.claimed(desk.app, daily.CHECK, on) as ours:
        if not ours:
            _raise_if_under_way(desk)
            return _run(desk, on, dry_run=False)
        is_done = False
        try:
            done = _run(desk, on, dry_run=False)
            daily.finish(desk.app, daily.CHECK, on, daily.figures(done))
            is_done = True
        finally:
            if not is_done:
                with suppress(Moved):
                    daily.give_up(desk.app, daily.CHECK, on)
        return done


def _raise_if_under_way(desk: Desk) -> None:
    with desk.app.records.reading() as unit:
        newest = unit.runs.newest(daily.CHECK)
    if newest is not None and newest.finished_at is None:
        raise Refusal("a check is under way elsewhere", next_step="wait for it: namesteward drift report")


def _show(told: Outcome, *, as_json: bool) -> None:
    if as_json:
        show_fields(told.model_dump(mode="json"), as_json=True)
        return
    fields: dict[str, object] = {
        "checked": f"{told.names} names, {told.drifting} drift",
        "could not ask": told.could_not_ask + told.failed,
        "new": list(told.opened),
        "fixed": list(told.closed),
        "waiting": told.waiting,
        "oldest": told.oldest.date() if told.oldest else None,
        "planned": told.planned,
        "sent without a person": told.automatic,
        "proved": told.proved,
    }
    if told.brake is not None:
        fields["brake"] = f"{told.brake.why}; " + ("nothing was planned" if told.is_stopped else "let go of")
    show_fields(fields, as_json=False)
