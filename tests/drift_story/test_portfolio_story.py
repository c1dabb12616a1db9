"""A portfolio in which much has changed: all is found, nothing is invented, what may be is repaired."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import PlanState
from portfolio.finding import Finding
from portfolio.held import HeldDomain
from sandbox import Fault
from tests.drift_story.brakes import tell_of_brakes
from tests.drift_story.days import Telling
from tests.drift_story.judging import NOT_PLANTED, table_of
from tests.drift_story.kinds_of_change import Kind
from tests.drift_story.made_portfolio import ACCOUNT, OF_A_HUNDRED, held, made_portfolio
from tests.drift_story.story import KINDS, tell
from tests.drift_story.story_house import House, open_house
from tests.drift_story.story_street import open_street
from whois_sync.compare.cells import judged


def kinds(*titles: str) -> tuple[Kind, ...]:
    found = tuple(kind for kind in KINDS if kind.title in titles)
    assert len(found) == len(titles)
    return found


def told(folder: Path, *titles: str, days: int) -> Telling:
    return tell(folder, names=20, planted=2 * len(titles), of=kinds(*titles), days=days)


def judged_well(telling: Telling) -> bool:
    assert telling.faults == [], table_of(telling.tallies)
    return all(tally.found == tally.cells for tally in telling.tallies.values() if not tally.gap)


@pytest.mark.timeout(300)
def test_what_changed_in_a_hundred_names_is_found_and_repaired_and_nothing_is_invented(
    tmp_path: Path,
) -> None:
    telling = tell(tmp_path, names=100, planted=len(KINDS))
    assert judged_well(telling)
    assert {tally.title for tally in telling.tallies.values() if tally.planted} >= {k.title for k in KINDS}
    assert telling.tallies[NOT_PLANTED].planted == 100 - len(KINDS)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_changed_in_two_thousand_names_is_found_and_repaired_and_nothing_is_invented(
    tmp_path: Path,
) -> None:
    telling = tell(tmp_path, names=2000, planted=200, all_first=True)
    assert judged_well(telling)
    assert sum(tally.planted for tally in telling.tallies.values()) == 2000


@pytest.mark.timeout(300)
def test_a_run_stops_for_one_desk_and_for_a_server_that_denies_all_and_for_nothing_less(
    tmp_path: Path,
) -> None:
    assert tell_of_brakes(tmp_path, names=40) == []


def test_our_records_of_the_portfolio_are_what_the_registrar_tells(tmp_path: Path) -> None:
    portfolio = made_portfolio(20)
    with open_street() as street, open_house(tmp_path, street, portfolio) as house:
        for made in portfolio.names:
            registration = house.registrar.info(made.name)
            theirs = HeldDomain.of(
                registration, client=made.client, account=ACCOUNT, roles=made.roles, refreshed_at=None
            )
            assert theirs == held(made).model_copy(update={"delegation_signed": None})


def test_a_day_on_which_nobody_answers_opens_and_closes_nothing(tmp_path: Path) -> None:
    portfolio = made_portfolio(40)
    changed = portfolio.names[0].name
    with open_street() as street, open_house(tmp_path, street, portfolio) as house:
        street.box.registry.change_contact_behind_our_back(changed, ContactRole.TECH, city="Hull")
        house.day()
        before = findings(house)
        assert (changed, "tech.city") in {(finding.name, finding.path) for finding in before}
        for tld in OF_A_HUNDRED:
            street.spoil(tld, Fault.GARBLED)
        street.box.faults.keep(Fault.GARBLED, to="opensrs")
        reports = house.day().reports
        assert {(report.registrar.kind, report.public.kind) for report in reports} == {("unreadable",) * 2}
        assert findings(house) == before


def findings(house: House) -> list[Finding]:
    with house.records.reading() as unit:
        return unit.findings.all()


Breaks = Callable[[pytest.MonkeyPatch], object]

BROKEN: dict[str, tuple[Breaks, tuple[str, ...], str, int]] = {
    "a comparison that finds everything the same": (
        lambda patch: patch.setattr("whois_sync.compare.contact_rows.likeness", lambda *_: ""),
        ("tech e-mail changed",),
        "missed",
        1,
    ),
    "a comparison that knows no other spelling": (
        lambda patch: patch.setattr(
            "whois_sync.compare.contact_rows.likeness", lambda ours, theirs, _: "" if ours == theirs else None
        ),
        ("spelling only: case and accents",),
        "invented",
        1,
    ),
    "an unclear answer that is believed": (
        lambda patch: patch.setattr(
            "whois_sync.compare.record_rows._existence",
            lambda seen, yes, no: judged("" if seen.kind == "seen" else None, yes),
        ),
        ("a garbled server",),
        "invented",
        1,
    ),
    "a brake that never trips": (
        lambda patch: patch.setattr("whois_sync.check.caution.Tally.why_to_stop", lambda *_: None),
        ("tech e-mail changed", "tech phone changed", "registrant city changed"),
        "the brake did not trip",
        1,
    ),
    "a yes that is taken for proof": (
        lambda patch: patch.setattr(
            "whois_sync.repair.prove.judge", lambda *_: (PlanState.PROVED, "accepted")
        ),
        ("an interface that answers 200 and changes nothing",),
        "is proved",
        3,
    ),
    "an absence that is believed at once": (
        lambda patch: patch.setattr("portfolio.policy.standing.ABSENT_TIMES", 1),
        ("absent in our account and in public",),
        "open findings are other",
        1,
    ),
    "a budget without an end": (
        lambda patch: patch.setattr("records.audit.AuditTrail.count", lambda *_, **__: -100),
        ("tech e-mail changed", "tech phone changed"),
        "the budget was",
        1,
    ),
    "an acceptance that outlives its value": (
        lambda patch: patch.setattr("whois_sync.check.settling._is_same", lambda *_: True),
        ("a fax that we do not have",),
        "is not told",
        3,
    ),
    "one reading that is enough to write": (
        lambda patch: patch.setattr("portfolio.policy.repair._twice", bool),
        ("a public record hours behind the registrar",),
        "too soon",
        1,
    ),
}
"""What is broken, the kinds that must show it, in which words, and on which day at the latest."""


@pytest.mark.parametrize("what", BROKEN)
def test_the_judge_finds_fault_with(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks, titles, words, days = BROKEN[what]
    breaks(monkeypatch)
    telling = told(tmp_path, *titles, days=days)
    assert any(words in fault for fault in telling.faults), telling.faults
