"""JSON answers are read whole and literally, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar.exchange import Unreadable
from registrar.in_json.reply import Amount, Number, Theirs, read_json, words_in


class _Price(Theirs):
    price: Number
    sold: bool = False


def _price(body: bytes) -> _Price:
    return read_json(body).as_a(_Price)


@given(st.decimals(min_value=0, max_value=99_999, places=2))
def test_an_amount_is_the_decimal_that_is_written(amount: Decimal) -> None:
    assert _price(f'{{"price": {amount}}}'.encode()).price == amount


@pytest.mark.parametrize(
    "body",
    [
        b'{"price": "1"}',
        b'{"price": true}',
        b'{"price": null}',
        b'{"price": 1e999}',
        b'{"price": 1, "sold": "yes"}',
    ],
)
def test_types_are_not_converted(body: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        _price(body)
    assert "price" in str(refused.value) or "sold" in str(refused.value)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"1", b"null", b'{"price": NaN}', b'{"price": 1, "price": 2}', b"{", b'{"price": 1} x',
        b"\xff", b"[" * 100_000, b'{"price": 1, "inner": {"a": 1, "a": 1}}',
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_not_one_object_that_says_each_thing_once_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        _price(body)


def test_a_text_that_is_needed_is_not_empty_and_nothing_else() -> None:
    assert read_json(b'{"order": {"id": "A-7"}}').said("order.id") == "A-7"
    for body in (b'{"order": {"id": ""}}', b'{"order": {"id": null}}', b'{"order": {"id": 7}}', b"{}"):
        with pytest.raises(Unreadable, match=r"order\.id"):
            read_json(body).said("order.id")


def test_what_nobody_reads_is_passed_over_and_nothing_is_shown() -> None:
    reply = read_json(b'{"price": 1, "secret": "let-me-go"}')
    assert reply.as_a(_Price).price == 1
    assert "let-me-go" not in repr(reply)
    assert repr(reply.as_a(_Price)) == "_Price()"


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_data_or_unreadable(body: bytes) -> None:
    try:
        told = read_json(body)
    except Unreadable:
        return
    assert isinstance(told.items, dict)


def test_an_array_is_read_where_one_is_expected_and_nowhere_else() -> None:
    assert [row.price for row in read_json(b'[{"price": 1}, {"price": 2}]', rows=True).as_rows(_Price)] == [
        1,
        2,
    ]
    assert read_json(b"[]", rows=True).as_rows(_Price) == []
    with pytest.raises(Unreadable, match="array"):
        read_json(b'{"price": 1}', rows=True)
    with pytest.raises(Unreadable):
        read_json(b'{"price": 1}').as_rows(_Price)


@pytest.mark.parametrize("body", [b'[{"price": "1"}]', b"[1]", b"[[]]", b'[{"price": 1}, {}]'])
def test_an_array_with_one_wrong_row_is_unreadable_as_a_whole(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_json(body, rows=True).as_rows(_Price)


def test_one_field_is_read_of_exactly_its_type() -> None:
    reply = read_json(b'{"restorable": true, "step": "RUN", "number": 7}')
    assert (reply.part("restorable", bool), reply.part("step", str), reply.part("number", int)) == (
        True,
        "RUN",
        7,
    )


@pytest.mark.parametrize("field", ["restorable", "missing", "step"])
def test_a_field_of_another_type_is_unreadable(field: str) -> None:
    with pytest.raises(Unreadable, match=field):
        read_json(b'{"restorable": true, "step": "RUN"}').part(field, int)


def test_the_words_of_a_no_are_found_in_its_fields_and_in_lists_of_objects() -> None:
    told = (
        b'{"message": "no", "cause": "no", "errors": [{"name": "zip", "text": "wanted"}, {"text": "else"}]}'
    )
    reply = read_json(told)
    assert words_in(reply, "message", "cause", "errors.name", "errors.text") == "no: zip: wanted: else"
    assert words_in(reply, "missing", "errors.text") == "wanted: else"


@pytest.mark.parametrize("told", [b"{}", b'{"message": null}', b'{"message": ""}', b'{"message": {"a": 1}}'])
def test_a_no_without_words_is_unreadable(told: bytes) -> None:
    with pytest.raises(Unreadable):
        words_in(read_json(told), "message", "errors.text")


def test_the_objects_of_an_array_inside_are_read_one_by_one() -> None:
    reply = read_json(
        b'{"in": {"prices": [{"price": 1}, {"price": 2.5}]}, "odd": [{"price": "1"}], "no": {}}'
    )
    assert [row.price for row in reply.rows_at("in.prices", _Price)] == [1, Decimal("2.5")]
    for field in ("odd", "no", "nothing"):
        with pytest.raises(Unreadable):
            reply.rows_at(field, _Price)
    assert reply.rows_at("in.nothing", _Price, needed=False) == []
    with pytest.raises(Unreadable):
        reply.rows_at("no", _Price, needed=False)


class _Sold(Theirs):
    amount: Amount


def test_an_amount_is_not_below_nothing_and_as_long_as_prices_are() -> None:
    assert read_json(b'{"amount": 8.75}').as_a(_Sold).amount == Decimal("8.75")
    for told in (b"-1", b"1e30", b"0.00001", b'"8.75"'):
        with pytest.raises(Unreadable, match="amount"):
            read_json(b'{"amount": ' + told + b"}").as_a(_Sold)
