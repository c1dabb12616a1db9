"""What Namecheap tells: names, contacts, money, prices. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from portfolio.tld import rules_for
from registrar import contract
from registrar import form_reply as reply
from registrar.contract import Availability, Offer, Quote
from registrar.errors import NotSponsored, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.form_contacts import PREFIXES, seen
from registrar.form_line import FormAccount, Told
from registrar.inline_contacts import unsupported
from registrar.markup import Node
from registrar.paging import Page, numbered, whole
from registrar.told import hosts_told

SLUG, PAGE = "namecheap", "100"
EXPIRY = ("DomainDetails", "ExpiredDate")
PREMIUM: Mapping[OrderKind, str] = {
    OrderKind.REGISTER: "PremiumRegistrationPrice", OrderKind.RENEW: "PremiumRenewalPrice",
    OrderKind.TRANSFER: "PremiumTransferPrice", OrderKind.RESTORE: "PremiumRestorePrice",
}  # fmt: skip


class Reading(
    FormAccount, contract.Registrar, contract.TellsContacts, contract.TellsBalance,
    contract.ChecksAvailability, contract.Quotes,
):  # fmt: skip
    """What the account holds, what can be had, and for how much."""

    slug = SLUG

    def info(self, name: DomainName) -> Registration:
        fields = {"SearchTerm": name, "PageSize": PAGE}
        locked, renews = self._told("domains.getList", _switches(name), name=name, **fields)
        locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if locked else [])

        def registration(record: Node) -> Registration:
            word = reply.told(record, "Status") or "Ok"
            return Registration(
                name=name,
                registered_at=reply.day_at(record, "DomainDetails", "CreatedDate"),
                registrar_expires_at=reply.day_at(record, *EXPIRY),
                nameservers=hosts_in(record),
                statuses=None if locked is None else locks,
                unmapped_statuses=() if word.lower() == "ok" else (word,),
                auto_renew=renews,
                privacy=privacy_in(record)[0],
            )

        return self._record(name, registration)

    def holdings(self) -> Iterator[DomainName]:
        def page(number: int) -> Page:
            fields = {"ListType": "ALL", "SortBy": "NAME", "Page": str(number), "PageSize": PAGE}
            return self._told("domains.getList", _page, **fields)

        return whole(numbered(page), registrar=SLUG, operation="domains.getList")

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        kept = [
            (role, prefix) for role, prefix in PREFIXES.items() if role not in rules_for(name).refused_roles
        ]
        return self._contacts(name, lambda told: {r: seen(one) for r, key in kept for one in told.find(key)})

    def balance(self) -> Money:
        def money(told: Node) -> Money:
            amount = reply.amount(reply.needed(told, "AvailableBalance"))
            return Money(amount=amount, currency=reply.currency(told))

        return self._told("users.getBalances", money, "UserGetBalancesResult")

    def availability(self, name: DomainName) -> Offer:
        try:
            return offer_in(self._checked(name), name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return self._quote(self._checked(name), name, kind, years)

    def _about(
        self, command: str, tag: str, key: str, name: DomainName, translate: Callable[[Node], Told], by: str
    ) -> Told:
        """Return what `translate` makes of the result that says by `key` that it is about `name`."""
        fields = {by: name}
        return self._told(
            command, lambda told: translate(reply.about(name, key, told)), tag, name=name, **fields
        )

    def _contacts(self, name: DomainName, translate: Callable[[Node], Told]) -> Told:
        what = ("domains.getContacts", "DomainContactsResult", "Domain")
        return self._about(*what, name, translate, "DomainName")

    def _record(self, name: DomainName, translate: Callable[[Node], Told]) -> Told:
        def ours(record: Node) -> Told:
            if not reply.flag(record, "IsOwner"):
                raise NotSponsored("it belongs to another account")
            return translate(record)

        return self._about("domains.getInfo", "DomainGetInfoResult", "DomainName", name, ours, "DomainName")

    def _checked(self, name: DomainName) -> Node:
        """What the vendor says of a name that may be had, whole: nothing of it can be unreadable later."""

        def read(told: Node) -> Node:
            for key in ("Available", "IsPremiumName"):
                reply.flag(told, key)
            for key in (*PREMIUM.values(), "IcannFee", "EapFee"):
                reply.amount(reply.told(told, key) or "0")
            return told

        return self._about("domains.check", "DomainCheckResult", "Domain", name, read, "DomainList")

    def _quote(self, checked: Node, name: DomainName, kind: OrderKind, years: int) -> Quote:
        """The price of a premium name is its own; others have that of the list."""
        if kind not in PREMIUM or (kind in (OrderKind.TRANSFER, OrderKind.RESTORE) and years != 1):
            raise unsupported(SLUG, name, f"no price is told for a {kind} of {years} years")
        premium = bool(reply.flag(checked, "IsPremiumName"))
        if premium:
            keys = (PREMIUM[kind], "IcannFee", "EapFee")
            own, fee, early = (reply.amount(reply.told(checked, key) or "0") for key in keys)
            if not own:
                raise Refused(f"no price of a {kind} is told", registrar=SLUG, name=name)
            price = Money(amount=(own + fee) * years + (early if kind is OrderKind.REGISTER else 0))
        else:
            action = "REACTIVATE" if kind is OrderKind.RESTORE else kind.name
            fields = {"ActionName": action, "ProductName": name.partition(".")[2], "ProductType": "DOMAIN"}
            list_of = _price(years, fields)
            price = self._told("users.getPricing", list_of, "UserGetPricingResult", name=name, **fields)
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)


def offer_in(checked: Node, name: DomainName) -> Offer:
    """Return whether a name can be had. Raises `Refused` where the vendor does not say."""
    is_free = reply.flag(checked, "Available")
    if is_free is None or (reply.told(checked, "ErrorNo") or "0") != "0":
        raise Refused("the vendor cannot tell", registrar=SLUG, name=name)
    word = Availability.FREE if is_free else Availability.TAKEN
    return Offer(name=name, availability=word, premium=bool(reply.flag(checked, "IsPremiumName")))


def hosts_in(record: Node) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    details = list(record.find("DnsDetails"))
    return hosts_told([one.text for one in details[0].find("Nameserver")]) if details else None


def privacy_in(record: Node) -> tuple[bool | None, str, str]:
    """Return whether privacy is on (None where there is none), its id, and where its mail goes."""
    for guard in record.find("Whoisguard"):
        word = reply.needed(guard, "Enabled")
        mail = next((reply.told(one, "ForwardedTo") or "" for one in guard.find("EmailDetails")), "")
        return (None if word == "NotAlloted" else reply.is_so(word)), reply.only(guard, "ID").text, mail
    return None, "", ""


def _switches(name: DomainName) -> Callable[[Node], tuple[bool | None, bool | None]]:
    def switches(told: Node) -> tuple[bool | None, bool | None]:
        for one in told.find("DomainGetListResult", "Domain"):
            if reply.needed(one, "Name").lower() == name:
                return reply.flag(one, "IsLocked"), reply.flag(one, "AutoRenew")
        return None, None

    return switches


def _page(told: Node) -> Page:
    names = [reply.needed(one, "Name") for one in reply.only(told, "DomainGetListResult").children]
    paging = (reply.only(told, "Paging", key) for key in ("TotalItems", "CurrentPage", "PageSize"))
    total, at, size = (reply.whole_number(one.text) for one in paging)
    return Page(names, total, more=at * size < total)


def _price(years: int, asked: Mapping[str, str]) -> Callable[[Node], Money]:
    """How a price list tells the price: by the year (MULTIPLE) or for all of them, beside ICANN's fee."""

    def price(told: Node) -> Money:
        for category in told.find("ProductType", "ProductCategory"):
            for product in category.find("Product"):
                names = (reply.needed(category, "Name").upper(), reply.needed(product, "Name").lower())
                for row in product.find("Price"):
                    said = (*names, reply.needed(row, "DurationType").upper(), reply.needed(row, "Duration"))
                    if said == (asked["ActionName"], asked["ProductName"], "YEAR", str(years)):
                        return _cost(row, years)
        raise Refused(f"no price of {years} years is told")

    return price


def _cost(row: Node, years: int) -> Money:
    prices = [reply.amount(reply.told(row, key) or "0") for key in ("Price", "YourPrice", "RegularPrice")]
    # The vendor's own misspelling stands in its answers.
    fees = [reply.amount(reply.told(row, key) or "0") for key in ("YourAdditonalCost", "AdditionalCost")]
    if not any(prices):
        raise Unreadable("the price list has a row without a price")
    each = next(filter(None, prices)) + max(fees)
    is_yearly = (reply.told(row, "PricingType") or "").upper() == "MULTIPLE"
    return Money(amount=each * years if is_yearly else each, currency=reply.currency(row))
