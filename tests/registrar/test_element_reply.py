"""Values that are elements: what they hold is read, and what is something else is not."""

from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from registrar.answers.rrp import CODES, DONE
from registrar.errors import NotFound, Refused, TryAgain
from registrar.exchange import Unreadable
from registrar.forms import elements as xml
from registrar.forms.markup import Node, read
from tests.conformance.writes import KEY

NAME = DomainName("example.co.uk")


def _node(inside: str) -> Node:
    return xml.leaves(read(f"<told>{inside}</told>".encode()))


def test_texts_are_attributes_but_for_those_that_are_told_twice() -> None:
    told = xml.leaves(read(b'<told own="a"><Own2>b</Own2><c>1</c><C>2</C></told>'))
    assert told.attributes == {"own": "a", "Own2": "b"}


def test_amounts_have_their_thousands_grouped_and_are_nothing_only_where_they_may_be_missing() -> None:
    told = _node("<a>1,939.50</a><b></b>")
    assert (xml.cash(told, "a"), xml.cash_of(told, "b")) == (Decimal("1939.50"), Decimal(0))
    with pytest.raises(Unreadable):
        xml.cash(told, "b")


@pytest.mark.parametrize(("word", "on"), [("1", True), ("Yes", True), ("0", False), ("False", False)])
def test_a_switch_is_a_number_or_a_word(word: str, on: bool) -> None:
    told = _node(f"<a>{word}</a>")
    assert xml.switch(told, "a") is on
    xml.raise_unless_set(told, "a", on=on)
    with pytest.raises(Unreadable):
        xml.raise_unless_set(told, "a", on=not on)


def test_anything_else_is_no_switch_no_number_and_no_meaning() -> None:
    told = _node("<a>maybe</a><n>77</n>")
    for read_it in (
        lambda: xml.switch(told, "a"),
        lambda: xml.number(told, "a"),
        lambda: xml.known({5: "done"}, told, "n"),
        lambda: xml.raise_unless_said(told, a="yes"),
    ):
        with pytest.raises(Unreadable):
            read_it()
    assert xml.known({77: "done"}, told, "n") == "done"
    xml.raise_unless_said(told, a="MAYBE")


def test_rows_are_as_many_as_the_reply_says() -> None:
    assert [one.attributes["x"] for one in xml.counted(_node("<r><x>1</x></r><n>1</n>"), "n", "r")] == ["1"]
    with pytest.raises(Unreadable):
        xml.counted(_node("<r /><n>2</n>"), "n", "r")


def test_a_receipt_has_the_number_and_what_was_charged_where_it_is_told() -> None:
    told = xml.receipt_in(_node("<OrderID>7</OrderID><TotalCharged>9</TotalCharged>"), pending=True)
    assert (told.reference, told.cost, told.pending) == ("7", Money(amount=Decimal(9)), True)
    assert xml.receipt_in(_node("<OrderID>7</OrderID>")).cost is None


def test_a_signer_comes_back_as_it_was_sent() -> None:
    signer = KEY.signer(NAME)
    sent = xml.signer_fields(signer)
    row = "".join(f"<{'Algorithm' if key == 'Alg' else key}>{text}</..>" for key, text in sent.items())
    for key in ("Algorithm", "Digest", "DigestType", "KeyTag"):
        row = row.replace("</..>", f"</{key}>", 1)
    inside = f"<DnsSecData><KeyData>{row}</KeyData></DnsSecData><DnsSecDataCount>1</DnsSecDataCount>"
    assert list(xml.signers_in(_node(inside))) == [signer]


def test_a_change_of_signers_has_one_code_and_a_change_may_say_that_it_failed() -> None:
    xml.raise_unless_code(_node("<Result><ResponseCode>200</ResponseCode></Result>"))
    for inside in ("", "<ResponseCode>500</ResponseCode>"):
        with pytest.raises(Unreadable):
            xml.raise_unless_code(_node(inside))
    xml.raise_if_failed(_node("<a>REGISTRAR-LOCK</a>"), "a")
    with pytest.raises(Unreadable):
        xml.raise_if_failed(_node("<a>Failed</a>"), "a")


def test_a_name_is_asked_for_in_two_halves() -> None:
    assert xml.halves(NAME) == {"SLD": "example", "TLD": "co.uk"}


def test_codes_of_rrp_are_errors_and_three_of_them_are_none() -> None:
    assert (CODES[545].read, CODES[421].read, CODES[530].change) == (NotFound, TryAgain, Refused)
    assert not {str(code) for code in CODES} & DONE
