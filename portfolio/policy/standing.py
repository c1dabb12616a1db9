"""What several sources together say of a name: is it still ours, still there, still paid for. Pure."""

from enum import StrEnum

from portfolio.held import HeldDomain
from portfolio.observation import Absent, Observation, Seen
from portfolio.values import Instant, Value, earliest

ABSENT_TIMES = 3
"""
So many readings in a row, of both sources, make an absence count: a registry's 404, a closed account and a
name that is gone look alike, and each has been seen to be wrong for a day.
"""


class Standing(StrEnum):
    """The path of a finding about a name as a whole."""

    TRANSFERRED_AWAY = "standing.transferred_away"
    GONE = "standing.gone"
    PAST_EXPIRY = "standing.past_expiry"
    NOT_IN_OUR_RECORDS = "standing.not_in_our_records"


class Circumstances(Value):
    """
    What is known of a name besides the two answers.

    `other_sponsor`: the public record names another sponsoring registrar than ours. `absences`: how many
    readings in a row, this one included, have said of the account, and of the public record, that the name is
    absent there. A caller counts only readings that lie apart (`repair.READINGS_APART`).
    """

    other_sponsor: bool = False
    absences: tuple[int, int] = (0, 0)


def standings_of(
    held: HeldDomain, registrar: Observation, public: Observation, facts: Circumstances, now: Instant
) -> dict[Standing, str]:
    """
    Return what stands against a name, each with what was seen, in words without personal values.

    Absence counts when both sources have told it `ABSENT_TIMES` times; a name is transferred away when the
    account does not have it and the public record names another registrar: one source alone proves nothing. A
    name is past expiry when what we hold as paid has ended and the account shows no later date.
    """
    found: dict[Standing, str] = {}
    away = isinstance(registrar, Absent) and isinstance(public, Seen) and facts.other_sponsor
    if away:
        found[Standing.TRANSFERRED_AWAY] = "not in the account, and at another registrar in public"
    if isinstance(registrar, Absent) and isinstance(public, Absent) and min(facts.absences) >= ABSENT_TIMES:
        found[Standing.GONE] = f"absent in both records, {min(facts.absences)} readings in a row"
    if not away and _is_past(held, registrar, now):
        found[Standing.PAST_EXPIRY] = "what is paid for has ended, and the account shows no later date"
    return found


def _is_past(held: HeldDomain, registrar: Observation, now: Instant) -> bool:
    paid_until = held.registrar_expires_at or held.expires_at
    if paid_until is None or earliest(paid_until) > now:
        return False
    shown = (registrar.registrar_expires_at or registrar.expires_at) if isinstance(registrar, Seen) else None
    return shown is None or earliest(shown) <= now
