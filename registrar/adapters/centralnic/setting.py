"""Changes that cost nothing: nameservers, lock, renewal mode, signers. Each is sent once."""

from typing import ClassVar

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar.adapters.centralnic.reading import Reading
from registrar.contract import Receipt, SetsAutoRenew, SetsLock, SetsNameservers
from registrar.keyvalue.domain import changed, renewed, signers_in
from registrar.keyvalue.line import Command, of
from registrar.keyvalue.reply import KeyValueReply
from registrar.signing import SetsSigners


class Setting(Reading, SetsNameservers, SetsLock, SetsAutoRenew, SetsSigners):
    """The settings of a name. What is so already is not sent."""

    keys: ClassVar[str] = "DNSSEC"
    delegation_signers: ClassVar[str] = "DNSSECDSDATA"
    sends_keys: ClassVar[bool] = True
    unsign: ClassVar[str] = "DNSSECDELALL"

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        given = {f"NAMESERVER{number}": str(host) for number, host in enumerate(sorted(hosts))}
        return self._modify(name, given, is_so=self.info(name).nameservers == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        is_so = self.status(name).flag("TRANSFERLOCK") is locked
        return self._modify(name, {"TRANSFERLOCK": str(int(locked))}, is_so=is_so)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if renewed(self.status(name)) is on:
            return Receipt()
        given = {"RENEWALMODE": "AUTORENEW" if on else "AUTOEXPIRE"}
        return self._line.change(Command("SetDomainRenewalMode", name, given), changed)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: KeyValueReply) -> frozenset[DelegationSigner]:
            of(name, reply)
            return signers_in(name, reply.all(self.keys), reply.all(self.delegation_signers))

        return self._line.read(Command("StatusDomain", name), told)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        wanted = signers_of(name, keys)
        if self.sends_keys:
            rows = [f"{k.flags} {k.protocol} {k.algorithm} {k.public_key}" for k in keys]
        else:
            rows = [f"{s.key_tag} {s.algorithm} {s.digest_type} {s.digest.upper()}" for s in wanted]
        head = self.keys if self.sends_keys else self.delegation_signers
        given = {f"{head}{number}": row for number, row in enumerate(sorted(rows))}
        return self._modify(name, given or {self.unsign: "1"}, is_so=self.signers(name) == wanted)

    def _modify(self, name: DomainName, given: dict[str, str], *, is_so: bool) -> Receipt:
        return Receipt() if is_so else self._line.change(Command("ModifyDomain", name, given), changed)
