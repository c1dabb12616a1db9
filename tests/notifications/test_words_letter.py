"""The letter to print: an address in the window, the same bytes each time, and no value is ever code."""

import io
import json
import socket

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.words.letter import address_lines, letter
from portfolio.contacts import Contact, Language, PostalAddress
from portfolio.notice import NoticeKind
from tests.notifications.words_reading import text_of_pdf
from tests.notifications.words_samples import HOUSE, a_contact, a_notice, some_facts

TYPST = (
    '#read("/etc/passwd")',
    "*bold*",
    "_x_",
    '#import "@preview/x:1.0.0"',
    "$x^2$",
    "= x",
    "<label>",
    "@ref",
    "\\u{41}",
)


def printed(**changes: object) -> bytes:
    return letter(a_notice(), some_facts(), HOUSE, a_contact(**changes))


def reader_of(raw: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(raw))


def test_the_same_letter_is_the_same_bytes() -> None:
    assert printed() == printed()
    assert printed() != letter(a_notice(), some_facts(4), HOUSE, a_contact())


@pytest.mark.parametrize(("language", "region"), [(Language.ENGLISH, "en-CA"), (Language.FRENCH, "fr-CA")])
def test_a_letter_says_its_language_its_title_its_day_and_is_tagged(language: Language, region: str) -> None:
    pdf = reader_of(letter(a_notice(language=language), some_facts(), HOUSE, a_contact()))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == region
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.author == HOUSE.company
    assert str(pdf.metadata.title).startswith("example.com expire")
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.date().isoformat() == "2027-02-24"
    assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("CA", ["1 Example Street", "Example City ON\u00a0\u00a0K1A 0A1"]),
        ("US", ["1 Example Street", "Example City NY\u00a0\u00a0K1A 0A1", "UNITED STATES"]),
        ("GB", ["1 Example Street", "Example City K1A 0A1", "UNITED KINGDOM"]),
        ("DE", ["1 Example Street", "K1A 0A1 Example City", "GERMANY"]),
    ],
)
def test_the_window_shows_who_and_where(country: str, lines: list[str]) -> None:
    wanted = ["Registrant Example", "Example Organization", *lines]
    assert address_lines(a_contact(country), Language.ENGLISH) == wanted
    assert "\n".join(wanted) in text_of_pdf(letter(a_notice(), some_facts(), HOUSE, a_contact(country)))


def test_countries_are_named_in_the_letters_language_and_a_line_is_there_once() -> None:
    assert address_lines(a_contact("DE"), Language.FRENCH)[-1] == "ALLEMAGNE"
    company = a_contact(given=None, family=None)
    assert address_lines(company, Language.ENGLISH)[0] == "Example Organization"
    assert len(address_lines(company, Language.ENGLISH)) == 3


def test_an_address_without_a_code_or_province_has_no_gaps() -> None:
    where = PostalAddress(street=("1 Example Street",), city="Example City", country="CA")
    assert address_lines(a_contact(address=where), Language.ENGLISH)[-1] == "Example City"
    abroad = where.model_copy(update={"country": "DE"})
    assert address_lines(a_contact(address=abroad), Language.ENGLISH)[-2:] == ["Example City", "GERMANY"]


def places_on(page: pypdf.PageObject) -> dict[str, tuple[float, float]]:
    """Where each text begins, in millimetres from the left and from the upper edge."""
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        up = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        found.setdefault(text.strip(), (left / 72 * 25.4, (float(page.mediabox.height) - up) / 72 * 25.4))

    page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize(("country", "size"), [("CA", (612, 792)), ("DE", (595, 842))])
def test_the_address_lies_in_the_window_and_the_paper_is_the_countrys(
    country: str, size: tuple[int, int]
) -> None:
    street = ("1 Example Street", "Floor 2", "Box 3")
    where = PostalAddress(street=street, city="Example City", country=country)
    page = reader_of(printed(address=where)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    places = [at for text, at in places_on(page).items() if text.startswith(("Floor 2", "Registrant"))]
    assert places
    for left, down in places:
        assert 22 <= left <= 30
        assert 52 <= down <= 80


@pytest.mark.parametrize("value", TYPST)
def test_no_value_is_ever_code(value: str) -> None:
    house = HOUSE.model_copy(update={"company": value, "phone": value})
    raw = letter(
        a_notice(), some_facts(reader=value, note=value), house, a_contact(family=value, organization=value)
    )
    said = text_of_pdf(raw)
    assert f"Registrant {value}" in said
    assert f"Hello {value}," in said
    assert f"Phone: {value}" in said
    assert "root:" not in said


LATIN = st.text(alphabet=st.characters(max_codepoint=0x24F), min_size=1, max_size=30)


@settings(max_examples=30)
@given(LATIN)
def test_every_latin_text_can_be_printed(value: str) -> None:
    assert letter(a_notice(), some_facts(reader=value), HOUSE, a_contact()).startswith(b"%PDF-")


@pytest.mark.parametrize("value", ["Пример", "Ελλάδα", "Łódź", "Ægir"])
def test_other_scripts_of_europe_can_be_read_too(value: str) -> None:
    assert f"Hello {value}," in text_of_pdf(letter(a_notice(), some_facts(reader=value), HOUSE, a_contact()))


def test_a_script_without_a_font_is_refused_and_not_left_out() -> None:
    with pytest.raises(ValueError, match="character that its fonts do not have") as refused:
        letter(a_notice(), some_facts(reader="例え"), HOUSE, a_contact())
    assert "例" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_printing_asks_nothing_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"@preview" not in json.dumps(printed().decode("latin-1")).encode()

    def refused(*_arguments: object) -> None:
        raise AssertionError("a letter is printed without the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert printed().startswith(b"%PDF-")


def test_a_letter_that_lacks_its_facts_is_not_printed() -> None:
    with pytest.raises(ValueError, match="last day to answer"):
        letter(a_notice(NoticeKind.VERIFICATION), some_facts(answer_by=None), HOUSE, a_contact())


def test_a_line_with_a_turned_direction_is_straightened() -> None:
    odd = Contact.model_validate(a_contact().model_dump() | {"family": "Ex\u202eample"})
    assert address_lines(odd, Language.ENGLISH)[0] == "Registrant Example"


def test_the_head_of_a_letter_shows_where_the_house_is() -> None:
    postal = ("100 Example Street", "Ottawa ON  K1A 0B1")
    head = letter(a_notice(), some_facts(), HOUSE.model_copy(update={"postal": postal}), a_contact())
    assert "\n".join((HOUSE.company, *postal)) in text_of_pdf(head)
    assert postal[0] not in text_of_pdf(letter(a_notice(), some_facts(), HOUSE, a_contact()))
