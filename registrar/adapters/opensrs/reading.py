"""What OpenSRS tells of one name: its registration, whether it is free, its transfer. Changes nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from portfolio.names import DomainName, HostName, NotAName
from portfolio.registration import Registration, Status
from registrar.adapters.opensrs.codec import Command, Line
from registrar.adapters.opensrs.codes import AVAILABLE, TAKEN
from registrar.adapters.opensrs.contacts import seen_roles
from registrar.adapters.opensrs.wire import Item, Reply, assoc, assocs, flag, said, text
from registrar.contract import Availability, Offer, TransferState
from registrar.errors import (
    NotFound,
    NotSponsored,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
)
from registrar.exchange import Unreadable

Told = TypeVar("Told")

_NOT_OURS = ("400", "415", "480")
_TRANSFERS = {
    "undef": TransferState.NONE,
    "pending_owner": TransferState.AWAITING_OWNER,
    "pending_admin": TransferState.PENDING,  # for the vendor's own people
    "pending_registry": TransferState.AWAITING_REGISTRY,  # the losing registrar may object all the while
    "completed": TransferState.DONE,
    "cancelled": TransferState.REFUSED,
    "declined": TransferState.REFUSED,
}


def get(line: Line, name: DomainName, kind: str, translate: Callable[[dict[str, Item]], Told]) -> Told:
    """
    Ask for one `type` of `get` about a name of ours, and return what `translate` makes of the attributes.

    Raises `NotFound` or `NotSponsored` for a name that is not ours: the vendor refuses both alike (400, 415,
    480), so that the refusal is looked into with an availability look-up.
    """
    attributes = {"domain": name, "type": kind}
    if name.tld == "ca":
        attributes["clean_ca_subset"] = "1"
    command = Command("get", name, attributes)
    try:
        return line.read(command, lambda reply: translate(reply.attributes))
    except (NotFound, NotSponsored, TryAgain) as err:
        if err.vendor_code not in _NOT_OURS:
            raise
        raise _where_it_is(line, name, err) from err


def _where_it_is(line: Line, name: DomainName, refused: RegistrarError) -> RegistrarError:
    match availability(line, name).availability:
        case Availability.FREE:
            error = NotFound("nobody holds the name")
        case Availability.TAKEN if not isinstance(refused, TryAgain):
            error = NotSponsored("the name is not in this account")
        case _:
            return refused
    error.registrar, error.operation, error.name = refused.registrar, refused.operation, refused.name
    error.vendor_code = refused.vendor_code
    return error


def registration(line: Line, name: DomainName) -> Registration:
    """Return what the account holds for a name: two questions, since the lock is not among "all"."""
    held = holding(line, name)
    is_locked = get(line, name, "status", lambda told: flag(told, "lock_state"))
    if is_locked is None:
        return held
    statuses = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if is_locked else [])
    return held.model_copy(update={"statuses": statuses})


def holding(line: Line, name: DomainName) -> Registration:
    """Return what one question tells of a name of ours: everything but the lock."""
    return get(line, name, "all_info", lambda told: _registration(name, told))


def _registration(name: DomainName, told: Mapping[str, Item]) -> Registration:
    if flag(told, "sponsoring_rsp") is False:
        raise NotSponsored("the name is held through another reseller")
    return Registration(
        name=name,
        registered_at=day(told, "registry_createdate"),
        expires_at=day(told, "registry_expiredate"),
        registrar_expires_at=_some_day(told, "expiredate"),
        last_changed_at=day(told, "registry_updatedate"),
        nameservers=hosts(told),
        auto_renew=flag(told, "auto_renew"),
        contacts=seen_roles(assoc(told, "contact_set")),
    )


def hosts(told: Mapping[str, Item]) -> frozenset[HostName] | None:
    """Return the delegation in `nameserver_list`, None where it is not told."""
    if "nameserver_list" not in told:
        return None
    try:
        return frozenset(HostName(said(server, "name")) for server in assocs(told, "nameserver_list"))
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


def day(told: Mapping[str, Item], key: str) -> date | None:
    """
    Return the day of `YYYY-MM-DD`, with or without a time, None where it is absent.

    The vendor tells no time zone, so that its time of day means nothing and is left out.
    """
    value = text(told, key)
    if value is None:
        return None
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([ T]\d{2}:\d{2}:\d{2})?", value, re.ASCII)
    try:
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise Unreadable(f"the reply's {key} is not a date") from None


def _some_day(told: Mapping[str, Item], key: str) -> date:
    found = day(told, key)
    if found is None:
        raise Unreadable(f"the reply has no {key}")
    return found


def availability(line: Line, name: DomainName) -> Offer:
    """Return whether a name can be registered; anything but two plain words is `UNCLEAR`."""
    try:
        return line.read(Command("lookup", name, {"domain": name}), lambda reply: _offer(name, reply))
    except (Refused, ReplyNotUnderstood) as err:
        return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)


def _offer(name: DomainName, reply: Reply) -> Offer:
    word, reason = text(reply.attributes, "status"), text(reply.attributes, "reason") or ""
    match reply.code, word:
        case code, "available" | None if code == AVAILABLE:
            found = Availability.FREE
        case code, "taken" | None if code in TAKEN:
            found = Availability.TAKEN
        case _:
            found = Availability.UNCLEAR
    return Offer(name=name, availability=found, premium="premium" in reason.lower(), reason=reason)


def transfer_state(line: Line, name: DomainName) -> TransferState:
    """Return how far the newest transfer in has come; a word that nobody documents is unreadable."""

    def told(reply: Reply) -> TransferState:
        word = text(reply.attributes, "status") or "undef"
        if word not in _TRANSFERS:
            raise Unreadable("the transfer is in a state that nobody documents")
        return _TRANSFERS[word]

    return line.read(Command("check_transfer", name, {"domain": name, "check_status": "1"}), told)
