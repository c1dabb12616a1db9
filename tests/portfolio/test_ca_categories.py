"""The 18 categories of .ca, with every kind of registrant: what is refused, what is told, who is shown."""

import pytest

from portfolio.contacts import Contact, ContactRole, PostalAddress
from portfolio.names import DomainName
from portfolio.tld_attributes import Kind
from tests.portfolio.samples import a_contact
from tests.portfolio.tld_orders import (
    all_roles,
    an_individual,
    an_organization,
    completed,
    name_under,
    rules_of,
)

CA = rules_of("ca")
PERSONS = ("CCT", "RES", "LGR")
EITHER = ("ABO",)
ORGANIZATIONS = (
    "CCO", "GOV", "EDU", "ASS", "HOP", "PRT", "TDM", "TRD", "PLT", "LAM", "TRS", "INB", "OMK", "MAJ",
)  # fmt: skip
ALL = (*PERSONS, *EITHER, *ORGANIZATIONS)


def _problems(category: str, contact: Contact) -> list[str]:
    return CA.problems_with_contacts(all_roles(contact), completed("ca", {"ca.legal_type": category}))


def test_the_table_has_the_eighteen_and_each_is_told_in_both_languages() -> None:
    [choices] = [a.choices for a in CA.attributes if a.name == "ca.legal_type"]
    assert sorted(choices) == sorted(ALL)
    for choice in choices.values():
        assert choice.en
        assert choice.fr
        assert choice.presence
        assert choice.source


@pytest.mark.parametrize("category", ALL)
def test_a_registrant_of_the_right_kind_has_no_problem(category: str) -> None:
    fitting = an_individual() if category in PERSONS else an_organization()
    assert _problems(category, fitting) == []


@pytest.mark.parametrize("category", ALL)
def test_a_registrant_of_the_other_kind_has_one_problem_at_least_which_says_what_to_do(category: str) -> None:
    other = an_organization() if category in PERSONS else an_individual()
    problems = _problems(category, other)
    if category in EITHER:
        assert problems == []
        return
    wanted = "a family name" if category in PERSONS else "an organization"
    assert f"give the registrant contact {wanted}" in problems[0]
    assert f"ca.legal_type {category} (" in problems[0]
    assert len(problems) == (2 if category == "TDM" else 1)


@pytest.mark.parametrize("category", ALL)
def test_the_public_sees_organizations_and_not_individuals(category: str) -> None:
    hidden = category in (*PERSONS, *EITHER)
    assert CA.hides_registrant({"ca.legal_type": category}) is hidden
    assert CA.kind_of({"ca.legal_type": category}) is (Kind.INDIVIDUAL if hidden else Kind.ORGANIZATION)


@pytest.mark.parametrize("category", ["CCT", "RES"])
def test_a_citizen_or_resident_is_their_own_admin(category: str) -> None:
    contacts = all_roles(an_individual()) | {ContactRole.ADMIN: an_individual(given="Other")}
    attributes = {"ca.legal_type": category}
    [problem] = CA.problems_with_contacts(contacts, attributes)
    assert "must be the same person" in problem
    assert "Other" not in problem
    by_another_address = all_roles(an_individual()) | {
        ContactRole.ADMIN: an_individual(email="desk@example.com")
    }
    assert CA.problems_with_contacts(by_another_address, attributes) == []
    [caution] = CA.cautions(name_under("ca"), by_another_address, attributes)
    assert "the very same contact" in caution


@pytest.mark.parametrize("category", [one for one in ALL if one not in ("CCT", "RES")])
def test_all_others_may_have_another_admin(category: str) -> None:
    fitting = an_individual() if category in PERSONS else an_organization()
    contacts = all_roles(fitting) | {ContactRole.ADMIN: an_individual(given="Other")}
    assert CA.problems_with_contacts(contacts, completed("ca", {"ca.legal_type": category})) == []


