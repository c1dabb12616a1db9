"""A transfer is followed by its number where it is known, and seen in the account where it is not."""

import pytest
from pydantic import SecretStr

from portfolio.names import DomainName
from registrar.buying.transfers import NumberedTransfers
from registrar.contract import Receipt, TransferRequest, TransferState
from tests.conformance.bench import ENOUGH

NAME = DomainName("example.com")
REQUEST = TransferRequest(
    reference="order-1", name=NAME, auth_info=SecretStr("let-me-go"), contacts={}, price_limit=ENOUGH
)


class Vendor(NumberedTransfers):
    """Gives a transfer this number."""

    def __init__(self, number: str | None) -> None:
        self.number = number

    def ask_transfer(self, request: TransferRequest) -> Receipt:
        assert request is REQUEST
        return Receipt(pending=True, reference=self.number)

    def numbered_transfer(self, name: DomainName, number: str) -> TransferState:
        assert (name, number) == (NAME, self.number)
        return TransferState.REFUSED

    def seen_transfer(self, name: DomainName) -> TransferState:
        assert name == NAME
        return TransferState.NONE


@pytest.mark.parametrize(("number", "state"), [("55", TransferState.REFUSED), (None, TransferState.NONE)])
def test_a_transfer_is_asked_for_by_the_number_that_it_got(number: str | None, state: TransferState) -> None:
    vendor = Vendor(number)
    assert vendor.transfer_state(NAME) is TransferState.NONE
    assert vendor.transfer_in(REQUEST) == Receipt(pending=True, reference=number)
    assert vendor.transfer_state(NAME) is state
    assert Vendor("55").transfer_state(NAME) is TransferState.NONE
