from datetime import UTC, date, datetime, timedelta

import pytest

from portfolio.names import DomainName
from portfolio.policy.renewal import Renewal, paid_until, renewal_of
from portfolio.registration import Registration, Status

BELIEVED = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
NEXT_YEAR = BELIEVED.replace(year=2028)
BEFORE = BELIEVED - timedelta(days=5)
AFTER = BELIEVED + timedelta(days=2)


def told(
    *, registry: datetime | date | None = None, registrar: datetime | None = None, grace: bool = False
) -> Registration:
    return Registration(
        name=DomainName("example.com"),
        expires_at=registry,
        registrar_expires_at=registrar,
        statuses=frozenset({Status.AUTO_RENEW_PERIOD}) if grace else None,
    )


def test_the_registrars_own_date_goes_before_the_registrys() -> None:
    assert paid_until(told(registry=NEXT_YEAR, registrar=BELIEVED)) == BELIEVED


def test_in_auto_renew_grace_the_registrys_date_is_a_year_too_far() -> None:
    assert paid_until(told(registry=NEXT_YEAR, grace=True)) == BELIEVED
    assert paid_until(told(registry=date(2028, 2, 29), grace=True)) == date(2027, 2, 28)


def test_without_any_date_nothing_is_known() -> None:
    assert paid_until(told()) is None
    assert renewal_of(BELIEVED, told(), now=BEFORE) is Renewal.UNCLEAR


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_a_later_registrars_date_is_a_renewal(now: datetime) -> None:
    assert renewal_of(BELIEVED, told(registrar=NEXT_YEAR), now=now) is Renewal.RENEWED


def test_a_later_registrys_date_is_a_renewal_only_before_expiry() -> None:
    assert renewal_of(BELIEVED, told(registry=NEXT_YEAR), now=BEFORE) is Renewal.RENEWED
    assert renewal_of(BELIEVED, told(registry=NEXT_YEAR), now=BELIEVED) is Renewal.UNCLEAR
    assert renewal_of(BELIEVED, told(registry=NEXT_YEAR), now=AFTER) is Renewal.UNCLEAR


def test_the_year_that_a_registry_adds_by_itself_is_no_renewal() -> None:
    assert renewal_of(BELIEVED, told(registry=NEXT_YEAR, grace=True), now=AFTER) is Renewal.NOT_RENEWED


def test_hours_between_two_sources_are_no_renewal() -> None:
    assert renewal_of(BELIEVED, told(registry=date(2027, 3, 2)), now=BEFORE) is Renewal.NOT_RENEWED
