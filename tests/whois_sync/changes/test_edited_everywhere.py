"""An edited contact goes to every name that it stands on, after one approval, and is proved name by name."""

import pytest

from portfolio.change import Step, Way
from portfolio.contacts import Language, Phone
from portfolio.drift import PlanState
from portfolio.observation import SeenContact, Source
from portfolio.policy.repair import CHANGE_OF_REGISTRANT, TRANSFER_LOCK, VERIFICATION
from portfolio.registration import Status
from records import Moved, NotHeld, SamePerson
from registrar.errors import OutcomeUnknown, ValueRefused
from tests.whois_sync.changes.changes_house import (
    FORMER,
    NAMES,
    NEW_EMAIL,
    FollowingPublic,
    advanced,
    all_at,
    asked,
    change_of,
    edited,
    steps,
)
from tests.whois_sync.fakes import FakeRegistrar, House
from tests.whois_sync.pieces import NAME, OURS, REGISTRANT, TECH
from whois_sync.errors import NotReady
from whois_sync.repair.prove import PROPAGATION

CA = NAMES[3]


def test_one_edit_reaches_registrar_and_public_record_of_every_name(
    house: House, registrar: FakeRegistrar
) -> None:
    """cisagov/manage.get.gov#4844: a contact changed in the records only, and never at the registrar."""
    change = asked(house)
    assert steps(house.repairs.progress_of(change)) == all_at(Step.PROPOSED)
    approval = house.repairs.approve_change(change, by="chief")
    assert len(approval.approved) == len(NAMES)
    assert steps(house.repairs.progress_of(change)) == all_at(Step.APPROVED)
    assert advanced(house, change) == all_at(Step.SHOWN)
    assert {registrar.shown[name][TECH].email for name in NAMES} == {NEW_EMAIL}
    assert change_of(house, change).closed_at == house.clock.now()
    assert all(not house.check.check(name).drifting for name in NAMES)


def test_the_edit_is_done_only_when_the_public_record_shows_it(house: House, public: FollowingPublic) -> None:
    """internetee/registry#1604: the contact was edited, WHOIS went on to show the former one."""
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    public.lags(NAME)
    told = advanced(house, change)
    assert told.pop(NAME) is Step.AT_REGISTRAR
    assert set(told.values()) == {Step.SHOWN}
    assert change_of(house, change).closed_at is None
    house.clock.advance(PROPAGATION)
    assert advanced(house, change)[NAME] is Step.NOT_PROVED
    (late,) = [one for one in house.repairs.progress_of(change) if one.name == NAME]
    assert late.detail == "the public record shows something else in tech.email"
    public.lagging.clear()
    assert advanced(house, change) == all_at(Step.SHOWN)
    assert change_of(house, change).closed_at is not None


def test_an_edit_that_a_registrar_accepts_and_forgets_is_not_done(
    house: House, registrar: FakeRegistrar
) -> None:
    """metaregistrar/php-epp-client#385: an edit of the registrant was accepted and never landed."""
    before = dict(registrar.shown)
    change = asked(house, OURS[REGISTRANT].model_copy(update={"email": "new@example.ca"}), slug="owner")
    house.repairs.approve_change(change, by="chief")
    registrar.forgets = True
    assert advanced(house, change) == all_at(Step.NOT_PROVED)
    assert {one.detail for one in house.repairs.progress_of(change)} == {
        "the registrar shows something else in registrant.email"
    }
    assert advanced(house, change) == all_at(Step.NOT_PROVED)
    assert registrar.shown == before
    assert len(registrar.sent) == len(NAMES)


def test_a_second_click_on_save_is_harmless(house: House, registrar: FakeRegistrar) -> None:
    """realtimeregister/whmcs-domains#223: a double click gave an error though the change was live."""
    preview = house.repairs.preview_edit("technician", edited())
    first = house.repairs.ask(preview, by="clerk")
    assert house.repairs.ask(preview, by="clerk") == first
    with house.records.reading() as unit:
        assert len(unit.contacts.history("technician")) == 2
        assert len(unit.plans.all()) == len(NAMES)
        assert len(unit.changes.all()) == 1
    assert registrar.sent == []


