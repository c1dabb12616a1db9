"""The tables' versions: written out, in agreement with the code, and checked at the door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from records import NotFounded, Records, RecordsError, SchemaMismatch, schema
from records.tables import Row
from tests.records.house import StoppedClock, client, run_sql


def test_the_migrations_and_the_tables_agree(records: Records) -> None:
    with records._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_the_migrations_and_the_tables_have_the_same_columns_and_constraints(records: Records) -> None:
    with records._engine.execution_options(writes=True).connect() as connection:
        migrated = _layout(connection)
        Row.metadata.drop_all(connection)
        Row.metadata.create_all(connection)
        assert _layout(connection) == migrated
        connection.rollback()
    assert len(migrated) > 150


def _layout(connection: Connection) -> list[str]:
    """Give every column, key, check and index of our tables, a line each."""
    found = inspect(connection)
    lines: list[str] = []
    for table in sorted(Row.metadata.tables):
        lines += [f"{table} {c['name']} {c['type']} {c['nullable']}" for c in found.get_columns(table)]
        lines += [f"{table} {c['name']} {c['sqltext']}" for c in found.get_check_constraints(table)]
        lines += [f"{table} {c['name']} {c['column_names']}" for c in found.get_unique_constraints(table)]
        lines += [f"{table} {c['name']} {c['referred_table']}" for c in found.get_foreign_keys(table)]
        for index in found.get_indexes(table):
            where = [str(each) for each in index.get("dialect_options", {}).values()]
            lines.append(f"{table} {index['name']} {index['column_names']} {index['unique']} {where}")
    return sorted(lines)


def test_the_migrations_are_named_after_the_versions_that_they_make() -> None:
    config = Config()
    config.set_main_option("script_location", "records:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert schema.known_versions() == {script.revision for script in scripts.walk_revisions()}
    assert schema.newest_version() == scripts.get_current_head()


def test_an_older_schema_is_told_to_be_upgraded(
    records: Records, url: str, key_file: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "newest_version", lambda: "9999")
    with pytest.raises(SchemaMismatch, match="run namesteward upgrade"):
        Records.open(url, key_file=key_file, clock=clock)


def test_a_newer_schema_is_told_to_need_a_newer_program(
    records: Records, url: str, key_file: Path, clock: StoppedClock
) -> None:
    run_sql(records, "UPDATE alembic_version SET version_num = '9999'")
    for call in (
        lambda: Records.open(url, key_file=key_file, clock=clock),
        lambda: Records.upgrade(url),
    ):
        with pytest.raises(SchemaMismatch, match=r"9999.*too old"):
            call()


def test_an_upgrade_of_the_newest_has_nothing_to_do(records: Records, url: str) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        unit.commit()
    assert Records.upgrade(url) is False
    with records.reading() as unit:
        assert len(unit.clients.all()) == 2


def test_an_upgrade_of_an_empty_database_is_refused(
    new_postgresql_url: Callable[[], str], tmp_path: Path
) -> None:
    (tmp_path / "empty.sqlite").touch()
    for url in (new_postgresql_url(), f"sqlite:///{tmp_path / 'empty.sqlite'}"):
        with pytest.raises(NotFounded):
            Records.upgrade(url)


def test_a_migration_that_breaks_off_leaves_the_tables_as_they_were(
    url: str, key_file: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.upgrade

    def breaks_off(config: Config, revision: str) -> None:
        real(config, revision)
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("records.schema.command.upgrade", breaks_off)
        with pytest.raises(OSError, match="power"):
            Records.found(url, key_file=key_file, clock=clock, actor="founder")
    Records.found(url, key_file=key_file, clock=clock, actor="founder").close()


def test_an_upgrade_that_leaves_orphans_is_undone(
    sqlite_records: Records, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "newest_version", lambda: "9999")
    run_sql(sqlite_records, "DELETE FROM clients")
    with pytest.raises(RecordsError, match="rows refer to rows that are not there"):
        Records.upgrade(sqlite_url)
