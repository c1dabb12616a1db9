"""The registrar that always passes: every role of the contract, over a vendor in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
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
    Offer,
    OrderAbsent,
    OrderFound,
    OrderUnclear,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    Renews,
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
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.support import ROLE, Capability, Spec, can, cannot
from tests.conformance.bench import READS, START, Held, To
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
    "auth_info": ValueRefused,
    "price": PriceRefused,
    "money": PaymentRefused,
    "access": AccessRefused,
    "slow down": TryAgain,
}
_ROLES = frozenset({ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH})
_ATTRIBUTES = frozenset({"ca.legal_type", "ca.language", "ca.trademark"})


class ReferenceRegistrar(
    Registrar,
    ChecksAvailability,
    Quotes,
    Registers,
    Renews,
    TransfersIn,
    TellsContacts,
    SetsContacts,
    SetsNameservers,
    SetsLock,
    SetsAutoRenew,
    TellsAuthInfo,
    TellsBalance,
):
    """Keeps every promise. The faults that the suite must find are planted in subclasses of it."""

    slug = "reference"

    def __init__(self, vendor: ReferenceVendor, line: Line, *, attempts: int = 3) -> None:
        self.vendor = vendor
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
        price = self._read("price", name, lambda: self.vendor.price(name, years))
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
        return Receipt(pending=not order.done, reference=order.reference)

    def find_order(self, request: RegistrationRequest) -> OrderFound | OrderAbsent | OrderUnclear:
        try:
            orders = self._read(
                "orders", request.name, lambda: [o for o in self.vendor.orders if o.kind == "register"]
            )
            is_held = self._read("names", request.name, lambda: request.name in self.vendor.held)
        except (TryAgain, ReplyNotUnderstood) as err:
            return OrderUnclear(reason=err.detail)
        for order in orders:
            if order.reference == request.reference:
                return OrderFound(done=order.done, reference=order.reference)
        return OrderUnclear(reason="we hold the name by another order") if is_held else OrderAbsent()

    def renew(self, name: DomainName, *, years: int, current_expiry: date, price_limit: Money) -> Receipt:
        order = self._change(
            Capability.RENEW,
            name,
            lambda: self.vendor.renew(name, years=years, current=current_expiry, limit=price_limit.amount),
        )
        return Receipt(pending=not order.done)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        secret, limit = request.auth_info.get_secret_value(), request.price_limit.amount
        order = self._change(
            Capability.TRANSFER_IN,
            request.name,
            lambda: self.vendor.transfer(
                request.name, auth_info=secret, reference=request.reference, limit=limit
            ),
        )
        return Receipt(pending=not order.done)

    def transfer_state(self, name: DomainName) -> TransferState:
        def newest() -> Entry | None:
            return next(
                (o for o in reversed(self.vendor.orders) if (o.name, o.kind) == (name, "transfer")), None
            )

        order = self._read("transfers", name, newest)
        if order is None:
            return TransferState.NONE
        return TransferState.DONE if order.done else TransferState.PENDING

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return {role: SeenContact.of(who) for role, who in self._held(name, "contacts").contacts.items()}

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

    def _change(self, to: Capability, name: DomainName, do: Callable[[], Told]) -> Told:
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
    yes = {capability: can() for capability in ROLE}
    no = {
        capability: cannot("the contract has no role for it")
        for capability in Capability
        if capability not in ROLE
    }
    return Spec(slug=slug, title="Reference", adapter=adapter, supports=yes | no)


REFERENCE = spec_of(ReferenceRegistrar)
