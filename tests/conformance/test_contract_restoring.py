"""Names come back from redemption: asked for once, paid once, never where there is nothing to restore."""

import pytest

from portfolio.money import Money
from portfolio.order import OrderKind
from registrar.contract import OrderFound, OrderSought, OrderUnclear, Quotes, Receipt, Restores
from registrar.errors import (
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    StatusProhibits,
    Unsupported,
)
from registrar.support import Capability, require
from tests.conformance.bench import ELSEWHERE, EXAMPLE, UNKNOWN_NAME, Bench, Held, restore_of
from tests.conformance.purchases import look_for

A_CENT = Money.model_validate({"amount": "0.01"})
SOUGHT = OrderSought(reference=restore_of(EXAMPLE).reference, name=EXAMPLE.name, kind=OrderKind.RESTORE)
DONE_UNHEARD = ("lose_answers", "garble", "truncate", "break_off", "answer_oddly")
NOT_DONE_UNHEARD = ("drop_before", "fail")


def _restore(bench: Bench, held: Held = EXAMPLE) -> Receipt:
    return require(bench.registrar, Restores).restore(restore_of(held))


@pytest.mark.needs(Capability.RESTORE)
def test_a_name_comes_back_and_is_paid_once(bench: Bench) -> None:
    bench.given_in_redemption(EXAMPLE)
    assert bench.truth(EXAMPLE.name) is None
    _restore(bench)
    bench.settle()
    assert bench.truth(EXAMPLE.name) is not None
    assert [(charge.name, charge.amount) for charge in bench.paid] == [
        (EXAMPLE.name, bench.price_of(EXAMPLE.name, kind=OrderKind.RESTORE))
    ]


@pytest.mark.needs(Capability.RESTORE)
def test_a_name_that_is_not_in_redemption_is_not_restored(bench: Bench) -> None:
    """
    MUST raise `StatusProhibits`, spending nothing, for a name that is not in redemption; `PriceRefused`,
    spending nothing, above `price_limit` where the API tells the price.
    """
    bench.given(EXAMPLE)
    with pytest.raises(StatusProhibits):
        _restore(bench)
    assert bench.paid == ()
    assert bench.truth(EXAMPLE.name) == EXAMPLE


@pytest.mark.needs(Capability.RESTORE)
def test_a_restored_name_is_not_restored_again(bench: Bench) -> None:
    bench.given_in_redemption(EXAMPLE)
    _restore(bench)
    with pytest.raises(StatusProhibits):
        _restore(bench)
    assert len(bench.paid) == 1


@pytest.mark.needs(Capability.RESTORE)
def test_a_name_that_was_never_ours_is_not_restored(bench: Bench) -> None:
    bench.given_elsewhere(ELSEWHERE)
    for held in (ELSEWHERE, Held(UNKNOWN_NAME)):
        with pytest.raises((NotFound, NotSponsored)):
            _restore(bench, held)
    assert bench.paid == ()


@pytest.mark.needs(Capability.RESTORE, Capability.QUOTE)
def test_a_restore_above_the_price_limit_spends_nothing_where_the_price_is_told(bench: Bench) -> None:
    """`PriceRefused`, spending nothing, above `price_limit` where the API tells the price."""
    bench.given_in_redemption(EXAMPLE)
    quotes = require(bench.registrar, Quotes)
    if not bench.keeps_restores:
        with pytest.raises(Unsupported):
            quotes.quote(EXAMPLE.name, kind=OrderKind.RESTORE, years=1)
        return
    told = quotes.quote(EXAMPLE.name, kind=OrderKind.RESTORE, years=1).price
    assert told == bench.price_of(EXAMPLE.name, kind=OrderKind.RESTORE)
    with pytest.raises(PriceRefused):
        require(bench.registrar, Restores).restore(restore_of(EXAMPLE, limit=A_CENT))
    assert bench.paid == ()


@pytest.mark.needs(Capability.RESTORE)
def test_a_restore_without_money_is_not_done(bench: Bench) -> None:
    bench.given_in_redemption(EXAMPLE)
    bench.take_all_money()
    with pytest.raises(PaymentRefused):
        _restore(bench)
    assert bench.truth(EXAMPLE.name) is None
    assert bench.paid == ()


@pytest.mark.needs(Capability.RESTORE, Capability.FIND_ORDERS)
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_a_restore_without_a_clear_answer_is_unknown_and_looked_for_truthfully(
    bench: Bench, mishap: str
) -> None:
    """MUST raise `OutcomeUnknown` when the answer is lost or unreadable, having sent it once."""
    bench.given_in_redemption(EXAMPLE)
    getattr(bench, mishap)(to=Capability.RESTORE)
    with pytest.raises(OutcomeUnknown):
        _restore(bench)
    assert bench.paid_requests_sent == 1
    bench.heal()
    found = look_for(bench, SOUGHT)
    if mishap in DONE_UNHEARD:
        assert len(bench.paid) == 1
        assert isinstance(found, OrderFound)
    else:
        assert bench.paid == ()
        assert not isinstance(found, OrderFound)


@pytest.mark.needs(Capability.RESTORE, Capability.FIND_ORDERS)
def test_a_name_that_was_never_deleted_was_not_restored(bench: Bench) -> None:
    bench.given(EXAMPLE)
    assert not isinstance(look_for(bench, SOUGHT), OrderFound)


@pytest.mark.needs(Capability.RESTORE, Capability.FIND_ORDERS)
def test_what_cannot_be_told_of_a_restore_is_unclear(bench: Bench) -> None:
    """
    MUST tell an order of another reference or kind from the one that is sought; a kind of which the API keeps
    no order can be found by what it did, and is unclear otherwise.
    """
    if bench.keeps_restores:
        pytest.skip(f"{bench.registrar.slug}: restores leave an order, found by its reference")
    bench.given_in_redemption(EXAMPLE)
    assert isinstance(look_for(bench, SOUGHT), OrderUnclear)
