"""Changes at Openprovider that cost nothing: each is one update of the name, sent once."""

from portfolio.dnssec import SigningKey
from portfolio.names import DomainName, HostName
from registrar.adapters.openprovider.reading import HELD, PENDING, Reading, hosts_of, keys_of, name_of
from registrar.adapters.openprovider.wire import Domain, Done, Reply
from registrar.contract import Receipt, SetsAutoRenew, SetsLock, SetsNameservers
from registrar.exchange import Unreadable
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners


def is_pending(done: Done) -> bool:
    """Whether what was taken is still to be done. Raises `Unreadable` for a state that is no yes."""
    if done.status != HELD and done.status not in PENDING:
        raise Unreadable("the reply says yes, with a state that is none")
    return done.status != HELD


def spelled_hosts(hosts: frozenset[HostName] | tuple[HostName, ...]) -> list[object]:
    """Return nameservers as the vendor numbers them."""
    return [{"name": host, "seq_nr": number} for number, host in enumerate(hosts)]


class Setting(Reading, SetsNameservers, SetsLock, SetsAutoRenew, SetsPrivacy, SetsSigners):
    """Nameservers, lock, auto-renewal, privacy, DNSSEC. No fee of an update is ever accepted."""

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        held = self._held(name)
        if hosts_of(held) == hosts:
            return Receipt()
        return self._update(held, {"name_servers": spelled_hosts(tuple(sorted(hosts)))})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        held = self._held(name)
        return Receipt() if held.is_locked is locked else self._update(held, {"is_locked": locked})

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        held, word = self._held(name), "on" if on else "off"
        return Receipt() if held.autorenew == word else self._update(held, {"autorenew": word})

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        held = self._held(name)
        is_so = held.is_private_whois_enabled is on
        return Receipt() if is_so else self._update(held, {"is_private_whois_enabled": on})

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held = self._held(name)
        if held.dnssec_keys is not None and keys_of(held) == keys:
            return Receipt()
        rows = [
            {"flags": key.flags, "alg": key.algorithm, "protocol": key.protocol, "pub_key": key.public_key}
            for key in sorted(keys, key=lambda key: (key.tag, key.public_key))
        ]
        return self._update(held, {"dnssec_keys": rows, "is_dnssec_enabled": bool(rows)})

    def _update(self, held: Domain, body: dict[str, object]) -> Receipt:
        """Send one change; a yes that names another record is no yes."""

        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(Reply[Done]).data
            if done.id != held.id:
                raise Unreadable("the reply is about another name")
            return Receipt(pending=is_pending(done))

        name = DomainName(name_of(held))
        return self._line.change(Call("UpdateDomain", f"domains/{held.id}", name, "PUT", body), told)
