"""Changes at Namecheap that cost nothing: contacts, nameservers, lock, privacy. Each is sent once."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.namecheap.reading import CONTACTS, SLUG, Reading, hosts_in, privacy_in
from registrar.contacts.inline import unsupported
from registrar.contract import Receipt
from registrar.errors import Refused
from registrar.forms import reply
from registrar.forms.contacts import as_read, written
from registrar.forms.line import FormCall
from registrar.forms.markup import Node
from registrar.privacy import SetsPrivacy

_LOCKED = "RegistrarLockStatus"


class Setting(Reading, contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, SetsPrivacy):
    """What the account changes."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        new = written(SLUG, name, contacts)
        people = (
            self._about(CONTACTS, name, lambda told: as_read(told, besides=contacts), DomainName=name) | new
        )
        call = FormCall("domains.setContacts", {"DomainName": name} | people, name, tuple(people.values()))
        return self._change(call, name, "Domain", "IsSuccess")

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._record(name, hosts_in) == hosts:
            return Receipt()
        if not hosts:
            raise unsupported(SLUG, name, "no nameserver at all")
        sld, _, tld = name.partition(".")
        fields = {"SLD": sld, "TLD": tld, "Nameservers": ",".join(sorted(hosts))}
        call = FormCall("domains.dns.setCustom", fields, name)
        return self._change(call, name, "Domain", "Updated", "Update")

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        what = ("domains.getRegistrarLock", "DomainGetRegistrarLockResult", "Domain")
        if self._about(what, name, lambda one: reply.flag(one, _LOCKED), DomainName=name) is locked:
            return Receipt()
        fields = {"DomainName": name, "LockAction": "LOCK" if locked else "UNLOCK"}
        return self._change(FormCall("domains.setRegistrarLock", fields, name), name, "Domain", "IsSuccess")

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        is_on, number, sent_to = self._record(name, privacy_in)
        if bool(is_on) is on:
            return Receipt()
        if is_on is None:
            raise Refused("no privacy is allotted to it", registrar=SLUG, name=name)
        fields, command = {"WhoisguardID": number}, f"whoisguard.{'enable' if on else 'disable'}"
        if on:
            fields["ForwardedToEmail"] = sent_to or self.contacts(name)[ContactRole.REGISTRANT].email or ""
        call = FormCall(command, fields, name, tuple(fields.values()))
        return self._change(call, name, "DomainName", "IsSuccess")

    def _change(self, call: FormCall, name: DomainName, about: str, *done: str) -> Receipt:
        """Send the change, once; a yes that does not say of this name that it is done is none."""

        def receipt(node: Node) -> Receipt:
            reply.raise_unless_done(reply.about(name, about, self._result(node)), *done)
            return Receipt()

        return self._line.change(call, receipt)
