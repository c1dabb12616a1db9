"""The audit vocabulary: one enum, `subject:action`, greppable. What is done to whom, by whom, when."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from portfolio.values import Instant, Value

Actor = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""A staff member's name, or the job that acted (`job:notices`). Never empty."""

_MACHINES = ("job:", "policy:")


def is_person(actor: Actor) -> bool:
    """Whether someone of the staff acts, rather than a job or a policy."""
    return not actor.startswith(_MACHINES)


class AuditTag(StrEnum):
    """Everything that is written on the audit chain. Retired tags stay, as comments."""

    HOUSE_FOUNDED = "house:founded"
    CLIENT_ADDED = "client:added"
    CONTACT_ADDED = "contact:added"
    CONTACT_EDITED = "contact:edited"
    ACCOUNT_ADDED = "account:added"
    ACCOUNT_STOPPED = "account:stopped"
    ACCOUNT_RESUMED = "account:resumed"
    DOMAIN_HELD = "domain:held"
    DOMAIN_ROLES_SET = "domain:roles-set"
    DOMAIN_REFRESHED = "domain:refreshed"
    DOMAIN_SIGNED_SET = "domain:signed-set"
    DOMAIN_ACCOUNT_SET = "domain:account-set"
    DOMAIN_EXPORTED = "domain:exported"
    IMPORT_LISTED = "import:listed"
    IMPORT_DROPPED = "import:dropped"
    OBSERVATION_KEPT = "observation:kept"
    ORDER_DRAFTED = "order:drafted"
    ORDER_APPROVED = "order:approved"
    ORDER_ADVANCED = "order:advanced"
    BATCH_KEPT = "batch:kept"
    FINDING_OPENED = "finding:opened"
    FINDING_CHANGED = "finding:changed"
    FINDING_ACCEPTED = "finding:accepted"
    FINDING_CLOSED = "finding:closed"
    BRAKE_SET = "brake:set"
    BRAKE_RELEASED = "brake:released"
    CHANGE_ASKED = "change:asked"
    CHANGE_APPROVED = "change:approved"
    CHANGE_CLOSED = "change:closed"
    HANDLE_KEPT = "handle:kept"
    HANDLE_GONE = "handle:gone"
    PLAN_PROPOSED = "plan:proposed"
    PLAN_APPROVED = "plan:approved"
    PLAN_ADVANCED = "plan:advanced"
    NOTICE_DUE = "notice:due"
    NOTICE_ADVANCED = "notice:advanced"
    NOTICE_REOPENED = "notice:reopened"
    NOTICE_BOUNCED = "notice:bounced"
    ADDRESS_MENDED = "address:mended"
    VERIFICATION_OPENED = "verification:opened"
    VERIFICATION_SETTLED = "verification:settled"
    CALENDAR_MADE = "calendar:made"
    CALENDAR_REVOKED = "calendar:revoked"
    AUDIT_ERASED = "audit:erased"
    HOUSE_QUARANTINED = "house:quarantined"
    QUARANTINE_LIFTED = "house:quarantine-lifted"


class AuditEntry(Value):
    """One link of the chain: cannot be made without actor, time and kind. Holds no personal value."""

    sequence: int
    actor: Actor
    at: Instant
    tag: AuditTag
    subject: str
    detail: str = ""
