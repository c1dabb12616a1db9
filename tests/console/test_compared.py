"""The yearly data reminder says of each field what is public, and believes no unclear answer."""

from datetime import timedelta

import pytest

from console.compared import compared, shown_fields
from notifications.facts import DataLine, Published
from portfolio.contacts import Phone
from portfolio.observation import Observation, SeenContact, Source, Why
from tests.portfolio.samples import a_contact
from tests.whois_sync.pieces import NOON, OURS, REGISTRANT, a_seen, absent, said_by, unreadable, with_contact

OWNER = OURS[REGISTRANT]
FIELDS = ["name", "organization", "street", "city", "state", "postal_code", "country", "phone", "email"]


def public(*seen: Observation) -> dict[str, Published]:
    return {line.field: line.public for line in compared(OWNER, seen)}


def test_our_data_stand_as_people_write_them() -> None:
    assert shown_fields(OWNER) == {
        "name": "Registrant Example",
        "organization": "Example Bakery Inc.",
        "street": "100 Example Street, Suite 4",
        "city": "Ottawa",
        "state": "ON",
        "postal_code": "K1A 0B1",
        "country": "CA",
        "phone": "+1 613-555-0123",
        "email": "registrant@example.ca",
    }
    with_fax = a_contact(fax=Phone(number="+16135550124", extension="7"))
    assert shown_fields(with_fax)["fax"] == "+1 613-555-0124 x7"


def test_what_agrees_is_the_same_in_whatever_spelling() -> None:
    assert public(a_seen(Source.RDAP)) == dict.fromkeys(FIELDS, Published.SAME)
    shouting = with_contact(a_seen(Source.RDAP), REGISTRANT, name="REGISTRANT EXAMPLE", state="Ontario")
    assert public(shouting) == dict.fromkeys(FIELDS, Published.SAME)


def test_what_differs_is_hidden_or_left_out_is_told_apart() -> None:
    answer = with_contact(
        a_seen(Source.RDAP),
        REGISTRANT,
        city="Gatineau",
        phone=None,
        street=None,
        email="REDACTED FOR PRIVACY",
        hidden=frozenset({"phone"}),
    )
    said = public(answer)
    assert said["city"] is Published.DIFFERS
    assert said["phone"] is Published.HIDDEN
    assert said["email"] is Published.HIDDEN
    assert said["street"] is Published.NOT_PUBLISHED
    assert said["name"] is Published.SAME


def test_a_field_that_only_the_public_record_has_differs_from_nothing() -> None:
    answer = with_contact(a_seen(Source.RDAP), REGISTRANT, fax="+1.6135550199")
    assert compared(OWNER, [answer])[8] == DataLine(field="fax", ours="", public=Published.DIFFERS)
    assert [line.field for line in compared(OWNER, [answer])] == [*FIELDS[:8], "fax", "email"]


def test_rdap_goes_before_whois_whichever_comes_first() -> None:
    rdap = with_contact(a_seen(Source.RDAP), REGISTRANT, city="Gatineau")
    whois = with_contact(a_seen(Source.WHOIS), REGISTRANT, city="Hull")
    alone = public(whois)["city"]
    for order in ((rdap, whois), (whois, rdap)):
        assert public(*order)["city"] is Published.DIFFERS
        assert public(*order)["name"] is Published.SAME
    assert alone is Published.DIFFERS
    silent = a_seen(Source.RDAP, roles={REGISTRANT: SeenContact(hidden=frozenset(FIELDS))})
    assert public(silent, whois) == dict.fromkeys(FIELDS, Published.HIDDEN)


@pytest.mark.parametrize("why", list(Why))
def test_where_nobody_answered_nothing_is_known(why: Why) -> None:
    unknown = dict.fromkeys(FIELDS, Published.UNKNOWN)
    assert public() == unknown
    assert public(unreadable(Source.RDAP, why)) == unknown
    assert public(unreadable(Source.RDAP, why), absent(Source.WHOIS)) == unknown


def test_whois_is_read_where_rdap_gave_no_answer() -> None:
    assert public(unreadable(), a_seen(Source.WHOIS)) == dict.fromkeys(FIELDS, Published.SAME)


def test_an_old_answer_is_not_told_as_if_it_were_of_the_newest_look() -> None:
    old = a_seen(Source.WHOIS, provenance=said_by(Source.WHOIS, NOON - timedelta(days=1, seconds=1)))
    assert public(unreadable(), old) == dict.fromkeys(FIELDS, Published.UNKNOWN)
    of_one_look = a_seen(Source.WHOIS, provenance=said_by(Source.WHOIS, NOON - timedelta(days=1)))
    assert public(unreadable(), of_one_look) == dict.fromkeys(FIELDS, Published.SAME)


def test_no_line_shows_its_value_in_a_repr() -> None:
    assert "Example" not in repr(compared(OWNER, [a_seen(Source.RDAP)]))
