"""The audit chain: whatever is done to it behind our backs is found, and where."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from portfolio.audit import AuditEntry, AuditTag
from portfolio.order import OrderState
from records import ChainBroken, Moved, NotHeld, ReadOnly, Records, RecordsError
from records.chain import BEGINNING, Head, Link, commitment, link_hash
from tests.records.house import NAME, StoppedClock, canary, client, order, run_sql

LINK_COLUMNS = ("sequence", "actor", "at", "tag", "commitment", "previous", "hash")
EMPTIED = "UPDATE audit_payloads SET salt = NULL, subject = NULL, detail = NULL"
PAYLOAD_COLUMNS = ("sequence", "salt", "subject", "detail")


@pytest.fixture
def chained(records: Records, clock: StoppedClock) -> Records:
    with records.changing("approver") as unit:
        for given in ("Anna", "Beth", "Cora"):
            clock.advance(timedelta(minutes=1))
            unit.contacts.edit("acme-tech", canary(given))
        unit.commit()
    return records


def broken_at(records: Records, anchor: Head | None = None) -> int | None:
    with records.reading() as unit:
        try:
            unit.audit.verify(anchor=anchor)
        except ChainBroken as broken:
            return broken.sequence
    return None


def length(records: Records) -> int:
    with records.reading() as unit:
        return unit.audit.verify()


def altered(value: object) -> object:
    match value:
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
        case int():
            return value + 1000
        case datetime():
            return value + timedelta(microseconds=1)
        case _ if isinstance(value, str) and value[:4].isdecimal():
            return value[:-1] + ("1" if value[-1] != "1" else "2")
        case _:
            return f"{value}x"


@pytest.mark.parametrize(
    ("table", "columns"), [("audit_links", LINK_COLUMNS), ("audit_payloads", PAYLOAD_COLUMNS)]
)
def test_any_column_of_any_row_that_is_altered_is_found_and_located(
    chained: Records, table: str, columns: tuple[str, ...]
) -> None:
    for column in columns:
        before = run_sql(chained, f"SELECT sequence, {column} FROM {table} ORDER BY sequence")
        assert len(before) == 9
        for sequence, value in before:
            changed = altered(value)
            to = f"UPDATE {table} SET {column} = :value WHERE sequence = :sequence"
            run_sql(chained, to, value=changed, sequence=sequence)
            assert broken_at(chained) == sequence
            where = changed if column == "sequence" else sequence
            run_sql(chained, to, value=value, sequence=where)
        assert broken_at(chained) is None


def test_any_entry_that_is_removed_is_found_and_located(chained: Records) -> None:
    count = length(chained)
    with chained.reading() as unit:
        anchor = unit.audit.head()
    for sequence in range(count - 1, 0, -1):
        run_sql(chained, f"DELETE FROM audit_links WHERE sequence = {sequence}")
        assert broken_at(chained) == sequence
        run_sql(chained, f"UPDATE audit_links SET sequence = sequence - 1 WHERE sequence > {sequence}")
        run_sql(chained, f"DELETE FROM audit_payloads WHERE sequence = {sequence}")
        run_sql(chained, f"UPDATE audit_payloads SET sequence = sequence - 1 WHERE sequence > {sequence}")
        assert broken_at(chained) == sequence
    assert broken_at(chained, anchor) == 1


def test_any_payload_that_is_removed_or_emptied_is_found(chained: Records) -> None:
    for sequence in range(length(chained), 0, -1):
        run_sql(chained, f"{EMPTIED} WHERE sequence = {sequence}")
        assert broken_at(chained) == sequence
        run_sql(chained, f"DELETE FROM audit_payloads WHERE sequence = {sequence}")
        assert broken_at(chained) == sequence


def test_entries_cut_off_the_end_are_found_with_an_anchor_only(chained: Records) -> None:
    with chained.reading() as unit:
        anchor = unit.audit.head()
    assert anchor.sequence == length(chained)
    assert broken_at(chained, anchor) is None
    for table in ("audit_payloads", "audit_links"):
        run_sql(chained, f"DELETE FROM {table} WHERE sequence > 6")
    assert broken_at(chained) is None
    assert broken_at(chained, anchor) == 7
    with chained.changing("mallory") as unit:
        for _ in range(5):
            unit.contacts.edit("acme-tech", canary())
        unit.commit()
    assert broken_at(chained) is None
    assert broken_at(chained, anchor) == anchor.sequence


def test_an_anchor_goes_on_to_hold_as_the_chain_grows(chained: Records) -> None:
    with chained.changing("approver") as unit:
        anchors = [unit.audit.head()]
        for _ in range(3):
            unit.contacts.edit("acme-tech", canary())
            anchors.append(unit.audit.head())
        unit.commit()
    assert len({anchor.hash for anchor in anchors}) == 4
    assert [broken_at(chained, anchor) for anchor in anchors] == [None] * 4


def test_any_two_entries_that_are_swapped_are_found(chained: Records) -> None:
    for first in range(1, length(chained)):
        for table in ("audit_links", "audit_payloads"):
            swap(chained, table, first)
        assert broken_at(chained) == first
        for table in ("audit_links", "audit_payloads"):
            swap(chained, table, first)
        assert broken_at(chained) is None
        swap(chained, "audit_payloads", first)
        assert broken_at(chained) == first
        swap(chained, "audit_payloads", first)


def test_a_true_entry_of_another_past_is_found(chained: Records) -> None:
    links = run_sql(
        chained, "SELECT actor, at, tag, commitment, previous, hash FROM audit_links WHERE sequence = 8"
    )
    payloads = run_sql(chained, "SELECT salt, subject, detail FROM audit_payloads WHERE sequence = 8")
    for table in ("audit_payloads", "audit_links"):
        run_sql(chained, f"DELETE FROM {table} WHERE sequence > 6")
    with chained.changing("bystander") as unit:
        for given in ("Dora", "Emma", "Fran"):
            unit.clients.add(client(given.lower()))
        unit.commit()
    assert broken_at(chained) is None
    for table, columns, row in (
        ("audit_links", ("actor", "at", "tag", "commitment", "previous", "hash"), links[0]),
        ("audit_payloads", ("salt", "subject", "detail"), payloads[0]),
    ):
        values = ", ".join(f"{column} = :{column}" for column in columns)
        run_sql(
            chained, f"UPDATE {table} SET {values} WHERE sequence = 8", **dict(zip(columns, row, strict=True))
        )
    with chained.reading() as unit, pytest.raises(ChainBroken, match="entry 8: is not tied to"):
        unit.audit.verify()


def swap(records: Records, table: str, first: int) -> None:
    for old, new in ((first, 9001), (first + 1, first), (9001, first + 1)):
        run_sql(records, f"UPDATE {table} SET sequence = {new} WHERE sequence = {old}")


@pytest.mark.parametrize("place", [1, 2, 9, 10])
def test_an_entry_that_is_slipped_in_is_found(chained: Records, place: int) -> None:
    for table in ("audit_links", "audit_payloads"):
        run_sql(chained, f"UPDATE {table} SET sequence = sequence + 1000 WHERE sequence >= {place}")
        run_sql(chained, f"UPDATE {table} SET sequence = sequence - 999 WHERE sequence > 1000")
    links = run_sql(chained, f"SELECT hash FROM audit_links WHERE sequence = {place - 1}")
    forge(chained, place, links[0][0] if links else BEGINNING, b"a key that was guessed")
    assert broken_at(chained) == place


def forge(records: Records, sequence: int, previous: object, key: bytes) -> bytes:
    """Write an entry as well as someone can who has the database and not the key file."""
    assert isinstance(previous, bytes)
    ((at, actor),) = run_sql(records, "SELECT at, actor FROM audit_links WHERE sequence > 0 LIMIT 1")
    when = at if isinstance(at, datetime) else datetime.fromisoformat(f"{at}+00:00")
    sealed = commitment(b"salt", subject="acme-tech", detail="")
    link = Link(
        sequence=sequence,
        actor=str(actor),
        at=when,
        tag=AuditTag.CONTACT_EDITED,
        commitment=sealed,
        previous=previous,
    )
    made = link_hash(key, link)
    run_sql(
        records,
        "INSERT INTO audit_links (sequence, actor, at, tag, commitment, previous, hash) "
        "VALUES (:sequence, :actor, :at, 'contact:edited', :commitment, :previous, :hash)",
        sequence=sequence,
        actor=actor,
        at=at,
        commitment=sealed,
        previous=previous,
        hash=made,
    )
    run_sql(
        records,
        "INSERT INTO audit_payloads (sequence, salt, subject, detail) "
        "VALUES (:sequence, :salt, 'acme-tech', '')",
        sequence=sequence,
        salt=b"salt",
    )
    return made


def test_a_chain_that_is_built_anew_without_the_key_is_found(chained: Records) -> None:
    count = length(chained)
    previous = BEGINNING
    run_sql(chained, "UPDATE audit_links SET sequence = sequence + 100000")
    run_sql(chained, "DELETE FROM audit_payloads")
    for sequence in range(1, count + 1):
        previous = forge(chained, sequence, previous, b"a key that was guessed")
    run_sql(chained, "DELETE FROM audit_links WHERE sequence > 100000")
    assert broken_at(chained) == 1


def test_an_erasure_empties_an_entry_and_the_chain_still_holds(chained: Records) -> None:
    with chained.changing("officer") as unit:
        unit.audit.erase(7)
        unit.commit()
    assert run_sql(chained, "SELECT salt, subject, detail FROM audit_payloads WHERE sequence = 7") == [
        (None, None, None)
    ]
    with chained.reading() as unit:
        assert unit.audit.verify() == 10
        entries = unit.audit.entries()
        assert (entries[6].subject, entries[6].detail, entries[6].actor) == ("erased", "", "approver")
        last = entries[-1]
        assert (last.tag, last.subject, last.actor) == (AuditTag.AUDIT_ERASED, "7", "officer")


def test_an_erasure_is_told_and_cannot_be_covered_up(chained: Records) -> None:
    with chained.changing("officer") as unit:
        with pytest.raises(NotHeld):
            unit.audit.erase(99)
        unit.audit.erase(7)
        with pytest.raises(Moved, match="erased already"):
            unit.audit.erase(7)
        with pytest.raises(Moved, match="tells of an erasure"):
            unit.audit.erase(10)
        unit.commit()
    run_sql(chained, "UPDATE audit_payloads SET subject = '8' WHERE sequence = 10")
    run_sql(chained, f"{EMPTIED} WHERE sequence = 8")
    assert broken_at(chained) == 7


def test_verifying_reads_the_chain_once_however_long_it_is(records: Records) -> None:
    asked: list[str] = []
    event.listen(records._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for _ in range(3):
        with records.changing("approver") as unit:
            for _ in range(20):
                unit.contacts.edit("acme-tech", canary())
            unit.commit()
        asked.clear()
        length(records)
        counts.append(len([each for each in asked if "audit" in each]))
    assert len(set(counts)) == 1


def test_a_chain_of_several_pages_is_checked_whole(
    sqlite_records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.audit._AT_ONCE", 2)
    assert length(sqlite_records) == 6
    run_sql(sqlite_records, "UPDATE audit_links SET actor = 'mallory' WHERE sequence = 5")
    assert broken_at(sqlite_records) == 5


def test_entries_tell_who_did_what_when_and_can_be_asked_for_by_subject(
    records: Records, clock: StoppedClock
) -> None:
    clock.advance(timedelta(hours=3))
    with records.changing("approver") as unit:
        unit.contacts.edit("acme-tech", canary("Newer"))
        unit.commit()
    with records.reading() as unit:
        assert unit.audit.entries("acme-tech") == [
            AuditEntry(
                sequence=4,
                actor="drafter",
                at=clock.now() - timedelta(hours=3),
                tag=AuditTag.CONTACT_ADDED,
                subject="acme-tech",
                detail="of client acme",
            ),
            AuditEntry(
                sequence=7,
                actor="approver",
                at=clock.now(),
                tag=AuditTag.CONTACT_EDITED,
                subject="acme-tech",
                detail="version 2",
            ),
        ]
        assert [each.sequence for each in unit.audit.entries()] == [1, 2, 3, 4, 5, 6, 7]
        assert [each.tag for each in unit.audit.entries(NAME)] == [AuditTag.DOMAIN_HELD]
        assert unit.audit.entries("nobody") == []


def test_the_database_takes_no_entry_without_actor_time_or_kind(records: Records) -> None:
    values = {"sequence": "99", "actor": "'a'", "at": "CURRENT_TIMESTAMP", "tag": "'t'"}
    values |= {"commitment": "'c'", "previous": "'p'", "hash": "'h'"}
    for missing, stands in (
        ("actor", "NULL"),
        ("actor", "'  '"),
        ("at", "NULL"),
        ("tag", "NULL"),
        ("tag", "''"),
    ):
        row = values | {missing: stands}
        with pytest.raises(Exception, match=r"(?i)not null|not-null|is_named"):
            run_sql(records, f"INSERT INTO audit_links ({', '.join(row)}) VALUES ({', '.join(row.values())})")
    with pytest.raises(ValueError, match="at least 1 character"), records.changing(" "):
        pass


def test_a_change_whose_audit_entry_is_refused_did_not_happen(sqlite_records: Records) -> None:
    run_sql(
        sqlite_records,
        "CREATE TRIGGER no_audit BEFORE INSERT ON audit_links "
        "WHEN NEW.tag = 'order:drafted' BEGIN SELECT RAISE(ABORT, 'disk on fire'); END",
    )
    with pytest.raises(RecordsError, match="refused") as told, sqlite_records.changing("drafter") as unit:
        unit.orders.draft(order())
    assert "fire" not in str(told.value)
    with sqlite_records.reading() as unit:
        assert unit.orders.all() == []
        assert unit.audit.verify() == 6


def test_every_change_is_told_in_its_own_transaction(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order())
    with records.changing("drafter") as unit:
        unit.orders.draft(order())
        unit.commit()
        unit.orders.approve("ord-1")
    with records.reading() as unit:
        assert unit.orders.get("ord-1").state is OrderState.DRAFT
        assert [each.tag for each in unit.audit.entries("ord-1")] == [AuditTag.ORDER_DRAFTED]
        with pytest.raises(ReadOnly):
            unit.audit.erase(1)


def test_the_head_of_a_chain_without_entries_is_nothing(records: Records) -> None:
    for table in ("audit_payloads", "audit_links"):
        run_sql(records, f"DELETE FROM {table}")
    with records.reading() as unit:
        assert unit.audit.head() == Head(sequence=0, hash="")
    assert broken_at(records) == 1
    assert broken_at(records, Head(sequence=6, hash="00")) == 1


def test_links_cut_off_without_their_payloads_are_found(chained: Records) -> None:
    run_sql(chained, "DELETE FROM audit_links WHERE sequence > 6")
    assert broken_at(chained) == 7


def test_how_often_somebody_did_something_is_counted_from_an_instant_on(
    chained: Records, clock: StoppedClock
) -> None:
    edited, now = AuditTag.CONTACT_EDITED, clock.now()
    with chained.reading() as unit:
        assert unit.audit.count(edited, by="approver", since=now - timedelta(minutes=2)) == 3
        assert unit.audit.count(edited, by="approver", since=now - timedelta(minutes=1)) == 2
        assert unit.audit.count(edited, by="approver", since=now + timedelta(minutes=1)) == 0
        assert unit.audit.count(edited, by="founder", since=now - timedelta(days=9)) == 0
        assert unit.audit.count(AuditTag.PLAN_APPROVED, by="approver", since=now - timedelta(days=9)) == 0
