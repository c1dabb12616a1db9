"""Contacts among the fields of a form, and back, at the edge."""

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.errors import Unsupported
from registrar.forms.contacts import PREFIXES
from tests.conformance.people import ADMIN, EVERYONE, ODD, REGISTRANT, TECH
from tests.registrar.namecheap.namecheap_edge import edge, yes

NAME = DomainName("example.com")
DONE = yes("domains.setContacts", '<DomainSetContactResult Domain="example.com" IsSuccess="true" />')
SAMPLE = (
    '<{0} ReadOnly="false"><OrganizationName>Sample Ltd.</OrganizationName><JobTitle>Clerk</JobTitle>'
    "<FirstName>Registrant</FirstName><LastName>Example</LastName><Address1>1 Sample St</Address1>"
    "<Address2 /><City>Ottawa</City>"
    "<StateProvince>ON</StateProvince><StateProvinceChoice>P</StateProvinceChoice>"
    "<PostalCode>K1A 0B1</PostalCode><Country>CA</Country><Phone>+1.6135550123</Phone><Fax />"
    "<EmailAddress>registrant@example.com</EmailAddress><PhoneExt>42</PhoneExt></{0}>"
)
CONTACTS = yes(
    "domains.getContacts",
    '<DomainContactsResult Domain="example.com" domainnameid="30586">'
    + "".join(SAMPLE.format(prefix) for prefix in PREFIXES.values())
    + "</DomainContactsResult>",
)


def _sent(contact: Contact) -> dict[str, str]:
    """What is sent when `contact` becomes the tech contact."""
    with edge({"domains.getContacts": CONTACTS, "domains.setContacts": DONE}) as vendor:
        vendor.registrar.set_contacts(NAME, {ContactRole.TECH: contact})
        [sent] = vendor.sent("domains.setContacts")
        return sent


def _read(fields: dict[str, str]) -> SeenContact:
    """What is read of the tech contact when the vendor keeps `fields`."""
    own = {key.removeprefix("Tech"): text for key, text in fields.items() if key.startswith("Tech")}
    inside = "".join(f"<{key}>{text.replace('&', '&amp;')}</{key}>" for key, text in own.items())
    result = f'<DomainContactsResult Domain="example.com"><Tech>{inside}</Tech></DomainContactsResult>'
    with edge({"domains.getContacts": yes("domains.getContacts", result)}) as vendor:
        return vendor.registrar.contacts(NAME)[ContactRole.TECH]


@pytest.mark.parametrize("who", [*EVERYONE.values(), ODD["an extension"]], ids=lambda who: who.email)
def test_a_contact_comes_back_as_it_was_sent(who: Contact) -> None:
    assert _read(_sent(who)) == SeenContact.of(who)


def test_accents_two_lines_and_the_province_are_spelled_as_the_form_has_them() -> None:
    sent = _sent(REGISTRANT)
    assert sent["TechFirstName"] == "Renée"
    assert (sent["TechAddress1"], sent["TechAddress2"]) == ("100, rue de l'Exemple", "Bureau 4")
    assert (sent["TechStateProvince"], sent["TechCountry"]) == ("QC", "CA")
    assert sent["TechPhone"] == "+1.5145550111"


def test_an_extension_has_a_field_of_its_own() -> None:
    sent = _sent(ODD["an extension"])
    assert (sent["TechPhone"], sent["TechPhoneExt"]) == ("+1.6135550122", "42")


def test_roles_that_are_not_given_leave_as_they_were_read() -> None:
    sent = _sent(TECH)
    assert sent["AuxBillingJobTitle"] == "Clerk"
    assert sent["RegistrantPhoneExt"] == "42"
    assert "TechJobTitle" not in sent


@pytest.mark.parametrize("oddity", ["three street lines", "one name only", "no province"])
def test_what_the_form_has_no_place_for_is_refused_before_anything_is_sent(oddity: str) -> None:
    with edge({}) as vendor:
        with pytest.raises(Unsupported):
            vendor.registrar.set_contacts(NAME, {ContactRole.TECH: ODD[oddity]})
        assert vendor.bodies == []


def test_letters_that_are_not_latin_and_towns_that_are_too_long_are_refused() -> None:
    long = ADMIN.address.model_copy(update={"city": "Llan" * 13})
    for who in (ODD["letters that are not Latin"], ADMIN.model_copy(update={"address": long})):
        with edge({}) as vendor, pytest.raises(Unsupported):
            vendor.registrar.set_contacts(NAME, {ContactRole.TECH: who})
