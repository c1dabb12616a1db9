"""Changes at DNSimple that cost nothing: contacts, delegation, lock, renewal, privacy, signers. Sent once."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

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
from registrar.json_reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.single_contact import the_registrant
from registrar.steps import in_steps

_STATES = {
    "registerDomain": ("registering", "registered"),
    "transferDomain": ("transferring", "transferred"),
    "domainRenew": ("renewing", "renewed"),
    "domainRestore": ("restoring", "restored"),
    "createRegistrantChange": ("pending", "completed"),
}
"""How an order is called while it is under way ("new" before that), and when it is done."""


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
        call = self._call("createContact", "contacts", method="POST", body=body, yes=(201,), private=private)
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
        check = self._call("checkRegistrantChange", f"{path}/check", name, method="POST", body=body)
        asked = self._line.read(check, lambda reply: reply.as_a(wire.Data[wire.Requirements]).data)
        if wanted := [one.name for one in asked.extended_attributes if one.required]:
            raise unsupported(self.slug, name, f"the registry also wants {', '.join(wanted)}")
        return self._order("createRegistrantChange", path, name, body, about)

    def _order(
        self, operation: str, path: str, name: DomainName, body: Mapping[str, object],
        about: Mapping[str, int], *private: str,
    ) -> Receipt:  # fmt: skip
        """Send an order, once. The answer must be `about` the same numbers."""

        def told(reply: JsonReply) -> Receipt:
            order, states = reply.as_a(wire.Data[wire.Order]).data, ("new", *_STATES[operation])
            if any(getattr(order, field) != number for field, number in about.items()):
                raise Unreadable("the reply is about another order")
            if order.state not in states:
                raise Unreadable("the order is in a state that is no yes")
            return Receipt(pending=order.state != states[-1] or reply.status == 202, reference=str(order.id))

        call = self._call(operation, path, name, method="POST", body=body, yes=(201, 202), private=private)
        return self._line.change(call, told)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._ours(name) and self._hosts(name) != hosts:
            self._delegate(name, hosts)
        return Receipt()

    def _delegate(self, name: DomainName, hosts: frozenset[HostName]) -> None:
        path = f"registrar/domains/{name}/delegation"
        call = self._call("changeDomainDelegation", path, name, method="PUT", body=sorted(hosts))
        self._line.change(call, lambda reply: _raise_unless(is_so=hosts_in(reply) == hosts))

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        if self._is_locked(name) is locked:
            return Receipt()
        yes = (201,) if locked else (200,)
        return self._switch("DomainTransferLock", "transfer_lock", name, yes, _shows(on=locked), on=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._ours(name).auto_renew is on:
            return Receipt()
        return self._switch("DomainAutoRenewal", "auto_renewal", name, (204,), lambda _: None, on=on)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        domain = self._ours(name)
        if domain.private_whois is on:
            return Receipt()
        return self._switch("WhoisPrivacy", "whois_privacy", name, (200,), _shows(domain.id, on=on), on=on)

    def _switch(
        self, what: str, path: str, name: DomainName, yes: Collection[int],
        told: Callable[[JsonReply], None], *, on: bool,
    ) -> Receipt:  # fmt: skip
        method = "DELETE" if not on else "POST" if path == "transfer_lock" else "PUT"
        operation, path = f"{'enable' if on else 'disable'}{what}", f"registrar/domains/{name}/{path}"
        self._line.change(self._call(operation, path, name, method=method, yes=yes), told)
        return Receipt()

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._signers(name))

    def _signers(self, name: DomainName) -> dict[DelegationSigner, int]:
        rows = self._every(
            "listDomainDelegationSignerRecords", f"domains/{name}/ds_records?", wire.Signer, name
        )
        return {_signer(row): row.id for row in rows}

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, wanted = self._signers(name), signers_of(name, keys)
        adding = [partial(self._sign, name, signer) for signer in wanted if signer not in held]
        leaving = [
            partial(self._unsign, name, number) for signer, number in held.items() if signer not in wanted
        ]
        in_steps([*adding, *leaving])
        return Receipt()

    def _sign(self, name: DomainName, signer: DelegationSigner) -> None:
        told = {"algorithm": signer.algorithm, "digest_type": signer.digest_type, "keytag": signer.key_tag}
        body = {field: str(number) for field, number in told.items()} | {"digest": signer.digest}
        operation, path = "createDomainDelegationSignerRecord", f"domains/{name}/ds_records"
        call = self._call(operation, path, name, method="POST", body=body, yes=(201,))
        self._line.change(
            call,
            lambda reply: _raise_unless(is_so=_signer(reply.as_a(wire.Data[wire.Signer]).data) == signer),
        )

    def _unsign(self, name: DomainName, number: int) -> None:
        operation, path = "deleteDomainDelegationSignerRecord", f"domains/{name}/ds_records/{number}"
        self._line.change(self._call(operation, path, name, method="DELETE", yes=(204,)), lambda _: None)


def _shows(domain: int | None = None, *, on: bool) -> Callable[[JsonReply], None]:
    def told(reply: JsonReply) -> None:
        switch = reply.as_a(wire.Data[wire.Switch]).data
        _raise_unless(is_so=(switch.enabled, switch.domain_id) == (on, domain))

    return told


def _raise_unless(*, is_so: bool) -> None:
    if not is_so:
        raise Unreadable("the reply says yes, and does not show what was asked for")


def _signer(row: wire.Signer) -> DelegationSigner:
    return DelegationSigner(
        key_tag=row.keytag, algorithm=row.algorithm, digest_type=row.digest_type, digest=row.digest
    )
