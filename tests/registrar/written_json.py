"""An account in JSON whose answers are written down; what left is kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from net.client import Answer, HttpClient
from registrar.answers.statuses import PLAIN, StatusTable
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Manner

Told = tuple[int, object]
MANNER = Manner(StatusTable(PLAIN, {}), lambda reply: reply.part("message", str), lambda _: False)
AccountT = TypeVar("AccountT", bound=JsonAccount)


@dataclass
class WrittenDown:
    """An HTTP client that answers by verb and path; 404 for what is not written down, None for no body."""

    answers: Mapping[str, Told]
    sent: list[tuple[str, object]] = field(default_factory=list[tuple[str, object]])
    headers: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    told_in_headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        parts = urlsplit(url)
        line = f"{method} {parts.path.removeprefix('/v2/')}{'?' if parts.query else ''}{parts.query}"
        self.sent.append((line, json.loads(body) if body else None))
        self.headers.append(headers)
        nothing: Told = (404, {"type": "ObjectDoesNotExist", "message": "not there"})
        status, told = self.answers.get(line, nothing)
        text = b"" if told is None else json.dumps(told).encode()
        return Answer(status=status, headers=self.told_in_headers, body=text, url=url)


def opened(
    kind: type[AccountT], answers: Mapping[str, Told], *, secret: str = "key-example-0123456789"
) -> tuple[AccountT, WrittenDown]:
    """Return an account of this kind over these answers, and what it sends."""
    http = WrittenDown(answers)
    client = cast("HttpClient", http)
    return kind(
        client, endpoint="https://example.com/v2", username="example", secret=SecretStr(secret), attempts=1
    ), http
