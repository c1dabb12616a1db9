"""What costs money: each paid command leaves once, guarded by what was read right before it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.tld import rules_for
from portfolio.values import day_of
from registrar.adapters.centralnic.contacts import Contacts
from registrar.attributes import written
from registrar.buying.guards import raise_if_under_way
from registrar.buying.price_limit import raise_if_dearer
from registrar.contacts.fresh import made
from registrar.contract import (
    Availability,
    Quote,
    Receipt,
    Registers,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.errors import ExpiryMismatch, NameTaken, NotFound, NotSponsored, Refused
from registrar.exchange import Unreadable
from registrar.keyvalue.contacts import on_roles
from registrar.keyvalue.domain import changed
from registrar.keyvalue.line import Command, of
from registrar.keyvalue.prices import Checked
from registrar.keyvalue.reply import KeyValueReply

CONTACTS_STAY = frozenset({"ca", "us"})
"""TLDs whose transfers take no contacts: those that are there come along."""

_TRANSFERS: Mapping[str, TransferState] = {
    **dict.fromkeys(("INITIATED", "PENDING", "REQUESTED", "PENDINGTRANSFER"), TransferState.PENDING),
    **dict.fromkeys(("SUCCESSFUL", "SUCCESS", "CLIENTAPPROVED", "SERVERAPPROVED"), TransferState.DONE),
    **dict.fromkeys(
        ("FAILED", "CLIENTREJECTED", "CLIENTCANCELLED", "SERVERCANCELLED"), TransferState.REFUSED
    ),
}


class Buying(Contacts, Registers, Renews, Restores, TransfersIn):
    """The account's orders."""

    period: ClassVar[str] = "{}"

    def register(self, request: RegistrationRequest) -> Receipt:
        name = request.name
        self._refuse_roles(name, request)
        extra = written(self.slug, name, request.attributes)
        checked = self.checked(name)
        if checked.offer.availability is Availability.TAKEN:
            raise self._taken(name)
        if checked.offer.availability is Availability.UNCLEAR:
            raise Refused(f"{checked.offer.reason}; nothing was ordered", registrar=self.slug, name=name)
        quote = self.priced(name, OrderKind.REGISTER, request.years, checked)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        given = {
            "PERIOD": self.period.format(request.years),
            **on_roles(made(self, name, request.contacts, occasion=request.reference)),
            **{f"NAMESERVER{number}": str(host) for number, host in enumerate(request.nameservers)},
            **extra,
        }
        given |= self.premium(checked, quote) if quote.premium else {}
        return self._line.change(Command("AddDomain", name, given, tuple(extra.values())), _bought(name))

    def _refuse_roles(self, name: DomainName, request: RegistrationRequest) -> None:
        refused = rules_for(name).refused_roles
        unheld = [role for role in refused if role in request.contacts]
        missing = [role for role in ContactRole if role not in request.contacts and role not in refused]
        if unheld or missing:
            what = (
                f".{name.tld} has no {unheld[0]} contact" if unheld else f"it wants the {missing[0]} contact"
            )
            raise self.unsupported(name, what)
        self.refuse_unholdable(name, request.contacts)

    def _taken(self, name: DomainName) -> NameTaken:
        """The refusal of a name that is not for sale. No order says whether it was ours."""
        try:
            self.status(name)
            detail = "it is in this account already, by an earlier try or by hand"
        except (NotFound, NotSponsored):
            detail = "it is not for sale"
        return NameTaken(detail, registrar=self.slug, operation="CheckDomains", name=name)

    def renew(self, request: RenewalRequest) -> Receipt:
        name = request.name
        status, until = self.status(name), self.info(name).registrar_expires_at
        if until is None or day_of(until) != request.current_expiry:
            detail = f"the registrar's date is {until and day_of(until)}, not {request.current_expiry}"
            raise ExpiryMismatch(detail, registrar=self.slug, name=name)
        quote = self.quote(name, kind=OrderKind.RENEW, years=request.years)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        given = {"PERIOD": self.period.format(request.years), **self.guard(request.current_expiry, status)}
        given |= self.premium(None, quote) if quote.premium else {}
        bought = _bought(name)

        def told(reply: KeyValueReply) -> Receipt:
            now = reply.moment("EXPIRATIONDATE", "REGISTRATIONEXPIRATIONDATE")
            if now is not None and day_of(now) <= request.current_expiry:
                raise Unreadable("the reply says yes, and a date that has not moved")
            return bought(reply)

        return self._line.change(Command("RenewDomain", name, given), told)

    def premium(self, checked: Checked | None, quote: Quote) -> dict[str, str]:
        """Return what says that the price of a premium is known."""
        del checked
        return {"X-FEE-AMOUNT": str(quote.price.amount), "X-FEE-CURRENCY": quote.price.currency}

    def guard(self, until: date, status: KeyValueReply) -> dict[str, str]:
        """Return what a renewal starts from, by which the vendor refuses a second one."""
        del status
        return {"EXPIRATION": str(until.year)}

    def restore(self, request: RestoreRequest) -> Receipt:
        quote = self.quote(request.name, kind=OrderKind.RESTORE, years=1)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        return self._line.change(Command("RestoreDomain", request.name), _bought(request.name))

    def transfer_in(self, request: TransferRequest) -> Receipt:
        name = request.name
        extra = written(self.slug, name, request.attributes)
        contacts = {} if name.tld in CONTACTS_STAY else request.contacts
        self.refuse_unholdable(name, contacts)
        raise_if_under_way(self.transfer_state(name), name, registrar=self.slug)
        quote = self.quote(name, kind=OrderKind.TRANSFER, years=1)
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        secret = request.auth_info.get_secret_value()
        handles = made(self, name, contacts, occasion=request.reference)
        given = {"ACTION": "REQUEST", "AUTH": secret, **on_roles(handles), **extra}
        command = Command("TransferDomain", name, given, (secret, *extra.values()))
        receipt = self._line.change(command, _bought(name))
        return receipt.model_copy(update={"pending": True})

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(reply: KeyValueReply) -> TransferState:
            word = of(name, reply, must_say=False).needed("TRANSFERSTATUS").upper()
            if word not in _TRANSFERS:
                raise Unreadable("the transfer is in a state that nobody documents")
            return _TRANSFERS[word]

        try:
            return self._line.read(Command("StatusDomainTransfer", name), told)
        except (NotFound, NotSponsored):
            return self._came(name)

    def _came(self, name: DomainName) -> TransferState:
        """What became of a transfer that is told of no more: the name is here, and came from elsewhere."""
        try:
            return TransferState.DONE if self.status(name).moment("TRANSFERDATE") else TransferState.NONE
        except (NotFound, NotSponsored):
            return TransferState.NONE


def _bought(name: DomainName) -> Callable[[KeyValueReply], Receipt]:
    """How the yes to an order of `name` is read. No reply carries a number or what was charged."""

    def told(reply: KeyValueReply) -> Receipt:
        return changed(of(name, reply, must_say=False))

    return told
