"""Changes at Gandi that cost nothing. Each is sent once; 202 says that it was accepted, and no more."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey, signers_of
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar.adapters.gandi.buying import ACCEPTED, Buying
from registrar.adapters.gandi.contacts import Fields, is_same_owner, with_kept, written
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, RegistrarError
from registrar.inline_contacts import unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.told import hosts_told

_KINDS = {257: "ksk", 256: "zsk"}


class Setting(Buying):
    """The changes of one account."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        people, held = written(name, contacts), self._held(name).contacts
        people = {role: with_kept(new, held.get(role)) for role, new in people.items()}
        owner, calls = people.pop("owner", None), list[Call]()
        if owner and is_same_owner(owner, held.get("owner")):
            calls.append(self._change("SetOwner", "PUT", name, "contacts/owner", owner))
        elif owner:
            self._raise_if_traded(name)
            path = self._paid_by(f"domain/changeowner/{name}")
            private = values_in([owner])
            calls.append(
                Call("ChangeOwner", path, name, "POST", {"owner": owner}, private=private, yes=ACCEPTED)
            )
        for call in calls:
            self._try(call)
        if people:
            body = dict[str, object](people)
            private = values_in(people.values())
            calls.append(self._change("SetContacts", "PATCH", name, "contacts", body, private))
        return self._in_turn(calls)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if hosts_told(self._held(name).nameservers) == hosts:
            return Receipt()
        return self._send(
            self._change("SetNameservers", "PUT", name, "nameservers", {"nameservers": sorted(hosts)})
        )

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        lock = Status.CLIENT_TRANSFER_PROHIBITED.value
        if (lock in self._held(name).status) is locked:
            return Receipt()
        return self._send(self._change("SetStatus", "PATCH", name, "status", {lock: locked}))

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self.info(name).auto_renew is on:
            return Receipt()
        return self._send(self._change("SetAutoRenew", "PATCH", name, "autorenew", {"enabled": on}))

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        owner = self._held(name).contacts.get("owner")
        if owner is None:
            raise self._refused("no owner is told", "GetDomain", name)
        if owner.data_obfuscated is on:
            return Receipt()
        body = owner.model_dump(exclude_none=True, exclude={"same_as_owner"})
        body |= {"data_obfuscated": on, "mail_obfuscated": on}
        return self._send(self._change("SetOwner", "PUT", name, "contacts/owner", body))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        if any(key.flags not in _KINDS or key.protocol != 3 for key in keys):
            raise unsupported(self.slug, name, "a key is neither for keys nor for the zone")
        if self.signers(name) == signers_of(name, keys):
            return Receipt()
        rows = [
            {"algorithm": key.algorithm, "type": _KINDS[key.flags], "public_key": key.public_key}
            for key in sorted(keys, key=lambda key: key.tag)
        ]
        return self._send(self._change("SetKeys", "PUT", name, "dnskeys", {"keys": rows}))

    def _change(
        self, operation: str, method: str, name: DomainName, what: str, body: Fields,
        private: tuple[str, ...] = (),
    ) -> Call:  # fmt: skip
        path, private = f"domain/domains/{name}/{what}", (*private, *values_in([body]))
        return Call(operation, path, name, method, body, private=private, yes=ACCEPTED)

    def _in_turn(self, calls: list[Call]) -> Receipt:
        """Send changes one after the other; once one was accepted, a no to another is no clear no."""
        receipt = Receipt()
        for number, call in enumerate(calls):
            try:
                receipt = self._send(call)
            except RegistrarError as err:
                if not number:
                    raise
                detail = f"the owner was changed, the other contacts were not: {err.detail}"
                raise OutcomeUnknown(
                    detail, registrar=self.slug, operation=call.operation, name=call.name
                ) from err
        return receipt

    def _raise_if_traded(self, name: DomainName) -> None:
        def told(reply: JsonReply) -> bool:
            return reply.part("change_owner", bool) and not reply.part("ext_trade", bool)

        if not self._line.read(Call("GetTld", f"domain/tlds/{name.tld}", name), told):
            raise unsupported(self.slug, name, "another owner is the registry's own trade, and may cost")
