"""From blocks to one record and one set of contacts: handles followed, headings honoured."""

from dataclasses import dataclass, field

from whois_sync.lookup.texts.blocks import ROLES, Block, Facts, Fields
from whois_sync.lookup.texts.people import person_in, settle, split_city, take_organization

_FIELD_BLOCKS = ("name", "created", "changed", "expires", "status", "nameservers", "registrar")
_INSTITUTIONS = (".edu",)  # EDUCAUSE registers for institutions only
_CLASSIFIED = (".ie",)  # IEDR describes a holder by its class and category, where others print an address


@dataclass(slots=True)
class Gathered:
    """
    One domain's fields and its contacts, in the words of the text. `names` are all the names it speaks of.
    """

    domain: Fields = field(default_factory=dict)
    contacts: dict[str, Fields] = field(default_factory=dict)
    names: tuple[str, ...] = ()


def gather(parts: list[Facts], asked: str | None) -> Gathered:
    """
    Return what `parts` say of `asked` (an A-label), or of the first name where None was asked.

    Where a name is told of twice (the registry's answer, then the registrar's), the first word counts, and
    the
    second fills what the first left out.
    """
    for part in parts:
        for block in part.blocks:
            if block.scope in _FIELD_BLOCKS:
                _pour(block, part.record)
            if block.scope == "registrar" and block.inline:
                _rename_registrar(block, part.record)
    names = tuple(dict.fromkeys(part.name for part in parts if "." in part.name))
    wanted = asked if asked in names else next(iter(names), "")
    gathered = Gathered(names=names)
    for part in parts:
        if part.name in {wanted, ""} or not names:
            _merge(part, gathered)
    if wanted.endswith(_INSTITUTIONS):
        _as_institution(gathered.contacts.get("registrant", {}))
    if wanted.endswith(_CLASSIFIED):
        gathered.contacts.get("registrant", {}).pop("street", None)
    return gathered


def _as_institution(registrant: Fields) -> None:
    if "name" in registrant and "organization" not in registrant:
        registrant["organization"] = registrant.pop("name")


def _merge(part: Facts, gathered: Gathered) -> None:
    _add(gathered.domain, part.record)
    handles = {block.handle.lower(): block for block in part.blocks if block.handle}
    under: dict[str, list[Block]] = {}
    for block in part.blocks:
        if block.scope and (block.contact or block.loose):
            for scope in (block.scope, *block.also):
                under.setdefault(scope, []).append(block)
    told = part.roles.keys() | part.refs.keys() | under.keys()
    found = {
        role: contact
        for role in ROLES
        if role in told and (contact := _contact(role, part, handles, under.get(role, [])))
    }
    if "registrant" not in found:
        found |= _fall_back(part)
    _place_public(found)
    _at_the_registrants(found, part)
    gathered.contacts = found | gathered.contacts


def _place_public(found: dict[str, Fields]) -> None:
    """
    A public contact beside a holder is the holder's own where it bears the same name, else the administrative
    one.
    """
    public = found.pop("public", None)
    if public is None:
        return
    holder = found.get("registrant")
    if not holder:
        return
    if (public.get("name") or public.get("organization")) in (
        holder.get("name"),
        holder.get("organization"),
    ):
        _add(holder, public)
    else:
        found.setdefault("admin", public)


def _at_the_registrants(found: dict[str, Fields], part: Facts) -> None:
    """Where somebody's lines go on with the registrant, unlabelled, the registrant is the organization."""
    holder = found.get("registrant", {})
    names = holder.get("organization", []) + holder.get("name", [])
    for role in found.keys() - part.roles.keys() - {"registrant"}:
        street = found[role].get("street", [])
        if len(street) > 1 and street[0] in names and not found[role].get("organization"):
            found[role] |= {"organization": street[:1], "street": street[1:]}


def _rename_registrar(block: Block, record: Fields) -> None:
    """A registrar's own object tells its name where the domain's only had its handle."""
    told = block.contact.get("organization") or block.contact.get("name")
    if told and " " not in record.get("registrar", [" "])[0]:
        record["registrar"] = told[:1]


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


def _contact(role: str, facts: Facts, handles: dict[str, Block], under: list[Block]) -> Fields:
    own = dict(facts.roles.get(role, {}))
    refs = facts.refs.get(role, [])
    keys = [ref.partition(" ")[0].lower() for ref in refs]
    pointed = next((handles[key] for key in keys if key in handles), None)
    if pointed is not None and not (pointed.scope in ROLES and any(block.handle for block in under)):
        _add(own, pointed.contact)
    for block in under:
        written = _written(block, handles, own)
        _add(own, written)
        if written.keys() - {"handle"}:
            break
    settle(own)
    split_city(own)
    if pointed is not None or "handle" in own:
        take_organization(own, alone=pointed is not None and pointed.handle.upper().endswith("-FRNIC"))
    if "organization" not in own and any(kind.upper() == "ORGANIZATION" for kind in own.get("type", ())):
        own["organization"] = own.get("name", [])
    found = {name: values for name, values in own.items() if values and name not in {"type", "descr"}}
    return found if found.keys() - {"handle"} else {}


def _written(block: Block, handles: dict[str, Block], told: Fields) -> Fields:
    """What a role's own block says: labelled fields first, then the lines without labels."""
    fields = dict(block.contact)
    loose = [line for line in block.loose if line.lower() not in handles]
    if loose and not ("name" in fields and "street" in fields):
        person = person_in(loose)
        if "name" in person and ("name" in fields or "name" in told):
            person["organization"] = person.pop("name")
        _add(fields, person)
    return fields


def _add(fields: Fields, more: Fields) -> None:
    for name, values in more.items():
        if values and not fields.get(name):
            fields[name] = list(values)


def _fall_back(part: Facts) -> dict[str, Fields]:
    """
    A registry that prints the holder's data beside the domain's, without naming a role, means the
    registrant.
    """
    for block in part.blocks:
        if block.named and block.contact and not block.handle:
            fields = dict(block.contact)
            description = fields.pop("descr", [])
            if description and len(fields.get("street", ())) > 1:
                # The Finnish registry's old way: the organization described, the person atop the address.
                fields["organization"], fields["name"] = description[:1], fields["street"][:1]
                fields["street"] = fields["street"][1:]
            elif description and "name" not in fields:
                _add(fields, person_in(description))
            settle(fields)
            return {"registrant": fields}
    for block in part.blocks:
        if block.scope or block.handle:
            continue
        fields = dict(block.contact)
        if "descr" in fields and fields.keys() & {"email", "phone", "street"}:
            _add(fields, person_in(fields.pop("descr")))
        if {"organization", "street"} <= fields.keys() or {"name", "email"} <= fields.keys():
            settle(fields)
            return {"registrant": fields}
    return {}
