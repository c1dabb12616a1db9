"""
The same work, spread over as many processes as are started, by Procrastinate on PostgreSQL.

The rows stay the truth: what they say is due is deferred again and again, and a repeat is no job. A worker
that gives no sign of life is taken for dead, and its jobs go to the front of the queue, to be taken over.
Should it live after all, then each paid request and each mail is still guarded by its claim in the rows.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from threading import Event, Thread
from typing import TypeVar

from procrastinate import App as Engine
from procrastinate import JobContext, PsycopgConnector, SyncPsycopgConnector, exceptions
from procrastinate.jobs import Job, Status
from psycopg_pool import PoolTimeout

from console.jobs.tries import Tries, wait_after
from console.jobs.work import Kind, Task, due, perform, sweep
from console.refusals import Refusal
from console.wiring import App

SCHEMA = "namesteward_jobs"
"""The engine's tables have a schema of their own: it can be dropped at any time, and is made again."""

SWEEP_SECONDS = 2.0
BEAT_SECONDS = 1.0
DEAD_AFTER_SECONDS = 4.0
WRITTEN_OFF_AFTER_SECONDS = 30.0

SHORT, LONG = "short", "long"
FIRST, URGENT, USUAL, LAST = 20, 10, 0, -10

_OPTIONS = {"options": f"-c search_path={SCHEMA}"}

_PATIENCE = 10.0
_LOST = (exceptions.ConnectorException, PoolTimeout)

Answer = TypeVar("Answer")


