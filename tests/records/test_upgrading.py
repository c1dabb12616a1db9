"""A house that was founded with older tables goes on with all that lies in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Connection, Engine, MetaData, Table, event, inspect

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from records import Records, SchemaMismatch
from records.order_rows import row_of
from records.tables import OrderRow
from records.unit import Unit
from tests.records.house import ROLES, START, StoppedClock, furnish, order, run_sql

OLD_COLUMNS = (
    "reference", "kind", "name", "client", "account", "years", "nameservers", "attributes", "price",
    "price_currency", "price_limit", "price_limit_currency", "state", "drafted_by", "drafted_at",
    "approved_by", "second_person_needed", "vendor_reference", "detail",
)  # fmt: skip
GIVEN_SINCE = {"delegation_signed": "BOOLEAN", "notices_from": "DATE"}
WAY = {
    "ord-draft": [],
    "ord-refused": ["draft → refused"],
    "ord-unknown": ["approved → submitting", "submitting → unknown"],
    "ord-needs-human": [
        "approved → submitting",
        "submitting → unknown",
        "unknown → reconciling",
        "reconciling → needs human",
    ],
    "ord-active": [
        "approved → submitting",
        "submitting → approved",
        "approved → submitting",
        "submitting → active",
    ],
}


def old_order(reference: str) -> Order:
    state = OrderState(reference.removeprefix("ord-").replace("-", " "))
    approved = state not in (OrderState.DRAFT, OrderState.REFUSED)
    return order(
        reference,
        name=DomainName(f"{reference}.example.com"),
        state=state,
        approved_by="approver" if approved else None,
        vendor_reference="V-1" if state is OrderState.ACTIVE else None,
    )


@pytest.fixture
def first_url(url: str, key_file: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a house with the first tables, and orders in it."""
    real = command.upgrade

    def only_the_first(config: Config, _revision: str) -> None:
        real(config, "0001")

    with monkeypatch.context() as patch:
        patch.setattr("records.schema.command.upgrade", only_the_first)
        founded = Records.found(url, key_file=key_file, clock=clock, actor="founder")
    # What the names have been given since is there only while they are put in.
    for column, kind in GIVEN_SINCE.items():
        run_sql(founded, f"ALTER TABLE domains ADD COLUMN {column} {kind}")
    furnish(founded)
    for column in GIVEN_SINCE:
        run_sql(founded, f"ALTER TABLE domains DROP COLUMN {column}")
    for reference in WAY:
        clock.advance(timedelta(minutes=1))
        with founded.changing("approver") as unit:
            _keep_as_it_was_kept(unit, old_order(reference))
            unit.commit()
    founded.close()
    return url


def _keep_as_it_was_kept(unit: Unit, kept: Order) -> None:
    transaction = unit._transaction
    connection = transaction.session.connection()
    row = row_of(kept, transaction.vault, second_person_needed=kept.approved_by is not None)
    row.approved_by = kept.approved_by
    columns = [Column(name, OrderRow.metadata.tables["orders"].c[name].type) for name in OLD_COLUMNS]
    old_table = Table("orders", MetaData(), *columns)
    connection.execute(old_table.insert().values({name: getattr(row, name) for name in OLD_COLUMNS}))
    for role, contact in kept.roles.items():
        values = f"('{kept.reference}', '{role.value}', '{contact}')"
        connection.exec_driver_sql(f"INSERT INTO order_roles (reference, role, contact) VALUES {values}")
    if kept.approved_by:
        transaction.tell(AuditTag.ORDER_APPROVED, kept.reference)
    for step in WAY[kept.reference]:
        transaction.tell(AuditTag.ORDER_ADVANCED, kept.reference, step)


