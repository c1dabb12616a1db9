"""Orders are found again, of every kind, truthfully: found, failed, absent, or unclear."""

from contextlib import suppress

import pytest

from portfolio.order import OrderKind
from registrar.contract import OrderAbsent, OrderFailed, OrderFound, OrderSought, OrderUnclear
from registrar.errors import AccessRefused, NameTaken, OutcomeUnknown, RegistrarError, TryAgain
from registrar.support import Capability
from tests.conformance.bench import EXAMPLE, PREPARATION, READS, Bench
from tests.conformance.purchases import (
    REFERENCE,
    REGISTRATION,
    RENEWAL,
    UNHEARD_OF,
    Purchase,
    every_purchase,
    every_slow_purchase,
    look_for,
)

DONE_UNHEARD = ("lose_answers", "garble", "truncate", "break_off", "answer_oddly")
NOT_DONE_UNHEARD = ("drop_before", "fail")


def _found(bench: Bench, sought: OrderSought) -> OrderFound:
    found = look_for(bench, sought)
    assert isinstance(found, OrderFound)
    return found


def _sent_unheard(bench: Bench, purchase: Purchase, mishap: str) -> None:
    purchase.prepare(bench)
    getattr(bench, mishap)(to=purchase.capability)
    with pytest.raises(OutcomeUnknown):
        purchase.send(bench, REFERENCE)
    bench.heal()


@every_purchase
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_an_order_without_a_clear_answer_is_unknown_and_then_found_truthfully(
    bench: Bench, purchase: Purchase, mishap: str
) -> None:
    """MUST raise `OutcomeUnknown` when the answer to the paid request is lost, garbled or not documented."""
    _sent_unheard(bench, purchase, mishap)
    assert bench.paid_requests_sent == 1
    if mishap in DONE_UNHEARD:
        assert [charge.reference for charge in bench.paid] == [REFERENCE]
        assert isinstance(look_for(bench, purchase.sought()), OrderFound)
        bench.settle()
        assert _found(bench, purchase.sought()).done
    else:
        assert bench.paid == ()
        assert isinstance(look_for(bench, purchase.sought()), OrderAbsent)


@every_slow_purchase
def test_pending_is_seen_as_pending_and_then_as_done(bench: Bench, purchase: Purchase) -> None:
    assert purchase.send(bench, REFERENCE).pending
    assert _found(bench, purchase.sought()).done is False
    with pytest.raises(RegistrarError):
        bench.registrar.info(purchase.name)
    bench.settle()
    assert _found(bench, purchase.sought()).done is True
    assert bench.registrar.info(purchase.name).name == purchase.name
    assert len(bench.paid) == 1


@every_slow_purchase
def test_a_pending_order_that_comes_to_nothing_has_failed(bench: Bench, purchase: Purchase) -> None:
    """The registrar has the order, and says that it came to nothing. Not charged."""
    receipt = purchase.send(bench, REFERENCE)
    bench.decline()
    assert bench.paid == ()
    assert look_for(bench, purchase.sought()) == OrderFailed(reference=receipt.reference)


@every_slow_purchase
def test_a_pending_order_whose_answer_was_lost_is_found_pending(bench: Bench, purchase: Purchase) -> None:
    _sent_unheard(bench, purchase, "lose_answers")
    assert _found(bench, purchase.sought()).done is False
    bench.settle()
    assert _found(bench, purchase.sought()).done is True


@every_purchase
def test_what_a_found_order_cost_is_what_was_charged_where_it_is_told(
    bench: Bench, purchase: Purchase
) -> None:
    purchase.prepare(bench)
    receipt = purchase.send(bench, REFERENCE)
    [charge] = bench.paid
    told = [receipt.cost, _found(bench, purchase.sought()).cost]
    assert [cost for cost in told if cost not in (None, charge.amount)] == []


@every_purchase
def test_an_order_that_was_never_sent_is_absent(bench: Bench, purchase: Purchase) -> None:
    purchase.prepare(bench)
    assert isinstance(look_for(bench, purchase.sought()), OrderAbsent)


@every_purchase
@pytest.mark.parametrize(
    "mishap", ["lose_answers", "garble", "truncate", "break_off", "drop_before", "fail", "throttle"]
)
def test_an_order_is_unclear_unless_every_source_was_read_whole(
    bench: Bench, purchase: Purchase, mishap: str
) -> None:
    """
    MUST answer `OrderUnclear` unless every source of the API was read whole, and where the list of orders
    lacks the one that `vendor_reference` names.
    """
    purchase.prepare(bench)
    getattr(bench, mishap)(to=READS)
    found = look_for(bench, purchase.sought())
    assert isinstance(found, OrderUnclear)
    assert found.reason


@every_purchase
def test_a_list_that_lacks_an_order_that_is_known_is_not_whole(bench: Bench, purchase: Purchase) -> None:
    """
    MUST answer `OrderUnclear` unless every source of the API was read whole, and where the list of orders
    lacks the one that `vendor_reference` names.
    """
    purchase.prepare(bench)
    found = look_for(bench, purchase.sought(vendor_reference="9999999"))
    assert isinstance(found, OrderUnclear)


@every_purchase
def test_an_order_is_found_by_the_registrars_own_number_too(bench: Bench, purchase: Purchase) -> None:
    purchase.prepare(bench)
    number = purchase.send(bench, REFERENCE).reference
    assert _found(bench, purchase.sought(vendor_reference=number)).reference == number