def test_a_trademarks_owner_writes_its_number_after_the_name() -> None:
    attributes = completed("ca", {"ca.legal_type": "TDM"})
    without = all_roles(an_organization(organization="Example Mark SA"))
    [problem] = CA.problems_with_contacts(without, attributes)
    assert "must hold the trademark's number" in problem
    spaced = all_roles(an_organization(organization="Example Mark SA (tma 123456)"))
    assert CA.problems_with_contacts(spaced, attributes) == []


@pytest.mark.parametrize("category", ["TDM", "OMK"])
@pytest.mark.parametrize(
    ("name", "mark", "fits"),
    [
        ("example.ca", "Example", True),
        ("we-love-example.ca", "EXAMPLE", True),
        ("exemple.ca", "Exémple", True),
        ("exémple.ca", "Exemple", True),
        ("examples.ca", "Example Mark", False),
        ("other.ca", "Example", False),
    ],
)
def test_their_names_hold_the_exact_words_of_the_mark(
    category: str, name: str, mark: str, *, fits: bool
) -> None:
    attributes = completed("ca", {"ca.legal_type": category}) | {"ca.mark": mark}
    problems = CA.problems_with_evidence(DomainName(name), attributes)
    assert (problems == []) is fits
    assert all("exact words of the mark" in problem for problem in problems)


def test_others_may_have_any_name() -> None:
    attributes = {"ca.legal_type": "CCO", "ca.mark": "Example"}
    assert CA.problems_with_evidence(DomainName("other.ca"), attributes) == []


@pytest.mark.parametrize("role", [ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH])
def test_contacts_in_canada_have_a_province(role: ContactRole) -> None:
    nowhere = PostalAddress(street=("1 Example Street",), city="Ottawa", postal_code="K1A 0B1", country="CA")
    contacts = all_roles(a_contact()) | {role: a_contact(address=nowhere)}
    assert CA.problems_with_contacts(contacts, {"ca.legal_type": "CCO"}) == [
        f".ca needs a province or state for the {role} contact in Canada or the United States"
    ]


@pytest.mark.parametrize(
    ("organization", "told"),
    [
        ("Example Bakery Inc.", False),
        ("Boulangerie Exemple ltée", False),
        ("Caisse d’économie Exemple", False),
        ("Exemple S.A.", False),
        ("Example Society (NFP)", False),
        ("Example Bakery", True),
        ("Incredible Example Bakers", True),
    ],
)
def test_a_corporation_without_its_word_is_warned_of_and_not_refused(
    organization: str, *, told: bool
) -> None:
    contacts = all_roles(a_contact(organization=organization))
    attributes = {"ca.legal_type": "CCO"}
    assert CA.problems_with_contacts(contacts, attributes) == []
    cautions = CA.cautions(name_under("ca"), contacts, attributes)
    assert [("a corporation (Inc." in caution) for caution in cautions] == [True] * told


def test_an_individual_who_names_an_organization_or_one_name_alone_is_warned() -> None:
    attributes = {"ca.legal_type": "CCT"}
    [both] = CA.cautions(name_under("ca"), all_roles(a_contact()), attributes)
    assert "names an organization too" in both
    [mononym] = CA.cautions(name_under("ca"), all_roles(an_individual(given=None)), attributes)
    assert "no given name" in mononym


def test_billing_has_no_place() -> None:
    roles = frozenset(ContactRole)
    assert CA.problems_with(years=1, roles=roles, attributes={"ca.legal_type": "CCO"}) == [
        ".ca takes no billing contact"
    ]


def test_no_problem_or_caution_repeats_anybodys_data() -> None:
    for category in ALL:
        for contact in (an_individual(), an_organization(), a_contact()):
            attributes = completed("ca", {"ca.legal_type": category})
            contacts = all_roles(contact) | {ContactRole.ADMIN: an_individual(family="Elsewhere")}
            told = CA.problems_with_contacts(contacts, attributes)
            told += CA.cautions(name_under("ca"), contacts, attributes)
            for private in ("Registrant", "Elsewhere", "Bakery", "Street", "613555"):
                assert not any(private in sentence for sentence in told)
