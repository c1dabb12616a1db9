"""What CentralNic Reseller and HEXONET tell: names, offers, prices, events. Changes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from pydantic import SecretStr, ValidationError

from portfolio.money import Money
from portfolio.names import DomainName, HostName, NotAName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status, status_of
from registrar.adapters.centralnic.wire import Account, Command, raise_if_other
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Receipt,
    Registrar,
    TellsAuthInfo,
    TellsBalance,
)
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, ValueRefused
from registrar.events import RegistrarEvent, TellsEvents
from registrar.exchange import Unreadable
from registrar.keyvalue_reply import KeyValueReply
from registrar.paging import Page, whole

PAGE = 1000
_RENEWED: Mapping[str, bool] = {"AUTORENEW": True, "AUTOEXPIRE": False, "AUTODELETE": False}
"""Modes of which it is plain whether the name goes on; the account's default and "once" are not."""

_ADDED_UP: Mapping[OrderKind, tuple[str, ...]] = {
    OrderKind.REGISTER: ("SETUP", "APPLICATION"),
    OrderKind.RENEW: (),
    OrderKind.TRANSFER: ("TRANSFER",),
    OrderKind.RESTORE: ("RESTORE",),
}
"""What is paid once for each kind; for the first two, years are added."""


@dataclass(frozen=True)
class Checked:
    """What is told of a name that may be had: the class and the price are those of a premium."""

    offer: Offer
    premium_class: str | None = None
    premium_price: Money | None = None


