"""A restore from any moment of a shop's life: no reference and no name is ever paid for twice."""

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from orders import ToRenew
from orders.restored import LostOrder
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from records import Journal, Records
from tests.orders.journalled_shop import A, B, C, JournalledShop
from tests.orders.ledger_registrar import Crash, Mishap
from tests.orders.shop import WINDOW


def _life(mishap: Mishap | None) -> list[Callable[[JournalledShop], object]]:
    """A small life: two registrations and a renewal, each step by itself; one of the requests goes wrong."""
    known: dict[str, str] = {}

    def drafts(shop: JournalledShop, name: DomainName) -> None:
        known[name] = shop.orders.draft(shop.wish(name=name), by="drafter").reference

    def approves(shop: JournalledShop, name: str) -> None:
        shop.orders.approve(known[name], "approver")

    def submits(shop: JournalledShop, name: str) -> None:
        shop.registrar.mishaps = [mishap] if mishap and name == A else []
        try:
            shop.orders.submit(known[name], "drafter")
        except Crash:
            shop.records.close()
            shop.reopen()
        shop.registrar.mishaps = []

    def steps(shop: JournalledShop) -> None:
        shop.clock.advance(WINDOW)
        for order in shop.orders.due():
            shop.orders.step(order.reference, "job:orders")

    def renews(shop: JournalledShop) -> None:
        known["renewal"] = shop.orders.draft(ToRenew(name=C), by="drafter").reference

    return [
        lambda shop: drafts(shop, A), lambda shop: approves(shop, A), lambda shop: submits(shop, A), steps,
        renews, lambda shop: approves(shop, "renewal"), lambda shop: drafts(shop, B),
        lambda shop: submits(shop, "renewal"), lambda shop: approves(shop, B),
        lambda shop: submits(shop, B), steps,
    ]  # fmt: skip


MOMENTS = len(_life(None))


PAIRS = list(itertools.combinations(range(MOMENTS + 1), 2))
MISHAPS = (None, Mishap.LOST_AFTER, Mishap.LOST_BEFORE, Mishap.CRASH_AFTER)
ALL = [(*pair, mishap) for pair in PAIRS for mishap in MISHAPS]
AROUND_THE_MISHAP = [
    (backed_up_at, restored_at, mishap)
    for backed_up_at, restored_at, mishap in ALL
    if mishap is not None and backed_up_at <= 3 <= restored_at <= 4
]
EACH_WITH_THE_LAST = [(moment, MOMENTS, None) for moment in range(MOMENTS)]
EVERY_DAY = [*AROUND_THE_MISHAP[::2], *EACH_WITH_THE_LAST]


@pytest.mark.parametrize(
    ("backed_up_at", "restored_at", "mishap"),
    [pytest.param(*one, marks=() if one in EVERY_DAY else pytest.mark.slow) for one in ALL],
)
def test_whatever_backup_is_put_back_whenever_nothing_is_bought_twice(
    tmp_path: Path, backed_up_at: int, restored_at: int, mishap: Mishap | None
) -> None:
    shop = JournalledShop(tmp_path)
    shop.holding(C)
    backup, length, journal = tmp_path, 0, tmp_path / "journal"
    for moment, happens in enumerate([*_life(mishap), lambda _: None]):
        if moment == backed_up_at:
            backup, length = shop.backed_up(), journal.stat().st_size
        if moment == restored_at:
            break
        happens(shop)
    shop.put_back(backup)
    _nothing_is_bought_twice(shop)
    paid, has_left = len(shop.registrar.ledger), journal.stat().st_size > length
    assert shop.is_quarantined() == has_left
    if has_left:
        shop.goes_on()
        assert len(shop.registrar.ledger) == paid
        shop.merged()
        shop.imports()
        assert [row for row in shop.merged() if not row.is_settled and _is_ours(shop, row)] == []
        shop.lifted()
    assert not shop.is_quarantined()
    shop.goes_on()
    _nothing_is_bought_twice(shop)
    assert not any(order.state is OrderState.SUBMITTING for order in _orders(shop))
    shop.records.close()


def _is_ours(shop: JournalledShop, row: LostOrder) -> bool:
    return row.name in shop.registrar.held


def _orders(shop: JournalledShop) -> list[Order]:
    with shop.records.reading() as unit:
        return unit.orders.all()


def _nothing_is_bought_twice(shop: JournalledShop) -> None:
    references = Counter(reference for reference, _, _ in shop.registrar.ledger)
    names = Counter(name for _, name, _ in shop.registrar.ledger)
    assert set(references.values()) <= {1}
    assert set(names.values()) <= {1}


@pytest.mark.parametrize("without", ["journal", "check", "merge"])
def test_each_part_of_the_protection_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    shop = JournalledShop(tmp_path)
    shop.holding(C)
    reference = shop.orders.draft(ToRenew(name=C), by="drafter").reference
    shop.orders.approve(reference, "approver")
    backup = shop.backed_up()
    if without == "journal":
        monkeypatch.setattr(Journal, "tell", lambda *_, **__: None)
    shop.orders.submit(reference, "drafter")
    shop.put_back(backup)
    if without == "check":
        monkeypatch.setattr(Records, "raise_if_quarantined", lambda *_: None)
        monkeypatch.setattr(Records, "left", lambda *_, **__: None)
    if without == "merge":
        shop.lifted()
    paid_requests = shop.registrar.paid_requests
    shop.orders.submit(reference, "drafter")
    assert shop.registrar.paid_requests == paid_requests + 1
    shop.records.close()
