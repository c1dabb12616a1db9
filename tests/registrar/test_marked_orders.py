"""A renewal and a restore are marked before they are sent, never paid twice, and found by their marks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar.buying.marked import MarkedOrders
from registrar.buying.marks import Noted, Stage
from registrar.contract import (
    Availability,
    Offer,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Quote,
    Receipt,
    RenewalRequest,
    RestoreRequest,
)
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NotFound,
    PriceRefused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
)

NAME, DAY = DomainName("example.com"), date(2028, 3, 1)
LIMIT = Money(amount=Decimal(20), currency="CAD")
RENEWAL = RenewalRequest(reference="order-1", name=NAME, years=2, current_expiry=DAY, price_limit=LIMIT)
RESTORE = RestoreRequest(reference="order-1", name=NAME, price_limit=LIMIT)
MARK = "[namesteward renew order-1 2028-03-01]"


class Vendor(MarkedOrders):
    """Has the records that it is given, and notes what it was sent."""

    slug = "vendor"

    def __init__(self, *records: Noted, price: int = 10, error: RegistrarError | None = None) -> None:
        self.records = records
        self.price = Money(amount=Decimal(price), currency="CAD")
        self.error = error
        self.sent: list[object] = []

    def noted(self, name: DomainName, *, deleted: bool = False) -> list[Noted]:
        assert name == NAME
        if self.error:
            raise self.error
        return [one for one in self.records if (one.stage is Stage.DELETED) is deleted]

    def put_note(self, name: DomainName, record: Noted, note: str) -> None:
        self.sent.append((name, record.number, note))

    def extended(self, name: DomainName, record: Noted, years: int) -> Receipt:
        self.sent.append(("renew", name, years))
        return Receipt(reference=record.number)

    def restored(self, name: DomainName, record: Noted) -> Receipt:
        self.sent.append(("restore", name))
        return Receipt(reference=record.number, pending=True)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return Quote(name=name, kind=kind, years=years, price=self.price)

    def _offer(self, name: DomainName) -> Offer:
        return Offer(name=name, availability=Availability.UNCLEAR)

    def info(self, name: DomainName) -> Registration:
        return Registration(name=name)

    def holdings(self) -> Iterator[DomainName]:
        return iter(())


def _record(stage: Stage, note: str = "", *, number: str = "7", until: date | None = DAY) -> Noted:
    return Noted(number, stage, until, note)


def test_a_renewal_is_marked_first_and_the_note_of_others_stays() -> None:
    vendor = Vendor(_record(Stage.HELD, "ask first"), _record(Stage.FAILED, number="6"))
    assert vendor.renew(RENEWAL) == Receipt(reference="7")
    assert vendor.sent == [(NAME, "7", f"ask first {MARK}"), ("renew", NAME, 2)]


def test_a_renewal_that_is_marked_is_not_marked_again_and_one_that_was_done_is_not_sent() -> None:
    marked = Vendor(_record(Stage.HELD, MARK))
    marked.renew(RENEWAL)
    assert marked.sent == [("renew", NAME, 2)]
    done = Vendor(_record(Stage.HELD, MARK, until=date(2030, 3, 1)))
    assert done.renew(RENEWAL) == Receipt(reference="7")
    assert done.sent == []


@pytest.mark.parametrize(
    ("vendor", "error"),
    [
        (Vendor(_record(Stage.PENDING)), NotFound),
        (Vendor(_record(Stage.HELD, until=date(2029, 3, 1))), ExpiryMismatch),
        (Vendor(_record(Stage.HELD, until=None)), ExpiryMismatch),
        (Vendor(_record(Stage.HELD), price=21), PriceRefused),
    ],
)
def test_a_renewal_that_may_not_be_leaves_nothing_behind(vendor: Vendor, error: type[RegistrarError]) -> None:
    with pytest.raises(error) as caught:
        vendor.renew(RENEWAL)
    assert caught.value.registrar == "vendor"
    assert vendor.sent == []


def test_a_restore_is_of_the_newest_record_and_marked_first() -> None:
    vendor = Vendor(_record(Stage.DELETED, number="9"), _record(Stage.DELETED, number="10"))
    assert vendor.restore(RESTORE) == Receipt(reference="10", pending=True)
    assert vendor.sent == [(NAME, "10", "[namesteward restore order-1]"), ("restore", NAME)]


@pytest.mark.parametrize(
    ("vendor", "error"),
    [
        (Vendor(), NotFound),
        (Vendor(_record(Stage.HELD)), StatusProhibits),
        (Vendor(_record(Stage.PENDING), _record(Stage.DELETED)), StatusProhibits),
        (Vendor(_record(Stage.DELETED), price=21), PriceRefused),
    ],
)
def test_a_restore_that_may_not_be_leaves_nothing_behind(vendor: Vendor, error: type[RegistrarError]) -> None:
    with pytest.raises(error):
        vendor.restore(RESTORE)
    assert vendor.sent == []


def test_a_restore_that_was_asked_for_is_found_before_the_name_is_back() -> None:
    sought = OrderSought(reference="order-1", name=NAME, kind=OrderKind.RESTORE)
    vendor = Vendor(_record(Stage.PENDING, "[namesteward restore order-1]"))
    assert vendor.find_order(sought) == OrderFound(done=False, reference="7")


def test_records_that_cannot_be_read_leave_an_order_unclear_and_an_account_refused() -> None:
    sought = OrderSought(reference="order-1", name=NAME, kind=OrderKind.RENEW)
    assert isinstance(Vendor(error=TryAgain("down")).find_order(sought), OrderUnclear)
    with pytest.raises(AccessRefused):
        Vendor(error=AccessRefused("no")).find_order(sought)
