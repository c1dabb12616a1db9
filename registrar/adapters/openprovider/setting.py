"""Changes at Openprovider that cost nothing: each is one update of the name, sent once."""

from collections.abc import Iterable

from portfolio.dnssec import SigningKey
from portfolio.names import DomainName, HostName
from registrar import contract
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.reading import STAGES, Reading, held_among, hosts_of, keys_of
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.order_marks import Stage
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners


def is_pending(done: wire.Done) -> bool:
    """Whether what was taken is still to be done. Raises `Unreadable` for a state that is no yes."""
    stage = STAGES.get(done.status)
    if stage not in (Stage.HELD, Stage.PENDING):
        raise Unreadable("the reply says yes, with a state that is none")
    return stage is Stage.PENDING


def spelled(hosts: Iterable[HostName]) -> list[object]:
    """Return nameservers as the vendor numbers them."""
    return [{"name": host, "seq_nr": number} for number, host in enumerate(hosts)]


class Setting(
    Reading, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsPrivacy, SetsSigners
):
    """Nameservers, lock, auto-renewal, privacy, DNSSEC. No fee of an update is ever accepted."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        held, now = self._records(name, lambda records: ((one := held_among(records)), hosts_of(one)))
        return Receipt() if now == hosts else self._update(held, {"name_servers": spelled(sorted(hosts))})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._switch(name, "is_locked", locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "autorenew", "on" if on else "off")

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._switch(name, "is_private_whois_enabled", on)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, now = self._records(name, lambda records: ((one := held_among(records)), keys_of(one)))
        if held.dnssec_keys is not None and now == keys:
            return Receipt()
        rows = [
            {"flags": key.flags, "alg": key.algorithm, "protocol": key.protocol, "pub_key": key.public_key}
            for key in sorted(keys, key=lambda key: (key.tag, key.public_key))
        ]
        return self._update(held, {"dnssec_keys": rows, "is_dnssec_enabled": bool(rows)})

    def _switch(self, name: DomainName, field: str, value: object) -> Receipt:
        held = self._held(name)
        return Receipt() if getattr(held, field) == value else self._update(held, {field: value})

    def _update(self, held: wire.Domain, body: dict[str, object]) -> Receipt:
        """Send one change; a yes that names another record is no yes."""

        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(wire.Done)
            if done.id != held.id:
                raise Unreadable("the reply is about another name")
            return Receipt(pending=is_pending(done))

        call = Call("UpdateDomain", f"domains/{held.id}", DomainName(held.name), "PUT", body)
        return self._line.change(call, told)
