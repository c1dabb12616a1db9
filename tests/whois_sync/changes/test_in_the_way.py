"""Names that wait for another plan, registrars that take contacts by hand only, accounts that refuse us."""

import pytest

from portfolio.change import Step, Way
from portfolio.contacts import Phone
from portfolio.drift import NameField, PlanState
from portfolio.stop import StopReason
from registrar.errors import AccessRefused, TryAgain, ValueRefused
from tests.whois_sync.changes.changes_house import (
    NAMES,
    NEW_EMAIL,
    FollowingPublic,
    advanced,
    all_at,
    asked,
    change_of,
    edited,
    registrar_of,
    steps,
)
from tests.whois_sync.drift.delegating import THEIRS, DelegatingRegistrar
from tests.whois_sync.fakes import FakeRegistrar, House, ReadingRegistrar, plan_of, planned
from tests.whois_sync.pieces import ADMIN, HOSTS, NAME, OURS, REGISTRANT, TECH
from whois_sync.change.carry_out import REFUSING
from whois_sync.errors import NotReady

BUSY = Phone.parse("+1.6135550188")


def way_of(house: House) -> Way:
    reached = house.repairs.preview_edit("technician", edited()).reached
    return next(reach.way for reach in reached if reach.name == NAME)


def test_a_repair_that_was_only_proposed_makes_room(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(ADMIN, phone="+1.6135550199")
    repair = planned(house)
    assert way_of(house) is Way.PLANNED
    change = asked(house)
    assert plan_of(house, repair).state is PlanState.WITHDRAWN
    assert plan_of(house, repair).detail == f"change {change} of contact technician takes its place"
    assert steps(house.repairs.progress_of(change)) == all_at(Step.PROPOSED)


def test_a_name_with_an_approved_repair_waits_and_is_taken_up_under_the_same_approval(
    house: House, registrar: FakeRegistrar
) -> None:
    registrar.changed_behind_our_back(ADMIN, phone="+1.6135550199")
    repair = planned(house)
    house.repairs.approve(repair, by="chief")
    assert way_of(house) is Way.WAITS
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    told = advanced(house, change)
    assert told.pop(NAME) is Step.WAITS
    assert set(told.values()) == {Step.SHOWN}
    house.repairs.apply(repair, by="chief")
    house.repairs.prove(repair, by="job:prove")
    assert advanced(house, change, by="chief") == all_at(Step.SHOWN)
    with house.records.reading() as unit:
        newest = unit.plans.of_change(change)[-1]
    assert (newest.proposed_by, newest.approved_by) == ("clerk", "chief")
    assert registrar.shown[NAME][TECH].email == NEW_EMAIL


def test_two_changes_of_one_name_wait_for_each_other_and_both_arrive(
    house: House, registrar: FakeRegistrar
) -> None:
    first = asked(house)
    second = asked(house, OURS[ADMIN].model_copy(update={"phone": BUSY}), slug="office")
    assert steps(house.repairs.progress_of(second)) == all_at(Step.WAITS)
    assert advanced(house, second) == all_at(Step.WAITS)
    assert advanced(house, first) == all_at(Step.PROPOSED)
    for change in (first, second):
        house.repairs.approve_change(change, by="chief")
    told = list(house.repairs.advance_changes(by="job:changes"))
    assert {one.step for one in told} == {Step.SHOWN}
    assert len(told) == 2 * len(NAMES)
    assert registrar.shown[NAME][ADMIN].phone == BUSY.epp
    assert change_of(house, second).closed_at is not None


def test_an_approved_plan_for_the_former_version_makes_room(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    repair = planned(house)
    house.repairs.approve(repair, by="chief")
    change = asked(house)
    assert plan_of(house, repair).state is PlanState.WITHDRAWN
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change) == all_at(Step.SHOWN)


def test_a_registrar_without_such_an_interface_is_named_by_hand_and_proved_by_looking(
    house: House, public: FollowingPublic
) -> None:
    behind = registrar_of(house)
    house.registrar = ReadingRegistrar(*NAMES)
    assert way_of(house) is Way.BY_HAND
    change = asked(house)
    with pytest.raises(NotReady, match="waits to be done by hand"):
        house.repairs.done_by_hand(change, NAME, by="clerk")
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change) == all_at(Step.BY_HAND)
    assert behind.sent == []
    behind.changed_behind_our_back(TECH, email=NEW_EMAIL)
    told = advanced(house, change)
    assert told[NAME] is Step.SHOWN
    other = NAMES[1]
    public.lags(other)
    assert house.repairs.done_by_hand(change, other, by="clerk").state is PlanState.SENT
    assert advanced(house, change)[other] is Step.SENT
    public.lagging.clear()
    behind.changed_behind_our_back(TECH, at=other, email=NEW_EMAIL)
    assert advanced(house, change)[other] is Step.SHOWN