def test_a_plan_is_sent_once_however_often_the_change_is_carried_out(
    house: House, registrar: FakeRegistrar
) -> None:
    """Openprovider-WHMCS-domains#268: one edit made several duplicate handles."""
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    for _ in range(3):
        assert advanced(house, change) == all_at(Step.SHOWN)
    assert len(registrar.sent) == len(NAMES)


def test_what_a_registrar_shows_to_the_letter_already_is_not_written_again(
    house: House, registrar: FakeRegistrar
) -> None:
    registrar.changed_behind_our_back(TECH, email=NEW_EMAIL)
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change) == all_at(Step.SHOWN)
    assert len(registrar.sent) == len(NAMES) - 1


def test_what_follows_is_said_before_anything_is_saved(house: House) -> None:
    """dnsimple/dnsimple-support#868: clients were not told that an edit starts a 60-day hold."""
    wanted = OURS[REGISTRANT].model_copy(update={"email": "new@example.ca"})
    preview = house.repairs.preview_edit("owner", wanted)
    by_name = {reach.name: reach for reach in preview.reached}
    assert set(by_name) == set(NAMES)
    assert by_name[NAME].roles == (REGISTRANT,)
    assert by_name[NAME].consequences == (
        CHANGE_OF_REGISTRANT.format(fields="email"),
        TRANSFER_LOCK,
        VERIFICATION,
        "the verification mail goes to new@example.ca, the address of owner",
        "the former holder may have to confirm it at registrant@example.ca",
    )
    assert "the registry's own rules decide" in by_name[CA].consequences[0]
    with house.records.reading() as unit:
        assert unit.contacts.get("owner").version == 1
        assert unit.plans.all() == []


def test_a_technicians_edit_sets_nothing_off(house: House) -> None:
    preview = house.repairs.preview_edit("technician", edited())
    assert [(r.name, r.way, r.consequences, r.notes) for r in preview.reached] == [
        (name, Way.PLANNED, (), ()) for name in sorted(NAMES)
    ]
    assert [(c.field, c.from_, c.to) for c in preview.reached[0].changes] == [
        ("email", "tech@example.net", NEW_EMAIL)
    ]


def test_what_stands_in_the_way_is_said_before_anything_is_saved(
    house: House, registrar: FakeRegistrar
) -> None:
    registrar.with_statuses(NAME, Status.CLIENT_UPDATE_PROHIBITED)
    del registrar.registrations[CA]
    for name in (NAME, CA):
        house.check.check(name)
    notes = {r.name: r.notes for r in house.repairs.preview_edit("technician", edited()).reached}
    assert notes[NAME] == ("clientUpdateProhibited forbids changes",)
    assert notes[CA] == ("the registrar said that the name is not in the account",)


def test_what_was_shown_must_still_hold_when_it_is_saved(house: House, registrar: FakeRegistrar) -> None:
    preview = house.repairs.preview_edit("technician", edited())
    registrar.changed_behind_our_back(TECH, city="Hull")
    house.check.check(NAME)
    with pytest.raises(NotReady, match="what it reaches has changed"):
        house.repairs.ask(preview, by="clerk")
    house.edit("technician", edited(phone=Phone.parse("+1.6135550155")))
    with pytest.raises(NotReady, match="was edited since it was shown"):
        house.repairs.ask(preview, by="clerk")


def test_an_edit_that_no_registrar_keeps_makes_no_plans(house: House) -> None:
    french = edited(language=Language.FRENCH)
    assert house.repairs.ask(house.repairs.preview_edit("technician", french), by="clerk") is None
    with house.records.reading() as unit:
        assert unit.contacts.get("technician").contact == french
        assert unit.changes.all() == []


def test_who_asked_does_not_approve(house: House) -> None:
    change = asked(house)
    for actor in ("clerk", "CLERK"):
        with pytest.raises(SamePerson):
            house.repairs.approve_change(change, by=actor)
    with pytest.raises(NotHeld):
        house.repairs.approve_change(99, by="chief")
    assert steps(house.repairs.progress_of(change)) == all_at(Step.PROPOSED)


