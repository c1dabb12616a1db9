"""The OPS envelope is read whole or not at all."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from net.client import Answer, HttpClient
from registrar.adapters.opensrs import wire
from registrar.adapters.opensrs.codec import Command, OpsCodec
from registrar.adapters.opensrs.wire import read
from registrar.errors import OutcomeUnknown, ReplyNotUnderstood, ValueRefused
from registrar.exchange import Exchange, Unreadable
from registrar.forms import markup
from tests.registrar.opensrs.opensrs_player import body_of
from tests.registrar.opensrs.opensrs_samples import NAME

VERDICT = '<item key="action">REPLY</item><item key="is_success">1</item><item key="response_code">200</item>'


def _envelope(items: str) -> bytes:
    return (
        "<OPS_envelope><header/><body><data_block><dt_assoc>"
        f"{items}</dt_assoc></data_block></body></OPS_envelope>"
    ).encode()


def _attributes(value: str) -> wire.Reply:
    return read(_envelope(f'{VERDICT}<item key="attributes">{value}</item>'))


def test_a_list_is_sorted_by_number_beyond_ten_items() -> None:
    shuffled = [7, 0, 11, 3, 10, 1, 9, 2, 5, 8, 4, 6]
    items = "".join(f'<item key="{at}">value {at}</item>' for at in shuffled)
    reply = _attributes(f'<dt_assoc><item key="list"><dt_array>{items}</dt_array></item></dt_assoc>')
    assert reply.attributes["list"] == [f"value {at}" for at in range(12)]


def test_the_recorded_list_comes_in_order_though_it_was_shuffled() -> None:
    reply = read(body_of("get_domains_by_expiredate/one_page"))
    names = [wire.said(entry, "name") for entry in wire.assocs(reply.attributes, "exp_domains")]
    assert names == [f"EXAMPLE-{at:02d}.COM" for at in range(12)]


def test_an_empty_item_is_nothing_and_a_scalar_is_its_text() -> None:
    reply = _attributes(
        '<dt_assoc><item key="a"></item><item key="b"><dt_scalar>1</dt_scalar></item>'
        '<item key="registration expiration date"> \n </item><item key="c"><dt_assoc/></item></dt_assoc>'
    )
    assert reply.attributes == {"a": None, "b": "1", "registration expiration date": None, "c": {}}


def test_attributes_may_be_absent_on_success() -> None:
    assert read(_envelope(VERDICT)).attributes == {}


@pytest.mark.parametrize(
    "items",
    [
        "",
        VERDICT.replace("REPLY", "GET"),
        VERDICT.replace(">1<", ">yes<"),
        VERDICT.replace(">200<", "><"),
        VERDICT.replace(">200<", ">two hundred<"),
        VERDICT.replace(">200<", ">200\n200<"),
        VERDICT + '<item key="is_success">0</item>',
        VERDICT + '<item key="attributes">text</item>',
        VERDICT + '<item key="attributes"><dt_array/></item>',
        VERDICT + '<item key="attributes"><dt_assoc/><dt_assoc/></item>',
        VERDICT + '<item key="attributes"><dt_assoc/>text</item>',
        VERDICT + '<item key="attributes"><dt_tuple/></item>',
        VERDICT + '<item key="attributes"><dt_scalar><b/></dt_scalar></item>',
        VERDICT + '<item key="list"><dt_array><item key="first">1</item></dt_array></item>',
        VERDICT + '<item key="list"><dt_array><item key="-1">1</item></dt_array></item>',
        VERDICT + '<item key="list"><dt_array><item key="1">1</item><item key="1">2</item></dt_array></item>',
        VERDICT + "<item>no key</item>",
        VERDICT + '<thing key="a"/>',
        VERDICT + "text beside the items",
    ],
)
def test_what_is_no_reply_is_unreadable(items: str) -> None:
    with pytest.raises(Unreadable):
        read(_envelope(items))


@pytest.mark.parametrize(
    "body",
    [
        b"<other/>",
        b"<OPS_envelope/>",
        _envelope(VERDICT).replace(b"OPS_envelope", b"ops_envelope"),
        _envelope(VERDICT).replace(b"</body>", b"</body><body><data_block><dt_assoc/></data_block></body>"),
    ],
)
def test_what_is_no_envelope_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@pytest.mark.parametrize(
    ("look", "value"),
    [
        (wire.text, "<dt_assoc/>"),
        (wire.said, ""),
        (wire.flag, "perhaps"),
        (wire.assoc, "text"),
        (wire.assocs, "<dt_assoc/>"),
        (wire.assocs, '<dt_array><item key="0">text</item></dt_array>'),
    ],
)
def test_an_item_of_another_kind_is_unreadable(look: Any, value: str) -> None:
    reply = _attributes(f'<dt_assoc><item key="it">{value}</item></dt_assoc>')
    with pytest.raises(Unreadable, match="it"):
        look(reply.attributes, "it")


def test_a_reply_shows_its_verdict_and_nothing_else() -> None:
    assert repr(read(body_of("get_domain_auth_info/success"))) == "Reply(is_success=True, code='200')"


class _Canned:
    """An HTTP client that has one answer, and counts."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.sent = 0

    def send(self, _method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        self.sent += 1
        return Answer(status=200, headers={}, body=self.body, url=url)


def _line(body: bytes) -> tuple[_Canned, Exchange[Command, wire.Reply]]:
    http = _Canned(body)
    codec = OpsCodec(endpoint="https://vendor.example.net/", username="u", key=SecretStr("k"))
    return http, Exchange(cast("HttpClient", http), codec, registrar="opensrs", attempts=1)


def test_a_reply_cut_at_any_byte_is_not_understood_and_after_a_change_it_is_unknown() -> None:
    whole = body_of("process_pending/done").rstrip()
    for length in range(len(whole)):
        http, line = _line(whole[:length])
        with pytest.raises(ReplyNotUnderstood):
            line.read(Command("get", NAME), lambda reply: reply)
        with pytest.raises(OutcomeUnknown):
            line.change(Command("process_pending", NAME, is_order=True), lambda reply: reply)
        assert http.sent == 2


def test_a_whole_reply_is_read() -> None:
    _, line = _line(body_of("process_pending/done"))
    assert line.change(Command("process_pending", NAME), lambda reply: reply.code) == "200"


_texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, blacklist_categories=["Cs", "Cn"]), max_size=20
)
_values = st.recursive(
    _texts.map(str.strip).filter(bool),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=20,
)


@given(_values)
def test_any_value_comes_back_as_it_was_written(value: Any) -> None:
    body = wire.write("get", {"value": value})
    reply = body.replace(b'<item key="action">get</item>', VERDICT.encode(), 1)
    assert read(reply).attributes["value"] == value
    assert markup.read(body).tag == "OPS_envelope"


@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_a_reply_or_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@given(_values.map(json.dumps))
def test_json_is_never_a_reply(body: str) -> None:
    with pytest.raises(Unreadable):
        read(body.encode())


def test_a_character_that_cannot_be_sent_is_refused_before_anything_is() -> None:
    http, line = _line(b"")
    with pytest.raises(ValueRefused) as raised:
        line.change(Command("modify", NAME, {"domain_auth_info": "planted\x00"}), lambda reply: reply)
    assert http.sent == 0
    assert "planted" not in str(raised.value)
