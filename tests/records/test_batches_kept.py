"""Lists of orders: the same list is the same batch, and each line tells what became of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.order import OrderKind
from records import AlreadyHeld, Moved, NotHeld, ReadOnly, Records, SamePerson
from tests.records.house import batch, order

NAMES = ("example.com", "example.net", "example.org")


def test_a_list_comes_out_as_it_went_in(records: Records) -> None:
    with records.changing("drafter") as unit:
        assert unit.batches.keep(batch(*NAMES)) == batch(*NAMES)
        unit.commit()
    with records.reading() as unit:
        assert unit.batches.get("batch-1") == batch(*NAMES)
        assert [line.number for line in unit.batches.get("batch-1").rows] == [1, 2, 3]
        (entry,) = unit.audit.entries("batch-1")
        assert (entry.tag, entry.detail) == (AuditTag.BATCH_KEPT, "register: 3 lines")
        with pytest.raises(NotHeld, match="no batch 'batch-2'"):
            unit.batches.get("batch-2")


def test_the_same_list_is_the_same_batch_unless_another_round_is_meant(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.batches.keep(batch(*NAMES))
        for again in (batch(*NAMES, slug="batch-2"), batch(slug="batch-1", digest="another")):
            with pytest.raises(AlreadyHeld, match="came in already"):
                unit.batches.keep(again)
        second = unit.batches.keep(batch(*NAMES, slug="batch-2", round=2))
        other = unit.batches.keep(batch("example.ca", slug="batch-0", digest="2c3d", kind=OrderKind.RENEW))
        unit.commit()
        assert unit.batches.of_digest("0a1b") == [batch(*NAMES), second]
        assert unit.batches.of_digest("9f9f") == []
        assert unit.batches.all() == [other, batch(*NAMES), second]


def test_of_two_who_bring_the_same_list_one_does(records: Records) -> None:
    barrier = Barrier(2)

    def bring(slug: str) -> bool:
        barrier.wait(timeout=10)
        try:
            with records.changing("drafter") as unit:
                unit.batches.keep(batch(*NAMES, slug=slug))
                unit.commit()
        except AlreadyHeld:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(bring, ["batch-1", "batch-2"])) == [False, True]
    with records.reading() as unit:
        (kept,) = unit.batches.all()
        assert len(kept.rows) == 3


def test_a_line_gets_its_order_or_a_reason(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.batches.keep(batch(*NAMES))
        unit.batches.keep(batch(*NAMES, slug="batch-2", round=2))
        unit.orders.draft(order(batch="batch-1"))
        unit.batches.settle_row("batch-1", 1, reference="ord-1")
        unit.batches.settle_row("batch-1", 2, problem="taken by someone else")
        unit.batches.settle_row("batch-1", 2, problem="not a name")
        unit.commit()
    with records.reading() as unit:
        first, second, third = unit.batches.get("batch-1").rows
        assert (first.reference, first.problem) == ("ord-1", "")
        assert (second.reference, second.problem) == (None, "not a name")
        assert (third.reference, third.problem) == (None, "")
        assert [each.reference for each in unit.orders.of_batch("batch-1")] == ["ord-1"]
        assert unit.orders.of_batch("batch-1")[0].batch == "batch-1"
        assert unit.orders.of_batch("batch-2") == []
        assert unit.batches.get("batch-2") == batch(*NAMES, slug="batch-2", round=2)


def test_a_line_keeps_the_order_that_it_has(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.batches.keep(batch(*NAMES))
        unit.orders.draft(order())
        unit.orders.draft(order("ord-2", name=DomainName("example.net")))
        for _ in range(2):
            unit.batches.settle_row("batch-1", 1, reference="ord-1")
        for other in ("ord-2", None):
            with pytest.raises(Moved, match="line 1 of batch batch-1 is order ord-1 already"):
                unit.batches.settle_row("batch-1", 1, reference=other)
        with pytest.raises(NotHeld):
            unit.batches.settle_row("batch-1", 2, reference="ord-9")
        with pytest.raises(NotHeld, match="no line 4"):
            unit.batches.settle_row("batch-1", 4)
        unit.commit()
        assert [line.reference for line in unit.batches.get("batch-1").rows] == ["ord-1", None, None]


def test_a_list_is_its_drafters(records: Records) -> None:
    with records.changing("approver") as unit, pytest.raises(SamePerson):
        unit.batches.keep(batch(*NAMES))
    with records.changing("drafter") as unit:
        unit.batches.keep(batch(*NAMES))
        unit.commit()
    with records.reading() as unit:
        with pytest.raises(ReadOnly):
            unit.batches.keep(batch(*NAMES, slug="batch-2", round=2))
        with pytest.raises(ReadOnly):
            unit.batches.settle_row("batch-1", 1)
