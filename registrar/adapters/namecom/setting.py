"""Changes at Name.com that cost nothing. Each is sent once."""

from collections.abc import Callable, Mapping

from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.namecom import wire
from registrar.adapters.namecom.buying import Buying
from registrar.adapters.namecom.contacts import written
from registrar.adapters.namecom.reading import record_in
from registrar.contract import Receipt
from registrar.inline_contacts import values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners, one_by_one
from registrar.told import raise_if_other


class Setting(
    Buying, contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew,
    SetsSigners, SetsPrivacy,
):  # fmt: skip
    """The changes of one account."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        """Send the given roles; the call replaces all, so that the others go as they were read."""
        new = written(name, contacts)
        held = {role: dict(person) for role, person in self._record(name).contacts.items() if person}
        people = held | new
        path, private = f"domains/{name}:setContacts", values_in(people.values())
        call = Call("SetContacts", path, name, "POST", {"contacts": people}, private=private)
        return self._set(call, name, lambda told: set(people) <= set(told.contacts))

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._record(name).nameservers == hosts:
            return Receipt()
        path, body = f"domains/{name}:setNameservers", {"nameservers": sorted(hosts)}
        call = Call("SetNameservers", path, name, "POST", body)
        return self._set(call, name, lambda told: told.nameservers == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._switch(name, "locked", on=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "autorenew_enabled", on=on)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "privacy_enabled", on=on)

    def _switch(self, name: DomainName, what: str, *, on: bool) -> Receipt:
        if getattr(self._record(name), what) is on:
            return Receipt()
        call = Call("UpdateDomain", f"domains/{name}", name, "PATCH", {to_camel(what): on})
        return self._set(call, name, lambda told: getattr(told, what) is on)

    def _set(self, call: Call, name: DomainName, is_so: Callable[[wire.Domain], bool]) -> Receipt:
        return self._tell(call, lambda reply: is_so(record_in(name, reply)))

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: JsonReply) -> frozenset[DelegationSigner]:
            rows = reply.rows_at("dnssec", wire.Signer) if reply.items.get("dnssec") else []
            return frozenset(_signer(name, row) for row in rows)

        return self._line.read(Call("ListDNSSECs", f"domains/{name}/dnssec", name), told)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        path = f"domains/{name}/dnssec"

        def add(signer: DelegationSigner) -> Receipt:
            body = {to_camel(field): value for field, value in signer.model_dump().items()}
            call = Call("CreateDNSSEC", path, name, "POST", body | {"digest": signer.digest.upper()})
            return self._tell(call, lambda reply: _signer(name, reply.as_a(wire.Signer)) == signer)

        def remove(signer: DelegationSigner) -> Receipt:
            one, yes = f"{path}/{signer.digest.upper()}", frozenset({200, 204})
            return self._tell(Call("DeleteDNSSEC", one, name, "DELETE", yes=yes))

        return one_by_one(self.signers(name), signers_of(name, keys), add=add, remove=remove)


def _signer(name: DomainName, row: wire.Signer) -> DelegationSigner:
    raise_if_other(name, row.domain_name)
    return row.signer