class Spread:
    """One worker process of one house, on a PostgreSQL database."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._engine = Engine(
            connector=PsycopgConnector(conninfo=_address(app), kwargs=_OPTIONS, timeout=_PATIENCE)
        )
        self._job = self._engine.task(name="perform", pass_context=True)(self._perform)
        self._ending = Event()
        self._ended: dict[int | None, float] = {}

    def prepare(self) -> None:
        """Make the engine's tables, unless they are there. Raises `Refusal` when that cannot be done."""
        try:
            self._prepare()
        except _LOST as error:
            raise Refusal(
                "the job tables cannot be made in this database",
                next_step=f"let its user make a schema: CREATE SCHEMA {SCHEMA}",
            ) from error

    def _prepare(self) -> None:
        preparing = Engine(
            connector=SyncPsycopgConnector(conninfo=_address(self._app), kwargs=_OPTIONS, timeout=_PATIENCE)
        )
        with preparing.open():
            if _is_prepared(preparing):
                return
            try:
                preparing.connector.execute_query(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                preparing.schema_manager.apply_schema()
            except exceptions.ConnectorException:  # another worker was quicker
                if not _is_prepared(preparing):
                    raise

    def run(self, *, at_once: int) -> bool:
        """
        Work until SIGTERM or SIGINT, at most `at_once` short tasks side by side; return whether it ended so.

        False: the database was lost. What was under way is finished before it ends.
        """
        logging.getLogger("procrastinate").setLevel(logging.WARNING)  # one line a task is ours
        _ = self._app.orders  # made before the threads that share it
        try:
            return asyncio.run(self._work(at_once))
        except _LOST:
            return False

    async def _work(self, at_once: int) -> bool:
        loop, told = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told.set)
        async with self._engine.open_async():
            workers = [
                asyncio.create_task(self._worker(SHORT, at_once)),
                asyncio.create_task(self._worker(LONG, 2)),
            ]
            sweeper = Thread(target=self._sweep_along, args=(loop,), name="sweeper")
            sweeper.start()
            await asyncio.wait(
                [*workers, asyncio.create_task(told.wait())], return_when=asyncio.FIRST_COMPLETED
            )
            self._ending.set()
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await asyncio.to_thread(sweeper.join)
        return told.is_set()

    def _worker(self, queue: str, at_once: int) -> Coroutine[object, object, None]:
        return self._engine.run_worker_async(
            name=queue,
            queues=[queue],
            concurrency=at_once,
            install_signal_handlers=False,
            fetch_job_polling_interval=BEAT_SECONDS,
            update_heartbeat_interval=BEAT_SECONDS,
            stalled_worker_timeout=DEAD_AFTER_SECONDS,
            delete_jobs="always",
        )

    def _perform(self, context: JobContext, *, kind: str, key: str, again: bool, tries: int) -> None:
        task = Task(Kind(kind), key, context.job.lock or "")
        went_well = Tries().go(
            task.slug, lambda: perform(self._app, task, again=again, stopping=self._ending.is_set)
        )
        if not went_well:
            self._try_later(task, tries)
        self._ended[context.job.id] = time.monotonic()

    def _try_later(self, task: Task, tries: int) -> None:
        """Put it at the end of the queue, where it stands in nobody's way while it waits."""
        wait = round(wait_after(tries + 1))
        deferrer = self._job.configure(
            lock=task.lock, queueing_lock=task.slug, queue=_queue(task), priority=LAST,
            schedule_in={"seconds": wait},
        )  # fmt: skip
        try:
            deferrer.defer(kind=task.kind.value, key=task.key, again=False, tries=tries + 1)
        except exceptions.AlreadyEnqueued:
            return

    def _sweep_along(self, loop: asyncio.AbstractEventLoop) -> None:
        tries, rounds = Tries(), 0
        while not self._ending.is_set():
            if rounds % 30 == 0:
                tries.go("sweep", lambda: _unless_none("left behind", sweep(self._app)))
            tries.go("rescue", lambda: _unless_none("taken over", _on(loop, self._rescue())))
            tries.go("defer", lambda: _unless_none("deferred", self._defer_what_is_due(loop)))
            rounds += 1
            self._ending.wait(SWEEP_SECONDS)

    def _defer_what_is_due(self, loop: asyncio.AbstractEventLoop) -> int:
        return _on(loop, self._defer(due(self._app, self._app.clock.now())))

    async def _defer(self, tasks: Iterable[Task]) -> int:
        jobs = await self._engine.job_manager.list_jobs_async()
        await self._write_off(jobs)
        known = {job.queueing_lock for job in jobs}
        fresh = [task for task in tasks if task.slug not in known]
        for task in fresh:
            await self._defer_one(task, again=False, priority=URGENT if task.urgent else USUAL)
        return len(fresh)

    async def _write_off(self, jobs: Iterable[Job]) -> None:
        """
        End the jobs that this process has done, and that still stand as being done.

        The engine writes that down once; where the database was away just then, nobody would, since we live.
        """
        before = time.monotonic() - WRITTEN_OFF_AFTER_SECONDS
        standing = {job.id: job for job in jobs if job.status == Status.DOING.value}
        for number in [number for number, ended in list(self._ended.items()) if ended < before]:
            if number in standing:
                await self._engine.job_manager.finish_job(
                    standing[number], status=Status.ABORTED, delete_job=True
                )
            del self._ended[number]

    async def _defer_one(self, task: Task, *, again: bool, priority: int) -> bool:
        deferrer = self._job.configure(
            lock=task.lock, queueing_lock=task.slug, queue=_queue(task), priority=priority
        )
        try:
            await deferrer.defer_async(kind=task.kind.value, key=task.key, again=again, tries=0)
        except exceptions.AlreadyEnqueued:
            return False
        return True

    async def _rescue(self) -> int:
        """Take over the jobs of workers that gave no sign of life."""
        manager = self._engine.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
        for job in stalled:
            task = _task_of(job)
            # A job for the same task that waits already does not know of the dead worker.
            while not await self._defer_one(task, again=True, priority=FIRST):
                for waiting in await manager.list_jobs_async(
                    queueing_lock=task.slug, status=Status.TODO.value
                ):
                    await manager.cancel_job_by_id_async(waiting.id or 0, delete_job=True)
            with suppress(exceptions.ConnectorException):  # another worker was quicker, or we shall be again
                await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        return len(stalled)


def _address(app: App) -> str:
    return app.settings.database.replace("postgresql+psycopg://", "postgresql://", 1)


def _is_prepared(engine: Engine) -> bool:
    found = engine.connector.execute_query_one(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs') AS there")
    return found["there"] is not None


def _queue(task: Task) -> str:
    return LONG if task.kind.is_long else SHORT


def _task_of(job: Job) -> Task:
    return Task(Kind(str(job.task_kwargs["kind"])), str(job.task_kwargs["key"]), job.lock or "")


def _on(loop: asyncio.AbstractEventLoop, asked: Coroutine[object, object, Answer]) -> Answer:
    return asyncio.run_coroutine_threadsafe(asked, loop).result(timeout=30)


def _unless_none(said: str, count: int) -> str:
    return f"{said}: {count}" if count else ""
