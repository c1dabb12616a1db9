"""What DNSimple tells: names, prices, contacts, what TLDs ask for. Changes nothing."""

from collections.abc import Iterator, Mapping, Sequence

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, handles
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.account import Account
from registrar.adapters.dnsimple.contacts import seen, written
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.contract import Availability, Offer, Quote
from registrar.errors import NotFound, Refused, ReplyNotUnderstood
from registrar.inline_contacts import unsupported
from registrar.json_reply import JsonReply
from registrar.paging import Page, whole
from registrar.told import hosts_told

_PRICES = {OrderKind.REGISTER: "registration", OrderKind.RENEW: "renewal", OrderKind.RESTORE: "restore"}


class Reading(
    Account, contract.Registrar, contract.ChecksAvailability, contract.Quotes, contract.TellsContacts,
    handles.FindsHandles, handles.TellsHandleUse, AsksAttributes,
):  # fmt: skip
    """The reads."""

    def info(self, name: DomainName) -> Registration:
        domain = self._ours(name)
        is_here = domain.state == "registered"
        locks = {Status.CLIENT_TRANSFER_PROHIBITED} if is_here and self._is_locked(name) else set[Status]()
        return Registration(
            name=name,
            registrar_expires_at=domain.expires_at,
            nameservers=self._hosts(name) if is_here else None,
            statuses=frozenset(locks) if is_here else None,
            unmapped_statuses=() if is_here else (domain.state,),
            auto_renew=domain.auto_renew,
            privacy=domain.private_whois,
            contacts=self._contacts_of(domain),
        )

    def holdings(self) -> Iterator[DomainName]:
        return self._registered("domains?")

    def _registered(self, path: str) -> Iterator[DomainName]:
        """The names of a list that are registered here: those that are only hosted stand in it too."""
        rows = self._every("listDomains", path, wire.Domain)
        names = [row.domain for row in rows if row.state != "hosted"]
        return whole([Page(names, len(names), more=False)], registrar=self.slug, operation="listDomains")

    def _hosts(self, name: DomainName) -> frozenset[HostName] | None:
        return self._line.read(
            self._call("getDomainDelegation", f"registrar/domains/{name}/delegation", name), hosts_in
        )

    def _is_locked(self, name: DomainName) -> bool:
        path = f"registrar/domains/{name}/transfer_lock"
        return self._ask("getDomainTransferLock", path, wire.Switch, name).enabled

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offer(name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def _offer(self, name: DomainName) -> Offer:
        told = self._ask("checkDomain", f"registrar/domains/{name}/check", wire.Sale, name)
        words = {True: Availability.FREE, False: Availability.TAKEN, None: Availability.UNCLEAR}
        return Offer(name=name, availability=words[told.available], premium=told.premium)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        told = self._ask("getDomainPrices", f"registrar/domains/{name}/prices", wire.Sale, name)
        if years != 1 and (kind is not OrderKind.RENEW or told.premium):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")
        price = getattr(told, f"{_PRICES.get(kind, kind)}_price")
        if price is None:
            raise Refused(f"no {kind} of this name is sold now", registrar=self.slug, name=name)
        return Quote(
            name=name, kind=kind, years=years, price=Money(amount=price * years), premium=told.premium
        )

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        path = f"tlds/{tld}/extended_attributes"
        return [
            AskedAttribute(
                name=row.name,
                label=row.description or "",
                required=row.required,
                choices={told.get("value") or "": told.get("title") or "" for told in row.options},
            )
            for row in self._ask("getTldExtendedAttributes", path, list[wire.Attribute])
        ]

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self._contacts_of(self._ours(name))

    def _contacts_of(self, domain: wire.Domain) -> dict[ContactRole, SeenContact]:
        number = domain.registrant_id
        return {ContactRole.REGISTRANT: self.handle_contact(str(number))} if number else {}

    def as_kept(self, contact: Contact) -> SeenContact:
        return seen({**written(contact, label="")})

    def handle_contact(self, handle: Handle) -> SeenContact:
        told = seen(self._ask("getContact", f"contacts/{number_of(handle)}", wire.Person))
        if told.handle == handle:
            return told
        raise ReplyNotUnderstood("it is another contact", registrar=self.slug, operation="getContact")

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        number = self._ours(name).registrant_id
        return {ContactRole.REGISTRANT: str(number)} if number else {}

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        rows = self._every("listContacts", "contacts?", wire.Person)
        return frozenset(str(row["id"]) for row in rows if fingerprint(seen(row)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._registered(f"domains?registrant_id={number_of(handle)}&"))


def hosts_in(reply: JsonReply) -> frozenset[HostName]:
    """Return the delegation that a reply tells. Raises `Unreadable`."""
    return hosts_told(reply.as_a(wire.Data[list[str]]).data) or frozenset()


def number_of(handle: Handle) -> int:
    """Return the contact's number. Raises `NotFound` for what is none: there are no other handles."""
    if not (handle.isascii() and handle.isdecimal()):
        raise NotFound("there is no such contact", registrar="dnsimple", operation="getContact")
    return int(handle)
