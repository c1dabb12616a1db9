"""A restore from any moment of a shop's life: no reference and no name is ever paid for twice."""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from orders import NotNow, OrderRefused, OrdersError, ToRenew
from orders.importing import import_names
from orders.restored import LostOrder, lost_orders, settle_orders
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from records import Journal, Quarantined, Records, RecordsError
from tests.orders.ledger_registrar import Crash, Mishap
from tests.orders.shop import NAME, WINDOW, Shop

A, B, C = DomainName("example.com"), DomainName("example.net"), DomainName("example.org")
HOUR = timedelta(hours=1)


class JournalledShop(Shop):
    """A shop whose journal lies beside its database, and whose database can be copied and put back."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.records.close()
        self.reopen()
        self.records.anchor()

    def reopen(self) -> None:
        self.records = Records.open(
            f"sqlite:///{self.folder / 'records.db'}",
            key_file=self.folder / "key",
            clock=self.clock,
            journal=self.folder / "journal",
        )
        self.orders = self.opened()

    def backed_up(self) -> Path:
        self.records.close()
        shutil.copy(self.folder / "records.db", self.folder / "backup")
        self.reopen()
        return self.folder / "backup"

    def put_back(self, backup: Path) -> None:
        self.records.close()
        for part in ("records.db-wal", "records.db-shm"):
            (self.folder / part).unlink(missing_ok=True)
        shutil.copy(backup, self.folder / "records.db")
        self.reopen()

    def standing(self) -> list[LostOrder]:
        with self.records.reading() as unit:
            return lost_orders(unit, self.records.lost(unit))

    def merged(self) -> list[LostOrder]:
        with self.records.changing("first-colleague") as unit:
            lost = self.records.lost(unit)
            if unit.audit.quarantined_since() is None:
                unit.audit.quarantine("restored")
                unit.commit()
        return settle_orders(self.records, lambda _account: self.registrar, lost, by="first-colleague")

    def lifted(self) -> None:
        with self.records.changing("first-colleague") as unit:
            unit.audit.lift("settled")
            unit.commit()
        self.records.anchor()

    def is_quarantined(self) -> bool:
        with self.records.reading() as unit:
            return bool(self.records.why_quarantined(unit))

    def imports(self) -> None:
        import_names(
            self.records, lambda _account: self.registrar, "house", client="acme", by="first-colleague"
        )

    def goes_on(self) -> None:
        """What jobs and hasty staff do: every step that is due, and everything ordered that is not there."""
        for _ in range(6):
            for order in self.orders.due():
                try:
                    self.orders.step(order.reference, "job:orders")
                except RecordsError:
                    continue
            self.clock.advance(WINDOW + timedelta(minutes=1))
        for name in (A, B):
            self.wants(name)

    def wants(self, name: DomainName) -> None:
        try:
            reference = self.orders.draft(self.wish(name=name), by="drafter").reference
            self.orders.approve(reference, "approver")
            self.orders.submit(reference, "drafter")
        except (OrdersError, RecordsError):
            return

    def wants_renewed(self, name: DomainName) -> None:
        try:
            reference = self.orders.draft(ToRenew(name=name), by="drafter").reference
            self.orders.approve(reference, "approver")
            self.orders.submit(reference, "drafter")
        except (OrdersError, RecordsError):
            return


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


def _orders(shop: JournalledShop) -> list:
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
