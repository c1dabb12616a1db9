"""What an answer tells of its server's patience: was it one, and how long to leave the server alone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from portfolio.observation import Observation, Unreadable, Why
from whois_sync.pace.lane import Heard

_LONGEST = 366 * 24 * 3600.0
_ASKED = re.compile(r"retry after (.+)", re.DOTALL)
_SECONDS = re.compile(r"\+?(\d{1,20})(?:\.\d{0,9})?s?")


def heard_in(observation: Observation) -> tuple[Heard, float | None]:
    """
    Return what the server made of the question, and for how many seconds it asked to be left alone.

    A server that is unavailable and says for how long is one that throttles (RFC 9110 section 10.2.3).
    """
    if not isinstance(observation, Unreadable):
        return Heard.ANSWER, None
    wait = wait_asked(observation)
    match observation.why:
        case Why.THROTTLED:
            return Heard.THROTTLED, wait
        case Why.UNAVAILABLE if wait is not None:
            return Heard.THROTTLED, wait
        case Why.NO_ANSWER | Why.UNAVAILABLE:
            return Heard.SILENCE, None
        case _:
            return Heard.ANSWER, None


def wait_asked(observation: Unreadable) -> float | None:
    """
    Return the seconds of a Retry-After that the detail tells: a number, or a date in any of HTTP's forms.

    Counted from the instant of the observation; a date that has passed is 0. None where none is told, or
    none that can be read.
    """
    asked = _ASKED.search(observation.detail)
    if asked is None:
        return None
    said = asked[1].strip()
    seconds = _SECONDS.fullmatch(said)
    if seconds:
        return min(float(seconds[1]), _LONGEST)
    at = _date(said)
    return (
        None
        if at is None
        else min(max(0.0, (at - observation.provenance.observed_at).total_seconds()), _LONGEST)
    )


def _date(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
