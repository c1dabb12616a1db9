"""The comparison of one name, whole: every field that we hold, against both other records."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict
from portfolio.held import HeldDomain
from portfolio.observation import Observation
from portfolio.tld import TldRules
from whois_sync.compare.contact_rows import contact_rows
from whois_sync.compare.known import NOTHING_KNOWN, Known
from whois_sync.compare.record_rows import record_rows
from whois_sync.compare.sponsors import Sponsor


def compare(
    held: HeldDomain,
    contacts: Mapping[ContactRole, Contact],
    registrar: Observation,
    public: Observation,
    rules: TldRules,
    *,
    sponsor: Sponsor | None = None,
    known: Known = NOTHING_KNOWN,
) -> tuple[FieldVerdict, ...]:
    """
    Return the three-column table of `held`, a row a field: ours, the registrar's, the public one.

    `contacts` gives our contact of every role in `held.roles`. The first row, `registration`, says whether
    each source knows the name at all; absence is drift on that row only. An unreadable source could not be
    asked about any field. Silence is never drift (`contact_rows` says what it is). The sponsoring registrar
    is a row where `sponsor` says whom to expect; `known` gives facts beyond what is held.
    """
    rows = record_rows(held, registrar, public, sponsor, known)
    for role in ContactRole:
        if role in held.roles:
            contact = contacts[role]
            rows.extend(contact_rows(role, contact, registrar, public, rules, private=known.private))
    return tuple(rows)
