"""WHOIS answers as text, in each registry's layout: generic (ICANN's labels), .ca, .ee, .de."""

from datetime import UTC, datetime

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.tld import rules_for
from sandbox.objects import DomainRecord
from sandbox.published import REDACTED, PublishedContact, published_contacts

_LABEL = {
    ContactRole.REGISTRANT: "Registrant",
    ContactRole.ADMIN: "Admin",
    ContactRole.TECH: "Tech",
    ContactRole.BILLING: "Billing",
}
_EMAIL_HIDDEN = "Please ask the registrar of record, whose RDDS has a form to write to this contact"
_GENERIC_END = ["NOTICE: this is a sandbox; every name and every contact in it is made up.", ""]
_CA_END = ["% A sandbox's answer: every name and every contact in it is made up.", ""]


def registered(record: DomainRecord, now: datetime) -> str:
    """Return the answer about a registered name, in its registry's layout."""
    if record.name.tld == "ee":
        return _text(_ee(record))
    if record.name.tld == "de":
        return _text(_de(record))
    return _text(
        [*_gtld_or_ca(record), f">>> Last update of WHOIS database: {_iso(now)} <<<", "", *_end(record)]
    )


def not_found(name: DomainName) -> str:
    """Return how the name's registry says that nobody has it."""
    match name.tld:
        case "ca":
            return _text([f"Not found: {name}", "", *_CA_END])
        case "ee":
            return _text(["Domain not found"])
        case "de":
            return _text([f"Domain: {name}", "Status: free"])
        case "org":
            return _text(["Domain not found.", "", *_GENERIC_END])
        case _:
            return _text([f'No match for domain "{name.upper()}".', "", *_GENERIC_END])


def reserved(name: DomainName) -> str:
    """Return how a registry says that it keeps the name to itself."""
    return _text([f"{name} is reserved by the registry and cannot be registered."])


def throttled() -> str:
    """Return what one who asks too often is told, in the place of an answer."""
    return _text(["% Query rate limit exceeded for your address.", "% Please try again later."])


def unavailable() -> str:
    """Return the excuse of a server whose database cannot be reached."""
    return _text(["% This service is temporarily unavailable. Please try again later."])


def access_denied() -> str:
    """Return what an address is told that may not ask at all."""
    return _text(["% Access denied: your address may not query this server."])


def not_served(tld: str) -> str:
    """Return what is said of a TLD that this server knows nothing about."""
    return _text([f"% No registry for .{tld} here."])


def _gtld_or_ca(record: DomainRecord) -> list[str]:
    is_generic, name = rules_for(record.name).is_generic, record.name
    sponsor = record.sponsor
    shown_name = name.upper() if name.tld in ("com", "net") else name
    lines = [
        f"Domain Name: {shown_name}",
        f"Registry Domain ID: {record.registry_domain_id}",
        f"Registrar WHOIS Server: {sponsor.whois_server}",
        f"Registrar URL: {sponsor.url}",
        f"Updated Date: {_iso(record.last_changed_at)}",
        f"Creation Date: {_iso(record.registered_at)}",
        f"Registry Expiry Date: {_iso(record.expires_at)}",
        f"Registrar: {sponsor.name}",
        f"Registrar IANA ID: {sponsor.iana_id if is_generic else 'not applicable'}",
        f"Registrar Abuse Contact Email: {sponsor.abuse_email}",
        f"Registrar Abuse Contact Phone: {sponsor.abuse_phone}",
    ]
    if not is_generic:
        # CIRA's servers print a second line of this label, before the registrant's own phone.
        lines.append("Registrar Abuse Contact Phone:")
    lines += [f"Domain Status: {status} https://icann.org/epp#{status}" for status in record.statuses]
    for published in published_contacts(record):
        lines += _contact(published)
    hosts = record.nameservers
    lines += [f"Name Server: {host.upper() if name.tld in ('com', 'net') else host}" for host in hosts]
    lines.append(f"DNSSEC: {'signedDelegation' if record.delegation_signed else 'unsigned'}")
    return lines


def _contact(published: PublishedContact) -> list[str]:
    label, contact, address = _LABEL[published.role], published.contact, published.contact.address
    rows = [
        ("name", f"{label} Name", contact.name),
        ("organization", f"{label} Organization", contact.organization or ""),
        *(("street", f"{label} Street", line) for line in address.street),
        ("city", f"{label} City", address.city),
        ("state", f"{label} State/Province", published.state),
        ("postal_code", f"{label} Postal Code", address.postal_code or ""),
        ("country", f"{label} Country", published.country),
        ("phone", f"{label} Phone", published.phone),
        ("phone", f"{label} Phone Ext", contact.phone.extension or ""),
        ("email", f"{label} Email", contact.email),
    ]
    shown_id = REDACTED if published.hidden else published.handle
    return [f"Registry {label} ID: {shown_id}"] + [
        _row(published, field, title, value) for field, title, value in rows if field in published.fields
    ]


def _row(published: PublishedContact, field: str, title: str, value: str) -> str:
    if field not in published.hidden:
        return f"{title}: {value}".rstrip()
    is_generic_email = (
        field == "email" and published.role is ContactRole.REGISTRANT and _shows_some(published)
    )
    return f"{title}: {_EMAIL_HIDDEN if is_generic_email else REDACTED}"


def _shows_some(published: PublishedContact) -> bool:
    return published.hidden != published.fields


def _ee(record: DomainRecord) -> list[str]:
    changed = _local(record.last_changed_at)
    lines = ["Sandbox .ee WHOIS", "", "Domain:", f"name:       {record.name}"]
    lines += [f"status:     {status}" for status in record.statuses[:1]]
    lines += [
        f"registered: {_local(record.registered_at)}",
        f"changed:    {changed}",
        f"expire:     {record.expires_at.astimezone(UTC).date()}",
        "outzone:",
        "delete:",
    ]
    lines += [f"status:     {status}" for status in record.statuses[1:]]
    titles = {ContactRole.REGISTRANT: "Registrant:", ContactRole.ADMIN: "Administrative contact:",
              ContactRole.TECH: "Technical contact:"}  # fmt: skip
    for role, title in titles.items():
        if role in record.contacts:
            lines += ["", title, *_ee_contact(record.contacts[role], changed)]
    sponsor = record.sponsor
    lines += ["", "Registrar:", f"name:       {sponsor.name}", f"url:        {sponsor.url}"]
    lines += [f"phone:      {sponsor.abuse_phone}", f"changed:    {changed}", "", "Name servers:"]
    return [*lines, *(f"nserver:    {host}" for host in record.nameservers), f"changed:    {changed}", ""]


def _de(record: DomainRecord) -> list[str]:
    """As DENIC has it since 2018: the delegation, and neither a contact nor a date of expiry."""
    hosts = [f"Nserver: {host}" for host in record.nameservers]
    changed = record.last_changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return [f"Domain: {record.name}", *hosts, "Status: connect", f"Changed: {changed}"]


def _ee_contact(contact: Contact, changed: str) -> list[str]:
    name = contact.organization or "Private Person"
    return [f"name:       {name}", "email:      Not Disclosed", f"changed:    {changed}"]


def _end(record: DomainRecord) -> list[str]:
    return _GENERIC_END if rules_for(record.name).is_generic else _CA_END


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S +00:00")


def _text(lines: list[str]) -> str:
    return "\r\n".join(lines) + "\r\n"
