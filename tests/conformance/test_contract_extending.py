"""Renewing and transferring in: paid once, guarded by the date or the secret, and told truthfully."""

from contextlib import suppress
from dataclasses import replace

import pytest

from portfolio.money import Money
from portfolio.values import day_of
from registrar.contract import (
    Receipt,
    Renews,
    TransfersIn,
    TransferState,
)
from registrar.errors import (
    AuthInfoRefused,
    ExpiryMismatch,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    ValueRefused,
)
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    UNKNOWN_NAME,
    Bench,
    renewal_of,
    transfer_for,
)

A_CENT = Money.model_validate({"amount": "0.01"})
DONE_UNHEARD = ("lose_answers", "garble", "truncate", "break_off", "answer_oddly")
NOT_DONE_UNHEARD = ("drop_before", "fail")


@pytest.mark.needs(Capability.RENEW)
def test_a_renewal_extends_the_date_and_is_paid_once(bench: Bench) -> None:
    bench.given(EXAMPLE)
    until = EXAMPLE.expires_on
    receipt = _renew(bench)
    held = bench.truth(EXAMPLE.name)
    assert not receipt.pending
    assert held is not None
    assert held.expires_on == until.replace(year=until.year + 1)
    assert [(charge.name, charge.amount) for charge in bench.paid] == [
        (EXAMPLE.name, bench.price_of(EXAMPLE.name))
    ]
    assert held.auto_renew is EXAMPLE.auto_renew


@pytest.mark.needs(Capability.RENEW)
@pytest.mark.parametrize("change", [{"year": 2027}, {"year": 2029}, {"month": 4}])
def test_a_renewal_from_another_date_is_refused(bench: Bench, change: dict[str, int]) -> None:
    """
    `current_expiry` is EPP's curExpDate and does EPP's job: MUST raise `ExpiryMismatch`, spending nothing, if
    the registrar's date differs; `PriceRefused`, spending nothing, above `price_limit`.
    """
    bench.given(EXAMPLE)
    believed = replace(EXAMPLE, expires_on=EXAMPLE.expires_on.replace(**change))
    with pytest.raises(ExpiryMismatch):
        require(bench.registrar, Renews).renew(renewal_of(believed))
    assert bench.paid == ()


@pytest.mark.needs(Capability.RENEW)
def test_renewing_twice_from_one_date_is_paid_once(bench: Bench) -> None:
    bench.given(EXAMPLE)
    _renew(bench)
    with pytest.raises(ExpiryMismatch):
        require(bench.registrar, Renews).renew(renewal_of(EXAMPLE, reference="another-order"))
    assert len(bench.paid) == 1


@pytest.mark.needs(Capability.RENEW)
def test_renewing_twice_under_one_reference_is_paid_once(bench: Bench) -> None:
    """MUST NOT pay again for a `reference` that the registrar shows a paid order of."""
    bench.given(EXAMPLE)
    first = _renew(bench)
    with suppress(ExpiryMismatch):
        assert _renew(bench).reference == first.reference
    assert len(bench.paid) == 1


@pytest.mark.needs(Capability.RENEW)
def test_a_second_renewal_from_the_new_date_is_another_one(bench: Bench) -> None:
    bench.given(EXAMPLE)
    _renew(bench)
    later = replace(EXAMPLE, expires_on=EXAMPLE.expires_on.replace(year=EXAMPLE.expires_on.year + 1))
    require(bench.registrar, Renews).renew(renewal_of(later, reference="another-order"))
    assert [charge.reference for charge in bench.paid] == [renewal_of(EXAMPLE).reference, "another-order"]


@pytest.mark.needs(Capability.RENEW)
def test_a_renewal_above_the_price_limit_spends_nothing(bench: Bench) -> None:
    """`PriceRefused`, spending nothing, above `price_limit`."""
    bench.given(EXAMPLE)
    with pytest.raises(PriceRefused):
        require(bench.registrar, Renews).renew(renewal_of(EXAMPLE, limit=A_CENT))
    assert bench.paid == ()


