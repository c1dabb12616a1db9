"""What CentralNic Reseller tells: names, offers, prices, events. Changes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Registrar,
    TellsAuthInfo,
    TellsBalance,
)
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, Unsupported, ValueRefused
from registrar.events import RegistrarEvent, TellsEvents
from registrar.exchange import Exchange, Unreadable
from registrar.keyvalue.domain import registration
from registrar.keyvalue.events import event_in
from registrar.keyvalue.line import Command, KeyValueCodec, KeyValueLine, of
from registrar.keyvalue.lists import names
from registrar.keyvalue.prices import Checked, checked, columns, money, quoted
from registrar.keyvalue.reply import KeyValueReply


class Reading(Registrar, ChecksAvailability, Quotes, TellsAuthInfo, TellsBalance, TellsEvents):
    """The account as it is now. The words at the top are those that HEXONET has in another spelling."""

    entities: ClassVar[Mapping[str, str]] = {}
    test_entity: ClassVar[str | None] = None
    shows_privacy: ClassVar[tuple[str, ...]] = ("X-WHOIS-PRIVACY", "X-WHOISPRIVACY")
    premium_channels: ClassVar[Mapping[str, str]] = {}
    listing: ClassVar[Mapping[str, str]] = {"ORDERBY": "DOMAIN", "ORDER": "ASC"}
    by_date: ClassVar[Mapping[str, str]] = {"ORDERBY": "DATE", "ORDER": "ASC"}
    _line: KeyValueLine

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        entity = self.entities.get(urlsplit(endpoint).hostname or "", self.test_entity)
        codec = KeyValueCodec(endpoint=endpoint, username=username, secret=secret, entity=entity)
        self._line = Exchange(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def unsupported(self, name: DomainName | None, detail: str) -> Unsupported:
        """Return the error for what the API cannot carry."""
        return Unsupported(f"{detail}; nothing was sent", registrar=self.slug, name=name)

    def status(self, name: DomainName) -> KeyValueReply:
        """Return what StatusDomain tells of a name of the account."""
        return self._line.read(Command("StatusDomain", name), lambda reply: of(name, reply))

    def info(self, name: DomainName) -> Registration:
        return self._line.read(
            Command("StatusDomain", name),
            lambda reply: registration(name, of(name, reply), privacy=self.shows_privacy),
        )

    def holdings(self) -> Iterator[DomainName]:
        return names(self._line, "QueryDomainList", self.listing, registrar=self.slug)

    def availability(self, name: DomainName) -> Offer:
        try:
            return self.checked(name).offer
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def checked(self, name: DomainName) -> Checked:
        """Ask whether a name can be had, and whether it is dear."""
        command = Command("CheckDomains", given={"DOMAIN0": str(name), **self.premium_channels})
        return self._line.read(command, lambda reply: checked(name, reply))

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind in (OrderKind.TRANSFER, OrderKind.RESTORE) and years != 1:
            raise self.unsupported(name, f"no price is told for a {kind} of {years} years")
        offered = self.checked(name) if kind is OrderKind.REGISTER else None
        return self.priced(name, kind, years, offered)

    def priced(self, name: DomainName, kind: OrderKind, years: int, offered: Checked | None) -> Quote:
        """Return what `kind` costs; `offered` is what was told of a name that is to be registered."""
        del offered

        def told(reply: KeyValueReply) -> Quote:
            return quoted(name, kind, years, columns(of(name, reply, must_say=False)))

        return self._line.read(Command("DomainPrice", name), told)

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
            return money(free, reply.needed("CURRENCY"))

        return self._line.read(Command("StatusAccount"), told)

    def next_event(self) -> RegistrarEvent | None:
        given = {"FIRST": "0", "LIMIT": "1", **self.by_date}
        number = self._line.read(Command("QueryEventList", given=given), lambda reply: reply.first("EVENT"))
        if number is None:
            return None
        command = Command("StatusEvent", given={"EVENT": number})
        return self._line.read(command, lambda reply: event_in(number, reply))

    def acknowledge(self, event: RegistrarEvent) -> None:
        with suppress(NotFound, ValueRefused):
            self._line.change(Command("DeleteEvent", given={"EVENT": event.id}), lambda _: None)
