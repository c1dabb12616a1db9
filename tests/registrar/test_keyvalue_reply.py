"""Replies in lines of `KEY = VALUE` are read whole, in any of the vendors' spellings, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pydantic import SecretStr

from portfolio.names import DomainName
from registrar.errors import NameTaken, NotFound, OutcomeUnknown, Unsupported, ValueRefused
from registrar.exchange import Unreadable
from registrar.keyvalue.codes import CODES, YES
from registrar.keyvalue.line import Command, KeyValueCodec, of
from registrar.keyvalue.reply import KeyValueReply, read_keyvalue

NAME = DomainName("example.com")
HEAD = "[RESPONSE]\nCODE = 200\nDESCRIPTION = Command completed successfully\n"


def _read(lines: str = "", head: str = HEAD) -> KeyValueReply:
    return read_keyvalue(f"{head}{lines}\nEOF\n".encode())


@pytest.mark.parametrize(
    "column", ["CREATEDDATE", "created date", "Created_Date", "CREATED DATE", "created_date "]
)
def test_a_column_is_the_same_in_each_spelling(column: str) -> None:
    assert _read(f"PROPERTY[{column}][0]=2021-03-01 12:00:00").first("CREATEDDATE") == "2021-03-01 12:00:00"


def test_columns_differ_in_length_and_what_is_empty_is_nothing() -> None:
    told = _read("property[a][0] = \r\nproperty[a][1] = two\r\nproperty[b][0] = x = y\r\nRUNTIME = 0.1")
    assert (told.all("A"), told.first("A"), told.first("C", "B")) == (("two",), "two", "x = y")
    assert (told.columns["A"], told.said["RUNTIME"]) == (("", "two"), "0.1")


def test_values_are_read_as_what_they_are() -> None:
    told = _read(
        "PROPERTY[ON][0]=1\nPROPERTY[OFF][0]=0\nPROPERTY[ODD][0]=yes\nPROPERTY[NUMBER][0]=12\n"
        "PROPERTY[AMOUNT][0]=-1.50\nPROPERTY[NEVER][0]=0000-00-00 00:00:00\n"
        "PROPERTY[AT][0]=2028-03-01 12:00:00.0\nPROPERTY[ZONED][0]=2028-03-01T14:00:00+02:00"
    )
    assert [told.flag(column) for column in ("ON", "OFF", "ODD", "NOT")] == [True, False, None, None]
    assert (told.whole("NUMBER"), told.decimal("AMOUNT"), told.decimal("NOT")) == (12, Decimal("-1.50"), None)
    at = datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert (told.moment("AT"), told.moment("ZONED"), told.moment("NEVER"), told.moment("NOT")) == (
        at, at, None, None,
    )  # fmt: skip


Ask = Callable[[KeyValueReply], object]


@pytest.mark.parametrize(
    "ask",
    [
        lambda told: told.needed("NOT"),
        lambda told: told.whole("WORD"),
        lambda told: told.decimal("WORD"),
        lambda told: told.decimal("NAN"),
        lambda told: told.moment("WORD"),
    ],
)
def test_a_value_that_is_something_else_is_unreadable(ask: Ask) -> None:
    with pytest.raises(Unreadable):
        ask(_read("PROPERTY[WORD][0]=soon\nPROPERTY[NAN][0]=NaN"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"EOF",
        b"<html>",
        HEAD.encode(),
        b"[RESPONSE]\nCODE = 200\nEOF\n",
        b"[RESPONSE]\nDESCRIPTION = fine\nEOF\n",
        b"[RESPONSE]\nCODE = fine\nDESCRIPTION = fine\nEOF\n",
        f"{HEAD}CODE = 500\nEOF\n".encode(),
        f"{HEAD}a line\nEOF\n".encode(),
        f"{HEAD}PROPERTY[A][1] = 1\nPROPERTY[A][0] = 0\nEOF\n".encode(),
    ],
)
def test_what_is_not_a_whole_reply_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_keyvalue(body)


def test_letters_of_either_encoding_are_read() -> None:
    for encoding in ("utf-8", "latin-1"):
        body = f"{HEAD}PROPERTY[CITY][0] = Montréal\nEOF\n".encode(encoding)
        assert read_keyvalue(body).first("CITY") == "Montréal"


CODEC = KeyValueCodec(
    endpoint="https://vendor.example.net", username="sample", secret=SecretStr("secret"), entity="1234"
)


def test_a_command_is_a_line_for_each_parameter_behind_its_name() -> None:
    sent = CODEC.encode(Command("StatusDomain", NAME, {"WIDE": "1"}))
    assert sent.body == (
        b"s_entity=1234&s_login=sample&s_pw=secret"
        b"&s_command=COMMAND%3DStatusDomain%0ADOMAIN%3Dexample.com%0AWIDE%3D1"
    )
    with pytest.raises(Unsupported):
        CODEC.encode(Command("StatusDomain", NAME, {"WIDE": "1\nCOMMAND=DeleteDomain"}))


def _answer(code: int, operation: str = "AddDomain", *, harmless: bool = False) -> None:
    told = CODEC.decode(f"[RESPONSE]\nCODE = {code}\nDESCRIPTION = Told of planted\nEOF".encode())
    assert CODEC.code_of(told) == str(code)
    CODEC.raise_if_refused(Command(operation, private=("planted",)), told, harmless=harmless)


def test_a_code_is_what_the_table_says_and_its_words_tell_no_value() -> None:
    _answer(200)
    for operation, codes in YES.items():
        for code in codes:
            _answer(code, operation)
    for code in (203, 210, 218):
        with pytest.raises(Unreadable):
            _answer(code)
    with pytest.raises(NameTaken, match=r"Told of \[withheld\]"):
        _answer(540)
    with pytest.raises(ValueRefused):
        _answer(540, "AddContact")
    with pytest.raises(NotFound):
        _answer(545, harmless=True)
    assert CODES.error("AddDomain", 799, harmless=False)[0] is OutcomeUnknown


def test_a_reply_is_about_the_name_or_does_not_say() -> None:
    ours = _read("PROPERTY[DOMAIN][0] = EXAMPLE.com.")
    assert of(NAME, ours) is ours
    assert of(NAME, _read(), must_say=False).code == "200"
    for told, must_say in ((_read(), True), (_read("PROPERTY[DOMAIN][0] = example.net"), False)):
        with pytest.raises(Unreadable):
            of(NAME, told, must_say=must_say)