def test_orders_from_before_are_all_there_after_an_upgrade(
    first_url: str, key_file: Path, clock: StoppedClock
) -> None:
    with pytest.raises(SchemaMismatch, match="version 0001, not 0005; run namesteward upgrade"):
        Records.open(first_url, key_file=key_file, clock=clock)
    assert Records.upgrade(first_url) is True
    opened = Records.open(first_url, key_file=key_file, clock=clock)
    with opened.reading() as unit:
        for reference in WAY:
            kept, was = unit.orders.get(reference), old_order(reference)
            assert kept.model_copy(update={"progress": was.progress, "approved_at": None}) == was
        assert unit.orders.get("ord-draft") == old_order("ord-draft")
        assert len(unit.orders.all()) == len(WAY)
        assert unit.orders.get("ord-active").roles == ROLES
        assert unit.orders.get("ord-active").versions == {}
        assert unit.audit.verify() == 20
    opened.close()


def test_what_is_unclear_from_before_is_looked_at_and_counts_as_spent(
    first_url: str, key_file: Path, clock: StoppedClock
) -> None:
    Records.upgrade(first_url)
    opened = Records.open(first_url, key_file=key_file, clock=clock)
    with opened.reading() as unit:
        active, unknown = unit.orders.get("ord-active"), unit.orders.get("ord-unknown")
        due = {each.reference: each.progress for each in unit.orders.due(clock.now())}
        assert {name: came.person_asked for name, came in due.items()} == {
            "ord-unknown": False,
            "ord-needs-human": True,
        }
        assert (active.progress.sends, unknown.progress.sends) == (2, 1)
        assert (active.approved_at, active.progress.submitted_at) == (clock.at, clock.at)
        assert unknown.progress.submitted_at == clock.at - timedelta(minutes=2)
        (three,), (one,) = unit.orders.spent(START), unit.orders.spent(clock.at)
        assert three.amount == 3 * one.amount
    opened.close()


def test_an_upgraded_house_keeps_the_old_rules(first_url: str, key_file: Path, clock: StoppedClock) -> None:
    Records.upgrade(first_url)
    opened = Records.open(first_url, key_file=key_file, clock=clock)
    for forbidden, rule in (
        ("UPDATE orders SET approved_by = drafted_by WHERE state = 'active'", "second_person"),
        ("UPDATE orders SET approved_by = NULL", "is_approved"),
        ("UPDATE orders SET years = 11", "years_in_range"),
        ("UPDATE orders SET price = -1", "price_not_negative"),
        ("UPDATE orders SET drafted_by = ' '", "drafted_by_is_named"),
        ("UPDATE orders SET sends = -1", "counts_not_negative"),
        ("UPDATE orders SET cost = 1", "cost_has_currency"),
        ("UPDATE orders SET balance_before = 1", "balance_has_currency"),
        ("UPDATE orders SET name = 'example.com', state = 'unknown', approved_by = 'x'", "(?i)unique"),
    ):
        with pytest.raises(Exception, match=rule):
            run_sql(opened, forbidden)
    opened.close()


def test_an_upgrade_that_breaks_off_at_any_change_has_changed_nothing(
    first_url: str, key_file: Path, clock: StoppedClock
) -> None:
    broken_off = 0
    for number in count(1, step=2):
        with _power_cut(number):
            try:
                Records.upgrade(first_url)
            except OSError:
                broken_off += 1
            else:
                break
        with pytest.raises(SchemaMismatch, match="version 0001"):
            Records.open(first_url, key_file=key_file, clock=clock)
    assert broken_off > 12
    opened = Records.open(first_url, key_file=key_file, clock=clock)
    with opened.reading() as unit:
        assert len(unit.orders.all()) == len(WAY)
        assert "findings" in inspect(unit._transaction.session.connection()).get_table_names()
    opened.close()


@contextmanager
def _power_cut(at: int) -> Iterator[None]:
    """Let the change of this number, counted from now on, not be run."""
    numbers = count(1)

    def cut(_: Connection, __: object, statement: str, *___: object) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "BEGIN", "SET")) and next(numbers) == at:
            raise OSError(f"the power went at {statement[:20]}")

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", cut)
