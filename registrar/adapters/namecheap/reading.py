"""What Namecheap tells: names, contacts, money, prices. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract
from registrar.answers.told import hosts_told
from registrar.contacts.inline import unsupported
from registrar.contract import Availability, Offer, Quote
from registrar.errors import NotSponsored, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.forms import reply
from registrar.forms.contacts import people_in
from registrar.forms.line import FormAccount, Told
from registrar.forms.markup import Node
from registrar.lists.paging import Page, numbered, whole

SLUG, PAGE = "namecheap", "100"
CONTACTS = ("domains.getContacts", "DomainContactsResult", "Domain")
EXPIRY = ("DomainDetails", "ExpiredDate")
PREMIUM: Mapping[OrderKind, str] = {
    OrderKind.REGISTER: "PremiumRegistrationPrice", OrderKind.RENEW: "PremiumRenewalPrice",
    OrderKind.RESTORE: "PremiumRestorePrice", OrderKind.TRANSFER: "",  # its order has no place for a price
}  # fmt: skip


class Reading(
    FormAccount, contract.Registrar, contract.TellsContacts, contract.TellsBalance,
    contract.ChecksAvailability, contract.Quotes,
):  # fmt: skip
    """What the account holds, what can be had, and for how much."""

    slug = SLUG

    def info(self, name: DomainName) -> Registration:
        fields = {"SearchTerm": name, "PageSize": PAGE}
        locked, renews = self._told(
            "domains.getList", lambda told: _switches(told, name), name=name, **fields
        )

        def registration(record: Node) -> Registration:
            word = reply.told(record, "Status") or "Ok"
            return Registration(
                name=name,
                registered_at=reply.day_at(record, "DomainDetails", "CreatedDate"),
                registrar_expires_at=reply.day_at(record, *EXPIRY),
                nameservers=hosts_in(record),
                statuses=None if locked is None else frozenset([Status.CLIENT_TRANSFER_PROHIBITED] * locked),
                unmapped_statuses=() if word.lower() == "ok" else (word,),
                auto_renew=renews,
                privacy=privacy_in(record)[0],
            )

        return self._record(name, registration)

    def holdings(self) -> Iterator[DomainName]:
        def page(number: int) -> Page:
            read = partial(_page, number)
            return self._told("domains.getList", read, SortBy="NAME", Page=str(number), PageSize=PAGE)

        return whole(numbered(page), registrar=SLUG, operation="domains.getList")

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self._about(CONTACTS, name, lambda told: people_in(told, name), DomainName=name)

    def balance(self) -> Money:
        return self._told(
            "users.getBalances", lambda one: reply.money(one, "AvailableBalance"), "UserGetBalancesResult"
        )

    def availability(self, name: DomainName) -> Offer:
        try:
            return offer_in(self._checked(name), name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return self._quote(self._checked(name), name, kind, years)

    def _record(self, name: DomainName, translate: Callable[[Node], Told]) -> Told:
        def ours(record: Node) -> Told:
            if reply.flag(record, "IsOwner") is False:
                raise NotSponsored("it belongs to another account")
            return translate(record)

        what = ("domains.getInfo", "DomainGetInfoResult", "DomainName")
        return self._about(what, name, ours, DomainName=name)

    def _checked(self, name: DomainName) -> Node:
        """What the vendor says of a name that may be had, whole: nothing of it can be unreadable later."""

        def read(told: Node) -> Node:
            for key in ("Available", "IsPremiumName"):
                reply.flag(told, key)
            for key in (*PREMIUM.values(), "IcannFee", "EapFee"):
                reply.amount_of(told, key)
            return told

        return self._about(("domains.check", "DomainCheckResult", "Domain"), name, read, DomainList=name)

    def _quote(self, checked: Node, name: DomainName, kind: OrderKind, years: int) -> Quote:
        """The price of a premium name is its own; others have that of the list."""
        if kind not in PREMIUM or (kind in (OrderKind.TRANSFER, OrderKind.RESTORE) and years != 1):
            raise unsupported(SLUG, name, f"no price is told for a {kind} of {years} years")
        premium = bool(reply.flag(checked, "IsPremiumName"))
        if premium:
            keys = (PREMIUM[kind], "IcannFee", "EapFee")
            own, fee, early = (reply.amount_of(checked, key) for key in keys)
            if not own:
                raise Refused(f"no price of a {kind} is told", registrar=SLUG, name=name)
            price = Money(amount=(own + fee) * years + (early if kind is OrderKind.REGISTER else 0))
        else:
            action = "REACTIVATE" if kind is OrderKind.RESTORE else kind.name
            fields = {"ActionName": action, "ProductName": name.partition(".")[2], "ProductType": "DOMAIN"}
            price = self._told(
                "users.getPricing", lambda told: _price(told, years, fields), "UserGetPricingResult",
                name=name, **fields,
            )  # fmt: skip
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
        word = reply.told(guard, "Enabled") or "NotAlloted"
        mail = next((reply.told(one, "ForwardedTo") or "" for one in guard.find("EmailDetails")), "")
        number = next((one.text for one in guard.find("ID")), "")
        return (None if word.lower() == "notalloted" else reply.is_so(word)), number, mail
    return None, "", ""


def _switches(told: Node, name: DomainName) -> tuple[bool | None, bool | None]:
    listed = told.find("DomainGetListResult", "Domain")
    one = next((one for one in listed if reply.needed(one, "Name").lower() == name), Node("Domain"))
    return reply.flag(one, "IsLocked"), reply.flag(one, "AutoRenew")


def _page(at: int, told: Node) -> Page:
    names = [reply.needed(one, "Name") for one in reply.only(told, "DomainGetListResult").children]
    paging = {one.tag: reply.whole_number(one.text) for part in told.find("Paging") for one in part.children}
    total, size = paging.get("TotalItems"), paging.get("PageSize", int(PAGE))
    return Page(names, total, more=len(names) >= size if total is None else at * size < total)


def _price(told: Node, years: int, asked: Mapping[str, str]) -> Money:
    """What a price list tells: by the year (MULTIPLE) or for all of them, beside ICANN's fee."""
    for category in told.find("ProductType", "ProductCategory"):
        for product in category.find("Product"):
            names = (reply.needed(category, "Name").upper(), reply.needed(product, "Name").lower())
            for row in product.find("Price"):
                unit = (reply.told(row, "DurationType") or "YEAR").upper()
                said = (*names, unit, reply.needed(row, "Duration"))
                if said == (asked["ActionName"], asked["ProductName"], "YEAR", str(years)):
                    return _cost(row, years)
    raise Refused(f"no price of {years} years is told")


def _cost(row: Node, years: int) -> Money:
    prices = [reply.amount_of(row, key) for key in ("Price", "YourPrice", "RegularPrice")]
    # The vendor's own misspelling stands in its answers.
    fee = max(reply.amount_of(row, key) for key in ("YourAdditonalCost", "AdditionalCost"))
    if not any(prices):
        raise Unreadable("the price list has a row without a price")
    times = years if (reply.told(row, "PricingType") or "").upper() == "MULTIPLE" else 1
    return Money(amount=(next(filter(None, prices)) + fee) * times, currency=reply.currency(row))
