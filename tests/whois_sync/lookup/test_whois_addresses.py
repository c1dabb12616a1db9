"""Addresses that say more than a street: organizations, titles, cities and codes told apart from it."""

from portfolio.contacts import ContactRole
from tests.whois_sync.lookup.samples import contact

AFNIC = """
domain:      example.fr
status:      ACTIVE
holder-c:    EX1-FRNIC
admin-c:     EX2-FRNIC
created:     2001-02-03T00:00:00Z
source:      FRNIC

nic-hdl:     EX1-FRNIC
type:        ORGANIZATION
contact:     Registrant Example
address:     immeuble Exemple
address:     2, rue de l'Exemple
address:     75000 Paris
country:     FR
source:      FRNIC

nic-hdl:     EX2-FRNIC
type:        PERSON
contact:     Admin Example
address:     Exemple
address:     immeuble Exemple
address:     2, rue de l'Exemple
address:     75000 Paris
country:     FR
source:      FRNIC
"""

ITALIAN = """
Domain:             example.it
Status:             ok
Created:            2001-10-18 00:00:00

Registrant
  Organization:     Registrant Example

Admin Contact
  Name:             Admin Example
  ContactID:        EX1-ITNIC
  Address:          Esempio Srl
                    Via Esempio, 161
                    Roma
                    00100
                    RM
                    IT
  Created:          2007-03-01 10:27:58
"""

EDUCAUSE = """
Domain Name: EXAMPLE.EDU

Registrant:
   Example Institute of Technology
   Springfield, MA 02100
   UNITED STATES

Administrative Contact:
   Admin Example
   Systems Administrator
   Example College
   1000 W. Example Avenue
   Springfield, ID 83800
   UNITED STATES
   (613) 555-0100
   admin@example.edu

Technical Contact:
   Tech Example
   EXAMPLENET
   4700 Example Street
   Ste 206
   Springfield, CO 80300
   UNITED STATES
   tech@example.edu

Domain record activated:    23-May-1995
"""


def test_a_persons_organization_stands_atop_the_address_at_afnic() -> None:
    admin = contact(AFNIC, "example.fr", ContactRole.ADMIN)
    assert admin.organization == "Exemple"
    assert admin.street == ("immeuble Exemple", "2, rue de l'Exemple")
    assert (admin.postal_code, admin.city) == ("75000", "Paris")


def test_an_organizations_building_is_not_another_organization() -> None:
    holder = contact(AFNIC, "example.fr")
    assert holder.organization == "Registrant Example"
    assert holder.street == ("immeuble Exemple", "2, rue de l'Exemple")


def test_a_company_atop_a_persons_address_is_the_organization() -> None:
    admin = contact(ITALIAN, "example.it", ContactRole.ADMIN)
    assert (admin.name, admin.organization) == ("Admin Example", "Esempio Srl")
    assert admin.street == ("Via Esempio, 161",)


def test_a_title_before_the_organization_is_no_part_of_the_street() -> None:
    admin = contact(EDUCAUSE, "example.edu", ContactRole.ADMIN)
    assert (admin.name, admin.organization) == ("Admin Example", "Example College")
    assert admin.street == ("1000 W. Example Avenue",)


def test_one_word_in_capitals_before_the_house_number_is_the_organization() -> None:
    tech = contact(EDUCAUSE, "example.edu", ContactRole.TECH)
    assert tech.organization == "EXAMPLENET"
    assert tech.street == ("4700 Example Street", "Ste 206")


def test_an_address_of_nothing_but_city_state_and_code_has_no_street() -> None:
    holder = contact(EDUCAUSE, "example.edu")
    assert holder.organization == "Example Institute of Technology"
    assert (holder.city, holder.state, holder.postal_code) == ("Springfield", "MA", "02100")
    assert holder.street is None


def test_a_company_in_the_care_of_which_somebody_is_stays_in_the_street() -> None:
    text = EDUCAUSE.replace("Systems Administrator", "c/o Example Services, Ltd.")
    admin = contact(text, "example.edu", ContactRole.ADMIN)
    assert admin.organization is None
    assert admin.street == ("c/o Example Services, Ltd.", "Example College", "1000 W. Example Avenue")


