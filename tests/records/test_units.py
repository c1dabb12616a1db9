"""Units: what is not committed did not happen, readers do not write, and there is one writer at a time."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.synchronize import Barrier as ProcessBarrier
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import delete

from portfolio.audit import AuditTag
from portfolio.notice import NoticeState
from portfolio.order import OrderState
from records import AlreadyHeld, Busy, Moved, ReadOnly, Records, RecordsError, Unit
from records.tables import DomainRoleRow
from tests.records.house import NAME, START, StoppedClock, account, canary, client, notice, order, run_sql

IMPATIENT = timedelta(milliseconds=50)


def test_what_is_not_committed_did_not_happen(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        unit.orders.draft(order())
    with records.reading() as unit:
        assert [each.slug for each in unit.clients.all()] == ["acme"]
        assert unit.orders.all() == []
        assert unit.audit.verify() == 6


def test_an_error_undoes_the_whole_unit(records: Records) -> None:
    with pytest.raises(Moved), records.changing("drafter") as unit:
        unit.orders.advance(_drafted(unit), from_=OrderState.DRAFT, to=OrderState.APPROVED)
    with records.reading() as unit:
        assert unit.orders.all() == []
        assert unit.audit.verify() == 6


def _drafted(unit: Unit) -> str:
    return unit.orders.draft(order()).reference


def test_a_unit_goes_on_after_its_commit(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order())
        unit.commit()
        unit.orders.approve("ord-1")
        unit.commit()
        unit.orders.advance("ord-1", from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
    with records.reading() as unit:
        assert unit.orders.get("ord-1").state is OrderState.APPROVED


def test_a_refused_change_leaves_the_rest_of_the_unit_whole(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        with pytest.raises(AlreadyHeld):
            unit.clients.add(client("second"))
        with pytest.raises(Moved):
            unit.outbox.advance(_due(unit), from_=NoticeState.SENDING, to=NoticeState.DEAD)
        unit.commit()
    with records.reading() as unit:
        assert len(unit.clients.all()) == 2
        assert len(unit.outbox.all()) == 1
        assert [each.tag for each in unit.audit.entries()][6:] == [AuditTag.CLIENT_ADDED, AuditTag.NOTICE_DUE]


def _due(unit: Unit) -> str:
    assert unit.outbox.add_due(notice())
    return notice().key


@pytest.mark.parametrize(
    "change",
    [
        lambda unit: unit.clients.add(client("second")),
        lambda unit: unit.contacts.edit("acme-tech", canary()),
        lambda unit: unit.accounts.add(account("second")),
        lambda unit: unit.domains.set_roles(NAME, {}),
        lambda unit: unit.orders.draft(order()),
        lambda unit: unit.outbox.add_due(notice()),
        lambda unit: unit.commit(),
        lambda unit: unit.actor,
    ],
)
def test_a_reading_unit_refuses_changes(sqlite_records: Records, change: Callable[[Unit], object]) -> None:
    with sqlite_records.reading() as unit, pytest.raises(ReadOnly):
        change(unit)


def test_the_database_itself_refuses_changes_of_a_reading_unit(records: Records) -> None:
    with pytest.raises(ReadOnly), records.reading() as unit:
        unit._transaction.session.execute(delete(DomainRoleRow))
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        unit.commit()


def test_a_reader_sees_one_state_while_a_writer_goes_on(records: Records) -> None:
    with records.reading() as reader:
        assert len(reader.clients.all()) == 1
        with records.changing("drafter") as unit:
            unit.clients.add(client("second"))
            unit.commit()
        assert len(reader.clients.all()) == 1
    with records.reading() as reader:
        assert len(reader.clients.all()) == 2


def test_a_second_writer_waits_for_a_bounded_time_and_changes_nothing(
    records: Records, url: str, key_file: Path, clock: StoppedClock
) -> None:
    impatient = Records.open(url, key_file=key_file, clock=clock, patience=IMPATIENT)
    with records.changing("drafter") as unit:
        unit.clients.add(client("second"))
        with pytest.raises(Busy, match="nothing was changed"), impatient.changing("approver"):
            pytest.fail("two writers at a time")
        with impatient.reading() as reader:
            assert len(reader.clients.all()) == 1
        unit.commit()
    with impatient.changing("approver") as unit:
        assert len(unit.clients.all()) == 2
    impatient.close()


def test_a_naive_instant_is_refused_in_a_sentence(records: Records) -> None:
    naive = START.replace(tzinfo=None)
    with records.changing("drafter") as unit:
        for call in (
            lambda: unit.domains.expiring_before(naive),
            lambda: unit.outbox.claim(naive, timedelta(minutes=1)),
            lambda: unit.outbox.stale(naive),
        ):
            with pytest.raises(Exception, match="naive instant"):
                call()
    with pytest.raises(RecordsError, match="naive instant"), records.reading() as unit:
        unit.outbox.stale(naive)


def test_a_clock_without_a_zone_is_refused_and_nothing_is_kept(records: Records, clock: StoppedClock) -> None:
    clock.at = START.replace(tzinfo=None)
    with pytest.raises(RecordsError, match="naive instant"), records.changing("drafter") as unit:
        unit.contacts.edit("acme-tech", canary())
    with records.reading() as unit:
        assert unit.contacts.get("acme-tech").version == 1


def test_an_error_of_the_database_keeps_its_values_to_itself(records: Records) -> None:
    run_sql(records, "DROP TABLE order_roles")
    with (
        pytest.raises(RecordsError, match="the database refused") as told,
        records.changing("drafter") as unit,
    ):
        unit.orders.draft(order(detail="Kanarienvogel"))
    assert "ord-1" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert "Kanarienvogel" not in str(told.value.__context__)


def test_of_many_threads_that_draft_the_same_order_one_does(records: Records) -> None:
    barrier = Barrier(4)

    def draft(number: int) -> bool:
        barrier.wait(timeout=10)
        try:
            with records.changing("drafter") as unit:
                unit.orders.draft(order(f"ord-{number}"))
                unit.commit()
        except AlreadyHeld:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(draft, range(4))) == [False, False, False, True]
    with records.reading() as unit:
        assert len(unit.orders.all()) == 1
        assert unit.audit.verify() == 7


def test_of_many_threads_that_claim_each_notice_goes_to_one(records: Records, clock: StoppedClock) -> None:
    with records.changing("job:notices") as unit:
        for days in range(1, 9):
            unit.outbox.add_due(notice(days))
        unit.commit()

    def claim(_: int) -> str | None:
        with records.changing("job:notices") as unit:
            found = unit.outbox.claim(clock.now(), timedelta(minutes=5))
            unit.commit()
        return found.key if found else None

    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(claim, range(12)))
    assert keys.count(None) == 4
    assert len(set(keys)) == 9
    with records.reading() as unit:
        unit.audit.verify()


def draft_in_a_process(url: str, key_file: Path, number: int, barrier: ProcessBarrier) -> None:
    records = Records.open(url, key_file=key_file, clock=StoppedClock())
    barrier.wait(60)
    try:
        with records.changing("drafter") as unit:
            unit.orders.draft(order(f"ord-{number}"))
            unit.commit()
    except AlreadyHeld:
        raise SystemExit(3) from None
    finally:
        records.close()


def test_of_two_processes_that_draft_the_same_order_one_does(
    sqlite_records: Records, sqlite_url: str, key_file: Path
) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    processes = [
        spawn.Process(target=draft_in_a_process, args=(sqlite_url, key_file, number, barrier))
        for number in (1, 2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert sorted(process.exitcode or 0 for process in processes) == [0, 3]
    with sqlite_records.reading() as unit:
        assert len(unit.orders.all()) == 1
        assert unit.audit.verify() == 7
