"""What DNSimple tells: names, prices, contacts, what TLDs ask for. Changes nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, errors
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.codes import MANNER
from registrar.adapters.dnsimple.contacts import seen, written
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.handles import FindsHandles, TellsHandleUse
from registrar.inline_contacts import unsupported
from registrar.json_account import JsonAccount
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.paging import Page, whole
from registrar.rows import RowPage, every_row
from registrar.shop import Shop
from registrar.told import hosts_told, raise_if_other

PAGE = 100
KindT = TypeVar("KindT")
_PRICES = {OrderKind.REGISTER: "registration", OrderKind.RENEW: "renewal", OrderKind.RESTORE: "restore"}
_OFFERS = {True: contract.Availability.FREE, False: contract.Availability.TAKEN}


class Reading(JsonAccount, Shop, contract.TellsContacts, FindsHandles, TellsHandleUse, AsksAttributes):
    """The reads of one account, and how it is asked."""

    slug, manner = "dnsimple", MANNER

    def _headers(self, call: Call) -> Mapping[str, str]:
        if not (self._username.isascii() and self._username.isdecimal()):
            raise errors.AccessRefused("the user name is not the number of an account; nothing was sent")
        return super()._headers(call)

    def _call(
        self, operation: str, path: str, name: DomainName | None = None, method: str = "GET",
        body: Mapping[str, object] | Sequence[object] | None = None,
        *, yes: Collection[int] = (200,), private: Collection[str] = (),
    ) -> Call:  # fmt: skip
        """A request; a path that begins with a slash is below the name at the registrar."""
        whole_path = f"{self._username}/registrar/domains/{name}{path}"
        if not path.startswith("/"):
            whole_path = path if path.startswith("tlds/") else f"{self._username}/{path}"
        return Call(operation, whole_path, name, method, body, private=tuple(private), yes=frozenset(yes))

    def _ask(self, operation: str, path: str, kind: type[KindT], name: DomainName | None = None) -> KindT:
        """Return what is told, which is about `name` where it says so."""

        def told(reply: JsonReply) -> KindT:
            data = reply.as_a(wire.Data[kind]).data
            if name and isinstance(data, wire.Domain | wire.Sale):
                raise_if_other(name, data.domain)
            return data

        return self._line.read(self._call(operation, path, name), told)

    def _every(self, operation: str, path: str, kind: type[KindT]) -> list[KindT]:
        """Every row of a list."""

        def page_of(number: int) -> RowPage[KindT]:
            call = self._call(operation, f"{path}page={number}&per_page={PAGE}")
            page = self._look(call, wire.Data[list[kind]])
            told = page.pagination.get
            return RowPage(page.data, told("current_page"), told("total_entries"), told("total_pages"))

        return every_row(page_of, registrar=self.slug, operation=operation)

    def _domain(self, name: DomainName) -> wire.Domain:
        return self._ask("getDomain", f"domains/{name}", wire.Domain, name)

    def _ours(self, name: DomainName) -> wire.Domain:
        """The record of a name that is, or was, registered here."""
        domain = self._domain(name)
        if domain.state in ("registered", "expired"):
            return domain
        detail = "its DNS is in this account; it is not registered here"
        raise errors.NotSponsored(detail, registrar=self.slug, operation="getDomain", name=name)

    def info(self, name: DomainName) -> Registration:
        domain = self._ours(name)
        is_here = domain.state == "registered"
        locks = {Status.CLIENT_TRANSFER_PROHIBITED} if is_here and self._is_locked(name) else set[Status]()
        return Registration(
            name=name,
            registrar_expires_at=domain.expires_at or domain.expires_on,
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

    def _hosts(self, name: DomainName) -> frozenset[HostName]:
        return self._line.read(self._call("getDomainDelegation", "/delegation", name), hosts_in)

    def _is_locked(self, name: DomainName) -> bool:
        call = self._call("getDomainTransferLock", "/transfer_lock", name)
        return self._line.read(call, lambda reply: reply.part("data.enabled", bool))

    def _offer(self, name: DomainName) -> contract.Offer:
        told = self._ask("checkDomain", "/check", wire.Sale, name)
        word = contract.Availability.UNCLEAR if told.available is None else _OFFERS[told.available]
        return contract.Offer(name=name, availability=word, premium=told.premium)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        told = self._ask("getDomainPrices", "/prices", wire.Sale, name)
        if years != 1 and (kind is not OrderKind.RENEW or told.premium):
            raise unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")
        price = getattr(told, f"{_PRICES.get(kind, kind)}_price")
        if price is None:
            raise errors.Refused(f"no {kind} of this name is sold now", registrar=self.slug, name=name)
        money = Money(amount=price * years)
        return contract.Quote(name=name, kind=kind, years=years, price=money, premium=told.premium)

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        rows = self._ask("getTldExtendedAttributes", f"tlds/{tld}/extended_attributes", list[wire.Attribute])
        return [
            AskedAttribute(
                name=row.name,
                label=row.description or "",
                required=row.required,
                choices={told.get("value") or "": told.get("title") or "" for told in row.options},
            )
            for row in rows
        ]

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self._contacts_of(self._ours(name))

    def _contacts_of(self, domain: wire.Domain) -> dict[ContactRole, SeenContact]:
        return {role: self.handle_contact(handle) for role, handle in _handles_of(domain).items()}

    def as_kept(self, contact: Contact) -> SeenContact:
        return seen(written(contact, label=""))

    def handle_contact(self, handle: Handle) -> SeenContact:
        told = seen(self._ask("getContact", f"contacts/{number_of(handle)}", wire.Person))
        if told.handle == handle:
            return told
        raise errors.ReplyNotUnderstood("it is another contact", registrar=self.slug, operation="getContact")

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return _handles_of(self._ours(name))

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        rows = self._every("listContacts", "contacts?", wire.Person)
        return frozenset(str(row["id"]) for row in rows if fingerprint(seen(row)) == sought)

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._registered(f"domains?registrant_id={number_of(handle)}&"))


def _handles_of(domain: wire.Domain) -> dict[ContactRole, Handle]:
    return {ContactRole.REGISTRANT: str(domain.registrant_id)} if domain.registrant_id else {}


def hosts_in(reply: JsonReply) -> frozenset[HostName]:
    """Return the delegation that a reply tells. Raises `Unreadable`."""
    return hosts_told(reply.as_a(wire.Data[list[str]]).data) or frozenset()


def number_of(handle: Handle) -> int:
    """Return the contact's number. Raises `NotFound` for what is none: there are no other handles."""
    if not (handle.isascii() and handle.isdecimal()):
        raise errors.NotFound("there is no such contact", registrar="dnsimple", operation="getContact")
    return int(handle)