@pytest.mark.needs(Capability.RENEW)
@pytest.mark.parametrize("quietly", [False, True])
def test_a_renewal_without_money_is_not_done(bench: Bench, quietly: bool) -> None:
    bench.given(EXAMPLE)
    bench.take_all_money(quietly=quietly)
    with pytest.raises((PaymentRefused, OutcomeUnknown) if quietly else PaymentRefused):
        _renew(bench)
    assert bench.truth(EXAMPLE.name) == EXAMPLE


@pytest.mark.needs(Capability.RENEW)
def test_a_name_that_is_not_ours_is_not_renewed(bench: Bench) -> None:
    with pytest.raises((NotFound, NotSponsored)):
        require(bench.registrar, Renews).renew(renewal_of(replace(EXAMPLE, name=UNKNOWN_NAME)))
    assert bench.paid == ()


@pytest.mark.needs(Capability.RENEW)
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_a_renewal_without_a_clear_answer_is_unknown_and_the_date_tells(bench: Bench, mishap: str) -> None:
    """MUST raise `OutcomeUnknown` when the answer is lost or unreadable, having sent it once."""
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=Capability.RENEW)
    with pytest.raises(OutcomeUnknown):
        _renew(bench)
    assert bench.paid_requests_sent == 1
    bench.heal()
    was_done = mishap in DONE_UNHEARD
    assert len(bench.paid) == int(was_done)
    until = bench.registrar.info(EXAMPLE.name).registrar_expires_at
    assert until is not None
    assert (day_of(until) != EXAMPLE.expires_on) is was_done


@pytest.mark.needs(Capability.TRANSFER_IN)
def test_a_transfer_in_is_pending_and_then_done(bench: Bench) -> None:
    secret = bench.given_elsewhere(ELSEWHERE)
    transfers = require(bench.registrar, TransfersIn)
    assert transfers.transfer_state(ELSEWHERE.name) is TransferState.NONE
    receipt = transfers.transfer_in(transfer_for(bench, ELSEWHERE.name, auth_info=secret))
    assert receipt.pending
    assert transfers.transfer_state(ELSEWHERE.name).is_under_way
    bench.settle()
    assert transfers.transfer_state(ELSEWHERE.name) is TransferState.DONE
    assert bench.truth(ELSEWHERE.name) is not None
    assert len(bench.paid) == 1


@pytest.mark.needs(Capability.TRANSFER_IN)
def test_a_wrong_auth_info_is_refused_and_free(bench: Bench) -> None:
    """
    MUST raise `AuthInfoRefused`, spending nothing, when the registrar says at once that the auth_info is
    wrong.
    """
    bench.given_elsewhere(ELSEWHERE)
    with pytest.raises(AuthInfoRefused if bench.tells_wrong_auth_info else ValueRefused):
        require(bench.registrar, TransfersIn).transfer_in(
            transfer_for(bench, ELSEWHERE.name, auth_info="wrong-secret")
        )
    assert bench.paid == ()


@pytest.mark.needs(Capability.TRANSFER_IN)
@pytest.mark.parametrize("mishap", DONE_UNHEARD)
def test_a_transfer_whose_answer_is_lost_is_unknown_and_its_state_tells(bench: Bench, mishap: str) -> None:
    """MUST raise `OutcomeUnknown` when the answer is lost or unreadable."""
    secret = bench.given_elsewhere(ELSEWHERE)
    transfers = require(bench.registrar, TransfersIn)
    getattr(bench, mishap)(to=Capability.TRANSFER_IN)
    with pytest.raises(OutcomeUnknown):
        transfers.transfer_in(transfer_for(bench, ELSEWHERE.name, auth_info=secret))
    assert bench.paid_requests_sent == 1
    bench.heal()
    assert transfers.transfer_state(ELSEWHERE.name).is_under_way


@pytest.mark.needs(Capability.TRANSFER_IN)
def test_a_transfer_that_comes_to_nothing_is_refused(bench: Bench) -> None:
    secret = bench.given_elsewhere(ELSEWHERE)
    transfers = require(bench.registrar, TransfersIn)
    transfers.transfer_in(transfer_for(bench, ELSEWHERE.name, auth_info=secret))
    bench.decline()
    assert transfers.transfer_state(ELSEWHERE.name) is TransferState.REFUSED
    assert bench.paid == ()


def _renew(bench: Bench) -> Receipt:
    return require(bench.registrar, Renews).renew(renewal_of(EXAMPLE))
