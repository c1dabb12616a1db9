"""Changes at Openprovider that cost nothing: each is one update of the name, sent once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from portfolio.dnssec import SigningKey
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.reading import KEY_FIELDS, Reading, held_among, hosts_of, keys_of
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.json_envelope import Data
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.order_marks import Stage
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners

T = TypeVar("T")


def spelled(hosts: Iterable[HostName]) -> list[object]:
    """Return nameservers as the vendor numbers them."""
    return [{"name": host, "seq_nr": number} for number, host in enumerate(hosts)]


class Setting(
    Reading, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsPrivacy, SetsSigners
):
    """Nameservers, lock, auto-renewal, privacy, DNSSEC. No fee of an update is ever accepted."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        return self._unless_so(name, hosts_of, hosts, {"name_servers": spelled(sorted(hosts))})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._unless_so(name, lambda held: held.is_locked, locked, {"is_locked": locked})

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        word = "on" if on else "off"
        return self._unless_so(name, lambda held: held.autorenew, word, {"autorenew": word})

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        body: dict[str, object] = {"is_private_whois_enabled": on}
        return self._unless_so(name, lambda held: held.is_private_whois_enabled, on, body)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        rows = [
            {theirs: getattr(key, ours) for theirs, ours in KEY_FIELDS.items()}
            for key in sorted(keys, key=lambda key: (key.tag, key.public_key))
        ]
        body: dict[str, object] = {"dnssec_keys": rows, "is_dnssec_enabled": bool(rows)}

        def now(held: wire.Domain) -> frozenset[SigningKey] | None:
            return None if held.dnssec_keys is None else keys_of(held)

        return self._unless_so(name, now, keys, body)

    def _unless_so(
        self, name: DomainName, now: Callable[[wire.Domain], T | None], wish: T, body: dict[str, object]
    ) -> Receipt:
        held, found = self._records(name, lambda records: ((one := held_among(records)), now(one)))
        return Receipt() if found == wish else self._update(name, held.id, body)

    def _update(self, name: DomainName, number: int, body: dict[str, object]) -> Receipt:
        return self._changed(Call("UpdateDomain", f"domains/{number}", name, "PUT", body), number)

    def _changed(self, call: Call, number: int | None = None) -> Receipt:
        """Send an order or a change, once. A yes that names another `number`, or a state of no, is no yes."""

        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(Data[wire.Done]).data
            known = done.id or number
            if number not in (None, known):
                raise Unreadable("the reply is about another name")
            if done.stage not in (Stage.HELD, Stage.PENDING):
                raise Unreadable("the reply says yes, with a state that is none")
            return Receipt(pending=done.stage is Stage.PENDING, reference=str(known) if known else None)

        return self._line.change(call, told)
