"""What CentralNic's two systems tell of one name, and of a change of it."""

from collections.abc import Mapping, Sequence

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName, HostName, NotAName
from portfolio.registration import Registration, Status, status_of
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.keyvalue.reply import KeyValueReply

_RENEWED: Mapping[str, bool] = {
    **dict.fromkeys(("AUTORENEW", "AUTORENEWMONTHLY", "AUTORENEWQUARTERLY", "AUTORENEWQUATERLY"), True),
    **dict.fromkeys(("AUTOEXPIRE", "AUTODELETE", "EXPIREAUCTION"), False),
}
"""Modes of which it is plain whether the name goes on; the account's default and "once" are not."""


def registration(name: DomainName, reply: KeyValueReply, *, privacy: Sequence[str]) -> Registration:
    """Return the record of `name`; `privacy` are the columns of the switch. Raises `Unreadable`."""
    lock, told = reply.flag("TRANSFERLOCK"), (*reply.all("STATUS"), *reply.all("RGPSTATUS"))
    words = [word for word in told if word.upper() != "ACTIVE"]
    known = {status for word in words if (status := status_of(word))}
    known |= {Status.CLIENT_TRANSFER_PROHIBITED} if lock else set()
    registry = reply.moment("REGISTRATIONEXPIRATIONDATE", "EXPIRATIONDATE")
    return Registration(
        name=name,
        registered_at=reply.moment("CREATEDDATE"),
        expires_at=registry,
        registrar_expires_at=reply.moment("PAIDUNTILDATE"),
        last_changed_at=reply.moment("UPDATEDDATE"),
        nameservers=hosts(reply),
        statuses=None if lock is None and not known else frozenset(known),
        unmapped_statuses=tuple(word for word in words if status_of(word) is None),
        auto_renew=renewed(reply),
        privacy=reply.flag(*privacy),
        registry_domain_id=reply.first("ROID"),
    )


def changed(reply: KeyValueReply) -> Receipt:
    """Read the yes to a change; raises `Unreadable` for a state that nobody documents."""
    state = (reply.first("STATUS") or "ACTIVE").upper()
    if not state.startswith(("ACTIVE", "REQUESTED", "PENDING", "SUCCESS")) and status_of(state) is None:
        raise Unreadable("the reply tells a state that nobody documents")
    waits = reply.said.get("PENDING") == "1" or state.startswith(("REQUESTED", "PENDING"))
    return Receipt(pending=waits)


def renewed(reply: KeyValueReply) -> bool | None:
    """Whether the registrar renews by itself."""
    return _RENEWED.get((reply.first("RENEWALMODE") or "").upper())


def hosts(reply: KeyValueReply) -> frozenset[HostName]:
    """Return the delegation. Raises `Unreadable`."""
    try:
        return frozenset(HostName(host) for host in reply.all("NAMESERVER"))
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def signers_in(name: DomainName, keys: Sequence[str], signers: Sequence[str]) -> frozenset[DelegationSigner]:
    """Return what rows of keys give, else rows of DS records. Raises `Unreadable`."""
    try:
        if keys:
            return signers_of(name, frozenset(_key(*row.split(maxsplit=3)) for row in keys))
        return frozenset(_signer(*row.split(maxsplit=3)) for row in signers)
    except (ValueError, TypeError):
        raise Unreadable("the reply holds DNSSEC data that are none") from None


def _key(flags: str, protocol: str, algorithm: str, key: str) -> SigningKey:
    return SigningKey(flags=int(flags), protocol=int(protocol), algorithm=int(algorithm), public_key=key)


def _signer(tag: str, algorithm: str, kind: str, digest: str) -> DelegationSigner:
    return DelegationSigner(key_tag=int(tag), algorithm=int(algorithm), digest_type=int(kind), digest=digest)
