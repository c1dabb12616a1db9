"""No form is so forgiving that two people, addresses or numbers become one, nor so strict that it turns."""

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from portfolio.contacts import Contact, Phone
from portfolio.drift import Verdict
from portfolio.observation import CONTACT_FIELDS, SeenContact, Source
from tests.portfolio.samples import a_contact
from tests.whois_sync.pieces import REGISTRANT, a_held, a_seen, table_of
from whois_sync.compare.alike import likeness
from whois_sync.compare.fields import forms_of, texts_of
from whois_sync.compare.phones import in_epp
from whois_sync.compare.text import unaccented

# Words that no abbreviation knows, so that another letter is another word.
WORD = st.text(alphabet="bdgkmpvz", min_size=6, max_size=10).map(str.title)
NAME = st.tuples(WORD, WORD).map(" ".join)
FIELDS = st.sampled_from(["name", "organization", "street", "city"])
NUMBER = st.integers(1, 99_999)
PHONE = st.integers(2_000_000, 9_999_999).map(lambda number: f"+1.613{number}")
POSTAL = st.tuples(*[st.sampled_from(c) for c in ("KLM", "123", "ABC", "123", "ABC", "123")]).map("".join)


def alike(field: str, one: str, other: str) -> bool:
    return likeness(one, other, forms_of(field, "CA")) is not None


@given(FIELDS, NAME, st.data())
def test_another_letter_is_another_value(field: str, name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    assume(name[at] != " " and name[at].lower() != letter)
    assert not alike(field, name, name[:at] + letter + name[at + 1 :])


@given(FIELDS, NAME, st.data())
def test_a_letter_more_or_less_is_another_value(field: str, name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1).filter(lambda at: name[at] != " "))
    assert not alike(field, name, name[:at] + name[at + 1 :])


@given(NUMBER, NUMBER, NUMBER, NUMBER, NAME)
def test_another_number_or_unit_is_another_address(a: int, b: int, c: int, d: int, name: str) -> None:
    one, other = f"{a} {name} Street\nSuite {b}", f"{c} {name} St, Apt. {d}"
    assert alike("street", one, other) == ((a, b) == (c, d))
    assert alike("street", f"{b}-{a} {name} St.", other) == ((a, b) == (c, d))


@given(NUMBER, NUMBER, NAME)
def test_numbers_do_not_run_together(a: int, b: int, name: str) -> None:
    assert not alike("street", f"{a} {b} {name}", f"{a}{b} {name}")
    assert not alike("street", f"{a}-{b} {name}", f"{a}{b} {name}")


@given(PHONE, PHONE, st.integers(0, 99), st.integers(0, 99))
def test_another_digit_is_another_phone(one: str, other: str, ours: int, theirs: int) -> None:
    written = f"({other[3:6]}) {other[6:9]}-{other[9:]}"
    assert alike("phone", one, written) == (one == other)
    with_one, with_other = f"{one}x{ours}", f"{written} ext. {theirs}"
    assert alike("phone", with_one, with_other) == (one == other and ours == theirs)


@given(POSTAL, POSTAL)
def test_another_postal_code_is_another(one: str, other: str) -> None:
    assert alike("postal_code", one, f"{other[:3]} {other[3:].lower()}") == (one == other)


@given(WORD, WORD, WORD)
def test_another_mailbox_or_domain_is_another_address(one: str, other: str, domain: str) -> None:
    assert alike("email", f"{one}@example.ca", f"{other.upper()}@EXAMPLE.ca") == (one == other)
    assert not alike("email", f"{one}@{domain}.example.ca", f"{one}@x{domain}.example.ca")


@given(NAME, st.sampled_from(["Inc.", "Ltd.", "GmbH", "S.A.", "LLC", "Pty Ltd", "B.V."]))
def test_an_organization_without_its_form_is_another(name: str, form: str) -> None:
    assert not alike("organization", f"{name} {form}", name)


CONTACTS = st.builds(
    lambda family, number: a_contact(family=family, phone=Phone(number=number.replace(".", ""))), WORD, PHONE
)


@given(CONTACTS, CONTACTS, st.sampled_from([Source.REGISTRAR, Source.RDAP]))
def test_the_verdict_is_of_the_same_kind_whoever_is_ours(
    one: Contact, other: Contact, source: Source
) -> None:
    def drifting(ours: Contact, theirs: Contact) -> set[str]:
        seen = a_seen(source, roles={REGISTRANT: SeenContact.of(theirs)})
        held = a_held(roles={REGISTRANT: "owner"})
        rows = table_of(seen, seen, held=held, contacts={REGISTRANT: ours})
        return {path for path, row in rows.items() if row.drifts}

    assert drifting(one, other) == drifting(other, one)
    assert drifting(one, one) == set()


@given(CONTACTS, CONTACTS)
def test_the_same_is_said_of_the_same_twice(one: Contact, other: Contact) -> None:
    seen = a_seen(roles={REGISTRANT: SeenContact.of(other)})
    held = a_held(roles={REGISTRANT: "owner"})
    tables = [table_of(seen, seen, held=held, contacts={REGISTRANT: one}) for _ in range(2)]
    assert tables[0] == tables[1]


@given(CONTACTS)
def test_our_own_texts_are_those_of_an_answer_that_repeats_them(contact: Contact) -> None:
    shown = SeenContact.of(contact)
    texts = texts_of(contact)
    assert set(texts) == set(CONTACT_FIELDS)
    assert texts["phone"] == shown.phone
    assert texts["street"] == "\n".join(shown.street or ())


@given(st.sampled_from(["+16135550123", "+442079460000", "+390669821234", "+8888123456", "+37251234567"]))
def test_our_number_is_written_as_in_epp(number: str) -> None:
    for extension in (None, "12"):
        phone = Phone(number=number, extension=extension)
        assert in_epp(phone) == phone.epp


def test_a_number_of_no_country_is_compared_as_it_is() -> None:
    assert in_epp(Phone(number="+99912345", extension="1")) == "+99912345x1"


@given(NAME.map(lambda name: name.replace("b", "é").replace("d", "ü")), st.data())
def test_a_lost_letter_stands_only_for_a_letter_that_could_be_lost(name: str, data: st.DataObject) -> None:
    assume(any(not c.isascii() for c in name))
    lost = "".join(c if c.isascii() else "?" for c in name)
    assume(2 * lost.count("?") < len(lost) - 1)
    assert alike("name", name, lost)
    assert alike("name", lost, name)
    kept = data.draw(st.sampled_from([at for at, c in enumerate(lost) if c not in "? "]))
    assert not alike("name", name, f"{lost[:kept]}x{lost[kept + 1 :]}")
    assert not alike("name", unaccented(name), lost)


def test_a_drift_and_a_spelling_are_told_apart_in_one_row() -> None:
    seen = a_seen(roles={REGISTRANT: SeenContact.of(a_contact(given="Someone"))})
    row = table_of(seen, held=a_held(roles={REGISTRANT: "owner"}))["registrant.name"]
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.DRIFT, Verdict.SAME)
