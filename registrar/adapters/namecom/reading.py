"""What Name.com tells: names, prices, transfers, signers. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TypeVar

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.adapters.namecom import wire
from registrar.adapters.namecom.auth import headers
from registrar.adapters.namecom.codes import MANNER
from registrar.adapters.namecom.contacts import WORDS
from registrar.attributes import AskedAttribute
from registrar.contract import Availability, Offer, Quote, TransferState
from registrar.errors import NotFound, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.inline_contacts import unsupported
from registrar.json_line import Call, JsonCodec, json_line
from registrar.json_reply import JsonReply
from registrar.paging import Page, whole
from registrar.told import hosts_told, raise_if_other, raise_if_without_zone

Told = TypeVar("Told")
PAGE = 250  # the vendor's own 1000 would be megabytes: the list holds every contact
_OF_CONTACTS = frozenset({*WORDS.street, *(word for word in vars(WORDS).values() if isinstance(word, str))})
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


def record_in(name: DomainName, reply: JsonReply) -> wire.Domain:
    """Return the record of `name` that a reply is. Raises `Unreadable`."""
    told = reply.as_a(wire.Domain)
    raise_if_other(name, told.domain_name)
    raise_if_without_zone(told.expire_date, told.create_date)
    return told


class Reading:
    """The looks of one account."""

    slug = "namecom"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        sign = partial(headers, username=username, token=secret, endpoint=endpoint)
        codec = JsonCodec(endpoint=endpoint, manner=MANNER, headers=sign)
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def info(self, name: DomainName) -> Registration:
        def told(reply: JsonReply) -> Registration:
            held = record_in(name, reply)
            locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.locked else [])
            people = {role: person for role in ContactRole if (person := held.contacts.get(role)) is not None}
            return Registration(
                name=name,
                registered_at=held.create_date,
                registrar_expires_at=held.expire_date,
                nameservers=hosts_told(held.nameservers),
                statuses=None if held.locked is None else locks,
                auto_renew=held.autorenew_enabled,
                privacy=held.privacy_enabled,
                contacts={role: WORDS.seen(person) for role, person in people.items()},
            )

        return self._look("GetDomain", name, told)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self.info(name).contacts

    def holdings(self) -> Iterator[DomainName]:
        return whole(self._pages(), registrar=self.slug, operation="ListDomains")

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offered(name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind not in _PRICES or (kind is OrderKind.TRANSFER and years != 1):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")

        def told(reply: JsonReply) -> Quote:
            pricing = reply.as_a(wire.Pricing)
            price = getattr(pricing, _PRICES[kind])
            if price is None:
                raise Refused(f"no {kind} of this name is sold now")
            money = Money(amount=price)
            return Quote(name=name, kind=kind, years=years, price=money, premium=pricing.premium)

        return self._look("GetPricingForDomain", name, told, f":getPricing?years={years}")

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(reply: JsonReply) -> TransferState:
            transfer = reply.as_a(wire.Transfer)
            raise_if_other(name, transfer.domain_name)
            if transfer.status not in _TRANSFERS:
                raise Unreadable("the transfer is in a state that nobody documents")
            return _TRANSFERS[transfer.status]

        try:
            return self._line.read(Call("GetTransfer", f"transfers/{name}", name), told)
        except NotFound:
            return TransferState.NONE

    def auth_info(self, name: DomainName) -> SecretStr:
        def told(reply: JsonReply) -> SecretStr:
            return SecretStr(reply.as_a(wire.AuthCode).auth_code)

        return self._look("GetAuthCodeForDomain", name, told, ":getAuthCode")

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: JsonReply) -> frozenset[DelegationSigner]:
            rows = reply.as_a(wire.Signers).dnssec
            for row in rows:
                raise_if_other(name, row.domain_name)
            return frozenset(row.signer for row in rows)

        return self._look("ListDNSSECs", name, told, "/dnssec")

    def balance(self) -> Money:
        def told(reply: JsonReply) -> Money:
            return Money(amount=max(reply.as_a(wire.Balance).balance, Decimal(0)))

        return self._line.read(Call("CheckAccountBalance", "accountinfo/balance"), told)

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        call = Call("GetRequirement", f"domaininfo/requirements/{tld}")
        fields = self._line.read(call, lambda reply: reply.as_a(wire.Requirements)).requirements.fields
        return [field.asked(name) for name, field in fields.items() if name not in _OF_CONTACTS]

    def _look(
        self, operation: str, name: DomainName, told: Callable[[JsonReply], Told], more: str = ""
    ) -> Told:
        return self._line.read(Call(operation, f"domains/{name}{more}", name), told)

    def _record(self, name: DomainName) -> wire.Domain:
        return self._look("GetDomain", name, partial(record_in, name))

    def _pages(self) -> Iterator[Page]:
        number = 1
        while True:
            call = Call("ListDomains", f"domains?perPage={PAGE}&page={number}")
            page = self._line.read(call, lambda reply: reply.as_a(wire.Domains))
            more, number = page.next_page is not None, number + 1
            if more and page.next_page != number:
                raise ReplyNotUnderstood("the pages do not follow each other", registrar=self.slug)
            yield Page([listed.domain_name for listed in page.domains], page.total_count, more)
            if not more:
                return

    def _offered(self, name: DomainName) -> Offer:
        """What is told of a name's availability. Raises what a read raises."""
        call = Call("CheckAvailability", "domains:checkAvailability", name, "POST", {"domainNames": [name]})

        def told(reply: JsonReply) -> Offer:
            results = reply.as_a(wire.Results).results
            for result in results:
                raise_if_other(name, result.domain_name)
            return _offer(name, results[0] if len(results) == 1 else None)

        return self._line.read(call, told)


def _offer(name: DomainName, result: wire.Listed | None) -> Offer:
    if result is None:
        return Offer(name=name, availability=Availability.UNCLEAR, reason="nothing is told of the name")
    if not result.purchasable:
        return Offer(name=name, availability=Availability.TAKEN, reason="not for sale")
    if result.purchase_type not in ("", "registration"):
        reason = f"for sale as {result.purchase_type[:40]}, which is not a registration"
        return Offer(name=name, availability=Availability.UNCLEAR, premium=result.premium, reason=reason)
    return Offer(name=name, availability=Availability.FREE, premium=result.premium)
