"""Spellings that mean the same, and spellings that do not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.registration import Status
from whois_sync.compare.alike import likeness
from whois_sync.compare.countries import country_code
from whois_sync.compare.fields import forms_of
from whois_sync.compare.moments import moment_likeness
from whois_sync.compare.organizations import legal_form_canonical
from whois_sync.compare.provinces import province_code
from whois_sync.compare.statuses import status_likeness, statuses_shown
from whois_sync.compare.streets import street_canonical
from whois_sync.compare.text import WORDS

ALIKE = [
    ("name", "Marie Côté", "Marie Côté", ""),
    ("name", "Marie Côté", "Marie  Co\u0302te\u0301 ", "spaces"),
    ("name", "Marie Côté", "MARIE CÔTÉ", "case"),
    ("name", "Anne O’Neil", "ANNE O'NEIL", "punctuation"),
    ("name", "Marie Côté", "MARIE COTE", "accents"),
    ("city", "Trois-Rivières", "Trois‑Rivieres", "accents"),
    ("city", "Sacré-Cœur", "Sacre-Coeur", "accents"),
    ("organization", "Example Bakery Inc.", "EXAMPLE BAKERY, INC", "punctuation"),
    ("organization", "Boulangerie Exemple Ltée", "Boulangerie Exemple Limitee", "legal form spelling"),
    ("organization", "Example Bakery Ltd.", "Example Bakery Ltée", "legal form spelling"),
    ("organization", "Example & Sons Corp.", "Example and Sons Corporation", "legal form spelling"),
    ("phone", "+1.6135550123", "+16135550123", "phone spelling"),
    ("phone", "+1.6135550123", "tel:+1-613-555-0123", "phone spelling"),
    ("phone", "+1.6135550123", "(613) 555-0123", "phone spelling"),
    ("phone", "+1.6135550123x12", "tel:+1-613-555-0123;ext=12", "phone spelling"),
    ("phone", "+1.6135550123x12", "+1 613 555 0123 ext. 12", "phone spelling"),
    ("postal_code", "K1A 0B1", "k1a 0b1", "case"),
    ("postal_code", "K1A 0B1", "K1A0B1", "postal code spelling"),
    ("postal_code", "K1A 0B1", "k1a-0b1", "postal code spelling"),
    ("country", "CA", "ca", "case"),
    ("country", "CA", "Canada", "country spelling"),
    ("country", "CA", "CAN", "country spelling"),
    ("country", "GB", "UK", "country spelling"),
    ("country", "US", "ÉTATS-UNIS", "country spelling"),
    ("country", "DE", "Deutschland", "country spelling"),
    ("country", "CA", "カナダ", "country spelling"),
    ("state", "CA-ON", "ON", "province spelling"),
    ("state", "CA-ON", "Ontario", "province spelling"),
    ("state", "CA-QC", "Québec", "province spelling"),
    ("state", "CA-QC", "quebec", "province spelling"),
    ("state", "CA-QC", "PQ", "province spelling"),
    ("state", "CA-BC", "Colombie-Britannique", "province spelling"),
    ("state", "CA-PE", "P.E.I.", "province spelling"),
    ("state", "CA-NL", "Newfoundland", "province spelling"),
    ("email", "office@example.ca", "office@EXAMPLE.CA", "domain spelling"),
    ("email", "office@xn--bcher-kva.example.ca", "office@BÜCHER.example.ca", "domain spelling"),
    ("email", "Office@example.ca", "office@example.ca", "case"),
    ("street", "100 Example Street\nSuite 4", "100 Example Street, Suite 4", "lines joined"),
    ("street", "100 Example Street\nSuite 4", "100 EXAMPLE STREET SUITE 4", "case"),
    ("street", "12 rue de l’Église", "12 rue de l'Eglise", "accents"),
    ("street", "12 rue de l’Église", "12 rue de l Eglise", "punctuation"),
    ("street", "100 Example Street North", "100 Example St. N", "abbreviations"),
    ("street", "100, avenue Exemple Ouest, bureau 4", "100 av. Exemple O. app. 4", "abbreviations"),
    ("street", "Suite 4, 100 Example Boulevard", "100 Example Blvd #4", "abbreviations"),
    ("street", "100 Saint-Example Street", "100 St-Example St", "abbreviations"),
    ("street", "P.O. Box 12", "CP 12", "abbreviations"),
    ("street", "Case postale 12", "PO BOX 12", "abbreviations"),
    ("street", "100 First Avenue", "100 1st Ave", "abbreviations"),
    ("street", "100 12e Avenue", "100 12th Avenue", "abbreviations"),
    ("street", "No. 100 Example Road", "100 Example Rd", "abbreviations"),
    ("street", "Beispielstraße 5", "Beispielstr. 5", "abbreviations"),
    ("street", "4-100 Example Street", "100 Example Street, Unit 4", "unit before the number"),
    ("street", "100 Montée Exemple", "100 MontÃ©e Exemple", "character set"),
    ("street", "100 Montée Exemple", "100 Mont?e Exemple", "letters that were lost there"),
    ("name", "Marie Côté", "Côté, Marie", "family name first"),
    ("name", "Anne O'Neil", "Anne ONeil", "punctuation"),
    ("name", "Anne O'Neil", "Anne O Neil", "punctuation"),
    ("name", "A. B. Example Jr.", "A B Example, Jr", "punctuation"),
    ("name", "Übung Größe", "Uebung Groesse", "accents"),
    ("name", "Marie Côté", "Marie CÃ´tÃ©", "character set"),
    ("name", "Marie Côté", "Marie C?t?", "letters that were lost there"),
    ("name", "Marie Côté", "Marie C??t??", "letters that were lost there"),
    ("name", "Marie Côté", "Marie C\ufffdt\ufffd", "letters that were lost there"),
    ("city", "Saint-Jérôme", "St-Jerome", "abbreviations"),
    ("city", "Mount Royal", "Mt. Royal", "abbreviations"),
    ("organization", "Example GmbH", "Example Gesellschaft mit beschränkter Haftung", "legal form spelling"),
    ("organization", "Exemple SARL", "Exemple S.A.R.L.", "punctuation"),
    ("organization", "Exemple SARL", "Exemple S. A. R. L.", "legal form spelling"),
    ("organization", "Exemple SARL", "Exemple, société à responsabilité limitée", "legal form spelling"),
    ("organization", "Example LLC", "Example L.L.C.", "punctuation"),
    ("organization", "Example Pty Ltd", "Example Proprietary Limited", "legal form spelling"),
    ("organization", "Example B.V.", "Example BV", "punctuation"),
    ("organization", "Exemple et fils Ltée", "Exemple & Fils Ltd", "legal form spelling"),
    ("postal_code", "K1A 0B1", "CA-K1A 0B1", "country before the postal code"),
    ("country", "US", "US (UNITED STATES)", "country spelling"),
    ("country", "GB", "England", "country spelling"),
    ("phone", "+1.6135550123", "1-613-555-0123", "phone spelling"),
    ("phone", "+1.6135550123", "+1.6135550123 ext. 0", "phone spelling"),
    ("phone", "+49.3055501234", "+49 (0)30 55501234", "phone spelling"),
    ("email", "office@example.ca", "mailto:office@example.ca.", "domain spelling"),
]
DIFFERENT = [
    ("name", "Marie Côté", "Marie Roy"),
    ("name", "が", "か"),
    ("name", "Новый", "Новыи"),
    ("organization", "Example Bakery Inc.", "Example Bakery Ltd."),
    ("organization", "Example Bakery Inc.", "Example Bakery"),
    ("phone", "+1.6135550123", "+1.6135550124"),
    ("phone", "+1.6135550123x12", "+1.6135550123"),
    ("phone", "+1.6135550123", "+44 613 555 0123"),
    ("phone", "+1.6135550123", "call the office"),
    ("postal_code", "90210", "90210-1234"),
    ("postal_code", "K1A 0B1", "K1A 0B"),
    ("name", "Marie Côté", "Marie Ct"),
    ("name", "Marie Côté", "?????"),
    ("name", "Marie Côté", "Marie C?t"),
    ("name", "Marie Cote", "Marie C?te"),
    ("name", "Marie C?té", "Marie C?t?"),
    ("name", "Marie Roy", "Roy Marie"),
    ("name", "Marie Roy", "M. Roy"),
    ("name", "Ubung Example", "Uebung Example"),
    ("name", "Новый Пример", "????? ??????"),
    ("organization", "Example GmbH", "Example AG"),
    ("organization", "Example S.A.", "Example S.A.R.L."),
    ("organization", "Example LLC", "Example LLP"),
    ("street", "4-100 Example Street", "4100 Example Street"),
    ("street", "100 Example Street North", "100 Example Street South"),
    ("street", "100 Example Street", "100 Example Avenue"),
    ("street", "100 Example Street, Suite 4", "100 Example Street, Suite 5"),
    ("street", "100 Example Street, Floor 4", "100 Example Street, Suite 4"),
    ("street", "100 1st Avenue", "100 2nd Avenue"),
    ("street", "P.O. Box 12", "P.O. Box 21"),
    ("phone", "+1.6135550123", "0"),
    ("country", "US", "US (CANADA)"),
    ("country", "CA", "US"),
    ("country", "CG", "Kongo"),
    ("country", "CA", "somewhere"),
    ("state", "CA-ON", "QC"),
    ("state", "CA-ON", "Lombardia"),
    ("email", "office@example.ca", "office@example.com"),
    ("email", "office@example.ca", "example.ca"),
    ("email", "office@example.ca", "office@-example-.ca"),
    ("street", "100 Example Street\nSuite 4", "100 Example Street"),
]


@pytest.mark.parametrize(("field", "ours", "theirs", "why"), ALIKE)
def test_a_spelling_is_the_same_and_says_why(field: str, ours: str, theirs: str, why: str) -> None:
    assert likeness(ours, theirs, forms_of(field, "CA")) == why


@pytest.mark.parametrize(("field", "ours", "theirs"), DIFFERENT)
def test_another_value_is_not_a_spelling(field: str, ours: str, theirs: str) -> None:
    assert likeness(ours, theirs, forms_of(field, "CA")) is None


def test_a_national_number_is_read_in_the_contacts_country_only() -> None:
    assert likeness("+1.6135550123", "6135550123", forms_of("phone", "CA")) == "phone spelling"
    assert likeness("+1.6135550123", "6135550123", forms_of("phone", None)) is None
    assert likeness("+1.6135550123", "6135550123", forms_of("phone", "FR")) is None


def test_a_province_is_read_in_the_contacts_country_only() -> None:
    assert province_code("CA", "US") == "US-CA"
    assert province_code("California", "CA") is None
    assert province_code("Ontario", None) is None
    assert province_code("Bretagne", "FR") == "FR-BRE"
    assert province_code("AE", "US") == "US-AE"


def test_a_postal_code_is_read_in_the_contacts_country_only() -> None:
    assert likeness("10115", "D-10115", forms_of("postal_code", "DE")) == "country before the postal code"
    assert likeness("10115", "DE 10115", forms_of("postal_code", "DE")) == "country before the postal code"
    assert likeness("10115", "F-10115", forms_of("postal_code", "DE")) is None
    assert likeness("10115", "D-10115", forms_of("postal_code", None)) is None


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("Beijing", "CN", "CN-BJ"),
        ("Baden-Wuerttemberg", "DE", "DE-BW"),
        ("City of London", "GB", "GB-LND"),
        ("Caroline du Nord", "US", "US-NC"),
        ("N.-B.", "CA", "CA-NB"),
    ],
)
def test_a_province_is_known_as_people_there_and_here_write_it(text: str, country: str, code: str) -> None:
    assert province_code(text, country) == code


def test_a_number_in_canada_may_have_its_unit_in_front_and_nowhere_else() -> None:
    assert (
        likeness("4-100 Example Rd", "100 Example Rd #4", forms_of("street", "CA"))
        == "unit before the number"
    )
    assert likeness("4-100 Example Rd", "100 Example Rd #4", forms_of("street", "GB")) is None


def test_a_name_that_two_countries_share_means_neither() -> None:
    assert country_code("Konqo - Kinşasa") == "CD"
    assert country_code("Kongo") is None


WRITTEN = st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cs")), max_size=30)
FIELDS = st.sampled_from(
    ["name", "organization", "street", "state", "postal_code", "country", "phone", "email"]
)


@given(FIELDS, WRITTEN, WRITTEN)
def test_likeness_does_not_care_who_is_asked_first(field: str, ours: str, theirs: str) -> None:
    forms = forms_of(field, "CA")
    assert likeness(ours, theirs, forms) == likeness(theirs, ours, forms)


@given(FIELDS, WRITTEN)
def test_every_text_is_like_itself(field: str, text: str) -> None:
    assert likeness(text, text, forms_of(field, "CA")) == ""


@given(WRITTEN)
def test_every_form_rewrites_what_it_wrote_to_the_same(text: str) -> None:
    forms = (*WORDS, ("legal form spelling", legal_form_canonical), ("abbreviations", street_canonical))
    for _, rewrite in forms:
        once = rewrite(text)
        assert once is None or rewrite(once) == once


NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("theirs", "why"),
    [
        (NOON, ""),
        (NOON + timedelta(hours=5), "less than a day apart"),
        (NOON - timedelta(days=1), "less than a day apart"),
        (NOON + timedelta(days=1, seconds=1), None),
        (NOON + timedelta(days=365), None),
        (date(2027, 3, 1), "the day only"),
        (date(2027, 3, 2), "less than a day apart"),
        (date(2027, 3, 3), None),
    ],
)
def test_dates_of_one_expiry_may_be_a_day_apart(theirs: datetime | date, why: str | None) -> None:
    assert moment_likeness(NOON, theirs) == why
    assert moment_likeness(theirs, NOON) == why


LOCKED = frozenset({Status.CLIENT_TRANSFER_PROHIBITED})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["clientTransferProhibited"], ""),
        (["client transfer prohibited"], ""),
        (["client transfer prohibited", "auto renew period"], "statuses that come and go"),
        (["client transfer prohibited", "server recover prohibited"], "statuses that we do not know"),
        (["active"], None),
        (["client transfer prohibited", "pending transfer"], None),
        (["client transfer prohibited", "serverHold"], None),
    ],
)
def test_only_the_transfer_lock_and_alarming_statuses_are_news(words: list[str], why: str | None) -> None:
    assert status_likeness(LOCKED, words) == why


def test_a_hold_that_we_know_of_is_no_news() -> None:
    assert status_likeness(frozenset({Status.SERVER_HOLD}), ["server hold"]) == ""


def test_the_transfer_lock_is_shown_first_and_unknown_words_as_told() -> None:
    shown = statuses_shown(["server recover prohibited", "client hold", "client transfer prohibited"])
    assert shown == "transfer locked, clientHold, server recover prohibited"
    assert statuses_shown([]) == "transfer not locked"
