"""What each operation does: looking, buying, changing, moving."""

import json
from collections.abc import Callable, Mapping

from pydantic import ValidationError

from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.office import Office
from sandbox.vendors.route53.asked import Items, Refusal, items, name_in, rows, switch, text, whole
from sandbox.vendors.route53.running import bought, carried_out, operations, told
from sandbox.vendors.route53.spelling import attributes, contacts, detail, seconds

Told = dict[str, object]
SLOW = "slow-"
_OWN_HOSTS = tuple(f"ns-{number}.zones.example.net" for number in range(1, 5))
_LOCK = (Status.CLIENT_TRANSFER_PROHIBITED,)
_PRICES = {"Registration": OrderKind.REGISTER, "Renewal": OrderKind.RENEW, "Transfer": OrderKind.TRANSFER,
           "Restoration": OrderKind.RESTORE}  # fmt: skip


def check_availability(office: Office, body: Items) -> Told:
    """Whether a name can be registered, and for how much."""
    name = _sold(office, body)
    if office.registry.is_reserved(name):
        return {"Availability": "RESERVED"}
    if not office.registry.is_free(name):
        return {"Availability": "UNAVAILABLE"}
    return {"Availability": "AVAILABLE", "Price": _price(office, name, OrderKind.REGISTER)}


def check_transferability(office: Office, body: Items) -> Told:
    """Whether a name can be brought in; a wrong code is said to be so."""
    name = _sold(office, body)
    record = office.registry.look_up(name)
    word, why = "TRANSFERABLE", ""
    if record is None:
        word, why = "UNTRANSFERABLE", "The domain is not registered."
    elif record.sponsor.slug == office.slug:
        word = "DOMAIN_IN_OWN_ACCOUNT"
    elif office.prices.is_premium(name):
        word, why = "PREMIUM_DOMAIN", "Premium domain transfer is not supported."
    elif set(_LOCK) & set(record.statuses):
        word, why = "UNTRANSFERABLE", "The domain is locked."
    elif body.get("AuthCode") not in (None, record.auth_info):
        word, why = "UNTRANSFERABLE", "The authorization code is not valid."
    return {"Transferability": {"Transferable": word}, "Message": why}


def get_prices(office: Office, body: Items) -> Told:
    """The prices of one name, its premium too."""
    name = _sold(office, body)
    prices = {f"{word}Price": _price(office, name, kind) for word, kind in _PRICES.items()}
    return {"DomainPrice": {"Name": name, **prices}}


def list_prices(office: Office, body: Items) -> Told:
    """The standard prices of TLDs."""
    tlds = [text(body, "Tld")] if "Tld" in body else sorted(office.prices.by_tld)
    if any(tld not in office.prices.by_tld for tld in tlds):
        raise Refusal("UnsupportedTLD", "Amazon Route 53 does not support this top-level domain")
    prices = [
        {"Name": tld}
        | {f"{word}Price": _price(office, DomainName(f"a.{tld}"), k) for word, k in _PRICES.items()}
        for tld in tlds
    ]
    return {"Prices": prices}


def list_domains(office: Office, body: Items) -> Told:
    """A page of the account's names."""
    listed = [
        {
            "DomainName": record.name,
            "AutoRenew": record.auto_renew,
            "TransferLock": Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
            "Expiry": seconds(record.registrar_expires_at),
        }
        for record in office.all_held()
    ]
    return _paged(office, body, listed, "Domains")


def list_operations(office: Office, body: Items) -> Told:
    """A page of the account's operations."""
    types, states = rows(body, "Type"), rows(body, "Status")
    found = [
        told(operation)
        for operation in operations(office)
        if (not types or operation.type in types) and (not states or operation.status in states)
    ]
    return _paged(office, body, found[:: -1 if body.get("SortOrder") == "DESC" else 1], "Operations")


def get_operation(office: Office, body: Items) -> Told:
    """One operation."""
    for operation in operations(office):
        if operation.id == text(body, "OperationId"):
            return told(operation)
    raise Refusal("InvalidInput", "no such operation")


def get_detail(office: Office, body: Items) -> Told:
    """One name of the account."""
    return detail(office, _held(office, body))


def retrieve_auth_code(office: Office, body: Items) -> Told:
    """The secret that lets a name leave."""
    return {"AuthCode": _held(office, body).auth_info}


