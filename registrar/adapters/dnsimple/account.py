"""One account at DNSimple: what it tells, and what is changed and bought in it, by requests sent once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.handles import Handle, fingerprint
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, errors, privacy, signing
from registrar.adapters.dnsimple import codes, wire
from registrar.answers.told import raise_unless
from registrar.attributes import AskedAttribute, AsksAttributes, fitted
from registrar.buying import guards, shop, steps, transfers
from registrar.contacts import inline, single
from registrar.contract import Availability, Receipt, TransferState
from registrar.handles import TellsHandleUse, number_of
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.lists import paging, rows

Hosts = frozenset[HostName]
Items = Mapping[str, object]
KindT = TypeVar("KindT")
NamedT = TypeVar("NamedT", wire.Domain, wire.Sale)
_PRICES = {OrderKind.REGISTER: "registration", OrderKind.RENEW: "renewal", OrderKind.RESTORE: "restore"}
_OFFERS = {True: Availability.FREE, False: Availability.TAKEN, None: Availability.UNCLEAR}
_CHANGES, _SIGNERS = "registrar/registrant_changes", "domains/{}/ds_records"
_ORDERS = {
    "registerDomain": ("/registrations", "registering", "registered"),
    "transferDomain": ("/transfers", "transferring", "transferred"),
    "domainRenew": ("/renewals", "renewing", "renewed"),
    "domainRestore": ("/restores", "restoring", "restored"),
    "createRegistrantChange": (_CHANGES, "pending", "completed"),
}
"""Where an order goes, and its state while it is under way ("new" before that) and when it is done."""
_SWITCHES = {
    "DomainTransferLock": ("/transfer_lock", "POST", {True: (201,), False: (200,)}),
    "DomainAutoRenewal": ("/auto_renewal", "PUT", {True: (204,), False: (204,)}),
    "WhoisPrivacy": ("/whois_privacy", "PUT", {True: (200, 201), False: (200,)}),
}
"""Where a switch is, how it is put on, and the yes to its being on and off."""
_TRANSFERS = {
    **dict.fromkeys(("new", "transferring"), TransferState.PENDING),
    **dict.fromkeys(("cancelled", "failed"), TransferState.REFUSED),
    "transferred": TransferState.DONE,
}


class DnsimpleRegistrar(
    JsonAccount, shop.Shop, single.HandledRegistrant, TellsHandleUse, AsksAttributes,
    contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, privacy.SetsPrivacy,
    signing.NumberedSigners[int], contract.Registers, contract.Renews, contract.Restores,
    transfers.NumberedTransfers,
):  # fmt: skip
    """One account. What each method promises is said in `registrar.contract` and beside the other roles."""

    slug, manner, chooses_handles = "dnsimple", codes.MANNER, False

    def _headers(self, call: Call) -> Mapping[str, str]:
        if not (self._username.isascii() and self._username.isdecimal()):
            raise errors.AccessRefused("the user name is not the number of an account; nothing was sent")
        return super()._headers(call)

    def _call(
        self, operation: str, path: str, name: DomainName | None = None, method: str = "GET",
        body: Items | Sequence[object] | None = None,
        *, yes: Collection[int] = (200,), private: Collection[str] = (),
    ) -> Call:  # fmt: skip
        """A request; a path that begins with a slash is below the name at the registrar."""
        where = f"registrar/domains/{name}{path}" if path.startswith("/") else path
        whole_path = f"{self._username}/{where}"
        return Call(operation, whole_path, name, method, body, private=tuple(private), yes=frozenset(yes))

    def _named(self, operation: str, path: str, name: DomainName, kind: type[NamedT]) -> NamedT:
        call = self._call(operation, path, name)
        return self._look(call, wire.Data[kind], about=lambda told: told.data.domain).data

    def _every(self, operation: str, path: str, kind: type[wire.Data[list[KindT]]]) -> list[KindT]:
        def page_of(number: int) -> rows.RowPage[KindT]:
            page = self._look(self._call(operation, f"{path}page={number}&per_page=100"), kind)
            numbers = [page.pagination.get(of) for of in ("current_page", "total_entries", "total_pages")]
            return rows.RowPage(page.data, *numbers)

        return rows.every_row(page_of, registrar=self.slug, operation=operation)

    def _domain(self, name: DomainName) -> wire.Domain:
        return self._named("getDomain", f"domains/{name}", name, wire.Domain)

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
            contacts={role: self.handle_contact(handle) for role, handle in _handles_of(domain).items()},
        )

    def holdings(self) -> Iterator[DomainName]:
        return self._registered("domains?")

    def _registered(self, path: str) -> Iterator[DomainName]:
        """The names of a list that are registered here: those that are only hosted stand in it too."""
        found = self._every("listDomains", path, wire.Data[list[wire.Domain]])
        names = [row.domain for row in found if row.state != "hosted"]
        page = paging.Page(names, len(names), more=False)
        return paging.whole([page], registrar=self.slug, operation="listDomains")

    def _hosts(self, name: DomainName) -> Hosts:
        return self._look(self._call("getDomainDelegation", "/delegation", name), wire.Data[Hosts]).data

    def _is_locked(self, name: DomainName) -> bool:
        call = self._call("getDomainTransferLock", "/transfer_lock", name)
        return self._line.read(call, lambda reply: reply.part("data.enabled", bool))

    def _offer(self, name: DomainName) -> contract.Offer:
        told = self._named("checkDomain", "/check", name, wire.Sale)
        return contract.Offer(name=name, availability=_OFFERS[told.available], premium=told.premium)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        told = self._named("getDomainPrices", "/prices", name, wire.Sale)
        if years != 1 and (kind is not OrderKind.RENEW or told.premium):
            raise inline.unsupported(self.slug, name, f"no price is told for a {kind} of {years} years")
        price = getattr(told, f"{_PRICES.get(kind, kind)}_price")
        if price is None:
            raise errors.Refused(f"no {kind} of this name is sold now", registrar=self.slug, name=name)
        money = Money(amount=price * years)
        return contract.Quote(name=name, kind=kind, years=years, price=money, premium=told.premium)

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        call = Call("getTldExtendedAttributes", f"tlds/{tld}/extended_attributes")
        return [row.asked for row in self._look(call, wire.Data[list[wire.Attribute]]).data]

    def handle_contact(self, handle: Handle) -> SeenContact:
        call = self._call("getContact", f"contacts/{number_of(handle, registrar=self.slug)}")
        told = self._look(call, wire.Data[wire.Person]).data
        if told.handle == handle:
            return told
        raise errors.ReplyNotUnderstood("it is another contact", registrar=self.slug, operation="getContact")

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return _handles_of(self._ours(name))

    def everyone(self) -> Iterable[SeenContact]:
        return self._every("listContacts", "contacts?", wire.Data[list[wire.Person]])

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._registered(f"domains?registrant_id={number_of(handle, registrar=self.slug)}&"))

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        body, kept = wire.written(contact, label=reference), fingerprint(self.as_kept(contact))

        def told(reply: JsonReply) -> Handle:
            made = reply.as_a(wire.Data[wire.Person]).data
            raise_unless("the reply is about another contact", is_so=fingerprint(made) == kept)
            return made.handle or ""

        call = self._call("createContact", "contacts", None, "POST", body, yes=(201,), private=body.values())
        return self._line.change(call, told)

    def put_registrant(self, name: DomainName, handle: Handle) -> Receipt:
        number, domain = number_of(handle, registrar=self.slug), self._ours(name)
        body = {"domain_id": name, "contact_id": number}
        check = self._call("checkRegistrantChange", f"{_CHANGES}/check", name, "POST", body)
        asked = self._line.read(check, lambda told: told.rows_at("data.extended_attributes", wire.Attribute))
        if wanted := [one.name for one in asked if one.required]:
            raise inline.unsupported(self.slug, name, f"the registry also wants {', '.join(wanted)}")
        return self._order("createRegistrantChange", name, body, body | {"domain_id": domain.id})

    def _order(self, operation: str, name: DomainName, body: Items, about: Items, *private: str) -> Receipt:
        """Send an order, once. The answer must be `about` the same numbers."""
        path, coming, done = _ORDERS[operation]

        def told(reply: JsonReply) -> Receipt:
            is_it = all(reply.part(f"data.{field}", int) == number for field, number in about.items())
            raise_unless("the reply is about another order", is_so=is_it)
            state, number = reply.part("data.state", str), reply.part("data.id", int)
            raise_unless("the order is in a state that is no yes", is_so=state in ("new", coming, done))
            return Receipt(pending=state != done or reply.status == 202, reference=str(number))

        call = self._call(operation, path, name, "POST", body, yes=(201, 202), private=private)
        return self._line.change(call, told)

    def _priced(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, object]:
        """What confirms the price, which is within the limit; that of a premium name must be confirmed."""
        quote = self._affordable(name, kind, years, limit)
        return {"premium_price": f"{quote.price.amount:.2f}"} if quote.premium else {}

    def _order_new(
        self, kind: OrderKind, request: contract.RegistrationRequest | contract.TransferRequest, *private: str
    ) -> Receipt:
        """Order a name that is not here yet, for a fresh contact, which no other name has."""
        name = request.name
        registrant = single.whole_registrant(self.slug, name, request.contacts)
        extra = fitted(self.slug, name, self.attributes_asked(name.tld), request.attributes)
        body: dict[str, object] = {"extended_attributes": extra} if extra else {}
        body |= {"auth_code": private[0]} if private else {}
        if kind is OrderKind.REGISTER:
            guards.raise_unless_free(self._offer(name), registrar=self.slug, look=self._domain)
        body |= self._priced(name, kind, 1, request.price_limit)
        about = {"registrant_id": int(self.create_handle(registrant, reference=request.reference))}
        return self._order(f"{kind}Domain", name, about | body, about, *private)

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        if request.years != 1:
            raise inline.unsupported(self.slug, request.name, "the years of a registration cannot be said")
        receipt = self._order_new(OrderKind.REGISTER, request)
        if request.nameservers and not receipt.pending:
            delegating = partial(self._delegate, request.name, frozenset(request.nameservers))
            steps.in_steps([delegating], done=1, reference=receipt.reference)
        return receipt

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, domain, years = request.name, self._ours(request.name), {"period": request.years}
        guards.raise_if_moved(domain.expires_at or domain.expires_on, request, registrar=self.slug)
        price = self._priced(name, OrderKind.RENEW, request.years, request.price_limit)
        return self._order("domainRenew", name, price | years, {"domain_id": domain.id} | years)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, domain = request.name, self._ours(request.name)
        if domain.state != "expired":
            detail = "it has not expired; nothing was ordered"
            raise errors.StatusProhibits(detail, registrar=self.slug, name=name)
        price = self._priced(name, OrderKind.RESTORE, 1, request.price_limit)
        return self._order("domainRestore", name, price, {"domain_id": domain.id})

    def ask_transfer(self, request: contract.TransferRequest) -> Receipt:
        return self._order_new(OrderKind.TRANSFER, request, request.auth_info.get_secret_value())

    def seen_transfer(self, name: DomainName) -> TransferState:
        try:
            is_coming = self._domain(name).state == "hosted"
        except errors.NotFound:
            return TransferState.NONE
        return TransferState.PENDING if is_coming else TransferState.DONE

    def numbered_transfer(self, name: DomainName, number: str) -> TransferState:
        def told(reply: JsonReply) -> TransferState:
            raise_unless("it is another transfer", is_so=str(reply.part("data.id", int)) == number)
            state = reply.part("data.state", str)
            raise_unless("it is in a state that nobody documents", is_so=state in _TRANSFERS)
            return _TRANSFERS[state]

        return self._line.read(self._call("getDomainTransfer", f"/transfers/{number}", name), told)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        is_so = self._ours(name) and self._hosts(name) == hosts
        return Receipt() if is_so else self._delegate(name, hosts)

    def _delegate(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        call = self._call("changeDomainDelegation", "/delegation", name, "PUT", sorted(hosts))
        return self._tell(call, lambda reply: reply.as_a(wire.Data[Hosts]).data == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        if self._is_locked(name) is locked:
            return Receipt()
        call = self._switch("DomainTransferLock", name, on=locked)
        return self._tell(call, lambda reply: reply.part("data.enabled", bool) is locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        is_so = self._ours(name).auto_renew is on
        return Receipt() if is_so else self._tell(self._switch("DomainAutoRenewal", name, on=on))

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        domain = self._ours(name)
        if domain.private_whois is on:
            return Receipt()
        if on and (domain.state != "registered" or domain.private_whois is None):
            raise inline.unsupported(self.slug, name, "whether the service would be bought is not told")

        def told(reply: JsonReply) -> Receipt:
            service = reply.as_a(wire.Data[Items]).data
            is_pending = reply.status == 201 and service.get("enabled", "") is None
            is_so = service.get("domain_id") == domain.id and (is_pending or service.get("enabled") is on)
            raise_unless("the reply says yes, and does not show what was asked for", is_so=is_so)
            return Receipt(pending=is_pending)

        return self._line.change(self._switch("WhoisPrivacy", name, on=on), told)

    def _switch(self, what: str, name: DomainName, *, on: bool) -> Call:
        path, verb, yes = _SWITCHES[what]
        verb, operation = (verb, f"enable{what}") if on else ("DELETE", f"disable{what}")
        return self._call(operation, path, name, verb, yes=yes[on])

    def _numbered(self, name: DomainName) -> dict[DelegationSigner, int]:
        operation, path = "listDomainDelegationSignerRecords", f"{_SIGNERS.format(name)}?"
        return {row.signer: row.id for row in self._every(operation, path, wire.Data[list[wire.Signer]])}

    def _sign(self, name: DomainName, key: SigningKey) -> Receipt:
        operation, signer = "createDomainDelegationSignerRecord", key.signer(name)
        numbers = {"algorithm": signer.algorithm, "digest_type": signer.digest_type, "keytag": signer.key_tag}
        body = {word: str(number) for word, number in numbers.items()} | {"digest": signer.digest}
        call = self._call(operation, _SIGNERS.format(name), name, "POST", body, yes=(201,))
        return self._tell(call, lambda reply: reply.as_a(wire.Data[wire.Signer]).data.signer == signer)

    def _unsign(self, name: DomainName, number: int) -> Receipt:
        path = f"{_SIGNERS.format(name)}/{number}"
        return self._tell(self._call("deleteDomainDelegationSignerRecord", path, name, "DELETE", yes=(204,)))


def _handles_of(domain: wire.Domain) -> dict[ContactRole, Handle]:
    return {ContactRole.REGISTRANT: str(domain.registrant_id)} if domain.registrant_id else {}
