"""Every command that is served, by the vendor's word for it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.enom.spelling import (
    DONE,
    asked_name,
    at,
    hosts_in,
    number_of,
    result,
    row,
    signer,
    texts,
    whose,
)
from sandbox.vendors.namecheap.spelling import (
    PREFIXES,
    Asked,
    Element,
    Refusal,
    contact,
    contacts,
    domain_name,
    person,
    told,
    whole,
)
from sandbox.vendors.office import Office

Answer = tuple[Element, ...]
_LOCK = (Status.CLIENT_TRANSFER_PROHIBITED,)
_PRODUCTS = {
    "10": OrderKind.REGISTER,
    "16": OrderKind.RENEW,
    "17": OrderKind.RESTORE,
    "19": OrderKind.TRANSFER,
}
_STATES = {
    "pending": ("14", "Domain transfer initiated and awaiting approval"),
    "done": ("5", "Transferred successfully"),
    "refused": ("25", "Canceled - Transfer rejected by losing registrar"),
}


def check(office: Office, asked: Asked) -> Answer:
    """Whether a name is free, and the prices where it has its own; the second version."""
    name = asked_name(asked)
    if told(asked, "Version") != "2":
        raise Refusal(304000, "Only the second version is served here")
    code, words = (
        ("210", "Domain available") if office.registry.is_free(name) else ("211", "Domain not available")
    )
    if not office.prices.sells(name):
        code, words = "723", "TLD not supported"
    premium = office.prices.is_premium(name)
    own = f"{office.prices.of(name).amount:.2f}" if premium and office.prices.sells(name) else ""
    prices = dict.fromkeys(("Registration", "Renewal", "Transfer", "ExpectedCustomerSuppliedPrice"), own)
    said = {"Name": name, "RRPCode": code, "RRPText": words, "IsPremium": str(premium)}
    said |= {"IsPlatinum": "False", "IsEAP": "False"}
    listed = Element("Prices", children=texts({"Currency": "", **prices, "Restore": "250.00"}))
    domain = Element("Domain", children=(*texts(said), listed))
    return (Element("Domains", children=(domain,)),)


def purchase(office: Office, asked: Asked) -> Answer:
    """Register a name, with four contacts; a premium one only where its price is told."""
    name = asked_name(asked)
    if not office.prices.sells(name):
        raise Refusal(304152, "The TLD is not supported")
    years, people = whole(asked, "NumYears", least=1, most=10), contacts(asked)
    hosts = hosts_in(asked)
    if not hosts and asked.get("usedns") != "default":
        raise Refusal(301158, "No name servers are named")
    attributes: dict[str, str] = {}
    if name.tld == "ca":
        attributes = {"ca.legal_type": told(asked, "cira_legal_type", number=301000)}
        attributes |= {"ca.language": asked["cira_language"]} if asked.get("cira_language") else {}
    if not office.registry.is_free(name):
        raise Refusal(315153, "The domain is not available")
    price = _paid(office, asked, name, OrderKind.REGISTER, years)
    refused = rules_for(name).refused_roles
    office.registry.create(
        name, by=office.slug, years=years, nameservers=hosts, attributes=attributes,
        contacts={role: who for role, who in people.items() if role not in refused},
    )  # fmt: skip
    said = _ordered(office, name, OrderKind.REGISTER, years, price)
    return texts(said | {"TotalCharged": f"{price.amount:.2f}", "OrderStatus": "Order Completed", **DONE})


def extend(office: Office, asked: Asked) -> Answer:
    """Renew from whatever date there is: there is no guard but one order in 24 hours."""
    record = _ours(office, asked)
    years = whole(asked, "NumYears", least=1, most=10)
    since = office.clock.now() - timedelta(days=1)
    if asked.get("overrideorder") != "1" and any(
        (one.name, one.kind) == (record.name, OrderKind.RENEW) and one.ordered_at > since and one.cost.amount
        for one in office.orders.values()
    ):
        raise Refusal(302186, "The domain was renewed within the last 24 hours")
    price = _paid(office, asked, record.name, OrderKind.RENEW, years)
    until = day_of(record.registrar_expires_at)
    now = office.registry.renew_as_registrar(record.name, by=office.slug, years=years, current_expiry=until)
    said = _ordered(office, record.name, OrderKind.RENEW, years, price)
    date = Element("RegistryExpDate", text=f"{now.registrar_expires_at:%Y-%m-%d %H:%M:%S}.000")
    extended = {"Extension": "successful", "DomainName": record.name, **said, **DONE}
    return (*texts(extended), Element("DomainInfo", children=(date,)))


def extend_rgp(office: Office, asked: Asked) -> Answer:
    """Bring a deleted name back, and renew it."""
    name = asked_name(asked)
    if office.deleted(name) is None:
        raise Refusal(312153, "The domain is not in redemption")
    price = _paid(office, asked, name, OrderKind.RESTORE, 1)
    office.registry.restore(name, by=office.slug)
    said = _ordered(office, name, OrderKind.RESTORE, 1, price)
    return texts({"DomainRRP": "E", "Extension": "successful", "DomainName": name, **said})


def get_expired(office: Office, _asked: Asked) -> Answer:
    """Every deleted name of the account."""
    names = office.registry.names(sponsor=office.slug)
    gone = [record for record in map(office.deleted, names) if record is not None]
    rows = tuple(
        row(
            "DomainDetail",
            {
                "DomainName": record.name,
                "DomainNameID": number_of(record.name),
                "status": "RGP",
                "expiration-date": at(record.registrar_expires_at),
                "lockstatus": "Locked",
            },
        )
        for record in gone
    )
    return (*rows, Element("domaincount", text=str(len(rows))))


def get_info(office: Office, asked: Asked) -> Answer:
    """What is held of a name."""
    name = asked_name(asked)
    record = office.deleted(name) or _ours(office, asked)
    status = {
        "expiration": at(record.registrar_expires_at),
        "registrationstatus": "RGP" if record.deleted_at else "Registered",
        "purchase-status": "Paid",
        "belongs-to": "sandbox",
    }
    hosts = tuple(Element("dns", text=host) for host in record.nameservers)
    servers = (Element("service", text="1012"), Element("configuration", {"type": "dns"}, children=hosts))
    option = "1120" if name in office.private else "1123"
    services = (
        Element("entry", {"name": "dnsserver"}, children=servers),
        Element("entry", {"name": "wpps"}, children=(Element("service", text=option),)),
    )
    parts = (Element("status", children=texts(status)), Element("services", children=services))
    return (Element("GetDomainInfo", children=(whose(name), *parts)),)


def get_domains(office: Office, asked: Asked) -> Answer:
    """A page of the account's names."""
    held, start = office.all_held(), int(asked.get("start", "1"))
    size = min(int(asked.get("display", "25")), 100, office.largest_page)
    end = min(start - 1 + size, len(held))
    total = str(len(held) + office.miscounts)
    rows = tuple(
        row(
            "domain",
            {
                "DomainNameID": number_of(record.name),
                "sld": record.name.partition(".")[0],
                "tld": record.name.partition(".")[2],
                "expiration-date": f"{record.registrar_expires_at:%m/%d/%Y}",
                "auto-renew": "Yes" if record.auto_renew else "No",
            },
        )
        for record in held[start - 1 : end]
    )
    listed = Element("domain-list", {"type": "Registered"}, children=rows)
    said = {
        "EndPosition": str(end),
        "NextRecords": str(end + 1 if end < len(held) else 0),
        "StartPosition": str(start),
        "DomainCount": total,
        "TotalDomainCount": total,
    }
    return (Element("GetDomains", children=(listed, *texts(said))),)


