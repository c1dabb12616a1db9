"""Contacts in OpenSRS' spelling, and back."""

from collections.abc import Mapping

from portfolio.contacts import SUBDIVISIONS, Contact, ContactRole, Phone
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.opensrs.wire import Item, assoc, text
from registrar.errors import Unsupported

ROLES = {
    ContactRole.REGISTRANT: "owner",
    ContactRole.ADMIN: "admin",
    ContactRole.TECH: "tech",
    ContactRole.BILLING: "billing",
}


def raise_if_role_is_refused(name: DomainName, roles: Mapping[ContactRole, Contact]) -> None:
    """Raise `Unsupported` for a billing contact under .ca, where a change with one fails as a whole."""
    if name.tld == "ca" and ContactRole.BILLING in roles:
        raise Unsupported(".ca has no billing contact", registrar="opensrs", name=name)


def contact_set(contacts: Mapping[ContactRole, Contact]) -> dict[str, dict[str, str]]:
    """Return the roles in the vendor's spelling. An item that a contact has no value for is sent empty."""
    return {ROLES[role]: _fields(contact) for role, contact in contacts.items()}


def _fields(contact: Contact) -> dict[str, str]:
    address = contact.address
    first, last = _first_and_last(contact)
    lines = [*address.street, "", ""]
    return {
        "first_name": first,
        "last_name": last,
        "org_name": contact.organization or "",
        "address1": lines[0],
        "address2": lines[1],
        "address3": lines[2],
        "city": address.city,
        "state": address.subdivision.partition("-")[2] if address.subdivision else "",
        "postal_code": address.postal_code or "",
        "country": address.country,
        "phone": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else "",
        "email": contact.email,
        "lang_pref": contact.language.value.upper(),
    }


def _first_and_last(contact: Contact) -> tuple[str, str]:
    """The two names; the last must not be empty, so that it takes the only name there is."""
    if contact.family:
        return contact.given or "", contact.family
    return "", contact.name


def seen_roles(items: Mapping[str, Item]) -> dict[ContactRole, SeenContact]:
    """Read a `contact_set`: each role it holds, as the registrar spells it."""
    held = {role: assoc(items, theirs) for role, theirs in ROLES.items()}
    return {role: _seen(fields) for role, fields in held.items() if fields}


def _seen(fields: Mapping[str, Item]) -> SeenContact:
    country = _upper(_said(fields, "country"))
    return SeenContact(
        name=_joined(fields, "first_name", "last_name"),
        organization=_said(fields, "org_name"),
        street=_lines(fields, "address1", "address2", "address3"),
        city=_said(fields, "city"),
        state=_subdivision(_said(fields, "state"), country),
        postal_code=_said(fields, "postal_code"),
        country=country,
        phone=_phone(_said(fields, "phone")),
        fax=_phone(_said(fields, "fax")),
        email=_said(fields, "email"),
    )


def _said(fields: Mapping[str, Item], key: str) -> str | None:
    """The item's text: empty where the answer carries it without one, None where it does not carry it."""
    return text(fields, key) or ("" if key in fields else None)


def _joined(fields: Mapping[str, Item], *keys: str) -> str | None:
    said = [_said(fields, key) for key in keys]
    return None if all(part is None for part in said) else " ".join(part for part in said if part)


def _lines(fields: Mapping[str, Item], *keys: str) -> tuple[str, ...] | None:
    said = [_said(fields, key) for key in keys]
    return None if all(part is None for part in said) else tuple(part for part in said if part)


def _upper(text: str | None) -> str | None:
    return None if text is None else text.upper()


def _subdivision(state: str | None, country: str | None) -> str | None:
    """`ON` in Canada as `CA-ON`; a word that is no code stays as it is."""
    if not state or not country or state.upper().startswith(f"{country}-"):
        return _upper(state) if country else state
    known = SUBDIVISIONS.get(country)
    is_code = state.upper() in known if known else state.isascii() and state.isalnum() and len(state) <= 3
    return f"{country}-{state.upper()}" if is_code else state


def _phone(text: str | None) -> str | None:
    """EPP's form where the number can be read; else what the registrar shows."""
    if text is None:
        return None
    try:
        return Phone.parse(text).epp
    except ValueError:
        return text
