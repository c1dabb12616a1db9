"""Changes at Name.com that cost nothing: contacts, nameservers, lock, auto-renewal. Each is sent once."""

from collections.abc import Callable, Mapping
from typing import Literal

from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.adapters.namecom import reading, wire
from registrar.adapters.namecom.contacts import Written, values_in, written
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonLine
from registrar.json_reply import JsonReply


def set_contacts(line: JsonLine, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
    """Make the given roles hold the given contacts. The call replaces all: others go as they were read."""
    new = written(name, contacts)
    held = reading.domain(line, name).contacts
    people: Written = {
        role: person.model_dump(by_alias=True) for role, person in held.items() if person
    } | new
    call = Call(
        "SetContacts",
        f"domains/{name}:setContacts",
        name,
        "POST",
        {"contacts": people},
        private=values_in(people),
    )
    return _changed(line, call, name, lambda told: set(people) <= set(told.contacts))


def set_nameservers(line: JsonLine, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
    """Make `hosts` the whole delegation; sends no change when it is so."""
    if reading.hosts(reading.domain(line, name)) == hosts:
        return Receipt()
    path, body = f"domains/{name}:setNameservers", {"nameservers": sorted(hosts)}
    call = Call("SetNameservers", path, name, "POST", body)
    return _changed(line, call, name, lambda told: reading.hosts(told) == hosts)


def switch(
    line: JsonLine, name: DomainName, what: Literal["locked", "autorenew_enabled"], *, on: bool
) -> Receipt:
    """Switch the lock or the renewal by the registrar; sends no change when it is so."""
    if getattr(reading.domain(line, name), what) is on:
        return Receipt()
    call = Call("UpdateDomain", f"domains/{name}", name, "PATCH", {to_camel(what): on})
    return _changed(line, call, name, lambda told: getattr(told, what) is on)


def _changed(line: JsonLine, call: Call, name: DomainName, is_so: Callable[[wire.Domain], bool]) -> Receipt:
    """Send the change; a yes that shows something else than what was asked for is no yes."""

    def told(reply: JsonReply) -> Receipt:
        if not is_so(reading.domain_in(name, reply)):
            raise Unreadable("the reply says yes, and does not show what was asked for")
        return Receipt()

    return line.change(call, told)
