"""What costs money at Name.com: each paid request leaves once, guarded by what was read right before it."""

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.tld import rules_for
from portfolio.values import day_of
from registrar.adapters.namecom import contacts, reading
from registrar.adapters.namecom.auth import idempotency_key
from registrar.adapters.namecom.contacts import unsupported
from registrar.adapters.namecom.wire import Bought
from registrar.attributes import fitted
from registrar.contract import Availability, Receipt, RegistrationRequest, RenewalRequest, TransferRequest
from registrar.errors import ExpiryMismatch, NameTaken, NotFound, Refused, StatusProhibits
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonLine
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer


def register(line: JsonLine, request: RegistrationRequest) -> Receipt:
    """Register a name, once: the key is the same for every try of an order."""
    name = request.name
    people = contacts.written(name, request.contacts)
    refused = rules_for(name).refused_roles
    missing = [role for role in ContactRole if role not in request.contacts and role not in refused]
    if missing or "xn--" in name:
        what = (
            "the language of an internationalized name" if not missing else f"a missing {missing[0]} contact"
        )
        raise unsupported(name, f"{what} would be filled in by the vendor")
    extra = fitted("namecom", name, reading.attributes_asked(line, name.tld), request.attributes)
    match reading.availability(line, name):
        case offer if offer.availability is Availability.TAKEN:
            raise _taken(line, name)
        case offer if offer.availability is Availability.UNCLEAR:
            raise Refused(f"{offer.reason}; nothing was ordered", registrar="namecom", name=name)
        case _:
            price = _affordable(line, name, OrderKind.REGISTER, request.years, request.price_limit)
    domain = {"domainName": name, "contacts": people, "privacyEnabled": False}
    domain |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
    body = {"domain": domain, "years": request.years, "purchasePrice": price, "tldRequirements": extra}
    private = contacts.values_in(people)
    call = Call("CreateDomain", "domains", name, "POST", body, idempotency_key(request.reference), private)
    return line.change(call, lambda reply: _receipt(name, reply))


def _taken(line: JsonLine, name: DomainName) -> NameTaken:
    """The refusal of a name that is not for sale. No order says whether it was ours."""
    try:
        reading.domain(line, name)
        detail = "it is in this account already, by an earlier try or by hand"
    except NotFound:
        detail = "it is not for sale"
    return NameTaken(detail, registrar="namecom", operation="CheckAvailability", name=name)


def renew(line: JsonLine, request: RenewalRequest) -> Receipt:
    """Extend the registration, once, if it ends on the date given and costs no more than the limit."""
    name, until = request.name, day_of(reading.domain(line, request.name).expire_date)
    if until != request.current_expiry:
        detail = f"the registrar's date is {until}, not {request.current_expiry}"
        raise ExpiryMismatch(detail, registrar="namecom", name=name)
    price = _affordable(line, name, OrderKind.RENEW, request.years, request.price_limit)
    body = {"years": request.years, "purchasePrice": price}
    call = Call("RenewDomain", f"domains/{name}:renew", name, "POST", body)

    def told(reply: JsonReply) -> Receipt:
        renewed = reply.as_a(Bought).domain
        if renewed is not None and day_of(renewed.expire_date) <= request.current_expiry:
            raise Unreadable("the reply says yes, and a date that has not moved")
        return _receipt(name, reply)

    return line.change(call, told)


def transfer_in(line: JsonLine, request: TransferRequest) -> Receipt:
    """Ask for a transfer, once; one year is paid. The contacts are not part of the vendor's request."""
    name = request.name
    if request.attributes:
        raise unsupported(name, "a transfer has no place for attributes")
    if reading.transfer_state(line, name).is_under_way:
        raise StatusProhibits("a transfer is under way already", registrar="namecom", name=name)
    price = _affordable(line, name, OrderKind.TRANSFER, 1, request.price_limit)
    secret = request.auth_info.get_secret_value()
    body = {"domainName": name, "authCode": secret, "purchasePrice": price, "privacyEnabled": False}
    call = Call("CreateTransfer", "transfers", name, "POST", body, private=(secret,))
    receipt = line.change(call, lambda reply: _receipt(name, reply))
    return receipt.model_copy(update={"pending": True})


def _affordable(line: JsonLine, name: DomainName, kind: OrderKind, years: int, limit: Money) -> float:
    """The price now, as the vendor wants it confirmed. Raises `PriceRefused` above `limit`."""
    quote = reading.quote(line, name, kind=kind, years=years)
    raise_if_dearer(quote, limit, registrar="namecom")
    return float(quote.price.amount)


def _receipt(name: DomainName, reply: JsonReply) -> Receipt:
    bought = reply.as_a(Bought)
    about = bought.domain or bought.transfer
    if about is None:
        raise Unreadable("the reply does not say what was bought")
    reading.raise_if_other(name, about.domain_name)
    cost = None if bought.total_paid is None else Money(amount=bought.total_paid)
    return Receipt(reference=str(bought.order), cost=cost)