@every_purchase
def test_an_order_far_down_the_list_is_found(bench: Bench, purchase: Purchase) -> None:
    purchase.prepare(bench)
    purchase.send(bench, REFERENCE)
    bench.add_orders(purchase.name, 3)
    assert isinstance(look_for(bench, purchase.sought()), OrderFound)


@every_purchase
def test_an_order_of_another_reference_is_not_found(bench: Bench, purchase: Purchase) -> None:
    """
    MUST tell an order of another reference or kind from the one that is sought; a kind of which the API keeps
    no order can be found by what it did, and is unclear otherwise.
    """
    purchase.prepare(bench)
    purchase.send(bench, REFERENCE)
    bench.settle()
    assert isinstance(look_for(bench, purchase.sought(UNHEARD_OF)), OrderAbsent | OrderUnclear)
    assert isinstance(look_for(bench, purchase.sought()), OrderFound)


@every_purchase
@pytest.mark.parametrize("kind", [OrderKind.REGISTER, OrderKind.RENEW, OrderKind.TRANSFER])
def test_an_order_of_another_kind_is_not_found(bench: Bench, purchase: Purchase, kind: OrderKind) -> None:
    """
    MUST tell an order of another reference or kind from the one that is sought; a kind of which the API keeps
    no order can be found by what it did, and is unclear otherwise.
    """
    if kind is purchase.kind:
        return
    purchase.prepare(bench)
    purchase.send(bench, REFERENCE)
    bench.settle()
    other = purchase.sought().model_copy(update={"kind": kind})
    assert isinstance(look_for(bench, other), OrderAbsent | OrderUnclear)


@pytest.mark.needs(Capability.FIND_ORDERS, Capability.REGISTER, Capability.RENEW)
def test_a_renewal_is_told_from_the_registration_of_the_same_name(bench: Bench) -> None:
    REGISTRATION.send(bench, REFERENCE)
    renewal = REGISTRATION.sought().model_copy(update={"kind": OrderKind.RENEW})
    assert isinstance(look_for(bench, renewal), OrderAbsent)


@pytest.mark.needs(Capability.FIND_ORDERS, Capability.REGISTER)
def test_a_name_that_we_hold_by_another_order_is_neither_found_nor_absent(bench: Bench) -> None:
    bench.given(EXAMPLE)
    sought = OrderSought(reference=UNHEARD_OF, name=EXAMPLE.name, kind=OrderKind.REGISTER)
    assert isinstance(look_for(bench, sought), OrderUnclear)


@pytest.mark.needs(Capability.FIND_ORDERS, Capability.RENEW)
def test_a_renewal_is_absent_though_the_name_is_held(bench: Bench) -> None:
    RENEWAL.prepare(bench)
    assert isinstance(look_for(bench, RENEWAL.sought()), OrderAbsent)


@every_purchase
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_a_preparation_without_a_clear_answer_costs_nothing(
    bench: Bench, purchase: Purchase, mishap: str
) -> None:
    if not bench.has_preparation:
        pytest.skip(f"{bench.registrar.slug}: orders are paid in one step")
    purchase.prepare(bench)
    getattr(bench, mishap)(to=PREPARATION)
    with pytest.raises((OutcomeUnknown, TryAgain)):
        purchase.send(bench, REFERENCE)
    bench.heal()
    assert bench.paid_requests_sent == 0
    assert bench.paid == ()
    assert isinstance(look_for(bench, purchase.sought()), OrderAbsent)


@pytest.mark.needs(Capability.FIND_ORDERS, Capability.REGISTER)
def test_two_orders_of_one_name_are_told_apart_by_our_reference(bench: Bench) -> None:
    REGISTRATION.send(bench, REFERENCE)
    with pytest.raises(NameTaken):
        REGISTRATION.send(bench, UNHEARD_OF)
    assert isinstance(look_for(bench, REGISTRATION.sought()), OrderFound)
    assert not isinstance(look_for(bench, REGISTRATION.sought(UNHEARD_OF)), OrderFound)


@every_purchase
def test_an_order_can_be_sent_again_once_it_is_known_to_be_absent(bench: Bench, purchase: Purchase) -> None:
    _sent_unheard(bench, purchase, "drop_before")
    purchase.send(bench, REFERENCE)
    bench.settle()
    assert [charge.reference for charge in bench.paid] == [REFERENCE]
    assert _found(bench, purchase.sought()).done


@every_purchase
@pytest.mark.parametrize("mishap", ["lose_answers", "garble"])
def test_an_order_that_is_sent_again_by_mistake_is_not_paid_again(
    bench: Bench, purchase: Purchase, mishap: str
) -> None:
    """MUST NOT pay again for a `reference` that the registrar shows a paid order of."""
    _sent_unheard(bench, purchase, mishap)
    with suppress(RegistrarError):
        purchase.send(bench, REFERENCE)
    assert [charge.reference for charge in bench.paid] == [REFERENCE]


@every_purchase
def test_looking_for_an_order_changes_nothing(bench: Bench, purchase: Purchase) -> None:
    """MUST NOT change anything."""
    _sent_unheard(bench, purchase, "lose_answers")
    before = (bench.changes_sent, bench.paid, bench.truth(purchase.name))
    for _ in range(2):
        look_for(bench, purchase.sought())
    assert (bench.changes_sent, bench.paid, bench.truth(purchase.name)) == before


@every_purchase
def test_refused_credentials_are_no_reason_to_call_an_order_absent(bench: Bench, purchase: Purchase) -> None:
    bench.refuse_access()
    with pytest.raises(AccessRefused):
        look_for(bench, purchase.sought())
