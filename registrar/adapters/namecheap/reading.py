"""What Namecheap tells: names, contacts, prices, transfers. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName, NotAName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from portfolio.tld import rules_for
from registrar.adapters.namecheap.contacts import PREFIXES, SLUG, seen, unsupported
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Registrar,
    TellsBalance,
    TellsContacts,
)
from registrar.errors import NotSponsored, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.form_line import (
    FormCall,
    FormLine,
    american_day,
    amount,
    is_so,
    needed,
    only,
    told,
    whole_number,
)
from registrar.markup import Node
from registrar.paging import Page, whole

PAGE = 100
Told = TypeVar("Told")
_ACTIONS: Mapping[OrderKind, tuple[str, str]] = {
    OrderKind.REGISTER: ("REGISTER", "PremiumRegistrationPrice"),
    OrderKind.RENEW: ("RENEW", "PremiumRenewalPrice"),
    OrderKind.TRANSFER: ("TRANSFER", "PremiumTransferPrice"),
    OrderKind.RESTORE: ("REACTIVATE", "PremiumRestorePrice"),
}


def split(name: DomainName) -> dict[str, str]:
    """Return the name in the two fields of the commands that take it so."""
    sld, _, tld = name.partition(".")
    return {"SLD": sld, "TLD": tld}


def about(name: DomainName, key: str, node: Node) -> Node:
    """Return the element. Raises `Unreadable` where it is about another name."""
    if needed(node, key).lower() != name:
        raise Unreadable("the reply is about another name")
    return node


class Reading(Registrar, ChecksAvailability, Quotes, TellsContacts, TellsBalance):
    """What the account shows."""

    _line: FormLine

    def info(self, name: DomainName) -> Registration:
        def registration(record: Node) -> Registration:
            word = told(record, "Status") or "Ok"
            return Registration(
                name=name,
                registered_at=_day(record, "CreatedDate"),
                registrar_expires_at=expiry_in(record),
                nameservers=hosts(record),
                unmapped_statuses=() if word.lower() == "ok" else (word,),
                privacy=privacy_in(record)[0],
            )

        found = self._record(name, registration)
        listed = self._ask("domains.getList", name, _listed(name), SearchTerm=name, PageSize=str(PAGE))
        if listed is None:
            return found
        lock, auto_renew = listed
        locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if lock else [])
        return found.model_copy(
            update={"statuses": None if lock is None else locks, "auto_renew": auto_renew}
        )

    def holdings(self) -> Iterator[DomainName]:
        return whole(self._pages(), registrar=SLUG, operation="namecheap.domains.getList")

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        refused = rules_for(name).refused_roles

        def people(result: Node) -> Mapping[ContactRole, SeenContact]:
            about(name, "Domain", result)
            found = {role: list(result.find(prefix)) for role, prefix in PREFIXES.items()}
            return {role: seen(nodes[0]) for role, nodes in found.items() if nodes and role not in refused}

        return self._result("domains.getContacts", name, "DomainContactsResult", people, DomainName=name)

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offer(name, self._checked(name))
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return self._quote(name, kind, years, self._checked(name))

    def balance(self) -> Money:
        def money(result: Node) -> Money:
            return Money(amount=amount(needed(result, "AvailableBalance")), currency=_currency(result))

        return self._result("users.getBalances", None, "UserGetBalancesResult", money)

    def _ask(
        self, command: str, name: DomainName | None, translate: Callable[[Node], Told], **fields: str
    ) -> Told:
        call = FormCall(f"namecheap.{command}", fields, name)
        return self._line.read(call, lambda reply: translate(only(reply, "CommandResponse")))

    def _result(
        self,
        command: str,
        name: DomainName | None,
        tag: str,
        translate: Callable[[Node], Told],
        **fields: str,
    ) -> Told:
        """Ask, and return what `translate` makes of the one result of the reply."""
        return self._ask(command, name, lambda response: translate(only(response, tag)), **fields)

    def _record(self, name: DomainName, translate: Callable[[Node], Told]) -> Told:
        """Return what `translate` makes of the vendor's record of a name. Raises `NotSponsored`."""

        def ours(record: Node) -> Told:
            if not is_so(needed(about(name, "DomainName", record), "IsOwner")):
                raise NotSponsored("it belongs to another account")
            return translate(record)

        return self._result("domains.getInfo", name, "DomainGetInfoResult", ours, DomainName=name)

    def _pages(self) -> Iterator[Page]:
        page = Page((), None, more=True)
        number = 0
        while page.more:
            number += 1
            wanted = {"ListType": "ALL", "SortBy": "NAME", "Page": str(number), "PageSize": str(PAGE)}
            page = self._ask("domains.getList", None, lambda reply, at=number: _page(reply, at), **wanted)
            yield page

    def _checked(self, name: DomainName) -> Node:
        return self._result(
            "domains.check",
            name,
            "DomainCheckResult",
            lambda node: about(name, "Domain", node),
            DomainList=name,
        )

    def _offer(self, name: DomainName, checked: Node) -> Offer:
        premium = is_so(told(checked, "IsPremiumName") or "false")
        if (told(checked, "ErrorNo") or "0") != "0":
            return Offer(name=name, availability=Availability.UNCLEAR, reason="the vendor cannot tell now")
        try:
            is_free = is_so(needed(checked, "Available"))
        except Unreadable as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=str(err))
        word = Availability.FREE if is_free else Availability.TAKEN
        return Offer(name=name, availability=word, premium=premium)

    def _quote(self, name: DomainName, kind: OrderKind, years: int, checked: Node) -> Quote:
        """Return the price of a name that `check` has told of: its own where it is a premium one."""
        if kind not in _ACTIONS or (kind in (OrderKind.TRANSFER, OrderKind.RESTORE) and years != 1):
            raise unsupported(name, f"no price is told for a {kind} of {years} years")
        action, premium = _ACTIONS[kind]
        if not is_so(told(checked, "IsPremiumName") or "false"):
            _, _, suffix = name.partition(".")
            price = self._result(
                "users.getPricing", name, "UserGetPricingResult", _tariff(action, suffix, years),
                ProductType="DOMAIN", ActionName=action, ProductName=suffix,
            )  # fmt: skip
            return Quote(name=name, kind=kind, years=years, price=price)
        own, fee, early = (amount(told(checked, key) or "0") for key in (premium, "IcannFee", "EapFee"))
        if not own:
            raise Refused(f"no price of a {kind} is told", registrar=SLUG, name=name)
        total = (own + fee) * years + (early if kind is OrderKind.REGISTER else 0)
        return Quote(name=name, kind=kind, years=years, price=Money(amount=total), premium=True)

    def _premium(self, kind: OrderKind, checked: Node) -> dict[str, str]:
        """Return what the order of a premium name has to say."""
        fee = {"EapFee": told(checked, "EapFee") or "0"} if kind is OrderKind.REGISTER else {}
        return {"IsPremiumDomain": "true", "PremiumPrice": needed(checked, _ACTIONS[kind][1])} | fee


