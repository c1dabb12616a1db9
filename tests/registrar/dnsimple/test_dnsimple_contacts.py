"""The one contact of a name, written as DNSimple wants it and read back as it was."""

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.dnsimple.wire import JOB_TITLE, seen, written
from registrar.contacts.single import the_registrant, whole_registrant
from registrar.errors import Unsupported
from tests.conformance.people import ADMIN, EVERYONE, ODD, REGISTRANT, TECH
from tests.registrar.dnsimple.dnsimple_edge import CONTACT, at_the_edge

NAME = DomainName("example.com")
HELD = ("a long organization",)


@pytest.mark.parametrize("who", EVERYONE.values(), ids=EVERYONE)
def test_a_contact_is_read_back_as_it_was_written(who: Contact) -> None:
    told = seen({"id": 88, **written(who, label="x")})
    assert told == SeenContact.of(who).model_copy(update={"handle": "88"})


def test_accents_two_lines_and_plain_phones_are_written_as_they_are() -> None:
    told = written(REGISTRANT, label="order-1")
    assert (told["first_name"], told["city"]) == ("Renée", "Montréal")
    assert (told["address1"], told["address2"]) == ("100, rue de l'Exemple", "Bureau 4")
    assert (told["phone"], told["state_province"], told["country"]) == ("+15145550111", "QC", "CA")
    assert (told["job_title"], told["label"]) == (JOB_TITLE, "order-1")


def test_a_person_has_no_job_title_and_what_is_empty_is_not_sent() -> None:
    told = written(TECH, label="x")
    assert "organization_name" not in told
    assert "job_title" not in told


@pytest.mark.parametrize("oddity", [oddity for oddity in ODD if oddity not in HELD])
def test_what_has_no_place_is_refused(oddity: str) -> None:
    with pytest.raises(Unsupported, match="cannot be held"):
        written(ODD[oddity], label="x")


@pytest.mark.parametrize("oddity", HELD)
def test_what_is_only_unusual_is_held(oddity: str) -> None:
    assert seen({"id": 1, **written(ODD[oddity], label="x")}).organization == ODD[oddity].organization


def test_what_is_empty_is_not_there() -> None:
    told = seen({**CONTACT, "organization_name": "", "address2": None})
    assert (told.organization, told.fax, told.street) == (None, None, ("100 Example Street",))
    assert (told.phone, told.state) == ("+1.6135550123", "CA-ON")


def test_one_contact_in_every_role_is_the_registrant() -> None:
    roles: list[ContactRole] = [ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH]
    everyone = dict.fromkeys(roles, REGISTRANT)
    assert the_registrant("dnsimple", NAME, everyone) == REGISTRANT
    assert whole_registrant("dnsimple", NAME, everyone) == REGISTRANT


@pytest.mark.parametrize("role", [ContactRole.ADMIN, ContactRole.TECH, ContactRole.BILLING])
def test_another_contact_in_any_role_is_refused(role: ContactRole) -> None:
    with pytest.raises(Unsupported, match=f"another {role}"):
        the_registrant("dnsimple", NAME, {ContactRole.REGISTRANT: REGISTRANT, role: ADMIN})


def test_no_role_is_filled_in() -> None:
    with pytest.raises(Unsupported, match="missing"):
        whole_registrant("dnsimple", NAME, {ContactRole.REGISTRANT: REGISTRANT})


def test_a_contact_is_made_once_and_its_answer_must_be_of_it() -> None:
    with at_the_edge() as (edge, registrar):
        kept = registrar.handle_contact("88")
        assert fingerprint(kept) == fingerprint(seen(CONTACT))
        assert registrar.handles(NAME) == {ContactRole.REGISTRANT: "88"}
        assert edge.of("POST contacts") == []