class Reading(Account, Registrar, ChecksAvailability, Quotes, TellsAuthInfo, TellsBalance, TellsEvents):
    """The account as it is now."""

    def status(self, name: DomainName) -> KeyValueReply:
        """Return what StatusDomain tells of a name of the account."""

        def told(reply: KeyValueReply) -> KeyValueReply:
            raise_if_other(name, reply.needed("DOMAIN", "ID"))
            return reply

        return self._line.read(Command("StatusDomain", name), told)

    def info(self, name: DomainName) -> Registration:
        return self._line.read(Command("StatusDomain", name), lambda reply: self._registration(name, reply))

    def _registration(self, name: DomainName, reply: KeyValueReply) -> Registration:
        raise_if_other(name, reply.needed("DOMAIN", "ID"))
        lock, words = flag(reply, "TRANSFERLOCK"), [w for w in reply.all("STATUS") if w.upper() != "ACTIVE"]
        known = {status for word in words if (status := status_of(word))}
        known |= {Status.CLIENT_TRANSFER_PROHIBITED} if lock else set()
        registry = reply.moment("REGISTRATIONEXPIRATIONDATE", "EXPIRATIONDATE")
        return Registration(
            name=name,
            registered_at=reply.moment("CREATEDDATE"),
            expires_at=registry,
            registrar_expires_at=reply.moment("PAIDUNTILDATE"),
            last_changed_at=reply.moment("UPDATEDDATE"),
            nameservers=hosts(reply),
            statuses=None if lock is None and not known else frozenset(known),
            unmapped_statuses=tuple(word for word in words if status_of(word) is None),
            auto_renew=renewed(reply),
            privacy=flag(reply, *self.profile.shows_privacy),
            registry_domain_id=reply.first("ROID"),
        )

    def holdings(self) -> Iterator[DomainName]:
        return self.names("QueryDomainList", self.profile.listing)

    def names(self, operation: str, given: Mapping[str, str]) -> Iterator[DomainName]:
        """Return the names that a list holds, whatever the paging."""
        return whole(self._pages(operation, given, "DOMAIN"), registrar=self.slug, operation=operation)

    def listed(self, operation: str, given: Mapping[str, str], column: str) -> list[str]:
        """Return what a list that is not of names holds. Raises `ReplyNotUnderstood`."""
        pages = list(self._pages(operation, given, column))
        found = [row for page in pages for row in page.names]
        if any(page.total != len(set(found)) for page in pages) or len(set(found)) != len(found):
            raise ReplyNotUnderstood("the pages do not add up", registrar=self.slug, operation=operation)
        return found

    def _pages(self, operation: str, given: Mapping[str, str], column: str) -> Iterator[Page]:
        first, page = 0, Page((), None, more=True)
        while page.more:
            paged = {**given, "FIRST": str(first), "LIMIT": str(PAGE)}
            page = self._line.read(
                Command(operation, given=paged), lambda reply, first=first: _page(reply, column, first)
            )
            first += len(page.names)
            yield page
            if not page.names:
                return

    def availability(self, name: DomainName) -> Offer:
        try:
            return self.checked(name).offer
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def checked(self, name: DomainName) -> Checked:
        """Ask whether a name can be had. The number alone is not the answer: see `_checked`."""
        given = {"DOMAIN0": str(name), **self.profile.premium}
        return self._line.read(Command("CheckDomains", given=given), lambda reply: _checked(name, reply))

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind in (OrderKind.TRANSFER, OrderKind.RESTORE) and years != 1:
            raise self._unsupported(name, f"no price is told for a {kind} of {years} years")
        checked = self.checked(name) if kind is OrderKind.REGISTER else None
        return self.priced(name, kind, years, checked)

    def priced(self, name: DomainName, kind: OrderKind, years: int, checked: Checked | None) -> Quote:
        """Return what `kind` costs; `checked` is what was told of a name that is to be registered."""
        if checked and checked.offer.premium and self.profile.entities:
            if checked.premium_price is None or years != 1:
                raise self._unsupported(name, f"no price is told for a premium of {years} years")
            return Quote(name=name, kind=kind, years=years, price=checked.premium_price, premium=True)
        if not self.profile.entities:
            return self._line.read(
                Command("DomainPrice", name), lambda reply: _price(name, kind, years, _columns(reply), reply)
            )
        zone = "".join(name.labels[1:]).upper()
        if kind is OrderKind.RENEW:
            zone = self.status(name).first("SUBCLASS") or zone
        return self._line.read(
            Command("StatusUser"), lambda reply: _price(name, kind, years, _relations(reply, zone), None)
        )

    def auth_info(self, name: DomainName) -> SecretStr:
        told = self.status(name).first("AUTH")
        if told is None:
            raise Refused("no auth_info is told", registrar=self.slug, operation="StatusDomain", name=name)
        return SecretStr(told)

    def balance(self) -> Money:
        def told(reply: KeyValueReply) -> Money:
            amount = reply.decimal("AMOUNT")
            if amount is None:
                raise Unreadable("the reply has no AMOUNT")
            free = max(amount - (reply.decimal("DEPOSIT") or Decimal(0)), Decimal(0))
            return _money(free, reply.needed("CURRENCY"))

        return self._line.read(Command("StatusAccount"), told)

    def next_event(self) -> RegistrarEvent | None:
        given = {"FIRST": "0", "LIMIT": "1", **self.profile.by_date}
        number = self._line.read(Command("QueryEventList", given=given), lambda reply: reply.first("EVENT"))
        if number is None:
            return None
        return self._line.read(
            Command("StatusEvent", given={"EVENT": number}), lambda reply: _event(number, reply)
        )

    def acknowledge(self, event: RegistrarEvent) -> None:
        with suppress(NotFound, ValueRefused):
            self._line.change(Command("DeleteEvent", given={"EVENT": event.id}), lambda _: None)


def changed(reply: KeyValueReply) -> Receipt:
    """Read the yes to a change; raises `Unreadable` for a state that nobody documents."""
    state = (reply.first("STATUS") or "ACTIVE").upper()
    if not state.startswith(("ACTIVE", "REQUESTED", "PENDING", "SUCCESS")):
        raise Unreadable("the reply tells a state that nobody documents")
    waits = reply.said.get("PENDING") == "1" or state.startswith(("REQUESTED", "PENDING"))
    return Receipt(pending=waits)


def flag(reply: KeyValueReply, *columns: str) -> bool | None:
    """Return a switch; None where it is not told, or in a word of its own."""
    return {"1": True, "0": False}.get(reply.first(*columns) or "")


