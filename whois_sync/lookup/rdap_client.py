"""One RDAP question (RFC 7480, RFC 9082), and what its answer is worth."""

import json
from datetime import timedelta
from typing import NamedTuple

from pydantic_core import from_json

from net import AddressRefused, Answer, HttpClient, NetError, NoAnswer
from net.errors import AnswerRefused
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Unreadable, Why
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.waits import wait_asked

_HEADERS = {"accept": "application/rdap+json"}


class Told(NamedTuple):
    """What an answer is worth, and its JSON where it has any that we can read."""

    observation: Observation
    answer: object = None


def domain_url(base_url: str, name: DomainName) -> str:
    """Return the URL that asks the server at `base_url` (ends in a slash) about `name` (RFC 9082)."""
    return f"{base_url}domain/{name}"


def ask_rdap(http: HttpClient, base_url: str, name: DomainName, *, provenance: Provenance) -> Observation:
    """
    Ask the authoritative server at `base_url` for `name`, once, and read its answer.

    404 is `Absent` when its body is an RDAP error object, or empty; anything else than a readable answer is
    `Unreadable`: 429 throttled (with the wait it asks for), 5xx unavailable, a page of HTML not understood,
    silence no answer. Never raises for what the network does.
    """
    return ask_rdap_at(http, domain_url(base_url, name), name, provenance=provenance).observation


def ask_rdap_at(http: HttpClient, url: str, name: DomainName, *, provenance: Provenance) -> Told:
    """Ask `url`, which is a question about `name`, as `ask_rdap` does; return the JSON of the answer too."""
    try:
        answer = http.send("GET", url, headers=_HEADERS)
    except AddressRefused as err:
        return Told(_unreadable(name, provenance, Why.REFUSED, err.detail))
    except AnswerRefused as err:
        return Told(_unreadable(name, provenance, Why.NOT_UNDERSTOOD, err.detail))
    except (NoAnswer, NetError) as err:
        return Told(_unreadable(name, provenance, Why.NO_ANSWER, err.detail))
    return _judged(answer, name, provenance)


def _judged(answer: Answer, name: DomainName, provenance: Provenance) -> Told:
    status = answer.status
    if status == 200:
        return _read(answer.body, name, provenance)
    if status == 404:
        if not answer.body.strip():
            return Told(Absent(name=name, provenance=provenance))
        read = _read(answer.body, name, provenance)
        if isinstance(read.observation, Absent):
            return read
        return Told(_unreadable(name, provenance, Why.NOT_UNDERSTOOD, "404 without an RDAP error object"))
    why = Why.THROTTLED if status == 429 else Why.UNAVAILABLE if status >= 500 else Why.REFUSED
    wait = wait_asked(answer.headers, received_at=provenance.observed_at)
    return Told(_unreadable(name, provenance, why, _detail(status, wait), retry_after=wait))


def _detail(status: int, wait: timedelta | None) -> str:
    told = f"HTTP {status}"
    return told if wait is None else f"{told}, retry after {wait.total_seconds():.0f} s"


def parsed_json(body: bytes) -> object:
    """
    Return what the JSON of an answer's body says, of any encoding of RFC 8259 and with lone surrogates.

    Raises `ValueError` or `RecursionError` where it is none. The quicker parser goes first: it reads UTF-8.
    """
    try:
        return from_json(body, cache_strings="keys")
    except ValueError:
        return json.loads(body)


def _read(body: bytes, name: DomainName, provenance: Provenance) -> Told:
    try:
        parsed = parsed_json(body)
        return Told(read_rdap(parsed, asked=name, provenance=provenance), parsed)
    except (ValueError, RecursionError):
        detail = "the answer is no JSON that we can read"
        return Told(_unreadable(name, provenance, Why.NOT_UNDERSTOOD, detail))


def _unreadable(
    name: DomainName, provenance: Provenance, why: Why, detail: str, *, retry_after: timedelta | None = None
) -> Unreadable:
    return Unreadable(name=name, provenance=provenance, why=why, detail=detail, retry_after=retry_after)
