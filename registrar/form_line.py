"""Vendors that are asked by a form and answer in XML, with a number for every no."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar import markup
from registrar.errors import OutcomeUnknown, TryAgain
from registrar.exchange import Exchange, Outgoing, Unreadable
from registrar.markup import Node
from registrar.retry_after import retry_after
from registrar.statuses import StatusTable
from registrar.words import without_values


@dataclass(frozen=True)
class FormCall:
    """
    One request: the vendor's word for it, and its fields.

    `private` is what of it may stand in no error. Its repr tells about which name, not with what values.
    """

    operation: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    name: DomainName | None = None
    private: tuple[str, ...] = field(default=(), repr=False)


FormLine = Exchange[FormCall, Node]
"""The line to one account."""


@dataclass(frozen=True)
class Complaint:
    """One no: the vendor's number, and its words."""

    number: int
    words: str


@dataclass(frozen=True)
class FormManner:
    """
    One vendor's manner. `complaints` returns none for a plain yes, and raises `Unreadable` for neither.

    `numbers` says what each complaint is; `too_many` are the HTTP statuses of requests that were too many.
    """

    numbers: StatusTable
    complaints: Callable[[Node], Sequence[Complaint]]
    too_many: frozenset[int] = frozenset()


class FormCodec:
    """
    Writes requests and reads replies.

    `signed` gives the whole form of a call, its operation and the credentials included, and may refuse to;
    `secrets` are never repeated from the vendor's words.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        manner: FormManner,
        signed: Callable[[FormCall], Mapping[str, str]],
        secrets: Callable[[], Sequence[str]],
    ) -> None:
        self._endpoint = endpoint
        self._manner = manner
        self._signed = signed
        self._secrets = secrets

    def encode(self, asked: FormCall) -> Outgoing:
        """Return the request. Raises what `signed` raises."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/xml"}
        return Outgoing(self._endpoint, urlencode(self._signed(asked)).encode("ascii"), headers)

    def decode(self, body: bytes) -> Node:
        """Read a reply, without its namespaces. Raises `Unreadable`."""
        return _bare(markup.read(body))

    def code_of(self, reply: Node) -> str:
        """Return the numbers of the complaints, "ok" where there are none."""
        try:
            return ",".join(str(no.number) for no in self._manner.complaints(reply)) or "ok"
        except Unreadable:
            return "-"

    def raise_if_refused(self, asked: FormCall, reply: Node, *, harmless: bool) -> None:
        """Raise what the first complaint means; one of several that leaves it open leaves all open."""
        found = [
            (*self._manner.numbers.error(asked.operation, no.number, harmless=harmless), no)
            for no in self._manner.complaints(reply)
        ]
        open_ones = [one for one in found if issubclass(one[0], OutcomeUnknown)]
        for error, says, no in (open_ones or found)[:1]:
            words = without_values(no.words, (*asked.private, *self._secrets()))
            raise error(f"{says}: {words}".rstrip(": "), vendor_code=str(no.number))

    def raise_for_status(self, asked: FormCall, answer: Answer, *, harmless: bool) -> None:
        """Raise `TryAgain` for requests that were too many: nothing was done."""
        del asked, harmless
        if answer.status in self._manner.too_many:
            raise TryAgain(
                "too many requests", http_status=answer.status, retry_after=retry_after(answer.headers)
            )


def form_line(http: HttpClient, codec: FormCodec, *, registrar: str, attempts: int) -> FormLine:
    """Return the line of one account; `attempts` bounds how often a read is sent."""
    return Exchange(http, codec, registrar=registrar, attempts=attempts, status=codec.raise_for_status)


def only(reply: Node, *path: str) -> Node:
    """Return the one element at `path`. Raises `Unreadable` for none and for several."""
    found = list(reply.find(*path))
    if len(found) != 1:
        raise Unreadable(f"the reply holds {len(found)} of {path[-1]}, not one")
    return found[0]


def told(node: Node, key: str) -> str | None:
    """Return an attribute, whatever the case of its name; None where it is missing or empty."""
    return next((text for own, text in node.attributes.items() if own.lower() == key.lower() and text), None)


def needed(node: Node, key: str) -> str:
    """Return an attribute. Raises `Unreadable` where it is missing or empty."""
    text = told(node, key)
    if text is None:
        raise Unreadable(f"the reply does not tell {key}")
    return text


def whole_number(text: str) -> int:
    """Return a number of digits. Raises `Unreadable`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise Unreadable("the reply has something else in the place of a number")
    return int(text)


def amount(text: str) -> Decimal:
    """Return an amount of money. Raises `Unreadable`; below zero too."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Unreadable("the reply has something else in the place of an amount") from None
    if not found.is_finite() or not 0 <= found < 10**8:
        raise Unreadable("the reply has an amount that cannot be")
    return found.quantize(Decimal("0.0001")).normalize() + 0


def is_so(text: str) -> bool:
    """Return what `true` or `false` says, in any case. Raises `Unreadable` for any other word."""
    if text.lower() not in ("true", "false"):
        raise Unreadable("the reply has something else in the place of true or false")
    return text.lower() == "true"


def american_day(text: str) -> date:
    """Return the day that MM/DD/YYYY names, whatever time stands behind it. Raises `Unreadable`."""
    try:
        return datetime.strptime(text.partition(" ")[0] + " +0000", "%m/%d/%Y %z").date()
    except ValueError:
        raise Unreadable("the reply has something else in the place of a date") from None


def _bare(node: Node) -> Node:
    """The element without the namespaces of its tags."""
    return Node(
        tag=node.tag.rpartition("}")[2],
        text=node.text,
        attributes=node.attributes,
        children=tuple(_bare(child) for child in node.children),
    )
