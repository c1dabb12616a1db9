"""The same work spread over processes: nothing is lost and nothing bought twice, whoever is killed."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bench.spread import Figures, House, Workers, registrars, spread
from console.jobs.spread import SCHEMA, Spread
from console.jobs.work import Kind, Task, perform
from console.settings import read_settings
from console.wiring import build
from portfolio.order import OrderState
from portfolio.policy.looking import LEASE
from records import Records
from tests.console.jobs_house import JobsHouse, wait_until
from tests.records.house import StoppedClock

NewUrl = Callable[[], str]
TASKS = [Task(Kind.ORDER, f"ns-{number}", "account:box") for number in range(3)]


@pytest.fixture
def shared(tmp_path: Path, new_postgresql_url: NewUrl) -> Iterator[House]:
    with registrars() as boxes:
        yield House(tmp_path / "house", new_postgresql_url(), boxes)


def _nothing_is_lost_or_bought_twice(figures: Figures) -> None:
    sys.stdout.write(f"{figures}\n")
    assert figures.bought_twice == 0
    assert figures.unaccounted == 0
    assert set(figures.exit_codes) == {0}, "a worker that is told to end ends well"


@pytest.mark.timeout(300)
def test_killed_workers_lose_nothing_and_buy_nothing_twice(shared: House) -> None:
    figures = spread(shared, orders=60, workers=3, seed=7, kills=2, pause=(1, 4))
    _nothing_is_lost_or_bought_twice(figures)
    assert figures.kills == 2
    assert figures.states == {OrderState.ACTIVE.value: figures.orders}


@pytest.mark.slow
def test_a_worker_whose_database_is_gone_ends_with_1(shared: House) -> None:
    name = shared._url.partition("?")[0].rpartition("/")[2]
    server = shared._url.replace(f"/{name}", "/postgres", 1)
    shared.order(1)
    with Workers(shared.home, 1) as workers:
        [worker] = workers._running
        with shared.app() as app:
            wait_until(lambda: not app.orders.due(), seconds=60)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
        assert worker.wait(timeout=100) == 1
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_killed_workers_lose_nothing_and_hand_over_in_ten_seconds(shared: House) -> None:
    figures = spread(shared, orders=2000, workers=3, seed=1)
    _nothing_is_lost_or_bought_twice(figures)
    assert figures.moved, "no killed worker had anything in hand"
    assert max(figures.moved) < 10


def test_what_is_deferred_twice_is_one_job_and_a_lost_job_table_is_made_again(shared: House) -> None:
    with shared.app() as app:
        worker = Spread(app)

        async def defers() -> int:
            async with worker._engine.open_async():
                return await worker._defer(TASKS)

        assert asyncio.run(defers()) == 3
        assert asyncio.run(defers()) == 0
        shared.forget_waiting_jobs()
        assert shared.jobs() == []
        assert asyncio.run(defers()) == 3


def test_a_job_whose_end_could_not_be_written_down_holds_its_lock_no_longer(shared: House) -> None:
    with shared.app() as app:
        worker = Spread(app)

        async def loses_its_end() -> None:
            manager = worker._engine.job_manager
            async with worker._engine.open_async():
                await worker._defer(TASKS[:1])
                job = await manager.fetch_job(queues=None, worker_id=await manager.register_worker())
                assert job is not None
                worker._ended[job.id] = time.monotonic()
                assert await worker._defer(TASKS[:1]) == 0, "it may be written down in a moment"
                worker._ended[job.id] -= 60
                await worker._defer([])

        asyncio.run(loses_its_end())
        assert shared.jobs() == []
        assert worker._ended == {}


def test_a_job_says_which_step_and_nothing_else(shared: House) -> None:
    with shared.app() as app:
        worker = Spread(app)

        async def defers() -> None:
            async with worker._engine.open_async():
                await worker._defer(TASKS[:1])

        asyncio.run(defers())
    with psycopg.connect(app.settings.database) as connection:
        [row] = connection.execute(f"SELECT args, lock FROM {SCHEMA}.procrastinate_jobs".encode()).fetchall()
    assert row == ({"kind": "order", "key": "ns-0", "again": False, "tries": 0}, "account:box")


def test_the_job_tables_stand_beside_ours_and_in_nobodys_way(
    tmp_path: Path, new_postgresql_url: NewUrl
) -> None:
    url, clock = new_postgresql_url(), StoppedClock()
    (tmp_path / "namesteward.toml").write_text(f'database_url = "{url}"\n', "utf-8")
    worker = Spread(build(read_settings(tmp_path)))
    worker.prepare()
    worker.prepare()
    Records.found(url, key_file=tmp_path / "key", clock=clock, actor="founder").close()
    assert Records.upgrade(url) is False
    Records.open(url, key_file=tmp_path / "key", clock=clock).close()
    with psycopg.connect(url) as connection:
        connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE".encode())
    worker.prepare()
    Records.open(url, key_file=tmp_path / "key", clock=clock).close()


def test_a_step_that_a_dead_worker_began_is_taken_over_at_once(house: JobsHouse) -> None:
    reference = house.approved("example-bakery.com")
    with house.app() as app:
        with app.records.changing("job:orders") as unit:
            going = unit.orders.get(reference)
            now = app.clock.now()
            sent = {"sends": 1, "submitted_at": now, "next_at": now + LEASE}
            unit.orders.advance(
                reference,
                from_=going.state,
                to=OrderState.SUBMITTING,
                progress=going.progress.model_copy(update=sent),
            )
            unit.commit()
        task = Task(Kind.ORDER, reference, "account:box")
        assert perform(app, task) == "submitting", "its worker may live"
        assert perform(app, task, again=True) == "unknown"
        house.asked()
        perform(app, task)
    assert "get_orders_by_domain" in house.asked()
    assert house.bought() == []
