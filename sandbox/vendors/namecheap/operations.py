"""Every command that is served, by the vendor's word for it in lower case."""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.namecheap.spelling import (
    PREFIXES,
    Asked,
    Element,
    Refusal,
    contacts,
    day,
    domain_name,
    person,
    told,
    whole,
    word,
)
from sandbox.vendors.office import Office, VendorTransfer

Answer = tuple[Element, ...]
USER = "sandbox"
_LOCK = (Status.CLIENT_TRANSFER_PROHIBITED,)
_KINDS = {
    "REGISTER": OrderKind.REGISTER,
    "RENEW": OrderKind.RENEW,
    "TRANSFER": OrderKind.TRANSFER,
    "REACTIVATE": OrderKind.RESTORE,
}
_STATES = {"INPROGRESS": "pending", "COMPLETED": "done", "CANCELLED": "refused"}
_TOLD_AS = {"pending": "Transfer in progress", "done": "Transfer completed", "refused": "Transfer cancelled"}


def check(office: Office, asked: Asked) -> Answer:
    """Whether names are free; one that cannot be asked about has an error of its own beside a no."""
    names = [domain_name(text) for text in told(asked, "DomainList").split(",")]
    if len(names) > 50:
        raise Refusal(2011169, "Only 50 domains are allowed in a single check command")
    return tuple(_checked(office, name) for name in names)


def _checked(office: Office, name: DomainName) -> Element:
    sells, premium = office.prices.sells(name), office.prices.is_premium(name)
    price = f"{office.prices.of(name).amount}" if sells and premium else "0"
    return Element("DomainCheckResult", {
        "Domain": name,
        "Available": word(is_so=sells and office.registry.is_free(name)),
        "ErrorNo": "0" if sells else "2030280",
        "Description": "" if sells else "TLD is not supported in API",
        "IsPremiumName": word(is_so=premium),
        "PremiumRegistrationPrice": price,
        "PremiumRenewalPrice": price,
        "PremiumRestorePrice": f"{office.prices.restore}" if premium else "0",
        "PremiumTransferPrice": price,
        "IcannFee": "0",
        "EapFee": "0",
    })  # fmt: skip


def create(office: Office, asked: Asked) -> Answer:
    """Register a name, with four contacts; a premium one only where its price is told."""
    name = _sold(office, told(asked, "DomainName"))
    years, people = whole(asked, "Years", least=1, most=10), contacts(asked)
    price = _confirmed(office, asked, name, OrderKind.REGISTER, years)
    attributes: dict[str, str] = {}
    if name.tld == "ca":
        attributes = {"ca.legal_type": told(asked, "CIRALegalType", number=2011322)}
        attributes |= {"ca.language": asked["ciralanguage"]} if asked.get("ciralanguage") else {}
    if not office.registry.is_free(name):
        raise Refusal(3019166, "Domain not available")
    _raise_if_short(office, price)
    refused = rules_for(name).refused_roles
    office.registry.create(
        name, by=office.slug, years=years, nameservers=_hosts(asked), attributes=attributes,
        contacts={role: who for role, who in people.items() if role not in refused},
    )  # fmt: skip
    if asked.get("wgenabled", "").lower() == "yes":
        office.private.add(name)
    bought = _bought(office, name, OrderKind.REGISTER, years, price)
    flags = {"WhoisguardEnable": word(is_so=name in office.private), "NonRealTimeDomain": "false"}
    done = {"Domain": name, "Registered": "true", "DomainID": _number(office, name)}
    return (Element("DomainCreateResult", done | bought | flags),)


def renew(office: Office, asked: Asked) -> Answer:
    """Renew from whatever date there is: there is no guard."""
    record = _ours(office, asked)
    years = whole(asked, "Years", least=1, most=9)
    price = _confirmed(office, asked, record.name, OrderKind.RENEW, years)
    _raise_if_short(office, price)
    until = day_of(record.registrar_expires_at)
    now = office.registry.renew_as_registrar(record.name, by=office.slug, years=years, current_expiry=until)
    details = Element("DomainDetails", children=(
        Element("ExpiredDate", text=day(now.registrar_expires_at)), Element("NumYears", text="0"),
    ))  # fmt: skip
    done = {"DomainName": record.name, "DomainID": _number(office, record.name), "Renew": "true"}
    bought = _bought(office, record.name, OrderKind.RENEW, years, price)
    return (Element("DomainRenewResult", done | bought, children=(details,)),)


