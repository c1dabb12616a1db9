"""A request whose answer is lost is settled by looking; a crash leaves nothing that is made twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.contacts import ContactRole
from registrar.errors import OutcomeUnknown, TryAgain
from tests.conformance.people import NEW_TECH, TECH
from tests.conformance.reference_vendor import Mishap
from tests.whois_sync.handles.desk import ACCOUNT, BY, NAME, OTHER, TECH_ROLE, Blind, Choosing, Crash, Desk
from whois_sync.handles.setting import SHOWN_AFTER


def crash_after_making(desk: Desk) -> None:
    desk.registrar.dies = True
    with pytest.raises(Crash):
        desk.set(technician=2)
    desk.registrar.dies = False


def test_a_crash_after_a_handle_was_made_makes_no_second_one(desk: Desk) -> None:
    """getnamingo/registrar#47: a process that came back made every contact again."""
    desk.edit("technician")
    crash_after_making(desk)
    assert desk.intended()
    [made] = desk.holding(NEW_TECH)
    desk.set(technician=2)
    assert desk.holding(NEW_TECH) == [made]
    assert desk.on()[TECH_ROLE] == made
    assert not desk.intended()
    assert [each.handle for each in desk.standing()] == [made]


def test_a_crash_before_the_handle_is_used_leaves_one_that_is_reused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit("technician")
    with monkeypatch.context() as dying:
        dying.setattr(desk.registrar.cards, "put", _dies)
        with pytest.raises(Crash):
            desk.set(technician=2)
    [kept] = desk.standing()
    desk.set(technician=2)
    assert desk.on()[TECH_ROLE] == kept.handle
    assert desk.holding(NEW_TECH) == [kept.handle]


def _dies(*_asked: object) -> None:
    raise Crash


@pytest.mark.parametrize("mishap", [Mishap.LOST_AFTER, Mishap.GARBLED, Mishap.ODD])
def test_a_lost_answer_is_settled_by_looking_and_the_handle_is_used(desk: Desk, mishap: Mishap) -> None:
    desk.edit("technician")
    desk.go_wrong(mishap)
    desk.set(technician=2)
    [made] = desk.holding(NEW_TECH)
    assert desk.on()[TECH_ROLE] == made
    assert desk.sent == 2
    assert not desk.intended()


