"""How far an order came outlives the process: what is due, what it may have cost, what was sent of whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import event

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState, Progress, TransferStage
from records import AlreadyHeld, Moved, NotHeld, Records
from records.unit import Unit
from tests.records.house import START, StoppedClock, canary, order, run_sql

FAR = Progress(
    sends=2,
    submitted_at=START + timedelta(hours=1),
    looks=3,
    missed_at=START + timedelta(hours=2),
    next_at=START + timedelta(hours=3),
    balance_before=Money(amount=Decimal("100.0001"), currency="CAD"),
    cost=Money(amount=Decimal("24.5"), currency="EUR"),
    stage=TransferStage.LOSING_REGISTRAR,
    person_asked=True,
)


def kept(unit: Unit, reference: str, state: OrderState, **changes: object) -> Order:
    """Bring an order to `state` on the way that leads there."""
    progress = changes.pop("progress", None)
    assert progress is None or isinstance(progress, Progress)
    name = DomainName(f"{reference}.example.com")
    unit.orders.draft(order(reference, drafted_by=unit.actor, name=name, **changes))
    if state is OrderState.REFUSED:
        return unit.orders.advance(reference, from_=OrderState.DRAFT, to=state, progress=progress)
    if state is not OrderState.DRAFT:
        unit.orders.approve(reference, progress=progress)
    before = OrderState.APPROVED
    for to in (OrderState.SUBMITTING, state):
        if state not in (OrderState.DRAFT, OrderState.APPROVED, before):
            unit.orders.advance(reference, from_=before, to=to, progress=progress)
            before = to
    return unit.orders.get(reference)


def test_how_far_an_order_came_is_told_whole() -> None:
    at_first = Progress()
    assert [name for name in Progress.model_fields if getattr(FAR, name) == getattr(at_first, name)] == []


def test_how_far_an_order_came_survives(records: Records) -> None:
    with records.changing("drafter") as unit:
        drafted = unit.orders.draft(
            order(kind=OrderKind.RENEW, current_expiry=date(2027, 3, 1), progress=FAR, roles={})
        )
        assert unit.orders.get("ord-1") == drafted
        unit.orders.approve("ord-1")
        unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
        unit.commit()
    with records.reading() as unit:
        assert unit.orders.get("ord-1").progress == FAR
        assert unit.orders.get("ord-1").current_expiry == date(2027, 3, 1)
    with records.changing("job:orders") as unit:
        moved = unit.orders.advance(
            "ord-1", from_=OrderState.SUBMITTING, to=OrderState.PENDING, progress=Progress(sends=1)
        )
        unit.commit()
        assert unit.orders.get("ord-1") == moved
        assert moved.progress == Progress(sends=1)


def test_what_advance_returns_is_what_is_kept(records: Records) -> None:
    with records.changing("drafter") as unit:
        for state in OrderState:
            came = kept(unit, f"ord-{state.name.lower().replace('_', '-')}", state, progress=FAR)
            assert came.state is state
            note = (
                unit.orders.advance(came.reference, from_=state, to=state, detail="seen again")
                if (state is not OrderState.SUBMITTING)
                else came
            )
            unit.commit()
            assert unit.orders.get(came.reference) == note


def test_the_hour_of_an_approval_and_the_versions_approved_are_kept(
    records: Records, clock: StoppedClock
) -> None:
    with records.changing("drafter") as unit:
        unit.contacts.edit("acme-tech", canary("Newer"))
        unit.orders.draft(order(versions={ContactRole.ADMIN: 1, ContactRole.TECH: 1}))
        assert unit.orders.get("ord-1").versions == {ContactRole.ADMIN: 1, ContactRole.TECH: 1}
        unit.commit()
    clock.advance(timedelta(hours=5))
    with records.changing("approver") as unit:
        with pytest.raises(NotHeld):
            unit.orders.approve("ord-1", versions={ContactRole.TECH: 3})
        unit.commit()
        assert unit.orders.get("ord-1").state is OrderState.DRAFT
    with records.changing("approver") as unit:
        approved = unit.orders.approve("ord-1", versions={ContactRole.REGISTRANT: 1, ContactRole.TECH: 2})
        unit.commit()
        assert unit.orders.get("ord-1") == approved
        assert approved.versions == {ContactRole.REGISTRANT: 1, ContactRole.TECH: 2}
        assert (approved.approved_by, approved.approved_at) == ("approver", START + timedelta(hours=5))


def test_only_versions_that_are_held_are_ordered(records: Records) -> None:
    with records.changing("drafter") as unit:
        for wrong in ({ContactRole.TECH: 2}, {ContactRole.BILLING: 1}):
            with pytest.raises(NotHeld):
                unit.orders.draft(order(versions=wrong))
        with pytest.raises(NotHeld):
            unit.orders.draft(order(batch="batch-1"))
        assert unit.orders.all() == []


@pytest.mark.parametrize("state", list(OrderState))
def test_only_what_is_approved_or_confirmed_absent_is_sent(records: Records, state: OrderState) -> None:
    with records.changing("drafter") as unit:
        kept(unit, "ord-1", state)
        unit.commit()
        if state in (OrderState.APPROVED, OrderState.ABSENT_CONFIRMED):
            unit.orders.advance("ord-1", from_=state, to=OrderState.SUBMITTING)
            unit.commit()
            assert unit.orders.get("ord-1").state is OrderState.SUBMITTING
        else:
            with pytest.raises(Moved):
                unit.orders.advance("ord-1", from_=state, to=OrderState.SUBMITTING)
            unit.commit()
            assert unit.orders.get("ord-1").state is state


def test_due_is_what_is_open_and_has_waited_long_enough(records: Records, clock: StoppedClock) -> None:
    with records.changing("drafter") as unit:
        for minutes, state in ((3, OrderState.PENDING), (1, OrderState.NEEDS_HUMAN), (2, OrderState.UNKNOWN)):
            at = START + timedelta(minutes=minutes)
            kept(unit, f"ord-{minutes}", state, progress=Progress(next_at=at))
        kept(unit, "ord-8", OrderState.ACTIVE, progress=Progress(next_at=START))
        kept(unit, "ord-9", OrderState.REFUSED, progress=Progress(next_at=START))
        kept(unit, "ord-waits-for-nothing", OrderState.APPROVED)
        unit.commit()

        def due(after: timedelta) -> list[str]:
            return [each.reference for each in unit.orders.due(clock.now() + after)]

        assert due(timedelta(seconds=59)) == []
        assert due(timedelta(minutes=1)) == ["ord-1"]
        assert due(timedelta(minutes=2)) == ["ord-1", "ord-2"]
        assert due(timedelta(days=9)) == ["ord-1", "ord-2", "ord-3"]
        assert unit.orders.due(START + timedelta(days=9))[0].roles == order().roles
        assert unit.orders.get("ord-8").progress.next_at is None
    run_sql(records, "UPDATE orders SET next_at = drafted_at")
    with records.reading() as unit:
        found = {each.reference for each in unit.orders.due(clock.now())}
        assert found == {each.reference for each in unit.orders.all(open_only=True)}
        assert len(found) == 4


def test_what_is_asked_for_every_minute_is_found_by_an_index(sqlite_records: Records) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    with sqlite_records.reading() as unit:
        connection = unit._transaction.session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        for ask, index in (
            (lambda: unit.orders.due(START), "ix_orders_next_at"),
            (lambda: unit.orders.spent(START), "ix_orders_submitted_at"),
            (lambda: unit.orders.of_name(DomainName("example.com")), "ix_orders_name"),
            (lambda: unit.orders.of_batch("batch-1"), "ix_orders_batch"),
        ):
            ask()
            statement, values = asked[-1]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert index in str(plan)


def test_spent_is_what_may_have_cost_and_nothing_else(records: Records) -> None:
    day = Progress(submitted_at=START, sends=1)
    limit = Money(amount=Decimal("0.0001"))
    with records.changing("drafter") as unit:
        for state in OrderState:
            kept(unit, f"ord-{state.name.lower().replace('_', '-')}", state, progress=day, price_limit=limit)
            limit = limit.model_copy(update={"amount": limit.amount * 2})
        unit.commit()
        (spent,) = unit.orders.spent(START)
        may_have_cost = [number for number, state in enumerate(OrderState) if state.may_have_cost]
        assert spent == Money(amount=Decimal(sum(2**number for number in may_have_cost)) / 10000)
        assert unit.orders.spent(START + timedelta(microseconds=1)) == []
        (others,) = unit.orders.spent(START, except_for="ord-active")
        active = Decimal(2 ** list(OrderState).index(OrderState.ACTIVE)) / 10000
        assert others.amount == spent.amount - active


def test_what_it_cost_counts_before_what_it_may_cost_each_in_its_currency(records: Records) -> None:
    sent = Progress(submitted_at=START)
    known = Progress(submitted_at=START, cost=Money(amount=Decimal(10), currency="CAD"))
    free = Progress(submitted_at=START, cost=Money(amount=Decimal(0), currency="USD"))
    with records.changing("drafter") as unit:
        assert unit.orders.spent(START) == []
        kept(unit, "ord-1", OrderState.ACTIVE, progress=known)
        kept(unit, "ord-2", OrderState.ACTIVE, progress=free)
        kept(unit, "ord-3", OrderState.UNKNOWN, progress=sent)
        kept(unit, "ord-4", OrderState.PENDING, progress=sent)
        cad, usd = unit.orders.spent(START)
        assert cad == Money(amount=Decimal(10), currency="CAD")
        assert usd == Money(amount=Decimal("60.0002"))
        assert unit.orders.spent(START, except_for="ord-1") == [usd]


def test_the_orders_of_a_name_are_found_however_it_is_written(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order("ord-2", kind=OrderKind.RENEW, drafted_at=START + timedelta(hours=1)))
        unit.orders.draft(order("ord-1"))
        unit.orders.draft(order("ord-3", name=DomainName("example.net")))
        found = unit.orders.of_name(DomainName("EXAMPLE.com."))
        assert [each.reference for each in found] == ["ord-1", "ord-2"]
        assert found[0] == order("ord-1")
        assert unit.orders.of_name(DomainName("example.org")) == []


def test_of_two_who_order_the_same_name_in_two_spellings_one_does(records: Records) -> None:
    barrier = Barrier(2)

    def draft(name: str) -> bool:
        barrier.wait(timeout=10)
        try:
            with records.changing("drafter") as unit:
                unit.orders.draft(order(f"ord-{len(name)}", name=DomainName(name)))
                unit.commit()
        except AlreadyHeld:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(draft, ["EXAMPLE.ca.", "example.ca"])) == [False, True]
    with records.reading() as unit:
        assert [each.name for each in unit.orders.all()] == ["example.ca"]


def test_of_many_who_send_the_same_order_one_does(records: Records) -> None:
    with records.changing("drafter") as unit:
        kept(unit, "ord-1", OrderState.APPROVED)
        unit.commit()
    barrier = Barrier(4)

    def send(number: int) -> bool:
        barrier.wait(timeout=10)
        try:
            with records.changing(f"worker-{number}") as unit:
                unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
                unit.commit()
        except Moved:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [False, False, False, True]
