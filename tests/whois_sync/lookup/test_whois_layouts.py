"""The layouts of WHOIS texts, each read into the same observation."""

from datetime import UTC, date, datetime

import pytest

from portfolio.contacts import ContactRole
from portfolio.observation import CONTACT_FIELDS
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.samples import contact, seen

HOSTS = frozenset({"ns1.example.net", "ns2.example.net"})


def test_icanns_layout_gives_every_field_of_the_domain() -> None:
    found = seen(samples.ICANN, "example.com")
    assert found.expires_at == datetime(2027, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.registered_at == datetime(2001, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.last_changed_at == datetime(2026, 3, 2, 9, 25, 47, tzinfo=UTC)
    assert found.registrar == "Example Registrar Inc."
    assert found.registrar_iana_id == "9999"
    assert found.nameservers == HOSTS
    assert found.statuses == ("clientDeleteProhibited", "clientTransferProhibited")


def test_the_registrars_expiry_is_kept_apart_from_the_registrys() -> None:
    found = seen(samples.ICANN, "example.com")
    assert found.registrar_expires_at == datetime(2026, 8, 2, 16, 43, 36, tzinfo=UTC)


def test_a_contact_is_read_whole_and_look_alikes_of_redaction_are_values() -> None:
    owner = contact(samples.ICANN, "example.com")
    assert owner.name == "One Example"
    assert owner.organization == "Example Private Limited"
    assert owner.street == ("1 Example Street", "Private Bag X9")
    assert (owner.city, owner.state, owner.postal_code, owner.country) == ("Ottawa", "ON", "K1A 0B1", "CA")
    assert owner.phone == "+1.6135550123x12"
    assert owner.email == "one@example.com"
    assert owner.hidden == frozenset()


def test_the_registrars_abuse_line_is_nobodys_phone() -> None:
    found = seen(samples.ICANN, "example.com")
    assert "+1.6135550199" not in {known.phone for known in found.roles.values()}


def test_placeholders_are_hidden_and_an_empty_label_says_nothing() -> None:
    admin = contact(samples.ICANN, "example.com", ContactRole.ADMIN)
    assert admin.hidden == {"name", "organization", "email"}
    assert (admin.name, admin.organization, admin.email) == (None, None, None)
    tech = contact(samples.ICANN, "example.com", ContactRole.TECH)
    assert tech.hidden == {"email"}


def test_handles_lead_to_the_contacts_they_name() -> None:
    owner = contact(samples.HANDLES, "example.fr")
    assert owner.name == owner.organization == "Exemple SARL"
    assert owner.phone == "+33 1 55 50 01 00"
    assert (owner.postal_code, owner.city, owner.country) == ("75001", "Paris", "FR")
    admin = contact(samples.HANDLES, "example.fr", ContactRole.ADMIN)
    assert admin.email == "hostmaster@example.fr"
    assert "name" in admin.hidden


def test_a_registrars_own_object_gives_no_date_of_the_domain() -> None:
    found = seen(samples.HANDLES, "example.fr")
    assert found.registered_at == date(2003, 2, 1)
    assert found.last_changed_at == date(2026, 6, 5)
    assert found.expires_at == date(2027, 4, 3)
    assert found.nameservers == HOSTS


def test_sections_keep_their_own_dates_to_themselves() -> None:
    found = seen(samples.SECTIONS, "example.it")
    assert found.registered_at == date(1999, 12, 10)
    assert found.last_changed_at == date(2026, 4, 21)
    assert found.registrar == "Registrar d'Esempio"
    assert found.nameservers == HOSTS
    owner = contact(samples.SECTIONS, "example.it")
    assert owner.street == ("Via Esempio 1",)
    assert (owner.city, owner.postal_code, owner.state, owner.country) == ("Roma", "00100", "RM", "IT")
    assert contact(samples.SECTIONS, "example.it", ContactRole.ADMIN).name == "Adele Esempio"


def test_indented_blocks_under_headings_are_read() -> None:
    found = seen(samples.INDENTED, "example.co.uk")
    assert found.expires_at == date(2027, 2, 14)
    assert found.registrar == "Example Registrar Ltd t/a Example"
    assert found.statuses == ("Registered until expiry date.",)
    assert found.nameservers == HOSTS
    owner = contact(samples.INDENTED, "example.co.uk")
    assert owner.name == "Example Ltd"
    assert owner.street == ("1 Example Street",)
    assert (owner.city, owner.state, owner.postal_code) == ("Exampleton", "London", "EX1 1EX")
    assert owner.country == "United Kingdom"


def test_labels_in_brackets_are_read_and_a_local_zone_means_the_local_day() -> None:
    found = seen(samples.BRACKETS, "example.jp")
    assert found.expires_at == date(2027, 5, 31)
    assert found.last_changed_at == date(2026, 6, 1)
    assert found.statuses == ("Active",)
    assert contact(samples.BRACKETS, "example.jp").name == "Example K.K."


def test_dotted_labels_and_bare_headings_are_read() -> None:
    found = seen(samples.DOTTED, "example.fi")
    assert found.expires_at == date(2027, 7, 17)
    assert found.registrar == "Example Oy"
    owner = contact(samples.DOTTED, "example.fi")
    assert owner.name == "Esimerkki Oy"
    assert (owner.country, owner.phone, owner.email) == ("Finland", "0445550100", None)


def test_contacts_written_as_plain_lines_are_told_apart() -> None:
    found = seen(samples.LINES, "example.edu")
    assert found.expires_at == date(2027, 7, 31)
    owner = contact(samples.LINES, "example.edu")
    assert (owner.name, owner.organization) == (None, "Example College")
    assert (owner.city, owner.state, owner.postal_code) == ("Exampleton", "CA", "94108")
    admin = contact(samples.LINES, "example.edu", ContactRole.ADMIN)
    assert (admin.name, admin.organization) == ("One Example", "Example College")
    assert (admin.phone, admin.email) == ("(415) 555-0123", "one@example.edu")


def test_objects_with_handles_do_not_lend_their_dates_or_registrars() -> None:
    found = seen(samples.OBJECTS, "example.cz")
    assert found.registered_at == date(2000, 7, 21)
    assert found.expires_at == date(2027, 7, 22)
    assert found.registrar == "REG-EXAMPLE"
    assert found.nameservers == HOSTS
    owner = contact(samples.OBJECTS, "example.cz")
    assert (owner.name, owner.organization) == ("Jana Prikladova", "Priklad s.r.o.")
    assert (owner.city, owner.postal_code, owner.country) == ("Praha", "11000", "CZ")
    assert contact(samples.OBJECTS, "example.cz", ContactRole.ADMIN).name == "Petr Priklad"


def test_a_wholly_hidden_contact_hides_every_field() -> None:
    found = seen(samples.STARRED, "example.com.tr")
    assert found.roles[ContactRole.REGISTRANT].hidden == set(CONTACT_FIELDS)
    assert found.registrar == "Ornek A.S."
    assert found.expires_at == date(2027, 8, 22)
    assert found.nameservers == HOSTS


def test_the_first_word_counts_where_a_name_is_told_of_twice() -> None:
    found = seen(samples.TWICE, "example.com")
    assert found.expires_at == datetime(2027, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.registrar_expires_at == datetime(2026, 8, 2, 16, 43, 36, tzinfo=UTC)
    assert found.nameservers == {"ns1.example.net"}
    owner = found.roles[ContactRole.REGISTRANT]
    assert (owner.name, owner.email, owner.organization) == ("One Example", "one@example.com", None)


def test_a_proxy_service_in_the_holders_place_hides_the_holder() -> None:
    text = samples.ICANN.replace("Example Private Limited", "Domains By Proxy, LLC")
    assert contact(text, "example.com").hidden == set(CONTACT_FIELDS)


@pytest.mark.parametrize("text", [samples.ICANN.replace("\n", "\r\n"), samples.ICANN.replace("\n", "\r")])
def test_line_ends_of_every_kind_are_the_same(text: str) -> None:
    assert seen(text, "example.com") == seen(samples.ICANN, "example.com")


def test_a_history_of_changes_is_dated_by_its_last_line() -> None:
    text = """\
domain:       example.co.il
descr:        Example Ltd
descr:        1 Example Street
descr:        Exampleton
descr:        Israel
e-mail:       info AT example.co.il
validity:     05-06-2027
status:       Transfer Locked
changed:      registrar AT example.net 19990605 (Assigned)
changed:      registrar AT example.net 20260604 (Changed)
"""
    found = seen(text, "example.co.il")
    assert found.last_changed_at == date(2026, 6, 4)
    assert found.expires_at == date(2027, 6, 5)
    owner = found.roles[ContactRole.REGISTRANT]
    assert (owner.name, owner.country, owner.email) == ("Example Ltd", "Israel", "info@example.co.il")


def test_a_contacts_dates_are_not_the_domains_even_when_they_come_first() -> None:
    text = """\
Registrant
  Name:             One Example
  Created:          2013-04-21
  Status:           linked

Domain:             example.it
Created:            1999-12-10
Status:             ok
"""
    found = seen(text, "example.it")
    assert found.registered_at == date(1999, 12, 10)
    assert found.statuses == ("ok",)
