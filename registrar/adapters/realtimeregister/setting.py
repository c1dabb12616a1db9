"""Changes of a name that are not sold: delegation, lock, renewal, privacy, signing. Each is sent once."""

from collections.abc import Sequence

from portfolio.names import DomainName, HostName
from registrar.adapters.realtimeregister.account import Account
from registrar.contract import Receipt, SetsAutoRenew, SetsLock, SetsNameservers
from registrar.privacy import SetsPrivacy
from registrar.signing_rows import Row, SignsByRows
from registrar.told import hosts_told

_LOCK = "CLIENT_TRANSFER_PROHIBITED"


class Setting(Account, SetsNameservers, SetsLock, SetsAutoRenew, SetsPrivacy, SignsByRows):
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

    def _signed(self, name: DomainName) -> tuple[Sequence[Row], Sequence[Row]]:
        held = self._domain(name)
        return held.key_data or (), held.ds_data or ()

    def _sign(self, name: DomainName, *, by_keys: bool, rows: Sequence[Row]) -> Receipt:
        return self._update(name, {"keyData" if by_keys else "dsData": rows})
