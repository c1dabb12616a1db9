"""The looks before an order leaves: is the name free, is the date still the one that it starts from."""

from collections.abc import Callable
from datetime import date

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.values import day_of
from registrar.contract import Availability, Offer, Quote, RenewalRequest, TransferState
from registrar.errors import ExpiryMismatch, NameTaken, NotFound, PaymentRefused, Refused, StatusProhibits


def raise_unless_free(
    offer: Offer,
    *,
    registrar: str,
    operation: str = "",
    look: Callable[[DomainName], object] | None = None,
) -> None:
    """
    Raise `NameTaken`, or `Refused` where the registrar does not say plainly that a name is free.

    `look` reads a name in the account, or raises `NotFound`: what is taken may be ours, by an earlier try or
    by hand. `operation` is the vendor's word for what told of the offer.
    """
    if offer.availability is Availability.TAKEN:
        is_ours = look is not None and is_there(look, offer.name)
        detail = "it is in this account already" if is_ours else "it is not for sale"
        raise NameTaken(detail, registrar=registrar, operation=operation, name=offer.name)
    if offer.availability is Availability.UNCLEAR:
        detail = f"{offer.reason}; nothing was ordered"
        raise Refused(detail, registrar=registrar, operation=operation, name=offer.name)


def is_there(look: Callable[[DomainName], object], name: DomainName) -> bool:
    """Whether `look` finds a name, or raises `NotFound`. Raises what else it raises."""
    try:
        look(name)
    except NotFound:
        return False
    return True


def raise_if_moved(until: date | None, request: RenewalRequest, *, registrar: str) -> None:
    """Raise `ExpiryMismatch` where the registrar's date, as it was just read, is not the order's (UTC)."""
    told = day_of(until) if until else None
    if told != request.current_expiry:
        detail = f"the registrar's date is {told or 'not told'}, not {request.current_expiry}"
        raise ExpiryMismatch(detail, registrar=registrar, name=request.name)


def raise_if_under_way(state: TransferState, name: DomainName, *, registrar: str) -> None:
    """Raise `StatusProhibits` where a transfer of the name into the account is going on."""
    if state.is_under_way:
        raise StatusProhibits("a transfer is under way already", registrar=registrar, name=name)


def raise_if_short(prepaid: Money | None, quote: Quote, *, registrar: str) -> None:
    """Raise `PaymentRefused` where less is prepaid than the price; None stands for an account with terms."""
    if prepaid and prepaid.currency == quote.price.currency and quote.price > prepaid:
        raise PaymentRefused("too little is prepaid", registrar=registrar, name=quote.name)
