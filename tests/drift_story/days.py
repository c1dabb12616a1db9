"""The days of a drift story: found, stopped, planned, repaired, proved; what is left waits for people."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from tests.drift_story.deciding import adopted, decide, let_go, waiting_faults
from tests.drift_story.judging import Plantings, Tally, When, faults_of, judge
from tests.drift_story.keeping import figure_faults, kept_faults, quiet_faults, stop_faults
from tests.drift_story.kinds_of_change import End
from tests.drift_story.made_portfolio import HOSTS, START, Portfolio
from tests.drift_story.repairing import (
    AT_REGISTRAR,
    REPAIRED,
    automatic_faults,
    carry_out,
    due,
    plan_faults,
    proof_faults,
    registry_faults,
    write_faults,
)
from tests.drift_story.story_house import Day, House
from tests.drift_story.story_street import Street

STRANGER = DomainName("example-of-nobody.com")
_MEANWHILE = timedelta(hours=1)
_NEXT_DAYS = timedelta(hours=18), timedelta(hours=42)
_FAX = "a fax that we do not have"


@dataclass
class Telling:
    """What came of it: tallies of the first check, faults, names looked at, and how long each part took."""

    tallies: dict[str, Tally] = field(default_factory=dict[str, Tally])
    faults: list[str] = field(default_factory=list[str])
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    looks: dict[str, int] = field(default_factory=dict[str, int])
    figures: list[str] = field(default_factory=list[str])

    def timed(self, what: str, since: float, *, looks: int = 0) -> None:
        """Note how long a part took, and how many names it looked at."""
        self.seconds[what] = time.monotonic() - since
        self.looks[what] = looks


@dataclass
class Story:
    """A planted portfolio, and what is known of it so far."""

    street: Street
    house: House
    portfolio: Portfolio
    plantings: Plantings
    telling: Telling
    automatic_per_day: int
    log_before: int = 0

    def run(self, title: str, when: When) -> Day:
        """Do a whole run; what it finds, keeps and tells must be what is planted."""
        since = time.monotonic()
        day = self.house.day(automatic_per_day=self.automatic_per_day)
        self.telling.timed(title, since, looks=len(day.reports))
        tallies = judge(day.reports, self.plantings, when)
        self.telling.tallies = self.telling.tallies or tallies
        told = [*faults_of(tallies), *kept_faults(self.house, day, self.plantings, when)]
        told += figure_faults(day, len(self.portfolio.names))
        self.fault(title, told)
        outcome = day.outcome
        self.telling.figures.append(
            f"{title}: opened {len(outcome.opened)}, closed {len(outcome.closed)}, "
            f"waiting {outcome.waiting}, planned {outcome.planned}, "
            f"automatic {outcome.automatic}, proved {outcome.proved}, "
            f"brake {outcome.brake.why if outcome.brake else None!r} holds {outcome.is_stopped}"
        )
        return day

    def fault(self, title: str, found: Iterator[str] | list[str]) -> None:
        """Take down what is wrong."""
        self.telling.faults += [f"{title}: {one}" for one in found]

    def planned(self, *, later: bool) -> set[DomainName]:
        """The names that may have a plan by now; later on also of what is public only, or a person's wish."""
        return due(self.plantings, *AT_REGISTRAR, *((End.STUCK, End.ASKED) if later else ()))


