"""Vendors that are asked by a form: what leaves, and what each kind of answer is."""

from collections.abc import Mapping
from typing import cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.errors import NotFound, OutcomeUnknown, Refused, RegistrarError, ReplyNotUnderstood, TryAgain
from registrar.exchange import Unreadable
from registrar.forms.line import Complaint, FormAccount, FormCall, FormCodec, FormManner, form_line
from registrar.forms.markup import Node
from registrar.forms.reply import told, whole_number

NAME = DomainName("example.com")
KEY = "planted-key-0123456789"


def _complaints(reply: Node) -> list[Complaint]:
    if reply.tag != "Reply":
        raise Unreadable("it is no reply")
    return [Complaint(whole_number(told(one, "Number") or ""), one.text) for one in reply.find("Error")]


MANNER = FormManner(
    numbers=StatusTable(
        usual={1: always("it is not there", NotFound), 2: Meaning("it failed", TryAgain, OutcomeUnknown)},
        special={},
    ),
    complaints=_complaints,
    too_many=frozenset({405}),
)


class OneAnswer:
    """An HTTP client that gives one answer to everything, and keeps what was sent."""

    def __init__(self, body: str, status: int) -> None:
        self._answer = body.encode(), status
        self.bodies: list[bytes] = []
        self.closed = False

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request."""
        del method, headers
        self.bodies.append(body)
        return Answer(status=self._answer[1], headers={}, body=self._answer[0], url=url)

    def close(self) -> None:
        """Note that nothing more is asked."""
        self.closed = True


class Account(FormAccount):
    """An account whose one read is the name of an element."""

    slug = "vendor"
    manner, inside = MANNER, ("Inside",)

    def signed(self, call: FormCall, username: str, secret: SecretStr) -> dict[str, str]:
        return {"User": username, "Key": secret.get_secret_value(), "Command": call.operation}

    def colour(self, name: DomainName) -> str | None:
        """Read something of a name."""
        return self._about(("Look", "One", "Domain"), name, lambda one: told(one, "Colour"), Name=name)

    def paint(self, name: DomainName, colour: str) -> str | None:
        """Change something of a name."""
        call = FormCall("Paint", {"Colour": colour}, name, (colour,))
        return self._line.change(call, lambda node: told(self._result(node), "Colour"))


def _account(body: str, status: int = 200) -> tuple[Account, OneAnswer]:
    vendor = OneAnswer(body, status)
    client = cast("HttpClient", vendor)
    endpoint = "https://vendor.example.net/form"
    return Account(client, endpoint=endpoint, username="sample", secret=SecretStr(KEY), attempts=1), vendor


def test_a_read_is_a_form_and_its_element_is_found_without_namespaces() -> None:
    inner = '<Inside><One Domain="EXAMPLE.com" Colour="red" /></Inside>'
    account, vendor = _account(f' <Reply xmlns="https://vendor.example.net/x">{inner}</Reply>')
    assert account.colour(NAME) == "red"
    assert vendor.bodies == [f"User=sample&Key={KEY}&Command=Look&Name=example.com".encode()]
    account.close()
    assert vendor.closed


@pytest.mark.parametrize(
    ("numbers", "read", "change"),
    [
        ((1,), NotFound, NotFound),
        ((2,), TryAgain, OutcomeUnknown),
        ((1, 2), NotFound, OutcomeUnknown),
        ((77,), Refused, OutcomeUnknown),
    ],
)
def test_a_no_is_what_its_number_is_and_one_open_end_leaves_all_open(
    numbers: tuple[int, ...], read: type[RegistrarError], change: type[RegistrarError]
) -> None:
    errors = "".join(f'<Error Number="{n}">No {KEY} in blue</Error>' for n in numbers)
    with pytest.raises(read) as asked:
        _account(f"<Reply>{errors}</Reply>")[0].colour(NAME)
    with pytest.raises(change) as painted:
        _account(f"<Reply>{errors}</Reply>")[0].paint(NAME, "blue")
    for told_words in (str(asked.value), str(painted.value)):
        assert KEY not in told_words
    assert "blue" not in str(painted.value)


def test_what_is_neither_decides_nothing_and_too_many_requests_did_nothing() -> None:
    with pytest.raises(ReplyNotUnderstood):
        _account("<Other />")[0].colour(NAME)
    with pytest.raises(OutcomeUnknown):
        _account("<Other />")[0].paint(NAME, "blue")
    with pytest.raises(TryAgain):
        _account("<html>", status=405)[0].paint(NAME, "blue")


def test_the_codec_tells_the_numbers_for_the_log() -> None:
    codec = FormCodec(
        endpoint="https://vendor.example.net/form", manner=MANNER, signed=lambda _: {}, secrets=lambda: ()
    )
    replies = ("<Reply />", '<Reply><Error Number="1" /><Error Number="2" /></Reply>', "<Other />")
    assert [codec.code_of(codec.decode(body.encode())) for body in replies] == ["ok", "1,2", "-"]
    client = cast("HttpClient", OneAnswer("<Reply />", 200))
    line = form_line(client, codec, registrar="vendor", attempts=1)
    assert line.read(FormCall("Look"), lambda node: node.tag) == "Reply"
