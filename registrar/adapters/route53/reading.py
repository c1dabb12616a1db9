"""What Route 53 Domains tells: names, prices, operations. Changes nothing."""

from collections.abc import Iterator, Mapping

from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, status_of
from registrar import contract, errors
from registrar.adapters.route53.codes import meaning_of
from registrar.adapters.route53.wire import WORDS, Body, Priced, Told, call
from registrar.amazon.account import TargetAccount
from registrar.answers.told import raise_if_other
from registrar.buying.shop import Shop
from registrar.contacts.inline import unsupported
from registrar.in_json.reply import JsonReply
from registrar.lists.marked import marked
from registrar.lists.paging import Page, whole

_AVAILABILITY = {"AVAILABLE": contract.Availability.FREE, "UNAVAILABLE": contract.Availability.TAKEN}
_PREMIUM = "REGISTRY_PREMIUM"
_PRICES = dict(zip(OrderKind, ("Registration", "Renewal", "Transfer", "Restoration"), strict=True))


class Reading(TargetAccount, Shop, contract.TellsContacts, contract.TellsAuthInfo):
    """The questions to one account, and its line."""

    slug = "route53"
    target = "Route53Domains_v20140515"
    host = "route53domains.us-east-1.amazonaws.com"
    means = staticmethod(meaning_of)

    def info(self, name: DomainName) -> Registration:
        held = self._detail(name)
        words = {word: status_of(word) for word in held.status_list or ()}
        hosts, hidden = held.nameservers, {is_hidden for _, is_hidden in held.people.values()}
        return Registration(
            name=name,
            registered_at=held.creation_date,
            registrar_expires_at=held.expiration_date,
            last_changed_at=held.updated_date,
            nameservers=None if hosts is None else frozenset(host.name for host in hosts),
            statuses=None if held.status_list is None else frozenset(filter(None, words.values())),
            unmapped_statuses=tuple(word for word, status in words.items() if not status),
            delegation_signed=None if held.dnssec_keys is None else bool(held.dnssec_keys),
            auto_renew=held.auto_renew,
            privacy=hidden.pop() if len(hidden) == 1 else None,
            contacts={role: WORDS.seen(person) for role, (person, _) in held.people.items()},
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self.info(name).contacts

    def holdings(self) -> Iterator[DomainName]:
        told = (
            Page([row.domain_name or "" for row in page.domains or ()], None, bool(page.next_page_marker))
            for page in self._pages("ListDomains")
        )
        return whole(told, registrar=self.slug, operation="ListDomains")

    def _offer(self, name: DomainName) -> contract.Offer:
        def told(reply: JsonReply) -> contract.Offer:
            word, price = reply.said("Availability"), reply.as_a(Told).price
            premium = word == "UNAVAILABLE_PREMIUM" or bool(price and price.price_type == _PREMIUM)
            availability = _AVAILABILITY.get(word, contract.Availability.UNCLEAR)
            return contract.Offer(name=name, availability=availability, premium=premium, reason=word[:40])

        return self._line.read(call("CheckDomainAvailability", name), told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")

        def told(reply: JsonReply) -> contract.Quote:
            raise_if_other(name, reply.part("DomainPrice.Name", str))
            price = (reply.as_a(Told).domain_price or {}).get(f"{_PRICES[kind]}Price")
            if not isinstance(price, Priced):
                raise errors.Refused(f"no {kind} of this name is sold")
            money = Money(amount=price.price * years, currency=price.currency)
            premium = price.price_type == _PREMIUM
            return contract.Quote(name=name, kind=kind, years=years, price=money, premium=premium)

        return self._line.read(call("GetDomainPrices", name), told)

    def auth_info(self, name: DomainName) -> SecretStr:
        asked = call("RetrieveDomainAuthCode", name)
        return self._line.read(asked, lambda reply: SecretStr(reply.said("AuthCode")))

    def _detail(self, name: DomainName) -> Told:
        return self._look(call("GetDomainDetail", name), Told, about=lambda told: told.domain_name or "")

    def _pages(self, operation: str, body: Body | None = None) -> Iterator[Told]:
        def page(marker: str | None) -> tuple[Told, str | None]:
            place = {"Marker": marker} if marker else {}
            told = self._look(call(operation, None, {"MaxItems": 100, **(body or {}), **place}), Told)
            if told.domains is told.operations:
                raise errors.ReplyNotUnderstood("a page without its list", registrar=self.slug)
            return told, told.next_page_marker

        return marked(page, registrar=self.slug, operation=operation)
