"""Vendors that are asked by a form and answer in XML, with a number for every no."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar
from urllib.parse import urlencode

from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.answers.retry_after import retry_after
from registrar.answers.statuses import StatusTable
from registrar.answers.words import without_values
from registrar.errors import OutcomeUnknown, TryAgain
from registrar.exchange import Exchange, Outgoing, Unreadable
from registrar.forms import markup
from registrar.forms.markup import Node
from registrar.forms.reply import one_about, only, single


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


Told = TypeVar("Told")
What = tuple[str, str, str]
"""An operation, the tag of its result, and the attribute that says which name that is about."""

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
        return _bare(markup.read(body.strip()))

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


class FormAccount(ABC):
    """
    One account whose vendor is asked by forms: what the parts of an adapter share.

    `manner` is the vendor's, `inside` the way from the root of every reply to where its results are.
    `username` and `secret` are the account's; `attempts` bounds how often a read is sent.
    """

    slug: str
    manner: ClassVar[FormManner]
    inside: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        codec = FormCodec(
            endpoint=endpoint,
            manner=self.manner,
            signed=lambda call: {**self.signed(call, username, secret), **call.fields},
            secrets=lambda: (secret.get_secret_value(),),
        )
        self._http = http
        self._line = form_line(http, codec, registrar=self.slug, attempts=attempts)

    @abstractmethod
    def signed(self, call: FormCall, username: str, secret: SecretStr) -> Mapping[str, str]:
        """Return the credentials' fields and the operation's. Raises `AccessRefused`, nothing being sent."""
        ...

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def _told(
        self,
        operation: str,
        translate: Callable[[Node], Told],
        *path: str,
        name: DomainName | None = None,
        **fields: str,
    ) -> Told:
        """Ask, and return what `translate` makes of the one element at `path` of the reply."""
        call = FormCall(operation, fields, name)
        return self._line.read(call, lambda node: translate(only(node, *self.inside, *path)))

    def _about(self, what: What, name: DomainName, translate: Callable[[Node], Told], **fields: str) -> Told:
        """Ask, and return what `translate` makes of the one element that says that it is about `name`."""
        operation, tag, key = what
        return self._told(
            operation, lambda told: translate(one_about(name, key, told, tag)), name=name, **fields
        )

    def _result(self, node: Node) -> Node:
        """The one result of a reply. Raises `Unreadable`."""
        return single(only(node, *self.inside))


def _bare(node: Node) -> Node:
    """The element without the namespaces of its tags."""
    return Node(
        tag=node.tag.rpartition("}")[2],
        text=node.text,
        attributes=node.attributes,
        children=tuple(_bare(child) for child in node.children),
    )