def register(office: Office, body: Items) -> Told:
    """Register a name: its nameservers are the vendor's own, and hidden and renewed it is by default."""
    name, people = _sold(office, body), contacts(body)
    if not office.registry.is_free(name):
        raise Refusal("InvalidInput", "the domain is not available")
    attributes(body)

    def act(price: Money) -> int:
        is_slow = name.startswith(SLOW)
        if not is_slow:
            create(office, name, body)
        years = whole(body, "DurationInYears")
        return office.order(name, OrderKind.REGISTER, price=price, years=years, pending=is_slow).number

    if len(people) < len({"RegistrantContact", "AdminContact", "TechContact"}):
        raise Refusal("InvalidInput", "three contacts are required")
    return bought(office, name, OrderKind.REGISTER, "REGISTER_DOMAIN", act, body)


def create(office: Office, name: DomainName, body: Items) -> None:
    """Let the registry create a name as it was asked for. Raises `RegistryRefuses`."""
    office.registry.create(
        name,
        by=office.slug,
        years=whole(body, "DurationInYears"),
        contacts=contacts(body),
        nameservers=_OWN_HOSTS,
        attributes=attributes(body),
        auto_renew=switch(body, "AutoRenew", default=True),
    )
    if switch(body, "PrivacyProtectRegistrantContact", default=True):
        office.private.add(name)


def renew(office: Office, body: Items) -> Told:
    """Renew from the year that the name expires in, and from no other."""
    record, years = _held(office, body), whole(body, "DurationInYears", 1)
    until = day_of(record.registrar_expires_at)
    if whole(body, "CurrentExpiryYear") != until.year:
        raise Refusal("InvalidInput", "CurrentExpiryYear does not match the current expiration date")

    def act(price: Money) -> int:
        office.registry.renew_as_registrar(record.name, by=office.slug, years=years, current_expiry=until)
        return office.order(record.name, OrderKind.RENEW, price=price, years=years).number

    return bought(office, record.name, OrderKind.RENEW, "RENEW_DOMAIN", act, body)


def restore(office: Office, body: Items) -> Told:
    """Bring a deleted name of the account back."""
    name = name_in(body)
    if office.deleted(name) is None:
        raise Refusal("InvalidInput", f"Domain {name} can't be restored.")

    def act(price: Money) -> int:
        office.registry.restore(name, by=office.slug)
        return office.order(name, OrderKind.RESTORE, price=price).number

    return bought(office, name, OrderKind.RESTORE, "RESTORE_DOMAIN", act, body)


def transfer(office: Office, body: Items) -> Told:
    """Ask the registry for a name; paid at once, given back when it comes to nothing."""
    name = _sold(office, body)
    contacts(body)
    secret = text(body, "AuthCode")
    return bought(
        office, name, OrderKind.TRANSFER, "TRANSFER_IN_DOMAIN",
        lambda price: office.ask_transfer(name, auth_info=secret, price=price).order, body,
    )  # fmt: skip


def update_contact(office: Office, body: Items) -> Told:
    """Replace the contacts that are given."""
    name, people = _held(office, body).name, contacts(body)
    if not people:
        raise Refusal("InvalidInput", "at least one contact is required")
    more = attributes(body)
    return carried_out(
        office, name, "UPDATE_DOMAIN_CONTACT",
        lambda: office.registry.update(name, by=office.slug, contacts=people, attributes=more),
    )  # fmt: skip


def update_privacy(office: Office, body: Items) -> Told:
    """Hide or show the contacts; the four settings must be the same."""
    name = _held(office, body).name
    said = {value for key, value in body.items() if key.endswith("Privacy")}
    if len(said) != 1:
        raise Refusal("InvalidInput", "the same setting is required for all contacts")
    change = office.private.add if True in said else office.private.discard
    return carried_out(office, name, "CHANGE_PRIVACY_PROTECTION", lambda: change(name))


def update_nameservers(office: Office, body: Items) -> Told:
    """Replace the delegation."""
    name = _held(office, body).name
    hosts = [text(items(row, "Nameservers"), "Name") for row in rows(body, "Nameservers")]
    return carried_out(
        office, name, "UPDATE_NAMESERVER",
        lambda: office.registry.update(name, by=office.slug, nameservers=hosts),
    )  # fmt: skip


def _lock(*, on: bool) -> Callable[[Office, Items], Told]:
    def act(office: Office, body: Items) -> Told:
        name = _held(office, body).name
        add, remove = (_LOCK, ()) if on else ((), _LOCK)
        return carried_out(
            office, name, "DOMAIN_LOCK",
            lambda: office.registry.update(name, by=office.slug, add_statuses=add, remove_statuses=remove),
        )  # fmt: skip

    return act


