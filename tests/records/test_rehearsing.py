"""What is tried on the records is seen by who tries, and leaves nothing behind."""

import pytest

from portfolio.held import Client, ClientKind
from records import AlreadyHeld, NotHeld, Records

TRIED = Client(slug="tried", name="Tried", kind=ClientKind.COMPANY)


def test_what_is_tried_is_seen_while_it_is_tried_and_gone_afterwards(records: Records) -> None:
    with records.reading() as unit:
        before = unit.audit.head()
    with records.rehearsing("drafter") as tried:
        with tried.changing("drafter") as unit:
            unit.clients.add(TRIED)
            unit.commit()
        with tried.reading() as unit:
            assert unit.clients.get("tried") == TRIED
            assert unit.audit.head().sequence > before.sequence
    with records.reading() as unit:
        assert unit.audit.head() == before
        with pytest.raises(NotHeld):
            unit.clients.get("tried")


def test_a_try_without_a_commit_is_undone_by_itself(records: Records) -> None:
    with records.rehearsing("drafter") as tried:
        with tried.changing("drafter") as unit:
            unit.clients.add(TRIED)
        with tried.reading() as unit, pytest.raises(NotHeld):
            unit.clients.get("tried")


def test_a_try_that_fails_leaves_the_next_one_possible(records: Records) -> None:
    with records.rehearsing("drafter") as tried:
        with pytest.raises(AlreadyHeld):
            _adds_twice(tried)
        with tried.changing("drafter") as unit:
            unit.clients.add(TRIED)
            unit.commit()
        with tried.reading() as unit:
            assert unit.clients.get("tried") == TRIED


def _adds_twice(tried: Records) -> None:
    with tried.changing("drafter") as unit:
        unit.clients.add(TRIED)
        unit.clients.add(TRIED)
