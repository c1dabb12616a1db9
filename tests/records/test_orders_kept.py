"""Orders: drafted once, approved by the right person, moved on by one at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from records import AlreadyHeld, Moved, NotHeld, Records, SamePerson
from records.tables.orders import OrderRow
from tests.records.house import START, order, run_sql


def drafted(records: Records, *, second_person_needed: bool = False) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order(), second_person_needed=second_person_needed)
        unit.commit()


def submitting(records: Records) -> None:
    drafted(records)
    with records.changing("approver") as unit:
        unit.orders.approve("ord-1")
        unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
        unit.commit()


def test_an_order_comes_out_as_it_went_in(records: Records) -> None:
    drafted(records)
    with records.reading() as unit:
        assert unit.orders.get("ord-1") == order()
        assert unit.orders.all() == [order()]
        (entry,) = unit.audit.entries("ord-1")
        assert (entry.tag, entry.actor) == (AuditTag.ORDER_DRAFTED, "drafter")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=some.decimals(min_value=0, max_value=99_999_999, places=4),
    attributes=some.dictionaries(some.text("abc._", min_size=1), some.text(some.characters(codec="utf-8"))),
)
def test_money_and_attributes_come_out_exactly(
    sqlite_records: Records, amount: object, attributes: object
) -> None:
    price = Money.model_validate({"amount": amount, "currency": "CAD"})
    given_order = order(price=price, attributes=attributes)
    with sqlite_records.changing("drafter") as unit:
        unit.orders.draft(given_order)
        assert unit.orders.get("ord-1") == given_order


def test_one_open_order_for_an_account_a_name_and_a_kind(records: Records) -> None:
    drafted(records)
    with records.changing("drafter") as unit:
        with pytest.raises(AlreadyHeld, match=r"register example\.com at opensrs-live is open"):
            unit.orders.draft(order("ord-2"))
        with pytest.raises(AlreadyHeld):
            unit.orders.draft(order(kind=OrderKind.RENEW))
        unit.orders.draft(order("ord-3", kind=OrderKind.RENEW))
        unit.orders.draft(order("ord-4", name=DomainName("example.net")))
        unit.commit()
    with records.reading() as unit:
        assert [each.reference for each in unit.orders.all()] == ["ord-1", "ord-3", "ord-4"]


def test_the_place_is_free_again_exactly_when_an_order_is_closed(records: Records) -> None:
    drafted(records)
    for state in OrderState:
        run_sql(records, "UPDATE orders SET approved_by = 'approver', state = :state", state=state.value)
        with records.changing("drafter") as unit:
            if state.is_open:
                with pytest.raises(AlreadyHeld):
                    unit.orders.draft(order("ord-2"))
            else:
                unit.orders.draft(order("ord-2"))
            kept = {each.reference for each in unit.orders.all(open_only=True)}
            assert kept == ({"ord-1"} if state.is_open else {"ord-2"})


def test_the_database_itself_refuses_a_second_open_order(records: Records) -> None:
    drafted(records)
    columns = ", ".join(name for name in OrderRow.model_fields if name != "reference")
    statement = f"INSERT INTO orders (reference, {columns}) SELECT 'ord-2', {columns} FROM orders"
    with pytest.raises(Exception, match=r"(?i)unique"):
        run_sql(records, statement)


def test_an_order_names_only_what_is_held(records: Records) -> None:
    with records.changing("drafter") as unit:
        for wrong in (
            order(client="nobody"),
            order(account="nobody"),
            order(roles={ContactRole.REGISTRANT: "nobody"}),
        ):
            with pytest.raises(NotHeld):
                unit.orders.draft(wrong)
        assert unit.orders.all() == []
        with pytest.raises(NotHeld, match="no order 'ord-9'"):
            unit.orders.get("ord-9")


def test_a_draft_is_its_drafters_and_nothing_more_than_a_draft(records: Records) -> None:
    with records.changing("approver") as unit, pytest.raises(SamePerson):
        unit.orders.draft(order())
    with records.changing("drafter") as unit:
        with pytest.raises(Moved):
            unit.orders.draft(order(state=OrderState.SUBMITTING))
        with pytest.raises(Moved):
            unit.orders.draft(order(approved_by="approver"))


def test_the_drafter_may_approve_what_needs_no_second_person(records: Records) -> None:
    drafted(records)
    with records.changing("drafter") as unit:
        assert unit.orders.approve("ord-1").approved_by == "drafter"


@pytest.mark.parametrize("approver", ["drafter", "Drafter"])
def test_the_drafter_may_not_approve_what_needs_a_second_person(records: Records, approver: str) -> None:
    drafted(records, second_person_needed=True)
    with records.changing(approver) as unit:
        with pytest.raises(SamePerson):
            unit.orders.approve("ord-1")
        unit.commit()
    with records.changing("approver") as unit:
        assert unit.orders.get("ord-1").state is OrderState.DRAFT
        approved = unit.orders.approve("ord-1")
        unit.commit()
        assert (approved.state, approved.approved_by) == (OrderState.APPROVED, "approver")


def test_the_database_itself_refuses_the_drafters_approval(records: Records) -> None:
    drafted(records, second_person_needed=True)
    with pytest.raises(Exception, match="second_person"):
        run_sql(records, "UPDATE orders SET approved_by = drafted_by")
    with pytest.raises(Exception, match="is_approved"):
        run_sql(records, "UPDATE orders SET state = 'submitting'")


def test_an_order_is_approved_once(records: Records) -> None:
    drafted(records)
    with records.changing("approver") as unit:
        unit.orders.approve("ord-1")
        with pytest.raises(Moved, match="ord-1 is approved, not a draft"):
            unit.orders.approve("ord-1")


def test_an_order_moves_on_only_from_the_state_it_is_in(records: Records) -> None:
    submitting(records)
    with records.changing("approver") as unit:
        with pytest.raises(Moved, match="ord-1 is submitting, not approved"):
            unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
        moved = unit.orders.advance(
            "ord-1",
            from_=OrderState.SUBMITTING,
            to=OrderState.PENDING,
            detail="accepted",
            vendor_reference="V-1",
        )
        assert (moved.state, moved.detail, moved.vendor_reference) == (OrderState.PENDING, "accepted", "V-1")
        done = unit.orders.advance("ord-1", from_=OrderState.PENDING, to=OrderState.ACTIVE)
        assert (done.state, done.detail, done.vendor_reference) == (OrderState.ACTIVE, "", "V-1")
        told = [(each.tag, each.detail) for each in unit.audit.entries("ord-1")]
        assert told[-2:] == [
            (AuditTag.ORDER_ADVANCED, "submitting → pending"),
            (AuditTag.ORDER_ADVANCED, "pending → active"),
        ]


def test_nothing_passes_by_its_approval(records: Records) -> None:
    drafted(records)
    with records.changing("drafter") as unit:
        for to in (OrderState.SUBMITTING, OrderState.APPROVED, OrderState.ACTIVE, OrderState.PENDING):
            with pytest.raises(Moved):
                unit.orders.advance("ord-1", from_=OrderState.DRAFT, to=to)
        closed = unit.orders.advance("ord-1", from_=OrderState.DRAFT, to=OrderState.REFUSED, detail="typo")
        assert (closed.state, closed.detail) == (OrderState.REFUSED, "typo")


def test_orders_are_listed_oldest_first(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order("ord-b", drafted_at=START + timedelta(hours=1)))
        unit.orders.draft(order("ord-a", drafted_at=START + timedelta(hours=2), kind=OrderKind.RENEW))
        unit.orders.draft(order("ord-c", kind=OrderKind.RESTORE, roles={}))
        assert [each.reference for each in unit.orders.all()] == ["ord-c", "ord-b", "ord-a"]
        assert unit.orders.get("ord-c").roles == {}


def test_a_refused_renewal_lets_its_name_be_looked_at_for_notices(records: Records) -> None:
    far, name = date(2099, 1, 1), DomainName("example.ca")
    with records.changing("drafter") as unit:
        unit.domains.look_for_notices(name, from_=far)
        unit.orders.draft(order("ord-1", name=name))
        unit.orders.draft(order("ord-2", name=name, kind=OrderKind.RENEW))
        for reference, looked_from in (("ord-1", far), ("ord-2", date.min)):
            unit.orders.advance(reference, from_=OrderState.DRAFT, to=OrderState.REFUSED)
            assert (looked_from, name) in unit.domains.with_notices_by(far, after=None, most=9)
