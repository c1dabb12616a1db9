"""The outbox: a decision is written once, claimed by one, and never sent twice by a machine."""

from datetime import date, timedelta

import pytest

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Notice, NoticeState
from records import Moved, NotHeld, Records
from records.unit import Unit
from tests.records.house import NAME, StoppedClock, canary, client, held, notice, run_sql

LEASE = timedelta(minutes=5)
SETTLED = (
    NoticeState.HANDED_OVER,
    NoticeState.DEAD,
    NoticeState.AMBIGUOUS,
    NoticeState.SUPERSEDED,
    NoticeState.SUPPRESSED,
)


@pytest.fixture
def due(records: Records) -> Notice:
    with records.changing("job:notices") as unit:
        assert unit.outbox.add_due(notice())
        unit.commit()
    return notice()


def claimed(unit: Unit, clock: StoppedClock) -> Notice:
    found = unit.outbox.claim(clock.now(), LEASE)
    assert found is not None
    return found


def test_a_notice_comes_out_as_it_went_in(records: Records, due: Notice) -> None:
    with records.reading() as unit:
        assert unit.outbox.get(due.key) == due
        assert unit.outbox.all() == [due]
        assert unit.outbox.of_domain(NAME) == [due]
        assert unit.outbox.of_domain(DomainName("example.com")) == []


def test_the_same_decision_is_written_once_whatever_became_of_it(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        assert not unit.outbox.add_due(due)
        before = len(unit.audit.entries())
        key = claimed(unit, clock).key
        unit.outbox.advance(key, from_=NoticeState.CLAIMED, to=NoticeState.SUPPRESSED)
        assert not unit.outbox.add_due(due)
        assert unit.outbox.add_due(notice(role=ContactRole.REGISTRANT))
        assert unit.outbox.add_due(notice(about=date(2027, 12, 2)))
        unit.commit()
    with records.reading() as unit:
        assert len(unit.outbox.all()) == 3
        assert len(unit.audit.entries()) == before + 4


def test_a_notice_is_about_a_held_name_and_starts_as_due(records: Records, due: Notice) -> None:
    with records.changing("job:notices") as unit:
        with pytest.raises(NotHeld, match=r"nobodys\.ca is not held"):
            unit.outbox.add_due(notice(name=DomainName("nobodys.ca")))
        with pytest.raises(Moved):
            unit.outbox.add_due(due.model_copy(update={"state": NoticeState.SENDING}))
        with pytest.raises(NotHeld):
            unit.outbox.get("notice:nothing")
        with pytest.raises(NotHeld):
            unit.outbox.advance("notice:nothing", from_=NoticeState.DUE, to=NoticeState.DEAD)


def test_a_claim_holds_until_its_lease_ends(records: Records, due: Notice, clock: StoppedClock) -> None:
    with records.changing("job:notices") as unit:
        first = claimed(unit, clock)
        unit.commit()
        assert first == due.model_copy(
            update={"state": NoticeState.CLAIMED, "claimed_until": clock.now() + LEASE, "attempts": 1}
        )
        clock.advance(LEASE - timedelta(microseconds=1))
        assert unit.outbox.claim(clock.now(), LEASE) is None
        assert unit.outbox.stale(clock.now()) == []
        clock.advance(timedelta(microseconds=1))
        assert unit.outbox.stale(clock.now()) == [first]
        assert claimed(unit, clock).attempts == 2


def test_what_was_being_sent_is_stale_but_never_claimed_again(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        claimed(unit, clock)
        sending = unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
        assert sending.claimed_until == clock.now() + LEASE
        clock.advance(timedelta(days=400))
        assert unit.outbox.claim(clock.now(), LEASE) is None
        assert unit.outbox.stale(clock.now()) == [sending]
        ambiguous = unit.outbox.advance(due.key, from_=NoticeState.SENDING, to=NoticeState.AMBIGUOUS)
        assert ambiguous.settled_at == clock.now()
        assert unit.outbox.stale(clock.now()) == []
        assert unit.outbox.claim(clock.now(), LEASE) is None


def test_of_two_who_hold_the_same_notice_one_sends(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        claimed(unit, clock)
        clock.advance(LEASE)
        claimed(unit, clock)
        unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
        with pytest.raises(Moved, match="is sending, not claimed"):
            unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)


def test_a_notice_is_sent_only_from_a_claim(records: Records, due: Notice) -> None:
    with records.changing("job:notices") as unit:
        for from_, to in (
            (NoticeState.DUE, NoticeState.SENDING),
            (NoticeState.DUE, NoticeState.CLAIMED),
            (NoticeState.CLAIMED, NoticeState.DUE),
            (NoticeState.RETRY_LATER, NoticeState.SENDING),
        ):
            with pytest.raises(Moved):
                unit.outbox.advance(due.key, from_=from_, to=to)


def test_a_retry_waits_for_its_time(records: Records, due: Notice, clock: StoppedClock) -> None:
    later = clock.now() + timedelta(hours=1)
    with records.changing("job:notices") as unit:
        claimed(unit, clock)
        waiting = unit.outbox.advance(
            due.key, from_=NoticeState.CLAIMED, to=NoticeState.RETRY_LATER, detail="451", retry_at=later
        )
        assert (waiting.detail, waiting.claimed_until, waiting.settled_at) == ("451", None, None)
        clock.advance(timedelta(minutes=59))
        assert unit.outbox.claim(clock.now(), LEASE) is None
        clock.advance(timedelta(minutes=1))
        assert claimed(unit, clock).attempts == 2
        unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.RETRY_LATER)
        assert claimed(unit, clock).attempts == 3


def test_what_is_settled_stays_settled(records: Records, due: Notice, clock: StoppedClock) -> None:
    for end in SETTLED:
        with records.changing("job:notices") as unit:
            claimed(unit, clock)
            settled = unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=end, detail="because")
            assert (settled.settled_at, settled.claimed_until) == (clock.now(), None)
            clock.advance(timedelta(days=30))
            assert unit.outbox.claim(clock.now(), LEASE) is None
            assert unit.outbox.get(due.key) == settled
            last = unit.audit.entries(NAME)[-1]
            assert (last.tag, last.detail) == (AuditTag.NOTICE_ADVANCED, f"{due.key}: claimed → {end}")


