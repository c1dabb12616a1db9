"""What an answer tells of its server's patience."""

from portfolio.observation import Observation, Source, Unreadable, Why
from whois_sync.pace.tempo import Heard


def heard_in(observation: Observation) -> tuple[Heard, float | None]:
    """
    Return what the server made of the question, and for how many seconds it asked to be left alone.

    A server that is unavailable and says for how long is one that throttles (RFC 9110 section 10.2.3). A
    registrar's account teaches nothing: what it refuses or delays its adapter has judged.
    """
    if not isinstance(observation, Unreadable) or observation.provenance.source is Source.REGISTRAR:
        return Heard.ANSWER, None
    wait = None if observation.retry_after is None else observation.retry_after.total_seconds()
    match observation.why:
        case Why.THROTTLED:
            return Heard.THROTTLED, wait
        case Why.UNAVAILABLE if wait is not None:
            return Heard.THROTTLED, wait
        case Why.NO_ANSWER | Why.UNAVAILABLE:
            return Heard.SILENCE, None
        case _:
            return Heard.ANSWER, None
