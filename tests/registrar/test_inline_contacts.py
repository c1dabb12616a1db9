"""Answers are read, and inline contacts written, in one way for every vendor."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.answers.told import hosts_told, raise_if_other, raise_if_without_zone
from registrar.contacts.inline import (
    half_named_or_foreign,
    raise_if_incomplete,
    raise_if_unholdable,
    unsupported,
    values_in,
)
from registrar.errors import Unsupported
from registrar.exchange import Unreadable
from tests.conformance.people import EVERYONE, ODD, roles_of

NAME, NAME_CA = DomainName("example.com"), DomainName("example.ca")


@pytest.mark.parametrize("told", ["example.com", "EXAMPLE.COM", "example.com."])
def test_an_answer_about_the_name_is_one_whatever_its_spelling(told: str) -> None:
    raise_if_other(NAME, told)


def test_an_internationalized_name_is_told_in_either_spelling() -> None:
    for told in ("caf\u00e9.example.com", "xn--caf-dma.example.com"):
        raise_if_other(DomainName("xn--caf-dma.example.com"), told)


@pytest.mark.parametrize("told", ["other-example.com", "", "example.ca", "www.example.com"])
def test_an_answer_about_another_name_is_unreadable(told: str) -> None:
    with pytest.raises(Unreadable, match="another name"):
        raise_if_other(NAME, told)


def test_a_delegation_is_read_whole_or_not_at_all() -> None:
    assert hosts_told(["NS1.Example.NET", "ns2.example.net."]) == {
        HostName("ns1.example.net"),
        HostName("ns2.example.net"),
    }
    assert hosts_told([]) == frozenset()
    assert hosts_told(None) is None
    with pytest.raises(Unreadable, match="no name"):
        hosts_told(["ns1.example.net", "not a name"])


def test_an_instant_without_a_zone_is_unreadable() -> None:
    raise_if_without_zone(None, datetime(2027, 1, 15, tzinfo=UTC))
    with pytest.raises(Unreadable, match="zone"):
        raise_if_without_zone(
            datetime(2027, 1, 15, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC).replace(tzinfo=None)
        )


def test_a_role_that_the_registry_refuses_is_named() -> None:
    with pytest.raises(Unsupported, match=r"\.ca has no billing contact; nothing was sent"):
        raise_if_unholdable("vendor", NAME_CA, EVERYONE, lambda _: iter(()))
    raise_if_unholdable("vendor", NAME, EVERYONE, lambda _: iter(()))


def test_what_cannot_be_held_is_said_with_its_role_and_without_values() -> None:
    def a_fax(contact: Contact) -> Iterator[str]:
        yield from ["a fax"] if contact.fax else []

    with pytest.raises(Unsupported, match=r"^vendor: example\.com: a fax of the tech contact") as refused:
        raise_if_unholdable("vendor", NAME, EVERYONE, a_fax)
    assert "+1" not in str(refused.value)


@pytest.mark.parametrize("missing", ContactRole)
def test_a_missing_role_is_not_filled_in(missing: ContactRole) -> None:
    with pytest.raises(Unsupported, match=f"missing {missing} contact"):
        raise_if_incomplete("vendor", NAME, {r: who for r, who in EVERYONE.items() if r is not missing})


def test_a_role_that_the_registry_refuses_is_not_missing() -> None:
    raise_if_incomplete("vendor", NAME_CA, roles_of("ca"))


def test_every_text_and_every_line_of_it_is_private() -> None:
    people = [{"street": "100 Sample Street\nFloor 3", "flag": True, "fax": ""}, {"city": "Ottawa"}]
    assert values_in(people) == ("100 Sample Street\nFloor 3", "100 Sample Street", "Floor 3", "Ottawa")


def test_what_cannot_be_carried_says_for_whom() -> None:
    error = unsupported("vendor", NAME, "no place for a fax")
    assert (error.registrar, error.name) == ("vendor", NAME)


def test_half_a_name_and_foreign_letters_are_said() -> None:
    assert list(half_named_or_foreign(EVERYONE[ContactRole.TECH])) == []
    assert list(half_named_or_foreign(ODD["an organization only"])) == [
        "a name without given and family name"
    ]
    assert list(half_named_or_foreign(ODD["letters that are not Latin"])) == ["a letter that is not Latin"]
