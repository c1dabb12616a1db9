from datetime import timedelta
from decimal import Decimal

import pytest

from orders import NotNow
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import HostName
from portfolio.order import OrderState
from registrar.errors import TryAgain
from tests.orders.ledger_registrar import Crash, Mishap
from tests.orders.shop import NAME, ROLES, WINDOW, Shop


def test_an_approved_order_becomes_active_when_the_registrar_shows_it(shop: Shop) -> None:
    hosts = [HostName("ns1.example.net"), HostName("ns2.example.net")]
    reference = shop.approved(nameservers=hosts)
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, order.detail, order.vendor_reference) == (OrderState.ACTIVE, "", "vendor-1")
    with shop.records.reading() as unit:
        held = unit.domains.get(NAME)
    assert (held.client, held.account, held.roles) == ("acme", "house", ROLES)
    assert held.expires_at is not None
    assert held.registrar_expires_at is not None
    assert held.nameservers == frozenset(hosts)
    assert shop.registrar.held[NAME].contacts[ContactRole.TECH].family == "Tech"


@pytest.mark.parametrize("state", ["draft", "active", "refused", "pending", "unknown"])
def test_only_an_approved_order_is_sent(shop: Shop, state: str) -> None:
    reference = shop.draft().reference
    if state != "draft":
        shop.orders.approve(reference, "approver")
        mishaps = {"refused": Mishap.REFUSED, "pending": Mishap.PENDING, "unknown": Mishap.LOST_AFTER}
        shop.registrar.mishaps += [mishaps[state]] if state in mishaps else []
        shop.orders.submit(reference, "drafter")
    asked = shop.registrar.paid_requests
    with pytest.raises(NotNow):
        shop.orders.submit(reference, "drafter")
    assert shop.order(reference).state == state
    assert shop.registrar.paid_requests == asked


def test_the_intent_is_on_record_before_the_request_leaves(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = shop.approved()
    states = []
    register = shop.registrar.register
    monkeypatch.setattr(
        shop.registrar,
        "register",
        lambda request: (states.append(shop.order(reference).state), register(request))[1],
    )
    shop.orders.submit(reference, "drafter")
    assert states == [OrderState.SUBMITTING]


def test_two_who_click_at_once_buy_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = shop.approved()
    register = shop.registrar.register
    refused = []

    def clicked_again(request: object) -> object:
        with pytest.raises(NotNow) as again:
            shop.opened().submit(reference, "approver")
        refused.append(again)
        return register(request)

    monkeypatch.setattr(shop.registrar, "register", clicked_again)
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert len(refused) == 1
    assert len(shop.registrar.ledger) == 1


@pytest.mark.parametrize("mishap", [Mishap.LOST_AFTER, Mishap.LOST_BEFORE, Mishap.GARBLED])
def test_an_unclear_answer_is_an_unknown_outcome(shop: Shop, mishap: Mishap) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(mishap)
    assert shop.orders.submit(reference, "drafter").state is OrderState.UNKNOWN
    assert not shop.holds()


def test_lost_before_and_lost_after_look_the_same_at_first(shop: Shop) -> None:
    first = []
    for mishap, name in ((Mishap.LOST_BEFORE, "example.com"), (Mishap.LOST_AFTER, "example.net")):
        reference = shop.approved(name=type(NAME)(name))
        shop.registrar.mishaps.append(mishap)
        first.append(shop.orders.submit(reference, "drafter"))
    assert first[0].state is first[1].state is OrderState.UNKNOWN


@pytest.mark.parametrize(
    "mishap", [Mishap.BUG_BEFORE, Mishap.BUG_AFTER, Mishap.CRASH_BEFORE, Mishap.CRASH_AFTER]
)
def test_a_bug_or_an_interrupt_is_unknown_and_not_hidden(shop: Shop, mishap: Mishap) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(mishap)
    with pytest.raises((TypeError, Crash)):
        shop.orders.submit(reference, "drafter")
    assert shop.order(reference).state is OrderState.UNKNOWN
    assert shop.settled(reference).state in (OrderState.ACTIVE, OrderState.ABSENT_CONFIRMED)


@pytest.mark.parametrize("mishap", [Mishap.NEVER_SENT, Mishap.BALANCE, Mishap.ACCESS])
def test_what_the_order_is_not_to_blame_for_leaves_it_standing(shop: Shop, mishap: Mishap) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(mishap)
    order = shop.orders.submit(reference, "drafter")
    assert order.detail.startswith("not sent through: ")
    assert shop.registrar.ledger == []
    shop.put_right()
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    assert shop.wrongs([reference]) == []


def test_a_refusal_is_final_and_says_why(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.REFUSED)
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, order.detail) == (OrderState.REFUSED, "the registry does not take this name")


