"""Changes of a name that are not sold: delegation, lock, renewal, privacy, signing. Each is sent once."""

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account
from registrar.contract import Receipt, SetsAutoRenew, SetsLock, SetsNameservers
from registrar.errors import ReplyNotUnderstood, Unsupported
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.told import hosts_told

_LOCK = "CLIENT_TRANSFER_PROHIBITED"


class Setting(Account, SetsNameservers, SetsLock, SetsAutoRenew, SetsPrivacy, SetsSigners):
    """Changes what is not so already. What costs something is refused by the vendor: nothing is agreed to."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if hosts_told(self._domain(name).ns) == hosts:
            return Receipt()
        return self._update(name, {"ns": sorted(hosts)})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        status = self._domain(name).status
        if (_LOCK in status) is locked:
            return Receipt()
        others = [word for word in status if word != _LOCK]
        return self._update(name, {"status": [*others, _LOCK] if locked else others})

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        is_so = self._domain(name).auto_renew is on
        return Receipt() if is_so else self._update(name, {"autoRenew": on})

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        is_so = self._domain(name).privacy_protect is on
        return Receipt() if is_so else self._update(name, {"privacyProtect": on})

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._signers_in(self._domain(name), name)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held = self._domain(name)
        if self._signers_in(held, name) == signers_of(name, keys):
            return Receipt()
        if held.ds_data and keys:
            detail = "the name is signed by DS data, which cannot stand beside keys; nothing was sent"
            raise Unsupported(detail, registrar=self.slug, name=name)
        rows = [
            {"publicKey": key.public_key, **key.model_dump(exclude={"public_key"})}
            for key in sorted(keys, key=lambda key: (key.tag, key.public_key))
        ]  # fmt: skip
        return self._update(name, {"dsData": []} if held.ds_data else {"keyData": rows})

    def _signers_in(self, held: wire.Domain, name: DomainName) -> frozenset[DelegationSigner]:
        try:
            keys = frozenset(SigningKey(**key.model_dump()) for key in held.key_data or ())
            told = frozenset(DelegationSigner(**signer.model_dump()) for signer in held.ds_data or ())
            return told | signers_of(name, keys)
        except ValueError:
            detail = "the reply holds DNSSEC data that is none"
            raise ReplyNotUnderstood(detail, registrar=self.slug, operation="getDomain", name=name) from None
