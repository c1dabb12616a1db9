"""Changes at Gandi that cost nothing. Each is sent once; 202 says that it was accepted, and no more."""

from collections.abc import Mapping
from functools import partial

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey, signers_of
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar.adapters.gandi.buying import Buying
from registrar.adapters.gandi.contacts import Fields, is_same_owner, with_kept, written
from registrar.contract import Receipt
from registrar.errors import Refused
from registrar.inline_contacts import unsupported
from registrar.json_line import Call
from registrar.steps import in_steps
from registrar.told import hosts_told

_KINDS = {257: "ksk", 256: "zsk"}


class Setting(Buying):
    """The changes of one account."""

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
            raise Refused("no owner is told", registrar=self.slug, name=name)
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
