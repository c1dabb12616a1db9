"""Contacts as jCards (RFC 7095), and what was left out of them as RFC 9537 entries."""

from portfolio.contacts import ContactRole, Phone
from portfolio.names import DomainName
from sandbox.objects import Sponsor
from sandbox.published import PublishedContact, spelt_out_phone

# The names of redactions in IANA's registry of RDAP JSON values; each role has its own prefix.
_PREFIX = {
    ContactRole.REGISTRANT: "Registrant",
    ContactRole.ADMIN: "Admin",
    ContactRole.TECH: "Tech",
    ContactRole.BILLING: "Billing",
}
RDAP_ROLE = {
    ContactRole.REGISTRANT: "registrant",
    ContactRole.ADMIN: "administrative",
    ContactRole.TECH: "technical",
    ContactRole.BILLING: "billing",
}
# Field → (name of the redaction, method, place in the entity). The 2024 gTLD profile prescribes the methods.
_METHODS = {
    "name": ("Name", "emptyValue", "vcardArray[1][?(@[0]=='fn')][3]"),
    "organization": ("Organization", "removal", "vcardArray[1][?(@[0]=='org')]"),
    "street": ("Street", "emptyValue", "vcardArray[1][?(@[0]=='adr')][3][:3]"),
    "city": ("City", "emptyValue", "vcardArray[1][?(@[0]=='adr')][3][3]"),
    "state": ("State/Province", "emptyValue", "vcardArray[1][?(@[0]=='adr')][3][4]"),
    "postal_code": ("Postal Code", "emptyValue", "vcardArray[1][?(@[0]=='adr')][3][5]"),
    "country": ("Country", "emptyValue", "vcardArray[1][?(@[0]=='adr')][1].cc"),
    "phone": ("Phone", "removal", "vcardArray[1][?(@[1].type=='voice')]"),
    "fax": ("Fax", "removal", "vcardArray[1][?(@[1].type=='fax')]"),
    "email": ("Email", "replacementValue", "vcardArray[1][?(@[0]=='email')]"),
}
_ADDRESS = frozenset(("street", "city", "state", "postal_code", "country"))


def contact_entity(published: PublishedContact, name: DomainName, sponsor: Sponsor) -> dict[str, object]:
    """Return the RDAP entity of one role: redacted members empty, left out or replaced by their method."""
    entity: dict[str, object] = {
        "objectClassName": "entity",
        "roles": [RDAP_ROLE[published.role]],
        "vcardArray": ["vcard", [["version", {}, "text", "4.0"], *_properties(published, name, sponsor)]],
    }
    if not published.hidden:
        entity["handle"] = published.handle
    return entity


def redactions(published: PublishedContact) -> list[dict[str, object]]:
    """Return the `redacted` entries (RFC 9537 section 4.2) of one role."""
    if not published.hidden:
        return []
    entity = f"$.entities[?(@.roles[0]=='{RDAP_ROLE[published.role]}')]"
    prefix = _PREFIX[published.role]
    entries = [_redaction(f"Registry {prefix} ID", "removal", f"{entity}.handle", entity)]
    for field, (words, method, place) in _METHODS.items():
        if field in published.hidden:
            entries.append(_redaction(f"{prefix} {words}", method, f"{entity}.{place}", entity))
    return entries


def registrar_entity(sponsor: Sponsor, *, has_iana_id: bool) -> dict[str, object]:
    """Return the RDAP entity of the sponsoring registrar, with its abuse contact inside."""
    abuse = {
        "objectClassName": "entity",
        "roles": ["abuse"],
        "vcardArray": [
            "vcard",
            [
                ["version", {}, "text", "4.0"],
                ["fn", {}, "text", "Abuse desk"],
                ["tel", {"type": ["voice"]}, "uri", _tel(Phone.parse(sponsor.abuse_phone))],
                ["email", {}, "text", sponsor.abuse_email],
            ],
        ],
    }
    entity: dict[str, object] = {
        "objectClassName": "entity",
        "handle": sponsor.iana_id if has_iana_id else sponsor.slug.upper(),
        "roles": ["registrar"],
        "vcardArray": [
            "vcard",
            [
                ["version", {}, "text", "4.0"],
                ["fn", {}, "text", sponsor.name],
                ["url", {}, "uri", sponsor.url],
            ],
        ],
        "entities": [abuse],
    }
    if has_iana_id:
        entity["publicIds"] = [{"type": "IANA Registrar ID", "identifier": sponsor.iana_id}]
    return entity


def _properties(published: PublishedContact, name: DomainName, sponsor: Sponsor) -> list[object]:
    contact, shows = published.contact, published.shows
    found: list[object] = [["fn", {}, "text", contact.name if shows("name") else ""]]
    if shows("organization") and contact.organization:
        found.append(["org", {}, "text", contact.organization])
    if published.fields & _ADDRESS:
        found.append(_address(published))
    for field, kind in (("phone", "voice"), ("fax", "fax")):
        phone = contact.phone if field == "phone" else contact.fax
        if phone is not None and shows(field):
            found.append(_phone(phone, kind, spells_out=published.spells_out))
    if shows("email"):
        found.append(["email", {}, "text", contact.email])
    elif "email" in published.hidden:
        form = f"{sponsor.url}/contact/{name}/{published.role}"
        found.append(["contact-uri", {}, "uri", form])
    return found


def _address(published: PublishedContact) -> list[object]:
    address, shows = published.contact.address, published.shows
    street = list(address.street)
    parts = [
        "",
        "",
        _lines(street) if shows("street") else "",
        address.city if shows("city") else "",
        published.state if shows("state") else "",
        (address.postal_code or "") if shows("postal_code") else "",
        published.country if published.spells_out and shows("country") else "",
    ]
    has_code = shows("country") and not published.spells_out
    return ["adr", {"cc": address.country} if has_code else {}, "text", parts]


def _phone(phone: Phone, kind: str, *, spells_out: bool) -> list[object]:
    text = ["text", spelt_out_phone(phone)] if spells_out else ["uri", _tel(phone)]
    return ["tel", {"type": [kind]}, *text]


def _lines(street: list[str]) -> object:
    """A jCard's street: one text, or a list of them where there are several (RFC 7095 section 3.3.1.3)."""
    return street if len(street) > 1 else street[0]


def _tel(phone: Phone) -> str:
    return f"tel:{phone.number};ext={phone.extension}" if phone.extension else f"tel:{phone.number}"


def _redaction(name: str, method: str, path: str, entity: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "name": {"type": name},
        "pathLang": "jsonpath",
        "method": method,
        "reason": {"description": "Server policy"},
    }
    match method:
        case "emptyValue":
            entry["postPath"] = path
        case "replacementValue":
            entry["prePath"] = path
            entry["replacementPath"] = f"{entity}.vcardArray[1][?(@[0]=='contact-uri')]"
        case _:
            entry["prePath"] = path
    return entry
