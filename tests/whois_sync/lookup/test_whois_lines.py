"""Lines that need a second look: drawn lines, references, statuses told twice, handles behind names."""

from datetime import date

import pytest

from portfolio.contacts import ContactRole
from tests.whois_sync.lookup.samples import seen


def test_a_drawn_line_ends_the_block_above_it() -> None:
    text = (
        "Domain Name: EXAMPLE.HK\nDomain Name Commencement Date: 14-07-1998\n\nDomain Status:\n\n"
        " ------------------------\n The Registry contains ONLY .com.hk, .net.hk\n"
        " ------------------------\n"
    )
    assert seen(text, "example.hk").statuses is None


def test_a_heading_that_a_drawn_line_underlines_stays_open() -> None:
    text = (
        "Domain: example.net\nCreated: 2001-02-03\n\nName servers\n------------\n"
        "ns1.example.net\nns2.example.net\n"
    )
    assert seen(text, "example.net").nameservers == {"ns1.example.net", "ns2.example.net"}


def test_rwhois_tells_dates_and_refers_to_objects_that_are_no_values() -> None:
    found = seen(
        "%rwhois V-1.5:003fff:00 whois.example.net\ndomain:Class-Name:domain\ndomain:ID:3.example.ma\n"
        "domain:Domain-Name:example.ma\ndomain:Primary-Server;I:1.example.ma\n"
        "domain:Organization;I:7.example.ma\ndomain:Created:20090324\ndomain:Updated:20100425\n\n%ok\n",
        "example.ma",
    )
    assert (found.registered_at, found.last_changed_at) == (date(2009, 3, 24), date(2010, 4, 25))
    assert found.nameservers is None
    assert not found.roles


def test_a_status_printed_under_two_labels_counts_once() -> None:
    text = "domain: example.fr\nstatus: ACTIVE\neppstatus: active\ncreated: 2001-02-03\n"
    assert seen(text, "example.fr").statuses == ("ACTIVE",)


@pytest.mark.parametrize("behind", [" (R99-EXMP)", " (999)", " R99-EX"])
def test_a_registrars_handle_is_no_part_of_its_name(behind: str) -> None:
    text = f"Domain Name: example.me\nSponsoring Registrar: Example Registrar{behind}\nCreated: 2001-02-03\n"
    assert seen(text, "example.me").registrar == "Example Registrar"


def test_who_created_a_name_is_no_part_of_the_day_even_where_it_begins_with_a_digit() -> None:
    text = "domain: example.ua\nstatus: OK\ncreated: 0-UANIC 20020903000000\nsource: UANIC\n"
    assert str(seen(text, "example.ua").registered_at)[:10] == "2002-09-03"


def test_a_number_behind_the_colon_of_a_label_is_no_line_of_an_address() -> None:
    text = (
        "domain: example.br\ncreated: 20010203\n\nowner: Registrant Example\nownerid:000.000.000/0001-00\n"
        "country: BR\n"
    )
    owner = seen(text, "example.br").roles[ContactRole.REGISTRANT]
    assert (owner.name, owner.street, owner.country) == ("Registrant Example", None, "BR")


def test_an_object_begins_with_its_handle_also_without_an_empty_line_before_it() -> None:
    text = (
        "NORID Handle...............: EXA1D-NORID\nDomain Name................: example.no\n"
        "Domain Holder Handle.......: EXA2O-NORID\nAdditional information:\nCreated:         2001-02-26\n"
        "NORID Handle...............: EXA2O-NORID\nName.......................: Registrant Example\n"
        "Country....................: NO\n"
    )
    owner = seen(text, "example.no").roles[ContactRole.REGISTRANT]
    assert (owner.name, owner.country) == ("Registrant Example", "NO")


@pytest.mark.parametrize(
    "heading",
    [
        "Administrative Contact, Technical Contact:",
        "Administrative, Technical Contact:",
        "Administrative Contact, Technical Contact, Zone Contact:",
        "Administrative / Technical Contact",
        "Admin and Tech Contact:",
    ],
)
def test_a_heading_of_several_roles_is_each_ones(heading: str) -> None:
    text = (
        "Registrant:\n   Registrant Example\n   1 Example Street\n   Ottawa, ON K1A 0B1\n   CA\n\n"
        f"   Domain Name: EXAMPLE.COM\n\n   {heading}\n      Admin Example   admin@example.com\n"
        "      1 Example Street\n      Ottawa, ON K1A 0B1\n      CA\n      +1.6135550100\n\n"
        "   Record expires on 13-Aug-2027.\n   Record created on 14-Aug-2001.\n"
    )
    roles = seen(text, "example.com").roles
    for role in (ContactRole.ADMIN, ContactRole.TECH):
        assert (roles[role].name, roles[role].email) == ("Admin Example", "admin@example.com")
        assert roles[role].phone == "+1.6135550100"


def test_labels_written_as_one_word_are_the_same_labels() -> None:
    text = (
        "DomainName: example.com\nCreated: 2001-02-03\nAdminName: Admin Example\n"
        "AdminEmail: admin@example.com\nTechPhone: +1.6135550100\n"
    )
    roles = seen(text, "example.com").roles
    assert roles[ContactRole.ADMIN].email == "admin@example.com"
    assert roles[ContactRole.TECH].phone == "+1.6135550100"


@pytest.mark.parametrize("label", ["[Domain Name]", "[Admin-c]", "admin-c", "contact"])
def test_a_value_of_nothing_but_blanks_of_another_width_is_none(label: str) -> None:
    text = f"Domain: example.jp\nCreated: 2001-02-03\n{label}\u3000:\n{label}:\u3000 :\n"
    found = seen(text, "example.jp")
    assert found.registered_at == date(2001, 2, 3)
    assert not found.roles
