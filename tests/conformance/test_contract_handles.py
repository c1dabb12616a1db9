"""Handles: made once, read whole, put where they belong; no contact of another name is touched."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint, reference_of
from portfolio.names import DomainName
from registrar.contract import TellsContacts
from registrar.errors import NotFound, OutcomeUnknown, ReplyNotUnderstood, TryAgain, ValueRefused
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.support import Capability, require
from tests.conformance.bench import (
    EXAMPLE,
    EXAMPLE_CA,
    UNKNOWN_NAME,
    Bench,
    Held,
    role_to_change,
    told_of,
)
from tests.conformance.people import EVERYONE, NEW_TECH, TECH, personal_values

REFERENCE = reference_of("main", "tech", 2)
NO_HANDLE = "NS000000000000"
OTHER = replace(EXAMPLE, name=DomainName("other-example.com"))

pytestmark = pytest.mark.needs(Capability.KEEP_HANDLES)


def keeper_of(bench: Bench) -> KeepsHandles:
    return require(bench.registrar, KeepsHandles)


def prints_on(bench: Bench, name: DomainName) -> Mapping[ContactRole, str | None]:
    keeper = keeper_of(bench)
    return {role: fingerprint(keeper.handle_contact(handle)) for role, handle in keeper.handles(name).items()}


def kept_print(bench: Bench, contact: Contact) -> str | None:
    return fingerprint(keeper_of(bench).as_kept(contact))


def create(bench: Bench, contact: Contact = NEW_TECH) -> Handle:
    return keeper_of(bench).create_handle(contact, reference=REFERENCE)


def test_what_a_vendor_keeps_of_a_contact_is_known_without_asking_it(bench: Bench) -> None:
    """MUST NOT ask the vendor."""
    assert kept_print(bench, TECH) != kept_print(bench, NEW_TECH)
    assert bench.requests == 0


@pytest.mark.parametrize("who", EVERYONE.values(), ids=EVERYONE)
def test_a_contact_is_made_once_and_read_back_as_it_is_kept(bench: Bench, who: Contact) -> None:
    handle = create(bench, who)
    assert bench.changes_sent == 1
    assert fingerprint(keeper_of(bench).handle_contact(handle)) == kept_print(bench, who)


@pytest.mark.parametrize("mishap", ["lose_answers", "garble", "truncate", "break_off", "drop_before", "fail"])
def test_a_contact_whose_making_was_not_answered_is_unknown_and_sent_once(bench: Bench, mishap: str) -> None:
    """MUST be sent at most once, and raise `OutcomeUnknown` when the answer is lost or unreadable."""
    getattr(bench, mishap)(to=Capability.KEEP_HANDLES)
    with pytest.raises(OutcomeUnknown):
        create(bench)
    assert bench.changes_sent == 1


def test_a_contact_that_never_left_can_be_made_later(bench: Bench) -> None:
    bench.never_reachable()
    with pytest.raises(TryAgain):
        create(bench)
    assert bench.changes_sent == 0


def test_a_handle_of_our_choice_is_made_once_however_often_it_is_asked_for(bench: Bench) -> None:
    """
    Where `chooses_handles`, it MUST be the handle.

    One that is there already MUST be returned when its contact is equal, and `ValueRefused` raised when it is
    not.
    """
    if not keeper_of(bench).chooses_handles:
        pytest.skip(f"{bench.registrar.slug}: the vendor calls its handles as it likes")
    assert create(bench) == REFERENCE
    assert create(bench) == REFERENCE
    with pytest.raises(ValueRefused):
        create(bench, TECH)
    assert fingerprint(keeper_of(bench).handle_contact(REFERENCE)) == kept_print(bench, NEW_TECH)


def test_making_a_contact_touches_no_other(bench: Bench) -> None:
    """MUST change no other contact."""
    bench.given(EXAMPLE)
    before = prints_on(bench, EXAMPLE.name)
    for who in (NEW_TECH, TECH.model_copy(update={"email": TECH.email.upper()})):
        keeper_of(bench).create_handle(who, reference=reference_of("main", who.email, 1))
    assert prints_on(bench, EXAMPLE.name) == before
    assert bench.truth(EXAMPLE.name) == EXAMPLE


def test_a_handle_that_is_not_there_is_not_found(bench: Bench) -> None:
    """MUST raise `NotFound` for a handle that the account does not have."""
    with pytest.raises(NotFound):
        keeper_of(bench).handle_contact(NO_HANDLE)


@pytest.mark.parametrize("held", [EXAMPLE, EXAMPLE_CA], ids=lambda held: held.name)
def test_each_role_has_its_own_handle(bench: Bench, held: Held) -> None:
    """
    Roles are not mixed up (terraform-provider-gandi#31).

    MUST tell each role's own handle: none is copied from another role.
    """
    bench.given(held)
    assert prints_on(bench, held.name) == {
        role: kept_print(bench, who) for role, who in told_of(bench, held.contacts).items()
    }


@pytest.mark.needs(Capability.TELL_CONTACTS)
def test_contacts_are_shown_with_the_handles_that_they_have(bench: Bench) -> None:
    """What `TellsContacts` shows of a role MUST carry the same handle."""
    bench.given(EXAMPLE)
    shown = require(bench.registrar, TellsContacts).contacts(EXAMPLE.name)
    assert {role: who.handle for role, who in shown.items()} == keeper_of(bench).handles(EXAMPLE.name)


def test_the_handles_of_a_name_that_nobody_has_are_not_found(bench: Bench) -> None:
    with pytest.raises(NotFound):
        keeper_of(bench).handles(UNKNOWN_NAME)


def test_a_handle_is_put_on_the_given_role_of_the_given_name_only(bench: Bench) -> None:
    """
    An edit does not reach what it was not meant for (boxbilling#393).

    MUST leave the other roles, other names and all contacts as they are.
    """
    bench.given(EXAMPLE, OTHER)
    keeper, before = keeper_of(bench), keeper_of(bench).handles(EXAMPLE.name)
    prints = prints_on(bench, OTHER.name)
    role, handle = role_to_change(bench), create(bench)
    keeper.put_handles(EXAMPLE.name, {role: handle})
    bench.settle()
    assert keeper.handles(EXAMPLE.name) == {**before, role: handle}
    assert prints_on(bench, OTHER.name) == prints
    assert bench.truth(OTHER.name) == OTHER


def test_all_roles_are_put_in_one_request(bench: Bench) -> None:
    """
    MUST be one request, sent once, whatever the number of roles; `OutcomeUnknown` when its answer is lost or
    unreadable.
    """
    bench.given(EXAMPLE)
    handle = create(bench)
    before = bench.changes_sent
    wanted = dict.fromkeys(told_of(bench, EXAMPLE.contacts), handle)
    keeper_of(bench).put_handles(EXAMPLE.name, wanted)
    bench.settle()
    assert bench.changes_sent == before + 1
    assert keeper_of(bench).handles(EXAMPLE.name) == wanted


def test_a_handle_that_is_not_there_is_put_nowhere(bench: Bench) -> None:
    """MUST raise `NotFound`, changing nothing, for a handle that the account does not have."""
    bench.given(EXAMPLE)
    keeper, before = keeper_of(bench), keeper_of(bench).handles(EXAMPLE.name)
    there, role = before.get(ContactRole.ADMIN, NO_HANDLE), role_to_change(bench)
    with pytest.raises(NotFound):
        keeper.put_handles(EXAMPLE.name, {ContactRole.REGISTRANT: there, role: NO_HANDLE})
    assert keeper.handles(EXAMPLE.name) == before


@pytest.mark.needs(Capability.FIND_HANDLES)
def test_a_handle_whose_answer_was_lost_is_found_by_what_it_holds(bench: Bench) -> None:
    bench.given(EXAMPLE, EXAMPLE_CA)
    finder = require(bench.registrar, FindsHandles)
    assert finder.find_handles(NEW_TECH) == frozenset()
    bench.lose_answers(to=Capability.KEEP_HANDLES)
    with pytest.raises(OutcomeUnknown):
        create(bench)
    bench.heal()
    [found] = finder.find_handles(NEW_TECH)
    assert fingerprint(keeper_of(bench).handle_contact(found)) == kept_print(bench, NEW_TECH)


@pytest.mark.needs(Capability.FIND_HANDLES)
def test_handles_are_found_whatever_the_paging(bench: Bench) -> None:
    """MUST read every page, and raise `ReplyNotUnderstood` when the pages do not add up."""
    bench.given(EXAMPLE)
    finder = require(bench.registrar, FindsHandles)
    made = {
        keeper_of(bench).create_handle(
            NEW_TECH.model_copy(update={"email": f"n{number}@example.net"}),
            reference=reference_of("main", "tech", number),
        )
        for number in range(8)
    }
    last = NEW_TECH.model_copy(update={"email": "n7@example.net"})
    assert finder.find_handles(last) < made
    assert len(finder.find_handles(last)) == 1
    bench.miscount()
    with pytest.raises(ReplyNotUnderstood):
        finder.find_handles(last)


@pytest.mark.needs(Capability.TELL_HANDLE_USE)
def test_every_name_of_a_handle_is_told_whatever_the_paging(bench: Bench) -> None:
    """
    Return every name of the account on which `handle` stands in any role.

    MUST read every page.
    """
    shared = [replace(EXAMPLE, name=DomainName(f"shared-example-{number}.com")) for number in range(7)]
    bench.given(*shared, EXAMPLE_CA)
    handle = create(bench)
    names = {held.name for held in shared}
    for name in names:
        keeper_of(bench).put_handles(name, {role_to_change(bench): handle})
    bench.settle()
    assert require(bench.registrar, TellsHandleUse).names_with(handle) == names


@pytest.mark.parametrize("mishap", ["lose_answers", "garble", "fail", "throttle"])
def test_no_person_stands_in_the_error_of_a_contact_that_was_not_made(
    bench: Bench, mishap: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    getattr(bench, mishap)(to=Capability.KEEP_HANDLES)
    with pytest.raises((OutcomeUnknown, TryAgain)) as raised:
        create(bench)
    told = f"{raised.value!r} {raised.value} {caplog.text}"
    assert not [value for value in personal_values() if value in told]
