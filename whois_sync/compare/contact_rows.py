"""
The rows of a contact, and what a source's silence about a field means.

A value is compared: *same*, *same after normalizing*, or *drift*. Without a value:

- redacted, as the reader told: *hidden*. Never drift, never proof.
- None: *not published*, whatever we hold. Nobody can tell "we hold none" from "we do not say", "the policy
  removed it" or "the parser missed it"; a repair on that ground would write to a registrar because of a
  gap. This is so for the public record whether or not its TLD has room for the field (the reason tells
  which), and for the registrar's own record of a role or field that its answer left out.
- an empty text in the public record: the same. RFC 9537's emptyValue method, the empty `fn` that RFC 7095
  demands, and WHOIS's labels without a value all write it for what they do not say.
- an empty text in the registrar's own record is a statement: the account's record is not redacted, and
  adapters hand over an empty text only where the answer carried an empty element. It is *drift* where we
  hold a value.
- a registrar that tells no contacts at all: *could not ask*.

Where our own record has no value (a fax, an organization), a value elsewhere is *drift*: a person looks at
it, since an organization beside a person's name is the holder (ICANN Registration Data Policy).
"""

from collections.abc import Iterator

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Verdict
from portfolio.observation import CONTACT_FIELDS, Observation, Seen, SeenContact, Source
from portfolio.tld import TldRules
from whois_sync.compare.alike import Form, likeness
from whois_sync.compare.cells import Cell, cell_of, judged, row
from whois_sync.compare.countries import COUNTRY
from whois_sync.compare.emails import EMAIL
from whois_sync.compare.organizations import ORGANIZATION
from whois_sync.compare.phones import phone_forms
from whois_sync.compare.postal import POSTAL
from whois_sync.compare.provinces import province_forms
from whois_sync.compare.streets import STREET
from whois_sync.compare.text import WORDS


def contact_rows(
    role: ContactRole, contact: Contact, registrar: Observation, public: Observation, rules: TldRules
) -> Iterator[FieldVerdict]:
    """Yield a row for each field that our contact or a source has something to say about."""
    ours = SeenContact.of(contact)
    for field in CONTACT_FIELDS:
        cells = [
            cell_of(source, lambda seen, f=field: _judge(seen, role, f, ours, rules))
            for source in (registrar, public)
        ]
        text = text_of(ours, field)
        said = (cell.verdict in (Verdict.DRIFT, Verdict.HIDDEN) or cell.shown for cell in cells)
        if text is not None or any(said):
            yield row(f"{role}.{field}", text, *cells)


def _judge(seen: Seen, role: ContactRole, field: str, ours: SeenContact, rules: TldRules) -> Cell:
    if seen.is_hidden(role.value) or seen.is_hidden(f"{role}.{field}"):
        return Cell(Verdict.HIDDEN, why="held there, not shown")
    theirs = seen.roles.get(role)
    value, wanted = text_of(theirs, field) if theirs else None, text_of(ours, field)
    if theirs is not None and not rules.is_generic:
        legal_person = _legal_person(theirs, field, ours)
        if legal_person is not None:
            return legal_person
    if value:
        same = likeness(wanted, value, forms_of(field, ours.country)) if wanted else None
        return judged(same, value)
    if value == "" and seen.provenance_of(f"{role}.{field}").source is Source.REGISTRAR:
        return judged(None if wanted else "", "")
    return _silence(seen, role, field, rules)


def _silence(seen: Seen, role: ContactRole, field: str, rules: TldRules) -> Cell:
    if seen.provenance.source is Source.REGISTRAR:
        if not seen.roles:
            return Cell(Verdict.COULD_NOT_ASK, why="this registrar's interface tells no contacts")
        return Cell(Verdict.NOT_PUBLISHED, why="the registrar's answer leaves it out")
    if field not in rules.public.fields.get(role, ()):
        return Cell(Verdict.NOT_PUBLISHED, why=f"{rules.title}'s public record has no room for it")
    return Cell(Verdict.NOT_PUBLISHED, why="the public record says nothing of it")


def _legal_person(theirs: SeenContact, field: str, ours: SeenContact) -> Cell | None:
    """
    Judge name and organization where the source prints our organization as the contact's name.

    Country-code registries do so for legal persons: CIRA in the registrant's name, the organization empty or
    the same; .ee in every role, having no organization at all. That does not contradict the person we hold.
    """
    if not (ours.organization and theirs.name) or field not in ("name", "organization"):
        return None
    same = likeness(ours.organization, theirs.name, ORGANIZATION)
    if same is None or (theirs.organization and field == "organization"):
        return None
    if field == "organization":
        return Cell(Verdict.SAME_NORMALIZED, theirs.name, "printed as the contact's name")
    if likeness(ours.name or "", theirs.name, ORGANIZATION) is not None:
        return None
    return Cell(Verdict.NOT_PUBLISHED, theirs.name, "the organization is printed in its place")


def forms_of(field: str, country: str | None) -> tuple[Form, ...]:
    """Return the forms in which two values of a contact's field are alike; `country` is our contact's."""
    if field in ("phone", "fax"):
        return phone_forms(country)
    if field == "state":
        return province_forms(country)
    table = {
        "organization": ORGANIZATION,
        "street": STREET,
        "postal_code": POSTAL,
        "country": COUNTRY,
        "email": EMAIL,
    }
    return table.get(field, WORDS)


def text_of(contact: SeenContact, field: str) -> str | None:
    """Return the field as one text: None where nothing was said, "" where it was said to be empty."""
    match getattr(contact, field):
        case None:
            return None
        case tuple() as lines:
            return "\n".join(line for line in lines if line.strip())
        case value:
            return str(value).strip()