def test_a_handle_that_is_not_to_be_found_is_not_made_again_at_once(desk: Desk) -> None:
    desk.edit("technician")
    desk.go_wrong(Mishap.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.set(technician=2)
    assert (desk.sent, desk.intended()) == (1, True)
    desk.later(timedelta(minutes=5))
    with pytest.raises(TryAgain, match="not known yet") as raised:
        desk.set(technician=2)
    assert raised.value.retry_after == SHOWN_AFTER - timedelta(minutes=5)
    assert desk.sent == 1
    desk.later(SHOWN_AFTER)
    desk.set(technician=2)
    assert len(desk.holding(NEW_TECH)) == 1
    assert not desk.intended()


def test_another_name_waits_for_the_same_unanswered_handle(desk: Desk) -> None:
    desk.edit("technician")
    desk.go_wrong(Mishap.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.set(NAME, technician=2)
    with pytest.raises(TryAgain):
        desk.set(OTHER, technician=2)
    assert desk.sent == 1


def test_a_registrar_that_cannot_be_searched_leaves_it_unknown_until_someone_has_looked(desk: Desk) -> None:
    desk.keeper = Blind(desk.registrar)
    desk.edit("technician")
    desk.go_wrong(Mishap.LOST_AFTER)
    with pytest.raises(OutcomeUnknown):
        desk.set(technician=2)
    desk.later(timedelta(days=9))
    with pytest.raises(OutcomeUnknown, match="cannot be searched"):
        desk.set(technician=2)
    assert desk.sent == 1
    [made] = desk.holding(NEW_TECH)
    with desk.records.changing("clerk") as unit:
        unit.handles.keep(ACCOUNT, made, "technician", 2)
        unit.commit()
    desk.set(technician=2)
    assert desk.on()[TECH_ROLE] == made
    assert desk.sent == 2


def test_a_search_that_fails_proves_nothing(desk: Desk) -> None:
    desk.edit("technician")
    desk.go_wrong(Mishap.LOST_AFTER)
    create = desk.registrar.cards.create

    def then_silence(contact: object, reference: str) -> str:
        desk.line.mishaps["reads"] = (Mishap.SERVER_ERROR, 100)
        return create(NEW_TECH, reference)

    desk.registrar.cards.create = then_silence
    with pytest.raises(OutcomeUnknown):
        desk.set(technician=2)
    assert desk.intended()
    desk.registrar.cards.create = create
    desk.line.mishaps.clear()
    desk.set(technician=2)
    assert len(desk.holding(NEW_TECH)) == 1


@pytest.mark.parametrize("mishap", [Mishap.LOST_AFTER, Mishap.LOST_BEFORE])
def test_a_handle_of_our_choice_is_asked_for_again_without_harm(tmp_path: Path, mishap: Mishap) -> None:
    desk = Desk(tmp_path, Choosing)
    desk.edit("technician")
    crash_after_making(desk)
    desk.set(technician=2)
    [made] = desk.holding(NEW_TECH)
    assert made.startswith("NS")
    desk.edit("technician", TECH.model_copy(update={"email": "third@example.net"}))
    desk.go_wrong(mishap)
    if mishap is Mishap.LOST_BEFORE:
        with pytest.raises(OutcomeUnknown):
            desk.set(technician=3)
    desk.set(technician=3)
    assert desk.emails()[TECH_ROLE] == "third@example.net"
    desk.records.close()


def test_a_handle_of_our_choice_that_somebody_edited_is_made_under_another(tmp_path: Path) -> None:
    """The first one's letters are taken for good: the registrar would refuse them for this contact."""
    desk = Desk(tmp_path, Choosing)
    desk.edit("technician")
    desk.set(NAME, technician=2)
    first = desk.on(NAME)[TECH_ROLE]
    desk.registrar.cards.edit(first, TECH.model_copy(update={"email": "panel@example.com"}))
    desk.set(OTHER, technician=2)
    [second] = desk.holding(NEW_TECH)
    assert second != first
    assert desk.on(OTHER)[TECH_ROLE] == second
    desk.records.close()


def test_putting_them_whose_answer_is_lost_is_unknown_and_was_sent_once(desk: Desk) -> None:
    """What came of it, a later read of the name shows; the handle is known already."""
    desk.edit("technician")
    desk.set(OTHER, technician=2)
    desk.go_wrong(Mishap.LOST_AFTER)
    before = desk.sent
    with pytest.raises(OutcomeUnknown):
        desk.set(NAME, technician=2)
    assert desk.sent == before + 1
    assert desk.emails()[TECH_ROLE] == NEW_TECH.email
    desk.set(NAME, technician=2)
    assert desk.sent == before + 1


def test_two_roles_of_which_one_cannot_be_made_change_nothing(desk: Desk) -> None:
    desk.edit("technician")
    desk.edit("office", TECH.model_copy(update={"email": "office@example.net"}))
    before = desk.on()
    create = desk.registrar.cards.create
    made: list[str] = []

    def second_is_lost(contact: object, reference: str) -> str:
        if made:
            raise Crash
        made.append(create(TECH.model_copy(update={"email": "office@example.net"}), reference))
        return made[0]

    desk.registrar.cards.create = second_is_lost
    with pytest.raises(Crash):
        desk.set(office=2, technician=2)
    assert desk.on() == before
    desk.registrar.cards.create = create
    with pytest.raises(TryAgain):
        desk.set(office=2, technician=2)
    desk.later(SHOWN_AFTER)
    desk.set(office=2, technician=2)
    assert desk.on()[ContactRole.ADMIN] == made[0]
    assert {each.contact for each in desk.standing()} == {"office", "technician"}


def test_a_handle_made_meanwhile_by_another_process_is_not_made_again(desk: Desk) -> None:
    """Two processes plan at once; the second to begin finds the first one's handle kept."""
    desk.edit("technician")
    find = desk.registrar.find_handles

    def meanwhile(contact: object) -> frozenset[str]:
        found = find(NEW_TECH)
        handle = desk.registrar.cards.create(NEW_TECH, "other")
        with desk.records.changing(BY) as unit:
            unit.handles.keep(ACCOUNT, handle, "technician", 2)
            unit.commit()
        return found

    desk.registrar.find_handles = meanwhile
    with pytest.raises(TryAgain, match="meanwhile"):
        desk.set(technician=2)
    desk.registrar.find_handles = find
    desk.set(technician=2)
    assert len(desk.holding(NEW_TECH)) == 1
