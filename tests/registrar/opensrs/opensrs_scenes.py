"""Each written-down exchange in a scene: what is called while it answers, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.adapters.opensrs import OpenSRSRegistrar
from registrar.contract import (
    Availability,
    OrderAbsent,
    OrderFailed,
    OrderFound,
    OrderUnclear,
    Receipt,
    TransferState,
)
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.registrar.opensrs.opensrs_samples import AGENT, NAME, order, renewal, restoring, sought, transfer

Call = Callable[[OpenSRSRegistrar], object]


@dataclass(frozen=True)
class Scene:
    """What is called while the exchange answers, what comes of it, and what else the vendor answers."""

    call: Call
    comes: object
    others: dict[str, str | tuple[str, ...]] = field(default_factory=dict)


def _availability(registrar: OpenSRSRegistrar) -> object:
    return registrar.availability(NAME).availability


def _quote(registrar: OpenSRSRegistrar) -> object:
    return registrar.quote(NAME, kind=OrderKind.REGISTER, years=2).price


def _info(registrar: OpenSRSRegistrar) -> object:
    return registrar.info(NAME).registrar_expires_at


def _lock(registrar: OpenSRSRegistrar) -> object:
    return registrar.info(NAME).statuses


def _names(registrar: OpenSRSRegistrar) -> object:
    return len(list(registrar.holdings()))


def _find(registrar: OpenSRSRegistrar) -> object:
    return type(registrar.find_order(sought()))


def _find_renewal(registrar: OpenSRSRegistrar) -> object:
    return registrar.find_order(sought(OrderKind.RENEW))


def _find_transfer(registrar: OpenSRSRegistrar) -> object:
    return registrar.find_order(sought(OrderKind.TRANSFER))


def _find_restore(registrar: OpenSRSRegistrar) -> object:
    return type(registrar.find_order(sought(OrderKind.RESTORE)))


def _cost(registrar: OpenSRSRegistrar) -> object:
    found = registrar.find_order(sought())
    return found.cost if isinstance(found, OrderFound) else found


def _register(registrar: OpenSRSRegistrar) -> object:
    return registrar.register(order())


def _transfer(registrar: OpenSRSRegistrar) -> object:
    return registrar.transfer_in(transfer())


def _renew(registrar: OpenSRSRegistrar) -> object:
    return registrar.renew(renewal())


def _restore(registrar: OpenSRSRegistrar) -> object:
    return registrar.restore(restoring())


def _contacts(registrar: OpenSRSRegistrar) -> object:
    return registrar.set_contacts(NAME, {ContactRole.TECH: AGENT})


def _set_lock(registrar: OpenSRSRegistrar) -> object:
    return registrar.set_lock(NAME, locked=False)


def _renews(registrar: OpenSRSRegistrar) -> object:
    return registrar.set_auto_renew(NAME, on=True)


def _hosts(registrar: OpenSRSRegistrar) -> object:
    return registrar.set_nameservers(NAME, frozenset([HostName("a.example.org")]))


def _secret(registrar: OpenSRSRegistrar) -> object:
    return registrar.auth_info(NAME).get_secret_value()


def _moving(registrar: OpenSRSRegistrar) -> object:
    return registrar.transfer_state(NAME)


def _money(amount: str) -> Money:
    return Money(amount=Decimal(amount))


SAVED = {"get_orders_by_domain": "saved"}
DONE = {"get_orders_by_domain": "done"}
RENEWED = {"get_orders_by_domain": "renewed", "get_order_info": "our_renewal"}
BACK = {"belongs_to_rsp": "ours"}
PAID_RECEIPT = Receipt(reference="3515691")
FOUND_RECEIPT = Receipt(reference="3515001", cost=_money("12.50"))
PAST_1 = {"get_domains_by_expiredate": ("first_of_two", "second_of_two")}

SCENES: dict[str, Scene] = {
    "lookup/free": Scene(_availability, Availability.FREE),
    "lookup/premium": Scene(lambda r: r.availability(NAME).premium, comes=True),
    "lookup/taken": Scene(_availability, Availability.TAKEN),
    "lookup/waiting": Scene(_availability, Availability.TAKEN),
    "lookup/undetermined": Scene(_availability, Availability.UNCLEAR),
    "lookup/contradiction": Scene(_availability, Availability.UNCLEAR),
    "lookup/refused": Scene(_availability, Availability.UNCLEAR),
    "lookup/garbled": Scene(_availability, Availability.UNCLEAR),
    "lookup/throttled": Scene(_availability, TryAgain),
    "lookup/nobody": Scene(_availability, AccessRefused),
    "get_price/plain": Scene(_quote, _money("12.50")),
    "get_price/premium": Scene(lambda r: r.quote(NAME, kind=OrderKind.RENEW, years=1).premium, comes=True),
    "get_price/refused": Scene(_quote, ValueRefused),
    "get_price/no_amount": Scene(_quote, ReplyNotUnderstood),
    "get_price/garbled": Scene(_quote, ReplyNotUnderstood),
    "get_balance/success": Scene(OpenSRSRegistrar.balance, _money("8000.01")),
    "get_balance/overheld": Scene(OpenSRSRegistrar.balance, _money("0")),
    "get_balance/refused": Scene(OpenSRSRegistrar.balance, AccessRefused),
    "get_balance/garbled": Scene(OpenSRSRegistrar.balance, ReplyNotUnderstood),
    "get_all_info/success": Scene(_info, date(2028, 3, 1)),
    "get_all_info/sparse": Scene(lambda r: r.info(NAME).expires_at, None),
    "get_all_info/other_reseller": Scene(_info, NotSponsored),
    "get_all_info/no_date": Scene(_info, ReplyNotUnderstood),
    "get_all_info/not_ours": Scene(_info, NotSponsored, {"lookup": "taken"}),
    "get_all_info/no_item": Scene(_info, NotFound, {"lookup": "free"}),
    "get_all_info/internal": Scene(_info, TryAgain, {"lookup": "taken"}),
    "get_all_info/another_name": Scene(_info, ReplyNotUnderstood),
    "get_all_info/no_expiry": Scene(_info, ReplyNotUnderstood),
    "get_all_info/garbled": Scene(_info, ReplyNotUnderstood),
    "get_status/locked": Scene(_lock, frozenset([Status.CLIENT_TRANSFER_PROHIBITED])),
    "get_status/unlocked": Scene(_lock, frozenset()),
    "get_status/no_locks": Scene(_set_lock, Unsupported),
    "get_status/silent": Scene(_lock, None),
    "get_status/refused": Scene(_set_lock, NotFound),
    "get_status/garbled": Scene(_set_lock, ReplyNotUnderstood),
    "get_nameservers/success": Scene(_hosts, Receipt()),
    "get_nameservers/refused": Scene(_hosts, NotSponsored, {"lookup": "taken"}),
    "get_nameservers/no_name": Scene(_hosts, ReplyNotUnderstood),
    "get_nameservers/garbled": Scene(_hosts, ReplyNotUnderstood),
    "get_expire_action/renews": Scene(_renews, Receipt()),
    "get_expire_action/lets_expire": Scene(_renews, Receipt()),
    "get_expire_action/refused": Scene(_renews, NotSponsored, {"lookup": "taken"}),
    "get_expire_action/garbled": Scene(_renews, ReplyNotUnderstood),
    "get_domain_auth_info/success": Scene(_secret, "planted-Auth-Info"),
    "get_domain_auth_info/empty": Scene(_secret, ReplyNotUnderstood),
    "get_domain_auth_info/refused": Scene(_secret, NotSponsored, {"lookup": "taken"}),
    "get_domain_auth_info/garbled": Scene(_secret, ReplyNotUnderstood),
    "get_domains_by_expiredate/one_page": Scene(_names, 12),
    "get_domains_by_expiredate/empty": Scene(_names, 0),
    "get_domains_by_expiredate/first_of_two": Scene(_names, 3, PAST_1),
    "get_domains_by_expiredate/second_of_two": Scene(_names, 3, PAST_1),
    "get_domains_by_expiredate/second_repeats": Scene(
        _names, ReplyNotUnderstood, {"get_domains_by_expiredate": ("first_of_two", "second_repeats")}
    ),
    "get_domains_by_expiredate/second_with_other_total": Scene(
        _names, ReplyNotUnderstood, {"get_domains_by_expiredate": ("first_of_two", "second_with_other_total")}
    ),
    "get_domains_by_expiredate/wrong_total": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/no_total": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/another_page": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/no_remainder": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/no_name": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/endless": Scene(_names, ReplyNotUnderstood),
    "get_domains_by_expiredate/refused": Scene(_names, ValueRefused),
    "get_domains_by_expiredate/garbled": Scene(_names, ReplyNotUnderstood),
    "get_orders_by_domain/none": Scene(_find, OrderAbsent, {"get_all_info": "not_ours"}),
    "get_orders_by_domain/done": Scene(_find, OrderFound),
    "get_orders_by_domain/waiting": Scene(_find, OrderFound),
    "get_orders_by_domain/saved": Scene(_find, OrderAbsent, {"get_all_info": "not_ours"}),
    "get_orders_by_domain/twice": Scene(
        lambda r: r.find_order(sought()),
        OrderUnclear(reason="more than one order carries the reference: 3515001, 3515002"),
        {"get_order_info": ("ours", "ours_too")},
    ),
    "get_orders_by_domain/short_page": Scene(
        _register,
        FOUND_RECEIPT,
        {"get_orders_by_domain": ("short_page", "short_last_page")},
    ),
    "get_orders_by_domain/short_last_page": Scene(_register, FOUND_RECEIPT),
    "get_orders_by_domain/shifted_page": Scene(
        _register, ReplyNotUnderstood, {"get_orders_by_domain": ("short_page", "shifted_page")}
    ),
    "get_orders_by_domain/declined": Scene(_find, OrderFailed, {"get_all_info": "not_ours"}),
    "get_orders_by_domain/premium": Scene(_find, OrderFound),
    "get_orders_by_domain/transfer_completed": Scene(
        _find_transfer, OrderFound(done=True, reference="3515001", cost=_money("12.50"))
    ),
    "get_orders_by_domain/transfer_declined": Scene(
        _find_transfer, OrderFailed(reference="3515001"), {"get_all_info": "not_ours", "lookup": "taken"}
    ),
    "get_orders_by_domain/renewed": Scene(
        _find_renewal,
        OrderFound(done=True, reference="3516001", cost=_money("14.50")),
        {"get_order_info": "our_renewal"},
    ),
    "get_orders_by_domain/renewal_waiting": Scene(
        _find_renewal,
        OrderFound(done=False, reference="3516001", cost=_money("14.50")),
        {"get_order_info": "our_renewal"},
    ),
    "get_orders_by_domain/renewal_saved": Scene(
        _find_renewal, OrderAbsent(), {"get_order_info": "our_renewal"}
    ),
    "get_orders_by_domain/renewal_just_saved": Scene(
        _renew,
        StatusProhibits,
        {"get_orders_by_domain": ("none", "renewal_just_saved"), "process_pending": "not_allowed"},
    ),
    "get_orders_by_domain/renewal_just_done": Scene(
        _renew,
        OutcomeUnknown,
        {"get_orders_by_domain": ("none", "renewal_just_done"), "process_pending": "already"},
    ),
    "get_orders_by_domain/no_page_size": Scene(_find, OrderUnclear),
    "get_orders_by_domain/endless": Scene(_find, OrderUnclear),
    "get_orders_by_domain/unheard_of": Scene(_find, OrderUnclear),
    "get_orders_by_domain/transfer_under_way": Scene(
        _transfer, Receipt(pending=True, reference="3515001", cost=_money("12.50"))
    ),
    "get_orders_by_domain/no_item": Scene(_find, OrderAbsent, {"get_all_info": "no_item"}),
    "get_orders_by_domain/refused": Scene(_find, OrderUnclear),
    "get_orders_by_domain/garbled": Scene(_find, OrderUnclear),
    "get_order_info/ours": Scene(_find, OrderFound, DONE),
    "get_order_info/ours_too": Scene(_find, OrderUnclear, DONE),
    "get_order_info/our_renewal": Scene(_renew, Receipt(reference="3516001", cost=_money("14.50")), RENEWED),
    "get_order_info/free_of_charge": Scene(_cost, None, DONE),
    "get_order_info/no_cost": Scene(_cost, None, DONE),
    "get_order_info/cost_in_words": Scene(_find, OrderUnclear, DONE),
    "get_order_info/somebody_elses": Scene(
        _find, OrderAbsent, {"get_orders_by_domain": "premium", "get_all_info": "not_ours"}
    ),
    "get_order_info/another_name": Scene(_find, OrderUnclear, DONE),
    "get_order_info/another_order": Scene(_find, OrderUnclear, DONE),
    "get_order_info/refused": Scene(_find, OrderUnclear, DONE),
    "get_order_info/garbled": Scene(_find, OrderUnclear, DONE),
    "sw_register/saved": Scene(_register, PAID_RECEIPT),
    "sw_register/no_number": Scene(_register, OutcomeUnknown),
    "sw_register/taken": Scene(_register, NameTaken),
    "sw_register/missing": Scene(_register, ValueRefused),
    "sw_register/invalid": Scene(_register, ValueRefused),
    "sw_register/kept_back": Scene(_register, OutcomeUnknown),
    "sw_register/ran_out_of_time": Scene(_register, OutcomeUnknown),
    "sw_register/garbled": Scene(_register, OutcomeUnknown),
    "process_pending/done": Scene(_register, PAID_RECEIPT),
    "process_pending/done_elsewhere_told": Scene(_transfer, Receipt(pending=True, reference="3515691")),
    "process_pending/asynchronous": Scene(_register, Receipt(pending=True, reference="3515691")),
    "process_pending/taken": Scene(_register, NameTaken, {"get_orders_by_domain": ("none", "just_saved")}),
    "process_pending/no_money": Scene(_register, PaymentRefused),
    "process_pending/kept_back": Scene(_register, OutcomeUnknown),
    "process_pending/part_failed": Scene(_register, OutcomeUnknown),
    "process_pending/another_order": Scene(_register, OutcomeUnknown),
    "process_pending/another_name": Scene(_register, OutcomeUnknown),
    "process_pending/ran_out_of_time": Scene(_register, OutcomeUnknown),
    "process_pending/internal": Scene(_register, OutcomeUnknown),
    "process_pending/deferred": Scene(_register, OutcomeUnknown),
    "process_pending/connections": Scene(_register, TryAgain),
    "process_pending/in_process": Scene(_register, OutcomeUnknown),
    "process_pending/undocumented": Scene(_register, OutcomeUnknown),
    "process_pending/undocumented_yes": Scene(_register, OutcomeUnknown),
    "process_pending/contradiction": Scene(_register, OutcomeUnknown),
    "process_pending/contradicting_no": Scene(_register, OutcomeUnknown),
    "process_pending/garbled": Scene(_register, OutcomeUnknown),
    "get_orders_by_domain/just_saved": Scene(
        _register, NameTaken, {"get_orders_by_domain": ("none", "just_saved"), "process_pending": "taken"}
    ),
    "get_orders_by_domain/just_done": Scene(
        _register, OutcomeUnknown, {"get_orders_by_domain": ("none", "just_done"), "process_pending": "taken"}
    ),
    "any/not_listed": Scene(_register, AccessRefused, {"process_pending": "any/not_listed"}),
    "any/too_many": Scene(_register, TryAgain, {"process_pending": "any/too_many"}),
    "any/failing": Scene(_register, OutcomeUnknown, {"process_pending": "any/failing"}),
    "any/gone": Scene(_register, OutcomeUnknown, {"process_pending": "any/gone"}),
    "process_pending_cancel/done": Scene(_register, PAID_RECEIPT, SAVED),
    "process_pending_cancel/refused": Scene(_register, OutcomeUnknown, SAVED),
    "process_pending_cancel/garbled": Scene(_register, OutcomeUnknown, SAVED),
    "process_pending/renewed": Scene(_renew, Receipt(reference="3516000")),
    "process_pending/renewed_later": Scene(_renew, Receipt(pending=True, reference="3516000")),
    "process_pending/not_moved": Scene(_renew, OutcomeUnknown),
    "process_pending/already": Scene(
        _renew, ExpiryMismatch, {"get_orders_by_domain": ("none", "renewal_just_saved")}
    ),
    "process_pending/not_allowed": Scene(
        _renew, OutcomeUnknown, {"get_orders_by_domain": ("none", "garbled")}
    ),
    "process_pending/invalid": Scene(_transfer, ValueRefused),
    "renew/saved": Scene(_renew, Receipt(reference="3516000"), {"process_pending": "renewed"}),
    "renew/no_number": Scene(_renew, OutcomeUnknown),
    "renew/already": Scene(_renew, ExpiryMismatch),
    "renew/not_allowed": Scene(_renew, StatusProhibits),
    "renew/no_money": Scene(_renew, PaymentRefused),
    "renew/kept_back": Scene(_renew, PaymentRefused),
    "renew/ran_out_of_time": Scene(_renew, OutcomeUnknown),
    "renew/garbled": Scene(_renew, OutcomeUnknown),
    "redeem/done": Scene(_restore, Receipt()),
    "redeem/asynchronous": Scene(_restore, Receipt(pending=True)),
    "redeem/part_failed": Scene(_restore, OutcomeUnknown),
    "redeem/another_name": Scene(_restore, OutcomeUnknown),
    "redeem/no_item": Scene(_restore, StatusProhibits),
    "redeem/no_permission": Scene(_restore, Refused),
    "redeem/no_money": Scene(_restore, PaymentRefused),
    "redeem/registry_failed": Scene(_restore, OutcomeUnknown),
    "redeem/ran_out_of_time": Scene(_restore, OutcomeUnknown),
    "redeem/garbled": Scene(_restore, OutcomeUnknown),
    "belongs_to_rsp/ours": Scene(_restore, StatusProhibits),
    "belongs_to_rsp/not_ours": Scene(_find_restore, OrderUnclear),
    "belongs_to_rsp/no_item": Scene(_restore, Receipt()),
    "belongs_to_rsp/silent": Scene(_restore, ReplyNotUnderstood),
    "belongs_to_rsp/refused": Scene(_restore, ValueRefused),
    "belongs_to_rsp/garbled": Scene(_find_restore, OrderUnclear),
    "get_deleted_domains/deleted": Scene(_find_restore, OrderFound, BACK),
    "get_deleted_domains/long_ago": Scene(_find_restore, OrderUnclear, BACK),
    "get_deleted_domains/others": Scene(_find_restore, OrderUnclear, BACK),
    "get_deleted_domains/none": Scene(_restore, NotSponsored, {"lookup": "taken"}),
    "get_deleted_domains/no_item": Scene(_restore, NotFound, {"lookup": "free"}),
    "get_deleted_domains/no_day": Scene(_restore, ReplyNotUnderstood),
    "get_deleted_domains/refused": Scene(_find_restore, OrderUnclear, BACK),
    "get_deleted_domains/garbled": Scene(_find_restore, OrderUnclear, BACK),
    "update_contacts/done": Scene(_contacts, Receipt()),
    "update_contacts/waiting": Scene(_contacts, Receipt(pending=True)),
    "update_contacts/failed_inside": Scene(_contacts, ValueRefused),
    "update_contacts/lost_inside": Scene(_contacts, OutcomeUnknown),
    "update_contacts/contradiction_inside": Scene(_contacts, OutcomeUnknown),
    "update_contacts/another_name": Scene(_contacts, OutcomeUnknown),
    "update_contacts/refused": Scene(_contacts, ValueRefused),
    "update_contacts/busy": Scene(_contacts, StatusProhibits),
    "update_contacts/garbled": Scene(_contacts, OutcomeUnknown),
    "modify/done": Scene(_set_lock, Receipt()),
    "modify/asynchronous": Scene(_set_lock, Receipt(pending=True)),
    "modify/refused": Scene(_set_lock, Refused),
    "modify/too_fast": Scene(_set_lock, TryAgain),
    "modify/garbled": Scene(_set_lock, OutcomeUnknown),
    "advanced_update_nameservers/done": Scene(_hosts, Receipt()),
    "advanced_update_nameservers/asynchronous": Scene(_hosts, Receipt(pending=True)),
    "advanced_update_nameservers/refused": Scene(_hosts, ValueRefused),
    "advanced_update_nameservers/registry_failed": Scene(_hosts, OutcomeUnknown),
    "advanced_update_nameservers/garbled": Scene(_hosts, OutcomeUnknown),
    "check_transfer/none": Scene(_moving, TransferState.NONE),
    "check_transfer/pending_owner": Scene(_moving, TransferState.AWAITING_OWNER),
    "check_transfer/pending_admin": Scene(_moving, TransferState.PENDING),
    "check_transfer/pending_registry": Scene(_moving, TransferState.AWAITING_REGISTRY),
    "check_transfer/completed": Scene(_moving, TransferState.DONE),
    "check_transfer/cancelled": Scene(_moving, TransferState.REFUSED),
    "check_transfer/unheard_of": Scene(_moving, ReplyNotUnderstood),
    "check_transfer/refused": Scene(_moving, ValueRefused),
    "check_transfer/garbled": Scene(_moving, ReplyNotUnderstood),
}
