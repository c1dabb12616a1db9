"""Renewals, transfers in and restores: each in its own way, each bought once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import SecretStr

from orders import AuthInfoWanted, NotNow, OrderRefused, ToRenew, ToRestore, ToTransfer
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState, TransferStage
from portfolio.registration import Status
from portfolio.values import day_of
from registrar.contract import FindsOrders, TransferState
from tests.orders.ledger_registrar import AUTH_INFO, DONE, Crash, Mishap, without
from tests.orders.shop import NAME, ROLES, WINDOW, Shop

KINDS = list(OrderKind)


def paid(shop: Shop) -> date:
    return day_of(shop.registrar.held[NAME].expires_at)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mishap", list(Mishap))
@pytest.mark.parametrize("lag", [False, True])
def test_every_kind_met_by_every_mishap_ends_where_the_ledger_says(
    shop: Shop, kind: OrderKind, mishap: Mishap, lag: bool
) -> None:
    reference = shop.approved_of(kind)
    shop.registrar.mishaps.append(mishap)
    shop.registrar.shows_holdings = not lag
    try:
        shop.sent(reference)
    except (TypeError, Crash):
        shop.orders = shop.opened()
    assert shop.wrongs([reference]) == []
    shop.registrar.settle()
    shop.settled(reference, rounds=1)
    shop.registrar.shows_holdings = True
    order = shop.settled(reference)
    assert shop.wrongs([reference]) == []
    done = mishap in DONE
    assert (order.state is OrderState.ACTIVE) is done
    if not done:
        assert order.state in (OrderState.APPROVED, OrderState.REFUSED, OrderState.ABSENT_CONFIRMED)


def test_a_renewal_adds_its_years_once_and_the_records_follow(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.RENEW)
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, order.current_expiry) == (OrderState.ACTIVE, date(2027, 3, 1))
    assert paid(shop) == date(2028, 3, 1)
    with shop.records.reading() as unit:
        held = unit.domains.get(NAME)
    assert held.registrar_expires_at == datetime(2028, 3, 1, tzinfo=UTC)


def test_a_second_click_renews_nothing(shop: Shop) -> None:
    shop.orders.submit(shop.approved_of(OrderKind.RENEW), "drafter")
    with pytest.raises(OrderRefused, match="was renewed on 2026-11-02 already, by ns-"):
        shop.orders.draft(ToRenew(name=NAME), by="drafter")
    again = shop.orders.draft(ToRenew(name=NAME, again=True), by="drafter")
    assert again.current_expiry == date(2028, 3, 1)


def test_a_renewal_whose_date_moved_meanwhile_is_refused_and_costs_nothing(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.RENEW)
    shop.registrar.held[NAME].expires_at = datetime(2028, 3, 1, tzinfo=UTC)
    assert shop.orders.submit(reference, "drafter").state is OrderState.REFUSED
    assert shop.registrar.ledger == []


def test_a_renewal_is_not_drafted_where_our_date_is_not_the_registrars(shop: Shop) -> None:
    shop.holding()
    shop.registrar.held[NAME].expires_at = datetime(2028, 3, 1, tzinfo=UTC)
    with pytest.raises(OrderRefused, match="2028-03-01 at the registrar, 2027-03-01 in our records"):
        shop.orders.draft(ToRenew(name=NAME), by="drafter")


def test_a_renewal_that_somebody_else_made_is_not_taken_for_ours(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.RENEW)
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    shop.orders.submit(reference, "drafter")
    shop.registrar.held[NAME].expires_at = datetime(2028, 3, 1, tzinfo=UTC)
    assert shop.settled(reference, rounds=3).state is OrderState.RECONCILING
    assert shop.registrar.ledger == []


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (ToRenew(name=DomainName("example.net")), "is not ours"),
        (ToRestore(name=DomainName("example.net")), "is not ours"),
        (ToRenew(name=NAME, years=11), "1 to 10 years"),
        (ToRenew(name=NAME, years=0), "1 to 10 years"),
        (ToRenew(name=NAME, years=10), "more than 10 years ahead"),
        (ToRestore(name=NAME), "not in redemption"),
        (ToTransfer(name=NAME, client="acme", account="house", roles=ROLES), "is ours already"),
    ],
)
def test_what_cannot_be_is_said_before_money_is_near(shop: Shop, wish: object, problem: str) -> None:
    shop.holding()
    with pytest.raises(OrderRefused, match=problem):
        shop.orders.draft(wish, by="drafter")
    assert shop.registrar.paid_requests == 0


def test_a_name_in_redemption_is_restored_and_not_renewed(shop: Shop) -> None:
    shop.holding(statuses=frozenset({Status.REDEMPTION_PERIOD}))
    with pytest.raises(OrderRefused, match="restored before it is renewed"):
        shop.orders.draft(ToRenew(name=NAME), by="drafter")
    reference = shop.orders.draft(ToRestore(name=NAME), by="drafter").reference
    shop.orders.approve(reference, "approver")
    assert shop.orders.submit(reference, "drafter").state is OrderState.ACTIVE
    with shop.records.reading() as unit:
        assert unit.domains.get(NAME).statuses == frozenset({Status.OK})


def test_a_restore_that_the_registry_is_still_at_is_pending(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.RESTORE)
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    shop.orders.submit(reference, "drafter")
    shop.registrar.held[NAME].statuses = {Status.PENDING_RESTORE}
    assert shop.orders.reconcile(reference, "job:orders").state is OrderState.PENDING
    shop.registrar.held[NAME].statuses = {Status.OK}
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE


def test_a_transfer_asks_for_its_auth_code_each_time_and_keeps_it_nowhere(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    assert shop.order(reference).progress.stage is TransferStage.AUTH_INFO_WANTED
    with pytest.raises(AuthInfoWanted):
        shop.orders.submit(reference, "drafter")
    order = shop.sent(reference, auth_info="wrong-Secret-9")
    assert (order.state, order.progress.stage) == (OrderState.APPROVED, TransferStage.AUTH_INFO_WANTED)
    assert shop.registrar.ledger == []
    assert shop.sent(reference).state is OrderState.PENDING
    assert shop.registrar.secrets_seen == ["wrong-Secret-9", AUTH_INFO]
    for file in shop.folder.iterdir():
        assert AUTH_INFO.encode() not in file.read_bytes()
        assert b"wrong-Secret-9" not in file.read_bytes()


def test_a_transfer_shows_whom_it_waits_for(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.sent(reference)
    for told, stage in (
        (TransferState.AWAITING_OWNER, TransferStage.ACKNOWLEDGEMENT),
        (TransferState.AWAITING_LOSING_REGISTRAR, TransferStage.LOSING_REGISTRAR),
        (TransferState.AWAITING_REGISTRY, TransferStage.REGISTRY),
        (TransferState.PENDING, None),
    ):
        shop.registrar.transfers[NAME] = told
        order = shop.orders.follow(reference, "job:orders")
        assert (order.state, order.progress.stage) == (OrderState.PENDING, stage)
    shop.registrar.settle()
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE
    assert shop.holds()


def test_a_transfer_that_the_losing_registrar_refuses_is_refused(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.sent(reference)
    shop.registrar.transfers[NAME] = TransferState.REFUSED
    shop.registrar.orders[reference].failed = True
    order = shop.orders.follow(reference, "job:orders")
    assert (order.state, shop.holds()) == (OrderState.REFUSED, False)
    assert order.detail == "the transfer was refused or cancelled"
    shop.orders.draft(ToTransfer(name=NAME, client="acme", account="house", roles=ROLES), by="drafter")


@pytest.mark.parametrize("later", [timedelta(0), 50 * WINDOW], ids=["at once", "long after"])
def test_the_refusal_of_an_earlier_transfer_is_not_believed_of_the_next(shop: Shop, later: timedelta) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.sent(reference)
    shop.registrar.transfers[NAME] = TransferState.REFUSED
    shop.clock.advance(later)
    order = shop.orders.follow(reference, "job:orders")
    assert (order.state, "earlier" in order.detail) == (OrderState.PENDING, True)
    shop.registrar.settle()
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE


def test_where_no_orders_are_listed_a_refusal_is_believed_once_lists_have_caught_up(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.sent(reference)
    shop.registrar.transfers[NAME] = TransferState.REFUSED
    shop.registrar = without(shop.registrar, FindsOrders)
    assert shop.orders.follow(reference, "job:orders").state is OrderState.PENDING
    shop.clock.advance(WINDOW)
    assert shop.orders.follow(reference, "job:orders").state is OrderState.REFUSED


def test_no_job_sends_a_transfer(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.clock.advance(WINDOW)
    assert shop.orders.due() == []
    assert shop.orders.step(reference, "job:orders").state is OrderState.APPROVED
    assert shop.registrar.paid_requests == 0


def test_a_free_name_is_registered_and_not_transferred(shop: Shop) -> None:
    with pytest.raises(OrderRefused, match="is free"):
        shop.orders.draft(ToTransfer(name=NAME, client="acme", account="house", roles=ROLES), by="drafter")


def test_a_name_is_not_registered_and_transferred_at_once(shop: Shop) -> None:
    shop.approved_of(OrderKind.TRANSFER)
    with pytest.raises(OrderRefused, match=r"an order to transfer example\.com is open"):
        shop.draft()


def test_an_accepted_order_that_the_registrar_declines_later_is_refused(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.PENDING)
    assert shop.orders.submit(reference, "drafter").state is OrderState.PENDING
    shop.registrar.orders[reference].failed = True
    del shop.registrar.held[NAME]
    assert shop.orders.follow(reference, "job:orders").state is OrderState.REFUSED


def test_the_contacts_that_were_approved_are_sent_and_not_later_ones(shop: Shop) -> None:
    reference = shop.draft().reference
    with shop.records.changing("drafter") as unit:
        changed = unit.contacts.get("acme-tech").contact.model_copy(update={"email": "second@example.net"})
        unit.contacts.edit("acme-tech", changed)
        unit.commit()
    shop.orders.approve(reference, "approver")
    with shop.records.changing("drafter") as unit:
        unit.contacts.edit("acme-tech", changed.model_copy(update={"email": "third@example.net"}))
        unit.commit()
    shop.orders.submit(reference, "drafter")
    sent = {role.value: contact.email for role, contact in shop.registrar.held[NAME].contacts.items()}
    assert sent["tech"] == "second@example.net"


def test_a_difference_in_the_registrars_record_becomes_a_finding(shop: Shop) -> None:
    from portfolio.contacts import ContactRole

    shop.registrar.altered = {ContactRole.TECH: {"email": "someone@example.org"}}
    order = shop.orders.submit(shop.approved(), "drafter")
    assert (order.state, order.detail) == (OrderState.ACTIVE, "contacts differ: tech.email")
    with shop.records.reading() as unit:
        (finding,) = unit.findings.open_of(NAME)
    assert (finding.path, finding.theirs, finding.order) == (
        "tech.email",
        "someone@example.org",
        order.reference,
    )


def test_an_auth_code_is_shown_by_nothing(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    order = shop.orders.submit(reference, "drafter", auth_info=SecretStr(AUTH_INFO))
    assert AUTH_INFO not in caplog.text
    assert AUTH_INFO not in repr(order)
    with pytest.raises(NotNow) as refused:
        shop.orders.submit(reference, "drafter", auth_info=SecretStr(AUTH_INFO))
    assert AUTH_INFO not in str(refused.value)
    shop.clock.advance(timedelta(days=1))