def _auto_renew(*, on: bool) -> Callable[[Office, Items], Told]:
    def act(office: Office, body: Items) -> Told:
        office.registry.set_auto_renew(_held(office, body).name, by=office.slug, on=on)
        return {}

    return act


def associate(office: Office, body: Items) -> Told:
    """Add a signer, computed from its key."""
    name, given = _held(office, body).name, items(body.get("SigningAttributes"), "SigningAttributes")
    try:
        key = SigningKey(
            flags=whole(given, "Flags"), algorithm=whole(given, "Algorithm"),
            public_key=text(given, "PublicKey"),
        )  # fmt: skip
    except ValidationError:
        raise Refusal("InvalidInput", "the key is not valid") from None
    signer = key.signer(name)
    row = {
        "Algorithm": signer.algorithm, "Flags": key.flags, "PublicKey": key.public_key,
        "DigestType": signer.digest_type, "Digest": signer.digest.upper(), "KeyTag": signer.key_tag,
        "Id": f"ds-{signer.key_tag}-{signer.algorithm}",
    }  # fmt: skip
    rows_now = (*office.signers.get(name, ()), json.dumps(row))
    return carried_out(office, name, "ADD_DNSSEC", lambda: office.set_signers(name, rows_now))


def disassociate(office: Office, body: Items) -> Told:
    """Take a signer away by its id."""
    name, number = _held(office, body).name, text(body, "Id")
    held = office.signers.get(name, ())
    left = [row for row in held if json.loads(row)["Id"] != number]
    if len(left) == len(held):
        raise Refusal("InvalidInput", "no such delegation signer")
    return carried_out(office, name, "REMOVE_DNSSEC", lambda: office.set_signers(name, left))


def _price(office: Office, name: DomainName, kind: OrderKind) -> Told:
    price = office.prices.of(name, kind=kind)
    is_own = office.prices.is_premium(name) and kind is not OrderKind.RESTORE
    return {
        "Price": float(price.amount), "Currency": price.currency,
        "PriceType": "REGISTRY_PREMIUM" if is_own else "STANDARD",
    }  # fmt: skip


def _sold(office: Office, body: Items) -> DomainName:
    name = name_in(body)
    if not office.prices.sells(name):
        raise Refusal("UnsupportedTLD", "Amazon Route 53 does not support this top-level domain (TLD).")
    return name


def _held(office: Office, body: Items) -> DomainRecord:
    record = office.held(name_in(body))
    if record is None:
        raise Refusal("InvalidInput", f"Domain {name_in(body)} not found in the account.")
    return record


def _paged(office: Office, body: Items, found: list[Told], under: str) -> Told:
    """A page, and where there are more, where they begin; one that miscounts always promises more."""
    size = min(whole(body, "MaxItems", 20), office.largest_page)
    start = int(text(body, "Marker")) if "Marker" in body else 0
    is_more = start + size < len(found) or office.miscounts > 0
    more: Told = {"NextPageMarker": str(start + size)} if is_more else {}
    return {under: found[start : start + size], **more}


OPERATIONS: Mapping[str, Callable[[Office, Items], Told]] = {
    "AssociateDelegationSignerToDomain": associate,
    "CheckDomainAvailability": check_availability,
    "CheckDomainTransferability": check_transferability,
    "DisableDomainAutoRenew": _auto_renew(on=False),
    "DisableDomainTransferLock": _lock(on=False),
    "DisassociateDelegationSignerFromDomain": disassociate,
    "EnableDomainAutoRenew": _auto_renew(on=True),
    "EnableDomainTransferLock": _lock(on=True),
    "GetDomainDetail": get_detail,
    "GetDomainPrices": get_prices,
    "GetOperationDetail": get_operation,
    "ListDomains": list_domains,
    "ListOperations": list_operations,
    "ListPrices": list_prices,
    "RegisterDomain": register,
    "RenewDomain": renew,
    "RestoreDomain": restore,
    "RetrieveDomainAuthCode": retrieve_auth_code,
    "TransferDomain": transfer,
    "UpdateDomainContact": update_contact,
    "UpdateDomainContactPrivacy": update_privacy,
    "UpdateDomainNameservers": update_nameservers,
}
"""Every operation by the vendor's word for it."""
