"""The registrar that always passes: every role of the contract, over a vendor in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import SecretStr

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.contract import (
    Availability,
    ChecksAvailability,
    FindsOrders,
    Offer,
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    SetsAutoRenew,
    SetsContacts,
    SetsLock,
    SetsNameservers,
    TellsAuthInfo,
    TellsBalance,
    TellsContacts,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.support import ROLE, Capability, Spec, can
from tests.conformance.bench import READS, START, Held, To
from tests.conformance.reference_cards import Cards
from tests.conformance.reference_handles import ReferenceHandles
from tests.conformance.reference_safeguards import ReferenceSafeguards
from tests.conformance.reference_vendor import (
    Entry,
    Failed,
    Line,
    Noise,
    ReferenceVendor,
    Says,
    Unanswered,
    Unsent,
    a_year_from_start,
)

Told = TypeVar("Told")

_WORDS: Mapping[str, type[RegistrarError]] = {
    "absent": NotFound,
    "other account": NotSponsored,
    "taken": NameTaken,
    "other date": ExpiryMismatch,
    "auth_info": AuthInfoRefused,
    "not deleted": StatusProhibits,
    "price": PriceRefused,
    "money": PaymentRefused,
    "access": AccessRefused,
    "slow down": TryAgain,
    "other contact": ValueRefused,
}
_ROLES = frozenset({ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH})
_ATTRIBUTES = frozenset({"ca.legal_type", "ca.language", "ca.trademark"})


class ReferenceRegistrar(
    Registrar,
    ChecksAvailability,
    Quotes,
    Registers,
    FindsOrders,
    Renews,
    Restores,
    TransfersIn,
    TellsContacts,
    SetsContacts,
    SetsNameservers,
    SetsLock,
    SetsAutoRenew,
    TellsAuthInfo,
    TellsBalance,
    ReferenceHandles,
    ReferenceSafeguards,
):
    """Keeps every promise. The faults that the suite must find are planted in subclasses of it."""

    slug = "reference"

    def __init__(self, vendor: ReferenceVendor, line: Line, *, attempts: int = 3) -> None:
        self.vendor = vendor
        self.cards = Cards(vendor, chooses=self.chooses_handles)
        self.line = line
        self.attempts = attempts

    def info(self, name: DomainName) -> Registration:
        held = self._held(name, "info")
        return Registration(
            name=held.name,
            registered_at=held.registered_on,
            registrar_expires_at=held.expires_on,
            nameservers=held.nameservers,
            statuses=frozenset({Status.CLIENT_TRANSFER_PROHIBITED} if held.locked else {Status.OK}),
            auto_renew=held.auto_renew,
            privacy=held.private,
            contacts={role: SeenContact.of(who) for role, who in held.contacts.items()},
        )

    def holdings(self) -> Iterator[DomainName]:
        seen: set[DomainName] = set()
        number, total = 0, 1
        while len(seen) < total:
            number += 1
            names, total = self._page(number)
            if not names and len(seen) < total:
                raise ReplyNotUnderstood("the pages do not add up to the total", registrar=self.slug)
            fresh = [name for text in names if (name := DomainName(text)) not in seen]
            seen.update(fresh)
            yield from fresh

    def availability(self, name: DomainName) -> Offer:
        free = self._read("check", name, lambda: self.vendor.is_free(name))
        word = {True: Availability.FREE, False: Availability.TAKEN, None: Availability.UNCLEAR}[free]
        return Offer(name=name, availability=word, premium=name.startswith("premium-"))

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        price = self._read("price", name, lambda: self.vendor.price(name, years, kind=kind))
        return Quote(
            name=name, kind=kind, years=years, price=Money(amount=price), premium=name.startswith("premium-")
        )

    def register(self, request: RegistrationRequest) -> Receipt:
        self._raise_if_unsupported(request)
        held = Held(
            name=request.name,
            registered_on=START.date(),
            expires_on=a_year_from_start(),
            nameservers=frozenset(request.nameservers),
            contacts=request.contacts,
        )
        order = self._change(
            Capability.REGISTER,
            request.name,
            lambda: self.vendor.register(
                held,
                years=request.years,
                reference=request.reference,
                limit=request.price_limit.amount,
                later=request.name.startswith("slow-"),
            ),
        )
        return _receipt(order)

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        try:
            orders = self._orders(sought.name)
            is_held = self._read("names", sought.name, lambda: sought.name in self.vendor.held)
        except (TryAgain, ReplyNotUnderstood) as err:
            return OrderUnclear(reason=err.detail)
        if sought.vendor_reference not in {None, *(order.number for order in orders)}:
            return OrderUnclear(reason="the list lacks an order that is known")
        for order in orders:
            if (order.kind, order.reference) == (sought.kind, sought.reference):
                if order.failed:
                    return OrderFailed(reference=order.number)
                return OrderFound(done=order.done, reference=order.number, cost=order.cost)
        brings_it = sought.kind not in (OrderKind.RENEW, OrderKind.RESTORE)
        if is_held and brings_it:
            return OrderUnclear(reason="we hold the name by another order")
        return OrderAbsent()

    def renew(self, request: RenewalRequest) -> Receipt:
        order = self._change(
            Capability.RENEW,
            request.name,
            lambda: self.vendor.renew(
                request.name,
                years=request.years,
                current=request.current_expiry,
                reference=request.reference,
                limit=request.price_limit.amount,
            ),
        )
        return _receipt(order)

    def restore(self, request: RestoreRequest) -> Receipt:
        limit = request.price_limit.amount
        order = self._change(
            Capability.RESTORE,
            request.name,
            lambda: self.vendor.restore(request.name, reference=request.reference, limit=limit),
        )
        return _receipt(order)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        secret, limit = request.auth_info.get_secret_value(), request.price_limit.amount
        order = self._change(
            Capability.TRANSFER_IN,
            request.name,
            lambda: self.vendor.transfer(
                request.name, auth_info=secret, reference=request.reference, limit=limit
            ),
        )
        return _receipt(order)

    def transfer_state(self, name: DomainName) -> TransferState:
        order = next((order for order in self._orders(name) if order.kind is OrderKind.TRANSFER), None)
        if order is None:
            return TransferState.NONE
        if order.failed:
            return TransferState.REFUSED
        return TransferState.DONE if order.done else TransferState.AWAITING_LOSING_REGISTRAR

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        held, handles = self._held(name, "contacts"), self.handles(name)
        shown = {role: SeenContact.of(who) for role, who in held.contacts.items()}
        return {role: who.model_copy(update={"handle": handles[role]}) for role, who in shown.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        given = dict(contacts)
        self._change(Capability.SET_CONTACTS, name, lambda: self.vendor.set_contacts(name, given))
        return Receipt()

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self.info(name).nameservers != hosts:
            self._change(Capability.SET_NAMESERVERS, name, lambda: self.vendor.set_nameservers(name, hosts))
        return Receipt()

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        if self._held(name, "lock").locked != locked:
            self._change(Capability.SET_LOCK, name, lambda: self.vendor.update(name, locked=locked))
        return Receipt()

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._held(name, "auto-renew").auto_renew != on:
            self._change(Capability.SET_AUTO_RENEW, name, lambda: self.vendor.update(name, auto_renew=on))
        return Receipt()

    def auth_info(self, name: DomainName) -> SecretStr:
        return SecretStr(self._read("auth_info", name, lambda: self.vendor.secret_of(name)))

    def balance(self) -> Money:
        return Money(amount=self._read("balance", None, lambda: self.vendor.balance))

    def _held(self, name: DomainName, operation: str) -> Held:
        held = self._read(operation, name, lambda: self.vendor.find(name))
        if held.name != name:
            raise ReplyNotUnderstood("the answer is about another name", registrar=self.slug, name=name)
        return held

    def _page(self, number: int) -> tuple[list[str], int]:
        return self._read("list", None, lambda: self.vendor.page(number))

    def _orders(self, name: DomainName) -> list[Entry]:
        """Every order of a name, the newest first, whatever the paging."""
        found: list[Entry] = []
        number, more = 0, True
        while more:
            number += 1
            orders, more = self._order_page(name, number)
            found += orders
        return found

    def _order_page(self, name: DomainName, number: int) -> tuple[list[Entry], bool]:
        return self._read("orders", name, lambda: self.vendor.order_page(name, number))

    def _raise_if_unsupported(self, request: RegistrationRequest) -> None:
        known = _ATTRIBUTES if request.name.tld == "ca" else frozenset[str]()
        takes = _ROLES | ({ContactRole.BILLING} if request.name.tld != "ca" else set())
        if not _ROLES <= set(request.contacts) <= takes or not set(request.attributes) <= known:
            raise Unsupported(
                "this vendor has no place for a part of the order", registrar=self.slug, name=request.name
            )

    def _read(self, operation: str, name: DomainName | None, do: Callable[[], Told]) -> Told:
        for left in range(self.attempts - 1, -1, -1):
            try:
                return self._once(READS, operation, name, do, lost=TryAgain, unread=ReplyNotUnderstood)
            except TryAgain:
                if not left:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _change(self, to: Capability, name: DomainName | None, do: Callable[[], Told]) -> Told:
        told = self._once(to, to.value, name, do, lost=OutcomeUnknown, unread=OutcomeUnknown)
        if isinstance(told, Entry) and told.name != name:
            raise OutcomeUnknown("the answer is about another name", registrar=self.slug, name=name)
        return told

    # Any: the two errors are classes whose construction is the same.
    def _once(
        self,
        to: To,
        operation: str,
        name: DomainName | None,
        do: Callable[[], Told],
        *,
        lost: Any,
        unread: Any,
    ) -> Told:
        about = {"registrar": self.slug, "operation": operation, "name": name}
        try:
            return self.line.send(to, do, other=_about_another(do))
        except Unsent as err:
            raise TryAgain("could not reach the vendor", **about) from err
        except Unanswered as err:
            raise lost("no answer", **about) from err
        except Failed as err:
            raise lost("the vendor's server failed", **about) from err
        except Noise as err:
            raise unread("an answer that we cannot read", **about) from err
        except Says as err:
            raise _WORDS[err.word](f"the vendor says: {err.word}", vendor_code=err.word, **about) from err


def _receipt(order: Entry) -> Receipt:
    return Receipt(pending=not order.done, reference=order.number, cost=order.cost)


# Any: the vendor answers with what it likes.
def _about_another(do: Callable[[], Any]) -> Callable[[], Any]:
    """The vendor's answer to the same question about another name, where it is a question about one."""

    def speak() -> Any:
        told = do()
        is_about_one = isinstance(told, Held | Entry)
        return replace(told, name=DomainName("other-example.com")) if is_about_one else told

    return speak


def spec_of(adapter: type[ReferenceRegistrar], *, slug: str = "reference") -> Spec:
    """Return the declaration of `adapter`: everything that has a role."""
    return Spec(
        slug=slug, title="Reference", adapter=adapter, supports={capability: can() for capability in ROLE}
    )


REFERENCE = spec_of(ReferenceRegistrar)
