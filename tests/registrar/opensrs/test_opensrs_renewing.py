"""Renewals and restores at OpenSRS: what is sent, in which order, and what is not sent again."""

from datetime import date

import pytest

from portfolio.money import Money
from portfolio.order import OrderKind
from registrar.contract import OrderUnclear, Receipt
from registrar.errors import (
    ExpiryMismatch,
    OutcomeUnknown,
    PriceRefused,
    RegistrarError,
    StatusProhibits,
    Unsupported,
)
from tests.registrar.opensrs.opensrs_player import CHANGES, PAID, Player, playing
from tests.registrar.opensrs.opensrs_samples import NAME, renewal, restoring, sought

CANCELLED = frozenset(["process_pending_cancel"])


def _channels(player: Player) -> list[str]:
    return [heard.channel for heard in player.heard]


def test_a_renewal_is_saved_with_our_reference_and_then_paid_by_its_number() -> None:
    with playing() as (player, registrar):
        player.says(process_pending="renewed")
        assert registrar.renew(renewal(years=3)) == Receipt(reference="3516000")
    [sent] = player.asked("renew")
    assert (sent["handle"], sent["affiliate_id"]) == ("save", "order-1")
    assert (sent["currentexpirationyear"], sent["period"], sent["auto_renew"]) == ("2028", "3", "1")
    assert player.asked("process_pending") == [{"order_id": "3516000"}]
    assert player.asked("get_price")[0]["reg_type"] == "renewal"


@pytest.mark.parametrize(
    "believed", [date(2028, 2, 29), date(2028, 3, 2), date(2027, 3, 1), date(2029, 3, 1)]
)
def test_a_renewal_from_another_date_spends_nothing(believed: date) -> None:
    with playing() as (player, registrar):
        with pytest.raises(ExpiryMismatch, match="2028-03-01"):
            registrar.renew(renewal(current_expiry=believed))
        assert player.count(CHANGES) == 0


def test_a_renewal_above_the_limit_spends_nothing() -> None:
    with playing() as (player, registrar):
        with pytest.raises(PriceRefused):
            registrar.renew(renewal(price_limit=Money(amount="1")))
        assert player.count(CHANGES) == 0


def test_a_reference_that_is_too_long_is_refused_before_anything_is_sent() -> None:
    with playing() as (player, registrar):
        with pytest.raises(Unsupported, match="256"):
            registrar.renew(renewal(reference="r" * 257))
        assert player.heard == []


@pytest.mark.parametrize(("listed", "pending"), [("renewed", False), ("renewal_waiting", True)])
def test_a_renewal_that_is_paid_is_its_receipt_whatever_the_date_is(listed: str, *, pending: bool) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed, get_order_info="our_renewal")
        told = registrar.renew(renewal(current_expiry=date(2027, 3, 1)))
        assert told == Receipt(pending=pending, reference="3516001", cost=Money(amount="14.50"))
        assert player.count(CHANGES) == 0


def test_a_renewal_that_was_only_saved_is_cancelled_before_another_is_paid() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="renewal_saved", get_order_info="our_renewal")
        player.says(process_pending="renewed")
        registrar.renew(renewal())
    assert player.asked("process_pending_cancel") == [{"order_id": "3516001", "command": "cancel"}]
    channels = _channels(player)
    assert channels.index("process_pending_cancel") < channels.index("renew")


@pytest.mark.parametrize("listed", ["unheard_of", "garbled", "refused"])
def test_orders_that_cannot_be_read_stop_the_renewal(listed: str) -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=listed)
        with pytest.raises(RegistrarError):
            registrar.renew(renewal())
        assert player.count(CHANGES) == 0


def test_a_lost_answer_to_the_saving_of_a_renewal_is_unknown_and_nothing_is_paid() -> None:
    with playing(attempts=4) as (player, registrar):
        player.breaks_off("renew")
        with pytest.raises(OutcomeUnknown):
            registrar.renew(renewal())
        assert player.count(CHANGES) == 1
        assert player.count(PAID) == 0


