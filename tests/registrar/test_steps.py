"""Once a step has been taken, the failure of another is no clean no."""

import pytest

from portfolio.names import DomainName
from registrar.buying.steps import in_steps, then
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, Refused

NAME = DomainName("example.com")


def _refused() -> None:
    raise Refused("no", registrar="sample", operation="second", name=NAME, vendor_code="400")


def test_every_step_is_taken_in_turn() -> None:
    taken: list[int] = []
    in_steps([lambda: taken.append(1), lambda: taken.append(2)])
    assert taken == [1, 2]


def test_the_first_failure_is_as_it_is() -> None:
    with pytest.raises(Refused):
        in_steps([_refused, lambda: None])


@pytest.mark.parametrize("done", [0, 1])
def test_a_later_failure_is_unknown_and_says_what_was_done(done: int) -> None:
    before = [lambda: None] * (1 - done)
    with pytest.raises(OutcomeUnknown, match="a part of it was done; then: no") as caught:
        in_steps([*before, _refused], done=done, reference="55")
    assert (caught.value.vendor_reference, caught.value.operation, caught.value.name) == (
        "55",
        "second",
        NAME,
    )


def test_what_follows_an_order_leaves_its_reference_and_tells_whether_it_is_pending() -> None:
    order = Receipt(reference="55")
    assert then(order, lambda: Receipt(reference="56")) == order
    assert then(order, lambda: Receipt(pending=True)) == Receipt(reference="55", pending=True)


def test_an_order_whose_follower_fails_is_unknown() -> None:
    def fails() -> Receipt:
        raise Refused("no")

    with pytest.raises(OutcomeUnknown) as caught:
        then(Receipt(reference="55"), fails)
    assert caught.value.vendor_reference == "55"