def renewed(reply: KeyValueReply) -> bool | None:
    """Whether the registrar renews by itself."""
    return _RENEWED.get((reply.first("RENEWALMODE") or "").upper())


def hosts(reply: KeyValueReply) -> frozenset[HostName]:
    """Return the delegation. Raises `Unreadable`."""
    try:
        return frozenset(HostName(host) for host in reply.all("NAMESERVER"))
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def _page(reply: KeyValueReply, column: str, first: int) -> Page:
    rows, total = reply.all(column), reply.whole("TOTAL")
    return Page(rows, total, more=first + len(rows) < total)


def _checked(name: DomainName, reply: KeyValueReply) -> Checked:
    """210 is free, 211 is taken, and 211 with `[PREMIUM]` is free and dear; anything else is unclear."""
    told = reply.needed("DOMAINCHECK")
    code, _, words = told.upper().partition(" ")
    premium_class = reply.first("CLASS", "X-FEE-CLASS")
    dear = "[PREMIUM]" in words or bool(premium_class)
    amount, currency = reply.decimal("PRICE"), reply.first("CURRENCY")
    price = _money(amount, currency) if dear and amount is not None and currency else None
    if code == "210" or (code == "211" and "[PREMIUM]" in words):
        availability = Availability.FREE
    elif code == "211" and not dear and "PREMIUM" not in words:
        availability = Availability.TAKEN
    else:
        availability = Availability.UNCLEAR
    reason = "" if availability is Availability.FREE else f"the registrar answers {code[:3]}"
    return Checked(
        Offer(name=name, availability=availability, premium=dear, reason=reason), premium_class, price
    )


def _columns(reply: KeyValueReply) -> dict[str, str]:
    return {column: reply.first(column) or "" for column in reply.columns}


def _relations(reply: KeyValueReply, zone: str) -> dict[str, str]:
    """The account's prices for a class of names, of which all are told at once."""
    types, values = reply.columns.get("RELATIONTYPE", ()), reply.columns.get("RELATIONVALUE", ())
    if len(types) != len(values):
        raise Unreadable("the reply's relations have no values")
    head = f"PRICE_CLASS_DOMAIN_{zone}_"
    return {
        word.removeprefix(head): value
        for word, value in zip(types, values, strict=True)
        if word.startswith(head)
    }


def _price(
    name: DomainName, kind: OrderKind, years: int, prices: Mapping[str, str], about: KeyValueReply | None
) -> Quote:
    if about is not None:
        raise_if_other(name, about.first("DOMAIN"))
    by_year = kind in (OrderKind.REGISTER, OrderKind.RENEW)
    needed = "ANNUAL" if by_year else _ADDED_UP[kind][0]
    if not prices.get(needed) or not prices.get("CURRENCY"):
        raise Refused(f"no {kind} of this name is sold now")
    try:
        total = sum((Decimal(prices.get(part) or 0) for part in _ADDED_UP[kind]), Decimal(0))
        total += Decimal(prices["ANNUAL"]) * years if by_year else 0
    except ArithmeticError:
        raise Unreadable("the reply holds a price that is no number") from None
    premium = prices.get("PREMIUM", "").upper() not in ("", "0", "NO", "FALSE")
    price = _money(total, prices["CURRENCY"])
    return Quote(name=name, kind=kind, years=years, price=price, premium=premium)


def _money(amount: Decimal, currency: str) -> Money:
    try:
        return Money(amount=amount, currency=currency)
    except ValidationError:
        raise Unreadable("the reply holds an amount that is none") from None


def _event(number: str, reply: KeyValueReply) -> RegistrarEvent:
    data = {key: value for key, _, value in (row.partition(":") for row in reply.all("DATA"))}
    try:
        about = data.get("domain") or reply.first("OBJECTID", "OBJECT_ID")
        name = DomainName(about) if about else None
    except NotAName:
        name = None
    return RegistrarEvent(
        id=number,
        kind=f"{reply.needed('CLASS')} {reply.first('SUBCLASS') or ''}".strip(),
        name=name,
        at=reply.moment("DATE"),
        words=data.get("transfer status", "")[:80],
    )
