"""The looks before an order leaves: is the name free, is the date still the one that it starts from."""

from datetime import date

from portfolio.values import day_of
from registrar.contract import Availability, Offer, RenewalRequest
from registrar.errors import ExpiryMismatch, NameTaken, Refused


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
