"""What Porkbun tells: names, delegations, contacts, prices, signers. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.adapters.porkbun import wire
from registrar.adapters.porkbun.codes import WORDS
from registrar.contact_words import ContactWords
from registrar.contract import Availability, Offer, Quote
from registrar.errors import AccessRefused, Refused, ReplyNotUnderstood, Unsupported
from registrar.exchange import Unreadable
from registrar.inline_contacts import unsupported
from registrar.json_line import Call, json_line
from registrar.json_reply import JsonReply
from registrar.json_words import WordCodec
from registrar.paging import Page, whole
from registrar.told import hosts_told, raise_if_other

Told = TypeVar("Told")
_CONTACT = ContactWords(
    given="firstName", family="lastName", organization="organization",
    street=("address1", "address2", "address3"), city="city", subdivision="state",
    postal_code="postalCode", country="country", phone="phone", fax="fax", email="email",
)  # fmt: skip


def headers(call: Call, *, key: str, secret: SecretStr) -> dict[str, str]:
    """
    Return what a request is signed with, and its key of idempotency.

    Raises `AccessRefused`, nothing having been sent, for a pair of keys of which one is of the test system.
    """
    other = secret.get_secret_value()
    is_pair = key.startswith("pk1_") and other.startswith("sk1_")
    if is_pair and key.startswith("pk1_sb_") is not other.startswith("sk1_sb_"):
        raise AccessRefused("one of the keys belongs to the other environment; nothing was sent")
    once = {"Idempotency-Key": call.key} if call.key else {}
    return {"X-API-Key": key, "X-Secret-API-Key": other, "Accept": "application/json", **once}


def seen(told: Mapping[str, object]) -> SeenContact:
    """Return a contact; its phone is told without its country, which stands beside it."""
    code, number = told.get("phoneCountryCode"), told.get("phone")
    is_split = isinstance(number, str) and bool(number) and not number.startswith("+") and bool(code)
    return _CONTACT.seen({**told, "phone": f"+{code}.{number}" if is_split else number})


class Reading:
    """The looks of one account."""

    slug = "porkbun"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        sign = partial(headers, key=username, secret=secret)
        codec = WordCodec(endpoint=endpoint, words=WORDS, headers=sign)
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def info(self, name: DomainName) -> Registration:
        held = self._record(name)
        locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.security_lock else [])
        return Registration(
            name=name,
            registered_at=held.create_date,
            registrar_expires_at=held.expire_date,
            nameservers=self._hosts(name),
            statuses=None if held.security_lock is None else locks,
            unmapped_statuses=() if held.status in (None, "ACTIVE") else (held.status,),
            auto_renew=held.auto_renew,
            privacy=held.whois_privacy,
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        def told(reply: JsonReply) -> Mapping[ContactRole, SeenContact]:
            people = reply.as_a(wire.People).contacts
            return {role: seen(who) for role in ContactRole if (who := people.get(role.value))}

        return self._look("domain/getContacts", name, told)

    def holdings(self) -> Iterator[DomainName]:
        return whole(self._pages(), registrar=self.slug, operation="domain/listAll")

    def availability(self, name: DomainName) -> Offer:
        try:
            told = self._checked(name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)
        answer = Availability.FREE if told.avail == "yes" else Availability.TAKEN
        return Offer(name=name, availability=answer, premium=told.premium == "yes")

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        """Return the price of the registry's shortest term. Raises `Unsupported` for another one."""
        if kind is OrderKind.RESTORE:
            raise unsupported(self.slug, name, "no price is told for a restore")
        told = self._checked(name)
        of = {OrderKind.RENEW: told.additional.renewal, OrderKind.TRANSFER: told.additional.transfer}
        yearly = of.get(kind, told).price
        if years != told.min_duration:
            detail = f"the interface sells {told.min_duration} year(s) at a time only"
            raise Unsupported(detail, registrar=self.slug, name=name)
        if yearly is None:
            raise Refused(f"no price is told for a {kind}", registrar=self.slug, name=name)
        price = Money(amount=yearly * years)
        return Quote(name=name, kind=kind, years=years, price=price, premium=told.premium == "yes")

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._look("dns/getDnssecRecords", name, lambda reply: reply.as_a(wire.Signers).told())

    def balance(self) -> Money:
        call = Call("account/balance", "account/balance", None, "POST", {})
        cents = self._line.read(call, lambda reply: reply.part("balance", int))
        return Money(amount=Decimal(max(cents, 0)) / 100)

    def _look(self, operation: str, name: DomainName, told: Callable[[JsonReply], Told]) -> Told:
        return self._line.read(Call(operation, f"{operation}/{name}", name, "POST", {}), told)

    def _record(self, name: DomainName) -> wire.Domain:
        def told(reply: JsonReply) -> wire.Domain:
            held = reply.as_a(wire.Held).domain
            raise_if_other(name, held.domain)
            return held

        return self._look("domain/get", name, told)

    def _hosts(self, name: DomainName) -> frozenset[HostName]:
        return self._look(
            "domain/getNs", name, lambda reply: hosts_told(reply.as_a(wire.Nameservers).ns) or frozenset()
        )

    def _checked(self, name: DomainName) -> wire.Checked:
        return self._look("domain/checkDomain", name, lambda reply: reply.as_a(wire.Answered).response)

    def _pages(self) -> Iterator[Page]:
        """Ask for what comes after the names that were read, until nothing does: no total is told."""
        read: set[str] = set()
        while True:
            call = Call("domain/listAll", "domain/listAll", None, "POST", {"start": len(read)})
            names = self._line.read(call, _names)
            is_new = bool(names) and read.isdisjoint(names)
            yield Page(names, None, more=is_new)
            if not is_new:
                return
            read.update(names)


def _names(reply: JsonReply) -> list[str]:
    told = reply.as_a(wire.Names)
    if told.count not in (None, len(told.domains)):
        raise Unreadable("the list does not hold as many names as it says")
    return [listed.domain for listed in told.domains]
