"""What vendors call the TLDs' attributes is data: each value arrives under their name, or nothing is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.names import DomainName
from portfolio.tld import rules_for
from registrar.attributes import (
    AskedAttribute,
    AsksAttributes,
    Vendor,
    fitted,
    lacking,
    nested,
    vendor,
    vendors,
    written,
)
from registrar.catalogue import ADAPTERS
from registrar.errors import Unsupported

CA = DomainName("example.ca")
CORPORATION = {"ca.legal_type": "CCO", "ca.language": "fr"}
EXAMPLES = {suffix: DomainName(f"example.{suffix}") for table in vendors() for suffix in table.places}
CASES = [
    (table.slug, EXAMPLES[suffix], key)
    for table in vendors()
    for suffix, places in table.places.items()
    for key in places
]


@pytest.mark.parametrize("table", list(vendors()), ids=lambda table: table.slug)
def test_every_place_is_of_an_attribute_that_the_tld_has_and_of_values_that_it_takes(table: Vendor) -> None:
    for suffix, places in table.places.items():
        known = {attribute.name: attribute for attribute in rules_for(EXAMPLES[suffix]).attributes}
        for key, place in places.items():
            assert key in known
            assert place.name
            assert set(place.values) <= set(known[key].choices)


def test_there_is_a_table_for_every_adapter_and_it_says_what_it_stands_on() -> None:
    slugs = {table.slug for table in vendors()}
    assert {"opensrs"} <= slugs & set(ADAPTERS)
    assert len(slugs) == 12
    assert all(table.title and table.source for table in vendors())
    assert vendor("nobody") is None


@given(st.sampled_from(CASES), st.data())
def test_a_value_that_is_sent_arrives_under_the_vendors_name(
    case: tuple[str, DomainName, str], data: st.DataObject
) -> None:
    slug, name, key = case
    table = vendor(slug)
    assert table is not None
    place = table.places_for(name)[key]
    [attribute] = [a for a in rules_for(name).attributes if a.name == key]
    value = data.draw(st.sampled_from(sorted(place.values or attribute.choices) or ["1"]))
    sent = written(slug, name, {key: value})
    assert sent[place.name] == place.values.get(value, value)
    assert place.also.items() <= sent.items()


@pytest.mark.parametrize(
    ("slug", "sent"),
    [
        ("opensrs", {"legal_type": "CCO", "lang_pref": "FR"}),
        (
            "enom",
            {"cira_legal_type": "CCO", "cira_whois_display": "FULL", "cira_language": "fr"},
        ),
        ("namecheap", {"CIRALegalType": "CCO", "CIRAWhoisDisplay": "Full", "CIRALanguage": "fr"}),
        ("hexonet", {"X-CA-LEGALTYPE": "CCO", "X-CA-LANGUAGE": "FR"}),
    ],
)
def test_a_corporation_of_french_letters_as_each_vendor_wants_it(slug: str, sent: dict[str, str]) -> None:
    assert written(slug, CA, CORPORATION) == sent


@pytest.mark.parametrize("slug", ["route53", "centralnic", "openprovider", "porkbun", "nobody"])
def test_a_language_without_a_place_is_not_dropped(slug: str) -> None:
    with pytest.raises(Unsupported, match=r"no place for .*ca\.language.* nothing was sent"):
        written(slug, CA, CORPORATION)


def test_what_is_the_default_anyway_needs_no_place() -> None:
    whole = rules_for(CA).with_defaults({"ca.legal_type": "CCO"})
    assert written("route53", CA, whole) == {"CA_LEGAL_TYPE": "CCO"}


@pytest.mark.parametrize(("category", "seen"), [("CCT", "Private"), ("ABO", "Private"), ("INB", "Full")])
def test_the_public_display_follows_the_category(category: str, seen: str) -> None:
    assert written("namecheap", CA, {"ca.legal_type": category})["CIRAWhoisDisplay"] == seen


def test_an_agreement_goes_where_there_is_a_place_and_is_kept_by_us_elsewhere() -> None:
    accepted = {"ca.agreement_version": "2.0"}
    assert written("namecheap", CA, accepted) == {"CIRAAgreementVersion": "2.0", "CIRAAgreementValue": "Y"}
    assert written("opensrs", CA, accepted) == {}


def test_a_value_without_a_spelling_is_refused_and_not_repeated() -> None:
    name = DomainName("example.co.uk")
    with pytest.raises(Unsupported, match=r"no spelling for this value of uk\.registrant_type") as refused:
        written("centralnic", name, {"uk.registrant_type": "RCHAR"})
    assert "RCHAR" not in str(refused.value)


@pytest.mark.parametrize(("suffix", "prefix"), [("co.uk", "COUK"), ("me.uk", "MEUK"), ("org.uk", "ORGUK")])
def test_the_longest_suffix_of_a_table_decides(suffix: str, prefix: str) -> None:
    name = DomainName(f"example.{suffix}")
    assert written("namecheap", name, {"uk.registrant_type": "IND"}) == {f"{prefix}LegalType": "IND"}
    with pytest.raises(Unsupported):
        written("namecheap", DomainName("example.uk"), {"uk.registrant_type": "IND"})


def test_what_a_vendor_wants_and_the_registry_does_not_is_told_once() -> None:
    [problem] = lacking("namecheap", CA, {})
    assert problem.startswith("Namecheap needs ca.agreement_version (the version of")
    assert lacking("namecheap", CA, {"ca.agreement_version": "2.0"}) == []
    assert lacking("opensrs", CA, {}) == []
    assert lacking("nobody", CA, {}) == []


def test_dots_in_a_name_are_things_inside_things() -> None:
    name = DomainName("example.us")
    sent = written("opensrs", name, {"us.nexus_category": "C11", "us.purpose": "P3"})
    assert nested(sent) == {"tld_data": {"nexus": {"category": "C11", "app_purpose": "P3"}}}
    assert nested({"plain": "1", "a.b": "2"}) == {"plain": "1", "a": {"b": "2"}}


ASKED = (
    AskedAttribute(name="x-ca-legal-type", required=True, choices={"cco": "Corporation", "cct": "Citizen"}),
    AskedAttribute(name="CA_Language", choices={"EN": "English", "FR": "French"}),
)


class _Shelf(AsksAttributes):
    def attributes_asked(self, tld: str) -> tuple[AskedAttribute, ...]:
        return ASKED if tld == "ca" else ()


def test_what_is_asked_at_run_time_is_answered_under_the_names_that_were_told() -> None:
    asked = _Shelf().attributes_asked("ca")
    whole = rules_for(CA).with_defaults(CORPORATION)
    assert fitted("dnsimple", CA, asked, whole) == {"x-ca-legal-type": "cco", "CA_Language": "FR"}


@pytest.mark.parametrize(
    ("asked", "attributes", "said"),
    [
        (ASKED, {"ca.language": "fr"}, "the registrar also wants x-ca-legal-type"),
        (ASKED, {"ca.legal_type": "INB"}, "does not offer this value of ca.legal_type"),
        ((), {"ca.legal_type": "CCO"}, "asks for nothing like ca.legal_type"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_sent(
    asked: tuple[AskedAttribute, ...], attributes: dict[str, str], said: str
) -> None:
    with pytest.raises(Unsupported, match=said):
        fitted("dnsimple", CA, asked, attributes)
