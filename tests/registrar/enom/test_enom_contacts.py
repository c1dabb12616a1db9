"""Contacts among the fields of Enom's forms, and back, at the edge."""

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.errors import Unsupported
from registrar.forms.contacts import PREFIXES
from tests.conformance.people import ADMIN, EVERYONE, ODD, REGISTRANT, TECH
from tests.registrar.enom.enom_edge import WHOSE, edge, yes

NAME = DomainName("example.com")
DONE = yes("Contacts", "<PendingVerification>False</PendingVerification>")
SAMPLE = (
    "<{0}><OrganizationName>Sample Ltd.</OrganizationName><JobTitle>Clerk</JobTitle>"
    "<FirstName>Registrant</FirstName><LastName>Example</LastName><Address1>1 Sample St</Address1>"
    "<Address2 /><City>Ottawa</City><StateProvince>ON</StateProvince><PostalCode>K1A 0B1</PostalCode>"
    "<Country>CA</Country><Phone>+1.6135550123</Phone><PhoneExt>42</PhoneExt><Fax />"
    "<EmailAddress>registrant@example.com</EmailAddress></{0}>"
)
PEOPLE = "".join(SAMPLE.format(prefix) for prefix in (*PREFIXES.values(), "Billing"))
CONTACTS = yes("GetContacts", f"<GetContacts>{WHOSE}{PEOPLE}</GetContacts>")


def _sent(contacts: dict[ContactRole, Contact]) -> dict[str, str]:
    with edge({"GetContacts": CONTACTS, "Contacts": DONE}) as vendor:
        vendor.registrar.set_contacts(NAME, contacts)
        [sent] = vendor.sent("Contacts")
        return sent


def _read(fields: dict[str, str]) -> SeenContact:
    """What is read of the tech contact when the vendor keeps `fields`."""
    own = {key.removeprefix("Tech"): text for key, text in fields.items() if key.startswith("Tech")}
    inside = "".join(f"<{key}>{text.replace('&', '&amp;')}</{key}>" for key, text in own.items())
    told = yes("GetContacts", f"<GetContacts>{WHOSE}<Tech>{inside}</Tech></GetContacts>")
    with edge({"GetContacts": told}) as vendor:
        return vendor.registrar.contacts(NAME)[ContactRole.TECH]


@pytest.mark.parametrize("who", [*EVERYONE.values(), ODD["an extension"]], ids=lambda who: who.email)
def test_a_contact_comes_back_as_it_was_sent(who: Contact) -> None:
    assert _read(_sent({ContactRole.TECH: who})) == SeenContact.of(who)


def test_accents_two_lines_and_the_province_are_spelled_as_the_form_has_them() -> None:
    sent = _sent({ContactRole.TECH: REGISTRANT})
    assert sent["TechFirstName"] == "Renée"
    assert (sent["TechAddress1"], sent["TechAddress2"]) == ("100, rue de l'Exemple", "Bureau 4")
    assert (sent["TechStateProvince"], sent["TechCountry"]) == ("QC", "CA")
    assert sent["TechPhone"] == "+1.5145550111"


def test_one_role_leaves_alone_and_the_others_stay() -> None:
    sent = _sent({ContactRole.BILLING: TECH})
    assert sent["ContactType"] == "AUXBILLING"
    assert all(key.startswith("AuxBilling") for key in set(sent) - {"ContactType", "SLD", "TLD"})


def test_several_roles_leave_with_the_others_as_they_were_read() -> None:
    sent = _sent({ContactRole.TECH: TECH, ContactRole.ADMIN: ADMIN})
    assert "ContactType" not in sent
    assert (sent["AuxBillingJobTitle"], sent["RegistrantPhoneExt"]) == ("Clerk", "42")
    assert "TechJobTitle" not in sent
    assert not any(key.startswith("Billing") for key in sent)


@pytest.mark.parametrize(
    "oddity", ["three street lines", "one name only", "no province", "letters that are not Latin"]
)
def test_what_the_form_has_no_place_for_is_refused_before_anything_is_sent(oddity: str) -> None:
    with edge({}) as vendor:
        with pytest.raises(Unsupported):
            vendor.registrar.set_contacts(NAME, {ContactRole.TECH: ODD[oddity]})
        assert vendor.bodies == []
