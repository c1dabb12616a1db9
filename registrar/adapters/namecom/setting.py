"""Changes at Name.com that cost nothing. Each is sent once."""

from collections.abc import Callable, Mapping

from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar.adapters.namecom import wire
from registrar.adapters.namecom.buying import Buying
from registrar.adapters.namecom.contacts import written
from registrar.adapters.namecom.reading import record_in
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.inline_contacts import values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.told import hosts_told, raise_if_other


class Setting(Buying):
    """The changes of one account."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        """Send the given roles; the call replaces all, so that the others go as they were read."""
        new = written(name, contacts)
        held = {role: dict(person) for role, person in self._record(name).contacts.items() if person}
        people = held | new
        path, private = f"domains/{name}:setContacts", values_in(people.values())
        call = Call("SetContacts", path, name, "POST", {"contacts": people}, private=private)
        return self._changed(call, name, lambda told: set(people) <= set(told.contacts))

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if hosts_told(self._record(name).nameservers) == hosts:
            return Receipt()
        body = {"nameservers": sorted(hosts)}
        call = Call("SetNameservers", f"domains/{name}:setNameservers", name, "POST", body)
        return self._changed(call, name, lambda told: hosts_told(told.nameservers) == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._switch(name, "locked", on=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "autorenew_enabled", on=on)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "privacy_enabled", on=on)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        """Add what is missing, then take away what is not wanted: one request for each signer."""
        held, wanted = self.signers(name), signers_of(name, keys)
        path = f"domains/{name}/dnssec"
        for signer in sorted(wanted - held, key=lambda signer: signer.digest):
            body = {to_camel(field): value for field, value in signer.model_dump().items()}
            call = Call("CreateDNSSEC", path, name, "POST", body | {"digest": signer.digest.upper()})

            def told(reply: JsonReply) -> None:
                row = reply.as_a(wire.Signer)
                raise_if_other(name, row.domain_name)
                if row.signer not in wanted:
                    raise Unreadable("the reply says yes, and shows another signer")

            self._line.change(call, told)
        for signer in sorted(held - wanted, key=lambda signer: signer.digest):
            call = Call("DeleteDNSSEC", f"{path}/{signer.digest.upper()}", name, "DELETE")
            self._line.change(call, lambda _: None)
        return Receipt()

    def _switch(self, name: DomainName, what: str, *, on: bool) -> Receipt:
        if getattr(self._record(name), what) is on:
            return Receipt()
        call = Call("UpdateDomain", f"domains/{name}", name, "PATCH", {to_camel(what): on})
        return self._changed(call, name, lambda told: getattr(told, what) is on)

    def _changed(self, call: Call, name: DomainName, is_so: Callable[[wire.Domain], bool]) -> Receipt:
        """Send the change; a yes that shows something else than what was asked for is no yes."""

        def told(reply: JsonReply) -> Receipt:
            if not is_so(record_in(name, reply)):
                raise Unreadable("the reply says yes, and does not show what was asked for")
            return Receipt()

        return self._line.change(call, told)
