"""Two who hand in the same list at once share one batch: each row is drafted once and sent once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from orders.bulk import RowResult
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from registrar.contract import Quote, Receipt, RegistrationRequest
from tests.orders.bulk_shop import THREE, Lists
from tests.orders.ledger_registrar import LedgerRegistrar, Mishap
from tests.orders.shop import WINDOW, MovedClock, Shop


@dataclass
class Interrupted(LedgerRegistrar):
    """Lets a rival act in the middle of its n-th exchange."""

    at: int = 0
    rival: Callable[[], object] | None = None
    exchanges: int = field(default=0)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        self._exchange()
        return super().quote(name, kind=kind, years=years)

    def register(self, request: RegistrationRequest) -> Receipt:
        self._exchange()
        return super().register(request)

    def _exchange(self) -> None:
        self.exchanges += 1
        if self.exchanges == self.at and self.rival is not None:
            rival, self.rival = self.rival, None
            rival()


class Ticking(MovedClock):
    """A clock on which no two looks show the same instant."""

    def now(self) -> datetime:
        self.advance(timedelta(milliseconds=1))
        return self.at


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[Callable[[], Shop]]:
    made: list[Shop] = []

    def make() -> Shop:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Shop(folder, clock=Ticking(), registrar=Interrupted()))
        return made[-1]

    yield make
    for shop in made:
        shop.records.close()


@pytest.mark.parametrize("at", range(1, 10))
def test_a_rival_with_the_same_list_changes_nothing_of_what_is_bought(
    shops: Callable[[], Shop], at: int
) -> None:
    shop = shops()
    registrar, rivals = shop.registrar, list[RowResult]()
    assert isinstance(registrar, Interrupted)
    registrar.at = at
    registrar.rival = lambda: rivals.extend(Lists(shop).hand_in(THREE, by="approver"))
    results = Lists(shop).hand_in(THREE)
    assert len(rivals) == 3
    bought = [name for _, name, _ in registrar.ledger]
    assert sorted(bought) == ["example.com", "example.net", "example.org"]
    with shop.records.reading() as unit:
        [batch] = unit.batches.all()
        kept = unit.orders.all()
    assert len(kept) == 3
    assert {row.reference for row in batch.rows} == {order.reference for order in kept}
    assert all(not row.problem for row in batch.rows)
    assert [row.order is not None for row in results] == [True] * 3
    assert Money.typed("36", currency="USD") == Lists(shop).plan(THREE).totals[0]


def test_a_row_that_was_confirmed_absent_is_not_sent_again_by_the_list(shops: Callable[[], Shop]) -> None:
    shop = shops()
    lists = Lists(shop)
    shop.registrar.mishaps = [Mishap.LOST_BEFORE]
    [first, *_] = lists.hand_in(THREE)
    assert first.order is not None
    for _ in range(3):
        shop.orders.reconcile(first.order.reference, "drafter")
        shop.clock.advance(WINDOW)
    assert shop.order(first.order.reference).state is OrderState.ABSENT_CONFIRMED
    assert not lists.plan(THREE).is_over
    lists.hand_in(THREE)
    assert shop.registrar.paid_requests == 3
    assert shop.order(first.order.reference).state is OrderState.ABSENT_CONFIRMED
