"""The benchmark of an order's cost measures what it says that it does."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from bench.overhead import COMMITS, ROLES, WARM_UP, Bench, on_sqlite, shown
from orders import ToRegister
from portfolio.names import DomainName


def _registration(number: int) -> ToRegister:
    return ToRegister(
        name=DomainName(f"example-{number}.com"), client="example", account="house", years=1, roles=ROLES
    )


def _commits_by_step(bench: Bench, folder: Path) -> dict[str, tuple[int, int]]:
    """How many transactions each step of an order really commits, and how many lines it writes."""
    counted: Counter[str] = Counter()
    event.listen(bench.records._engine, "commit", lambda _connection: counted.update(["commits"]))
    steps = {
        "draft": lambda: bench.orders.draft(_registration(0), by="drafter", reference="ord-0"),
        "approve": lambda: bench.orders.approve("ord-0", "approver"),
        "submit": lambda: bench.orders.submit("ord-0", "drafter"),
        "read back": lambda: bench.orders.follow("ord-0", "drafter"),
    }
    found: dict[str, tuple[int, int]] = {}
    bench.registrar.pending = True
    for step, act in steps.items():
        counted.clear()
        lines = len((folder / "journal").read_bytes().splitlines())
        act()
        written = len((folder / "journal").read_bytes().splitlines()) - lines
        found[step] = (counted["commits"], written)
    return found


def test_the_bare_program_commits_as_often_as_each_step_of_an_order(tmp_path: Path) -> None:
    with on_sqlite(tmp_path, timedelta(0)) as bench:
        found = _commits_by_step(bench, tmp_path)
        bench.records.close()
    steps = list(found.values())
    sent, whole = (tuple(map(sum, zip(*part, strict=True))) for part in (steps[2:], steps))
    assert found | {"submit to active": sent, "whole order": whole} == COMMITS


def test_the_registrars_own_time_is_left_out(tmp_path: Path) -> None:
    with on_sqlite(tmp_path, timedelta(milliseconds=1)) as bench:
        bench.registrar.balance()
        assert bench.registrar.seconds >= 0.001
        day = timedelta(days=1).total_seconds()
        took, _ = bench._timed(lambda: vars(bench.registrar).update(seconds=bench.registrar.seconds + day))
        bench.records.close()
    assert took < 0


def test_every_step_is_told_without_the_orders_that_warm_up(tmp_path: Path) -> None:
    with on_sqlite(tmp_path, timedelta(0)) as bench:
        rows = bench.measure("register", [_registration(number) for number in range(WARM_UP + 4)])
        bench.records.close()
    assert [(row.step, len(row.ours)) for row in rows] == [(step, 4) for step in COMMITS]
    assert len(list(shown(rows))) == 1 + len(COMMITS)
