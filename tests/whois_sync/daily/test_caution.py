"""When a run stops itself: told in figures, by reports of made-up names."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import ContactRole
from portfolio.drift import Remedy
from portfolio.names import DomainName
from portfolio.observation import Observation, Source, Why
from tests.whois_sync.pieces import NOON, TECH, a_seen, absent, unreadable
from whois_sync.check.caution import Caution, Tally
from whois_sync.check.report import NameReport, NotChecked
from whois_sync.check.settling import Settled

AT_REGISTRAR = ("tech.email at registrar",)
AT_PUBLIC = ("tech.email at public",)
LAX = Caution(max_share=1, min_names=5)
RDAP = a_seen(Source.RDAP)


def report(number: int, *waiting: str, public: Observation = RDAP, **more: object) -> NameReport:
    """What was found on one name, each with a technician of its own."""
    fields: dict[str, object] = {
        "name": DomainName(f"example-{number}.com"),
        "account": "main",
        "checked_at": NOON,
        "registrar": a_seen(),
        "public": public,
        "rows": (),
        "settled": Settled(waiting=waiting, waits_since=NOON if waiting else None),
        "contacts": {TECH: f"technician-{number}"},
    }
    return NameReport.model_validate(fields | more)


def run(drifting: int, of: int, *waiting: str, public: Observation = RDAP, **more: object) -> Tally:
    """So many names of so many show it."""
    shown = [report(n, *waiting, public=public, **more) for n in range(drifting)]
    return Tally(shown + [report(n) for n in range(drifting, of)])


@pytest.mark.parametrize(
    ("drifting", "of", "stops"),
    [(4, 4, False), (5, 5, True), (5, 249, True), (5, 250, False), (6, 299, True), (6, 300, False),
     (20, 1000, False), (21, 1000, True)],
)  # fmt: skip
def test_a_run_stops_above_two_percent_and_five_names(drifting: int, of: int, stops: bool) -> None:
    why = run(drifting, of, *AT_REGISTRAR).why_to_stop()
    assert why == (f"{drifting} of {of} names drift in one run" if stops else None)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0, 1), st.integers(2, 20))
def test_fewer_names_than_the_least_stop_nothing(
    drifting: int, in_order: int, share: float, least: int
) -> None:
    caution = Caution(max_share=share, min_names=least)
    why = run(drifting, drifting + in_order, *AT_REGISTRAR).why_to_stop(caution)
    assert (why is not None) == (drifting >= least and drifting > share * (drifting + in_order))


@pytest.mark.parametrize(("count", "stops"), [(4, False), (5, True)])
def test_one_person_who_drifts_on_many_names_stops_a_run(count: int, stops: bool) -> None:
    tally = run(count, 1000, *AT_REGISTRAR, contacts={TECH: "technician"})
    told = f"{count} names drift in the same contact, technician"
    assert tally.why_to_stop() == (told if stops else None)


def test_one_name_of_a_person_or_of_a_server_is_no_pattern_however_little_a_house_allows() -> None:
    strict = Caution(max_share=1, min_names=1)
    assert run(1, 1, *AT_PUBLIC).why_to_stop(strict) is None
    two = run(2, 5, *AT_REGISTRAR, contacts={TECH: "technician"})
    assert two.why_to_stop(strict) == "2 names drift in the same contact, technician"


def test_one_person_in_two_roles_of_a_name_counts_once() -> None:
    roles = {TECH: "clerk", ContactRole.ADMIN: "clerk"}
    tally = run(4, 1000, "tech.email at registrar", "admin.email at registrar", contacts=roles)
    assert tally.why_to_stop() is None


def test_a_person_who_does_not_drift_himself_stops_nothing() -> None:
    tally = run(8, 1000, "admin.email at registrar", contacts={TECH: "technician"})
    assert tally.why_to_stop() is None


@pytest.mark.parametrize("path", ["tech.email at public", "nameservers at public", "registration at public"])
@pytest.mark.parametrize(("asked", "differs", "stops"), [(4, 4, False), (5, 5, True), (9, 8, False)])
def test_a_server_that_differs_on_everything_stops_a_run(
    path: str, asked: int, differs: int, stops: bool
) -> None:
    why = run(differs, asked, path).why_to_stop(LAX)
    told = f"{RDAP.provenance.server} differs from us on all {asked} names that it was asked for"
    assert why == (told if stops else None)


def test_a_server_that_denies_all_names_stops_a_run() -> None:
    denying = absent()
    tally = run(5, 5, "registration at public", public=denying)
    assert tally.why_to_stop(LAX) == (
        f"{denying.provenance.server} differs from us on all 5 names that it was asked for"
    )


def test_what_only_the_account_shows_is_not_held_against_the_public_server() -> None:
    assert run(9, 9, *AT_REGISTRAR).why_to_stop(LAX) is None


def test_a_server_that_does_not_answer_differs_on_nothing() -> None:
    tally = run(9, 9, *AT_PUBLIC, public=unreadable(why=Why.THROTTLED))
    assert tally.why_to_stop(LAX) is None
    assert tally.could_not_ask == 9


def test_what_was_accepted_does_not_count() -> None:
    assert run(9, 9).why_to_stop() is None


def test_what_is_being_repaired_does_not_count() -> None:
    assert run(9, 9, *AT_PUBLIC, is_planned=True).why_to_stop() is None


def test_a_renewal_that_the_registrar_tells_does_not_count() -> None:
    paths = ("expires_at at registrar", "expires_at at public")
    assert run(9, 9, *paths, remedies={"expires_at": Remedy.ADOPT}).why_to_stop() is None
    assert run(9, 9, *paths, remedies={"expires_at": Remedy.ASK}).why_to_stop() is not None
    both = (*paths, "nameservers at registrar")
    assert run(9, 9, *both, remedies={"expires_at": Remedy.ADOPT}).why_to_stop() is not None


def test_names_that_could_not_be_checked_are_counted_and_are_no_drift() -> None:
    failed = [NotChecked(name=DomainName(f"example-{n}.net"), why="OSError") for n in range(9)]
    tally = Tally(failed)
    assert (tally.names, tally.failed, tally.drifting, tally.why_to_stop()) == (9, 9, 0, None)


def test_a_tally_keeps_count_of_moves_and_of_the_oldest() -> None:
    first = Settled(opened=AT_REGISTRAR, waiting=AT_REGISTRAR, waits_since=NOON)
    later = NOON.replace(hour=13)
    second = Settled(closed=AT_PUBLIC, waiting=AT_REGISTRAR, waits_since=later)
    tally = Tally([report(1, settled=second), report(2, settled=first), report(3)])
    assert tally.moves == {"opened": 1, "closed": 1, "waiting": 2}
    assert tally.oldest == NOON


def test_a_server_is_judged_by_the_names_that_speak_for_or_against_it() -> None:
    denied = [report(n, "registration at public", public=absent()) for n in range(6)]
    repaired = report(6, "tech.email at public", is_planned=True)
    assert Tally([*denied, repaired]).why_to_stop(LAX) is not None
    in_order = report(7)
    assert Tally([*denied, in_order]).why_to_stop(LAX) is None


def test_what_two_people_have_let_go_of_speaks_against_no_later_run() -> None:
    old = Settled(waiting=AT_REGISTRAR, waits_since=NOON, newest=NOON)
    reports = [report(n, settled=old) for n in range(9)]
    assert Tally(reports).why_to_stop() is not None
    assert Tally(reports, let_go_at=NOON).why_to_stop() is None
    assert Tally(reports, let_go_at=NOON - timedelta(seconds=1)).why_to_stop() is not None