def reactivate(office: Office, asked: Asked) -> Answer:
    """Bring a deleted name back."""
    name = domain_name(told(asked, "DomainName"))
    if office.deleted(name) is None:
        held = _ours(office, asked)
        raise Refusal(2020166, f"{held.name} does not meet the expiration date for reactivation")
    price = _confirmed(office, asked, name, OrderKind.RESTORE, 1)
    _raise_if_short(office, price)
    office.registry.restore(name, by=office.slug)
    bought = _bought(office, name, OrderKind.RESTORE, 1, price)
    return (Element("DomainReactivateResult", {"Domain": name, "IsSuccess": "true"} | bought),)


def get_info(office: Office, asked: Asked) -> Answer:
    """What is held of a name; a deleted one has expired."""
    name = domain_name(told(asked, "DomainName"))
    record = office.deleted(name) or _ours(office, asked)
    is_private, is_free_of = name in office.private, ContactRole.BILLING in rules_for(name).refused_roles
    guard = "NotAlloted" if is_free_of else str(is_private)
    children = (
        Element("DomainDetails", children=(
            Element("CreatedDate", text=day(record.registered_at)),
            Element("ExpiredDate", text=day(record.registrar_expires_at)),
            Element("NumYears", text="0"),
        )),
        Element("LockDetails"),
        Element("Whoisguard", {"Enabled": guard}, children=(
            Element("ID", text="0" if is_free_of else _number(office, name)),
        )),
        Element("DnsDetails", {"ProviderType": "CUSTOM", "IsUsingOurDNS": "false"}, children=tuple(
            Element("Nameserver", text=host.upper()) for host in record.nameservers
        )),
        Element("Modificationrights", {"All": "true"}),
    )  # fmt: skip
    status = "Expired" if record.deleted_at else "Ok"
    said = {"Status": status, "ID": _number(office, name), "DomainName": name, "OwnerName": USER}
    flags = {"IsOwner": "true", "IsPremium": word(is_so=office.prices.is_premium(name))}
    return (Element("DomainGetInfoResult", said | flags, children=children),)


def get_list(office: Office, asked: Asked) -> Answer:
    """A page of the account's names that hold what is searched for."""
    term = asked.get("searchterm", "")
    found = [_listed(office, record) for record in office.all_held() if term in record.name]
    return _paged(office, asked, "DomainGetListResult", found)


def _listed(office: Office, record: DomainRecord) -> Element:
    flags = {
        "IsExpired": False,
        "IsLocked": Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
        "AutoRenew": record.auto_renew,
        "IsPremium": office.prices.is_premium(record.name),
        "IsOurDNS": False,
    }
    said = {
        "ID": _number(office, record.name),
        "Name": record.name,
        "User": USER,
        "Created": day(record.registered_at),
        "Expires": day(record.registrar_expires_at),
        "WhoisGuard": "ENABLED" if record.name in office.private else "NOTPRESENT",
    }
    return Element("Domain", said | {key: word(is_so=is_so) for key, is_so in flags.items()})


def get_contacts(office: Office, asked: Asked) -> Answer:
    """The four contacts; where the registry has no billing contact, the admin's stand in its place."""
    record = _ours(office, asked)
    people = {ContactRole.BILLING: record.contacts[ContactRole.ADMIN], **record.contacts}
    children = tuple(person(PREFIXES[role], people[role]) for role in PREFIXES)
    said = {"Domain": record.name, "domainnameid": _number(office, record.name), "Readonly": "false"}
    return (Element("DomainContactsResult", said, children=children),)


def set_contacts(office: Office, asked: Asked) -> Answer:
    """Replace the contacts, all four of them."""
    name, people = _ours(office, asked).name, contacts(asked)
    refused = rules_for(name).refused_roles
    held = {role: who for role, who in people.items() if role not in refused}
    office.registry.update(name, by=office.slug, contacts=held)
    return (Element("DomainSetContactResult", {"Domain": name, "IsSuccess": "true"}),)


def get_lock(office: Office, asked: Asked) -> Answer:
    """Whether a name is locked."""
    record = _ours(office, asked)
    is_locked = word(is_so=Status.CLIENT_TRANSFER_PROHIBITED in record.statuses)
    said = {"Domain": record.name, "RegistrarLockStatus": is_locked, "IsSuccess": "true"}
    return (Element("DomainGetRegistrarLockResult", said),)


