"""Where a run stops: not for a few names, but for one desk on many, or a server that is always otherwise."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from portfolio.contacts import ContactRole
from sandbox import Fault
from tests.drift_story.made_portfolio import Made, Portfolio, made_portfolio
from tests.drift_story.story_house import Day, House, open_house
from tests.drift_story.story_street import Street, open_street
from whois_sync.check.caution import Caution

_A_DAY = timedelta(days=1)
_ON_SHARE = Caution(max_share=0.2)
"""A share so large that what is said of one contact is seen by itself."""

_DENYING, _GARBLED = "ca", "com"


def tell_of_brakes(folder: Path, *, names: int) -> list[str]:
    """A few drift, then many of one desk, a server denies all, another garbles all; return the faults."""
    portfolio = made_portfolio(names)
    with open_street() as street, open_house(folder, street, portfolio) as house:
        faults = [*_few(street, house, portfolio), *_desk(street, house, portfolio)]
        faults += [*_denying(street, house, portfolio), *_garbled(street, house)]
    return [f"brakes: {fault}" for fault in faults]


def _few(street: Street, house: House, portfolio: Portfolio) -> Iterator[str]:
    few = portfolio.names[: max(1, len(portfolio.names) // 100)]
    for made in few:
        change_tech(street, made, email="stranger@example.org")
    day = house.day()
    if day.outcome.brake is not None:
        yield f"{len(few)} names stopped the run: {day.outcome.brake.why}"
    if {plan.name for plan in house.plans()} != {made.name for made in few}:
        yield f"{len(few)} names drift, and {day.outcome.planned} were planned"


def _desk(street: Street, house: House, portfolio: Portfolio) -> Iterator[str]:
    street.box.clock.advance(_A_DAY)
    planned = {plan.name for plan in house.plans()}
    free = [made for made in portfolio.names if made.name not in planned]
    desk = free[0].roles[ContactRole.TECH]
    crowd = [made for made in free if made.roles[ContactRole.TECH] == desk][:5]
    for made in crowd:
        change_tech(street, made, phone="+1.6135559990")
    yield from _stopped(house, house.day(caution=_ON_SHARE), f"5 names drift in the same contact, {desk}")
    for made in crowd:
        change_tech(street, made, phone=portfolio.people.by_slug[desk].contact.phone)


def _denying(street: Street, house: House, portfolio: Portfolio) -> Iterator[str]:
    """The street's servers share an address, and one server is told by it: so one TLD is asked alone."""
    street.box.clock.advance(_A_DAY)
    denied = [made.name for made in portfolio.names if made.name.tld == _DENYING]
    for name in denied:
        street.box.public_side.deny(name)
    with house.records.reading() as unit:
        under_repair = {plan.name for plan in unit.plans.all(open_only=True)}
    speaking = [name for name in denied if name not in under_repair]
    day = house.day(denied, caution=Caution(max_share=1))
    yield from _stopped(house, day, f"differs from us on all {len(speaking)} names")
    for name in denied:
        street.box.public_side.as_it_stands(name)


def _garbled(street: Street, house: House) -> Iterator[str]:
    """What cannot be read is not believed: nothing is found, nothing closed, and there is nothing to stop."""
    street.box.clock.advance(_A_DAY)
    house.day({finding.name for finding in house.open_findings()})
    street.box.clock.advance(_A_DAY)
    street.spoil(_GARBLED, Fault.GARBLED)
    day = house.day()
    garbled = sum(report.name.tld == _GARBLED for report in day.reports)
    if day.outcome.could_not_ask != garbled:
        yield f"{garbled} names' server was garbled, {day.outcome.could_not_ask} could not be asked"
    if day.outcome.opened or day.outcome.closed or day.outcome.brake is not None:
        yield f"a garbled server was believed: {day.outcome}"


def _stopped(house: House, day: Day, words: str) -> Iterator[str]:
    before = {plan.proposed_at for plan in house.plans()}
    if not day.outcome.is_stopped or day.outcome.brake is None or words not in day.outcome.brake.why:
        yield f"not stopped with {words!r}, but {day.outcome.brake}"
    if day.outcome.planned or house.clock.now() in before:
        yield f"planned under the brake: {day.outcome.planned}"


def change_tech(street: Street, made: Made, **fields: object) -> None:
    """Let somebody change the tech contact of a name."""
    street.box.registry.change_contact_behind_our_back(made.name, ContactRole.TECH, **fields)
