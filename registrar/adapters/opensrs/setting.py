"""What can be changed at OpenSRS without paying: contacts, delegation, lock, auto-renew. Sent once."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line, raise_if_part_failed, refusal
from registrar.adapters.opensrs.codes import ASYNCHRONOUS, SUCCESSES, Weight
from registrar.adapters.opensrs.contacts import ROLES, contact_set, raise_if_role_is_refused
from registrar.adapters.opensrs.wire import Item, Reply, assoc, flag, said, text
from registrar.contract import Receipt
from registrar.errors import Unsupported
from registrar.exchange import Unreadable

_PRIVACY = {"enabled": True, "enabling": True, "disabled": False, "disabling": False}


def set_contacts(line: Line, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
    """
    Make the given roles hold the given contacts.

    OpenSRS keeps contacts by name, so that no other name changes. Raises `Unsupported` for a billing contact
    under .ca.
    """
    raise_if_role_is_refused(name, contacts)
    types = [ROLES[role] for role in contacts]
    attributes = {"domain": name, "types": types, "contact_set": contact_set(contacts)}
    command = Command("update_contacts", name, attributes)
    return line.change(command, lambda reply: _updated(command, reply))


def _updated(command: Command, reply: Reply) -> Receipt:
    """Read the verdict inside, told by name: it is the one that counts. Waiting requests are not done yet."""
    details = assoc(reply.attributes, "details")
    if {key.lower() for key in details} - {command.name}:
        raise Unreadable("the reply is about another name")
    pending = reply.code == ASYNCHRONOUS
    for key in details:
        verdict = assoc(details, key)
        code = said(verdict, "response_code")
        if flag(verdict, "is_success") is not (code in SUCCESSES):
            raise Unreadable("the verdict inside and its code contradict each other")
        if code not in SUCCESSES:
            raise refusal(command, code, text(verdict, "response_text") or "", Weight.CHANGE)
        pending |= code == ASYNCHRONOUS or (text(verdict, "waiting_requests_no") or "0") != "0"
    return Receipt(pending=pending)


def set_nameservers(line: Line, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
    """Make `hosts` the whole delegation; sends no change when it is so."""
    if reading.get(line, name, "nameservers", reading.hosts) == hosts:
        return Receipt()
    attributes = {"domain": name, "op_type": "assign", "assign_ns": sorted(hosts)}
    return line.change(Command("advanced_update_nameservers", name, attributes), _done)


def set_lock(line: Line, name: DomainName, *, locked: bool) -> Receipt:
    """Set or lift the transfer lock; sends no change when it is so. `Unsupported` for a TLD without one."""
    is_locked, has_locks = reading.get(
        line, name, "status", lambda told: (flag(told, "lock_state"), flag(told, "domain_supports"))
    )
    if has_locks is False:
        raise Unsupported(f"no transfer lock under .{name.tld}", registrar="opensrs", name=name)
    if is_locked is locked:
        return Receipt()
    return _modify(line, name, {"data": "status", "lock_state": "1" if locked else "0"})


def set_auto_renew(line: Line, name: DomainName, *, on: bool) -> Receipt:
    """
    Switch renewal by the registrar; sends no change when it is so.

    `let_expire`, which keeps the registrar's own notices back, stays as it is unless the name shall renew.
    """
    is_on, lets_expire = reading.get(
        line, name, "expire_action", lambda told: (flag(told, "auto_renew"), flag(told, "let_expire"))
    )
    if is_on is on:
        return Receipt()
    let_expire = "1" if lets_expire and not on else "0"
    return _modify(
        line, name, {"data": "expire_action", "auto_renew": "1" if on else "0", "let_expire": let_expire}
    )


def set_privacy(line: Line, name: DomainName, *, on: bool) -> Receipt:
    """Switch the vendor's WHOIS privacy; sends no change when it is so, or is on its way there."""
    if reading.get(line, name, "whois_privacy_state", privacy) is on:
        return Receipt()
    return _modify(line, name, {"data": "whois_privacy_state", "state": "enable" if on else "disable"})


def privacy(told: Mapping[str, Item]) -> bool:
    """Whether privacy is on, or is being switched on. Raises `Unreadable` for a state without meaning."""
    state = said(told, "state")
    if state not in _PRIVACY:
        raise Unreadable("the privacy is in a state that nobody documents")
    return _PRIVACY[state]


def _modify(line: Line, name: DomainName, change: Mapping[str, str]) -> Receipt:
    attributes = {"domain": name, "affect_domains": "0", **change}
    return line.change(Command("modify", name, attributes), _done)


def _done(reply: Reply) -> Receipt:
    raise_if_part_failed(reply)
    return Receipt(pending=reply.code == ASYNCHRONOUS)