def test_a_name_that_someone_else_took_meanwhile_is_refused(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.elsewhere.add(NAME)
    assert shop.orders.submit(reference, "drafter").state is OrderState.REFUSED
    assert shop.registrar.ledger == []


def test_a_price_that_rose_after_the_quote_is_not_paid(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.price = Money(amount=Decimal("12.01"))
    assert shop.orders.submit(reference, "drafter").state is OrderState.REFUSED
    assert shop.registrar.ledger == []


def test_a_contact_that_the_registrar_changed_is_shown_to_staff_without_its_values(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.altered = {ContactRole.TECH: {"email": "someone@example.org"}}
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, order.detail) == (OrderState.ACTIVE, "contacts differ: tech.email")


def test_accepted_but_not_yet_readable_is_pending_and_followed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = shop.approved()
    with monkeypatch.context() as broken:
        broken.setattr(shop.registrar, "info", _fails)
        order = shop.orders.submit(reference, "drafter")
    assert order.state is OrderState.PENDING
    assert "could not be read back yet" in order.detail
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE
    assert shop.holds()


def _fails(_name: object) -> object:
    raise TryAgain("could not be reached")


def test_a_balance_that_cannot_be_read_keeps_the_order_at_home(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.reads_fail = True
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, shop.registrar.paid_requests) == (OrderState.APPROVED, 0)
    assert order.detail == "not sent: could not be reached"
    assert order.progress.next_at is not None


def test_a_pending_order_becomes_active_only_when_it_is_done(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.PENDING)
    assert shop.orders.submit(reference, "drafter").state is OrderState.PENDING
    for _ in range(3):
        shop.clock.advance(timedelta(days=1))
        assert shop.orders.follow(reference, "job:orders").state is OrderState.PENDING
        assert not shop.holds()
    shop.registrar.settle()
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE


def test_a_list_that_lags_keeps_the_order_pending_and_a_vanished_one_goes_to_a_person(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.shows_holdings = False
    assert shop.orders.submit(reference, "drafter").state is OrderState.PENDING
    shop.clock.advance(WINDOW - timedelta(seconds=1))
    assert shop.orders.follow(reference, "job:orders").state is OrderState.PENDING
    shop.clock.advance(timedelta(seconds=1))
    assert shop.orders.follow(reference, "job:orders").state is OrderState.NEEDS_HUMAN
    shop.registrar.shows_holdings = True
    assert shop.orders.reconcile(reference, "drafter").state is OrderState.ACTIVE


def test_a_name_that_an_import_was_quicker_to_hold_becomes_active_all_the_same(shop: Shop) -> None:
    from portfolio.held import HeldDomain

    reference = shop.approved()
    with shop.records.changing("drafter") as unit:
        unit.domains.hold(HeldDomain(name=NAME, client="acme", account="house", roles=ROLES))
        unit.commit()
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    with shop.records.reading() as unit:
        assert unit.domains.get(NAME).expires_at is not None


def test_follow_is_for_pending_orders(shop: Shop) -> None:
    with pytest.raises(NotNow):
        shop.orders.follow(shop.approved(), "job:orders")


def test_no_personal_value_reaches_the_log(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    reference = shop.approved()
    shop.registrar.altered = {ContactRole.TECH: {"email": "someone@example.org"}}
    shop.orders.submit(reference, "drafter")
    ours = [record.getMessage() for record in caplog.records if record.name == "orders"]
    assert any(reference in line for line in ours)
    assert not [line for line in ours if "@" in line or "Reader" in line or "+1" in line]
