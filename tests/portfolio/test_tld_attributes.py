"""What TLDs ask beyond contacts: each lack is one sentence, and what is unsure refuses nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, PostalAddress
from portfolio.names import DomainName
from portfolio.tld import TldRules, rules_for
from portfolio.tld_attributes import Attribute, Choice, Kind, holds
from tests.portfolio.samples import a_contact
from tests.portfolio.tld_orders import (
    TLDS,
    VALUES,
    all_roles,
    an_individual,
    an_organization,
    complete_sets,
    completed,
    name_under,
    rules_of,
)

THREE = frozenset({ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH})
COMPLETE = list(complete_sets())


def _problems(tld: str, attributes: dict[str, str]) -> list[str]:
    rules = rules_of(tld)
    return [
        *rules.problems_with(years=1, roles=THREE, attributes=attributes),
        *rules.problems_with_evidence(name_under(tld), attributes),
    ]


@given(st.sampled_from(COMPLETE))
def test_a_complete_set_has_no_problem(order: tuple[str, dict[str, str]]) -> None:
    assert _problems(*order) == []


@given(st.sampled_from(COMPLETE), st.data())
def test_each_that_is_missing_is_one_problem_which_names_it(
    order: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    tld, whole = order
    rules = rules_of(tld)
    needed = sorted(a.name for a in rules.attributes if a.is_needed(rules.with_defaults(whole)))
    needed = [name for name in needed if name in whole]
    if not needed:
        return
    missing = data.draw(st.sampled_from(needed))
    [problem] = _problems(tld, {name: value for name, value in whole.items() if name != missing})
    assert problem.startswith(f".{tld} needs {missing} (")


@given(st.sampled_from(COMPLETE), st.text(min_size=1, max_size=20))
def test_a_value_that_is_no_choice_is_one_problem_that_does_not_repeat_it(
    order: tuple[str, dict[str, str]], nonsense: str
) -> None:
    tld, whole = order
    attribute = next(a for a in rules_of(tld).attributes if a.choices and a.name in whole)
    if nonsense in attribute.choices:
        return
    problems = rules_of(tld).problems_with(years=1, roles=THREE, attributes={attribute.name: nonsense})
    assert f"{attribute.name} must be one of {', '.join(attribute.choices)}" in problems


@pytest.mark.parametrize(
    ("tld", "attribute", "wrong"),
    [
        ("ca", "ca.mark_number", "123456"),
        ("ca", "ca.agreement_version", "the newest"),
        ("us", "us.nexus_country", "Canada"),
        ("uk", "uk.company_number", "no. 1"),
        ("fr", "fr.siren", "1234"),
        ("fr", "fr.birth_date", "31.1.1970"),
        ("de", "de.abuse_contact", "abuse@example.com"),
    ],
)
def test_a_value_of_the_wrong_form_is_told_how_it_is_written(tld: str, attribute: str, wrong: str) -> None:
    [rule] = [a for a in rules_of(tld).attributes if a.name == attribute]
    assert rule.problem_with(wrong) == f"{attribute} must be {rule.form}"
    assert rule.problem_with(VALUES[attribute]) is None


def test_every_rule_cites_what_was_read_and_when() -> None:
    for tld in TLDS:
        rules = rules_of(tld)
        assert rules.sources
        assert all(source.read >= date(2026, 1, 1) for source in rules.sources.values())
        assert all(rule.source for rule in (*rules.contact_rules, *rules.name_rules))
        assert all(a.source for a in rules.attributes if not a.stamps)
        assert rules.unsure, f".{tld} says what is not certain"


def test_a_rule_without_its_source_cannot_be_kept() -> None:
    with pytest.raises(ValidationError, match="no such source: hearsay"):
        TldRules(tld="zz", title=".zz", attributes=(Attribute(name="zz.a", label="a", source="hearsay"),))


def test_every_attribute_is_named_after_its_tld_and_told_in_both_languages() -> None:
    for tld in TLDS:
        for attribute in rules_of(tld).attributes:
            assert attribute.name.startswith(f"{tld}.")
            assert attribute.label
            assert attribute.label_fr
            assert not attribute.pattern or attribute.form


def test_plain_text_is_a_choice_in_english() -> None:
    assert Choice.model_validate("a club") == Choice(en="a club")


def test_a_condition_holds_for_its_values_and_for_any_where_it_names_none() -> None:
    assert holds({}, {})
    assert holds({"a": ("1", "2")}, {"a": "2"})
    assert not holds({"a": ("1",)}, {"a": "2"})
    assert not holds({"a": ()}, {})
    assert holds({"a": ()}, {"a": "whatever"})


@pytest.mark.parametrize(
    ("tld", "attributes", "contact", "said"),
    [
        ("us", {"us.nexus_category": "C11"}, an_organization(), "is for a person"),
        ("us", {"us.nexus_category": "C21"}, an_individual(), "is for an organization"),
        ("uk", {"uk.registrant_type": "LTD"}, an_individual(), "is for an organization"),
        ("uk", {"uk.registrant_type": "FIND"}, an_organization(), "is for a person"),
        ("eu", {"eu.citizenship": "IE"}, an_organization(), "is for a person"),
        ("fr", {"fr.registrant_type": "organization"}, an_individual(), "is for an organization"),
        ("de", {"de.holder_type": "person"}, an_organization(), "is for a person"),
        ("au", {"au.id_type": "ACN"}, an_individual(), "is for an organization"),
    ],
)
def test_a_persons_category_is_not_for_an_organization_nor_the_reverse(
    tld: str, attributes: dict[str, str], contact: Contact, said: str
) -> None:
    [problem] = rules_of(tld).problems_with_contacts(all_roles(contact), completed(tld, attributes))
    assert said in problem
    assert "give the registrant contact" in problem


@pytest.mark.parametrize("value", ["STRA"])
def test_a_sole_trader_is_either(value: str) -> None:
    for contact in (an_individual(), an_organization()):
        assert not rules_of("uk").problems_with_contacts(all_roles(contact), {"uk.registrant_type": value})


@pytest.mark.parametrize("tld", ["eu", "fr", "au"])
def test_an_address_elsewhere_is_warned_of_where_the_rule_is_not_certain_and_refused_nowhere(
    tld: str,
) -> None:
    attributes, canadians = completed(tld, {}), all_roles(a_contact())
    assert rules_of(tld).problems_with_contacts(canadians, attributes) == []
    [caution] = rules_of(tld).cautions(name_under(tld), canadians, attributes)
    assert "address" in caution


def test_a_citizen_of_the_union_lives_where_they_like() -> None:
    assert (
        rules_of("eu").cautions(name_under("eu"), all_roles(an_individual()), {"eu.citizenship": "IE"}) == []
    )
    dublin = PostalAddress(street=("1 Example Street",), city="Dublin", country="IE")
    assert rules_of("eu").cautions(name_under("eu"), all_roles(a_contact(address=dublin)), {}) == []


def test_denic_wants_the_holder_alone_and_lets_a_registrar_have_more() -> None:
    registrant = frozenset({ContactRole.REGISTRANT})
    for roles in (registrant, THREE):
        assert rules_of("de").problems_with(years=1, roles=roles, attributes={}) == []


def test_names_under_a_second_level_keep_the_rules_of_their_tld() -> None:
    assert rules_for(DomainName("example.co.uk")) == rules_of("uk")


def test_the_house_writes_down_who_and_when_and_no_registrar_hears_it() -> None:
    rules, at = rules_of("ca"), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    given = {"ca.legal_type": "CCO", "ca.agreement_version": "2.0"}
    written = rules.stamped(given, by="first-colleague", at=at)
    assert written == given | {
        "ca.agreement_by": "first-colleague", "ca.agreement_at": "2026-11-23T09:30:00Z",
    }  # fmt: skip
    assert rules.stamped({"ca.legal_type": "CCO"}, by="first-colleague", at=at) == {"ca.legal_type": "CCO"}
    assert rules.for_registrar(written) == rules.with_defaults(given)


def test_what_the_house_writes_down_cannot_be_given() -> None:
    [problem] = rules_of("ca").problems_with_evidence(
        name_under("ca"), {"ca.legal_type": "CCO", "ca.agreement_by": "somebody"}
    )
    assert problem == "ca.agreement_by is written down by the house and cannot be given"


def test_only_a_told_kind_tells_whether_the_registrant_is_hidden() -> None:
    assert rules_of("ca").hides_registrant({}) is None
    assert rules_of("eu").hides_registrant({})
    assert rules_of("us").kind_of({"us.nexus_category": "C12"}) is Kind.INDIVIDUAL
    assert rules_of("us").kind_of({}) is None
