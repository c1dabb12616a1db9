"""Changes: what is asked for is done, nothing else is, and what is so already is not sent."""

from dataclasses import replace

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from registrar.contract import SetsAutoRenew, SetsContacts, SetsLock, SetsNameservers, TellsContacts
from registrar.errors import NotFound, NotSponsored, OutcomeUnknown, RegistrarError, TryAgain
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    EXAMPLE_CA,
    UNKNOWN_NAME,
    Bench,
    Held,
    as_seen,
    role_to_change,
    told_of,
    without_handles,
)
from tests.conformance.people import ADMIN, NEW_TECH, REGISTRANT
from tests.conformance.writes import NEW_HOSTS, Write, every_write, every_write_to_a_name_of_ours

NEW_CONTACTS = {ContactRole.REGISTRANT: ADMIN, ContactRole.ADMIN: REGISTRANT, ContactRole.TECH: NEW_TECH}


@every_write
def test_a_change_is_done_and_was_sent_once(bench: Bench, write: Write) -> None:
    write.prepare(bench)
    write.send(bench)
    assert write.is_done(bench)
    assert write.sent(bench) == 1


@every_write
@pytest.mark.parametrize("mishap", ["lose_answers", "garble", "truncate", "break_off", "answer_oddly"])
def test_a_change_whose_answer_is_lost_is_unknown_done_and_sent_once(
    bench: Bench, write: Write, mishap: str
) -> None:
    """MUST be sent once. A lost answer is never a refusal, and a garbled one never a success."""
    write.prepare(bench)
    getattr(bench, mishap)(to=write.capability)
    with pytest.raises(OutcomeUnknown):
        write.send(bench)
    assert write.sent(bench) == 1
    bench.heal()
    assert write.is_done(bench)


@every_write
@pytest.mark.parametrize("mishap", ["drop_before", "fail"])
def test_a_change_that_broke_off_is_unknown_and_was_sent_once(
    bench: Bench, write: Write, mishap: str
) -> None:
    write.prepare(bench)
    getattr(bench, mishap)(to=write.capability)
    with pytest.raises(OutcomeUnknown):
        write.send(bench)
    assert write.sent(bench) == 1
    bench.heal()
    assert not write.is_done(bench)


@every_write
def test_a_change_for_which_the_vendor_had_no_time_is_not_repeated(bench: Bench, write: Write) -> None:
    write.prepare(bench)
    bench.throttle(to=write.capability)
    with pytest.raises((TryAgain, OutcomeUnknown)):
        write.send(bench)
    assert write.sent(bench) == 1
    bench.heal()
    assert not write.is_done(bench)


@every_write
def test_a_change_that_never_left_can_be_tried_again(bench: Bench, write: Write) -> None:
    """A connection that never opened is `TryAgain`, for changes too."""
    write.prepare(bench)
    bench.never_reachable()
    with pytest.raises(TryAgain):
        write.send(bench)
    assert write.sent(bench) == 0
    assert not write.is_done(bench)


@every_write
def test_an_answer_about_another_name_does_not_confirm_a_change(bench: Bench, write: Write) -> None:
    if write.capability not in bench.says_whom:
        pytest.skip(f"{bench.registrar.slug}: the answer to this change does not repeat the name")
    write.prepare(bench)
    bench.answer_for_other_name(to=write.capability)
    with pytest.raises(OutcomeUnknown):
        write.send(bench)
    assert write.sent(bench) == 1


@pytest.mark.needs(Capability.SET_CONTACTS, Capability.TELL_CONTACTS)
@pytest.mark.parametrize("held", [EXAMPLE, EXAMPLE_CA], ids=lambda held: held.name)
def test_the_given_roles_hold_the_given_contacts(bench: Bench, held: Held) -> None:
    bench.given(held)
    require(bench.registrar, SetsContacts).set_contacts(held.name, told_of(bench, NEW_CONTACTS))
    told = require(bench.registrar, TellsContacts).contacts(held.name)
    assert without_handles(told) == as_seen(told_of(bench, {**held.contacts, **NEW_CONTACTS}))


