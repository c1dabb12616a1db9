"""Contacts are read as Porkbun spells them: phones without their country, accents, missing roles."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.observation import SeenContact
from registrar.errors import ReplyNotUnderstood
from tests.registrar.porkbun.porkbun_edge import NAME, YES, account

WHO: dict[str, object] = {
    "firstName": "Titulaire",
    "lastName": "Exemple",
    "organization": "Société d'exemples ltée",
    "address1": "100, rue de l'Exemple",
    "address2": "2e étage",
    "address3": "",
    "city": "Montréal",
    "state": "QC",
    "postalCode": "H2Y 1A1",
    "country": "ca",
    "phone": "5145550111",
    "phoneCountryCode": "1",
    "fax": "",
    "email": "registrant@example.com",
}


def _seen(**told: object) -> SeenContact:
    people = {"registrant": {**WHO, **told}, "admin": None}
    registrar, _ = account({f"domain/getContacts/{NAME}": (200, {**YES, "contacts": people})})
    contacts = registrar.contacts(NAME)
    assert set(contacts) == {ContactRole.REGISTRANT}
    return contacts[ContactRole.REGISTRANT]


def test_a_contact_is_read_whole() -> None:
    who = _seen()
    assert (who.name, who.organization) == ("Titulaire Exemple", "Société d'exemples ltée")
    assert who.street == ("100, rue de l'Exemple", "2e étage")
    assert (who.city, who.state, who.postal_code, who.country) == ("Montréal", "CA-QC", "H2Y 1A1", "CA")
    assert (who.phone, who.email) == ("+1.5145550111", "registrant@example.com")


@pytest.mark.parametrize(
    ("phone", "code", "told"),
    [
        ("5145550111", 1, "+1.5145550111"),
        ("514-555-0111", "1", "+1.5145550111"),
        ("2079460000", "44", "+44.2079460000"),
        ("+1.5145550111", "1", "+1.5145550111"),
        ("5145550111", None, "5145550111"),
        ("12", "1", "+1.12"),
        ("", "1", ""),
        (None, "1", None),
    ],
)
def test_a_phone_and_its_country_are_put_together(phone: object, code: object, told: str | None) -> None:
    assert _seen(phone=phone, phoneCountryCode=code).phone == told


def test_one_name_and_letters_that_are_not_latin_are_told_as_they_are() -> None:
    assert _seen(firstName="Пример", lastName=None).name == "Пример"
    assert _seen(firstName="", lastName="").name == ""
    assert _seen(state="", country="FR").state == ""


def test_contacts_of_another_shape_are_not_understood() -> None:
    registrar, _ = account({f"domain/getContacts/{NAME}": (200, {**YES, "contacts": [WHO]})})
    with pytest.raises(ReplyNotUnderstood):
        registrar.contacts(NAME)
