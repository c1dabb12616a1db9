"""A contact comes back as it was sent: phones, provinces, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import SUBDIVISIONS, Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.names import DomainName
from portfolio.observation import CONTACT_FIELDS, SeenContact
from registrar.adapters.opensrs.contacts import contact_set, raise_if_role_is_refused, seen_roles
from registrar.adapters.opensrs.wire import Item, read, write
from registrar.errors import Unsupported
from tests.registrar.opensrs.opensrs_samples import AGENT, OWNER

_line = (
    st.text(
        st.characters(min_codepoint=33, max_codepoint=0x24F, blacklist_characters="\x7f\x85\xad"),
        min_size=1,
        max_size=30,
    )
    .map(str.strip)
    .filter(bool)
)
_maybe = st.none() | _line


@st.composite
def _addresses(draw: st.DrawFn) -> PostalAddress:
    country = draw(st.sampled_from(["CA", "US", "FR", "DE", "JP"]))
    codes = [f"{country}-{code}" for code in sorted(SUBDIVISIONS.get(country, {"75", "BY", "13"}))]
    return PostalAddress(
        street=tuple(draw(st.lists(_line, min_size=1, max_size=3))),
        city=draw(_line),
        subdivision=draw(st.none() | st.sampled_from(codes)),
        postal_code=draw(_maybe),
        country=country,
    )


_phones = st.builds(
    lambda digits, extension: Phone(number=f"+1613555{digits:04d}", extension=extension),
    st.integers(0, 9999),
    st.none() | st.integers(1, 9999).map(str),
)


@st.composite
def _contacts(draw: st.DrawFn) -> Contact:
    family, organization = draw(st.tuples(_maybe, _maybe).filter(any))
    return Contact(
        given=draw(_maybe),
        family=family,
        organization=organization,
        address=draw(_addresses()),
        phone=draw(_phones),
        fax=draw(st.none() | _phones),
        email=draw(st.sampled_from(["one@example.com", "renee@example.ca"])),
        language=draw(st.sampled_from(list(Language))),
    )


def _there_and_back(contact: Contact) -> SeenContact:
    """Send a contact through an envelope, as the vendor would give it back."""
    body = write("get", {"contact_set": contact_set({ContactRole.ADMIN: contact})})
    verdict = (
        b'<item key="action">REPLY</item><item key="is_success">1</item><item key="response_code">200</item>'
    )
    reply = read(body.replace(b'<item key="action">get</item>', verdict, 1))
    held = reply.attributes["contact_set"]
    assert isinstance(held, dict)
    return seen_roles(held)[ContactRole.ADMIN]


@given(_contacts())
def test_a_contact_comes_back_as_it_was_sent(contact: Contact) -> None:
    sent = SeenContact.of(contact)
    unset = dict.fromkeys((field for field in CONTACT_FIELDS if getattr(sent, field) is None), "")
    assert _there_and_back(contact) == sent.model_copy(update=unset)


def test_an_item_that_the_answer_leaves_out_is_not_said_to_be_empty() -> None:
    seen = seen_roles({"tech": {"last_name": "Technician Example", "fax": None}})[ContactRole.TECH]
    assert (seen.name, seen.fax) == ("Technician Example", "")
    assert (seen.organization, seen.street, seen.email, seen.phone) == (None, None, None, None)


@given(_contacts())
def test_the_last_name_is_never_empty(contact: Contact) -> None:
    (fields,) = contact_set({ContactRole.TECH: contact}).values()
    assert fields["last_name"].strip()


def test_a_contact_is_written_in_the_vendors_spelling() -> None:
    fields = contact_set({ContactRole.REGISTRANT: OWNER})["owner"]
    assert (fields["first_name"], fields["last_name"]) == ("Renée", "Exemple")
    assert (fields["state"], fields["country"], fields["lang_pref"]) == ("QC", "CA", "FR")
    assert (fields["phone"], fields["fax"], fields["address3"]) == ("+1.5145550111", "", "")
    assert contact_set({ContactRole.TECH: AGENT})["tech"]["phone"] == "+1.2065550133x12"


def _seen(**fields: Item) -> SeenContact:
    return seen_roles({"owner": fields})[ContactRole.REGISTRANT]


@pytest.mark.parametrize(
    ("state", "country", "told"),
    [
        ("ON", "CA", "CA-ON"),
        ("on", "ca", "CA-ON"),
        ("CA-ON", "CA", "CA-ON"),
        ("Ontario", "CA", "Ontario"),
        ("XX", "CA", "XX"),
        ("75", "FR", "FR-75"),
        ("Île-de-France", "FR", "Île-de-France"),
        ("ON", None, "ON"),
        (None, "CA", ""),
    ],
)
def test_a_subdivision_is_mapped_where_it_is_a_code(
    state: str | None, country: str | None, told: str | None
) -> None:
    assert _seen(state=state, country=country).state == told


def test_a_phone_that_cannot_be_read_stays_as_the_registrar_shows_it() -> None:
    assert _seen(phone="ask reception").phone == "ask reception"
    assert _seen(phone="+1 613 555 0123").phone == "+1.6135550123"


def test_a_role_without_fields_is_not_held() -> None:
    assert seen_roles({"owner": {}, "admin": None}) == {}


def test_a_billing_contact_is_unsupported_under_ca_alone() -> None:
    with pytest.raises(Unsupported):
        raise_if_role_is_refused(DomainName("example.ca"), {ContactRole.BILLING: OWNER})
    raise_if_role_is_refused(DomainName("example.com"), {ContactRole.BILLING: OWNER})
    raise_if_role_is_refused(DomainName("example.ca"), {ContactRole.TECH: OWNER})