def test_an_account_that_refuses_us_is_asked_once_and_no_more(house: House, registrar: FakeRegistrar) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    registrar.failing = AccessRefused("key was withdrawn")
    before = registrar.asked
    told = list(house.repairs.advance_change(change, by="job:changes"))
    assert registrar.asked - before == 1
    assert [one.detail for one in told[1:]] == [REFUSING] * (len(NAMES) - 1)
    assert steps(told) == all_at(Step.APPROVED)
    registrar.failing = None
    assert advanced(house, change) == all_at(Step.SHOWN)


def test_an_account_that_stands_still_is_not_asked(house: House, registrar: FakeRegistrar) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    with house.records.changing("clerk") as unit:
        unit.stops.stop("main", StopReason.ACCESS, detail="refused at a check")
        unit.commit()
    told = list(house.repairs.advance_change(change, by="job:changes"))
    assert {one.detail for one in told} == {REFUSING}
    assert registrar.sent == []


def test_a_lost_answer_is_settled_by_looking_and_never_sent_again(
    house: House, registrar: FakeRegistrar
) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    registrar.loses_the_answer = True
    registrar.on_set = lambda: setattr(registrar, "failing", TryAgain("no route"))
    told = advanced(house, change)
    assert told.pop(min(NAMES)) is Step.UNCLEAR
    assert set(told.values()) == {Step.APPROVED}
    registrar.failing = registrar.on_set = None
    assert advanced(house, change) == all_at(Step.SHOWN)
    assert len(registrar.sent) == len(NAMES)


def test_what_a_registrar_refused_is_over_once_the_contact_is_corrected(
    house: House, registrar: FakeRegistrar
) -> None:
    first = asked(house)
    house.repairs.approve_change(first, by="chief")
    registrar.answering = ValueRefused("not taken")
    assert advanced(house, first) == all_at(Step.REFUSED)
    registrar.answering = None
    second = asked(house, edited(email="corrected@example.net"))
    assert steps(house.repairs.progress_of(first)) == all_at(Step.OVERTAKEN)
    assert change_of(house, first).closed_at is not None
    house.repairs.approve_change(second, by="chief")
    assert advanced(house, second) == all_at(Step.SHOWN)


def test_a_name_that_waited_is_asked_about_again_when_more_follows_than_was_shown(
    house: House, registrar: FakeRegistrar
) -> None:
    registrar.changed_behind_our_back(ADMIN, phone="+1.6135550199")
    repair = planned(house)
    house.repairs.approve(repair, by="chief")
    change = asked(house, OURS[REGISTRANT].model_copy(update={"phone": BUSY}), slug="owner")
    house.repairs.approve_change(change, by="chief")
    house.repairs.apply(repair, by="chief")
    registrar.changed_behind_our_back(REGISTRANT, name="Somebody Else")
    house.repairs.prove(repair, by="job:prove")
    assert advanced(house, change)[NAME] is Step.PROPOSED
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change) == all_at(Step.SHOWN)


@pytest.mark.parametrize("is_approved", [False, True])
def test_servers_that_a_person_wants_put_back_are_not_pushed_out(house: House, *, is_approved: bool) -> None:
    registrar = DelegatingRegistrar(*NAMES)
    registrar.delegated_to(THEIRS)
    house.registrar = registrar
    repair = house.repairs.propose_of_name(house.check.check(NAME), NameField.NAMESERVERS, by="clerk").id or 0
    if is_approved:
        house.repairs.approve(repair, by="chief")
    assert way_of(house) is Way.WAITS
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change)[NAME] is Step.WAITS
    assert plan_of(house, repair).state is (PlanState.APPROVED if is_approved else PlanState.PROPOSED)
    if not is_approved:
        house.repairs.approve(repair, by="chief")
    house.repairs.apply(repair, by="chief")
    assert house.repairs.prove(repair, by="job:prove").state is PlanState.PROVED
    assert advanced(house, change, by="chief")[NAME] is not Step.WAITS
    assert (registrar.written, registrar.shown[NAME][TECH].email) == ([HOSTS], NEW_EMAIL)
