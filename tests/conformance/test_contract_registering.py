"""Registering, renewing and transferring in: paid once, every contact as given, found again afterwards."""

from contextlib import suppress

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from registrar.contract import (
    OrderAbsent,
    OrderFound,
    OrderUnclear,
    Registers,
    RegistrationRequest,
    TellsContacts,
)
from registrar.errors import (
    NameTaken,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    PREPARATION,
    READS,
    SLOW_NAME,
    Bench,
    Charge,
    as_seen,
    request_for,
    without_handles,
)

A_CENT = Money.model_validate({"amount": "0.01"})
DONE_UNHEARD = ("lose_answers", "garble", "truncate", "break_off", "answer_oddly")
NOT_DONE_UNHEARD = ("drop_before", "fail")


def _registers(bench: Bench) -> Registers:
    return require(bench.registrar, Registers)


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("name", ["new-example.com", "new-example.ca"])
def test_a_registration_holds_what_was_ordered_and_is_paid_once(bench: Bench, name: str) -> None:
    """Register `request.name`, once, with every contact given. MUST send the paid request at most once."""
    request = request_for(name)
    receipt = _registers(bench).register(request)
    held = bench.truth(request.name)
    assert not receipt.pending
    assert held is not None
    assert held.contacts == request.contacts
    assert held.nameservers == set(request.nameservers)
    assert bench.paid == (Charge(request.name, bench.price_of(request.name), request.reference),)
    assert bench.paid_requests_sent == 1


@pytest.mark.needs(Capability.REGISTER, Capability.TELL_CONTACTS)
@pytest.mark.parametrize("name", ["new-example.com", "new-example.ca"])
def test_each_role_is_read_back_exactly_as_it_was_sent(bench: Bench, name: str) -> None:
    """No role is dropped or copied from another: three people, accents, an extension, a fax."""
    request = request_for(name)
    _registers(bench).register(request)
    told = require(bench.registrar, TellsContacts).contacts(request.name)
    assert without_handles(told) == as_seen(request.contacts)
    assert bench.registrar.info(request.name).nameservers == set(request.nameservers)


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("which", range(3))
def test_an_order_that_the_api_cannot_hold_is_not_sent(bench: Bench, which: int) -> None:
    """
    MUST raise `Unsupported`, sending nothing, for a role or attribute that the API cannot hold: no role is
    dropped or copied from another.
    """
    with pytest.raises(Unsupported):
        _registers(bench).register(bench.cannot_hold[which])
    assert bench.changes_sent == 0
    assert bench.paid == ()


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("missing", [ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH])
def test_a_role_that_is_missing_is_never_filled_in(bench: Bench, missing: ContactRole) -> None:
    """Nothing is filled in by an adapter: registrant, admin and tech are ordered, or nothing is sent."""
    request = request_for("new-example.ca")
    without = {role: who for role, who in request.contacts.items() if role is not missing}
    with pytest.raises((Unsupported, ValueRefused)):
        _registers(bench).register(request.model_copy(update={"contacts": without}))
    assert bench.changes_sent == 0
    assert bench.paid == ()


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("name", ["new-example.ca", "premium-example.com"])
def test_above_the_price_limit_nothing_is_spent(bench: Bench, name: str) -> None:
    """MUST raise `PriceRefused`, spending nothing, above `price_limit`."""
    price = bench.price_of(DomainName(name))
    with pytest.raises(PriceRefused):
        _registers(bench).register(
            request_for(name, limit=price.model_copy(update={"amount": price.amount / 2}))
        )
    assert bench.paid == ()
    assert bench.truth(DomainName(name)) is None


@pytest.mark.needs(Capability.REGISTER)
def test_a_premium_name_is_bought_within_the_limit(bench: Bench) -> None:
    name = DomainName("premium-example.com")
    _registers(bench).register(request_for(name))
    assert [charge.amount for charge in bench.paid] == [bench.price_of(name)]


@pytest.mark.needs(Capability.REGISTER)
def test_a_taken_name_is_taken(bench: Bench) -> None:
    """MUST raise `NameTaken` for a taken name."""
    bench.given_elsewhere(ELSEWHERE)
    with pytest.raises(NameTaken):
        _registers(bench).register(request_for(ELSEWHERE.name))
    assert bench.paid == ()


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("quietly", [False, True])
def test_an_account_without_money_buys_nothing(bench: Bench, quietly: bool) -> None:
    bench.take_all_money(quietly=quietly)
    request = request_for("new-example.ca")
    with pytest.raises((PaymentRefused, OutcomeUnknown) if quietly else PaymentRefused):
        _registers(bench).register(request)
    assert bench.truth(request.name) is None
    assert isinstance(_registers(bench).find_order(request), OrderAbsent)


