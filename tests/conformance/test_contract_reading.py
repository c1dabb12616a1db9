"""What a registrar tells is what it holds: names canonical, pages whole, nothing invented."""

from dataclasses import replace
from datetime import date

import pytest

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from portfolio.values import day_of
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Quotes,
    TellsAuthInfo,
    TellsBalance,
    TellsContacts,
    TransfersIn,
    TransferState,
)
from registrar.errors import NotFound, NotSponsored, ReplyNotUnderstood
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    EXAMPLE_CA,
    READS,
    UNKNOWN_NAME,
    Bench,
    Held,
    as_seen,
    role_to_change,
    told_of,
    without_handles,
)
from tests.conformance.people import NEW_TECH


def _day(moment: object) -> date | None:
    return day_of(moment) if isinstance(moment, date) else None


def _paid_until(registration: Registration) -> date | None:
    return _day(registration.registrar_expires_at or registration.expires_at)


@pytest.mark.parametrize("held", [EXAMPLE, EXAMPLE_CA], ids=lambda held: held.name)
def test_info_equals_what_is_held(bench: Bench, held: Held) -> None:
    bench.given(held)
    told = bench.registrar.info(held.name)
    assert told.name == held.name
    assert _day(told.registered_at) == (held.registered_on if bench.tells_registered else None)
    assert _paid_until(told) == held.expires_on
    assert told.nameservers == held.nameservers
    assert told.statuses is not None
    assert (Status.CLIENT_TRANSFER_PROHIBITED in told.statuses) is held.locked
    assert told.auto_renew is held.auto_renew


def test_info_is_uncached(bench: Bench) -> None:
    """Return what the registrar holds for `name`, now, uncached."""
    bench.given(EXAMPLE)
    bench.registrar.info(EXAMPLE.name)
    bench.given(replace(EXAMPLE, auto_renew=not EXAMPLE.auto_renew))
    assert bench.registrar.info(EXAMPLE.name).auto_renew is not EXAMPLE.auto_renew


def test_info_does_not_invent_a_value(bench: Bench) -> None:
    """MUST NOT invent a value the reply did not carry."""
    bench.given(replace(EXAMPLE, nameservers=frozenset()))
    told = bench.registrar.info(EXAMPLE.name)
    assert not told.nameservers
    assert told.pay_by is None
    assert all(word not in Status for word in told.unmapped_statuses)


def test_info_of_a_name_nobody_holds(bench: Bench) -> None:
    """
    MUST raise `NotFound` for a name nobody holds and `NotSponsored` for one held elsewhere, where the API
    lets us tell.
    """
    bench.given(EXAMPLE)
    with pytest.raises(NotFound if bench.tells_sponsors else (NotFound, NotSponsored)):
        bench.registrar.info(UNKNOWN_NAME)


def test_info_of_a_name_held_elsewhere(bench: Bench) -> None:
    bench.given_elsewhere(ELSEWHERE)
    with pytest.raises(NotSponsored if bench.tells_sponsors else (NotFound, NotSponsored)):
        bench.registrar.info(ELSEWHERE.name)


@pytest.mark.parametrize("mishap", ["garble", "truncate"])
def test_info_that_is_garbled_or_truncated_is_never_data(bench: Bench, mishap: str) -> None:
    """MUST raise `ReplyNotUnderstood` for a reply that is garbled, truncated or about another name."""
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=READS)
    with pytest.raises(ReplyNotUnderstood):
        bench.registrar.info(EXAMPLE.name)


def test_info_about_another_name_is_never_data(bench: Bench) -> None:
    """MUST raise `ReplyNotUnderstood` for a reply that is garbled, truncated or about another name."""
    if READS not in bench.says_whom:
        pytest.skip(f"{bench.registrar.slug}: the answer to a question does not repeat the name")
    bench.given(EXAMPLE)
    bench.answer_for_other_name(to=READS)
    with pytest.raises(ReplyNotUnderstood):
        bench.registrar.info(EXAMPLE.name)


def test_holdings_are_every_name_once_whatever_the_paging(bench: Bench) -> None:
    """MUST read every page. Yield every name in the account, each once."""
    bench.given(EXAMPLE, EXAMPLE_CA)
    everything = bench.add_pages(4)
    told = list(bench.registrar.holdings())
    assert len(told) == len(set(told))
    assert set(told) == everything
    assert {EXAMPLE.name, EXAMPLE_CA.name} <= set(told)
    assert all(name == DomainName(name) for name in told)


@pytest.mark.parametrize("mishap", ["garble", "truncate"])
@pytest.mark.needs(Capability.TELL_CONTACTS)
def test_contacts_that_are_garbled_or_truncated_are_never_data(bench: Bench, mishap: str) -> None:
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=READS)
    with pytest.raises(ReplyNotUnderstood):
        require(bench.registrar, TellsContacts).contacts(EXAMPLE.name)


def test_holdings_of_an_empty_account_are_none(bench: Bench) -> None:
    assert list(bench.registrar.holdings()) == []


@pytest.mark.parametrize("mishap", ["garble", "truncate"])
def test_holdings_from_an_unreadable_list_are_never_data(bench: Bench, mishap: str) -> None:
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=READS)
    with pytest.raises(ReplyNotUnderstood):
        list(bench.registrar.holdings())


