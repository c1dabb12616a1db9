"""TLD rules are data; what a registration lacks is said before money moves."""

from importlib.resources import files

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.tld import rules_for

THREE = frozenset({ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH})


@pytest.mark.parametrize(
    "file", [f.name for f in (files("portfolio") / "tlds").iterdir() if f.name.endswith(".toml")]
)
def test_every_rules_file_can_be_read_and_speaks_of_itself(file: str) -> None:
    tld = file.removesuffix(".toml")
    name = {"generic": "example.com", "country": "example.at"}.get(tld, f"example.{tld}")
    assert rules_for(DomainName(name)).tld == DomainName(name).tld


def test_a_ca_without_a_category_is_incomplete() -> None:
    problems = rules_for(DomainName("example.ca")).problems_with(years=1, roles=THREE, attributes={})
    assert problems == [".ca needs ca.legal_type (Canadian presence category)"]


def test_a_ca_with_its_category_is_complete() -> None:
    rules = rules_for(DomainName("example.ca"))
    assert rules.problems_with(years=1, roles=THREE, attributes={"ca.legal_type": "CCO"}) == []
    assert rules.with_defaults({"ca.legal_type": "CCO"}) == {
        "ca.legal_type": "CCO", "ca.language": "en", "ca.trademark": "no",
    }  # fmt: skip


def test_ca_has_all_eighteen_categories() -> None:
    [category] = [a for a in rules_for(DomainName("example.ca")).attributes if a.name == "ca.legal_type"]
    assert len(category.choices) == 18


@pytest.mark.parametrize(
    ("roles", "years", "attributes", "said"),
    [
        (THREE - {ContactRole.TECH}, 1, {"ca.legal_type": "CCO"}, "needs a tech contact"),
        (THREE | {ContactRole.BILLING}, 1, {"ca.legal_type": "CCO"}, "takes no billing contact"),
        (THREE, 11, {"ca.legal_type": "CCO"}, "1 to 10 years, not 11"),
        (THREE, 0, {"ca.legal_type": "CCO"}, "1 to 10 years, not 0"),
        (THREE, 1, {"ca.legal_type": "XXX"}, "must be one of"),
        (THREE, 1, {"ca.legal_type": "CCO", "us.nexus": "C11"}, "no attribute us.nexus"),
    ],
)
def test_each_lack_is_a_sentence(
    roles: frozenset[ContactRole], years: int, attributes: dict[str, str], said: str
) -> None:
    [problem] = rules_for(DomainName("example.ca")).problems_with(
        years=years, roles=roles, attributes=attributes
    )
    assert said in problem


def test_generic_tlds_publish_no_admin_contact_and_countries_are_not_presumed() -> None:
    assert ContactRole.ADMIN not in rules_for(DomainName("example.com")).public.fields
    assert rules_for(DomainName("example.com")).is_generic
    assert rules_for(DomainName("example.at")).grace.auto_renew_days is None


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("éric.ca", []),
        ("Œuvre.ca", []),
        ("straße.ca", ["ß"]),
        ("пример.ca", ["е", "и", "м", "п", "р"]),
        ("plain.ca", []),
        ("пример.com", []),
    ],
)
def test_letters_that_a_registry_does_not_take_are_named(name: str, odd: list[str]) -> None:
    domain = DomainName(name)
    problems = rules_for(domain).problems_with_letters(domain)
    assert problems == ([f".ca takes no names with {' '.join(odd)}"] if odd else [])