def hosts(record: Node) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    details = list(record.find("DnsDetails"))
    try:
        return frozenset(HostName(one.text) for one in details[0].find("Nameserver")) if details else None
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def privacy_in(record: Node) -> tuple[bool | None, str, str]:
    """Return whether privacy is on (None where there is none), its id, and where its mail goes."""
    for guard in record.find("Whoisguard"):
        word = needed(guard, "Enabled")
        mail = next((told(one, "ForwardedTo") or "" for one in guard.find("EmailDetails")), "")
        return (None if word == "NotAlloted" else is_so(word)), only(guard, "ID").text, mail
    return None, "", ""


def expiry_in(record: Node) -> date | None:
    """Return until when a name is paid, None where it is not told. Raises `Unreadable`."""
    return _day(record, "ExpiredDate")


def _day(record: Node, key: str) -> date | None:
    found = [one.text for one in record.find("DomainDetails", key) if one.text]
    return american_day(found[0]) if found else None


def _currency(node: Node) -> str:
    code = needed(node, "Currency")
    if not (len(code) == 3 and code.isascii() and code.isupper()):
        raise Unreadable("the reply has something else in the place of a currency")
    return code


def _listed(name: DomainName) -> Callable[[Node], tuple[bool | None, bool | None] | None]:
    """How a list that was searched for a name tells its lock and its renewal; None where it is not there."""

    def switches(response: Node) -> tuple[bool | None, bool | None] | None:
        for domain in response.find("DomainGetListResult", "Domain"):
            if needed(domain, "Name").lower() == name:
                lock, renew = (told(domain, key) for key in ("IsLocked", "AutoRenew"))
                return (None if lock is None else is_so(lock)), (None if renew is None else is_so(renew))
        return None

    return switches


def _page(response: Node, number: int) -> Page:
    names = [needed(one, "Name") for one in only(response, "DomainGetListResult").find("Domain")]
    total, at, size = (
        whole_number(only(response, "Paging", key).text) for key in ("TotalItems", "CurrentPage", "PageSize")
    )
    if at != number:
        raise Unreadable("the reply is another page")
    return Page(names, total, more=at * size < total)


def _tariff(action: str, suffix: str, years: int) -> Callable[[Node], Money]:
    """How the price list tells a price: by the year (MULTIPLE), or for all of the years; fees are added."""

    def price(result: Node) -> Money:
        for category in result.find("ProductType", "ProductCategory"):
            if needed(category, "Name").lower() != action.lower():
                continue
            for product in category.find("Product"):
                for row in product.find("Price"):
                    if needed(product, "Name").lower() == suffix and _is_for(row, years):
                        return _price(row, years)
        raise Refused(f"no price of {years} years is told")

    return price


def _is_for(row: Node, years: int) -> bool:
    return needed(row, "DurationType").upper() == "YEAR" and needed(row, "Duration") == str(years)


def _price(row: Node, years: int) -> Money:
    prices = [amount(told(row, key) or "0") for key in ("Price", "YourPrice", "RegularPrice")]
    # The vendor's own misspelling stands in its answers.
    fees = [amount(told(row, key) or "0") for key in ("YourAdditonalCost", "AdditionalCost")]
    each = next((one for one in prices if one), Decimal(0)) + max(fees)
    if not each:
        raise Refused("no price is told")
    is_yearly = (told(row, "PricingType") or "").upper() == "MULTIPLE"
    return Money(amount=each * years if is_yearly else each, currency=_currency(row))
