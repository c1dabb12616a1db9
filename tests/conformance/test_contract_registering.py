"""Registering: paid once, every contact as given, nothing dropped, nothing filled in."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from registrar.contract import (
    Registers,
    TellsContacts,
)
from registrar.errors import (
    NameTaken,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Unsupported,
    ValueRefused,
)
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    Bench,
    Charge,
    as_seen,
    order_for,
    role_to_change,
    told_of,
    without_handles,
)
from tests.conformance.people import ODD


def _registers(bench: Bench) -> Registers:
    return require(bench.registrar, Registers)


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("name", ["new-example.com", "new-example.ca"])
def test_a_registration_holds_what_was_ordered_and_is_paid_once(bench: Bench, name: str) -> None:
    """Register `request.name`, once, with every contact given. MUST send the paid request at most once."""
    request = order_for(bench, name)
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
    """No role is dropped or copied from another: three people, accents, two street lines, a fax."""
    request = order_for(bench, name)
    _registers(bench).register(request)
    told = require(bench.registrar, TellsContacts).contacts(request.name)
    assert without_handles(told) == as_seen(told_of(bench, request.contacts))
    assert bench.registrar.info(request.name).nameservers == set(request.nameservers)


@pytest.mark.needs(Capability.REGISTER, Capability.TELL_CONTACTS)
@pytest.mark.parametrize("oddity", ODD)
def test_a_contact_is_held_whole_or_refused_before_anything_is_sent(bench: Bench, oddity: str) -> None:
    """Nothing of a contact is left out in silence, whatever the API has no place for."""
    whole = order_for(bench, "new-example.com")
    replaced = whole.contacts[role_to_change(bench)]
    odd = {role: ODD[oddity] if who == replaced else who for role, who in whole.contacts.items()}
    request = whole.model_copy(update={"contacts": odd})
    try:
        _registers(bench).register(request)
    except (Unsupported, ValueRefused):
        assert bench.changes_sent == 0
        assert bench.paid == ()
        return
    told = require(bench.registrar, TellsContacts).contacts(request.name)
    assert without_handles(told) == as_seen(told_of(bench, request.contacts))


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
    request = order_for(bench, "new-example.ca")
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
            order_for(bench, name, limit=price.model_copy(update={"amount": price.amount / 2}))
        )
    assert bench.paid == ()
    assert bench.truth(DomainName(name)) is None


@pytest.mark.needs(Capability.REGISTER)
def test_a_premium_name_is_bought_within_the_limit(bench: Bench) -> None:
    name = DomainName("premium-example.com")
    _registers(bench).register(order_for(bench, name))
    assert [charge.amount for charge in bench.paid] == [bench.price_of(name)]


@pytest.mark.needs(Capability.REGISTER)
def test_a_taken_name_is_taken(bench: Bench) -> None:
    """MUST raise `NameTaken` for a taken name."""
    bench.given_elsewhere(ELSEWHERE)
    with pytest.raises(NameTaken):
        _registers(bench).register(order_for(bench, ELSEWHERE.name))
    assert bench.paid == ()


@pytest.mark.needs(Capability.REGISTER)
@pytest.mark.parametrize("quietly", [False, True])
def test_an_account_without_money_buys_nothing(bench: Bench, quietly: bool) -> None:
    bench.take_all_money(quietly=quietly)
    request = order_for(bench, "new-example.ca")
    with pytest.raises((PaymentRefused, OutcomeUnknown) if quietly else PaymentRefused):
        _registers(bench).register(request)
    assert bench.truth(request.name) is None
    assert bench.paid == ()
