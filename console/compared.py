"""What the yearly data reminder shows: the registrant as we hold them, and what is public of it."""

from collections.abc import Iterable
from datetime import timedelta

import phonenumbers

from notifications.facts import DataLine, Published
from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.drift import Verdict
from portfolio.observation import CONTACT_FIELDS, Observation, Seen, Source
from portfolio.tld import rules_for
from whois_sync.compare.contact_rows import contact_rows

ONE_LOOK = timedelta(days=1)
"""Answers of one look lie no farther apart; what is older than the newest by more is not believed."""

_ORDER = (Source.RDAP, Source.WHOIS)
_PUBLISHED = {
    Verdict.SAME: Published.SAME,
    Verdict.SAME_NORMALIZED: Published.SAME,
    Verdict.DRIFT: Published.DIFFERS,
    Verdict.HIDDEN: Published.HIDDEN,
    Verdict.NOT_PUBLISHED: Published.NOT_PUBLISHED,
    Verdict.COULD_NOT_ASK: Published.UNKNOWN,
}


def compared(registrant: Contact, seen: Iterable[Observation]) -> tuple[DataLine, ...]:
    """
    Return a line for each field that we hold or the public record shows, in the order people read them.

    `seen` are the last answers of public sources: RDAP's goes before WHOIS's. Where none of the newest look
    is an answer, nothing is known of what is public, whatever was read before.
    """
    ours = shown_fields(registrant)
    public = _answer(seen)
    if public is None:
        return tuple(DataLine(field=name, ours=text) for name, text in ours.items())
    rules = rules_for(public.name)
    rows = contact_rows(ContactRole.REGISTRANT, registrant, public, public, rules)
    said = {row.path.partition(".")[2]: _PUBLISHED[row.public_verdict] for row in rows}
    return tuple(
        DataLine(field=name, ours=ours.get(name, ""), public=said.get(name, Published.NOT_PUBLISHED))
        for name in CONTACT_FIELDS
        if name in ours or said.get(name) is Published.DIFFERS
    )


def shown_fields(contact: Contact) -> dict[str, str]:
    """Return what we hold of a contact by field, each on one line as people write it."""
    address = contact.address
    texts = {
        "name": contact.name,
        "organization": contact.organization,
        "street": ", ".join(address.street),
        "city": address.city,
        "state": address.subdivision.partition("-")[2] if address.subdivision else None,
        "postal_code": address.postal_code,
        "country": address.country,
        "phone": _written(contact.phone),
        "fax": _written(contact.fax) if contact.fax else None,
        "email": contact.email,
    }
    return {name: text for name, text in texts.items() if text}


def _answer(seen: Iterable[Observation]) -> Seen | None:
    every = list(seen)
    newest = max((one.provenance.observed_at for one in every), default=None)
    if newest is None:
        return None
    answers = {
        one.provenance.source: one
        for one in every
        if isinstance(one, Seen) and newest - one.provenance.observed_at <= ONE_LOOK
    }
    return next((answers[source] for source in _ORDER if source in answers), None)


def _written(phone: Phone) -> str:
    number = phonenumbers.parse(phone.number)
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text} x{phone.extension}" if phone.extension else text
