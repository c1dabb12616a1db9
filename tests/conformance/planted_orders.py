"""Faults on purpose in finding, renewing, restoring and transferring; each names what must catch it."""

from collections.abc import Mapping
from itertools import count
from typing import Any
from unittest.mock import patch

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.opensrs import orders
from registrar.contract import (
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
    RenewalRequest,
    RestoreRequest,
    TransferRequest,
)
from registrar.errors import OutcomeUnknown, Refused, RegistrarError, StatusProhibits
from tests.conformance.bench import ENOUGH
from tests.conformance.planting import Adapter, Plant, with_methods
from tests.conformance.reference import ReferenceRegistrar


def unread_is_absent(adapter: Adapter) -> Adapter:
    """What could not be read is called absent."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        found = adapter.find_order(self, sought)
        return OrderAbsent() if isinstance(found, OrderUnclear) else found

    return with_methods(adapter, find_order=find_order)


def found_by_name(adapter: Adapter) -> Adapter:
    """A name that we hold is taken for the order's doing."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        try:
            self.info(sought.name)
        except RegistrarError:
            return adapter.find_order(self, sought)
        return OrderFound(done=True)

    return with_methods(adapter, find_order=find_order)


def any_kind(adapter: Adapter) -> Adapter:
    """An order of another kind is taken for the one that is sought."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        kinds = (sought.kind, OrderKind.REGISTER, OrderKind.RENEW, OrderKind.TRANSFER)
        told = [adapter.find_order(self, sought.model_copy(update={"kind": kind})) for kind in kinds]
        return next((answer for answer in told if isinstance(answer, OrderFound)), told[0])

    return with_methods(adapter, find_order=find_order)


def half_read(adapter: Adapter) -> Adapter:
    """Only the first page of the orders is read, and what is not on it is called absent."""

    def order_page(self: Any, name: DomainName, number: int) -> object:
        orders, _ = adapter._order_page(self, name, number)
        return orders, False

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        with patch.object(orders, "_page", lambda reply: (_PAGE_READ(reply)[0], False)):
            return adapter.find_order(self, sought)

    is_reference = issubclass(adapter, ReferenceRegistrar)
    return (
        with_methods(adapter, _order_page=order_page)
        if is_reference
        else with_methods(adapter, find_order=find_order)
    )


_PAGE_READ = orders._page


def number_unheeded(adapter: Adapter) -> Adapter:
    """It is not minded that the list lacks an order that is known to be there."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        return adapter.find_order(self, sought.model_copy(update={"vendor_reference": None}))

    return with_methods(adapter, find_order=find_order)


def failed_is_found(adapter: Adapter) -> Adapter:
    """An order that came to nothing is called done."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        found = adapter.find_order(self, sought)
        return OrderFound(done=True) if isinstance(found, OrderFailed) else found

    return with_methods(adapter, find_order=find_order)


def done_too_soon(adapter: Adapter) -> Adapter:
    """A pending order is called done."""

    def find_order(self: Any, sought: OrderSought) -> OrderAnswer:
        found = adapter.find_order(self, sought)
        return found.model_copy(update={"done": True}) if isinstance(found, OrderFound) else found

    return with_methods(adapter, find_order=find_order)


def any_date(adapter: Adapter) -> Adapter:
    """A renewal starts from whatever date the registrar has."""

    def renew(self: Any, request: RenewalRequest) -> Receipt:
        actual = self.info(request.name).registrar_expires_at
        return adapter.renew(self, request.model_copy(update={"current_expiry": actual}))

    return with_methods(adapter, renew=renew)


def renewed_twice(adapter: Adapter) -> Adapter:
    """A renewal is sent under a reference of its own, from whatever date, and so is paid each time."""

    def renew(self: Any, request: RenewalRequest) -> Receipt:
        actual = self.info(request.name).registrar_expires_at
        fresh = {"reference": f"{request.reference}-{next(_NUMBERS)}", "current_expiry": actual}
        return adapter.renew(self, request.model_copy(update=fresh))

    return with_methods(adapter, renew=renew)


_NUMBERS = count()


def no_limit_of_renewals(adapter: Adapter) -> Adapter:
    """The limit of a renewal is not looked at."""

    def renew(self: Any, request: RenewalRequest) -> Receipt:
        return adapter.renew(self, request.model_copy(update={"price_limit": ENOUGH}))

    return with_methods(adapter, renew=renew)


def lost_restore_is_refused(adapter: Adapter) -> Adapter:
    """A restore whose answer is lost is called refused."""

    def restore(self: Any, request: RestoreRequest) -> Receipt:
        try:
            return adapter.restore(self, request)
        except OutcomeUnknown as err:
            raise StatusProhibits("the registrar said no", registrar=err.registrar) from err

    return with_methods(adapter, restore=restore)


def restored_blindly(adapter: Adapter) -> Adapter:
    """That a name is not in redemption is taken for its having come back."""

    def restore(self: Any, request: RestoreRequest) -> Receipt:
        try:
            return adapter.restore(self, request)
        except StatusProhibits:
            return Receipt()

    return with_methods(adapter, restore=restore)


def wrong_secret_is_pending(adapter: Adapter) -> Adapter:
    """A refused transfer is called pending."""

    def transfer_in(self: Any, request: TransferRequest) -> Receipt:
        try:
            return adapter.transfer_in(self, request)
        except Refused:
            return Receipt(pending=True)

    return with_methods(adapter, transfer_in=transfer_in)


OF_ORDERS: Mapping[Plant, tuple[str, ...]] = {
    unread_is_absent: ("test_an_order_is_unclear_unless_every_source_was_read_whole",),
    found_by_name: ("test_two_orders_of_one_name_are_told_apart_by_our_reference",),
    any_kind: ("test_an_order_of_another_kind_is_not_found",),
    half_read: ("test_an_order_far_down_the_list_is_found",),
    number_unheeded: ("test_a_list_that_lacks_an_order_that_is_known_is_not_whole",),
    failed_is_found: ("test_a_pending_order_that_comes_to_nothing_has_failed",),
    done_too_soon: (
        "test_pending_is_seen_as_pending_and_then_as_done",
        "test_a_pending_order_whose_answer_was_lost_is_found_pending",
    ),
    any_date: (
        "test_a_renewal_from_another_date_is_refused",
        "test_renewing_twice_from_one_date_is_paid_once",
    ),
    renewed_twice: (
        "test_renewing_twice_under_one_reference_is_paid_once",
        "test_an_order_that_is_sent_again_by_mistake_is_not_paid_again",
    ),
    no_limit_of_renewals: ("test_a_renewal_above_the_price_limit_spends_nothing",),
    lost_restore_is_refused: (
        "test_a_restore_without_a_clear_answer_is_unknown_and_looked_for_truthfully",
        "test_a_change_whose_answer_is_lost_is_unknown_done_and_sent_once",
    ),
    restored_blindly: (
        "test_a_name_that_is_not_in_redemption_is_not_restored",
        "test_a_restored_name_is_not_restored_again",
    ),
    wrong_secret_is_pending: ("test_a_wrong_auth_info_is_refused_and_free",),
}
"""Each fault, and the tests that must fail for it."""
