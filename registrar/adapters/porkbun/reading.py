"""What Porkbun tells: names, delegations, contacts, prices, signers. Changes nothing."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar.adapters.porkbun import wire
from registrar.adapters.porkbun.codes import MANNER, PorkbunCodec
from registrar.adapters.porkbun.wire import posted
from registrar.answers.told import hosts_told, raise_if_other
from registrar.contacts.words import ContactWords
from registrar.contract import Availability, Offer, Quote
from registrar.errors import AccessRefused, Refused, ReplyNotUnderstood, Unsupported
from registrar.exchange import Unreadable
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call, JsonCodec
from registrar.in_json.reply import JsonReply
from registrar.lists.offsets import names_from
from registrar.lists.paging import whole
from registrar.signers.rows import SignerRows

_CONTACT = ContactWords(
    given="firstName", family="lastName", organization="organization",
    street=("address1", "address2", "address3"), city="city", subdivision="state",
    postal_code="postalCode", country="country", phone="phone", fax="fax", email="email",
)  # fmt: skip
_PRICES = {OrderKind.RENEW: "renewal", OrderKind.TRANSFER: "transfer"}


class Reading(JsonAccount):
    """The looks of one account."""

    slug = "porkbun"
    manner = MANNER

    def _codec(self) -> JsonCodec:
        return PorkbunCodec(endpoint=self._endpoint, manner=self.manner, headers=self._headers)

    def _headers(self, call: Call) -> Mapping[str, str]:
        key, other = self._username, self._secret.get_secret_value()
        is_pair = key.startswith("pk1_") and other.startswith("sk1_")
        if is_pair and key.startswith("pk1_sb_") is not other.startswith("sk1_sb_"):
            raise AccessRefused("one of the keys belongs to the other environment; nothing was sent")
        once = {"Idempotency-Key": call.key} if call.key else {}
        return {"X-API-Key": key, "X-Secret-API-Key": other, "Accept": "application/json", **once}

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
        people = self._look(posted("domain/getContacts", name), wire.People).contacts
        return {role: _seen(who) for role in ContactRole if (who := people.get(role.value))}

    def holdings(self) -> Iterator[DomainName]:
        return whole(names_from(self._names_behind), registrar=self.slug, operation="domain/listAll")

    def availability(self, name: DomainName) -> Offer:
        try:
            told = self._look(posted("domain/checkDomain", name), wire.Checked)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)
        answer = Availability.FREE if told.avail == "yes" else Availability.TAKEN
        return Offer(name=name, availability=answer, premium=told.premium == "yes")

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        told = self._look(posted("domain/checkDomain", name), wire.Checked)
        yearly = told if kind is OrderKind.REGISTER else told.additional.get(_PRICES.get(kind, ""))
        if years != told.min_duration:
            raise Unsupported(
                f"only {told.min_duration} year(s) at a time are sold", registrar=self.slug, name=name
            )
        if yearly is None or yearly.price is None:
            raise Refused(f"no price is told for a {kind}", registrar=self.slug, name=name)
        price, premium = Money(amount=yearly.price * years), told.premium == "yes"
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        call = posted("dns/getDnssecRecords", name)
        return self._line.read(call, lambda reply: reply.as_a(SignerRows).told())

    def balance(self) -> Money:
        cents = self._line.read(posted("account/balance"), lambda reply: reply.part("balance", int))
        return Money(amount=Decimal(max(cents, 0)) / 100)

    def _record(self, name: DomainName) -> wire.Domain:
        def told(reply: JsonReply) -> wire.Domain:
            held = reply.as_a(wire.Domain)
            raise_if_other(name, held.domain)
            return held

        return self._line.read(posted("domain/get", name), told)

    def _hosts(self, name: DomainName) -> frozenset[HostName] | None:
        call = posted("domain/getNs", name)
        return self._line.read(call, lambda reply: hosts_told(reply.as_a(wire.Nameservers).ns))

    def _names_behind(self, start: int) -> list[str]:
        def told(reply: JsonReply) -> list[str]:
            rows = reply.rows_at("domains", wire.Listed)
            if reply.items.get("count") not in (None, len(rows)):
                raise Unreadable("the list does not hold as many names as it says")
            return [row.domain for row in rows]

        return self._line.read(posted("domain/listAll", None, {"start": start}), told)


def _seen(told: Mapping[str, object]) -> SeenContact:
    """Return a contact; its phone is told without its country, which stands beside it."""
    code, number = told.get("phoneCountryCode"), told.get("phone")
    is_split = code and isinstance(number, str) and number[:1] not in ("", "+")
    return _CONTACT.seen({**told, "phone": f"+{code}.{number}" if is_split else number})
