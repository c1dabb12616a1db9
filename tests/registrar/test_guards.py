"""The looks before an order leaves."""

from datetime import UTC, date, datetime

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from registrar.buying.guards import is_there, raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.contract import Availability, Offer, RenewalRequest, TransferState
from registrar.errors import ExpiryMismatch, NameTaken, NotFound, Refused, StatusProhibits

NAME = DomainName("example.com")
RENEWAL = RenewalRequest(
    reference="order-1",
    name=NAME,
    years=1,
    current_expiry=date(2028, 3, 1),
    price_limit=Money.model_validate({"amount": "10.00"}),
)


def _offer(availability: Availability) -> Offer:
    return Offer(name=NAME, availability=availability, reason="a word")


def test_only_a_free_name_is_ordered() -> None:
    raise_unless_free(_offer(Availability.FREE), registrar="r")
    with pytest.raises(NameTaken):
        raise_unless_free(_offer(Availability.TAKEN), registrar="r")
    with pytest.raises(Refused, match="a word; nothing was ordered") as refused:
        raise_unless_free(_offer(Availability.UNCLEAR), registrar="r")
    assert type(refused.value) is Refused


def test_a_taken_name_may_be_ours() -> None:
    def not_here(_: DomainName) -> None:
        raise NotFound("nobody's")

    for look, words in ((str, "in this account already"), (not_here, "not for sale")):
        with pytest.raises(NameTaken, match=words) as taken:
            raise_unless_free(_offer(Availability.TAKEN), registrar="r", operation="Check", look=look)
        assert taken.value.operation == "Check"
        assert is_there(look, NAME) is (look is str)


def test_only_the_date_of_the_order_is_renewed_from_in_utc() -> None:
    raise_if_moved(datetime(2028, 3, 1, 23, 59, tzinfo=UTC), RENEWAL, registrar="r")
    for until in (datetime(2028, 3, 2, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC), None):
        with pytest.raises(ExpiryMismatch):
            raise_if_moved(until, RENEWAL, registrar="r")


@pytest.mark.parametrize("state", TransferState)
def test_a_transfer_is_not_asked_for_while_one_is_under_way(state: TransferState) -> None:
    if not state.is_under_way:
        raise_if_under_way(state, NAME, registrar="r")
        return
    with pytest.raises(StatusProhibits, match="under way already"):
        raise_if_under_way(state, NAME, registrar="r")
