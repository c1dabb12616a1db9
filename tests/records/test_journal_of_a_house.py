"""Records and their journal: what is asked before anything leaves, and when the answer is no."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.audit import AuditTag
from portfolio.notice import NoticeState
from portfolio.order import OrderState
from records import (
    AlreadyFounded,
    AlreadyHeld,
    ClockBehind,
    JournalBroken,
    Left,
    Moved,
    NotHeld,
    Quarantined,
    Records,
    vault,
)
from records.chain import Head
from records.lost_orders import LOST_APPROVAL
from tests.records.house import CANARIES, NAME, StoppedClock, furnish, notice, order


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def house(url: str, key_file: Path, clock: StoppedClock, journal: Path) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder", journal=journal)
    furnish(founded)
    yield founded
    founded.close()


@pytest.fixture
def on_a_file(sqlite_url: str, key_file: Path, clock: StoppedClock, journal: Path) -> Iterator[Records]:
    founded = Records.found(sqlite_url, key_file=key_file, clock=clock, actor="founder", journal=journal)
    furnish(founded)
    yield founded
    founded.close()


def claim(records: Records, reference: str = "ord-1", **changes: object) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order(reference, **changes))
        unit.commit()
    with records.changing("approver") as unit:
        unit.orders.approve(reference)
        records.raise_if_quarantined(unit)
        unit.orders.advance(reference, from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
        unit.commit()


def is_quarantined(records: Records) -> bool:
    with records.reading() as unit:
        try:
            records.raise_if_quarantined(unit)
        except Quarantined:
            return True
    return False


class Copy:
    """A backup of the database's file, and putting it back."""

    def __init__(self, records: Records, url: str, folder: Path) -> None:
        self.url, self.file = url, Path(url.removeprefix("sqlite:///"))
        self.kept = folder / "backup"
        with records._engine.execution_options(writes=True).connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(f"VACUUM INTO '{self.kept}'")
            connection.exec_driver_sql("BEGIN")

    def put_back(self, records: Records, **opening: object) -> Records:
        records.close()
        for part in ("-wal", "-shm"):
            self.file.with_name(self.file.name + part).unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)
        return Records.open(self.url, **opening)  # pyright: ignore[reportArgumentType]