def get_contacts(office: Office, asked: Asked) -> Answer:
    """The four contacts; where the registry has no billing contact, the admin's stand in its place."""
    record = _ours(office, asked)
    people = {ContactRole.BILLING: record.contacts[ContactRole.ADMIN], **record.contacts}
    found = tuple(person(PREFIXES[role], people[role]) for role in PREFIXES)
    return (Element("GetContacts", children=(whose(record.name), *found)),)


def set_contacts(office: Office, asked: Asked) -> Answer:
    """Replace one contact where its type is named, and all four otherwise."""
    name, kind = _ours(office, asked).name, asked.get("contacttype", "").lower()
    one = [role for role, prefix in PREFIXES.items() if prefix.lower() == kind]
    people = {role: contact(asked, role) for role in one} or contacts(asked)
    refused = rules_for(name).refused_roles
    held = {role: who for role, who in people.items() if role not in refused}
    office.registry.update(name, by=office.slug, contacts=held)
    return ()


def get_lock(office: Office, asked: Asked) -> Answer:
    """Whether a name is locked."""
    is_locked = Status.CLIENT_TRANSFER_PROHIBITED in _ours(office, asked).statuses
    return texts({"reg-lock": str(int(is_locked)), "registrar": "E", **DONE})


def set_lock(office: Office, asked: Asked) -> Answer:
    """Lock a name, or lift the lock."""
    name, locked = _ours(office, asked).name, told(asked, "UnlockRegistrar") == "0"
    add, remove = (_LOCK, ()) if locked else ((), _LOCK)
    office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove)
    said = {
        "reg-lock": "REGISTRAR-LOCK" if locked else "ACTIVE",
        "RRPCodeSR": "200",
        "RRPText": DONE["RRPText"],
    }
    return texts(said)