def first_day(story: Story) -> None:
    """All is found and nothing planned, until two people let go of the brake; then what is harmless goes."""
    register_stranger(story.street)
    story.log_before = len(story.street.box.log.entries)
    title = "day 1"
    day = story.run(title, When())
    story.fault(title, stop_faults(day, story.plantings, When()))
    if day.outcome.is_stopped:
        story.fault(title, [f"{plan.name} was planned under the brake" for plan in story.house.plans()])
        story.fault(title, write_faults(story.street, set(), set(), story.log_before))
        story.fault(title, let_go(story.house))
    if f"{STRANGER}: standing.not_in_our_records at registrar" not in day.outcome.opened:
        story.fault(title, ["a name in the account that is not ours was not told of"])
    story.street.box.clock.advance(_MEANWHILE)
    title = "day 1, let go of"
    again = story.run(title, When(_MEANWHILE, 2))
    story.fault(title, ["the brake holds"] if again.outcome.is_stopped else [])
    since = time.monotonic()
    story.fault(title, plan_faults(story.house, story.plantings, story.planned(later=False)))
    automatic = day.outcome.automatic + again.outcome.automatic
    story.fault(title, automatic_faults(story.house, automatic, story.automatic_per_day))
    story.fault(title, decide(story.house, again, story.plantings))
    story.fault(title, carry_out(story.house))
    story.telling.timed("decided, approved and sent", since)
    written, shrugged = due(story.plantings, *REPAIRED), due(story.plantings, End.NOT_PROVED)
    story.fault(title, write_faults(story.street, written, shrugged, story.log_before))


def second_day(story: Story) -> None:
    """What was sent is proved, what only lagged closes itself, what stays behind is written once more."""
    title = "day 2"
    story.street.box.clock.move_to(START + _NEXT_DAYS[0])
    repaired = due(story.plantings, *REPAIRED)
    day = story.run(title, When(_NEXT_DAYS[0], 3, adopted(story.plantings) | repaired))
    story.fault(title, quiet_faults(day))
    if day.outcome.proved != len(repaired):
        story.fault(title, [f"{day.outcome.proved} proved, and {len(repaired)} repaired"])
    stuck = due(story.plantings, End.STUCK)
    if day.outcome.planned != len(stuck) or day.outcome.automatic != min(len(stuck), story.automatic_per_day):
        told = f"{day.outcome.planned} planned and {day.outcome.automatic} sent without a person"
        story.fault(title, [f"{told}, and {len(stuck)} read twice in public"])
    story.fault(title, plan_faults(story.house, story.plantings, story.planned(later=True)))
    story.fault(title, carry_out(story.house))


def third_day(story: Story) -> None:
    """Only what is a person's waits; what was accepted is heard of again because its value changed."""
    title = "day 3"
    story.street.box.clock.move_to(START + _NEXT_DAYS[1])
    changed = frozenset(name for name, (kind, _) in story.plantings.items() if kind.title == _FAX)
    for name in changed:
        story.street.box.registry.change_contact_behind_our_back(name, ContactRole.ADMIN, fax="+1.6135559977")
    give_stranger_away(story.street)
    repaired = due(story.plantings, *REPAIRED, End.STUCK)
    day = story.run(title, When(_NEXT_DAYS[1], 4, adopted(story.plantings) | repaired))
    story.fault(title, quiet_faults(day))
    if f"{STRANGER}: standing.not_in_our_records at registrar" not in day.outcome.closed:
        story.fault(title, ["a stranger has left the account, and its finding is open"])
    story.fault(title, plan_faults(story.house, story.plantings, story.planned(later=True)))
    story.fault(title, proof_faults(story.house, story.plantings))
    story.fault(title, registry_faults(story.street.box, story.plantings))
    story.fault(title, waiting_faults(story.house, story.plantings, frozenset(map(str, changed))))
    shrugged = due(story.plantings, End.NOT_PROVED)
    story.fault(title, write_faults(story.street, repaired, shrugged, story.log_before))


def register_stranger(street: Street) -> None:
    """Let our account have a name that our records know nothing of."""
    registry = street.box.registry
    contacts = registry.info(registry.names()[0], by="opensrs").contacts
    registry.create(STRANGER, by="opensrs", years=1, contacts=contacts, nameservers=sorted(HOSTS))


def give_stranger_away(street: Street) -> None:
    """Let the stranger's name leave our account."""
    registry = street.box.registry
    record = registry.info(STRANGER, by="opensrs")
    registry.request_transfer(STRANGER, by="elsewhere", auth_info=record.auth_info or "")
    registry.approve_transfer(STRANGER, by="opensrs")
