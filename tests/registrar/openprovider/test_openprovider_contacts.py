"""Contacts are spelled in Openprovider's way and read back, or refused before anything is sent."""

import pytest

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar.contacts.parted import PartedContact, seen, written
from registrar.errors import Unsupported
from registrar.in_json.reply import read_json
from tests.conformance.people import ADMIN, EVERYONE, ODD, REGISTRANT
from tests.registrar.openprovider.openprovider_edge import Vendor

HELD = ("a long organization", "no province")
REFUSED = tuple(oddity for oddity in ODD if oddity not in HELD)


def _read_back(contact: Contact) -> SeenContact:
    vendor = Vendor().says("GET customers/RE1-CA", {**written(contact), "handle": "RE1-CA"})
    told = vendor.registrar.handle_contact("RE1-CA")
    return told.model_copy(update={"handle": None, "organization": told.organization or None})


def test_a_contact_is_spelled_as_the_document_spells_it() -> None:
    assert written(REGISTRANT) == {
        "name": {"first_name": "Renée", "last_name": "Exemple", "initials": "R."},
        "company_name": "Boulangerie Exemple Inc.",
        "address": {
            "street": "100, rue de l'Exemple",
            "number": "",
            "suffix": "Bureau 4",
            "zipcode": "H2Y 1A1",
            "city": "Montréal",
            "state": "QC",
            "country": "CA",
        },
        "phone": {"country_code": "+1", "area_code": "514", "subscriber_number": "5550111"},
        "email": "renee@example.ca",
        "locale": "fr_FR",
    }


@pytest.mark.parametrize(
    "who", [*EVERYONE.values(), *(ODD[oddity] for oddity in HELD if oddity != "no province")]
)
def test_a_contact_is_read_back_as_it_was_written(who: Contact) -> None:
    assert _read_back(who) == SeenContact.of(who)


def test_a_contact_without_a_province_is_held() -> None:
    assert not _read_back(ODD["no province"]).state


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Sample Road 83", "Sample Road", "83"),
        ("Sample Road 83b", "Sample Road", "83b"),
        ("12 Main Street", "12 Main Street", ""),
        ("12 34", "12 34", ""),
        ("Sample Road  83", "Sample Road  83", ""),
    ],
)
def test_a_house_number_is_taken_from_the_end_of_a_line_only(line: str, street: str, number: str) -> None:
    who = ADMIN.model_copy(update={"address": ADMIN.address.model_copy(update={"street": (line,)})})
    address = written(who)["address"]
    assert isinstance(address, dict)
    assert (address["street"], address["number"]) == (street, number)
    assert _read_back(who).street == (line,)


def test_initials_are_those_of_every_given_name() -> None:
    name = written(ADMIN.model_copy(update={"given": "Anne-Sample Marie"}))["name"]
    assert isinstance(name, dict)
    assert name["initials"] == "A.S.M."


@pytest.mark.parametrize("oddity", REFUSED)
def test_what_there_is_no_place_for_is_refused_before_anything_is_sent(oddity: str) -> None:
    vendor = Vendor()
    with pytest.raises(Unsupported):
        vendor.registrar.create_handle(ODD[oddity], reference="NS000000000000")
    assert vendor.sent == []


def test_a_contact_of_others_is_read_whatever_it_lacks() -> None:
    body = (
        b'{"handle": "XX1-NL", "name": {"last_name": "Sample"}, "address": {"street": null, "country": "nl"}}'
    )
    told = seen(read_json(body).as_a(PartedContact))
    assert (told.handle, told.name, told.country, told.phone, told.street) == (
        "XX1-NL",
        "Sample",
        "NL",
        None,
        (),
    )


def test_a_prefix_stands_in_the_whole_name_only() -> None:
    name = {
        "first_name": "Registrant",
        "last_name": "Example",
        "prefix": "van",
        "full_name": "Registrant van Example",
    }
    nothing = dict.fromkeys(("address", "phone", "fax", "company_name", "email"))
    vendor = Vendor().says("GET customers/XX1-NL", {"handle": "XX1-NL", "name": name, **nothing})
    told = vendor.registrar.handle_contact("XX1-NL")
    assert (told.name, told.street, told.phone, told.email) == ("Registrant van Example", (), None, "")