def test_an_approval_holds_for_exactly_the_version_that_was_shown(house: House) -> None:
    first = asked(house)
    second = asked(house, edited(email="newer-desk@example.net"))
    assert steps(house.repairs.progress_of(first)) == all_at(Step.OVERTAKEN)
    assert change_of(house, first).closed_at is not None
    assert house.repairs.approve_change(first, by="chief").approved == ()
    assert steps(house.repairs.progress_of(second)) == all_at(Step.PROPOSED)


def test_an_edit_behind_an_approved_change_is_not_sent(house: House, registrar: FakeRegistrar) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    house.edit("technician", edited(email="newer-desk@example.net"))
    assert advanced(house, change) == all_at(Step.OVERTAKEN)
    assert registrar.sent == []
    with house.records.changing("chief") as unit, pytest.raises(Moved):
        unit.changes.approve(change)


@pytest.mark.parametrize(
    ("shown", "step"),
    [
        (FORMER.model_copy(update={"email": None, "hidden": frozenset({"email"})}), Step.HIDDEN),
        (SeenContact(), Step.NOT_PUBLISHED),
    ],
)
def test_hidden_or_not_published_proves_nothing_and_ends_the_wait(
    house: House, public: FollowingPublic, shown: SeenContact, step: Step
) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    public.instead = dict.fromkeys(NAMES, shown)
    assert advanced(house, change) == all_at(step)
    assert change_of(house, change).closed_at is not None


def test_a_public_record_that_does_not_answer_is_asked_again(house: House, public: FollowingPublic) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    public.silent.add(NAME)
    assert advanced(house, change)[NAME] is Step.AT_REGISTRAR
    public.silent.clear()
    assert advanced(house, change) == all_at(Step.SHOWN)


def test_a_name_that_fails_stops_no_other(house: House, registrar: FakeRegistrar) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    answers = iter([ValueRefused("not taken"), OutcomeUnknown("no answer"), None, None])
    registrar.on_set = lambda: setattr(registrar, "answering", next(answers))
    told = advanced(house, change)
    assert [told[name] for name in sorted(NAMES)] == [
        Step.REFUSED,
        Step.NOT_PROVED,
        Step.SHOWN,
        Step.SHOWN,
    ]
    assert len(registrar.sent) == len(NAMES)
    assert change_of(house, change).closed_at is None


def test_a_really_different_value_is_not_overwritten_but_asked_about_again(
    house: House, registrar: FakeRegistrar
) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    registrar.changed_behind_our_back(TECH, phone="+1.6135550199")
    told = advanced(house, change)
    assert told[NAME] is Step.WITHDRAWN
    assert advanced(house, change)[NAME] is Step.PROPOSED
    house.repairs.approve_change(change, by="chief")
    assert advanced(house, change) == all_at(Step.SHOWN)


def test_another_spelling_at_the_registrar_is_overwritten_as_approved(
    house: House, registrar: FakeRegistrar
) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    registrar.changed_behind_our_back(TECH, email="TECH@EXAMPLE.NET", city="OTTAWA")
    assert advanced(house, change) == all_at(Step.SHOWN)


def test_a_dry_run_sends_and_settles_nothing(house: House, registrar: FakeRegistrar) -> None:
    change = asked(house)
    house.repairs.approve_change(change, by="chief")
    told = list(house.repairs.advance_change(change, by="clerk", dry_run=True))
    assert steps(told) == all_at(Step.APPROVED)
    assert registrar.sent == []
    with house.records.reading() as unit:
        assert {plan.state for plan in unit.plans.of_change(change)} == {PlanState.APPROVED}


def test_names_whose_registrar_was_never_read_start_from_the_former_values(unread: House) -> None:
    preview = unread.repairs.preview_edit("technician", edited())
    assert all("was not read lately" in reach.notes[0] for reach in preview.reached)
    change = asked(unread)
    unread.repairs.approve_change(change, by="chief")
    assert advanced(unread, change) == all_at(Step.SHOWN)
    with unread.records.reading() as unit:
        assert unit.observations.latest(NAME, Source.REGISTRAR) is not None
