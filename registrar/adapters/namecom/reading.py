"""What Name.com tells: names, prices, transfers. Changes nothing."""

from collections.abc import Iterator, Mapping

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName, NotAName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.adapters.namecom import contacts, wire
from registrar.attributes import AskedAttribute
from registrar.contract import Availability, Offer, Quote, TransferState
from registrar.errors import NotFound, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonLine
from registrar.json_reply import JsonReply

PAGE = 250  # the vendor's own 1000 would be megabytes: the list holds every contact
_OF_CONTACTS = frozenset(field.alias for field in wire.Person.model_fields.values())
_PRICES = {
    OrderKind.REGISTER: "purchase_price",
    OrderKind.RENEW: "renewal_price",
    OrderKind.TRANSFER: "transfer_price",
}
_TRANSFERS: Mapping[str, TransferState] = {
    **dict.fromkeys(("canceled", "canceled_pending_refund", "failed", "rejected"), TransferState.REFUSED),
    **dict.fromkeys(("pending", "pending_insert", "pending_new_auth_code"), TransferState.PENDING),
    **dict.fromkeys(("pending_transfer", "submitting_transfer"), TransferState.PENDING),
    "pending_unlock": TransferState.AWAITING_LOSING_REGISTRAR,
    "completed": TransferState.DONE,
}


def raise_if_other(name: DomainName, told: str) -> None:
    """Raise `Unreadable` for a reply about another name."""
    if told.lower().rstrip(".") != name:
        raise Unreadable("the reply is about another name")


def domain(line: JsonLine, name: DomainName) -> wire.Domain:
    """Return the vendor's record of a name of ours; somebody else's is not found, like nobody's."""
    return line.read(Call("GetDomain", f"domains/{name}", name), lambda reply: domain_in(name, reply))


def domain_in(name: DomainName, reply: JsonReply) -> wire.Domain:
    """Return the record of `name` that a reply is. Raises `Unreadable`."""
    told = reply.as_a(wire.Domain)
    raise_if_other(name, told.domain_name)
    if told.expire_date.tzinfo is None or (told.create_date and told.create_date.tzinfo is None):
        raise Unreadable("the reply has a time without a zone")
    return told


def registration(line: JsonLine, name: DomainName) -> Registration:
    """Return what the account holds for a name."""

    def told(reply: JsonReply) -> Registration:
        held = domain_in(name, reply)
        locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.locked else [])
        return Registration(
            name=name,
            registered_at=held.create_date,
            registrar_expires_at=held.expire_date,
            nameservers=hosts(held),
            statuses=None if held.locked is None else locks,
            auto_renew=held.autorenew_enabled,
            contacts={
                role: contacts.seen(person) for role in ContactRole if (person := held.contacts.get(role))
            },
        )

    return line.read(Call("GetDomain", f"domains/{name}", name), told)


def hosts(held: wire.Domain) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    try:
        return None if held.nameservers is None else frozenset(map(HostName, held.nameservers))
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def holdings(line: JsonLine) -> Iterator[DomainName]:
    """Return every name in the account. Nothing is told before every page has been read and they add up."""
    names: list[str] = []
    page, number = _page(line, 1), 1
    while page.next_page is not None:
        total, number = page.total_count, number + 1
        names += [listed.domain_name for listed in page.domains]
        if page.next_page != number or not page.domains or len(names) > total:
            raise _inconsistent("the pages do not follow each other")
        page = _page(line, number)
        if page.total_count != total:
            raise _inconsistent("the list changed while it was read")
    names += [listed.domain_name for listed in page.domains]
    try:
        found = [DomainName(name) for name in names]
    except NotAName:
        raise _inconsistent("the list holds something that is no name") from None
    if len(found) != page.total_count or len(set(found)) != page.total_count:
        raise _inconsistent(f"{len(set(found))} names came, {page.total_count} were told of")
    return iter(found)


def _inconsistent(detail: str) -> ReplyNotUnderstood:
    return ReplyNotUnderstood(detail, registrar="namecom", operation="ListDomains")


def _page(line: JsonLine, number: int) -> wire.Domains:
    call = Call("ListDomains", f"domains?perPage={PAGE}&page={number}")
    return line.read(call, lambda reply: reply.as_a(wire.Domains))


def availability(line: JsonLine, name: DomainName) -> Offer:
    """Return whether a name can be registered; what is for sale in another way is `UNCLEAR`."""
    call = Call("CheckAvailability", "domains:checkAvailability", name, "POST", {"domainNames": [name]})

    def told(reply: JsonReply) -> Offer:
        results = reply.as_a(wire.Results).results
        for result in results:
            raise_if_other(name, result.domain_name)
        return _offer(name, results[0] if len(results) == 1 else None)

    try:
        return line.read(call, told)
    except (Refused, ReplyNotUnderstood) as err:
        return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)


def _offer(name: DomainName, result: wire.Listed | None) -> Offer:
    if result is None:
        return Offer(name=name, availability=Availability.UNCLEAR, reason="nothing is told of the name")
    if not result.purchasable:
        return Offer(name=name, availability=Availability.TAKEN, reason="not for sale")
    if result.purchase_type not in ("", "registration"):
        reason = f"for sale as {result.purchase_type[:40]}, which is not a registration"
        return Offer(name=name, availability=Availability.UNCLEAR, premium=result.premium, reason=reason)
    return Offer(name=name, availability=Availability.FREE, premium=result.premium)


def quote(line: JsonLine, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
    """Return what `kind` costs for `years`. Raises `Refused` for what is not sold."""
    if kind not in _PRICES or (kind is OrderKind.TRANSFER and years != 1):
        raise contacts.unsupported(name, f"no price is told for a {kind} of {years} years")

    def told(reply: JsonReply) -> Quote:
        pricing = reply.as_a(wire.Pricing)
        price = getattr(pricing, _PRICES[kind])
        if price is None:
            raise Refused(f"no {kind} of this name is sold now")
        return Quote(name=name, kind=kind, years=years, price=Money(amount=price), premium=pricing.premium)

    return line.read(Call("GetPricingForDomain", f"domains/{name}:getPricing?years={years}", name), told)


def attributes_asked(line: JsonLine, tld: str) -> list[AskedAttribute]:
    """Return what a TLD asks for beside contacts, in the names that the vendor tells at run time."""
    call = Call("GetRequirement", f"domaininfo/requirements/{tld}")
    fields = line.read(call, lambda reply: reply.as_a(wire.Requirements)).requirements.fields
    return [
        AskedAttribute(
            name=name,
            label=field.label or "",
            required=field.required in (True, "true"),
            choices=dict(
                (choice, choice) if isinstance(choice, str) else (choice.value, choice.label or "")
                for choice in field.options or ()
            ),
        )
        for name, field in fields.items()
        if name not in _OF_CONTACTS
    ]


def transfer_state(line: JsonLine, name: DomainName) -> TransferState:
    """Return how far the newest transfer in has come; a word that nobody documents is unreadable."""

    def told(reply: JsonReply) -> TransferState:
        transfer = reply.as_a(wire.Transfer)
        raise_if_other(name, transfer.domain_name)
        if transfer.status not in _TRANSFERS:
            raise Unreadable("the transfer is in a state that nobody documents")
        return _TRANSFERS[transfer.status]

    try:
        return line.read(Call("GetTransfer", f"transfers/{name}", name), told)
    except NotFound:
        return TransferState.NONE