def test_a_lost_answer_to_the_payment_of_a_renewal_carries_its_number_and_was_sent_once() -> None:
    with playing(attempts=4) as (player, registrar):
        player.breaks_off("process_pending")
        with pytest.raises(OutcomeUnknown) as raised:
            registrar.renew(renewal())
        assert raised.value.vendor_reference == "3516000"
        assert player.count(PAID) == 1
        assert player.count(CANCELLED) == 0


def test_a_renewal_that_is_not_allowed_leaves_no_order() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=("none", "renewal_just_saved"), process_pending="not_allowed")
        with pytest.raises(StatusProhibits):
            registrar.renew(renewal())
        assert player.asked("process_pending_cancel")[0]["order_id"] == "3516000"


def test_a_renewal_that_was_done_already_perhaps_by_itself_is_unknown() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain=("none", "renewal_just_done"), process_pending="already")
        with pytest.raises(OutcomeUnknown, match="perhaps by this very order") as raised:
            registrar.renew(renewal())
        assert raised.value.vendor_reference == "3516000"
        assert player.count(CANCELLED) == 0


def test_a_renewal_is_not_looked_for_among_the_names() -> None:
    with playing() as (player, registrar):
        player.says(get_orders_by_domain="renewed", get_order_info="our_renewal")
        registrar.find_order(sought(OrderKind.RENEW))
    assert set(_channels(player)) == {"get_orders_by_domain", "get_order_info"}


@pytest.mark.parametrize("kind", [OrderKind.REGISTER, OrderKind.RENEW, OrderKind.TRANSFER])
def test_a_list_without_the_order_that_is_known_is_unclear(kind: OrderKind) -> None:
    with playing() as (player, registrar):
        player.says(get_all_info="not_ours")
        told = registrar.find_order(sought(kind, number="3516777"))
    assert isinstance(told, OrderUnclear)
    assert "3516777" in told.reason


def test_a_restore_is_asked_for_once_by_name_alone() -> None:
    with playing() as (player, registrar):
        assert registrar.restore(restoring()) == Receipt()
    assert player.asked("redeem") == [{"domain": NAME}]
    assert player.count(CHANGES) == 1


def test_a_name_in_the_account_is_not_restored() -> None:
    with playing() as (player, registrar):
        player.says(belongs_to_rsp="ours")
        with pytest.raises(StatusProhibits, match="nothing was sent"):
            registrar.restore(restoring())
        assert player.count(CHANGES) == 0


@pytest.mark.parametrize("listed", ["none", "others", "no_item"])
def test_a_name_that_was_never_in_the_account_is_not_restored(listed: str) -> None:
    with playing() as (player, registrar):
        player.says(get_deleted_domains=listed)
        with pytest.raises(RegistrarError, match="nobody holds the name"):
            registrar.restore(restoring())
        assert player.count(CHANGES) == 0


def test_a_lost_answer_to_a_restore_was_sent_once() -> None:
    with playing(attempts=4) as (player, registrar):
        player.breaks_off("redeem")
        with pytest.raises(OutcomeUnknown):
            registrar.restore(restoring())
        assert player.count(PAID) == 1


@pytest.mark.parametrize(
    ("belongs", "deleted", "because"),
    [
        ("not_ours", "deleted", "has not come back"),
        ("no_item", "deleted", "has not come back"),
        ("ours", "none", "no deletion"),
        ("ours", "long_ago", "no deletion"),
    ],
)
def test_a_restore_without_proof_is_unclear(belongs: str, deleted: str, because: str) -> None:
    with playing() as (player, registrar):
        player.says(belongs_to_rsp=belongs, get_deleted_domains=deleted)
        told = registrar.find_order(sought(OrderKind.RESTORE))
        assert player.count(CHANGES) == 0
    assert isinstance(told, OrderUnclear)
    assert because in told.reason


def test_a_restores_price_is_unsupported() -> None:
    with playing() as (player, registrar):
        with pytest.raises(Unsupported):
            registrar.quote(NAME, kind=OrderKind.RESTORE, years=1)
        assert player.heard == []
