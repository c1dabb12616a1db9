"""A restore from any moment of a house's life: no message twice, none that may have left is forgotten."""

import itertools
import os
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.restored import lost_notices, settle_notices
from notifications.run import LEASE
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeState, notice_key, read_notice_key
from records import ClockBehind, Journal, Quarantined, Records
from tests.notifications.names_and_people import NAME, OWNER, STAFF, House, to_port
from tests.notifications.scripted_smtp import Act, ScriptedSmtp

OTHER = DomainName("example.net")
LIFE = (62, 60, 45, 30, 29.9, 14, 7, 1, -3)
"""The days before expiry at which the notices run."""


class JournalledHouse(House):
    """A house whose journal lies beside its database, and whose database can be copied and put back."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.records.close()
        self.journal = self.folder / "journal"
        self.reopened()
        self.records.anchor()

    def reopened(self) -> None:
        self.records = Records.open(
            f"sqlite:///{self.folder / 'records.db'}",
            key_file=self.folder / "key",
            clock=self.clock,
            journal=self.journal,
        )

    def backed_up(self, name: str) -> Path:
        """A copy of the database as it stands; the last connection to close leaves it whole in one file."""
        self.records.close()
        shutil.copy(self.folder / "records.db", self.folder / name)
        self.reopened()
        return self.folder / name

    def put_back(self, backup: Path) -> None:
        self.records.close()
        for part in ("records.db-wal", "records.db-shm"):
            (self.folder / part).unlink(missing_ok=True)
        shutil.copy(backup, self.folder / "records.db")
        self.reopened()

    def settled(self) -> list[str]:
        """The guided step; what it leaves open."""
        with self.records.reading() as unit:
            lost = self.records.lost(unit)
        rows = settle_notices(
            self.records, lost, staff_address=STAFF, now=self.clock.now(), by="first-colleague"
        )
        return [row.key for row in rows if not row.is_settled]

    def lifted(self) -> None:
        with self.records.changing("first-colleague") as unit:
            unit.audit.lift("settled")
            unit.commit()
        self.records.anchor()


def house_of_two(folder: Path) -> JournalledHouse:
    folder.mkdir(exist_ok=True)
    house = JournalledHouse(folder)
    house.holds()
    house.holds(OTHER)
    return house


def copies(smtp: ScriptedSmtp) -> Counter[str]:
    return Counter(str(taken.message["Message-ID"]).strip() for taken in smtp.taken)


@pytest.mark.parametrize(
    ("backed_up_at", "restored_at"), list(itertools.combinations(range(len(LIFE)), 2)), ids=str
)
def test_whatever_backup_is_put_back_whenever_nobody_gets_a_message_twice(
    tmp_path: Path, smtp: ScriptedSmtp, backed_up_at: int, restored_at: int
) -> None:
    house = house_of_two(tmp_path / "house")
    backup, length = tmp_path, 0
    for moment, days in enumerate(LIFE):
        house.clock.days_before(days)
        if moment == restored_at:
            sent, may_have_left = len(smtp.taken), house.journal.stat().st_size > length
            house.put_back(backup)
            if may_have_left:
                with pytest.raises(Quarantined, match="namesteward quarantine show"):
                    house.runs(to_port(smtp.port))
                assert len(smtp.taken) == sent
                assert house.settled() == []
                house.lifted()
        house.runs(to_port(smtp.port))
        if moment == backed_up_at:
            backup, length = house.backed_up("backup"), house.journal.stat().st_size
    assert set(copies(smtp).values()) == {1}
    assert {str(notice.state) for notice in house.notices()} <= {
        "handed over", "ambiguous", "superseded", "suppressed",
    }  # fmt: skip
    _every_message_is_accounted_for(house, smtp)
    house.records.close()


def _every_message_is_accounted_for(house: JournalledHouse, smtp: ScriptedSmtp) -> None:
    states = {notice.message_id: notice.state for name in (NAME, OTHER) for notice in house.notices(name)}
    for message_id in copies(smtp):
        assert states[message_id.strip("<>").partition("@")[0]] in (
            NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS,
        )  # fmt: skip


@pytest.mark.parametrize("without", ["journal", "check", "merge"])
def test_each_part_of_the_protection_is_needed(
    tmp_path: Path, smtp: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    house = house_of_two(tmp_path / "house")
    house.clock.days_before(62)
    backup = house.backed_up("backup")
    if without == "journal":
        monkeypatch.setattr(Journal, "tell", lambda *_, **__: None)
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    house.put_back(backup)
    if without == "check":
        monkeypatch.setattr(Records, "raise_if_quarantined", lambda *_: None)
        monkeypatch.setattr(Records, "left", lambda *_, **__: None)
    if without == "merge":
        house.lifted()
    house.runs(to_port(smtp.port))
    assert set(copies(smtp).values()) == {2}
    house.records.close()


def test_a_row_that_waits_in_the_backup_becomes_ambiguous(tmp_path: Path, smtp: ScriptedSmtp) -> None:
    house = house_of_two(tmp_path / "house")
    house.clock.days_before(30)
    smtp.scripts[:] = [{"connect": b"421 not now\r\n"}] * 4
    house.runs(to_port(smtp.port))
    assert "retry later" in house.states().values()
    backup = house.backed_up("backup")
    house.clock.at += timedelta(hours=1)
    house.runs(to_port(smtp.port))
    house.put_back(backup)
    assert house.settled() == []
    assert set(house.states().values()) - {"superseded"} == {"ambiguous"}
    [notice, *_] = [n for n in house.notices() if n.state is NoticeState.AMBIGUOUS and not n.is_staff_copy]
    assert notice.recipient == OWNER
    assert "after the backup" in notice.detail
    house.records.close()


def test_a_reader_whose_mail_had_not_left_still_gets_it(tmp_path: Path, smtp: ScriptedSmtp) -> None:
    house = JournalledHouse(tmp_path)
    house.holds()
    house.clock.days_before(31)
    house.runs(to_port(smtp.port))
    smtp.taken.clear()
    backup = house.backed_up("backup")
    house.clock.days_before(30)
    smtp.scripts[:] = [{"connect": b"421 not now\r\n"}]
    house.runs(to_port(smtp.port))
    assert [taken.recipient for taken in smtp.taken] == [STAFF]
    house.put_back(backup)
    assert house.settled() == []
    house.lifted()
    house.clock.at += LEASE
    house.runs(to_port(smtp.port))
    assert Counter(taken.recipient for taken in smtp.taken) == {OWNER: 1, STAFF: 1}
    assert house.states()["30d-before:registrant:staff"] == "ambiguous"
    house.records.close()


def test_a_notice_about_a_name_that_the_backup_does_not_hold_waits_for_its_import(
    tmp_path: Path, smtp: ScriptedSmtp
) -> None:
    house = JournalledHouse(tmp_path)
    house.clock.days_before(62)
    backup = house.backed_up("backup")
    house.holds()
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    house.put_back(backup)
    left_open = house.settled()
    assert len(left_open) == 2
    with house.records.reading() as unit:
        [row, _] = lost_notices(unit, house.records.lost(unit))
    assert "account import" in row.to_do
    house.holds()
    assert house.settled() == []
    assert house.settled() == []
    house.lifted()
    house.runs(to_port(smtp.port))
    assert set(copies(smtp).values()) == {1}
    house.records.close()


def test_what_is_settled_already_stays_as_it_is(tmp_path: Path, smtp: ScriptedSmtp) -> None:
    house = house_of_two(tmp_path / "house")
    house.clock.days_before(61)
    house.runs(to_port(smtp.port))
    backup = house.backed_up("backup")
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    house.put_back(backup)
    house.settled()
    before = [(notice.key, notice.state) for notice in house.notices()]
    with house.records.reading() as unit:
        entries = len(unit.audit.entries())
    assert house.settled() == []
    assert [(notice.key, notice.state) for notice in house.notices()] == before
    with house.records.reading() as unit:
        assert len(unit.audit.entries()) == entries
    house.records.close()


def test_a_body_whose_line_in_the_journal_cannot_be_written_does_not_leave_and_is_tried_again(
    tmp_path: Path, smtp: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = JournalledHouse(tmp_path)
    house.holds()
    house.clock.days_before(30)
    monkeypatch.setattr(os, "fsync", _fails)
    house.runs(to_port(smtp.port))
    assert smtp.taken == []
    assert set(house.states().values()) - {"superseded"} == {"retry later"}
    monkeypatch.undo()
    house.clock.at += timedelta(hours=1)
    house.runs(to_port(smtp.port))
    assert Counter(taken.recipient for taken in smtp.taken) == {OWNER: 1, STAFF: 1}
    house.records.close()


def _fails(_file: int) -> None:
    raise OSError(28, "No space left on device")


def test_records_exchanged_in_the_middle_of_a_run_stop_it(tmp_path: Path, smtp: ScriptedSmtp) -> None:
    house = house_of_two(tmp_path / "house")
    house.clock.days_before(30)
    backup = house.backed_up("backup")
    house.runs(to_port(smtp.port), limit=1)
    [first] = smtp.taken

    def meanwhile() -> None:
        house.registrar.when_asked = None
        raise Quarantined("these records are older")

    house.registrar.when_asked = meanwhile
    with pytest.raises(Quarantined):
        house.runs(to_port(smtp.port))
    assert smtp.taken == [first]
    house.put_back(backup)
    with pytest.raises(Quarantined):
        house.runs(to_port(smtp.port))
    house.records.close()


def test_a_clock_that_is_behind_lets_no_mail_leave(tmp_path: Path, smtp: ScriptedSmtp) -> None:
    house = JournalledHouse(tmp_path)
    house.clock.days_before(29)
    house.holds()
    house.clock.days_before(30)
    with pytest.raises(ClockBehind):
        house.runs(to_port(smtp.port))
    assert smtp.taken == []
    house.clock.days_before(28)
    house.runs(to_port(smtp.port))
    assert len(smtp.taken) == 2
    house.records.close()


def test_a_hand_over_that_broke_after_the_body_is_ambiguous_after_a_restore_too(
    tmp_path: Path, smtp: ScriptedSmtp
) -> None:
    house = JournalledHouse(tmp_path)
    house.holds()
    house.clock.days_before(31)
    backup = house.backed_up("backup")
    house.clock.days_before(30)
    smtp.scripts[:] = [{"dot": Act.KEEP_AND_DROP}, {"dot": Act.DROP}]
    house.runs(to_port(smtp.port))
    house.put_back(backup)
    assert house.settled() == []
    house.lifted()
    house.clock.at += timedelta(days=1)
    house.runs(to_port(smtp.port))
    assert len(smtp.taken) == 1
    assert set(house.states().values()) - {"superseded"} == {"ambiguous"}
    house.records.close()


def test_a_clock_that_falls_behind_in_the_middle_of_a_run_stops_it(
    tmp_path: Path, smtp: ScriptedSmtp
) -> None:
    house = JournalledHouse(tmp_path)
    house.holds()
    house.clock.days_before(30)
    house.registrar.when_asked = lambda: house.clock.days_before(31)
    with pytest.raises(ClockBehind):
        house.runs(to_port(smtp.port))
    assert smtp.taken == []
    assert house.states()["30d-before:registrant"] == "claimed"
    house.records.close()


@given(
    st.integers(-75, 400), st.sampled_from(ContactRole), st.booleans(), st.dates(),
)  # fmt: skip
def test_a_key_tells_what_it_was_made_of(days: int, role: ContactRole, for_staff: bool, on: date) -> None:
    key = notice_key(NAME, on, Milestone(days=days), role, for_staff=for_staff)
    told = read_notice_key(key)
    assert (told.name, told.about, told.milestone.days) == (NAME, on, days)
    assert (told.role, told.for_staff) == (role, for_staff)


def test_a_text_that_is_no_key_is_refused() -> None:
    for text in ("", "notice:", "notice:example.com:2027-03-01:30d-before:registrant:client", "ord-1"):
        with pytest.raises(ValueError, match="not the key"):
            read_notice_key(text)
