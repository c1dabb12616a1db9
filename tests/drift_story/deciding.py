"""What staff decide: to go on past the brake, what to accept, and what to take over."""

from collections.abc import Iterator
from contextlib import suppress

from portfolio.finding import Finding
from portfolio.names import DomainName
from records import Moved, RecordsError, SamePerson
from tests.drift_story.judging import Plantings
from tests.drift_story.kinds_of_change import End, Says
from tests.drift_story.story_house import JOB, Day, House
from whois_sync.errors import NotReady
from whois_sync.repair.adopt import adopt

CLERK, CHIEF = "clerk", "chief"


def let_go(house: House) -> Iterator[str]:
    """One asks to go on past the brake, who cannot agree alone; another agrees. Yield what went wrong."""
    _release(house, CLERK)
    try:
        _release(house, CLERK)
    except SamePerson:
        _release(house, CHIEF)
    else:
        yield "one person alone let go of the brake"
    with house.records.reading() as unit:
        brake = unit.brakes.of(house.clock.now().date())
    if brake is None or brake.holds:
        yield "two people agreed and the brake still holds"
    with suppress(Moved):
        _release(house, CHIEF)
        yield "a brake that was let go of could be let go of again"


def decide(house: House, day: Day, plantings: Plantings) -> Iterator[str]:
    """Accept, adopt and ask for what staff decide of the plantings; yield what could not be."""
    yield from _asked(house, day, plantings)
    for name, (kind, _) in plantings.items():
        if kind.end is not End.A_PERSON or kind.gap:
            continue
        found = _open_of(house, name)
        if kind.says is Says.ADOPT:
            yield from _adopted(house, name, {finding.path for finding in found})
        if kind.says is Says.ACCEPT:
            _accept(house, found)


def adopted(plantings: Plantings) -> frozenset[DomainName]:
    """The names of which our record takes over what the registrar says."""
    return frozenset(name for name, (kind, _) in plantings.items() if kind.says is Says.ADOPT)


def waiting_faults(house: House, plantings: Plantings, besides: frozenset[str]) -> Iterator[str]:
    """Yield what waits though nobody needs to act, and what is quiet though a person must see it."""
    wanted = {*besides}
    wanted |= {name for name, (kind, _) in plantings.items() if kind.says is Says.NOTHING and not kind.gap}
    wanted |= {name for name, (kind, _) in plantings.items() if kind.end is End.NOT_PROVED}
    waiting = {str(finding.name) for finding in house.open_findings() if finding.waits}
    yield from (f"{name} waits, and for nobody" for name in sorted(waiting - wanted))
    yield from (f"{name} waits for a person, who is not told" for name in sorted(wanted - waiting))


def _asked(house: House, day: Day, plantings: Plantings) -> Iterator[str]:
    """A person may ask for a name's own servers or lock, the job may not."""
    for report in day.reports:
        kind, _ = plantings.get(report.name, (None, None))
        if kind is None or kind.asks is None:
            continue
        with suppress(NotReady):
            house.repairs.propose_of_name(report, kind.asks, by=JOB)
            yield f"{kind.title}: {report.name} was planned by a machine"
        house.repairs.propose_of_name(report, kind.asks, by=CLERK)


def _release(house: House, by: str) -> None:
    with house.records.changing(by) as unit:
        unit.brakes.release(house.clock.now().date(), reason="the registrar moved its customers")
        unit.commit()


def _open_of(house: House, name: DomainName) -> list[Finding]:
    with house.records.reading() as unit:
        return unit.findings.open_of(name)


def _accept(house: House, found: list[Finding]) -> None:
    with house.records.changing(CLERK) as unit:
        for one in found:
            unit.findings.accept(one.name, one.path, one.source, why="known to be so")
        unit.commit()


def _adopted(house: House, name: DomainName, paths: set[str]) -> Iterator[str]:
    for path in sorted(paths):
        try:
            adopt(house.records, house.registrar_for, house.clock, name, path, by=CLERK)
        except RecordsError as error:
            yield f"{path} of {name} was not taken over: {type(error).__name__}"
    yield from (f"{one.path} of {name} is open, though taken over" for one in _open_of(house, name))
