"""Changes at Gandi, each sent once. What costs is guarded by what was read right before, and tried dry."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey, signers_of
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from registrar import contract, errors
from registrar.adapters.gandi.codes import words_of
from registrar.adapters.gandi.contacts import Fields, is_same_owner, ordered, with_kept, written
from registrar.adapters.gandi.reading import DRY_RUN, Reading
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.guards import raise_if_moved, raise_if_short, raise_unless_free
from registrar.inline_contacts import unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.steps import in_steps
from registrar.told import hosts_told
from registrar.words import without_values

_ACCEPTED = frozenset({202})
_KINDS = {257: "ksk", 256: "zsk"}
_Paid = (
    contract.RegistrationRequest
    | contract.RenewalRequest
    | contract.TransferRequest
    | contract.RestoreRequest
)


class Changing(Reading):
    """The changes of one account. 202 says that one was accepted, and no more; orders have no number."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name has no place")
        offer = self._offer(name)
        raise_unless_free(offer, registrar=self.slug)
        body: Fields = {"fqdn": name, "duration": request.years, **people}
        body |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body |= {"enforce_premium": True} if offer.premium else {}
        self._pay(
            self._change("CreateDomain", "POST", self._paid_by("domain/domains"), request.name, body),
            OrderKind.REGISTER,
            request,
        )
        return Receipt(pending=not self._is_seen(name))

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        held, path = self._held(request.name), f"domain/domains/{request.name}/renew"
        raise_if_moved(held.ends, request, registrar=self.slug)
        if "pendingRenew" in held.status:
            raise errors.StatusProhibits("a renewal is under way", registrar=self.slug, name=request.name)
        order = self._change(
            "RenewDomain", "POST", self._paid_by(path), request.name, {"duration": request.years}
        )
        self._pay(order, OrderKind.RENEW, request)
        return Receipt(pending=not self._is_seen(request.name, later_than=request))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, people = request.name, ordered(request.name, request.contacts, request.attributes)
        secret = request.auth_info.get_secret_value()
        if self.transfer_state(name).is_under_way:
            raise errors.StatusProhibits("a transfer is under way", registrar=self.slug, name=name)

        def told(reply: JsonReply) -> None:
            if not reply.part("available", bool):
                words = without_values(str(reply.items.get("msg") or ""), [secret])
                raise errors.ValueRefused(f"it cannot be transferred: {words}")

        path = f"domain/transferin/{name}/available"
        self._line.read(Call("CheckTransfer", path, name, "POST", {"authinfo": secret}), told)
        body: Fields = {"fqdn": name, "authinfo": secret, "duration": 1, **people}
        order = self._change("TransferIn", "POST", self._paid_by("domain/transferin"), request.name, body)
        return self._pay(order, OrderKind.TRANSFER, request)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        path = f"domain/domains/{request.name}/restore"
        call = Call("GetRestore", path, request.name)
        if not self._line.read(call, lambda reply: reply.part("restorable", bool)):
            raise errors.StatusProhibits("not in redemption", registrar=self.slug, name=request.name)
        return self._pay(
            self._change("RestoreDomain", "POST", self._paid_by(path), request.name, {}),
            OrderKind.RESTORE,
            request,
        )

    def _change(self, operation: str, method: str, path: str, name: DomainName, body: Fields) -> Call:
        return Call(operation, path, name, method, body, private=values_in([body]), yes=_ACCEPTED)

    def _pay(self, order: Call, kind: OrderKind, request: _Paid) -> Receipt:
        """Send an order that is within its limit, that the account can pay, and that a dry run finds good."""
        quote = self.quote(request.name, kind=kind, years=getattr(request, "years", 1))
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        raise_if_short(self._prepaid(), quote, registrar=self.slug)
        if kind is not OrderKind.RESTORE:
            self._try(order)
        return self._send(order)

    def _send(self, change: Call) -> Receipt:
        def told(reply: JsonReply) -> Receipt:
            reply.part("message", str)
            return Receipt(pending=True)

        return self._line.change(change, told)

    def _try(self, call: Call) -> None:
        """Let the vendor check a request without doing it. Raises `ValueRefused`."""

        def told(reply: JsonReply) -> None:
            if reply.status in _ACCEPTED:
                raise errors.OutcomeUnknown("a dry run was answered like the real thing")
            if (status := reply.part("status", str)) == "error":
                raise errors.ValueRefused(f"tried dry: {without_values(words_of(reply), call.private)}")
            if status != "success":
                raise Unreadable("a dry run ended with a word that nobody documents")

        dry = replace(call, operation=f"{call.operation}{DRY_RUN}", yes=frozenset({200, *_ACCEPTED}))
        self._line.read(dry, told)

    def _is_seen(self, name: DomainName, *, later_than: contract.RenewalRequest | None = None) -> bool:
        """Whether what was accepted is done already; what cannot be read is not seen."""
        try:
            held = self._held(name)
        except errors.RegistrarError:
            return False
        return later_than is None or day_of(held.ends) > later_than.current_expiry

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        people, held = written(name, contacts), self._held(name).contacts
        people = {role: with_kept(new, held.get(role)) for role, new in people.items()}
        owner, calls = people.pop("owner", None), list[Call]()
        if owner and is_same_owner(owner, held.get("owner")):
            calls.append(self._to_set("SetOwner", "PUT", name, "contacts/owner", owner))
        elif owner:
            self._raise_if_traded(name)
            path = self._paid_by(f"domain/changeowner/{name}")
            calls.append(self._change("ChangeOwner", "POST", path, name, {"owner": owner}))
        for call in calls:
            self._try(call)
        if people:
            calls.append(self._to_set("SetContacts", "PATCH", name, "contacts", {**people}))
        in_steps(partial(self._send, call) for call in calls)
        return Receipt(pending=True)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if hosts_told(self._held(name).nameservers) == hosts:
            return Receipt()
        body: Fields = {"nameservers": sorted(hosts)}
        return self._send(self._to_set("SetNameservers", "PUT", name, "nameservers", body))

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        lock = Status.CLIENT_TRANSFER_PROHIBITED.value
        if (lock in self._held(name).status) is locked:
            return Receipt()
        return self._send(self._to_set("SetStatus", "PATCH", name, "status", {lock: locked}))

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self.info(name).auto_renew is on:
            return Receipt()
        return self._send(self._to_set("SetAutoRenew", "PATCH", name, "autorenew", {"enabled": on}))

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        owner = self._held(name).contacts.get("owner")
        if owner is None:
            raise errors.Refused("no owner is told", registrar=self.slug, name=name)
        if owner.data_obfuscated is on:
            return Receipt()
        body = owner.model_dump(exclude_none=True, exclude={"same_as_owner"})
        body |= {"data_obfuscated": on, "mail_obfuscated": on}
        return self._send(self._to_set("SetOwner", "PUT", name, "contacts/owner", body))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        if any(key.flags not in _KINDS or key.protocol != 3 for key in keys):
            raise unsupported(self.slug, name, "a key is neither for keys nor for the zone")
        if self.signers(name) == signers_of(name, keys):
            return Receipt()
        rows = [
            {"algorithm": key.algorithm, "type": _KINDS[key.flags], "public_key": key.public_key}
            for key in sorted(keys, key=lambda key: key.tag)
        ]
        return self._send(self._to_set("SetKeys", "PUT", name, "dnskeys", {"keys": rows}))

    def _to_set(self, operation: str, method: str, name: DomainName, what: str, body: Fields) -> Call:
        return self._change(operation, method, f"domain/domains/{name}/{what}", name, body)

    def _raise_if_traded(self, name: DomainName) -> None:
        call = Call("GetTld", f"domain/tlds/{name.tld}", name)
        parts = ("change_owner", "ext_trade")
        if self._line.read(call, lambda reply: [reply.part(part, bool) for part in parts]) != [True, False]:
            raise unsupported(self.slug, name, "another owner is the registry's own trade, and may cost")
