"""Changes of a name that are not sold: delegation, lock, renewal, privacy, signing. Each is sent once."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic.alias_generators import to_camel

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account
from registrar.contract import Receipt
from registrar.errors import ReplyNotUnderstood, Unsupported
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.told import hosts_told

_LOCK = "CLIENT_TRANSFER_PROHIBITED"
_SignedT = TypeVar("_SignedT", SigningKey, DelegationSigner)


class Setting(
    Account,
    contract.SetsNameservers,
    contract.SetsLock,
    contract.SetsAutoRenew,
    SetsPrivacy,
    SetsSigners,
):
    """Changes what is not so already. What costs something is refused by the vendor: nothing is agreed to."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        is_so = hosts_told(self._domain(name).ns) == hosts
        return Receipt() if is_so else self._update(name, {"ns": sorted(hosts)})

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
        ordered = sorted(keys, key=lambda key: (key.tag, key.public_key))
        rows = [{to_camel(field): value for field, value in key} for key in ordered]
        return self._update(name, {"dsData": []} if held.ds_data else {"keyData": rows})

    def _signers_in(self, held: wire.Domain, name: DomainName) -> frozenset[DelegationSigner]:
        try:
            keys, signers = (
                _each(held.key_data or (), SigningKey),
                _each(held.ds_data or (), DelegationSigner),
            )
            return signers | signers_of(name, keys)
        except ValueError:
            detail = "the reply holds DNSSEC data that is none"
            raise ReplyNotUnderstood(detail, registrar=self.slug, operation="getDomain", name=name) from None


def _each(rows: Sequence[wire.Row], kind: type[_SignedT]) -> frozenset[_SignedT]:
    """Return the vendor's rows as ours: the fields have the same words, in camel case."""
    told = [{field: row.get(to_camel(field)) for field in kind.model_fields} for row in rows]
    return frozenset(kind.model_validate(row) for row in told)