def test_the_most_urgent_is_claimed_first_and_nothing_before_it_is_due(
    records: Records, clock: StoppedClock
) -> None:
    soon, late = DomainName("soon.example.com"), DomainName("late.example.com")
    now = clock.now()
    notices = [
        notice(60, name=late, about=date(2027, 1, 1), due_at=now - timedelta(days=9)),
        notice(30, name=soon, about=date(2026, 11, 9), due_at=now - timedelta(days=1)),
        notice(7, name=soon, about=date(2026, 11, 9), due_at=now),
        notice(1, name=soon, about=date(2026, 11, 9), due_at=now + timedelta(days=6)),
        notice(-3, name=NAME, about=date(2026, 10, 30), due_at=now),
    ]
    with records.changing("job:notices") as unit:
        for name in (soon, late):
            unit.domains.hold(held(name))
        for each in notices:
            unit.outbox.add_due(each)
        found = [claimed(unit, clock).key for _ in range(4)]
        assert found == [notices[index].key for index in (4, 1, 2, 0)]
        assert unit.outbox.claim(clock.now(), LEASE) is None
        assert [each.key for each in unit.outbox.all()] == [notices[index].key for index in (4, 1, 2, 3, 0)]


def test_a_notice_whose_clients_key_is_gone_stops_no_other(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    other = DomainName("example.org")
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        unit.contacts.add("second", "second-owner", canary())
        roles = dict.fromkeys(held().roles, "second-owner")
        unit.domains.hold(held(other, client="second", roles=roles))
        unit.outbox.add_due(notice(name=other))
        unit.commit()
    run_sql(records, "DELETE FROM data_keys WHERE owner = 'client:acme'")
    with records.changing("job:notices") as unit:
        assert claimed(unit, clock).name == other
        assert unit.outbox.claim(clock.now(), LEASE) is None
        unit.commit()


def test_what_came_back_belongs_only_to_a_notice_that_left(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        with pytest.raises(Moved, match="has not left the house"):
            unit.outbox.bounced(due.key, said="550 5.1.1", at=clock.now(), for_good=True)
        claimed(unit, clock)
        unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
        unit.outbox.advance(due.key, from_=NoticeState.SENDING, to=NoticeState.HANDED_OVER, detail="250 ok")
        soft = unit.outbox.bounced(due.key, said="451 4.2.2", at=clock.now(), for_good=False)
        assert (soft.state, soft.bounce) == (NoticeState.HANDED_OVER, "451 4.2.2")
        hard = unit.outbox.bounced(due.key, said="550 5.1.1", at=clock.now(), for_good=True)
        assert (hard.state, hard.bounce, hard.detail) == (NoticeState.BOUNCED, "550 5.1.1", "250 ok")
        assert hard.bounced_at == clock.now()


def test_a_suppressed_notice_and_no_other_comes_due_again(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        with pytest.raises(Moved, match="not suppressed"):
            unit.outbox.reopen(due.key, detail="why not")
        unit.outbox.advance(
            due.key, from_=NoticeState.DUE, to=NoticeState.SUPPRESSED, detail="it renews itself"
        )
        clock.advance(timedelta(days=1))
        again = unit.outbox.reopen(due.key, detail="it does so no more")
        assert (again.state, again.due_at, again.settled_at) == (NoticeState.DUE, clock.now(), None)
        assert unit.audit.entries()[-1].tag is AuditTag.NOTICE_REOPENED


def test_a_notice_is_found_by_its_reference(records: Records, due: Notice) -> None:
    with records.reading() as unit:
        assert unit.outbox.by_reference(due.reference) == due
        with pytest.raises(NotHeld):
            unit.outbox.by_reference("nonesuch")


def test_what_left_for_an_address_is_counted_by_time_and_in_any_case(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.changing("job:notices") as unit:
        assert unit.outbox.left_for(due.recipient, since=clock.now()) == 0
        claimed(unit, clock)
        unit.outbox.advance(due.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
        unit.outbox.advance(due.key, from_=NoticeState.SENDING, to=NoticeState.HANDED_OVER)
        assert unit.outbox.left_for(due.recipient.upper(), since=clock.now()) == 1
        assert unit.outbox.left_for("another@example.com", since=clock.now()) == 0
        assert unit.outbox.left_for(due.recipient, since=clock.now() + timedelta(seconds=1)) == 0


def test_notices_of_some_states_are_listed_without_those_that_cannot_be_read(
    records: Records, due: Notice, clock: StoppedClock
) -> None:
    with records.reading() as unit:
        assert unit.outbox.in_states(NoticeState.DUE) == [due]
        assert unit.outbox.in_states(NoticeState.DEAD, NoticeState.BOUNCED) == []
        assert unit.outbox.unreadable(clock.now()) == []
    run_sql(records, "DELETE FROM data_keys WHERE owner LIKE 'client:%'")
    with records.reading() as unit:
        assert unit.outbox.in_states(NoticeState.DUE) == []
        assert unit.outbox.unreadable(clock.now()) == [due.name]
