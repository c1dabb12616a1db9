"""Changes at DNSimple that cost nothing: contacts, delegation, lock, renewal, privacy, signers. Sent once."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.contacts import seen, written
from registrar.adapters.dnsimple.reading import Reading, hosts_in, number_of
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.fresh_handles import put_fresh
from registrar.handles import KeepsHandles
from registrar.inline_contacts import unsupported
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners, one_by_one
from registrar.single_contact import the_registrant
from registrar.told import signer_told

_NUMBERS = ("algorithm", "digest_type", "keytag")
_STATES = {
    "registerDomain": ("registering", "registered"),
    "transferDomain": ("transferring", "transferred"),
    "domainRenew": ("renewing", "renewed"),
    "domainRestore": ("restoring", "restored"),
    "createRegistrantChange": ("pending", "completed"),
}
"""How an order is called while it is under way ("new" before that), and when it is done."""
_SWITCHES = {
    "DomainTransferLock": ("/transfer_lock", "POST", {True: (201,), False: (200,)}),
    "DomainAutoRenewal": ("/auto_renewal", "PUT", {True: (204,), False: (204,)}),
    "WhoisPrivacy": ("/whois_privacy", "PUT", {True: (200, 201), False: (200,)}),
}
"""Where a switch is, how it is put on, and the yes to its being on and off."""


class Changing(
    Reading, KeepsHandles, contract.SetsContacts, contract.SetsNameservers, contract.SetsLock,
    contract.SetsAutoRenew, SetsPrivacy, SetsSigners,
):  # fmt: skip
    """The free changes, and how an order is sent."""

    chooses_handles = False

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        body, kept = written(contact, label=reference), fingerprint(self.as_kept(contact))

        def told(reply: JsonReply) -> Handle:
            made = seen(reply.as_a(wire.Data[wire.Person]).data)
            if made.handle is None or not made.handle.isdecimal() or fingerprint(made) != kept:
                raise Unreadable("the reply is about another contact")
            return made.handle

        private = body.values()
        call = self._call("createContact", "contacts", None, "POST", body, yes=(201,), private=private)
        return self._line.change(call, told)

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        registrant = the_registrant(self.slug, name, contacts)
        return put_fresh(self, name, {ContactRole.REGISTRANT: registrant})

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        if set(handles) != {ContactRole.REGISTRANT}:
            raise unsupported(self.slug, name, "names have a registrant only")
        number, path = number_of(handles[ContactRole.REGISTRANT]), "registrar/registrant_changes"
        about = {"domain_id": self._ours(name).id, "contact_id": number}
        body = {"domain_id": name, "contact_id": number}
        check = self._call("checkRegistrantChange", f"{path}/check", name, "POST", body)
        asked = self._line.read(
            check, lambda reply: reply.rows_at("data.extended_attributes", wire.Attribute)
        )
        if wanted := [one.name for one in asked if one.required]:
            raise unsupported(self.slug, name, f"the registry also wants {', '.join(wanted)}")
        return self._order("createRegistrantChange", path, name, body, about)

    def _order(
        self, operation: str, path: str, name: DomainName, body: Mapping[str, object],
        about: Mapping[str, object], *private: str,
    ) -> Receipt:  # fmt: skip
        """Send an order, once. The answer must be `about` the same numbers."""

        def told(reply: JsonReply) -> Receipt:
            order, states = reply.as_a(wire.Data[wire.Order]).data, ("new", *_STATES[operation])
            if any(getattr(order, field) != number for field, number in about.items()):
                raise Unreadable("the reply is about another order")
            if order.state not in states:
                raise Unreadable("the order is in a state that is no yes")
            return Receipt(pending=order.state != states[-1] or reply.status == 202, reference=str(order.id))

        call = self._call(operation, path, name, "POST", body, yes=(201, 202), private=private)
        return self._line.change(call, told)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        is_so = self._ours(name) and self._hosts(name) == hosts
        return Receipt() if is_so else self._delegate(name, hosts)

    def _delegate(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        call = self._call("changeDomainDelegation", "/delegation", name, "PUT", sorted(hosts))
        return self._tell(call, lambda reply: hosts_in(reply) == hosts)

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

        def told(reply: JsonReply) -> Receipt:
            service = reply.as_a(wire.Data[wire.Privacy]).data
            is_pending = reply.status == 201 and service.enabled is None
            if service.domain_id != domain.id or not (is_pending or service.enabled is on):
                raise Unreadable("the reply says yes, and does not show what was asked for")
            return Receipt(pending=is_pending)

        return self._line.change(self._switch("WhoisPrivacy", name, on=on), told)

    def _switch(self, what: str, name: DomainName, *, on: bool) -> Call:
        path, verb, yes = _SWITCHES[what]
        verb, operation = (verb, f"enable{what}") if on else ("DELETE", f"disable{what}")
        return self._call(operation, path, name, verb, yes=yes[on])

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._signers(name))

    def _signers(self, name: DomainName) -> dict[DelegationSigner, int]:
        path = f"domains/{name}/ds_records?"
        rows = self._every("listDomainDelegationSignerRecords", path, wire.Signer)
        return {_signer(row): row.id for row in rows}

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, path = self._signers(name), f"domains/{name}/ds_records"

        def add(signer: DelegationSigner) -> Receipt:
            numbers = (signer.algorithm, signer.digest_type, signer.key_tag)
            body = dict(zip(_NUMBERS, map(str, numbers), strict=True)) | {"digest": signer.digest}
            call = self._call("createDomainDelegationSignerRecord", path, name, "POST", body, yes=(201,))
            return self._tell(call, lambda reply: _signer(reply.as_a(wire.Data[wire.Signer]).data) == signer)

        def remove(signer: DelegationSigner) -> Receipt:
            operation, record = "deleteDomainDelegationSignerRecord", f"{path}/{held[signer]}"
            return self._tell(self._call(operation, record, name, "DELETE", yes=(204,)))

        return one_by_one(frozenset(held), signers_of(name, keys), add=add, remove=remove)


def _signer(row: wire.Signer) -> DelegationSigner:
    return signer_told(
        tag=row.keytag, algorithm=row.algorithm, digest_type=row.digest_type, digest=row.digest
    )
