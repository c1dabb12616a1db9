"""What a restored shop makes of each order that had left: looked for, noted, never sent again by itself."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from orders import NotNow, OrderRefused, ToRenew
from portfolio.order import OrderKind, OrderState
from records import ClockBehind, JournalBroken, Quarantined
from tests.orders.journalled_shop import C, JournalledShop
from tests.orders.ledger_registrar import Mishap
from tests.orders.shop import NAME, WINDOW


class TestWhatTheBackupHas:
    def test_an_approved_order_that_was_sent_is_looked_for_and_found(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.approved()
        backup = shop.backed_up()
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        assert [(row.state, row.is_settled) for row in shop.standing()] == [(OrderState.APPROVED, False)]
        with pytest.raises(Quarantined, match="namesteward quarantine show"):
            shop.orders.submit(reference, "drafter")
        assert shop.order(reference).state is OrderState.APPROVED
        [row] = shop.merged()
        assert (row.state, row.is_settled) == (OrderState.UNKNOWN, True)
        assert shop.settled(reference).state is OrderState.ACTIVE
        assert shop.registrar.purchases(reference) == 1
        shop.records.close()

    def test_looking_goes_on_while_the_quarantine_stands(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.approved()
        backup = shop.backed_up()
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.merged()
        assert shop.orders.reconcile(reference, "drafter").state is OrderState.ACTIVE
        assert shop.is_quarantined()
        shop.records.close()

    def test_a_draft_closed_before_anybody_knew_is_open_again(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.draft().reference
        backup = shop.backed_up()
        shop.orders.approve(reference, "approver")
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.orders.close(reference, "drafter")
        assert shop.order(reference).state is OrderState.REFUSED
        [row] = shop.merged()
        assert (row.state, row.is_settled) == (OrderState.UNKNOWN, True)
        assert shop.settled(reference).state is OrderState.ACTIVE
        shop.records.close()

    def test_one_that_cannot_be_opened_again_waits_for_a_person(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.draft().reference
        backup = shop.backed_up()
        shop.orders.approve(reference, "approver")
        shop.registrar.mishaps = [Mishap.LOST_BEFORE]
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.orders.close(reference, "drafter")
        second = shop.draft().reference
        [row] = shop.merged()
        assert not row.is_settled
        assert f"orders show {reference}" in row.to_do
        shop.orders.close(second, "drafter")
        [row] = shop.merged()
        assert row.is_settled
        shop.records.close()

    def test_an_absence_that_was_confirmed_before_it_was_sent_again_says_nothing(
        self, tmp_path: Path
    ) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.approved()
        shop.registrar.mishaps = [Mishap.LOST_BEFORE]
        shop.orders.submit(reference, "drafter")
        assert shop.settled(reference).state is OrderState.ABSENT_CONFIRMED
        backup = shop.backed_up()
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        [row] = shop.merged()
        shop.lifted()
        assert row.state is OrderState.UNKNOWN
        with pytest.raises(NotNow):
            shop.orders.submit(reference, "drafter")
        assert shop.settled(reference).state is OrderState.ACTIVE
        assert shop.registrar.purchases(reference) == 1
        shop.records.close()

    def test_no_job_sends_a_lost_order_again_though_it_is_absent(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.draft().reference
        backup = shop.backed_up()
        shop.orders.approve(reference, "approver")
        shop.registrar.mishaps = [Mishap.LOST_BEFORE]
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.merged()
        shop.lifted()
        before = shop.registrar.paid_requests
        for _ in range(60):
            shop.orders.step(reference, "job:orders")
            shop.clock.advance(WINDOW)
        assert shop.registrar.paid_requests == before
        assert shop.order(reference).progress.person_asked
        shop.records.close()

    def test_merging_again_does_not_begin_anew(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        reference = shop.approved()
        backup = shop.backed_up()
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.merged()
        shop.settled(reference)
        before = shop.order(reference)
        [row] = shop.merged()
        assert row.is_settled
        assert shop.order(reference) == before
        shop.records.close()


def _fails(_file: int) -> None:
    raise OSError(28, "No space left on device")


def test_an_order_whose_line_in_the_journal_cannot_be_written_stays_approved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = JournalledShop(tmp_path)
    reference = shop.approved()
    monkeypatch.setattr(os, "fsync", _fails)
    with pytest.raises(JournalBroken):
        shop.orders.submit(reference, "drafter")
    order = shop.order(reference)
    assert (order.state, order.detail[:9]) == (OrderState.APPROVED, "not sent:")
    assert (order.progress.sends, shop.registrar.paid_requests) == (0, 0)
    monkeypatch.undo()
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert shop.registrar.purchases(reference) == 1
    shop.records.close()


def test_a_clock_that_is_behind_buys_nothing_and_the_order_stays_as_it_is(tmp_path: Path) -> None:
    shop = JournalledShop(tmp_path)
    reference = shop.approved()
    shop.clock.advance(-timedelta(hours=1))
    with pytest.raises(ClockBehind):
        shop.orders.submit(reference, "drafter")
    assert shop.order(reference).state is OrderState.APPROVED
    assert shop.registrar.paid_requests == 0
    shop.clock.advance(timedelta(hours=1))
    shop.orders.submit(reference, "drafter")
    assert shop.registrar.purchases(reference) == 1
    shop.records.close()


class TestWhatTheBackupDoesNotHave:
    def test_a_registration_waits_for_the_import_of_its_name(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        backup = shop.backed_up()
        reference = shop.approved()
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        [row] = shop.merged()
        assert (row.state, row.is_settled) == (None, False)
        assert f"account import … --name {NAME}" in row.to_do
        shop.imports()
        [row] = shop.merged()
        assert row.is_settled
        shop.records.close()

    def test_its_reference_is_never_used_again(self, tmp_path: Path) -> None:
        shop = JournalledShop(tmp_path)
        backup = shop.backed_up()
        reference = shop.orders.draft(shop.wish(), by="drafter", reference="list-1-7").reference
        shop.orders.approve(reference, "approver")
        shop.registrar.mishaps = [Mishap.LOST_BEFORE]
        shop.orders.submit(reference, "drafter")
        shop.put_back(backup)
        shop.merged()
        shop.lifted()
        with pytest.raises(OrderRefused):
            shop.orders.draft(shop.wish(), by="drafter", reference="list-1-7")
        shop.records.close()

    def test_a_renewal_is_seen_in_the_registrars_record_and_not_bought_again_by_haste(
        self, tmp_path: Path
    ) -> None:
        shop = JournalledShop(tmp_path)
        shop.holding(C)
        backup = shop.backed_up()
        shop.wants_renewed(C)
        assert len(shop.registrar.ledger) == 1
        shop.put_back(backup)
        [row] = shop.standing()
        assert not row.is_settled
        shop.registrar.reads_fail = True
        [row] = shop.merged()
        assert "could not be asked" in row.to_do
        shop.registrar.reads_fail = False
        [row] = shop.merged()
        assert (row.state, row.is_settled) == (None, True)
        with shop.records.reading() as unit:
            expires = unit.domains.get(C).expires_at
        assert expires is not None
        assert expires.year == 2028
        shop.lifted()
        with pytest.raises(OrderRefused, match="left the house after the backup"):
            shop.orders.draft(ToRenew(name=C), by="drafter")
        shop.clock.advance(timedelta(days=31))
        shop.orders.draft(ToRenew(name=C), by="drafter")
        shop.records.close()

    @pytest.mark.parametrize("kind", list(OrderKind))
    def test_of_any_kind_it_is_listed_and_holds_the_house_back(self, tmp_path: Path, kind: OrderKind) -> None:
        shop = JournalledShop(tmp_path)
        wish = shop.wanted(kind)
        backup = shop.backed_up()
        reference = shop.orders.draft(wish, by="drafter").reference
        shop.orders.approve(reference, "approver")
        shop.sent(reference)
        shop.put_back(backup)
        assert shop.is_quarantined()
        [row] = shop.standing()
        assert (row.reference, row.name, row.is_settled) == (reference, NAME, False)
        shop.records.close()