def get_renew(office: Office, asked: Asked) -> Answer:
    """Whether a name renews by itself."""
    return texts({"auto-renew": str(int(_ours(office, asked).auto_renew)), "AutoPakRenew": "0"})


def set_renew(office: Office, asked: Asked) -> Answer:
    """Let a name renew by itself, or not."""
    record, on = _ours(office, asked), told(asked, "RenewFlag") == "1"
    office.registry.set_auto_renew(record.name, by=office.slug, on=on)
    return texts({"RenewName": str(on), "Success": "True"})


def modify_ns(office: Office, asked: Asked) -> Answer:
    """Replace the delegation."""
    name = _ours(office, asked).name
    told(asked, "NS1", number=301158)
    office.registry.update(name, by=office.slug, nameservers=hosts_in(asked))
    return texts(DONE)


def get_signers(office: Office, asked: Asked) -> Answer:
    """The signers that the registry has."""
    rows = office.signers.get(_ours(office, asked).name, ())
    words = ("KeyTag", "Algorithm", "DigestType", "Digest")
    found = tuple(
        Element("KeyData", children=texts(dict(zip(words, row.split(), strict=True)))) for row in rows
    )
    count = Element("DnsSecDataCount", text=str(len(rows)))
    return (Element("DnsSecData", children=(*found, result())), count)


def add_signer(office: Office, asked: Asked) -> Answer:
    """Add a signer."""
    name = _ours(office, asked).name
    office.set_signers(name, (*office.signers.get(name, ()), signer(asked)))
    return (Element("DnsSecData", children=(result(),)),)


def delete_signer(office: Office, asked: Asked) -> Answer:
    """Take a signer away, all of which has to be named."""
    name = _ours(office, asked).name
    rows = office.signers.get(name, ())
    if signer(asked) not in rows:
        raise Refusal(316000, "There is no such signer")
    office.set_signers(name, [row for row in rows if row != signer(asked)])
    return (Element("DnsSecData", children=(result(),)),)


def get_wpps(office: Office, asked: Asked) -> Answer:
    """Whether ID Protect is bought, as it is for every name here, and on."""
    name = _ours(office, asked).name
    said = {"WPPSAllowed": "1", "WPPSExists": "1", "WPPSEnabled": str(int(name in office.private))}
    return (Element("GetWPPSInfo", children=(whose(name), *texts(said))),)


def service_select(office: Office, asked: Asked) -> Answer:
    """Switch ID Protect."""
    name, option = _ours(office, asked).name, told(asked, "NewOptionID")
    if told(asked, "Service").lower() != "wpps" or option not in ("1120", "1123"):
        raise Refusal(304000, "There is no such service")
    (office.private.add if option == "1120" else office.private.discard)(name)
    current = Element("current-svc", text=option)
    return (Element("ServiceSelect", children=(whose(name), current)),)