@pytest.mark.needs(Capability.SET_CONTACTS)
def test_other_roles_and_other_names_stay_as_they_are(bench: Bench) -> None:
    """MUST use a fresh handle where editing a shared one would change another name."""
    other = replace(EXAMPLE, name=DomainName("other-example.com"))
    bench.given(EXAMPLE, other)
    role = role_to_change(bench)
    require(bench.registrar, SetsContacts).set_contacts(EXAMPLE.name, {role: NEW_TECH})
    assert bench.truth(EXAMPLE.name) == replace(EXAMPLE, contacts={**EXAMPLE.contacts, role: NEW_TECH})
    assert bench.truth(other.name) == other


@pytest.mark.needs(Capability.SET_CONTACTS)
def test_contacts_of_a_name_that_is_not_ours_are_not_changed(bench: Bench) -> None:
    bench.given_elsewhere(ELSEWHERE)
    for name in (UNKNOWN_NAME, ELSEWHERE.name):
        with pytest.raises((NotFound, NotSponsored)):
            require(bench.registrar, SetsContacts).set_contacts(name, {role_to_change(bench): NEW_TECH})


@pytest.mark.needs(Capability.SET_NAMESERVERS)
def test_the_given_hosts_are_the_whole_delegation(bench: Bench) -> None:
    bench.given(EXAMPLE)
    require(bench.registrar, SetsNameservers).set_nameservers(EXAMPLE.name, NEW_HOSTS)
    assert bench.registrar.info(EXAMPLE.name).nameservers == NEW_HOSTS


@pytest.mark.needs(Capability.SET_NAMESERVERS)
def test_setting_the_delegation_that_is_set_sends_nothing(bench: Bench) -> None:
    """MUST be idempotent: setting what is already set is a success and sends no change."""
    bench.given(EXAMPLE)
    receipt = require(bench.registrar, SetsNameservers).set_nameservers(EXAMPLE.name, EXAMPLE.nameservers)
    assert not receipt.pending
    assert bench.changes_sent == 0


@pytest.mark.needs(Capability.SET_LOCK)
def test_setting_the_lock_that_is_set_sends_nothing(bench: Bench) -> None:
    """MUST send no change when it already is so."""
    bench.given(EXAMPLE)
    require(bench.registrar, SetsLock).set_lock(EXAMPLE.name, locked=EXAMPLE.locked)
    assert bench.changes_sent == 0


@pytest.mark.needs(Capability.SET_LOCK)
def test_the_lock_can_be_lifted_and_set_again(bench: Bench) -> None:
    bench.given(EXAMPLE)
    locks = require(bench.registrar, SetsLock)
    for locked in (False, True):
        locks.set_lock(EXAMPLE.name, locked=locked)
        held = bench.truth(EXAMPLE.name)
        assert held is not None
        assert held.locked is locked


@pytest.mark.needs(Capability.SET_AUTO_RENEW)
def test_setting_the_auto_renewal_that_is_set_sends_nothing(bench: Bench) -> None:
    """MUST send no change when it already is so."""
    bench.given(EXAMPLE)
    require(bench.registrar, SetsAutoRenew).set_auto_renew(EXAMPLE.name, on=EXAMPLE.auto_renew)
    assert bench.changes_sent == 0


@pytest.mark.needs(Capability.SET_AUTO_RENEW)
def test_auto_renewal_is_switched_both_ways(bench: Bench) -> None:
    bench.given(EXAMPLE)
    switch = require(bench.registrar, SetsAutoRenew)
    for on in (True, False):
        switch.set_auto_renew(EXAMPLE.name, on=on)
        assert bench.registrar.info(EXAMPLE.name).auto_renew is on


@every_write_to_a_name_of_ours
def test_a_change_to_a_name_that_is_not_ours_is_an_error(bench: Bench, write: Write) -> None:
    with pytest.raises(RegistrarError):
        write.send(bench)
    assert bench.paid == ()