@pytest.mark.needs(Capability.REGISTER)
def test_pending_is_seen_as_pending_and_then_as_done(bench: Bench) -> None:
    request = request_for(SLOW_NAME)
    assert _registers(bench).register(request).pending
    assert _found(bench, request).done is False
    with pytest.raises(RegistrarError):
        bench.registrar.info(SLOW_NAME)
    bench.settle()
    assert _found(bench, request).done is True
    assert bench.registrar.info(SLOW_NAME).name == SLOW_NAME
    assert len(bench.paid) == 1


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_an_order_without_a_clear_answer_is_unknown_and_then_found_truthfully(
    bench: Bench, mishap: str
) -> None:
    """MUST raise `OutcomeUnknown` when the answer to the paid request is lost, garbled or not documented."""
    request = request_for("new-example.ca")
    getattr(bench, mishap)(to=Capability.REGISTER)
    with pytest.raises(OutcomeUnknown):
        _registers(bench).register(request)
    assert bench.paid_requests_sent == 1
    bench.heal()
    found = _registers(bench).find_order(request)
    if mishap in DONE_UNHEARD:
        assert [charge.reference for charge in bench.paid] == [request.reference]
        assert isinstance(found, OrderFound)
        assert found.done
    else:
        assert bench.paid == ()
        assert isinstance(found, OrderAbsent)


@pytest.mark.needs(Capability.REGISTER)
def test_a_pending_order_whose_answer_was_lost_is_found_pending(bench: Bench) -> None:
    request = request_for(SLOW_NAME)
    bench.lose_answers(to=Capability.REGISTER)
    with pytest.raises(OutcomeUnknown):
        _registers(bench).register(request)
    bench.heal()
    assert _found(bench, request).done is False
    bench.settle()
    assert _found(bench, request).done is True


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("mishap", DONE_UNHEARD + NOT_DONE_UNHEARD)
def test_a_preparation_without_a_clear_answer_costs_nothing(bench: Bench, mishap: str) -> None:
    if not bench.has_preparation:
        pytest.skip(f"{bench.registrar.slug}: orders are paid in one step")
    request = request_for("new-example.ca")
    getattr(bench, mishap)(to=PREPARATION)
    with pytest.raises((OutcomeUnknown, TryAgain)):
        _registers(bench).register(request)
    bench.heal()
    assert bench.paid_requests_sent == 0
    assert bench.paid == ()
    assert isinstance(_registers(bench).find_order(request), OrderAbsent)


@pytest.mark.needs(Capability.REGISTER)
def test_an_order_can_be_sent_again_once_it_is_known_to_be_absent(bench: Bench) -> None:
    request = request_for("new-example.ca")
    bench.drop_before(to=Capability.REGISTER)
    with pytest.raises(OutcomeUnknown):
        _registers(bench).register(request)
    bench.heal()
    _registers(bench).register(request)
    assert [charge.reference for charge in bench.paid] == [request.reference]
    assert bench.truth(request.name) is not None


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("name", ["new-example.ca", SLOW_NAME])
def test_an_order_that_is_sent_again_by_mistake_is_not_paid_again(bench: Bench, name: str) -> None:
    request = request_for(name)
    bench.lose_answers(to=Capability.REGISTER)
    with pytest.raises(OutcomeUnknown):
        _registers(bench).register(request)
    bench.heal()
    with suppress(RegistrarError):
        _registers(bench).register(request)
    assert [charge.reference for charge in bench.paid] == [request.reference]


@pytest.mark.needs(Capability.REGISTER)
def test_an_order_that_was_never_sent_is_absent(bench: Bench) -> None:
    bench.given(EXAMPLE)
    assert isinstance(_registers(bench).find_order(request_for("new-example.ca")), OrderAbsent)


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize(
    "mishap", ["lose_answers", "garble", "truncate", "break_off", "drop_before", "fail", "throttle"]
)
def test_an_order_is_unclear_unless_every_source_was_read_whole(bench: Bench, mishap: str) -> None:
    """MUST answer `OrderUnclear` unless every source of the API was read whole."""
    request = request_for("new-example.ca")
    getattr(bench, mishap)(to=READS)
    found = _registers(bench).find_order(request)
    assert isinstance(found, OrderUnclear)
    assert found.reason


@pytest.mark.needs(Capability.REGISTER)
def test_a_name_that_we_hold_by_another_order_is_neither_found_nor_absent(bench: Bench) -> None:
    bench.given(EXAMPLE)
    found = _registers(bench).find_order(request_for(EXAMPLE.name, reference="order-of-somebody-else"))
    assert isinstance(found, OrderUnclear)


@pytest.mark.needs(Capability.REGISTER)
def test_two_orders_of_one_name_are_told_apart_by_our_reference(bench: Bench) -> None:
    first, second = (
        request_for("new-example.ca", reference="order-1"),
        request_for("new-example.ca", reference="order-9"),
    )
    _registers(bench).register(first)
    with pytest.raises(NameTaken):
        _registers(bench).register(second)
    assert isinstance(_registers(bench).find_order(first), OrderFound)
    assert not isinstance(_registers(bench).find_order(second), OrderFound)


@pytest.mark.needs(Capability.REGISTER)
def test_looking_for_an_order_changes_nothing(bench: Bench) -> None:
    """MUST NOT change anything."""
    request = request_for("new-example.ca")
    bench.lose_answers(to=Capability.REGISTER)
    with pytest.raises(OutcomeUnknown):
        _registers(bench).register(request)
    bench.heal()
    before = (bench.changes_sent, bench.paid, bench.truth(request.name))
    for _ in range(2):
        _registers(bench).find_order(request)
    assert (bench.changes_sent, bench.paid, bench.truth(request.name)) == before


def _found(bench: Bench, request: RegistrationRequest) -> OrderFound:
    found = _registers(bench).find_order(request)
    assert isinstance(found, OrderFound)
    return found
