"""The last lines of an address printed without labels: the city, its country behind it or below."""

import pytest

from tests.whois_sync.lookup.samples import contact, read

VENEZUELAN = """
Titular:
Registrant Example  (example.com.ve-dom)		registrant@example.com
   Example Corporation Pty Ltd
   Avenida Ejemplo 988
   {last}
   3-5550100

   Nombre de Dominio: example.com.ve

   Fecha de Vencimiento: 2027-10-27 12:23:43
"""

EDUCAUSE = """
Domain Name: EXAMPLE.EDU

Registrant:
   Example School of Medicine
   Example Building, P. O. Box 268
   {city}
   {country}

Domain expires:             31-Jul-2027
"""


@pytest.mark.parametrize(
    ("last", "city", "state", "country"),
    [
        ("Melbourne  AU", "Melbourne", None, "AU"),
        ("Valencia, Carabobo VE", "Valencia", "Carabobo", "VE"),
        ("Santiago de Chile CL", "Santiago de Chile", None, "CL"),
    ],
)
def test_a_countrys_code_behind_the_city_is_the_country(
    last: str, city: str, state: str | None, country: str
) -> None:
    holder = contact(VENEZUELAN.format(last=last), "example.com.ve")
    assert (holder.city, holder.state, holder.country) == (city, state, country)
    assert holder.street == ("Avenida Ejemplo 988",)


@pytest.mark.parametrize("last", ["Springfield CA", "Springfield ZZ", "EXAMPLE VILLAGE"])
def test_a_code_that_a_state_bears_too_or_nobody_tells_no_country(last: str) -> None:
    assert contact(VENEZUELAN.format(last=last), "example.com.ve").country is None


def test_what_stands_above_a_country_spelled_out_is_the_city() -> None:
    holder = contact(EDUCAUSE.format(city="Grand Cayman", country="CAYMAN ISLANDS"), "example.edu")
    assert (holder.city, holder.country) == ("Grand Cayman", "CAYMAN ISLANDS")
    assert holder.street == ("Example Building, P. O. Box 268",)


def test_a_box_above_the_country_is_no_city() -> None:
    holder = contact(EDUCAUSE.format(city="Example P.O.Box", country="TANZANIA"), "example.edu")
    assert holder.city is None


def test_a_city_with_a_british_code_needs_no_comma() -> None:
    holder = contact(EDUCAUSE.format(city="London WC1A 2HN", country="United Kingdom"), "example.edu")
    assert (holder.city, holder.postal_code) == ("London", "WC1A 2HN")


def test_the_class_of_an_irish_holder_is_no_street() -> None:
    text = (
        "domain:       example.ie\ndescr:        Registrant Example\n"
        "descr:        Body Corporate (Ltd,PLC,Company)\ndescr:        Corporate Name\n"
        "registration: 21-March-2002\nrenewal:      21-March-2027\nnserver:      ns1.example.ie\n"
    )
    holder = contact(text, "example.ie")
    assert holder.name == "Registrant Example"
    assert holder.street is None


def test_a_country_without_a_value_ends_no_reading() -> None:
    text = (
        "Example Road 1\n\nperson-loc:       Registrant Example\n"
        "organization:     Registrant Example LLC\ne-mail:           owner@example.com.ua\n"
        "address:          1 Example Street\naddress:          Kyiv\npostal-code:      01001\ncountry:    "
    )
    assert read(text, "example.com.ua").kind == "seen"
