"""A clock that is behind, orders that the records have lost, and what the chain tells of both."""

from datetime import timedelta

import pytest

from portfolio.audit import AuditTag
from portfolio.order import OrderState, Progress
from records import AlreadyHeld, ClockBehind, Moved, Records, vault
from records.chain import Head
from records.lost_orders import LOST_APPROVAL
from tests.records.house import NAME, StoppedClock, order
from tests.records.journalled_house import claim


class TestClock:
    @pytest.mark.parametrize(
        ("behind", "refused"), [(4, False), (5, False), (6, True), (60 * 24 * 365, True)]
    )
    def test_nothing_leaves_by_a_clock_that_is_behind_what_was_written(
        self, house: Records, clock: StoppedClock, behind: int, refused: bool
    ) -> None:
        clock.advance(-timedelta(minutes=behind))
        with house.reading() as unit:
            if refused:
                with pytest.raises(ClockBehind, match="put the clock right"):
                    house.raise_if_quarantined(unit)
            else:
                house.raise_if_quarantined(unit)

    def test_what_a_wrong_clock_writes_does_not_make_it_look_right(
        self, house: Records, clock: StoppedClock
    ) -> None:
        clock.advance(-timedelta(days=1))
        with pytest.raises(ClockBehind):
            claim(house)

    def test_records_without_a_journal_look_at_the_clock_too(
        self, records: Records, clock: StoppedClock
    ) -> None:
        clock.advance(-timedelta(days=1))
        with pytest.raises(ClockBehind):
            claim(records)

    def test_a_clock_that_had_run_ahead_is_forgiven_by_lifting(
        self, house: Records, clock: StoppedClock
    ) -> None:
        clock.advance(timedelta(days=365))
        with house.changing("drafter") as unit:
            unit.domains.set_roles(NAME, unit.domains.get(NAME).roles)
            unit.commit()
        clock.advance(-timedelta(days=365))
        with pytest.raises(ClockBehind):
            claim(house)
        with house.changing("first-colleague") as unit:
            unit.audit.lift("the clock had run ahead")
            unit.commit()
        claim(house, "ord-2", name="example.net")


class TestLostOrders:
    @pytest.mark.parametrize(
        "state", [OrderState.DRAFT, OrderState.APPROVED, OrderState.ABSENT_CONFIRMED, OrderState.REFUSED]
    )
    def test_an_order_that_the_journal_knows_is_unknown_whatever_it_stood_as(
        self, house: Records, clock: StoppedClock, state: OrderState
    ) -> None:
        with house.changing("drafter") as unit:
            unit.orders.draft(order(), second_person_needed=True)
            unit.commit()
        if state is not OrderState.DRAFT:
            with house.changing("approver") as unit:
                unit.orders.approve("ord-1")
                for before, to in zip(path := _way(state), path[1:], strict=False):
                    unit.orders.advance("ord-1", from_=before, to=to)
                unit.commit()
        left_at = clock.now()
        clock.advance(timedelta(hours=1))
        with house.changing("first-colleague") as unit:
            unit.lost_orders.was_sent("ord-1", at=left_at, times=2)
            unit.commit()
            found = unit.orders.get("ord-1")
            told = [entry.detail for entry in unit.audit.entries("ord-1")][-2:]
        assert found.state is OrderState.UNKNOWN
        assert found.progress.submitted_at == left_at
        assert found.progress.sends == 2
        assert found.progress.missed_at is None
        assert found.progress.next_at == clock.now()
        assert found.approved_by == (LOST_APPROVAL if state is OrderState.DRAFT else "approver")
        assert told == [f"{state} → submitting, told by the journal", "submitting → unknown"]
        with house.changing("job:orders") as unit:
            looked = unit.orders.advance("ord-1", from_=OrderState.UNKNOWN, to=OrderState.RECONCILING)
            assert looked.state is OrderState.RECONCILING

    def test_what_was_seen_before_it_was_sent_again_says_nothing_any_more(
        self, house: Records, clock: StoppedClock
    ) -> None:
        seen = Progress(
            sends=1, submitted_at=clock.now(), looks=3, missed_at=clock.now(), balance_before=order().price
        )
        with house.changing("drafter") as unit:
            unit.orders.draft(order())
            unit.commit()
        with house.changing("approver") as unit:
            unit.orders.approve("ord-1")
            unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING, progress=seen)
            clock.advance(timedelta(hours=1))
            unit.lost_orders.was_sent("ord-1", at=clock.now())
            found = unit.orders.get("ord-1").progress
        assert found == Progress(sends=2, submitted_at=clock.now(), next_at=clock.now(), person_asked=True)

    def test_a_bought_order_stays_bought(self, house: Records, clock: StoppedClock) -> None:
        claim(house)
        with house.changing("job:orders") as unit:
            unit.orders.advance("ord-1", from_=OrderState.SUBMITTING, to=OrderState.ACTIVE)
            with pytest.raises(Moved):
                unit.lost_orders.was_sent("ord-1", at=clock.now())

    def test_a_reference_that_left_after_the_backup_is_never_used_again(self, house: Records) -> None:
        with house.changing("drafter") as unit:
            assert unit.lost_orders.strike("ord-1", NAME)
            assert not unit.lost_orders.strike("ord-1", NAME)
            with pytest.raises(AlreadyHeld, match="not sent again"):
                unit.orders.draft(order("ord-1"))
            unit.orders.draft(order("ord-2"))

    def test_the_chain_tells_of_a_quarantine_until_it_is_lifted(self, house: Records) -> None:
        with house.changing("first-colleague") as unit:
            unit.lost_orders.strike("ord-1", NAME)
            assert unit.audit.quarantined_since() is None
            unit.audit.quarantine("2 orders")
            since = unit.audit.quarantined_since()
            assert since == unit.audit.head().sequence
            unit.audit.lift("all is settled")
            assert unit.audit.quarantined_since() is None
            last = unit.audit.entries(vault.HOUSE)[-1]
            assert (last.tag, last.detail) == (AuditTag.QUARANTINE_LIFTED, "all is settled")
            assert unit.audit.holds(unit.audit.head())
            assert not unit.audit.holds(Head(sequence=1, hash="00"))


def _way(state: OrderState) -> list[OrderState]:
    way = [
        OrderState.APPROVED, OrderState.SUBMITTING, OrderState.UNKNOWN, OrderState.RECONCILING,
        OrderState.ABSENT_CONFIRMED,
    ]  # fmt: skip
    return [OrderState.APPROVED, OrderState.REFUSED] if state is OrderState.REFUSED else way[: _length(state)]


def _length(state: OrderState) -> int:
    return 5 if state is OrderState.ABSENT_CONFIRMED else 1
