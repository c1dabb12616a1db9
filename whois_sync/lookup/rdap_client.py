"""One RDAP question (RFC 7480, RFC 9082), and what its answer is worth."""

import json
from datetime import timedelta

from net import AddressRefused, Answer, HttpClient, NetError, NoAnswer
from net.errors import AnswerRefused
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Unreadable, Why
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.waits import wait_asked

_HEADERS = {"accept": "application/rdap+json"}


def ask_rdap(http: HttpClient, base_url: str, name: DomainName, *, provenance: Provenance) -> Observation:
    """
    Ask the authoritative server at `base_url` for `name`, once, and read its answer.

    404 is `Absent` when its body is an RDAP error object, or empty; anything else than a readable answer is
    `Unreadable`: 429 throttled (with the wait it asks for), 5xx unavailable, a page of HTML not
    understood, silence no answer. Never raises for what the network does.
    """
    try:
        answer = http.send("GET", f"{base_url}domain/{name}", headers=_HEADERS)
    except AddressRefused as err:
        return Unreadable(name=name, provenance=provenance, why=Why.REFUSED, detail=err.detail)
    except AnswerRefused as err:
        return Unreadable(name=name, provenance=provenance, why=Why.NOT_UNDERSTOOD, detail=err.detail)
    except (NoAnswer, NetError) as err:
        return Unreadable(name=name, provenance=provenance, why=Why.NO_ANSWER, detail=err.detail)
    return _judged(answer, name, provenance)


def _judged(answer: Answer, name: DomainName, provenance: Provenance) -> Observation:
    status = answer.status
    if status == 200:
        return _read(answer.body, name, provenance)
    if status == 404:
        if not answer.body.strip():
            return Absent(name=name, provenance=provenance)
        read = _read(answer.body, name, provenance)
        if isinstance(read, Absent):
            return read
        detail = "404 without an RDAP error object"
        return Unreadable(name=name, provenance=provenance, why=Why.NOT_UNDERSTOOD, detail=detail)
    why = Why.THROTTLED if status == 429 else Why.UNAVAILABLE if status >= 500 else Why.REFUSED
    wait = wait_asked(answer.headers, received_at=provenance.observed_at)
    return Unreadable(
        name=name, provenance=provenance, why=why, detail=_detail(status, wait), retry_after=wait
    )


def _detail(status: int, wait: timedelta | None) -> str:
    told = f"HTTP {status}"
    return told if wait is None else f"{told}, retry after {wait.total_seconds():.0f} s"


def _read(body: bytes, name: DomainName, provenance: Provenance) -> Observation:
    try:
        parsed: object = json.loads(body)
        return read_rdap(parsed, asked=name, provenance=provenance)
    except (ValueError, RecursionError):
        return Unreadable(
            name=name,
            provenance=provenance,
            why=Why.NOT_UNDERSTOOD,
            detail="the answer is no JSON that we can read",
        )