def test_a_citys_label_that_carries_the_postal_code_too_is_told_apart() -> None:
    text = (
        "DOMAIN NAME: example.pl\ncreated: 2002.09.19 13:00:00\n\nTECHNICAL CONTACT:\ncompany: Tech Example\n"
        "street: Przykladowa 1\ncity: 00-950 Warszawa\nlocation: PL\nhandle: ex_1\n"
    )
    tech = contact(text, "example.pl", ContactRole.TECH)
    assert (tech.postal_code, tech.city) == ("00-950", "Warszawa")


def test_a_city_printed_again_behind_its_code_is_no_street() -> None:
    text = (
        "domain: EXAMPLE.INT\n\norganisation: Registrant Example\naddress: Example Boulevard\n"
        "address: 1000 Brussels\naddress: Brussels\naddress: Belgium\n\ncreated: 1997-08-26\nsource: IANA\n"
    )
    holder = contact(text, "example.int")
    assert holder.street == ("Example Boulevard",)
    assert (holder.postal_code, holder.city) == ("1000", "Brussels")


def test_an_address_that_runs_on_does_not_end_the_contact() -> None:
    text = (
        "** Technical Contact:\nNIC Handle\t\t: ex1-metu\nOrganization Name\t: Example Ltd\n"
        "Address\t\t\t: Example Cad.\n\t\t\t  No:114 Example\n\t\t\t  Ankara,06000\n"
        "Phone\t\t\t: + 90-613-5550100-\n\n** Additional Info:\nCreated on..............: 2001-Aug-23.\n"
    )
    tech = contact(text, "example.tr", ContactRole.TECH)
    assert tech.street is not None
    assert "No:114 Example" in tech.street
    assert tech.phone == "+ 90-613-5550100-"


ENOM = """
Registration Service Provided By: Example Hosting
Contact: +1.6135550100

Domain name: example.com

Registrant Contact:
   Registrant Example Inc
   Registrant Example ()

   1 Example Street
   Ottawa, ON K1A 0B1
   CA

Administrative Contact:
   Registrant Example Inc
   Admin Example (admin@example.com)
   +1.6135550100
   Fax: +1.6135550101
   1 Example Street
   Ottawa, ON K1A 0B1
   CA

Technical Contact:
   Tech Example
   Registrant Example Inc
   1 Example Street
   Ottawa, ON K1A 0B1
   CA
   613-555-0100 fax: 613-555-0101

Creation date: 12 Feb 2005 22:00:00
Expiration date: 12 Feb 2027 22:00:00
"""


def test_a_person_whose_address_is_not_shown_stands_below_the_organization() -> None:
    holder = contact(ENOM, "example.com")
    assert (holder.organization, holder.name) == ("Registrant Example Inc", "Registrant Example")


def test_a_phone_that_a_seller_shares_with_a_contact_is_the_contacts_too() -> None:
    assert contact(ENOM, "example.com", ContactRole.ADMIN).phone == "+1.6135550100"


def test_a_phone_and_a_fax_on_one_line_are_both_read() -> None:
    tech = contact(ENOM, "example.com", ContactRole.TECH)
    assert (tech.phone, tech.fax) == ("613-555-0100", "613-555-0101")


def test_the_registrant_atop_somebodys_lines_is_the_organization() -> None:
    text = ENOM.replace("Registrant Example Inc", "Example Holding")
    tech = contact(text, "example.com", ContactRole.TECH)
    assert (tech.name, tech.organization) == ("Tech Example", "Example Holding")
    assert tech.street == ("1 Example Street",)


def test_a_handle_with_an_address_beside_it_leads_to_its_contact() -> None:
    text = (
        "domain: example.com\nowner: Registrant Example\nadmin-c: EXAM-1 other@example.com\n"
        "created: 2001-02-03\n\ncontact-hdl: EXAM-1\nperson: Admin Example\nemail: admin@example.com\n"
    )
    admin = contact(text, "example.com", ContactRole.ADMIN)
    assert (admin.name, admin.email) == ("Admin Example", "admin@example.com")


def test_a_section_named_like_a_reference_is_that_contact() -> None:
    text = (
        "domain: example.com\nowner-c: EXAM-12345\ncreated: 2001-02-03\n\n[owner-c]\nhandle: 12345\n"
        "fname: Registrant\nlname: Example\nphone: +1.6135550100\n"
    )
    holder = contact(text, "example.com")
    assert (holder.name, holder.phone) == ("Registrant Example", "+1.6135550100")
