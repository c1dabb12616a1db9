"""An account that stands still is told of once, and goes on when it is put right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from portfolio.audit import AuditTag
from portfolio.stop import AccountStop, StopReason
from records import Moved, NotHeld, ReadOnly, Records
from tests.records.house import START, StoppedClock, account

ACCOUNT = "opensrs-live"
PROBE = START + timedelta(minutes=20)


def stopped(records: Records, reason: StopReason = StopReason.FUNDS, detail: str = "short") -> bool:
    with records.changing("job:orders") as unit:
        news = unit.stops.stop(ACCOUNT, reason, detail=detail, next_probe_at=PROBE)
        unit.commit()
    return news


def told(records: Records) -> bool:
    with records.changing("job:orders") as unit:
        first = unit.stops.told(ACCOUNT)
        unit.commit()
    return first


def stop_of(records: Records) -> AccountStop | None:
    with records.reading() as unit:
        return unit.stops.of(ACCOUNT)


def tags(records: Records) -> list[tuple[AuditTag, str]]:
    with records.reading() as unit:
        return [(each.tag, each.detail) for each in unit.audit.entries(ACCOUNT)][1:]


def test_an_account_stands_still_once_for_one_reason(records: Records, clock: StoppedClock) -> None:
    assert stop_of(records) is None
    assert stopped(records)
    clock.advance(timedelta(minutes=1))
    assert not stopped(records, detail="shorter")
    assert stop_of(records) == AccountStop(
        account=ACCOUNT, reason=StopReason.FUNDS, since=START, detail="short", next_probe_at=PROBE
    )
    assert tags(records) == [(AuditTag.ACCOUNT_STOPPED, "funds short")]


def test_a_refused_access_outranks_short_funds_and_is_told_anew(
    records: Records, clock: StoppedClock
) -> None:
    stopped(records)
    assert told(records)
    clock.advance(timedelta(minutes=1))
    with records.changing("job:orders") as unit:
        assert unit.stops.stop(ACCOUNT, StopReason.ACCESS, detail="key refused")
        unit.commit()
    graver = AccountStop(account=ACCOUNT, reason=StopReason.ACCESS, since=clock.at, detail="key refused")
    assert stop_of(records) == graver
    for reason in StopReason:
        assert not stopped(records, reason)
    assert stop_of(records) == graver
    assert told(records)
    assert [detail for _, detail in tags(records)] == ["funds short", "access refused"]


def test_a_stop_is_told_once(records: Records, clock: StoppedClock) -> None:
    assert not told(records)
    stopped(records)
    assert told(records)
    clock.advance(timedelta(days=1))
    assert not told(records)
    stopped(records)
    stop = stop_of(records)
    assert stop is not None
    assert stop.told_at == START


def test_of_many_that_meet_the_refusal_and_would_tell_of_it_one_does(records: Records) -> None:
    barrier = Barrier(4)

    def meet(_: int) -> tuple[bool, bool]:
        barrier.wait(timeout=10)
        return stopped(records, StopReason.ACCESS), told(records)

    with ThreadPoolExecutor(4) as pool:
        news, tellings = zip(*pool.map(meet, range(4)), strict=True)
    assert (sum(news), sum(tellings)) == (1, 1)


def test_an_account_that_was_put_right_goes_on_and_may_stop_again(records: Records) -> None:
    stopped(records)
    told(records)
    with records.changing("approver") as unit:
        assert unit.stops.resume(ACCOUNT)
        assert not unit.stops.resume(ACCOUNT)
        unit.commit()
    assert stop_of(records) is None
    assert stopped(records)
    assert told(records)
    assert [tag for tag, _ in tags(records)] == [
        AuditTag.ACCOUNT_STOPPED,
        AuditTag.ACCOUNT_RESUMED,
        AuditTag.ACCOUNT_STOPPED,
    ]


def test_the_next_probe_moves_while_the_account_stands_still(records: Records) -> None:
    later = START + timedelta(hours=1)
    with records.changing("job:orders") as unit, pytest.raises(Moved, match="does not stand still"):
        unit.stops.probe_later(ACCOUNT, later)
    stopped(records)
    with records.changing("job:orders") as unit:
        unit.stops.probe_later(ACCOUNT, later)
        unit.commit()
    stop = stop_of(records)
    assert stop is not None
    assert stop.next_probe_at == later


def test_every_account_that_stands_still_is_listed_the_longest_first(
    records: Records, clock: StoppedClock
) -> None:
    with records.changing("job:orders") as unit:
        unit.accounts.add(account("another"))
        unit.stops.stop(ACCOUNT, StopReason.FUNDS)
        clock.advance(timedelta(minutes=1))
        unit.stops.stop("another", StopReason.ACCESS)
        assert [stop.account for stop in unit.stops.all()] == [ACCOUNT, "another"]
        with pytest.raises(NotHeld):
            unit.stops.stop("nobodys", StopReason.FUNDS)
        unit.commit()
    with records.reading() as unit:
        for call in (
            lambda: unit.stops.stop(ACCOUNT, StopReason.FUNDS),
            lambda: unit.stops.resume(ACCOUNT),
            lambda: unit.stops.told(ACCOUNT),
        ):
            with pytest.raises(ReadOnly):
                call()
