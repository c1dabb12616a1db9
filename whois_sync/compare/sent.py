"""Whether a registrar's own record shows the contacts that were sent to it, in whatever spelling."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import Difference
from portfolio.observation import CONTACT_FIELDS, SeenContact
from whois_sync.compare.alike import likeness
from whois_sync.compare.fields import forms_of, text_of


def differences(
    sent: Mapping[ContactRole, Contact], seen: Mapping[ContactRole, SeenContact]
) -> tuple[Difference, ...]:
    """
    Return the fields in which `seen`, the registrar's own record, is not what was `sent`.

    A field, or a whole role, that the record does not show has `theirs` None: no proof either way. Spellings
    that mean the same (case, accents, forms of phones, countries, provinces) are no difference.
    """
    found: list[Difference] = []
    for role in (role for role in ContactRole if role in sent):
        ours, theirs = SeenContact.of(sent[role]), seen.get(role)
        if theirs is None:
            found.append(Difference(path=role.value, ours=None, theirs=None))
            continue
        for field in CONTACT_FIELDS:
            wanted, shown = text_of(ours, field), text_of(theirs, field)
            if wanted and not (shown and _alike(wanted, shown, field, ours.country)):
                found.append(Difference(path=f"{role}.{field}", ours=wanted, theirs=shown))
    return tuple(found)


def _alike(ours: str, theirs: str, field: str, country: str | None) -> bool:
    return likeness(ours, theirs, forms_of(field, country)) is not None
