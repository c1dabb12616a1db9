"""A registrant's data that was changed at a registrar makes the registrar ask: that is kept, and chased."""

from datetime import timedelta

import pytest

from portfolio.drift import PlanState
from portfolio.names import DomainName
from portfolio.values import day_of
from portfolio.verification import Verification
from registrar.errors import OutcomeUnknown, ValueRefused
from tests.whois_sync.changes.changes_house import NAMES, advanced, asked, edited, registrar_of
from tests.whois_sync.fakes import FakeRegistrar, House, ReadingRegistrar
from tests.whois_sync.pieces import NAME, OURS, REGISTRANT

CA = NAMES[3]
GENERIC = [name for name in NAMES if name != CA]
NEW = OURS[REGISTRANT].model_copy(update={"email": "new@example.ca"})


def approved(house: House, *, slug: str = "owner") -> int:
    change = asked(house, NEW if slug == "owner" else edited(), slug=slug)
    house.repairs.approve_change(change, by="chief")
    return change


def waiting(house: House) -> dict[DomainName, Verification]:
    with house.records.reading() as unit:
        return {one.name: one for one in unit.verifications.all_open()}


def test_every_gtld_name_waits_for_an_answer_within_fifteen_days(house: House) -> None:
    change = approved(house)
    assert waiting(house) == {}
    advanced(house, change)
    found = waiting(house)
    assert sorted(found) == sorted(GENERIC)
    for one in found.values():
        assert one.asked_at == house.clock.now()
        assert one.until == day_of(house.clock.now()) + timedelta(days=15)
        assert "@" not in one.why


def test_a_technical_contact_s_change_asks_nobody(house: House) -> None:
    advanced(house, approved(house, slug="technician"))
    assert waiting(house) == {}


def test_one_that_waits_already_keeps_its_day(house: House) -> None:
    advanced(house, approved(house))
    first = waiting(house)[NAME]
    house.clock.advance(timedelta(days=3))
    again = asked(house, NEW.model_copy(update={"email": "newer@example.ca"}), slug="owner", by="clerk")
    house.repairs.approve_change(again, by="chief")
    advanced(house, again)
    assert waiting(house)[NAME] == first


def test_what_was_answered_is_not_asked_again_by_looking(house: House) -> None:
    change = approved(house)
    advanced(house, change)
    with house.records.changing("clerk") as unit:
        unit.verifications.settle(NAME, "confirmed")
        unit.commit()
    house.clock.advance(timedelta(days=1))
    advanced(house, change)
    assert NAME not in waiting(house)


def test_a_refused_change_asks_nobody(house: House, registrar: FakeRegistrar) -> None:
    registrar.answering = ValueRefused("no")
    advanced(house, approved(house))
    assert waiting(house) == {}


def test_an_unclear_answer_opens_nothing_until_a_look_shows_the_change(
    house: House, registrar: FakeRegistrar
) -> None:
    registrar.answering = OutcomeUnknown("no answer")
    change = approved(house)
    sent_at = house.clock.now()
    advanced(house, change)
    assert waiting(house) == {}
    registrar.answering = None
    registrar.shown[NAME][REGISTRANT] = registrar.shown[NAME][REGISTRANT].model_copy(
        update={"email": "new@example.ca"}
    )
    house.clock.advance(timedelta(days=2))
    advanced(house, change)
    assert sorted(waiting(house)) == [NAME]
    assert waiting(house)[NAME].asked_at == sent_at


def test_what_the_registrar_showed_already_asks_nobody(house: House, registrar: FakeRegistrar) -> None:
    change = approved(house)
    for name in NAMES:
        registrar.shown[name][REGISTRANT] = registrar.shown[name][REGISTRANT].model_copy(
            update={"email": "new@example.ca"}
        )
    advanced(house, change)
    assert registrar.sent == []
    assert waiting(house) == {}


@pytest.mark.parametrize("told", [True, False])
def test_a_change_that_a_person_carried_out_asks_too(house: House, *, told: bool) -> None:
    behind = registrar_of(house)
    house.registrar = ReadingRegistrar(*NAMES)
    change = approved(house)
    behind.shown[NAME][REGISTRANT] = behind.shown[NAME][REGISTRANT].model_copy(
        update={"email": "new@example.ca"}
    )
    if told:
        assert house.repairs.done_by_hand(change, NAME, by="clerk").state is PlanState.SENT
    else:
        advanced(house, change)
    assert sorted(waiting(house)) == [NAME]
