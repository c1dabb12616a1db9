"""Who is corrected when a source differs from our record: us, the registrar, or first a person decides."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from portfolio.contacts import ContactRole
from portfolio.drift import FieldVerdict, Remedy, Verdict
from portfolio.held import HeldDomain
from portfolio.observation import CONTACT_FIELDS, Observation, Seen, Source
from portfolio.values import earliest

RENEWED_BY = timedelta(days=1)
"""How much later a date must be to be another date: servers round, and shift time zones."""

DIRECTIONS: Mapping[str, Remedy] = MappingProxyType(
    {
        # Absence is evidence, not proof: a registry's 404, a closed account and a lost name look alike.
        "registration": Remedy.ASK,
        # A registry moves its date a year on by itself at expiry, paid or not.
        "expires_at": Remedy.ASK,
        "registrar_expires_at": Remedy.ASK,
        # A nameserver change is never automatic: it takes a site down, or gives it to someone.
        "nameservers": Remedy.ASK,
        "statuses": Remedy.ASK,
        # The keys are with whoever runs the name servers: putting a DS record back blindly breaks the name.
        "delegation_signed": Remedy.ASK,
        "sponsoring_registrar": Remedy.ASK,
        "pay_by": Remedy.ASK,
    }
    | dict.fromkeys(CONTACT_FIELDS, Remedy.REPAIR)
    # A role that a registrar lacks whole may be one that its interface does not tell.
    | dict.fromkeys((role.value for role in ContactRole), Remedy.ASK)
)
"""
The direction of each field, or of one field of one role (`registrant.email`), which goes before it. Contacts
are ours to say; everything else a person looks at first.
"""


def remedy_for(row: FieldVerdict, held: HeldDomain, registrar: Observation) -> Remedy | None:
    """
    Return who is corrected, or None for a row that does not drift.

    A field that has no direction of its own, and a contact's field that our record leaves empty, is ASK. The
    two expiries are ADOPT when the sponsoring registrar itself says that it has renewed the name, and never
    otherwise: that proof is its own date, later than the one we hold.
    """
    if not row.drifts:
        return None
    field = row.path.rpartition(".")[2]
    remedy = DIRECTIONS.get(row.path) or DIRECTIONS.get(field, Remedy.ASK)
    if remedy is Remedy.REPAIR and row.ours is None:
        return Remedy.ASK
    if field in ("expires_at", "registrar_expires_at") and row.registrar_verdict is Verdict.DRIFT:
        return Remedy.ADOPT if _renewed(held, registrar) else Remedy.ASK
    return remedy


def _renewed(held: HeldDomain, registrar: Observation) -> bool:
    """Whether the sponsoring registrar's own date is later than the one until which we hold it paid."""
    if not isinstance(registrar, Seen) or registrar.registrar_expires_at is None:
        return False
    if registrar.provenance_of("registrar_expires_at").source is not Source.REGISTRAR:
        return False
    paid_until = held.registrar_expires_at or held.expires_at
    if paid_until is None:
        return False
    return earliest(registrar.registrar_expires_at) - earliest(paid_until) > RENEWED_BY
