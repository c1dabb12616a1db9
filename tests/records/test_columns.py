"""How values lie in columns: exact, with their precision, and never without a zone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from portfolio.names import DomainName
from portfolio.order import OrderState
from portfolio.values import earliest
from records.columns import MomentText, TenThousandths, UtcInstant, Word
from tests.records.house import START

SQLITE, POSTGRESQL = sqlite_dialect(), postgresql.dialect()
NAIVE = START.replace(tzinfo=None)

_instants = some.datetimes(
    min_value=NAIVE.replace(year=2), max_value=NAIVE.replace(year=9998), timezones=some.timezones()
)
_moments = _instants | some.dates()


@given(at=_instants)
def test_an_instant_is_given_back_in_utc(at: datetime) -> None:
    bare = UtcInstant().process_bind_param(at, SQLITE)
    assert bare is not None
    assert bare.tzinfo is None
    for dialect in (SQLITE, POSTGRESQL):
        back = UtcInstant().process_result_value(UtcInstant().process_bind_param(at, dialect), dialect)
        assert back == at.astimezone(UTC)
        assert back is not None
        assert back.tzinfo is UTC


@given(moment=_moments)
def test_a_moment_keeps_its_precision(moment: datetime | date) -> None:
    back = MomentText().process_result_value(MomentText().process_bind_param(moment, SQLITE), SQLITE)
    assert back == (moment.astimezone(UTC) if isinstance(moment, datetime) else moment)
    assert isinstance(back, datetime) is isinstance(moment, datetime)


@given(first=_moments, second=_moments)
def test_moments_sort_as_their_earliest_instants(first: datetime | date, second: datetime | date) -> None:
    texts = [MomentText().process_bind_param(moment, SQLITE) or "" for moment in (first, second)]
    if earliest(first) < earliest(second):
        assert texts[0] < texts[1]
    elif earliest(first) > earliest(second):
        assert texts[0] > texts[1]


@pytest.mark.parametrize("column", [UtcInstant(), MomentText()])
def test_a_naive_instant_is_refused(column: UtcInstant | MomentText) -> None:
    for dialect in (SQLITE, POSTGRESQL):
        with pytest.raises(ValueError, match="naive"):
            column.process_bind_param(NAIVE, dialect)


@given(amount=some.decimals(min_value=0, max_value=99_999_999, places=4))
def test_an_amount_is_exact(amount: Decimal) -> None:
    kept = TenThousandths().process_bind_param(amount, SQLITE)
    assert isinstance(kept, int)
    assert TenThousandths().process_result_value(kept, SQLITE) == amount


@pytest.mark.parametrize("word", [OrderState.NEEDS_HUMAN, DomainName("Example.CA"), "plain"])
def test_a_word_is_kept_as_bare_text(word: str) -> None:
    kept = Word().process_bind_param(word, POSTGRESQL)
    assert type(kept) is str
    assert kept == word


@pytest.mark.parametrize("column", [UtcInstant(), MomentText(), TenThousandths()])
def test_what_is_not_known_stays_not_known(column: UtcInstant | MomentText | TenThousandths) -> None:
    assert column.process_bind_param(None, SQLITE) is None
    assert column.process_result_value(None, SQLITE) is None
