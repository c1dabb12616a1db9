"""What each kind of order sends, and what the registrar's own record shows when it has come true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from pydantic import SecretStr

from orders.errors import AuthInfoWanted
from portfolio.contacts import Contact
from portfolio.contacts import ContactRole as Role
from portfolio.order import Order, OrderKind
from portfolio.tld import rules_for
from records import Unit
from registrar.contract import (
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TransferRequest,
    TransfersIn,
)
from registrar.support import require

ROLES = {
    OrderKind.REGISTER: Registers,
    OrderKind.RENEW: Renews,
    OrderKind.TRANSFER: TransfersIn,
    OrderKind.RESTORE: Restores,
}
"""What a registrar must be able to do for each kind of order."""

A_YEAR = timedelta(days=365)
SLACK = timedelta(days=5)
"""Leap days, and registries that cut instants to days in zones of their own."""


@dataclass(frozen=True)
class Purchase:
    """One order, ready to be sent: with the contacts, in the versions that were approved."""

    order: Order
    contacts: Mapping[Role, Contact]

    def send(self, registrar: Registrar, auth_info: SecretStr | None) -> Receipt:
        """Send the paid request, once. MONEY CAN MOVE. Raises what the contract says."""
        order = self.order
        match order.kind:
            case OrderKind.REGISTER:
                return require(registrar, Registers).register(self.registration())
            case OrderKind.RENEW:
                return require(registrar, Renews).renew(self._renewal())
            case OrderKind.TRANSFER:
                if auth_info is None:
                    raise AuthInfoWanted(f"{order.reference} needs the auth code of {order.name}")
                return require(registrar, TransfersIn).transfer_in(self._transfer(auth_info))
            case OrderKind.RESTORE:
                restoring = RestoreRequest(
                    reference=order.reference, name=order.name, price_limit=order.price_limit
                )
                return require(registrar, Restores).restore(restoring)
            case _:
                assert_never(order.kind)

    def registration(self) -> RegistrationRequest:
        """Return the registration as the contract wants it."""
        order = self.order
        return RegistrationRequest(
            reference=order.reference,
            name=order.name,
            years=order.years,
            contacts=dict(self.contacts),
            nameservers=order.nameservers,
            attributes=rules_for(order.name).for_registrar(order.attributes),
            price_limit=order.price_limit,
        )

    def _renewal(self) -> RenewalRequest:
        order = self.order
        return RenewalRequest(
            reference=order.reference,
            name=order.name,
            years=order.years,
            current_expiry=expiry_of(order),
            price_limit=order.price_limit,
        )

    def _transfer(self, auth_info: SecretStr) -> TransferRequest:
        order = self.order
        return TransferRequest(
            reference=order.reference,
            name=order.name,
            auth_info=auth_info,
            contacts=dict(self.contacts),
            attributes=rules_for(order.name).for_registrar(order.attributes),
            price_limit=order.price_limit,
        )


def purchase_of(order: Order, unit: Unit) -> Purchase:
    """Return the order with its contacts as they were approved. Raises `NotHeld`."""
    kept = unit.contacts.several({(slug, order.versions.get(role)) for role, slug in order.roles.items()})
    contacts = {role: kept[slug, order.versions.get(role)].contact for role, slug in order.roles.items()}
    return Purchase(order, contacts)


def expiry_of(order: Order) -> date:
    """Return the day that a renewal starts from."""
    if order.current_expiry is None:
        raise ValueError(f"{order.reference} renews from no date")
    return order.current_expiry


def renewed_to(order: Order, shown: date) -> bool | None:
    """
    Return whether `shown`, the expiry in the registrar's record, is what the renewal asked for.

    False: it still is the day that it started from. None: it moved, but not by the years that were ordered.
    """
    moved = shown - expiry_of(order)
    if abs(moved) <= timedelta(days=1):
        return False
    return True if abs(moved - order.years * A_YEAR) <= SLACK else None
