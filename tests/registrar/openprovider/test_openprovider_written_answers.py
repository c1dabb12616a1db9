"""Whole answers, as they are written down, mean what they should after a renewal."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from registrar.contract import Receipt, RenewalRequest
from registrar.errors import OutcomeUnknown, PaymentRefused, RegistrarError
from tests.registrar.openprovider.openprovider_edge import DOMAIN, PRICE, Vendor, page

EXCHANGES = Path(__file__).parent / "exchanges"
COMES = {"success": Receipt, "refused": PaymentRefused, "garbled": OutcomeUnknown}
RENEWAL = RenewalRequest(
    reference="order-1",
    name=DomainName("example.com"),
    years=1,
    current_expiry=date(2028, 3, 1),
    price_limit=Money(amount=Decimal(20), currency="EUR"),
)


@pytest.mark.parametrize("outcome", sorted(COMES))
def test_a_written_answer_means_what_it_should(outcome: str) -> None:
    head, _, body = (EXCHANGES / "RenewDomain" / f"{outcome}.http").read_text("utf-8").partition("\n\n")
    vendor = Vendor().says("GET domains", page(DOMAIN)).says("GET domains/prices", PRICE)
    vendor.says("PUT domains/4100001", {"id": 4100001, "status": "ACT"})
    vendor.answers["POST domains/4100001/renew"] = [(int(head.split("\n")[1].split()[1]), body.encode())]
    try:
        told = vendor.registrar.renew(RENEWAL)
    except RegistrarError as err:
        told = err
    assert type(told) is COMES[outcome]
    assert vendor.count("POST domains/4100001/renew") == 1
