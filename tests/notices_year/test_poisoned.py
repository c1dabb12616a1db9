"""One row that cannot be read stops no other, wherever in its life it became unreadable."""

from pathlib import Path

import pytest

from portfolio.names import DomainName
from portfolio.notice import NoticeState
from tests.notices_year.made_year import Made
from tests.notices_year.memory_mail import Mishap, Phase
from tests.notices_year.one_notice import AT, SINCE
from tests.notices_year.points import Points, PowerCut
from tests.notices_year.truth import TrueName
from tests.notices_year.year_house import MovedClock, YearHouse

POISONED, SOUND = "client-a", "client-b"
LEFT_IN_HAND = (NoticeState.CLAIMED, NoticeState.SENDING)


@pytest.fixture
def house(tmp_path: Path) -> YearHouse:
    paid = AT.replace(month=8, day=30)
    names = [
        TrueName(DomainName(f"{client}.com"), client, "UTC", paid, is_generic=True, is_told=True)
        for client in (POISONED, SOUND)
    ]
    made = Made({true.name: true for true in names}, dict.fromkeys((POISONED, SOUND), "UTC"))
    return YearHouse(tmp_path, made, MovedClock(AT))


def _state_of(house: YearHouse) -> str:
    with house.opened() as records, records.reading() as unit:
        return str(unit.outbox.of_domain(DomainName(f"{POISONED}.com"))[0].state)


def _cut_off(house: YearHouse, state: str) -> None:
    """Run till the first notice is left in a state."""
    for cut_at in range(1, 60):
        with pytest.raises(PowerCut):
            house.runs(Points(cut_at))
        with house.opened() as records, records.reading() as unit:
            if any(notice.state == state for notice in unit.outbox.all()):
                return
        house.clock.at += SINCE[1]
    raise AssertionError(state)


@pytest.mark.parametrize("state", LEFT_IN_HAND)
def test_a_notice_left_in_hand_whose_key_is_then_deleted_keeps_nobody_from_being_told(
    house: YearHouse, state: NoticeState
) -> None:
    _cut_off(house, state)
    assert _state_of(house) == state
    _only_the_other_is_told(house)


def test_a_notice_put_off_whose_key_is_then_deleted_keeps_nobody_from_being_told(house: YearHouse) -> None:
    house.mail.plan = lambda: Mishap(Phase.CONNECT)
    house.runs()
    assert _state_of(house) == NoticeState.RETRY_LATER
    house.mail.plan = lambda: None
    _only_the_other_is_told(house)


def test_a_name_whose_key_is_deleted_keeps_nobody_from_being_told_and_is_a_problem(house: YearHouse) -> None:
    _only_the_other_is_told(house)
    assert list(house.runs().problems) == [f"{POISONED}.com"]


def _only_the_other_is_told(house: YearHouse) -> None:
    house.poison(POISONED)
    house.mail.log.clear()
    for later in SINCE:
        house.clock.at += later
        house.runs()
    assert [line.recipient for line in house.mail.log] == [f"registrant@{SOUND}.example.net"]
