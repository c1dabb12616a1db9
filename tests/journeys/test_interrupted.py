"""A process that ends in the middle leaves nothing to guess."""

import pytest

from orders import Orders
from portfolio.order import OrderState
from sandbox import Fault
from tests.journeys.conftest import Staff

CA = "example-bakery.ca"
CORPORATION = ("--attribute", "ca.legal_type=CCO")


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_ends_while_buying_is_found_out_by_the_next(
    staff: Staff, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    from registrar.adapters.opensrs import OpenSRSRegistrar

    buy = OpenSRSRegistrar.register

    def dies(self: OpenSRSRegistrar, request: object) -> None:
        if when == "after":
            buy(self, request)  # pyright: ignore[reportArgumentType]
        raise Killed

    monkeypatch.setattr(OpenSRSRegistrar, "register", dies)
    with pytest.raises(Killed):
        staff.registers(CA, *CORPORATION)
    monkeypatch.undo()
    [order] = staff.must("orders", "list", "--json").data
    assert order["charged"] == "not known whether it was charged"
    again = staff.registers(CA, *CORPORATION)
    assert again.code == 1
    assert "open already" in again.err
    found = staff.type("orders", "reconcile", order["reference"])
    assert len(staff.box.log.ledger) == (1 if when == "after" else 0)
    assert found.code == (0 if when == "after" else 4)


def test_a_registrar_that_cannot_be_reached_leaves_an_approved_order_that_can_be_sent_later(
    staff: Staff,
) -> None:
    staff.box.faults.order(Fault.THROTTLED, to="opensrs:sw_register", times=9)
    said = staff.registers(CA, *CORPORATION)
    assert said.code == 1
    [order] = staff.must("orders", "list", "--json").data
    assert order["state"] == OrderState.APPROVED.value
    assert order["charged"] == "nothing was charged"
    assert "orders submit" in said.err
    for _ in range(9):
        if staff.type("orders", "submit", order["reference"]).code == 0:
            break
    assert [entry.name for entry in staff.box.log.ledger] == [CA]


def test_the_desk_says_in_its_docstrings_where_money_can_move() -> None:
    moving = [
        name
        for name, method in vars(Orders).items()
        if callable(method) and "MONEY CAN MOVE" in (method.__doc__ or "")
    ]
    assert moving == ["submit", "step"]
