"""What Name.com tells: names, prices, transfers, signers. Changes nothing."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from urllib.parse import urlsplit

from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, errors
from registrar.adapters.namecom import wire
from registrar.adapters.namecom.codes import MANNER
from registrar.adapters.namecom.wire import WORDS
from registrar.answers.told import raise_if_other
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.buying.shop import Shop
from registrar.contacts.inline import unsupported
from registrar.contract import Availability, Offer, Quote
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.lists.paging import Page, numbered, whole

LIVE_HOST, TEST_HOST = "api.name.com", "api.dev.name.com"
PAGE = 250  # the vendor's own 1000 would be megabytes: the list holds every contact
_OF_CONTACTS = frozenset({*WORDS.street, *(word for word in vars(WORDS).values() if isinstance(word, str))})
_PRICES = dict(zip(OrderKind, ("purchase_price", "renewal_price", "transfer_price"), strict=False))


def record_in(name: DomainName, reply: JsonReply) -> wire.Domain:
    """Return the record of `name` that a reply is. Raises `Unreadable`."""
    told = reply.as_a(wire.Domain)
    raise_if_other(name, told.domain_name)
    return told


class Reading(
    JsonAccount, Shop, contract.TellsContacts, contract.TellsAuthInfo, contract.TellsBalance, AsksAttributes
):
    """The looks of one account."""

    slug, manner = "namecom", MANNER

    def _headers(self, call: Call) -> Mapping[str, str]:
        """The credentials (RFC 7617), and an order's key. Users of the test system end in "-test"."""
        host, user = urlsplit(self._endpoint).hostname, self._username
        if host in (LIVE_HOST, TEST_HOST) and user.endswith("-test") is not (host == TEST_HOST):
            raise errors.AccessRefused("the user name belongs to the other environment; nothing was sent")
        basic = b64encode(f"{user}:{self._secret.get_secret_value()}".encode()).decode("ascii")
        key = {"X-Idempotency-Key": call.key} if call.key else {}
        return {"Authorization": f"Basic {basic}", "Accept": "application/json", **key}

    def info(self, name: DomainName) -> Registration:
        held = self._record(name)
        locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.locked else [])
        people = {role: person for role in ContactRole if (person := held.contacts.get(role)) is not None}
        return Registration(
            name=name,
            registered_at=held.create_date,
            registrar_expires_at=held.expire_date,
            nameservers=held.nameservers,
            statuses=None if held.locked is None else locks,
            auto_renew=held.autorenew_enabled,
            privacy=held.privacy_enabled,
            contacts={role: WORDS.seen(person) for role, person in people.items()},
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self.info(name).contacts

    def holdings(self) -> Iterator[DomainName]:
        return whole(numbered(self._page), registrar=self.slug, operation="ListDomains")

    def _page(self, number: int) -> Page:
        page = self._look(Call("ListDomains", f"domains?perPage={PAGE}&page={number}"), wire.Domains)
        if page.next_page not in (None, 0, number + 1):
            raise errors.ReplyNotUnderstood("the pages do not follow each other", registrar=self.slug)
        return Page([listed.domain_name for listed in page.domains], page.total_count, bool(page.next_page))

    def _offer(self, name: DomainName) -> Offer:
        call = Call("CheckAvailability", "domains:checkAvailability", name, "POST", {"domainNames": [name]})

        def told(reply: JsonReply) -> Offer:
            results = reply.rows_at("results", wire.Listed)
            for result in results:
                raise_if_other(name, result.domain_name)
            if len(results) != 1:
                raise errors.Refused("nothing is told of the name; nothing was ordered")
            [one], word, reason = results, Availability.FREE, ""
            if not one.purchasable:
                word, reason = Availability.TAKEN, "not for sale"
            elif one.purchase_type not in ("", "registration"):
                word = Availability.UNCLEAR
                reason = f"for sale as {one.purchase_type[:40]}, which is not a registration"
            return Offer(name=name, availability=word, premium=one.premium, reason=reason)

        return self._line.read(call, told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind not in _PRICES or (kind is OrderKind.TRANSFER and years != 1):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")
        call = Call("GetPricingForDomain", f"domains/{name}:getPricing?years={years}", name)
        pricing = self._look(call, wire.Pricing)
        price = getattr(pricing, _PRICES[kind])
        if price is None:
            detail = f"no {kind} of this name is sold now"
            raise errors.Refused(detail, registrar=self.slug, operation=call.operation, name=name)
        money = Money(amount=price)
        return Quote(name=name, kind=kind, years=years, price=money, premium=pricing.premium)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCodeForDomain", f"domains/{name}:getAuthCode", name)
        return self._line.read(call, lambda reply: SecretStr(reply.said("authCode")))

    def balance(self) -> Money:
        told = self._look(Call("CheckAccountBalance", "accountinfo/balance"), wire.Balance)
        return Money(amount=max(told.balance, Decimal(0)))

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        call = Call("GetRequirement", f"domaininfo/requirements/{tld}")
        fields = self._look(call, wire.Requirements).requirements.fields
        return [field.asked(name) for name, field in fields.items() if name not in _OF_CONTACTS]

    def _record(self, name: DomainName) -> wire.Domain:
        return self._line.read(Call("GetDomain", f"domains/{name}", name), partial(record_in, name))
