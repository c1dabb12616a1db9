"""One element, a number, a day and a yes are read from XML with attributes, or the answer is unreadable."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName
from registrar.exchange import Unreadable
from registrar.forms import reply
from registrar.forms.markup import Node

NAME = DomainName("example.com")


def _named(*names: str) -> Node:
    return Node("Root", children=tuple(Node("One", attributes={"Domain": name}) for name in names))


def test_an_attribute_is_found_whatever_the_case_of_its_name_and_empty_is_missing() -> None:
    node = Node("One", attributes={"DomainName": "example.com", "Empty": ""})
    assert (reply.told(node, "domainname"), reply.told(node, "Empty")) == ("example.com", None)
    assert reply.needed(node, "DOMAINNAME") == "example.com"
    with pytest.raises(Unreadable):
        reply.needed(node, "Empty")


def test_the_one_element_is_neither_none_nor_several() -> None:
    assert reply.only(_named("example.com"), "One").tag == reply.single(_named("example.com")).tag == "One"
    for node in (_named(), _named("example.com", "example.net")):
        with pytest.raises(Unreadable):
            reply.only(node, "One")
        with pytest.raises(Unreadable):
            reply.single(node)


def test_of_several_elements_the_one_about_the_name_is_read() -> None:
    for names in (("example.com",), ("example.net", "Example.COM")):
        found = reply.one_about(NAME, "Domain", _named(*names), "One")
        assert reply.about(NAME, "Domain", found) is found
    for names in ((), ("example.net",), ("example.com", "example.com"), ("example.net", "example.org")):
        with pytest.raises(Unreadable):
            reply.one_about(NAME, "Domain", _named(*names), "One")


def test_numbers_amounts_days_and_words_are_read() -> None:
    assert (reply.whole_number("0042"), reply.amount("9.5600")) == (42, Decimal("9.5600"))
    assert reply.american_day("4/5/2028 7:31:13 AM") == date(2028, 4, 5)
    assert (reply.is_so("True"), reply.is_so("FALSE")) == (True, False)
    node = Node("One", attributes={"Price": "9.5", "Currency": "USD", "Is": "true"})
    assert (reply.amount_of(node, "Price"), reply.amount_of(node, "Fee")) == (Decimal("9.5"), 0)
    assert (reply.flag(node, "Is"), reply.flag(node, "Not")) == (True, None)
    assert (reply.currency(node), reply.money(node, "Price")) == ("USD", Money(amount=Decimal("9.5")))
    dated = Node("One", children=(Node("Day", text="04/05/2028"),))
    assert (reply.day_at(dated, "Day"), reply.day_at(dated, "Other")) == (date(2028, 4, 5), None)


Read = Callable[[str], object]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((reply.whole_number, text) for text in ("", "-1", "1.5", "²", "1" * 13)),
        *((reply.amount, text) for text in ("", "-1", "NaN", "1e9", "nine")),
        *((reply.american_day, text) for text in ("", "2028-04-05", "13/13/2028")),
        *((reply.is_so, text) for text in ("", "yes", "1")),
        *((lambda text: reply.currency(Node("One", attributes={"Currency": text})), text)
          for text in ("", "usd", "DOLLAR")),
    ],
)  # fmt: skip
def test_anything_else_is_unreadable(read: Read, text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_a_yes_says_that_it_is_done_by_the_first_word_that_it_tells() -> None:
    reply.raise_unless_done(Node("One", attributes={"Update": "true"}), "Updated", "Update")
    for attributes in ({}, {"Updated": "false", "Update": "true"}, {"Updated": "perhaps"}):
        with pytest.raises(Unreadable):
            reply.raise_unless_done(Node("One", attributes=attributes), "Updated", "Update")
