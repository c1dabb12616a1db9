"""`kill -9` at every write of one order: bought once, accounted for, and at rest, whatever was cut off."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest

from orders import submit
from orders.terms import Terms
from portfolio.order import Order, OrderKind, OrderState
from tests.orders.shop import MovedClock
from tests.records.conftest import new_postgresql_url, postgresql_server
from tests.simulation.killed_house import found
from tests.simulation.killed_place import Model, Place
from tests.simulation.killed_rows import KeptRows
from tests.simulation.killed_sweep import ANSWERS, STRACE, WRITES, Deaths, Sweep, Sweeper

__all__ = ["new_postgresql_url", "postgresql_server"]

KINDS = (OrderKind.REGISTER, OrderKind.RENEW, OrderKind.RESTORE)
with_strace = pytest.mark.skipif(
    STRACE is None, reason="no strace that may watch a process: system calls cannot be counted here"
)


@pytest.fixture(scope="module")
def deaths() -> Iterator[Deaths]:
    with Deaths() as started:
        yield started


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give a folder in memory, where there is one: what a kill leaves does not depend on the disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="killed-", dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def sweeper(deaths: Deaths, folder: Path) -> Sweeper:
    origin = Place.in_a_file(folder / "model")
    origin.folder.mkdir()
    found(origin, MovedClock())
    return Sweeper(deaths, Model(origin, Place.in_a_file(folder / "house")))


@pytest.fixture
def postgresql_sweeper(deaths: Deaths, folder: Path, new_postgresql_url: Callable[[], str]) -> Sweeper:
    address = new_postgresql_url()
    origin = Place(Path(mkdtemp(dir=folder)), address)
    found(origin, MovedClock())
    return Sweeper(deaths, Model(origin, Place(folder / "house", address), KeptRows(address).put_back))


def _tell(what: str, sweep: Sweep) -> None:
    sys.stdout.write(f"\n{what}: killed at {sweep.points} points, up to point {sweep.last_point}\n")


@with_strace
def test_a_registration_killed_at_a_write_is_bought_once_and_accounted_for(sweeper: Sweeper) -> None:
    sweep = sweeper.system_calls(OrderKind.REGISTER, every=7)
    _tell("every seventh write of a registration", sweep)
    assert sweep.wrongs == {}
    assert sweep.points > 10


def test_a_registration_killed_at_a_statement_or_a_request_is_bought_once(sweeper: Sweeper) -> None:
    sweep = sweeper.own_points(OrderKind.REGISTER, every=3)
    _tell("every third statement that writes, commit, line and paid request of a registration", sweep)
    assert sweep.wrongs == {}
    assert sweep.points > 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_process_killed_around_its_paid_request_has_bought_once(sweeper: Sweeper, kind: OrderKind) -> None:
    sweep = sweeper.own_points(kind, only_paid=True)
    assert (sweep.wrongs, sweep.points) == ({}, 2)


def test_the_sweep_catches_a_request_that_leaves_before_its_claim_is_kept(sweeper: Sweeper) -> None:
    sweep = sweeper.own_points(OrderKind.REGISTER, only_paid=True, planted="sent before the claim is kept")
    assert any("bought 2 times" in wrong for wrong in sweep.wrongs[2])


def test_the_sweep_catches_a_start_that_takes_what_was_left_for_never_sent(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_for_unsent(terms: Terms, order: Order, *, by: str) -> Order:
        return terms.move(order, OrderState.APPROVED, by=by)

    monkeypatch.setattr(submit, "given_up", taken_for_unsent)
    sweep = sweeper.own_points(OrderKind.REGISTER, only_paid=True)
    assert list(sweep.wrongs) == [2]
    assert any("bought 2 times" in wrong for wrong in sweep.wrongs[2])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
def test_an_order_killed_at_any_statement_or_request_is_bought_once(
    sweeper: Sweeper, kind: OrderKind
) -> None:
    sweep = sweeper.own_points(kind)
    _tell(f"every statement that writes, commit, line and paid request of an order to {kind}", sweep)
    assert sweep.wrongs == {}
    assert sweep.points == sweep.last_point > 30


@with_strace
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
def test_an_order_killed_at_any_write_is_bought_once_and_accounted_for(
    sweeper: Sweeper, kind: OrderKind
) -> None:
    sweep = sweeper.system_calls(kind)
    _tell(f"every write of an order to {kind}", sweep)
    assert sweep.wrongs == {}
    assert sweep.points == sweep.last_point > 50


@with_strace
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
def test_an_order_on_postgresql_killed_at_any_write_or_answer_is_bought_once(
    postgresql_sweeper: Sweeper, kind: OrderKind
) -> None:
    sweep = postgresql_sweeper.system_calls(kind, calls=(*WRITES, *ANSWERS))
    _tell(f"every write and every answer of an order to {kind} on PostgreSQL", sweep)
    assert sweep.wrongs == {}
    assert sweep.points == sweep.last_point > 50
