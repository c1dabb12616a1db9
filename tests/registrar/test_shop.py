"""A name is asked about before it is paid for: a refusal is unclear, and what is too dear is refused."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar.buying.shop import Shop
from registrar.contract import Availability, Offer, Quote
from registrar.errors import PriceRefused, Refused, RegistrarError, ReplyNotUnderstood, TryAgain, Unsupported

NAME = DomainName("example.com")


class Vendor(Shop):
    """Ten dollars a year, and whatever a test lets it say of a name."""

    slug = "vendor"

    def __init__(self, error: RegistrarError | None = None) -> None:
        self._error = error

    def info(self, name: DomainName) -> Registration:
        return Registration(name=name)

    def holdings(self) -> Iterator[DomainName]:
        return iter(())

    def _offer(self, name: DomainName) -> Offer:
        if self._error:
            raise self._error
        return Offer(name=name, availability=Availability.FREE)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return Quote(name=name, kind=kind, years=years, price=Money(amount=Decimal(10) * years))

    @property
    def affordable(self) -> Callable[..., Quote]:
        return self._affordable


def test_a_plain_word_is_told() -> None:
    assert Vendor().availability(NAME).availability is Availability.FREE


@pytest.mark.parametrize(
    "error", [Refused("not sold here"), Unsupported("the TLD is not offered"), ReplyNotUnderstood("not JSON")]
)
def test_what_is_refused_or_not_understood_is_unclear(error: RegistrarError) -> None:
    offer = Vendor(error).availability(NAME)
    assert (offer.availability, offer.reason) == (Availability.UNCLEAR, error.detail)


def test_what_passes_is_no_answer() -> None:
    with pytest.raises(TryAgain):
        Vendor(TryAgain("later")).availability(NAME)


def test_what_is_above_the_limit_is_refused() -> None:
    limit = Money(amount=Decimal("20.00"))
    assert Vendor().affordable(NAME, OrderKind.RENEW, 2, limit).price == Money(amount=Decimal(20))
    with pytest.raises(PriceRefused):
        Vendor().affordable(NAME, OrderKind.RENEW, 3, limit)
