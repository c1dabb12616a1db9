"""Mail to an address comes back: others are told instead, until a person says that it is mended."""

import hashlib

import pytest

from notifications.deliver import COMES_BACK
from portfolio.mail import MailEvent, MailEventKind
from portfolio.notice import NoticeState
from tests.notifications.names_and_people import ADMIN, OWNER, STAFF, House, to_port
from tests.notifications.scripted_smtp import ScriptedSmtp


def came_back(house: House, address: str, kind: MailEventKind = MailEventKind.HARD, number: int = 0) -> None:
    event = MailEvent(
        address=address,
        kind=kind,
        at=house.clock.now(),
        digest=hashlib.sha256(f"{kind} {number}".encode()).hexdigest(),
        said="5.1.1 no such user",
    )
    with house.records.changing("job:bounces") as unit:
        assert unit.mail_events.record(event)
        unit.commit()


def read_by(smtp: ScriptedSmtp) -> list[str]:
    told = [taken.recipient for taken in smtp.taken]
    smtp.taken.clear()
    return told


def test_after_a_hard_bounce_the_next_contact_is_told_until_it_is_mended(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.holds()
    house.clock.days_before(61)
    came_back(house, OWNER)
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert read_by(smtp) == [ADMIN, STAFF]
    with house.records.changing("first-colleague") as unit:
        unit.mail_events.mend(OWNER, because="the mailbox is back")
        unit.commit()
    house.clock.days_before(7)
    house.runs(to_port(smtp.port))
    assert set(read_by(smtp)) == {OWNER, ADMIN, STAFF}


@pytest.mark.parametrize(("bounces", "readers"), [(4, [OWNER, STAFF]), (5, [OWNER, ADMIN, STAFF])])
def test_an_address_that_bounces_again_and_again_is_not_the_only_one(
    house: House, smtp: ScriptedSmtp, bounces: int, readers: list[str]
) -> None:
    house.holds()
    house.clock.days_before(31)
    for number in range(bounces):
        came_back(house, OWNER, MailEventKind.SOFT, number)
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert sorted(read_by(smtp)) == sorted(readers)


def test_what_waits_for_an_address_that_has_come_to_bounce_turns_to_the_next_contact(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.holds()
    house.clock.days_before(30)
    smtp.scripts += [{"connect": b"421 not now\r\n"}] * 2
    house.runs(to_port(smtp.port))
    came_back(house, OWNER)
    house.clock.days_before(29)
    house.runs(to_port(smtp.port))
    assert sorted(read_by(smtp)) == sorted([ADMIN, STAFF])
    owners = next(notice for notice in house.notices() if notice.recipient == OWNER and notice.attempts)
    assert (owners.state, owners.detail) == (NoticeState.DEAD, COMES_BACK)


def test_with_nobody_left_to_write_to_staff_are_told_and_asked_to_print_the_letter(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.holds()
    house.clock.days_before(61)
    for number, address in enumerate((OWNER, ADMIN, "tech@example.net")):
        came_back(house, address, number=number)
    house.clock.days_before(60)
    run = house.runs(to_port(smtp.port))
    assert read_by(smtp) == [STAFF]
    assert "print the letter" in next(iter(run.problems.values()))