def set_lock(office: Office, asked: Asked) -> Answer:
    """Lock a name, or lift the lock."""
    name, action = _ours(office, asked).name, asked.get("lockaction", "LOCK")
    if action not in ("LOCK", "UNLOCK"):
        raise Refusal(2015278, "Invalid data specified for LockAction")
    add, remove = (_LOCK, ()) if action == "LOCK" else ((), _LOCK)
    office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove)
    return (Element("DomainSetRegistrarLockResult", {"Domain": name, "IsSuccess": "true"}),)


def set_custom(office: Office, asked: Asked) -> Answer:
    """Replace the delegation."""
    name = domain_name(f"{told(asked, 'SLD')}.{told(asked, 'TLD')}")
    _ours(office, {"domainname": name})
    told(asked, "Nameservers", number=2011168)
    office.registry.update(name, by=office.slug, nameservers=_hosts(asked))
    return (Element("DomainDNSSetCustomResult", {"Domain": name, "Updated": "true"}),)


def transfer_create(office: Office, asked: Asked) -> Answer:
    """Ask the registry for a name; paid at once, given back when it comes to nothing."""
    name = _sold(office, told(asked, "DomainName"))
    whole(asked, "Years", least=1, most=1)
    secret, price = _epp_code(told(asked, "EPPCode")), office.prices.of(name, kind=OrderKind.TRANSFER)
    _raise_if_short(office, price)
    transfer = office.ask_transfer(name, auth_info=secret, price=price)
    said = {"DomainName": name, "Transfer": "true", "StatusID": "-1", "ChargedAmount": f"{price.amount}"}
    numbers = {key: str(transfer.order) for key in ("TransferID", "OrderID", "TransactionID")}
    return (Element("DomainTransferCreateResult", said | numbers),)


def _epp_code(text: str) -> str:
    return b64decode(text.removeprefix("base64:")).decode() if text.startswith("base64:") else text


def transfer_list(office: Office, asked: Asked) -> Answer:
    """A page of the account's transfers in, of one state or of all."""
    wanted, term = _STATES.get(asked.get("listtype", "ALL")), asked.get("searchterm", "")
    found = [
        _transfer(office, transfer)
        for name, transfer in sorted(office.transfers.items())
        if wanted in (None, transfer.state) and term in name
    ]
    return _paged(office, asked, "TransferGetListResult", found)


def _transfer(office: Office, transfer: VendorTransfer) -> Element:
    return Element("Transfer", {
        "TransferID": str(transfer.order),
        "DomainName": transfer.name,
        "User": USER,
        "TransferDate": day(office.orders[transfer.order].ordered_at),
        "OrderID": str(transfer.order),
        "StatusID": "5",
        "Status": _TOLD_AS[transfer.state],
    })  # fmt: skip


def get_pricing(office: Office, asked: Asked) -> Answer:
    """The price list of one action for one TLD, by the year."""
    if told(asked, "ProductType") != "DOMAIN":
        raise Refusal(2011280, "ProductType is invalid")
    action, suffix = told(asked, "ActionName"), told(asked, "ProductName")
    kind = _KINDS.get(action)
    if kind is None:
        raise Refusal(2011280, "ActionName is invalid")
    products: Answer = ()
    if suffix in office.prices.by_tld:
        each = office.prices.of(DomainName(f"any.{suffix}"), kind=kind).amount
        rows = tuple(
            Element("Price", {
                "Duration": str(years), "DurationType": "YEAR", "Price": f"{each}", "PricingType": "MULTIPLE",
                "AdditionalCost": "0", "RegularPrice": f"{each}", "RegularPriceType": "MULTIPLE",
                "YourPrice": f"{each}", "YourPriceType": "MULTIPLE", "YourAdditonalCost": "0",
                "PromotionPrice": "0.0", "Currency": office.currency,
            })
            for years in range(1, 11)
        )  # fmt: skip
        products = (Element("Product", {"Name": suffix}, children=rows),)
    category = Element("ProductCategory", {"Name": action.lower()}, children=products)
    kind_of = Element("ProductType", {"Name": "domains"}, children=(category,))
    return (Element("UserGetPricingResult", children=(kind_of,)),)


