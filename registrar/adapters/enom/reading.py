"""What Enom tells: names, contacts, signers, money, prices. Changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract
from registrar.answers.told import hosts_told
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.buying.shop import Shop
from registrar.contacts.inline import unsupported
from registrar.contract import Availability, Offer, Quote
from registrar.errors import Refused
from registrar.forms import elements as xml
from registrar.forms import reply
from registrar.forms.contacts import people_in
from registrar.forms.markup import Node
from registrar.lists.marked import marked
from registrar.lists.paging import Page, whole

SLUG = "enom"
CONTACTS = ("GetContacts", "GetContacts", "domainname")
INFO = ("GetDomainInfo", "GetDomainInfo", "domainname")
EXPIRY = ("status", "expiration")
_PREMIUM = ("IsPremium", "IsPlatinum", "IsEAP")
# What an order is to `PE_GetProductPrice`, and to `Check`: a year's renewal is charged beside a redemption.
_PRODUCTS = {
    OrderKind.REGISTER: {"10": "Registration"}, OrderKind.RENEW: {"16": "Renewal"},
    OrderKind.TRANSFER: {"19": "Transfer"}, OrderKind.RESTORE: {"17": "Restore", "16": "Renewal"},
}  # fmt: skip


class Reading(xml.ElementAccount, Shop, contract.TellsContacts, contract.TellsBalance, AsksAttributes):
    """What the account holds, what can be had, and for how much."""

    slug = SLUG

    def info(self, name: DomainName) -> Registration:
        def registration(record: Node) -> Registration:
            word = reply.needed(xml.leaves(reply.only(record, "status")), "registrationstatus")
            option = reply.told(xml.leaves(_entry(record, "wpps")), "service")
            return Registration(
                name=name,
                registrar_expires_at=reply.day_at(record, *EXPIRY),
                nameservers=hosts_in(record),
                unmapped_statuses=() if word.lower() == "registered" else (word,),
                privacy={"1120": True, "1123": False}.get(option or ""),
            )

        told, locked = self._about(INFO, name, registration), self._locked(name)
        lock = None if locked is None else frozenset([Status.CLIENT_TRANSFER_PROHIBITED] * locked)
        return told.model_copy(update={"statuses": lock, "auto_renew": self._renews(name)})

    def holdings(self) -> Iterator[DomainName]:
        def page(start: str | None) -> tuple[Page, str | None]:
            return self._told(
                "GetDomains", _page, "GetDomains", Tab="IOwn", Start=start or "1", Display="100"
            )

        pages = marked(page, registrar=SLUG, operation="GetDomains")
        return whole(pages, registrar=SLUG, operation="GetDomains")

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self._about(CONTACTS, name, lambda told: people_in(told, name))

    def balance(self) -> Money:
        return self._told("GetBalance", lambda one: Money(amount=xml.cash(one, "AvailableBalance")))

    def _offer(self, name: DomainName) -> Offer:
        return offer_in(self._checked(name), name)

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        return self._told("GetExtAttributes", xml.asked_in, TLD=tld)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return self._quote(self._checked(name), name, kind, years)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        """Return the signers that the registry has from the vendor."""
        return self._told("GetDnsSec", xml.signers_in, name=name)

    def _locked(self, name: DomainName) -> bool | None:
        """Whether a name is locked, None where its registry has no lock."""

        def locked(one: Node) -> bool | None:
            return None if reply.flag(one, "IsLockable") is False else xml.switch(one, "reg-lock")

        return self._told("GetRegLock", locked, name=name)

    def _renews(self, name: DomainName) -> bool:
        return self._told("GetRenew", lambda one: xml.switch(one, "auto-renew"), name=name)

    def _checked(self, name: DomainName) -> Node:
        """What the vendor says of a name that may be had, whole: nothing of it can be unreadable later."""

        def read(told: Node) -> Node:
            prices = [xml.leaves(one).attributes for one in told.find("Prices")]
            one = replace(told, attributes=told.attributes | dict(*prices[:1]))
            for key in ("Registration", "Renewal", "Restore", "Transfer"):
                xml.cash_of(one, key)
            for key in _PREMIUM:
                reply.flag(one, key)
            return reply.about(name, "Name", one)

        return self._told("Check", read, "Domains", "Domain", name=name, Version="2", IncludePrice="1")

    def _quote(self, checked: Node, name: DomainName, kind: OrderKind, years: int) -> Quote:
        """The price of a premium name is its own; others have that of the account's list."""
        premium, products = is_premium(checked), _PRODUCTS.get(kind, {})
        once = premium or kind in (OrderKind.TRANSFER, OrderKind.RESTORE)
        if not products or (once and years != 1):
            raise unsupported(SLUG, name, f"no price is told for a {kind} of {years} years")
        listed = (xml.cash_of(checked, key) if premium else self._listed(name, code, years)
                  for code, key in products.items())  # fmt: skip
        yearly = list(listed)
        if not all(yearly):
            raise Refused(f"no price of a {kind} is told", registrar=SLUG, name=name)
        price = Money(amount=sum(yearly, Decimal(0)) * years)
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)

    def _listed(self, name: DomainName, product: str, years: int) -> Decimal:
        """What a year costs when so many are bought at once; 0 for what the account does not have."""
        bracket = max(least for least in (1, 2, 5, 10) if least <= years)

        def price(one: Node) -> Decimal:
            return xml.cash(one, "price") * xml.switch(one, "productenabled")

        asked = ("PE_GetProductPrice", price, "productprice")
        return self._told(*asked, ProductType=product, TLD=name.partition(".")[2], Years=str(bracket))


def is_premium(checked: Node) -> bool:
    """Whether the name has a price of its own."""
    return any(reply.flag(checked, key) for key in _PREMIUM)


def offer_in(checked: Node, name: DomainName) -> Offer:
    """Return whether a name can be had. Raises `Refused` where the vendor does not say."""
    words = {"210": Availability.FREE, "211": Availability.TAKEN}
    word = words.get(reply.told(checked, "RRPCode") or "")
    if word is None:
        raise Refused("the vendor cannot tell", registrar=SLUG, name=name)
    return Offer(name=name, availability=word, premium=is_premium(checked))


def hosts_in(record: Node) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    found = list(_entry(record, "dnsserver").find("configuration"))
    return hosts_told([one.text for one in found[0].find("dns") if one.text]) if found else None


def _entry(record: Node, service: str) -> Node:
    entries = record.find("services", "entry")
    return next((one for one in entries if reply.told(one, "name") == service), Node("entry"))


def _page(told: Node) -> tuple[Page, str | None]:
    rows = [xml.leaves(one) for one in reply.only(told, "domain-list").children]
    names = [f"{reply.needed(row, 'sld')}.{reply.needed(row, 'tld')}" for row in rows]
    following = xml.number(told, "NextRecords") or None
    page = Page(names, xml.number(told, "TotalDomainCount"), more=bool(following))
    return page, str(following) if following else None
