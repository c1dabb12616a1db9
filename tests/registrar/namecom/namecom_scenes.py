"""What each written-down answer means: the call that gets it, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.namecom import NameComRegistrar
from registrar.contract import Availability, TransferState
from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.conformance.bench import EXAMPLE, renewal_of, request_for, transfer_of

NAME = EXAMPLE.name
NEW = DomainName("new-example.com")
SECRET = "let-me-go-0123456789"
CENTS = Decimal("103.35")

Call = Callable[[NameComRegistrar], object]


@dataclass(frozen=True)
class Scene:
    """A call, what comes of it (a value, or a class of error), and what other operations answer."""

    call: Call
    comes: object
    others: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict[str, str | tuple[str, ...]])


def _order(registrar: NameComRegistrar) -> object:
    return registrar.register(request_for(NEW)).reference


def _renew(registrar: NameComRegistrar) -> object:
    return registrar.renew(renewal_of(EXAMPLE)).reference


def _transfer(registrar: NameComRegistrar) -> object:
    return registrar.transfer_in(transfer_of(NAME, auth_info=SECRET)).reference


def _unlock(registrar: NameComRegistrar) -> object:
    return registrar.set_lock(NAME, locked=False).pending


def _until(registrar: NameComRegistrar) -> object:
    until = registrar.info(NAME).registrar_expires_at
    return until and date(until.year, until.month, until.day)


def _locked(registrar: NameComRegistrar) -> object:
    return bool(registrar.info(NAME).statuses)


def _free(registrar: NameComRegistrar) -> object:
    return registrar.availability(NEW).availability


def _price(registrar: NameComRegistrar) -> object:
    return str(registrar.quote(NAME, kind=OrderKind.TRANSFER, years=1).price)


def _held(registrar: NameComRegistrar) -> object:
    return list(registrar.holdings())


def _balance(registrar: NameComRegistrar) -> object:
    return str(registrar.balance())


def _secret(registrar: NameComRegistrar) -> object:
    return registrar.auth_info(NAME).get_secret_value()


def _state(registrar: NameComRegistrar) -> object:
    return registrar.transfer_state(NAME)


_STATES = {
    **dict.fromkeys(["canceled", "canceled_pending_refund", "failed", "rejected"], TransferState.REFUSED),
    **dict.fromkeys(["pending", "pending_insert", "pending_new_auth_code"], TransferState.PENDING),
    **dict.fromkeys(["pending_transfer", "submitting_transfer"], TransferState.PENDING),
    "pending_unlock": TransferState.AWAITING_LOSING_REGISTRAR,
    "completed": TransferState.DONE,
    "refused": TransferState.NONE,
    "undocumented": ReplyNotUnderstood,
}
_TWO_PAGES = {"list_domains": ("first_page", "second_page")}

SCENES: Mapping[str, Scene] = {
    "get_domain/success": Scene(_until, date(2028, 3, 1)),
    "get_domain/unlocked": Scene(_locked, False),
    "get_domain/refused": Scene(_until, NotFound),
    "get_domain/garbled": Scene(_until, ReplyNotUnderstood),
    "get_domain/other_name": Scene(_until, ReplyNotUnderstood),
    "get_domain/no_zone": Scene(_until, ReplyNotUnderstood),
    "list_domains/success": Scene(_held, ["example.com"]),
    "list_domains/first_page": Scene(_held, ["example.com", "example.ca"], _TWO_PAGES),
    "list_domains/second_page": Scene(_held, ReplyNotUnderstood),
    "check_availability/free": Scene(_free, Availability.FREE),
    "check_availability/taken": Scene(_order, NameTaken, {"get_domain": "refused"}),
    "check_availability/aftermarket": Scene(_free, Availability.UNCLEAR),
    "check_availability/nothing": Scene(_order, Refused),
    "check_availability/refused": Scene(_free, Availability.UNCLEAR),
    "check_availability/registry_down": Scene(_free, TryAgain),
    "get_pricing/success": Scene(_price, "11.50 USD"),
    "get_pricing/not_sold": Scene(_order, Refused),
    "get_pricing/in_quotes": Scene(_order, ReplyNotUnderstood),
    "get_requirement/nothing": Scene(_order, "810001"),
    "get_requirement/acknowledgement": Scene(_order, Unsupported),
    "create_domain/success": Scene(_order, "810001"),
    "create_domain/refused": Scene(_order, ValueRefused),
    "create_domain/no_money": Scene(_order, PaymentRefused),
    "create_domain/key_reused": Scene(_order, OutcomeUnknown),
    "create_domain/no_price": Scene(_order, Refused),
    "create_domain/failed": Scene(_order, OutcomeUnknown),
    "create_domain/unknown_status": Scene(_order, OutcomeUnknown),
    "create_domain/no_in_a_yes": Scene(_order, OutcomeUnknown),
    "create_domain/no_number": Scene(_order, OutcomeUnknown),
    "create_domain/refused_by_html": Scene(_order, OutcomeUnknown),
    "renew_domain/success": Scene(_renew, "810002"),
    "renew_domain/not_moved": Scene(_renew, OutcomeUnknown),
    "renew_domain/refused": Scene(_renew, ValueRefused),
    "update_domain/unlocked": Scene(_unlock, False),
    "update_domain/not_done": Scene(_unlock, OutcomeUnknown),
    "update_domain/no_lock": Scene(_unlock, StatusProhibits),
    "update_domain/expired": Scene(_unlock, StatusProhibits),
    "get_auth_code/success": Scene(_secret, SECRET),
    "get_auth_code/refused": Scene(_secret, Refused),
    "get_auth_code/empty": Scene(_secret, ReplyNotUnderstood),
    "balance/success": Scene(_balance, f"{CENTS} USD"),
    "balance/overdrawn": Scene(_balance, "0.00 USD"),
    **{f"get_transfer/{state}": Scene(_state, comes) for state, comes in _STATES.items()},
    "create_transfer/success": Scene(_transfer, "810003"),
    "create_transfer/refused": Scene(_transfer, ValueRefused),
    "create_transfer/locked": Scene(_transfer, StatusProhibits),
    "create_transfer/failed": Scene(_transfer, OutcomeUnknown),
    "any/unauthorized": Scene(_order, AccessRefused, {"create_domain": "any/unauthorized"}),
    "any/throttled": Scene(_order, TryAgain, {"create_domain": "any/throttled"}),
    "any/not_implemented": Scene(_order, Unsupported, {"create_domain": "any/not_implemented"}),
    "any/wrong_kind": Scene(_order, ValueRefused, {"create_domain": "any/wrong_kind"}),
    "any/said_twice": Scene(_balance, ReplyNotUnderstood, {"balance": "any/said_twice"}),
}