def test_holdings_that_do_not_add_up_are_refused(bench: Bench) -> None:
    """MUST raise `ReplyNotUnderstood` when the pages do not add up to the total told."""
    bench.add_pages(3)
    bench.miscount()
    with pytest.raises(ReplyNotUnderstood):
        list(bench.registrar.holdings())


@pytest.mark.needs(Capability.CHECK_AVAILABILITY)
def test_a_name_is_free_or_taken(bench: Bench) -> None:
    bench.given(EXAMPLE)
    checks = require(bench.registrar, ChecksAvailability)
    assert checks.availability(UNKNOWN_NAME).availability is Availability.FREE
    assert checks.availability(EXAMPLE.name).availability is Availability.TAKEN


@pytest.mark.needs(Capability.CHECK_AVAILABILITY)
def test_availability_without_a_plain_word_is_unclear(bench: Bench) -> None:
    """MUST answer `UNCLEAR` for anything but a plain word."""
    offer = require(bench.registrar, ChecksAvailability).availability(bench.unsure_name)
    assert offer.availability is Availability.UNCLEAR


@pytest.mark.needs(Capability.CHECK_AVAILABILITY)
def test_a_premium_is_told_before_money_moves(bench: Bench) -> None:
    checks = require(bench.registrar, ChecksAvailability)
    assert checks.availability(DomainName("premium-example.com")).premium
    assert not checks.availability(UNKNOWN_NAME).premium


@pytest.mark.needs(Capability.QUOTE)
@pytest.mark.parametrize("name", [UNKNOWN_NAME, DomainName("premium-example.com")])
def test_a_quote_is_the_price_that_would_be_charged(bench: Bench, name: DomainName) -> None:
    told = require(bench.registrar, Quotes).quote(name, kind=OrderKind.REGISTER, years=1)
    assert told.price == bench.price_of(name)
    assert (told.name, told.kind, told.years) == (name, OrderKind.REGISTER, 1)
    assert told.premium is name.startswith("premium-")


@pytest.mark.needs(Capability.QUOTE)
def test_a_quote_orders_nothing(bench: Bench) -> None:
    """MUST NOT order anything."""
    require(bench.registrar, Quotes).quote(UNKNOWN_NAME, kind=OrderKind.REGISTER, years=1)
    assert bench.changes_sent == 0
    assert not bench.paid


@pytest.mark.needs(Capability.TELL_CONTACTS)
@pytest.mark.parametrize("held", [EXAMPLE, EXAMPLE_CA], ids=lambda held: held.name)
def test_contacts_are_the_registrars_own_record_of_each_role(bench: Bench, held: Held) -> None:
    """Phones in EPP's form, countries as ISO 3166-1, subdivisions as ISO 3166-2 where they can be mapped."""
    bench.given(held)
    told = require(bench.registrar, TellsContacts).contacts(held.name)
    assert without_handles(told) == as_seen(told_of(bench, held.contacts))


@pytest.mark.needs(Capability.TELL_CONTACTS)
def test_contacts_are_uncached(bench: Bench) -> None:
    bench.given(EXAMPLE)
    tells = require(bench.registrar, TellsContacts)
    tells.contacts(EXAMPLE.name)
    role = role_to_change(bench)
    bench.change_contact(EXAMPLE.name, role, NEW_TECH)
    expected = as_seen(told_of(bench, {**EXAMPLE.contacts, role: NEW_TECH}))
    assert without_handles(tells.contacts(EXAMPLE.name)) == expected


@pytest.mark.needs(Capability.TELL_CONTACTS)
def test_contacts_of_a_name_that_is_not_ours(bench: Bench) -> None:
    bench.given_elsewhere(ELSEWHERE)
    for name in (UNKNOWN_NAME, ELSEWHERE.name):
        with pytest.raises((NotFound, NotSponsored)):
            require(bench.registrar, TellsContacts).contacts(name)


@pytest.mark.needs(Capability.TELL_AUTH_INFO)
def test_auth_info_is_the_secret_that_lets_the_name_leave(bench: Bench) -> None:
    bench.given(EXAMPLE)
    told = require(bench.registrar, TellsAuthInfo).auth_info(EXAMPLE.name)
    assert told.get_secret_value() == bench.auth_info_of(EXAMPLE.name)


@pytest.mark.needs(Capability.TELL_AUTH_INFO)
def test_auth_info_is_neither_logged_nor_kept(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """MUST NOT log or keep it."""
    bench.given(EXAMPLE)
    caplog.set_level("DEBUG")
    told = require(bench.registrar, TellsAuthInfo).auth_info(EXAMPLE.name)
    secret = told.get_secret_value()
    assert secret not in caplog.text
    assert secret not in repr(told)
    assert secret not in repr(vars(bench.registrar))


@pytest.mark.needs(Capability.TELL_BALANCE)
def test_the_balance_is_what_can_be_spent_now(bench: Bench) -> None:
    tells = require(bench.registrar, TellsBalance)
    assert tells.balance().amount > 0
    bench.take_all_money()
    assert tells.balance().amount == 0


@pytest.mark.needs(Capability.TRANSFER_IN)
def test_a_name_without_a_transfer_has_none(bench: Bench) -> None:
    assert require(bench.registrar, TransfersIn).transfer_state(UNKNOWN_NAME) is TransferState.NONE
