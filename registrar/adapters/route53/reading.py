"""What Route 53 Domains tells: names, prices, operations. Changes nothing."""

from collections.abc import Iterator, Mapping

from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, status_of
from registrar import contract, errors
from registrar.adapters.route53.contacts import WORDS
from registrar.adapters.route53.wire import Body, Detail, Key, Priced, Told, call
from registrar.exchange import Unreadable
from registrar.inline_contacts import unsupported
from registrar.json_line import JsonLine
from registrar.json_reply import JsonReply
from registrar.marked_pages import marked
from registrar.paging import Page, whole
from registrar.target_line import needed
from registrar.told import hosts_told, raise_if_other

_WORDS = {"AVAILABLE": contract.Availability.FREE, "UNAVAILABLE": contract.Availability.TAKEN}
_PRICES = dict(zip(OrderKind, ("Registration", "Renewal", "Transfer", "Restoration"), strict=True))


def signer_of(key: Key) -> DelegationSigner:
    """Return a signer as the vendor holds it. Raises `Unreadable`."""
    try:
        return DelegationSigner.model_validate(key.model_dump(exclude={"id"}))
    except ValueError:
        raise Unreadable("the reply holds a signer that is none") from None


class Reading(
    contract.Registrar, contract.ChecksAvailability, contract.Quotes, contract.TellsContacts,
    contract.TellsAuthInfo,
):  # fmt: skip
    """The part that changes nothing."""

    slug = "route53"
    _line: JsonLine

    def info(self, name: DomainName) -> Registration:
        def told(reply: JsonReply) -> Registration:
            held = _about(name, reply)
            words, hidden = held.status_list or (), set(held.hidden.values())
            known = frozenset(status for word in words if (status := status_of(word)))
            return Registration(
                name=name,
                registered_at=held.creation_date,
                registrar_expires_at=held.expiration_date,
                last_changed_at=held.updated_date,
                nameservers=hosts_told(held.hosts),
                statuses=None if held.status_list is None else known,
                unmapped_statuses=tuple(word for word in words if not status_of(word)),
                delegation_signed=None if held.dnssec_keys is None else bool(held.dnssec_keys),
                auto_renew=held.auto_renew,
                privacy=hidden.pop() if len(hidden) == 1 else None,
                contacts={role: WORDS.seen(person) for role, person in held.people.items()},
            )

        return self._line.read(call("GetDomainDetail", name), told)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self.info(name).contacts

    def holdings(self) -> Iterator[DomainName]:
        pages = self._pages("ListDomains")
        told = (Page([r.domain_name for r in p.domains or ()], None, bool(p.next_page_marker)) for p in pages)
        return whole(told, registrar=self.slug, operation="ListDomains")

    def availability(self, name: DomainName) -> contract.Offer:
        try:
            return self._offer(name)
        except (errors.Refused, errors.ReplyNotUnderstood) as err:
            return contract.Offer(name=name, availability=contract.Availability.UNCLEAR, reason=err.detail)

    def _offer(self, name: DomainName) -> contract.Offer:
        def told(reply: JsonReply) -> contract.Offer:
            answer = reply.as_a(Told)
            word = needed(answer.availability)
            premium = word == "UNAVAILABLE_PREMIUM" or _is_premium(answer.price)
            availability = _WORDS.get(word, contract.Availability.UNCLEAR)
            return contract.Offer(name=name, availability=availability, premium=premium, reason=word[:40])

        return self._line.read(call("CheckDomainAvailability", name), told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")

        def told(reply: JsonReply) -> contract.Quote:
            prices = needed(reply.as_a(Told).domain_price)
            if prices.get("Name") != name:
                raise Unreadable("the reply is about another name")
            price = prices.get(f"{_PRICES[kind]}Price")
            if not isinstance(price, Priced):
                raise errors.Refused(f"no {kind} of this name is sold")
            money = Money(amount=price.price * years, currency=price.currency)
            return contract.Quote(name=name, kind=kind, years=years, price=money, premium=_is_premium(price))

        return self._line.read(call("GetDomainPrices", name), told)

    def auth_info(self, name: DomainName) -> SecretStr:
        asked = call("RetrieveDomainAuthCode", name)
        return self._line.read(asked, lambda reply: SecretStr(needed(reply.as_a(Told).auth_code)))

    def _detail(self, name: DomainName) -> Detail:
        return self._line.read(call("GetDomainDetail", name), lambda reply: _about(name, reply))

    def _pages(self, operation: str, body: Body | None = None) -> Iterator[Told]:
        def page(marker: str | None) -> tuple[Told, str | None]:
            about = {"MaxItems": 100} | dict(body or {}) | ({"Marker": marker} if marker else {})
            told = self._line.read(call(operation, None, about), lambda reply: reply.as_a(Told))
            if told.domains is told.operations:
                raise errors.ReplyNotUnderstood("a page without its list", registrar=self.slug)
            return told, told.next_page_marker

        return marked(page, registrar=self.slug, operation=operation)


def _about(name: DomainName, reply: JsonReply) -> Detail:
    held = reply.as_a(Detail)
    raise_if_other(name, held.domain_name)
    return held


def _is_premium(price: Priced | None) -> bool:
    return price is not None and price.price_type == "REGISTRY_PREMIUM"
