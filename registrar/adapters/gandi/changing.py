"""Changes at Gandi, each sent once. What costs is guarded by what was read right before, and tried dry."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar import contract, errors
from registrar.adapters.gandi import wire
from registrar.adapters.gandi.codes import words_of
from registrar.adapters.gandi.reading import PAGE, Reading
from registrar.answers.told import SignerTold, raise_unless
from registrar.answers.words import without_values
from registrar.buying import guards
from registrar.buying.seen import is_seen
from registrar.buying.steps import in_steps
from registrar.contacts.inline import unsupported, values_in
from registrar.contract import Receipt, TransferState
from registrar.in_json.line import Call
from registrar.in_json.pages import only_page
from registrar.in_json.reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signers.keys import as_rows
from registrar.signing import SetsSigners

_Body = Mapping[str, object]
_ACCEPTED = frozenset({202})
_KEY = {"algorithm": "algorithm", "type": "kind", "public_key": "public_key"}
_ENDED = {"DONE": TransferState.DONE, "ERROR": TransferState.REFUSED}


class Changing(
    Reading, contract.Registers, contract.Renews, contract.TransfersIn, contract.Restores, SetsPrivacy,
    contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsSigners,
):  # fmt: skip
    """The changes of one account. 202 says that one was accepted, and no more; orders have no number."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, people = request.name, wire.ordered(request.name, request.contacts, request.attributes)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name has no place")
        offer = self._offer(name)
        guards.raise_unless_free(offer, registrar=self.slug)
        body = {"fqdn": name, "duration": request.years, **people}
        body |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body |= {"enforce_premium": True} if offer.premium else {}
        quote = self._affordable(name, OrderKind.REGISTER, request.years, request.price_limit)
        self._pay("CreateDomain", "domains", quote, body)
        return Receipt(pending=not is_seen(self, name))

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, held = request.name, self._held(request.name)
        guards.raise_if_moved(held.registrar_expires_at, request, registrar=self.slug)
        if "pendingRenew" in held.status:
            raise errors.StatusProhibits("a renewal is under way", registrar=self.slug, name=name)
        quote = self._affordable(name, OrderKind.RENEW, request.years, request.price_limit)
        self._pay("RenewDomain", f"domains/{name}/renew", quote, {"duration": request.years})
        return Receipt(pending=not is_seen(self, name, after=request.current_expiry))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, people = request.name, wire.ordered(request.name, request.contacts, request.attributes)
        secret = request.auth_info.get_secret_value()
        guards.raise_if_under_way(self.transfer_state(name), name, registrar=self.slug)

        def told(reply: JsonReply) -> None:
            if not reply.part("available", bool):
                words = without_values(str(reply.items.get("msg") or ""), [secret])
                raise errors.ValueRefused(f"it cannot be transferred: {words}")

        path = f"domain/transferin/{name}/available"
        self._line.read(Call("CheckTransfer", path, name, "POST", {"authinfo": secret}), told)
        quote = self._affordable(name, OrderKind.TRANSFER, 1, request.price_limit)
        body = {"fqdn": name, "authinfo": secret, "duration": 1, **people}
        return self._pay("TransferIn", "transferin", quote, body)

    def transfer_state(self, name: DomainName) -> TransferState:
        call = Call("GetTransfer", f"domain/transferin/{name}", name)
        try:
            step = self._look(call, wire.Transfer, about=lambda told: told.domain).step
        except errors.NotFound:
            return TransferState.NONE
        return _ENDED.get(step, TransferState.PENDING)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, path = request.name, f"domains/{request.name}/restore"
        call = Call("GetRestore", f"domain/{path}", name)
        if not self._line.read(call, lambda reply: reply.part("restorable", bool)):
            raise errors.StatusProhibits("not in redemption", registrar=self.slug, name=name)
        quote = self._affordable(name, OrderKind.RESTORE, 1, request.price_limit)
        return self._pay("RestoreDomain", path, quote, {})

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        people, held = wire.written(name, contacts), self._held(name).contacts
        people = {role: wire.with_kept(new, held.get(role, {})) for role, new in people.items()}
        owner, calls = people.pop("owner", None), list[Call]()
        if owner and wire.is_same_owner(owner, held.get("owner", {})):
            calls.append(self._change("SetOwner", "PUT", f"domains/{name}/contacts/owner", name, owner))
        elif owner:
            self._raise_if_traded(name)
            calls.append(self._change("ChangeOwner", "POST", f"changeowner/{name}", name, {"owner": owner}))
        for call in calls:
            self._try(call)
        if people:
            calls.append(self._change("SetContacts", "PATCH", f"domains/{name}/contacts", name, people))
        in_steps(partial(self._send, call) for call in calls)
        return Receipt(pending=True)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._held(name).nameservers == hosts:
            return Receipt()
        return self._set("SetNameservers", "PUT", name, "nameservers", {"nameservers": sorted(hosts)})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        lock = Status.CLIENT_TRANSFER_PROHIBITED.value
        if (lock in self._held(name).status) is locked:
            return Receipt()
        return self._set("SetStatus", "PATCH", name, "status", {lock: locked})

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._held(name).auto_renew is on:
            return Receipt()
        return self._set("SetAutoRenew", "PATCH", name, "autorenew", {"enabled": on})

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        held = self._held(name)
        if held.privacy is on:
            return Receipt()
        if not (owner := held.contacts.get("owner")):
            raise errors.Refused("no owner is told", registrar=self.slug, name=name)
        body = owner | {"data_obfuscated": on, "mail_obfuscated": on}
        return self._set("SetOwner", "PUT", name, "contacts/owner", body)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: JsonReply) -> frozenset[DelegationSigner]:
            return frozenset(row.signer for row in only_page(reply, SignerTold, "total-count", size=PAGE))

        path = f"domain/domains/{name}/dnskeys?per_page={PAGE}"
        return self._line.read(Call("ListKeys", path, name, rows=True), told)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        if not all(key.kind for key in keys):
            raise unsupported(self.slug, name, "a key is neither for keys nor for the zone")
        if self.signers(name) == signers_of(name, keys):
            return Receipt()
        return self._set("SetKeys", "PUT", name, "dnskeys", {"keys": as_rows(keys, _KEY)})

    def _change(self, operation: str, method: str, path: str, name: DomainName, body: _Body) -> Call:
        """A request to change something; what may cost is told who pays."""
        path = self._paid_by(f"domain/{path}") if method == "POST" else f"domain/{path}"
        return Call(operation, path, name, method, body, private=values_in([body]), yes=_ACCEPTED)

    def _pay(self, operation: str, path: str, quote: contract.Quote, body: _Body) -> Receipt:
        """Send an order that the account can pay, and that a dry run finds good."""
        guards.raise_if_short(self._prepaid(), quote, registrar=self.slug)
        order = self._change(operation, "POST", path, quote.name, body)
        if quote.kind is not OrderKind.RESTORE:
            self._try(order)
        return self._send(order)

    def _set(self, operation: str, method: str, name: DomainName, what: str, body: _Body) -> Receipt:
        return self._send(self._change(operation, method, f"domains/{name}/{what}", name, body))

    def _send(self, change: Call) -> Receipt:
        return self._tell(change, lambda reply: bool(reply.part("message", str)), pending=True)

    def _try(self, call: Call) -> None:
        """Let the vendor check a request without doing it. Raises `ValueRefused`."""

        def told(reply: JsonReply) -> None:
            if reply.status in _ACCEPTED:
                raise errors.OutcomeUnknown("a dry run was answered like the real thing")
            if (status := reply.part("status", str)) == "error":
                raise errors.ValueRefused(f"tried dry: {without_values(words_of(reply), call.private)}")
            raise_unless("a dry run ended with a word that nobody documents", is_so=status == "success")

        dry = replace(call, operation=f"{call.operation}DryRun", yes=frozenset({200, *_ACCEPTED}))
        self._line.read(replace(dry, headers={"Dry-Run": "1"}), told)

    def _raise_if_traded(self, name: DomainName) -> None:
        call = Call("GetTld", f"domain/tlds/{name.tld}", name)
        parts = ("change_owner", "ext_trade")
        if self._line.read(call, lambda reply: [reply.part(part, bool) for part in parts]) != [True, False]:
            raise unsupported(self.slug, name, "another owner is the registry's own trade, and may cost")