class TestLeaving:
    def test_a_claimed_order_and_a_claimed_notice_leave_a_line_with_the_chains_end(
        self, house: Records, clock: StoppedClock
    ) -> None:
        claim(house)
        house.left(Left.ORDER, "ord-1", name="example.com")
        with house.reading() as unit:
            end = unit.audit.head()
        with house.changing("job:notices") as unit:
            unit.outbox.add_due(notice())
            claimed = unit.outbox.claim(clock.now(), timedelta(minutes=5))
            assert claimed is not None
            unit.outbox.advance(claimed.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
            unit.commit()
        house.left(Left.NOTICE, claimed.key, name=NAME)
        assert house.journal is not None
        lines = house.journal.departures()
        assert [line.key for line in lines] == ["", "ord-1", claimed.key]
        assert lines[1].head == end
        assert not is_quarantined(house)

    def test_what_is_not_claimed_does_not_leave(self, house: Records) -> None:
        with house.changing("drafter") as unit:
            unit.orders.draft(order())
            unit.outbox.add_due(notice())
            unit.commit()
        with pytest.raises(Moved, match="nothing was sent"):
            house.left(Left.ORDER, "ord-1", name="example.com")
        with pytest.raises(Moved):
            house.left(Left.NOTICE, notice().key, name=NAME)
        with pytest.raises(NotHeld):
            house.left(Left.ORDER, "ord-9", name="example.com")
        assert house.journal is not None
        assert len(house.journal.departures()) == 1

    def test_the_journal_holds_nothing_personal(self, house: Records, journal: Path) -> None:
        with house.changing("drafter") as unit:
            unit.plans.all()
        claim(house)
        house.left(Left.ORDER, "ord-1", name="example.com")
        assert [canary for canary in CANARIES if canary in journal.read_text("utf-8")] == []

    def test_records_without_a_journal_leave_no_line_and_are_not_quarantined(self, records: Records) -> None:
        claim(records)
        records.left(Left.ORDER, "ord-1", name="example.com")
        records.anchor()
        assert not is_quarantined(records)
        with records.reading() as unit:
            assert records.lost(unit) == []
            assert records.why_quarantined(unit) == ""

    def test_a_house_is_not_founded_over_the_journal_of_another(
        self, sqlite_url: str, key_file: Path, clock: StoppedClock, journal: Path
    ) -> None:
        journal.write_text("{}\n")
        with pytest.raises(AlreadyFounded, match="journal"):
            Records.found(sqlite_url, key_file=key_file, clock=clock, actor="founder", journal=journal)
        assert not key_file.exists()
        assert journal.read_text() == "{}\n"


class TestQuarantine:
    @pytest.fixture
    def backup(self, on_a_file: Records, sqlite_url: str, tmp_path: Path) -> Copy:
        return Copy(on_a_file, sqlite_url, tmp_path)

    @pytest.fixture
    def opening(self, key_file: Path, clock: StoppedClock, journal: Path) -> dict[str, object]:
        return {"key_file": key_file, "clock": clock, "journal": journal}

    def test_a_backup_from_before_the_last_departure_is_quarantined_and_nothing_leaves_by_it(
        self, on_a_file: Records, backup: Copy, opening: dict[str, object]
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        restored = backup.put_back(on_a_file, **opening)
        assert is_quarantined(restored)
        with pytest.raises(Quarantined, match="namesteward quarantine show"):
            claim(restored, "ord-2")
        with restored.reading() as unit:
            assert [line.key for line in restored.lost(unit)] == ["ord-1"]
        restored.close()

    def test_it_stays_so_when_its_own_chain_grows_past_the_journals(
        self, on_a_file: Records, backup: Copy, opening: dict[str, object]
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        with on_a_file.reading() as unit:
            far = unit.audit.head().sequence + 20
        restored = backup.put_back(on_a_file, **opening)
        while True:
            with restored.changing("drafter") as unit:
                unit.domains.set_roles(NAME, unit.domains.get(NAME).roles)
                unit.commit()
                if unit.audit.head().sequence > far:
                    break
        assert is_quarantined(restored)
        restored.close()

    def test_an_anchor_lets_go_on_and_the_database_that_was_left_behind_is_the_older_one_then(
        self, on_a_file: Records, backup: Copy, opening: dict[str, object], sqlite_url: str, tmp_path: Path
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        other = Copy.__new__(Copy)
        other.url, other.file, other.kept = sqlite_url, backup.file, tmp_path / "newer"
        on_a_file.close()
        shutil.copy(backup.file, other.kept)
        restored = backup.put_back(on_a_file, **opening)
        with restored.changing("first-colleague") as unit:
            unit.audit.lift("looked at everything")
            unit.commit()
        restored.anchor()
        assert not is_quarantined(restored)
        claim(restored, "ord-2", name="example.net")
        restored.left(Left.ORDER, "ord-2", name="example.net")
        back = other.put_back(restored, **opening)
        assert is_quarantined(back)
        with back.reading() as unit:
            assert [line.key for line in back.lost(unit)] == ["ord-2"]
        back.close()

    def test_the_right_database_put_back_goes_on_as_if_nothing_had_been(
        self, on_a_file: Records, backup: Copy, opening: dict[str, object], tmp_path: Path
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        on_a_file.close()
        newest = tmp_path / "newest"
        shutil.copy(backup.file, newest)
        restored = backup.put_back(on_a_file, **opening)
        assert is_quarantined(restored)
        backup.kept = newest
        right = backup.put_back(restored, **opening)
        assert not is_quarantined(right)
        right.close()

    def test_a_backup_from_after_the_last_departure_is_not_quarantined(
        self, on_a_file: Records, opening: dict[str, object], sqlite_url: str, tmp_path: Path
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        late = Copy(on_a_file, sqlite_url, tmp_path)
        with on_a_file.changing("drafter") as unit:
            unit.orders.draft(order("ord-2", name="example.net"))
            unit.commit()
        restored = late.put_back(on_a_file, **opening)
        assert not is_quarantined(restored)
        restored.close()

    def test_records_exchanged_under_a_process_between_claim_and_line_let_nothing_leave(
        self, on_a_file: Records, backup: Copy, opening: dict[str, object]
    ) -> None:
        claim(on_a_file)
        restored = backup.put_back(on_a_file, **opening)
        assert not is_quarantined(restored)
        with pytest.raises(NotHeld):
            restored.left(Left.ORDER, "ord-1", name="example.com")
        assert restored.journal is not None
        assert len(restored.journal.departures()) == 1
        restored.close()

    def test_without_its_journal_or_with_a_damaged_one_nothing_leaves(
        self, house: Records, journal: Path
    ) -> None:
        claim(house)
        kept = journal.read_bytes()
        journal.write_bytes(kept.replace(b'"sequence":1', b'"sequence":?'))
        assert is_quarantined(house)
        with pytest.raises(Quarantined, match="damaged"):
            house.left(Left.ORDER, "ord-1", name="example.com")
        journal.unlink()
        assert is_quarantined(house)
        with pytest.raises(JournalBroken):
            house.left(Left.ORDER, "ord-1", name="example.com")
        house.anchor()
        assert not is_quarantined(house)

    def test_the_check_asks_for_two_rows_and_reads_the_file_once(
        self, house: Records, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert not is_quarantined(house)
        assert house.journal is not None
        monkeypatch.setattr(type(house.journal), "_bytes", lambda *_: pytest.fail("the file was read again"))
        asked: list[str] = []
        from sqlalchemy import event

        event.listen(
            house._engine, "before_cursor_execute", lambda _c, _k, said, *_: asked.append(said.split()[0])
        )
        with house.reading() as unit:
            asked.clear()
            house.raise_if_quarantined(unit)
        assert asked.count("SELECT") == 2


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
