"""Looks that fail, records that answer about something else, and registrars that tell little."""

import pytest

from orders import NotNow, OrderRefused
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from portfolio.policy.looking import CHARGED_WINDOWS, GIVE_UP_LOOKS
from registrar.contract import Receipt
from registrar.errors import NotFound, TryAgain
from tests.orders.ledger_registrar import LedgerRegistrar, Mishap
from tests.orders.shop import NAME, WINDOW, Shop


def test_two_who_draft_at_once_keep_one_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    quote = shop.registrar.quote

    def drafted_meanwhile(*args: object, **kwargs: object) -> object:
        monkeypatch.undo()
        shop.draft(by="approver")
        return quote(*args, **kwargs)

    monkeypatch.setattr(shop.registrar, "quote", drafted_meanwhile)
    with pytest.raises(OrderRefused, match="open already"):
        shop.draft()
    with shop.records.reading() as unit:
        assert [order.drafted_by for order in unit.orders.all()] == ["approver"]


def test_an_order_that_is_not_in_the_account_stays_pending_while_its_list_cannot_be_read(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlisted(_name: DomainName) -> object:
        raise NotFound("not in the account")

    reference = shop.approved()
    with monkeypatch.context() as broken:
        broken.setattr(shop.registrar, "info", unlisted)
        order = shop.orders.submit(reference, "drafter")
        assert (order.state, order.detail) == (OrderState.PENDING, "accepted; not in the account yet")
        shop.registrar.reads_fail = True
        order = shop.orders.follow(reference, "job:orders")
        assert order.detail == "accepted; not in the account yet (TryAgain)"
        shop.registrar.reads_fail, shop.registrar.shows_holdings = False, False
        first = shop.orders.follow(reference, "job:orders").progress.missed_at
        assert first == shop.clock.now()
        shop.registrar.reads_fail = True
        shop.clock.advance(WINDOW)
        order = shop.orders.follow(reference, "job:orders")
        assert (order.state, order.progress.missed_at) == (OrderState.PENDING, first)
    shop.registrar.reads_fail, shop.registrar.shows_holdings = False, True
    assert shop.orders.follow(reference, "job:orders").state is OrderState.ACTIVE


def test_a_record_about_another_name_proves_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = shop.approved()
    info = shop.registrar.info
    other = DomainName("example.net")
    monkeypatch.setattr(shop.registrar, "info", lambda name: info(name).model_copy(update={"name": other}))
    monkeypatch.setattr(shop.registrar, "contacts", lambda _name: {})
    order = shop.orders.submit(reference, "drafter")
    assert (order.state, shop.holds()) == (OrderState.PENDING, False)


def test_a_registrar_that_shows_no_contacts_is_told_to_staff(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.registrar, "contacts", lambda _name: {})
    order = shop.orders.submit(shop.approved(), "drafter")
    assert order.state is OrderState.ACTIVE
    assert order.detail == "contacts not shown: registrant, admin, tech"


@pytest.mark.parametrize("left", [OrderState.NEEDS_HUMAN, OrderState.ABSENT_CONFIRMED])
def test_looking_again_without_an_answer_decides_nothing(shop: Shop, left: OrderState) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    shop.orders.submit(reference, "drafter")
    shop.registrar.unclear = left is OrderState.NEEDS_HUMAN
    for _ in range(GIVE_UP_LOOKS):
        if shop.order(reference).state is not left:
            shop.orders.reconcile(reference, "job:orders")
            shop.clock.advance(WINDOW)
    assert shop.order(reference).state is left
    shop.registrar.unclear = True
    assert shop.orders.reconcile(reference, "drafter").state is left
    shop.registrar.reads_fail = True
    assert shop.orders.reconcile(reference, "drafter").state is left
    assert shop.registrar.paid_requests == 1


def test_a_sender_that_was_overtaken_sends_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = shop.approved()
    desk, prepared = shop.opened(), []
    registrar_for = desk._terms.registrar_for

    def submitted_meanwhile(account: object) -> LedgerRegistrar:
        if not prepared:
            prepared.append(account)
            shop.orders.submit(reference, "approver")
        return registrar_for(account)

    object.__setattr__(desk._terms, "registrar_for", submitted_meanwhile)
    with pytest.raises(NotNow, match="being sent by someone else"):
        desk.submit(reference, "drafter")
    assert shop.registrar.paid_requests == 1


def test_a_price_that_nobody_tells_needs_a_limit(shop: Shop) -> None:
    class TellsLittle:
        slug = "quiet"

        def info(self, name: DomainName) -> object:
            raise TryAgain("no")

        def holdings(self) -> list[DomainName]:
            return []

        def register(self, request: object) -> Receipt:
            return Receipt()

        def find_order(self, request: object) -> object:
            raise TryAgain("no")

    shop.registrar = TellsLittle()
    with pytest.raises(OrderRefused, match="no price to register that quiet would tell"):
        shop.draft()
    limit = LedgerRegistrar().price
    assert shop.draft(price_limit=limit).price == limit
    assert NAME not in TellsLittle().holdings()


def test_an_order_that_was_seen_in_between_is_not_missed_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlisted(_name: DomainName) -> object:
        raise NotFound("not in the account")

    reference = shop.approved()
    monkeypatch.setattr(shop.registrar, "info", unlisted)
    shop.registrar.shows_holdings = False
    assert shop.orders.submit(reference, "drafter").progress.missed_at is not None
    shop.clock.advance(WINDOW)
    shop.registrar.shows_holdings = True
    assert shop.orders.follow(reference, "job:orders").progress.missed_at is None
    shop.registrar.shows_holdings = False
    assert shop.orders.follow(reference, "job:orders").state is OrderState.PENDING


def test_a_persons_word_needs_one_more_look(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    shop.orders.submit(reference, "drafter")
    shop.registrar.money -= 5
    for _ in range(1 + CHARGED_WINDOWS):
        shop.orders.reconcile(reference, "job:orders")
        shop.clock.advance(WINDOW)
    assert shop.order(reference).state is OrderState.NEEDS_HUMAN
    with pytest.raises(NotNow, match="was charged"):
        shop.orders.close(reference, "drafter")
    shop.registrar.reads_fail = True
    with pytest.raises(NotNow, match="could not be asked"):
        shop.orders.close(reference, "drafter", not_charged=True)
    shop.registrar.reads_fail = False
    closed = shop.orders.close(reference, "drafter", why="not on the bill", not_charged=True)
    assert (closed.state, closed.detail) == (OrderState.REFUSED, "not on the bill")


def test_a_persons_word_is_not_taken_while_the_list_of_orders_cannot_be_read_whole(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    shop.orders.submit(reference, "drafter")
    shop.registrar.unclear = True
    for _ in range(GIVE_UP_LOOKS):
        shop.orders.reconcile(reference, "job:orders")
        shop.clock.advance(WINDOW)
    assert shop.order(reference).state is OrderState.NEEDS_HUMAN
    with pytest.raises(NotNow, match="could not be asked"):
        shop.orders.close(reference, "drafter", not_charged=True)
    assert shop.order(reference).state is OrderState.NEEDS_HUMAN


def test_what_was_absent_is_looked_for_once_more_before_it_is_closed(shop: Shop) -> None:
    reference = shop.approved_of(OrderKind.TRANSFER)
    shop.registrar.mishaps.append(Mishap.LOST_BEFORE)
    shop.sent(reference)
    for _ in range(2):
        shop.orders.reconcile(reference, "job:orders")
        shop.clock.advance(WINDOW)
    assert shop.order(reference).state is OrderState.ABSENT_CONFIRMED
    shop.registrar.reads_fail = True
    with pytest.raises(NotNow, match="could not be asked"):
        shop.orders.close(reference, "drafter")
    shop.registrar.reads_fail = False
    assert shop.orders.close(reference, "drafter").state is OrderState.REFUSED


def test_a_persons_word_gives_way_to_what_is_found(shop: Shop) -> None:
    reference = shop.approved()
    shop.registrar.mishaps.append(Mishap.LOST_AFTER)
    shop.orders.submit(reference, "drafter")
    shop.registrar.shows_holdings = False
    for _ in range(1 + CHARGED_WINDOWS):
        shop.orders.reconcile(reference, "job:orders")
        shop.clock.advance(WINDOW)
    assert shop.order(reference).state is OrderState.NEEDS_HUMAN
    shop.registrar.shows_holdings = True
    with pytest.raises(NotNow, match="is active and cannot be closed"):
        shop.orders.close(reference, "drafter", not_charged=True)
    assert shop.order(reference).state is OrderState.ACTIVE
