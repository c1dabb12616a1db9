"""Records and their journal: what is asked before anything leaves, and when the answer is no."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from portfolio.notice import NoticeState
from records import AlreadyFounded, JournalBroken, Left, Moved, NotHeld, Quarantined, Records
from tests.records.house import CANARIES, NAME, StoppedClock, furnish, notice, order
from tests.records.journalled_house import Copy, Opening, claim, is_quarantined


@pytest.fixture
def on_a_file(sqlite_url: str, key_file: Path, clock: StoppedClock, journal: Path) -> Iterator[Records]:
    founded = Records.found(sqlite_url, key_file=key_file, clock=clock, actor="founder", journal=journal)
    furnish(founded)
    yield founded
    founded.close()


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
    def opening(self, key_file: Path, clock: StoppedClock, journal: Path) -> Opening:
        return {"key_file": key_file, "clock": clock, "journal": journal}

    def test_a_backup_from_before_the_last_departure_is_quarantined_and_nothing_leaves_by_it(
        self, on_a_file: Records, backup: Copy, opening: Opening
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
        self, on_a_file: Records, backup: Copy, opening: Opening
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
        self, on_a_file: Records, backup: Copy, opening: Opening, sqlite_url: str, tmp_path: Path
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

    def test_what_was_settled_before_an_anchor_is_not_listed_after_the_next_restore(
        self, on_a_file: Records, backup: Copy, opening: Opening
    ) -> None:
        claim(on_a_file)
        on_a_file.left(Left.ORDER, "ord-1", name="example.com")
        restored = backup.put_back(on_a_file, **opening)
        restored.anchor()
        restored.close()
        shutil.copy(backup.file, backup.kept)
        restored = Records.open(backup.url, **opening)
        claim(restored, "ord-2", name="example.net")
        restored.left(Left.ORDER, "ord-2", name="example.net")
        again = backup.put_back(restored, **opening)
        with again.reading() as unit:
            assert [line.key for line in again.lost(unit)] == ["ord-2"]
        again.close()

    def test_the_right_database_put_back_goes_on_as_if_nothing_had_been(
        self, on_a_file: Records, backup: Copy, opening: Opening, tmp_path: Path
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
        self, on_a_file: Records, opening: Opening, sqlite_url: str, tmp_path: Path
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
        self, on_a_file: Records, backup: Copy, opening: Opening
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
        event.listen(
            house._engine, "before_cursor_execute", lambda _c, _k, said, *_: asked.append(said.split()[0])
        )
        with house.reading() as unit:
            asked.clear()
            house.raise_if_quarantined(unit)
        assert asked.count("SELECT") == 2
