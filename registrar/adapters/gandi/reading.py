"""What Gandi tells: names, prices, money. Changes nothing."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic import SecretStr
from typing_extensions import override

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar import contract
from registrar.adapters.gandi import wire
from registrar.adapters.gandi.codes import MANNER
from registrar.buying.shop import Shop
from registrar.contract import Availability, Offer, Quote
from registrar.errors import Refused
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call
from registrar.in_json.pages import every_name
from registrar.in_json.reply import JsonReply

PAGE = 100
_NOT_FREE = ("unavailable", "unavailable_premium", "unavailable_restricted", "reserved_corporate")
_FOUND = dict.fromkeys(_NOT_FREE, Availability.TAKEN) | {"available": Availability.FREE}


class Reading(JsonAccount, Shop, contract.TellsContacts, contract.TellsAuthInfo, contract.TellsBalance):
    """The questions to one account."""

    slug, manner = "gandi", MANNER

    def info(self, name: DomainName) -> Registration:
        held = self._held(name)
        return held.registration(name, wire.seen(name, held.contacts))

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return wire.seen(name, self._held(name).contacts)

    def holdings(self) -> Iterator[DomainName]:
        call = Call("ListDomains", self._paid_by("domain/domains"), rows=True)
        return every_name(self._line, call, "filtered-count", "total-count", size=PAGE, registrar=self.slug)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        currency, product = self._product(name, kind)
        fit = [p for p in product.prices if p.min_duration <= years <= p.max_duration]
        if currency is None or not fit or any(price.duration_unit != "y" for price in fit):
            raise Refused(f"no {kind} of {years} years is sold", registrar=self.slug, name=name)
        # Several are told where launch periods differ: behind the dearest no limit is passed.
        each = max(price.price_after_taxes for price in fit)
        price = Money(amount=each if kind is OrderKind.RESTORE else each * years, currency=currency)
        premium = any(price.type == "premium" for price in fit)
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)

    def auth_info(self, name: DomainName) -> SecretStr:
        if not (told := self._held(name).authinfo):
            raise Refused("no auth_info is told", registrar=self.slug, name=name)
        return SecretStr(told)

    def balance(self) -> Money:
        if (prepaid := self._prepaid()) is None:
            raise Refused("nothing is prepaid in this account", registrar=self.slug)
        return prepaid

    def _held(self, name: DomainName) -> wire.Domain:
        """The vendor's record of a name of ours; somebody else's is not found, like nobody's."""
        call = Call("GetDomain", f"domain/domains/{name}", name)
        return self._look(call, wire.Domain, about=lambda held: held.fqdn)

    @override
    def _offer(self, name: DomainName) -> Offer:
        product = self._product(name, OrderKind.REGISTER)[1]
        premium = any(price.type == "premium" for price in product.prices)
        found, reason = _FOUND.get(product.status, Availability.UNCLEAR), f"told as {product.status[:40]}"
        return Offer(name=name, availability=found, premium=premium, reason=reason)

    def _product(self, name: DomainName, kind: OrderKind) -> tuple[str | None, wire.Product]:
        """The currency, and what one process costs. Raises `Refused` where nothing is told."""
        # A creation is what is told where nothing is asked for.
        process = "create" if kind is OrderKind.REGISTER else kind.value
        path = f"domain/check?name={name}" + (f"&processes%5B%5D={process}" if process != "create" else "")
        told = self._look(
            Call("CheckDomain", self._paid_by(path), name),
            wire.Products,
            about=lambda told: next((one.name for one in told.products if one.name != name), name),
        )
        fit = [product for product in told.products if product.process == process]
        if len(fit) != 1:
            raise Refused(f"nothing is told of a {kind} of this name", registrar=self.slug, name=name)
        return told.currency, fit[0]

    def _prepaid(self) -> Money | None:
        """What is prepaid; None for an account that is paid by terms."""

        def told(reply: JsonReply) -> Money | None:
            if reply.items.get("prepaid") is None and reply.part("grid", str):
                return None
            prepaid = reply.as_a(wire.Prepaid)
            return Money(amount=max(prepaid.amount, Decimal(0)), currency=prepaid.currency)

        path = "billing/info" if self._username == "me" else f"billing/info/{self._username}"
        return self._line.read(Call("GetBilling", path), told)

    def _paid_by(self, path: str) -> str:
        """The address with the organization that it is for, where the account is one's."""
        mark = "&" if "?" in path else "?"
        return path if self._username == "me" else f"{path}{mark}sharing_id={self._username}"
