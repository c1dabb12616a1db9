"""The looks before an order leaves: is the name free, is the date still the one that it starts from."""

from datetime import date

from portfolio.money import Money
from portfolio.values import day_of
from registrar.contract import Availability, Offer, Quote, RenewalRequest
from registrar.errors import ExpiryMismatch, NameTaken, PaymentRefused, Refused


def raise_unless_free(offer: Offer, *, registrar: str) -> None:
    """Raise `NameTaken`, or `Refused` where the registrar does not say plainly that a name is free."""
    if offer.availability is Availability.TAKEN:
        raise NameTaken("it is not for sale", registrar=registrar, name=offer.name)
    if offer.availability is Availability.UNCLEAR:
        raise Refused(f"{offer.reason}; nothing was ordered", registrar=registrar, name=offer.name)


def raise_if_moved(until: date | None, request: RenewalRequest, *, registrar: str) -> None:
    """Raise `ExpiryMismatch` where the registrar's date, as it was just read, is not the order's (UTC)."""
    told = day_of(until) if until else None
    if told != request.current_expiry:
        detail = f"the registrar's date is {told or 'not told'}, not {request.current_expiry}"
        raise ExpiryMismatch(detail, registrar=registrar, name=request.name)


def raise_if_short(prepaid: Money | None, quote: Quote, *, registrar: str) -> None:
    """Raise `PaymentRefused` where less is prepaid than the price; None stands for an account with terms."""
    if prepaid and prepaid.currency == quote.price.currency and quote.price > prepaid:
        raise PaymentRefused("too little is prepaid", registrar=registrar, name=quote.name)
