"""Signers, privacy and messages: what stands around a name."""

import pytest

from portfolio.dnssec import SigningKey, signers_of
from registrar.errors import NotFound, NotSponsored, TryAgain
from registrar.events import TellsEvents
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.support import Capability, require
from tests.conformance.bench import EXAMPLE, EXAMPLE_CA, READS, UNKNOWN_NAME, Bench, Held
from tests.conformance.writes import KEY

OTHER_KEY = SigningKey(flags=257, algorithm=13, public_key="YmJi" * 21 + "Yg==")


def _held(bench: Bench) -> Held:
    held = bench.truth(EXAMPLE.name)
    assert held is not None
    return held


@pytest.mark.needs(Capability.DNSSEC)
def test_a_name_is_signed_and_shows_its_signers(bench: Bench) -> None:
    bench.given(EXAMPLE)
    signing = require(bench.registrar, SetsSigners)
    assert signing.signers(EXAMPLE.name) == frozenset()
    signing.set_signers(EXAMPLE.name, frozenset({KEY}))
    assert signing.signers(EXAMPLE.name) == {KEY.signer(EXAMPLE.name)}
    assert _held(bench).signed


@pytest.mark.needs(Capability.DNSSEC)
def test_a_key_that_stays_is_there_at_every_moment_of_a_rollover(bench: Bench) -> None:
    """
    MUST leave signers that are to stay in place at every moment: a name whose signers are gone for a while
    does not resolve for who validates. Each request that changes something MUST be sent once.
    """
    bench.given(EXAMPLE)
    signing = require(bench.registrar, SetsSigners)
    signing.set_signers(EXAMPLE.name, frozenset({KEY}))
    both = frozenset({KEY, OTHER_KEY})
    signing.set_signers(EXAMPLE.name, both)
    assert signing.signers(EXAMPLE.name) == signers_of(EXAMPLE.name, both)
    signing.set_signers(EXAMPLE.name, frozenset({OTHER_KEY}))
    assert signing.signers(EXAMPLE.name) == {OTHER_KEY.signer(EXAMPLE.name)}


@pytest.mark.needs(Capability.DNSSEC)
def test_the_signing_is_taken_away_by_no_key(bench: Bench) -> None:
    bench.given(EXAMPLE)
    signing = require(bench.registrar, SetsSigners)
    signing.set_signers(EXAMPLE.name, frozenset({KEY}))
    signing.set_signers(EXAMPLE.name, frozenset())
    assert signing.signers(EXAMPLE.name) == frozenset()
    assert not _held(bench).signed


@pytest.mark.needs(Capability.DNSSEC)
def test_setting_the_signers_that_are_set_sends_nothing(bench: Bench) -> None:
    """MUST send no change when it is so."""
    bench.given(EXAMPLE)
    signing = require(bench.registrar, SetsSigners)
    signing.set_signers(EXAMPLE.name, frozenset())
    assert bench.changes_sent == 0
    signing.set_signers(EXAMPLE.name, frozenset({KEY}))
    sent = bench.changes_sent
    signing.set_signers(EXAMPLE.name, frozenset({KEY}))
    assert bench.changes_sent == sent


@pytest.mark.needs(Capability.PRIVACY)
def test_privacy_is_switched_both_ways(bench: Bench) -> None:
    """MUST NOT buy it."""
    bench.given(EXAMPLE)
    switch = require(bench.registrar, SetsPrivacy)
    for on in (True, False):
        switch.set_privacy(EXAMPLE.name, on=on)
        assert _held(bench).private is on
        assert bench.registrar.info(EXAMPLE.name).privacy in (on, None)
    assert bench.paid == ()


@pytest.mark.needs(Capability.PRIVACY)
def test_setting_the_privacy_that_is_set_sends_nothing(bench: Bench) -> None:
    """MUST send no change when it already is so."""
    bench.given(EXAMPLE)
    require(bench.registrar, SetsPrivacy).set_privacy(EXAMPLE.name, on=False)
    assert bench.changes_sent == 0


@pytest.mark.needs(Capability.PRIVACY)
def test_nothing_is_hidden_for_a_name_that_is_not_ours(bench: Bench) -> None:
    with pytest.raises((NotFound, NotSponsored)):
        require(bench.registrar, SetsPrivacy).set_privacy(UNKNOWN_NAME, on=True)


@pytest.mark.needs(Capability.POLL)
def test_a_message_is_told_until_it_is_acknowledged(bench: Bench) -> None:
    bench.given(EXAMPLE, EXAMPLE_CA)
    queue = require(bench.registrar, TellsEvents)
    assert queue.next_event() is None
    bench.leave_message(EXAMPLE.name)
    bench.leave_message(EXAMPLE_CA.name)
    first = queue.next_event()
    assert first is not None
    assert first == queue.next_event()
    assert first.name == EXAMPLE.name
    queue.acknowledge(first)
    second = queue.next_event()
    assert second is not None
    assert second.name == EXAMPLE_CA.name


@pytest.mark.needs(Capability.POLL)
def test_a_message_that_is_gone_is_acknowledged_all_the_same(bench: Bench) -> None:
    """MUST be safe to repeat: one that is gone already is a success."""
    bench.given(EXAMPLE)
    queue = require(bench.registrar, TellsEvents)
    bench.leave_message(EXAMPLE.name)
    event = queue.next_event()
    assert event is not None
    queue.acknowledge(event)
    queue.acknowledge(event)
    assert queue.next_event() is None


@pytest.mark.needs(Capability.POLL)
def test_a_queue_that_does_not_answer_is_not_an_empty_one(bench: Bench) -> None:
    bench.lose_answers(to=READS)
    with pytest.raises(TryAgain):
        require(bench.registrar, TellsEvents).next_event()
