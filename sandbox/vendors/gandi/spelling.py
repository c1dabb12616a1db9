"""Names and contacts as Gandi spells them, and back."""

from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.names import DomainName
from portfolio.tld import rules_for
from sandbox.objects import DomainRecord
from sandbox.vendors.gandi.asked import Items, bad, items, text
from sandbox.vendors.office import Office

_KINDS = ("individual", "company", "association", "publicbody")
ROLES = {
    "owner": ContactRole.REGISTRANT,
    "admin": ContactRole.ADMIN,
    "tech": ContactRole.TECH,
    "bill": ContactRole.BILLING,
}
Told = dict[str, object]


def domain(office: Office, record: DomainRecord) -> Told:
    """Return a name of the account."""
    return {
        "fqdn": record.name,
        "fqdn_unicode": record.name,
        "tld": record.name.tld,
        "status": sorted(status.value for status in record.statuses),
        "dates": {
            "registry_created_at": f"{record.registered_at:%Y-%m-%dT%H:%M:%SZ}",
            "registry_ends_at": f"{record.registrar_expires_at:%Y-%m-%dT%H:%M:%SZ}",
            "updated_at": f"{record.last_changed_at:%Y-%m-%dT%H:%M:%SZ}",
        },
        "nameservers": list(record.nameservers),
        "contacts": _people(office, record),
        "autorenew": {"enabled": record.auto_renew, "duration": 1, "href": "autorenew"},
        "authinfo": record.auth_info,
        "can_tld_lock": True,
    }


def listed(record: DomainRecord) -> Told:
    """Return a name in the list, where the renewal is a plain yes or no."""
    return {"fqdn": record.name, "autorenew": record.auto_renew, "nameserver": {"current": "other"}}


def _people(office: Office, record: DomainRecord) -> Told:
    """The four contacts; a role that the registry has not is a copy of the owner."""
    hidden = record.name in office.private
    owner = _person(record.contacts[ContactRole.REGISTRANT], record, hidden=hidden)
    told: Told = {"owner": owner}
    for theirs, role in ROLES.items():
        if theirs != "owner" and role in record.contacts:
            told[theirs] = _person(record.contacts[role], record, hidden=True)
        elif theirs != "owner":
            told[theirs] = owner | {"same_as_owner": True}
    return told


def _person(who: Contact, record: DomainRecord, *, hidden: bool) -> Told:
    address = who.address
    legal_type = record.attributes.get("ca.legal_type")
    return {
        "type": "company" if who.organization else "individual",
        "given": who.given,
        "family": who.family,
        "orgname": who.organization,
        "streetaddr": "\n".join(address.street),
        "zip": address.postal_code,
        "city": address.city,
        "state": address.subdivision,
        "country": address.country,
        "phone": who.phone.epp,
        "fax": who.fax.epp if who.fax else None,
        "email": who.email,
        "lang": who.language.value,
        "data_obfuscated": hidden,
        "mail_obfuscated": hidden,
        "extra_parameters": {"x-ca_legaltype": legal_type} if legal_type else {},
    }


def contacts(name: DomainName, body: Items) -> dict[ContactRole, Contact]:
    """Read the contacts of a body; what is missing is the owner's where there is one. Raises 400."""
    told = {role: contact(items(body[key], key)) for key, role in ROLES.items() if key in body}
    refused = rules_for(name).refused_roles
    owner = told.get(ContactRole.REGISTRANT)
    wanted = [role for role in ContactRole if owner and role not in refused]
    return {role: who for role, who in told.items() if role not in refused} | {
        role: owner for role in wanted if owner and role not in told
    }


def attributes(owner: Items) -> dict[str, str]:
    """Return what an owner carries for `.ca`, by our names."""
    extra = items(owner.get("extra_parameters", {}), "extra_parameters")
    legal_type, language = extra.get("x-ca_legaltype"), owner.get("lang")
    if not isinstance(legal_type, str):
        return {}
    return {"ca.legal_type": legal_type} | ({"ca.language": language} if isinstance(language, str) else {})


def contact(told: Items) -> Contact:
    """Read a contact. Raises `Refusal` (400)."""
    if told.get("type") not in _KINDS:
        raise bad("type", "Required")
    fax = told.get("fax")
    try:
        return Contact(
            given=text(told, "given"),
            family=text(told, "family"),
            organization=_some(told, "orgname"),
            address=PostalAddress(
                street=tuple(text(told, "streetaddr").split("\n")),
                city=text(told, "city"),
                subdivision=_some(told, "state"),
                postal_code=_some(told, "zip"),
                country=text(told, "country"),
            ),
            phone=Phone.parse(text(told, "phone")),
            fax=Phone.parse(fax) if isinstance(fax, str) else None,
            email=text(told, "email"),
            language=Language.FRENCH if told.get("lang") == "fr" else Language.ENGLISH,
        )
    except (ValidationError, ValueError):
        raise bad("contact", "is not valid") from None


def _some(told: Items, key: str) -> str | None:
    return text(told, key) if told.get(key) else None
