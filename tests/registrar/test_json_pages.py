"""Names in arrays are read page by page, as long as the headers, or a full page, tell that there are more."""

from collections.abc import Mapping, Sequence
from typing import cast

import pytest

from net.client import Answer, HttpClient
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.answers.statuses import StatusTable
from registrar.answers.told import SignerTold, signer_told
from registrar.buying.guards import raise_if_short
from registrar.contract import Quote
from registrar.errors import PaymentRefused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.in_json.line import Call, JsonCodec, Manner, json_line
from registrar.in_json.pages import every_name, goes_on, only_page, total_told
from registrar.in_json.reply import JsonReply, Theirs, read_json


class Pages:
    """An HTTP client that answers with one body after the other."""

    def __init__(self, bodies: Sequence[bytes], headers: Mapping[str, str]) -> None:
        self._bodies = iter(bodies)
        self._headers = headers
        self.asked = list[str]()

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        del method, headers, body
        self.asked.append(url.removeprefix("https://vendor.example.net/"))
        return Answer(status=200, headers=self._headers, body=next(self._bodies), url=url)


def _names(*bodies: bytes, **headers: str) -> list[DomainName]:
    manner = Manner(StatusTable({}, {}), lambda reply: str(reply.items), lambda _: False)
    codec = JsonCodec(endpoint="https://vendor.example.net", manner=manner, headers=lambda _: {})
    http = Pages(bodies, headers)
    line = json_line(cast("HttpClient", http), codec, registrar="vendor", attempts=1)
    names = list(
        every_name(line, Call("List", "names?of=us", rows=True), "total", size=2, registrar="vendor")
    )
    assert http.asked == [f"names?of=us&page={page}&per_page=2" for page in range(1, len(bodies) + 1)]
    return names


def test_pages_are_asked_for_until_the_total_is_there() -> None:
    first, second = b'[{"fqdn": "example.com"}]', b'[{"fqdn": "example.net"}]'
    assert _names(first, second, total="2") == ["example.com", "example.net"]
    assert _names(b"[]", total="0") == []


def test_without_a_total_a_page_that_is_not_full_is_the_last() -> None:
    full, rest = b'[{"fqdn": "example.com"}, {"fqdn": "example.ca"}]', b'[{"fqdn": "example.net"}]'
    assert _names(full, rest) == ["example.com", "example.ca", "example.net"]
    assert _names(rest) == ["example.net"]
    assert _names(b"[]") == []


@pytest.mark.parametrize(
    ("link", "more"),
    [
        (
            '<https://vendor.example.net/names?page=2>; rel="next", </names>; rel="last"',
            True,
        ),
        ("<https://vendor.example.net/names?page=2>; rel=next", True),
        ('<https://vendor.example.net/names?page=1>; rel="first"', False),
        ("", False),
    ],
)
def test_without_a_total_the_links_tell_whether_more_follows(link: str, more: bool) -> None:
    reply = JsonReply(b"", {}, headers={"link": link})
    assert goes_on(reply, 1, None, is_full=not more) is more
    assert goes_on(reply, 1, 1, is_full=True) is False


@pytest.mark.parametrize("body", [b"{}", b'[{"name": "example.com"}]', b"[1]", b""])
def test_what_is_no_list_of_names_is_not_understood(body: bytes) -> None:
    with pytest.raises(ReplyNotUnderstood):
        _names(body, total="1")


@pytest.mark.parametrize("told", ["", "many", "-1", "\u0663"])
def test_a_total_is_a_plain_number(told: str) -> None:
    with pytest.raises(Unreadable):
        total_told(JsonReply(b"", {}, headers={"total": told}), "filtered", "total")


def test_the_first_header_that_is_there_tells() -> None:
    reply = JsonReply(b"", {}, headers={"total": "7", "filtered": "2"})
    assert (total_told(reply, "filtered", "total"), total_told(reply, "other", "total")) == (2, 7)
    assert total_told(reply, "other") is None


class _Row(Theirs):
    id: int


@pytest.mark.parametrize(
    ("headers", "is_whole"), [({}, True), ({"n": "1"}, True), ({"n": "2"}, False), ({"n": "0"}, False)]
)
def test_a_list_on_one_page_is_whole_or_not_understood(headers: Mapping[str, str], is_whole: bool) -> None:
    reply = JsonReply(b'[{"id": 7}]', {}, headers=headers)
    if is_whole:
        assert [row.id for row in only_page(reply, _Row, "n", size=2)] == [7]
    else:
        with pytest.raises(Unreadable, match="not whole"):
            only_page(reply, _Row, "n", size=2)
    with pytest.raises(Unreadable):
        only_page(JsonReply(b'[{"id": 7}]', {}), _Row, "n", size=1)


def test_a_field_inside_another_is_read_by_its_path() -> None:
    reply = read_json(b'{"params": {"domain": "example.com"}, "step": "RUN"}')
    assert reply.part("params.domain", str) == "example.com"
    for path in ("params.other", "step.domain", "params"):
        with pytest.raises(Unreadable, match=path):
            reply.part(path, str)


def test_a_signer_that_cannot_be_is_unreadable() -> None:
    assert signer_told(tag=1, algorithm=13, digest_type=2, digest="AB").digest == "ab"
    with pytest.raises(Unreadable):
        signer_told(tag=1, algorithm=13, digest_type=2, digest="no digest")


@pytest.mark.parametrize(
    "row",
    [
        b'{"keytag": 4711, "algorithm": 13, "digest_type": 2, "digest": "AB", "id": 1}',
        b'{"keyTag": 4711, "algorithm": 13, "digestType": 2, "digest": "ab"}',
        b'{"key_tag": "4711", "alg": "13", "digest_type": "2", "digest": "ab"}',
    ],
)
def test_a_row_that_is_a_signer_is_read_by_any_vendors_words(row: bytes) -> None:
    told = read_json(row).as_a(SignerTold).signer
    assert (told.key_tag, told.algorithm, told.digest_type, told.digest) == (4711, 13, 2, "ab")


@pytest.mark.parametrize("tag", [b'"many"', b"true", b"[1]", b'"\xd9\xa3"', b"1.5", b"null"])
def test_a_row_whose_tag_is_no_number_is_unreadable(tag: bytes) -> None:
    row = b'{"keytag": ' + tag + b', "algorithm": 13, "digest_type": 2, "digest": "ab"}'
    with pytest.raises(Unreadable):
        read_json(row).as_a(SignerTold)


@pytest.mark.parametrize("odd", [b'"algorithm": 256', b'"digest": "xy"', b'"keytag": 65536'])
def test_a_row_that_is_no_signer_is_unreadable(odd: bytes) -> None:
    row = {b"keytag": b'"keytag": 1', b"algorithm": b'"algorithm": 13', b"digest": b'"digest": "ab"'}
    row |= {odd.split(b'"')[1]: odd}
    with pytest.raises(Unreadable):
        read_json(b'{"digest_type": 2, ' + b", ".join(row.values()) + b"}").as_a(SignerTold)


def test_too_little_in_advance_is_seen_before_anything_is_sent() -> None:
    price = Money.model_validate({"amount": "10.00"})
    quote = Quote(name=DomainName("example.com"), kind=OrderKind.RENEW, years=1, price=price)
    raise_if_short(None, quote, registrar="vendor")
    raise_if_short(price, quote, registrar="vendor")
    raise_if_short(Money.model_validate({"amount": "9.00", "currency": "EUR"}), quote, registrar="vendor")
    with pytest.raises(PaymentRefused):
        raise_if_short(Money.model_validate({"amount": "9.99"}), quote, registrar="vendor")
