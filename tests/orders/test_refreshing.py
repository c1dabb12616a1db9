from datetime import UTC, datetime

import pytest

from orders.refreshing import refresh_name
from portfolio.registration import Status
from records import NotHeld
from registrar.errors import TryAgain
from tests.orders.shop import NAME, ROLES, Shop


def test_the_registrars_dates_are_taken_over_and_the_roles_stay_ours(shop: Shop) -> None:
    shop.holding()
    shop.registrar.held[NAME].expires_at = datetime(2028, 3, 1, tzinfo=UTC)
    shop.registrar.held[NAME].statuses = {Status.CLIENT_TRANSFER_PROHIBITED}
    held = refresh_name(shop.records, lambda _account: shop.registrar, NAME, by="drafter")
    assert held.registrar_expires_at == datetime(2028, 3, 1, tzinfo=UTC)
    assert held.roles == ROLES
    with shop.records.reading() as unit:
        assert unit.domains.get(NAME) == held


def test_a_registrar_that_cannot_be_asked_changes_nothing(shop: Shop) -> None:
    shop.holding()
    shop.registrar.reads_fail = True
    with shop.records.reading() as unit:
        before = unit.domains.get(NAME)
    with pytest.raises(TryAgain):
        refresh_name(shop.records, lambda _account: shop.registrar, NAME, by="drafter")
    with shop.records.reading() as unit:
        assert unit.domains.get(NAME) == before


def test_a_name_that_is_not_ours_is_not_asked_about(shop: Shop) -> None:
    with pytest.raises(NotHeld):
        refresh_name(shop.records, lambda _account: shop.registrar, NAME, by="drafter")
    assert shop.registrar.reads == 0
