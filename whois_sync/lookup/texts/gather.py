"""From blocks to one record and one set of contacts: handles followed, headings honoured."""

from dataclasses import dataclass, field

from whois_sync.lookup.texts.blocks import ROLES, Block, Facts, Fields
from whois_sync.lookup.texts.people import person_in, settle

_FIELD_BLOCKS = ("name", "created", "changed", "expires", "status", "nameservers", "registrar")
_UNINDENTED = frozenset(("nameservers", "name"))


@dataclass(slots=True)
class Gathered:
    """One domain's fields and its contacts, in the words of the text. `names` are all the names it speaks of."""

    domain: Fields = field(default_factory=dict)
    contacts: dict[str, Fields] = field(default_factory=dict)
    names: tuple[str, ...] = ()


def gather(facts: Facts, asked: str | None) -> Gathered:
    """Return what `facts` say of `asked` (an A-label), or of the first name where None was asked."""
    for block in facts.blocks:
        if block.scope in _FIELD_BLOCKS:
            _pour(block, facts.records[0])
    names = tuple(record["name"][0] for record in facts.records if "name" in record)
    domain = next((r for r in facts.records if asked and r.get("name", [""])[0] == asked), facts.records[0])
    gathered = Gathered(domain=domain, names=names)
    handles = {block.handle.lower(): block for block in facts.blocks if block.handle}
    for role in ROLES:
        contact = _contact(role, facts, handles)
        if contact:
            gathered.contacts[role] = contact
    if "registrant" not in gathered.contacts:
        _fall_back(facts, gathered)
    return gathered


def _pour(block: Block, record: Fields) -> None:
    """Give the lines under a heading (`Name servers:`) to the field it names."""
    values = [line for line in block.loose if line]
    if block.scope == "registrar":
        values = block.contact.get("organization", []) + block.contact.get("name", []) + values
        values = values[:1]
    elif block.scope == "name":
        values = [value.split()[0].rstrip(".").lower() for value in values[:1] if "." in value.split()[0]]
    if not values:
        return
    known = record.setdefault(block.scope, [])
    if block.scope == "registrar" and known:
        return
    known.extend(value for value in values if value not in known)


def _contact(role: str, facts: Facts, handles: dict[str, Block]) -> Fields:
    own = dict(facts.roles.get(role, {}))
    refs = facts.refs.get(role, [])
    pointed = next((handles[ref.lower()] for ref in refs if ref.lower() in handles), None)
    if pointed is not None:
        _add(own, pointed.contact)
    for block in facts.blocks:
        if block.scope == role and (block.contact or block.loose):
            written = _written(block, handles)
            _add(own, written)
            if written:
                break
    settle(own)
    return {name: values for name, values in own.items() if values}


def _written(block: Block, handles: dict[str, Block]) -> Fields:
    """What a role's own block says: labelled fields first, then the lines without labels."""
    fields = dict(block.contact)
    loose = [line for line in block.loose if line.lower() not in handles]
    if loose and not ("name" in fields and "street" in fields):
        person = person_in(loose)
        if block.inline and block.contact and "name" in person and "name" in fields:
            person["organization"] = person.pop("name")
        _add(fields, person)
    return fields


def _add(fields: Fields, more: Fields) -> None:
    for name, values in more.items():
        if values and not fields.get(name):
            fields[name] = list(values)


def _fall_back(facts: Facts, gathered: Gathered) -> None:
    """A registry that prints the holder's data beside the domain's, without naming a role, means the registrant."""
    for block in facts.blocks:
        if block.named and block.contact and not block.handle:
            fields = dict(block.contact)
            description = fields.pop("descr", [])
            if description and "name" not in fields and len(description) > 1:
                _add(fields, person_in(description))
            settle(fields)
            gathered.contacts["registrant"] = fields
            return
