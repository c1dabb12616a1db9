"""Changes that cost nothing: nameservers, lock, renewal mode, privacy, signers. Each is sent once."""

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar.adapters.centralnic.reading import Reading, changed, flag, renewed
from registrar.adapters.centralnic.wire import Command
from registrar.contract import Receipt, SetsAutoRenew, SetsLock, SetsNameservers
from registrar.errors import ReplyNotUnderstood
from registrar.keyvalue_reply import KeyValueReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners


class Setting(Reading, SetsNameservers, SetsLock, SetsAutoRenew, SetsSigners, SetsPrivacy):
    """The settings of a name. What is so already is not sent."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        given = {f"NAMESERVER{number}": str(host) for number, host in enumerate(sorted(hosts))}
        return self._modify(name, given, is_so=self.info(name).nameservers == hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        is_so = flag(self.status(name), "TRANSFERLOCK") is locked
        return self._modify(name, {"TRANSFERLOCK": str(int(locked))}, is_so=is_so)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        is_so = flag(self.status(name), *self.profile.shows_privacy) is on
        return self._modify(name, {self.profile.privacy: str(int(on))}, is_so=is_so)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if renewed(self.status(name)) is on:
            return Receipt()
        given = {"RENEWALMODE": "AUTORENEW" if on else "AUTOEXPIRE"}
        return self._line.change(Command("SetDomainRenewalMode", name, given), changed)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        try:
            return self._signers(name, self.status(name))
        except (ValueError, TypeError):
            detail = "the reply holds DNSSEC data that are none"
            raise ReplyNotUnderstood(detail, registrar=self.slug, name=name) from None

    def _signers(self, name: DomainName, reply: KeyValueReply) -> frozenset[DelegationSigner]:
        """What the keys give, where the vendor has keys; else the DS records."""
        keys = [row.split(maxsplit=3) for row in reply.all(self.profile.keys)]
        if keys:
            return signers_of(name, frozenset(_key(*row) for row in keys))
        return frozenset(_signer(*row.split(maxsplit=3)) for row in reply.all(self.profile.signers))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        wanted = signers_of(name, keys)
        if self.profile.writes_keys:
            rows = [f"{k.flags} {k.protocol} {k.algorithm} {k.public_key}" for k in keys]
        else:
            rows = [f"{s.key_tag} {s.algorithm} {s.digest_type} {s.digest.upper()}" for s in wanted]
        head = self.profile.keys if self.profile.writes_keys else self.profile.signers
        given = {f"{head}{number}": row for number, row in enumerate(sorted(rows))}
        return self._modify(name, given or {self.profile.unsign: "1"}, is_so=self.signers(name) == wanted)

    def _modify(self, name: DomainName, given: dict[str, str], *, is_so: bool) -> Receipt:
        return Receipt() if is_so else self._line.change(Command("ModifyDomain", name, given), changed)


def _key(flags: str, protocol: str, algorithm: str, key: str) -> SigningKey:
    return SigningKey(flags=int(flags), protocol=int(protocol), algorithm=int(algorithm), public_key=key)


def _signer(tag: str, algorithm: str, kind: str, digest: str) -> DelegationSigner:
    return DelegationSigner(key_tag=int(tag), algorithm=int(algorithm), digest_type=int(kind), digest=digest)
