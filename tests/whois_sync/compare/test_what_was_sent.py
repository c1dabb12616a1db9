"""Whether a registrar's record shows what was sent: spellings are no difference, gaps are no proof."""

from portfolio.contacts import ContactRole
from portfolio.observation import SeenContact
from tests.portfolio.samples import a_contact
from tests.whois_sync.pieces import OURS, REGISTRANT, TECH
from whois_sync.compare import differences


def shown(**changes: object) -> dict[ContactRole, SeenContact]:
    return {REGISTRANT: SeenContact.of(OURS[REGISTRANT]).model_copy(update=changes)}


def test_a_record_in_another_spelling_shows_what_was_sent() -> None:
    spelled = shown(
        name="EXAMPLE, REGISTRANT",
        street=("Apt 4, 100 Example St.",),
        organization="Example Bakery, Incorporated",
        phone="1 (613) 555-0123",
        country="Canada",
        state="Ontario",
    )
    assert differences({REGISTRANT: a_contact()}, spelled) == ()


def test_another_value_and_a_missing_one_are_differences() -> None:
    found = differences({REGISTRANT: a_contact()}, shown(email="former@example.org", city=None))
    assert [(one.path, one.theirs) for one in found] == [
        ("registrant.city", None),
        ("registrant.email", "former@example.org"),
    ]


def test_a_role_that_the_record_leaves_out_is_no_proof() -> None:
    found = differences({REGISTRANT: a_contact(), TECH: OURS[TECH]}, shown())
    assert [(one.path, one.ours, one.theirs) for one in found] == [("tech", None, None)]
