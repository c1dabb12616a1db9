"""Personal values lie in the database only sealed, and open only where they were sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from sqlalchemy import LargeBinary

from portfolio.names import DomainName
from portfolio.notice import NoticeState
from portfolio.order import OrderState
from portfolio.registration import Registration
from records import NotHeld, Records, RecordsError, SealBroken
from records.encryption import Place, WrappingKey, new_data_key, seal, unseal
from records.tables import Row
from tests.records.house import CANARIES, NAME, StoppedClock, canary, client, fill, notice, run_sql

SEALED = {
    "clients": ["name"],
    "contact_versions": ["contact"],
    "observations": ["answer"],
    "orders": ["attributes", "detail"],
    "plans": ["changes", "detail"],
    "notices": ["recipient", "detail", "bounce"],
    "batch_rows": ["problem"],
    "account_stops": ["detail"],
    "findings": ["difference"],
    "import_entries": ["told"],
}
KEYS = {
    "clients": "slug",
    "contact_versions": "slug",
    "observations": "key",
    "orders": "reference",
    "plans": "key",
    "notices": "key",
    "batch_rows": "batch",
    "account_stops": "account",
    "findings": "key",
    "import_entries": "name",
}
HERE = Place("notices", "notice:example.ca", "recipient")


@pytest.fixture
def filled(url: str, key_file: Path, clock: StoppedClock) -> Iterator[Records]:
    founded = Records.found(url, key_file=key_file, clock=clock, actor="founder")
    fill(founded)
    with founded.changing("approver") as unit:
        unit.orders.approve("ord-1")
        unit.orders.advance(
            "ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING, detail="canary-detail"
        )
        unit.outbox.advance(
            notice().key, from_=NoticeState.DUE, to=NoticeState.SUPPRESSED, detail="canary-detail"
        )
        unit.domains.refresh(NAME, Registration(name=NAME))
        unit.commit()
    yield founded
    founded.close()


def read_everything(records: Records) -> None:
    with records.reading() as unit:
        unit.clients.all()
        unit.contacts.history("acme-tech")
        unit.contacts.history("acme-owner")
        unit.observations.history(NAME)
        unit.observations.history(DomainName("nobodys.example.com"))
        unit.orders.all()
        unit.plans.all()
        unit.outbox.all()
        unit.batches.all()
        unit.stops.all()
        unit.findings.all()
        unit.imports.entries("opensrs-live")


def test_every_sealed_column_is_looked_at_here() -> None:
    not_sealed = {"audit_links", "audit_payloads", "house", "data_keys"}
    sealed = {
        (name, column.name)
        for name, table in Row.metadata.tables.items()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and name not in not_sealed
    }
    assert sealed == {(table, column) for table, columns in SEALED.items() for column in columns}


def test_no_personal_value_lies_in_the_files(
    sqlite_url: str, key_file: Path, clock: StoppedClock, tmp_path: Path
) -> None:
    founded = Records.found(sqlite_url, key_file=key_file, clock=clock, actor="founder")
    fill(founded)
    files = [path for path in tmp_path.iterdir() if path != key_file]
    assert {path.name for path in files} >= {"records.sqlite", "records.sqlite-wal"}
    content = b"".join(path.read_bytes() for path in files)
    founded.close()
    content += (tmp_path / "records.sqlite").read_bytes()
    assert NAME.encode() in content
    assert [text for text in CANARIES if text.lower().encode() in content.lower()] == []


def test_no_personal_value_lies_in_any_column(filled: Records) -> None:
    with filled.reading() as unit:
        connection = unit._transaction.session.connection()
        tables = ("audit_links", "audit_payloads", "house", "data_keys", "domains", "domain_roles", *SEALED)
        for table in tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert rows, f"{table} has no rows to look at"
            said = b"\n".join(
                value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
            )
            assert [text for text in CANARIES if text.encode() in said] == []


def test_an_altered_field_is_refused_and_named(filled: Records) -> None:
    for table, column in ((table, column) for table, columns in SEALED.items() for column in columns):
        key = KEYS[table]
        ((row, before),) = run_sql(filled, f"SELECT {key}, {column} FROM {table} ORDER BY {key} LIMIT 1")
        assert isinstance(before, bytes)
        put = f"UPDATE {table} SET {column} = :value WHERE {key} = :row"
        for altered in (before[:-1] + bytes([before[-1] ^ 1]), before[:20], b"", b"\x02" + before[1:]):
            run_sql(filled, put, value=altered, row=row)
            with pytest.raises(SealBroken, match=f"{column} of {table}"):
                read_everything(filled)
        run_sql(filled, put, value=before, row=row)
        read_everything(filled)


OWNER = "contact_versions WHERE slug = 'acme-owner'"
TECH = "contact_versions WHERE slug = 'acme-tech' AND version = "
MOVES = [
    ("detail FROM orders", "orders", "attributes", "1 = 1"),
    ("detail FROM plans", "notices", "detail", "1 = 1"),
    ("recipient FROM notices", "notices", "detail", "1 = 1"),
    ("name FROM clients", "notices", "recipient", "1 = 1"),
    (f"contact FROM {OWNER}", "contact_versions", "contact", "slug = 'acme-tech' AND version = 1"),
    (f"contact FROM {TECH}1", "contact_versions", "contact", "slug = 'acme-tech' AND version = 2"),
    ("answer FROM observations WHERE client = 'acme'", "observations", "answer", "client IS NULL"),
    ("difference FROM findings WHERE client = 'acme'", "findings", "difference", "client IS NULL"),
    ("problem FROM batch_rows", "account_stops", "detail", "1 = 1"),
]


def test_a_field_moved_to_another_place_is_refused(filled: Records) -> None:
    for source, table, column, where in MOVES:
        ((before,),) = run_sql(filled, f"SELECT {column} FROM {table} WHERE {where}")
        ((moved,),) = run_sql(filled, f"SELECT {source}")
        run_sql(filled, f"UPDATE {table} SET {column} = :value WHERE {where}", value=moved)
        with pytest.raises(SealBroken, match=f"{column} of {table}"):
            read_everything(filled)
        run_sql(filled, f"UPDATE {table} SET {column} = :value WHERE {where}", value=before)
        read_everything(filled)


def test_a_clients_key_does_not_open_anothers_fields(filled: Records) -> None:
    with filled.changing("drafter") as unit:
        unit.clients.add(client("second"))
        unit.commit()
    run_sql(
        filled,
        "UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE owner = 'client:second') "
        "WHERE owner = 'client:acme'",
    )
    with filled.reading() as unit:
        assert unit.clients.get("second") == client("second")
        with pytest.raises(SealBroken):
            unit.clients.get("acme")


def test_an_altered_data_key_is_told(filled: Records) -> None:
    run_sql(filled, "UPDATE data_keys SET wrapped = :wrapped WHERE owner = 'client:acme'", wrapped=b"\0" * 40)
    with filled.reading() as unit, pytest.raises(SealBroken, match="data key of client:acme"):
        unit.clients.get("acme")


def test_without_its_data_key_a_client_is_unreadable_and_the_chain_still_holds(filled: Records) -> None:
    run_sql(filled, "DELETE FROM data_keys WHERE owner = 'client:acme'")
    with filled.reading() as unit:
        for call in (
            lambda: unit.clients.get("acme"),
            lambda: unit.contacts.get("acme-owner"),
            lambda: unit.observations.history(NAME),
            unit.outbox.all,
        ):
            with pytest.raises(NotHeld, match="no data key of client:acme"):
                call()
        assert unit.audit.verify() > 0


def test_every_client_has_a_key_of_its_own_and_no_key_lies_open(filled: Records) -> None:
    with filled.changing("drafter") as unit:
        unit.clients.add(client("second"))
        vault = unit._transaction.vault
        keys = {owner: vault.key_of(owner) for owner in ("house", "audit", "client:acme", "client:second")}
        unit.commit()
    assert len(set(keys.values())) == 4
    kept = run_sql(filled, "SELECT owner, wrapped FROM data_keys")
    assert {owner for owner, _ in kept} == set(keys)
    for _, wrapped in kept:
        assert isinstance(wrapped, bytes)
        assert not [owner for owner, key in keys.items() if key in wrapped]


def test_errors_and_representations_carry_no_personal_value(filled: Records) -> None:
    told: list[str] = []
    with filled.changing("drafter") as unit:
        for call in (
            lambda: unit.clients.add(client()),
            lambda: unit.contacts.add("acme", "acme-owner", canary()),
            lambda: unit.contacts.add("nobody", "acme-owner", canary()),
        ):
            with pytest.raises(RecordsError) as refused:
                call()
            told += [str(refused.value), repr(refused.value)]
    run_sql(filled, "UPDATE notices SET recipient = detail")
    with filled.reading() as unit, pytest.raises(SealBroken) as broken:
        unit.outbox.all()
    told += [str(broken.value), repr(filled._key)]
    assert [text for text in CANARIES if text in "\n".join(told)] == []
    assert filled._key.secret.hex() not in "\n".join(told)


@given(plain=some.text())
def test_what_is_sealed_opens_in_its_place(plain: str) -> None:
    key = new_data_key()
    assert unseal(key, seal(key, plain, HERE), HERE) == plain


@given(other=some.builds(Place, some.text(), some.text(), some.text(), some.integers(1, 9)))
def test_what_is_sealed_opens_in_no_other_place(other: Place) -> None:
    assume(other != HERE)
    key = new_data_key()
    with pytest.raises(SealBroken):
        unseal(key, seal(key, "kept", HERE), other)


_places = some.builds(Place, some.text(), some.text(), some.text(), some.integers(1, 9))


@given(first=_places, second=_places)
def test_no_two_places_are_written_alike(first: Place, second: Place) -> None:
    assert (first.associated_data == second.associated_data) is (first == second)


def test_letters_that_move_between_the_parts_make_another_place() -> None:
    alike = [
        Place("ab", "c", "d", 1),
        Place("a", "bc", "d", 1),
        Place("a", "b", "cd", 1),
        Place("ab", "c", "d1", 1),
    ]
    assert len({place.associated_data for place in [*alike, Place("ab", "c", "d", 11)]}) == 5


def test_the_same_text_is_never_sealed_alike() -> None:
    key = new_data_key()
    assert len({seal(key, "the same", HERE) for _ in range(2000)}) == 2000


def test_a_wrapped_key_opens_with_its_wrapping_key_only() -> None:
    right, wrong, data_key = WrappingKey(new_data_key()), WrappingKey(new_data_key()), new_data_key()
    assert right.unwrap(right.wrap(data_key), owner="house") == data_key
    with pytest.raises(SealBroken, match="data key of house"):
        wrong.unwrap(right.wrap(data_key), owner="house")
    assert right.is_known_by(right.check_value)
    assert not right.is_known_by(wrong.check_value)
