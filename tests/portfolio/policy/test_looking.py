from datetime import UTC, datetime, timedelta

import pytest

from portfolio.order import OrderState
from portfolio.policy.looking import LEASE, next_look, next_try

NOW = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
LOOKED_FOR = (OrderState.RECONCILING, OrderState.PENDING)


@pytest.mark.parametrize("state", LOOKED_FOR)
def test_looks_become_rarer_and_never_stop(state: OrderState) -> None:
    waits = [next_look(state, looks, NOW) for looks in range(100)]
    assert waits == sorted(waits)
    assert waits[0] == NOW + timedelta(minutes=1)
    assert waits[-1] == NOW + timedelta(hours=6)


def test_an_unknown_order_is_looked_for_at_once() -> None:
    assert next_look(OrderState.UNKNOWN, 0, NOW) == NOW


def test_an_order_that_is_being_sent_is_looked_at_when_its_lease_is_over() -> None:
    assert next_look(OrderState.SUBMITTING, 0, NOW) == NOW + LEASE


def test_what_a_person_was_asked_about_is_looked_for_all_the_same() -> None:
    assert next_look(OrderState.NEEDS_HUMAN, 3, NOW) is not None


@pytest.mark.parametrize(
    "state", [OrderState.DRAFT, OrderState.APPROVED, OrderState.ACTIVE, OrderState.REFUSED]
)
def test_where_nothing_is_to_be_seen_nobody_looks(state: OrderState) -> None:
    assert next_look(state, 0, NOW) is None


def test_tries_become_rarer_too() -> None:
    waits = [next_try(tries, NOW) for tries in range(50)]
    assert waits == sorted(waits)
    assert waits[-1] == NOW + timedelta(hours=6)
