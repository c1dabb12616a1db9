"""The text of commands and replies, and how the two spell it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest, HttpResponse

_OK = "Command completed successfully"
_OTHER = re.compile(r"(?im)^(property\[(?:domain|id)\]\[0\] = )(.*)$")


class Refusal(Exception):
    """A no: a code and its description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(frozen=True)
class Spelling:
    """What tells the two profiles apart. HEXONET writes in capitals and without blanks."""

    capitals: bool
    period: str
    entity: str | None
    legal_type: str
    privacy: str
    shows_privacy: str
    signer: str
    unsign: str


@dataclass(frozen=True)
class Asked:
    """A command: its name and its parameters, keys in capitals."""

    command: str
    given: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> DomainName:
        """The domain that it is about. Raises `Refusal`."""
        try:
            return DomainName(self.text("DOMAIN"))
        except NotAName:
            raise Refusal(505, "Invalid attribute value syntax; DOMAIN") from None

    def text(self, key: str) -> str:
        """Return a parameter that must be there. Raises `Refusal`."""
        if not self.given.get(key):
            raise Refusal(504, f"Missing required attribute; {key}")
        return self.given[key]

    def numbered(self, head: str) -> tuple[str, ...]:
        """Return HEAD0, HEAD1 and so on."""
        found = {int(key[len(head) :]): value for key, value in self.given.items() if _is_numbered(key, head)}
        return tuple(found[number] for number in sorted(found) if found[number])


@dataclass(frozen=True)
class Told:
    """A yes: its columns, and what stands beside them."""

    columns: Mapping[str, Sequence[object]] = field(default_factory=dict[str, Sequence[object]])
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    code: int = 200
    description: str = _OK


def form_of(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a request's form."""
    body = request.body.decode("utf-8", "replace")
    return {key: values[-1] for key, values in parse_qs(body, keep_blank_values=True).items()}


def asked_in(request: HttpRequest) -> Asked:
    """Return the command in a request."""
    given: dict[str, str] = {}
    for line in form_of(request).get("s_command", "").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            given[key.strip().upper()] = value.strip()
    return Asked(given.get("COMMAND", ""), given)


def written(told: Told, spelling: Spelling) -> HttpResponse:
    """Return a reply, in lines that end in CR and LF."""
    lines = ["[RESPONSE]", *_lines(told, spelling), "EOF", ""]
    return HttpResponse(200, {"Content-Type": "text/plain; charset=utf-8"}, "\r\n".join(lines).encode())


def about_another(answer: HttpResponse) -> HttpResponse:
    """Return a reply in which another name stands in the place of the one that it is about."""
    body = _OTHER.sub(r"\1other-\2", answer.body.decode())
    return HttpResponse(answer.status, answer.headers, body.encode())


def stamp(at: datetime | None) -> str:
    """Return an instant (UTC) as both write it; zeros for none."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else "0000-00-00 00:00:00"


def _lines(told: Told, spelling: Spelling) -> Iterator[str]:
    case = str.upper if spelling.capitals else str.lower
    yield f"{case('CODE')} = {told.code}"
    yield f"{case('DESCRIPTION')} = {told.description}"
    for key, value in told.said.items():
        yield f"{case(key)} = {value}"
    for column, values in told.columns.items():
        name = column if spelling.capitals else re.sub(r"(?<=[a-z])(date|until)", r" \1", column.lower())
        for number, value in enumerate(values):
            yield f"{case('PROPERTY')}[{name}][{number}] = {'' if value is None else value}"
    yield f"{case('QUEUETIME')} = 0"
    yield f"{case('RUNTIME')} = 0.012"


def _is_numbered(key: str, head: str) -> bool:
    return key.startswith(head) and key[len(head) :].isdecimal()