def get_balances(office: Office, _asked: Asked) -> Answer:
    """What the account can spend."""
    money = f"{office.balance.amount:.2f}"
    amounts = dict.fromkeys(("AvailableBalance", "AccountBalance", "WithdrawableAmount"), money)
    said = {
        "Currency": office.currency,
        **amounts,
        "EarnedAmount": "0.00",
        "FundsRequiredForAutoRenew": "0.00",
    }
    return (Element("UserGetBalancesResult", said),)


def guard_enable(office: Office, asked: Asked) -> Answer:
    """Let the privacy service stand in public in the place of the contacts."""
    name = _guarded(office, asked)
    told(asked, "ForwardedToEmail")
    office.private.add(name)
    return (Element("WhoisguardEnableResult", {"DomainName": name, "IsSuccess": "true"}),)


def guard_disable(office: Office, asked: Asked) -> Answer:
    """Let the contacts be seen."""
    name = _guarded(office, asked)
    office.private.discard(name)
    return (Element("WhoisguardDisableResult", {"Domainname": name, "IsSuccess": "true"}),)


def _guarded(office: Office, asked: Asked) -> DomainName:
    number = told(asked, "WhoisguardID")
    for record in office.all_held():
        if _number(office, record.name) == number:
            return record.name
    raise Refusal(2011280, "WhoisguardID is invalid")


def _number(office: Office, name: DomainName) -> str:
    """The vendor's number of a name: its own for each."""
    return str(int.from_bytes(f"{office.slug}{name}".encode()[-3:]) + len(name) * 10**8)


def _ours(office: Office, asked: Asked) -> DomainRecord:
    name = domain_name(told(asked, "DomainName"))
    record = office.held(name)
    if record is None:
        raise Refusal(2019166, f"The domain ({name}) doesn't seem to be associated with your account.")
    return record


def _sold(office: Office, text: str) -> DomainName:
    name = domain_name(text)
    if not office.prices.sells(name):
        raise Refusal(2030280, "TLD is not supported in API")
    return name


def _confirmed(office: Office, asked: Asked, name: DomainName, kind: OrderKind, years: int) -> Money:
    """The price, which must be confirmed for premium names. Raises `Refusal`."""
    is_told = asked.get("ispremiumdomain", "").lower() == "true"
    if is_told is not office.prices.is_premium(name):
        raise Refusal(
            2515623, "Domain is premium while considered regular or regular while considered premium"
        )
    if is_told and told(asked, "PremiumPrice") != f"{office.prices.of(name, kind=kind).amount}":
        raise Refusal(2515610, "Prices do not match")
    return office.prices.of(name, kind=kind, years=years)


def _raise_if_short(office: Office, price: Money) -> None:
    if not office.can_pay(price):
        raise Refusal(2528166, "Order creation failed")


def _bought(office: Office, name: DomainName, kind: OrderKind, years: int, price: Money) -> dict[str, str]:
    order = office.order(name, kind, years=years, price=price)
    numbers = {"OrderID": str(order.number), "TransactionID": str(order.number + 1_000_000)}
    return {"ChargedAmount": f"{price.amount:.4f}", **numbers}


def _hosts(asked: Asked) -> list[str]:
    return [host for host in asked.get("nameservers", "").split(",") if host]


def _paged(office: Office, asked: Asked, tag: str, found: Sequence[Element]) -> Answer:
    number = int(asked.get("page", "1"))
    size = min(int(asked.get("pagesize", "20")), office.largest_page)
    total = str(len(found) + office.miscounts)
    paging = {"TotalItems": total, "CurrentPage": str(number), "PageSize": str(size)}
    page = tuple(found[(number - 1) * size : number * size])
    children = tuple(Element(key, text=text) for key, text in paging.items())
    return (Element(tag, children=page), Element("Paging", children=children))


OPERATIONS: Mapping[str, Callable[[Office, Asked], Answer]] = {
    "domains.check": check,
    "domains.create": create,
    "domains.renew": renew,
    "domains.reactivate": reactivate,
    "domains.getInfo": get_info,
    "domains.getList": get_list,
    "domains.getContacts": get_contacts,
    "domains.setContacts": set_contacts,
    "domains.getRegistrarLock": get_lock,
    "domains.setRegistrarLock": set_lock,
    "domains.dns.setCustom": set_custom,
    "domains.transfer.create": transfer_create,
    "domains.transfer.getList": transfer_list,
    "users.getPricing": get_pricing,
    "users.getBalances": get_balances,
    "whoisguard.enable": guard_enable,
    "whoisguard.disable": guard_disable,
}
"""Every command by the vendor's word for it; the server ignores its case."""
