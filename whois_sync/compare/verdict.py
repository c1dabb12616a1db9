"""The comparison of one name, whole: every field that we hold, against both other records."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Verdict
from portfolio.held import HeldDomain
from portfolio.observation import Observation, Seen
from portfolio.tld import TldRules
from whois_sync.compare.cells import Cell, row
from whois_sync.compare.contact_rows import contact_rows
from whois_sync.compare.known import NOTHING_KNOWN, Known
from whois_sync.compare.record_rows import record_rows
from whois_sync.compare.sponsors import Sponsor

_NOT_JUDGED = Cell(Verdict.NOT_PUBLISHED, why="a public record need not show every role")


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
    asked about any field. Silence is never drift (`contact_rows` says what it is), but for a role that the
    TLD demands and the registrar's answer lacks beside others: that is a row of its own, for a person. The
    sponsoring registrar is a row where `sponsor` says whom to expect; `known` gives facts beyond those held.
    """
    rows = record_rows(held, registrar, public, sponsor, known)
    for role in ContactRole:
        if role in held.roles:
            contact = contacts[role]
            if role in rules.roles and _is_missing(role, registrar):
                gone = Cell(Verdict.DRIFT, "none", f"the registrar shows other contacts, and no {role.value}")
                rows.append(row(role.value, contact.name, gone, _NOT_JUDGED))
            rows.extend(contact_rows(role, contact, registrar, public, rules, private=known.private))
    return tuple(rows)


def _is_missing(role: ContactRole, registrar: Observation) -> bool:
    shown = registrar.roles if isinstance(registrar, Seen) else {}
    return bool(shown) and role not in shown