def transfer_create(office: Office, asked: Asked) -> Answer:
    """Ask the registry for a name; paid at once, given back when it comes to nothing."""
    whole(asked, "DomainCount", least=1, most=1)
    halves = {key: told(asked, f"{key}1") for key in ("sld", "tld")}
    name = domain_name(".".join(halves.values()))
    if not office.prices.sells(name):
        raise Refusal(304152, "The TLD is not supported")
    price = _paid(office, asked, name, OrderKind.TRANSFER, 1)
    order = office.ask_transfer(name, auth_info=told(asked, "AuthInfo1"), price=price).order
    amount = f"{price.amount:.2f}"
    detail = {
        **halves,
        "statusid": "13",
        "statusdesc": "Domain awaiting transfer initiation",
        "price": amount,
    }
    said = {"transferorderid": str(order), "statusid": "4", "statusdesc": "Processing", "authamount": amount}
    inside = (*texts(said), Element("transferorderdetail", children=texts(detail)))
    return (Element("transferorder", children=inside), Element("success", text="True"))


def transfer_details(office: Office, asked: Asked) -> Answer:
    """Every transfer of a name."""
    found = office.transfers.get(asked_name(asked))
    if found is None:
        return texts({"ordercount": "0"})
    state, words = _STATES[found.state]
    row = texts({"orderid": str(found.order), "statusid": state, "statusdesc": words})
    return (Element("TransferOrder", children=row), Element("ordercount", text="1"))


def get_price(office: Office, asked: Asked) -> Answer:
    """What a year of a product costs; a redemption is charged beside a year's renewal."""
    kind, suffix = _PRODUCTS.get(told(asked, "ProductType")), told(asked, "TLD")
    if kind is None or suffix not in office.prices.by_tld:
        raise Refusal(304182, "There is no such product")
    name = DomainName(f"any.{suffix}")
    price = office.prices.of(name, kind=kind).amount
    if kind is OrderKind.RESTORE:
        price -= office.prices.of(name, kind=OrderKind.RENEW).amount
    return (Element("productprice", children=texts({"price": f"{price:.2f}", "productenabled": "True"})),)


def get_balance(office: Office, _asked: Asked) -> Answer:
    """What the account can spend, its thousands grouped."""
    money = f"{office.balance.amount:,.2f}"
    return texts({"Reseller": "1", "Balance": money, "AvailableBalance": money})


def _ours(office: Office, asked: Asked) -> DomainRecord:
    record = office.held(asked_name(asked))
    if record is None:
        raise Refusal(316153, "Domain name not found")
    return record


def _paid(office: Office, asked: Asked, name: DomainName, kind: OrderKind, years: int) -> Money:
    """The price, which must be confirmed for premium names. Raises `Refusal`."""
    price = office.prices.of(name, kind=kind, years=years)
    if office.prices.is_premium(name) and asked.get("customersuppliedprice") != f"{price.amount:.2f}":
        raise Refusal(301174, "CustomerSuppliedPrice is required")
    if not office.can_pay(price):
        raise Refusal(524181, "Insufficient reseller balance")
    return price


def _ordered(office: Office, name: DomainName, kind: OrderKind, years: int, price: Money) -> dict[str, str]:
    return {"OrderID": str(office.order(name, kind, years=years, price=price).number)}


OPERATIONS: Mapping[str, Callable[[Office, Asked], Answer]] = {
    "Check": check,
    "Purchase": purchase,
    "Extend": extend,
    "Extend_RGP": extend_rgp,
    "GetExpiredDomains": get_expired,
    "GetDomainInfo": get_info,
    "GetDomains": get_domains,
    "GetContacts": get_contacts,
    "Contacts": set_contacts,
    "GetRegLock": get_lock,
    "SetRegLock": set_lock,
    "GetRenew": get_renew,
    "SetRenew": set_renew,
    "ModifyNS": modify_ns,
    "GetDnsSec": get_signers,
    "AddDnsSec": add_signer,
    "DeleteDnsSec": delete_signer,
    "GetWPPSInfo": get_wpps,
    "ServiceSelect": service_select,
    "TP_CreateOrder": transfer_create,
    "TP_GetDetailsByDomain": transfer_details,
    "PE_GetProductPrice": get_price,
    "GetBalance": get_balance,
}
"""Every command by the vendor's word for it; the server ignores its case."""
