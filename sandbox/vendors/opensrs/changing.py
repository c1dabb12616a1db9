"""Changes to names that are held: contacts, lock, what happens at expiry, auth_info, nameservers."""

from collections.abc import Callable, Mapping

from portfolio.names import DomainName, HostName, NotAName
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.opensrs.answers import Refusal, Reply
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.contacts import ROLES, read_contacts
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.office import CHANNEL, SPONSOR, Office

_LOCK = (Status.CLIENT_TRANSFER_PROHIBITED,)
_MOST_HOSTS = 13


def update_contacts(office: Office, asked: Asked) -> Reply:
    """
    Put whole contacts in place of the roles that `types` names; other roles and names stay as they are.

    The verdict on the name is within `details`; `waiting_requests_no` counts what an asynchronous registry
    has yet to do. .ca has no billing contact, and a change that brings one fails.
    """
    record = office.held(asked.domain())
    words = tuple(asked.texts("types"))
    if not words or not set(words) <= set(ROLES):
        raise Refusal(460, "Missing required field: types")
    if record.name.tld == "ca" and "billing" in words:
        raise Refusal(465, "Invalid data supplied: .ca has no billing contact")
    contacts = read_contacts(asked.map("contact_set"), words)

    def apply() -> None:
        if record.name in office.shrugged_off:
            office.log.add(CHANNEL, "shrugged off", name=record.name)
            return
        office.registry.update(record.name, by=SPONSOR, contacts=contacts)

    return Reply(
        200, "Command completed", {"details": {asked.text("domain"): _in_time(office, record, apply)}}
    )


def _in_time(office: Office, record: DomainRecord, apply: Callable[[], None]) -> dict[str, Node]:
    """Apply a change now, or leave it with a registry that answers later."""
    if office.is_slow(record.name):
        office.waiting.append((record.name, apply))
        return _detail(250, "Modification request submitted", waiting=1)
    try:
        apply()
    except RegistryRefuses:
        return _detail(405, "The registry does not allow it")
    return _detail(200, "Modification successful")


def _detail(code: int, text: str, *, waiting: int = 0) -> dict[str, Node]:
    return {
        "response_code": str(code),
        "response_text": text,
        "is_success": "0" if code == 405 else "1",
        "waiting_requests_no": str(waiting),
    }


def modify(office: Office, asked: Asked) -> Reply:
    """Change what `data` names. The reply to a success has no attributes."""
    change = _MODIFICATIONS.get(asked.needed("data"))
    if change is None:
        raise Refusal(465, "Invalid data supplied: data")
    record = office.held(asked.domain())
    change(office, record.name, asked)
    return Reply(200, "Modification successful")


def _status(office: Office, name: DomainName, asked: Asked) -> None:
    match asked.needed("lock_state"):
        case "1":
            office.registry.update(name, by=SPONSOR, add_statuses=_LOCK)
        case "0":
            office.registry.update(name, by=SPONSOR, remove_statuses=_LOCK)
        case _:
            raise Refusal(465, "Invalid data supplied: lock_state")


def _expire_action(office: Office, name: DomainName, asked: Asked) -> None:
    auto_renew, let_expire = asked.needed("auto_renew"), asked.needed("let_expire")
    if not {auto_renew, let_expire} <= {"0", "1"} or (auto_renew, let_expire) == ("1", "1"):
        raise Refusal(465, "Invalid data supplied: auto_renew and let_expire")
    office.registry.set_auto_renew(name, by=SPONSOR, on=auto_renew == "1")
    (office.let_expire.add if let_expire == "1" else office.let_expire.discard)(name)


def _auth_info(office: Office, name: DomainName, asked: Asked) -> None:
    office.registry.update(name, by=SPONSOR, auth_info=asked.needed("domain_auth_info"))


def _privacy(office: Office, name: DomainName, asked: Asked) -> None:
    match asked.needed("state"):
        case "enable":
            office.private.add(name)
        case "disable":
            office.private.discard(name)
        case _:
            raise Refusal(465, "Invalid data supplied: state")


_MODIFICATIONS: Mapping[str, Callable[[Office, DomainName, Asked], None]] = {
    "status": _status,
    "expire_action": _expire_action,
    "domain_auth_info": _auth_info,
    "whois_privacy_state": _privacy,
}


def advanced_update_nameservers(office: Office, asked: Asked) -> Reply:
    """Make a list the delegation (`op_type=assign`), or add to it and take from it (`add_remove`)."""
    record = office.held(asked.domain())
    match asked.needed("op_type"):
        case "assign":
            wanted = _hosts(asked, "assign_ns")
        case "add_remove":
            gone = set(_hosts(asked, "remove_ns"))
            kept = [host for host in record.nameservers if host not in gone]
            wanted = [*kept, *(host for host in _hosts(asked, "add_ns") if host not in kept)]
        case _:
            raise Refusal(465, "Invalid data supplied: op_type")
    if not wanted or len(wanted) > _MOST_HOSTS:
        raise Refusal(465, "Invalid data supplied: nameservers")
    if set(wanted) == set(record.nameservers):
        return Reply(200, "No nameserver changes necessary")
    office.registry.update(record.name, by=SPONSOR, nameservers=wanted)
    return Reply(200, "Nameserver Update Successful")


def _hosts(asked: Asked, key: str) -> list[HostName]:
    try:
        return list(dict.fromkeys(HostName(text) for text in asked.texts(key)))
    except NotAName as err:
        raise Refusal(465, f"Invalid data supplied: {key}") from err
