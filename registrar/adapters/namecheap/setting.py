"""Changes at Namecheap that cost nothing: contacts, nameservers, lock, privacy. Each is sent once."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.adapters.namecheap.contacts import SLUG, as_read, unsupported, written
from registrar.adapters.namecheap.reading import Reading, about, hosts, privacy_in, split
from registrar.contract import Receipt, SetsContacts, SetsLock, SetsNameservers
from registrar.errors import Refused
from registrar.exchange import Unreadable
from registrar.form_line import FormCall, is_so, needed, only, told
from registrar.markup import Node
from registrar.privacy import SetsPrivacy


class Setting(Reading, SetsContacts, SetsNameservers, SetsLock, SetsPrivacy):
    """What the account changes."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        new = written(name, contacts)
        held = self._result(
            "domains.getContacts", name, "DomainContactsResult",
            lambda result: as_read(about(name, "Domain", result), besides=contacts), DomainName=name,
        )  # fmt: skip
        fields = {"DomainName": name, **held, **new}
        private = (*held.values(), *new.values())
        return self._change("domains.setContacts", name, "DomainSetContactResult", fields, private=private)

    def set_nameservers(self, name: DomainName, hosts_wanted: frozenset[HostName]) -> Receipt:
        if self._record(name, hosts) == hosts_wanted:
            return Receipt()
        if not hosts_wanted:
            raise unsupported(name, "a name without nameservers has no place here")
        fields = {**split(name), "Nameservers": ",".join(sorted(hosts_wanted))}
        return self._change("domains.dns.setCustom", name, "DomainDNSSetCustomResult", fields, done="Updated")

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        is_locked = self._result(
            "domains.getRegistrarLock", name, "DomainGetRegistrarLockResult",
            lambda result: is_so(needed(about(name, "Domain", result), "RegistrarLockStatus")),
            DomainName=name,
        )  # fmt: skip
        if is_locked is locked:
            return Receipt()
        fields = {"DomainName": name, "LockAction": "LOCK" if locked else "UNLOCK"}
        return self._change("domains.setRegistrarLock", name, "DomainSetRegistrarLockResult", fields)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        is_on, number, mail = self._record(name, privacy_in)
        if bool(is_on) is on:
            return Receipt()
        if is_on is None:
            raise Refused("no privacy is allotted to it", registrar=SLUG, name=name)
        fields = {"WhoisguardID": number}
        if not on:
            return self._change(
                "whoisguard.disable", name, "WhoisguardDisableResult", fields, key="DomainName"
            )
        mail = mail or self.contacts(name)[ContactRole.REGISTRANT].email or ""
        if not mail:
            raise Refused("nobody is told to whom its mail could go", registrar=SLUG, name=name)
        fields["ForwardedToEmail"] = mail
        return self._change(
            "whoisguard.enable", name, "WhoisguardEnableResult", fields, key="DomainName", private=(mail,)
        )

    def _change(
        self,
        command: str,
        name: DomainName,
        tag: str,
        fields: Mapping[str, str],
        *,
        key: str = "Domain",
        done: str = "IsSuccess",
        private: tuple[str, ...] = (),
    ) -> Receipt:
        """Send the change, once; a yes that does not say of this name that it is done is none."""

        def receipt(reply: Node) -> Receipt:
            result = about(name, key, only(reply, "CommandResponse", tag))
            if not is_so(told(result, done) or ""):
                raise Unreadable("the reply says yes, and that it is not done")
            return Receipt()

        return self._line.change(FormCall(f"namecheap.{command}", fields, name, private), receipt)
