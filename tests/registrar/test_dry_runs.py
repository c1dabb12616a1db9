"""An order is what its dry run was, with its price agreed to, and what is too dear never leaves."""

from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.buying.dry_runs import DryRuns, Order
from registrar.buying.processes import Progress
from registrar.contract import Receipt
from registrar.errors import PriceRefused, ReplyNotUnderstood, Unsupported
from registrar.in_json.line import Call
from tests.registrar.written_json import MANNER, Told, WrittenDown, opened

ORDER = Order(OrderKind.RENEW, DomainName("example.net"), {"period": 24}, 2, private=("let-me-go-0123",))
PART = {"product": "domain_net", "action": "RENEW", "quantity": 2}
QUOTE = {"currency": "EUR", "total": 1000, "billables": [{**PART, "amount": 500}]}
LIMIT = Money(amount=Decimal("10.00"), currency="EUR")


class _Vendor(DryRuns):
    slug = "vendor"
    manner = MANNER

    def _call(self, order: Order) -> Call:
        return Call("renew", "renew", order.name, "POST", order.body, private=order.private)

    def _progress(self, number: str) -> Progress:
        raise AssertionError(number)

    def price(self) -> Money:
        """Return what the order would cost."""
        return self._dry_run(ORDER).price

    def buy(self, limit: Money = LIMIT) -> Receipt:
        """Order."""
        return self._bought(ORDER, limit, lambda reply: reply.part("ok", bool))


def vendor(quote: object, order: Told = (200, {"ok": True})) -> tuple[_Vendor, WrittenDown]:
    return opened(_Vendor, {"POST renew?quote=true": (200, {"quote": quote}), "POST renew": order})


def test_a_dry_run_is_the_whole_order_and_tells_its_price() -> None:
    registrar, http = vendor(QUOTE)
    assert registrar.price() == LIMIT
    assert http.sent == [("POST renew?quote=true", {"period": 24})]


def test_an_order_agrees_to_the_parts_of_its_price() -> None:
    registrar, http = vendor(QUOTE)
    assert registrar.buy() == Receipt()
    assert http.sent[1:] == [("POST renew", {"period": 24, "billables": [PART]})]


@pytest.mark.parametrize(
    ("quote", "currency"), [({"total": 0}, "USD"), ({"total": 0, "currency": "EUR"}, "EUR")]
)
def test_what_is_free_has_nothing_to_agree_to(quote: object, currency: str) -> None:
    registrar, http = vendor(quote)
    assert registrar.buy(Money(amount=Decimal(0), currency=currency)) == Receipt()
    assert http.sent[-1] == ("POST renew", {"period": 24})


@pytest.mark.parametrize(
    ("limit", "error"),
    [
        (Money(amount=Decimal("9.99"), currency="EUR"), PriceRefused),
        (Money(amount=Decimal("99.99")), Unsupported),
    ],
)
def test_what_is_dearer_than_the_limit_or_in_other_money_never_leaves(
    limit: Money, error: type[Exception]
) -> None:
    registrar, http = vendor(QUOTE)
    with pytest.raises(error):
        registrar.buy(limit)
    assert [line for line, _ in http.sent] == ["POST renew?quote=true"]


@pytest.mark.parametrize(
    "quote", [{"total": 1000}, {"total": -1, "currency": "EUR"}, {"currency": "EUR"}, None]
)
def test_a_price_that_is_none_is_not_understood(quote: object) -> None:
    registrar, http = vendor(quote)
    with pytest.raises(ReplyNotUnderstood):
        registrar.buy()
    assert len(http.sent) == 1
