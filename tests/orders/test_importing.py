"""What a registrar shows of a contact becomes ours only when it is complete."""

import pytest

from orders.importing import NotTaken, contact_from
from portfolio.observation import SeenContact
from tests.portfolio.samples import a_contact


def test_a_complete_record_is_taken_as_the_contact_that_it_shows() -> None:
    assert contact_from(SeenContact.of(a_contact())) == a_contact()


def test_a_company_without_a_person_stays_a_company() -> None:
    company = a_contact(given=None, family=None)
    assert contact_from(SeenContact.of(company)) == company


@pytest.mark.parametrize(
    "lack",
    [
        {"phone": None},
        {"phone": "call us"},
        {"email": None},
        {"country": None},
        {"street": ()},
        {"city": None},
    ],
)
def test_an_incomplete_record_is_not_taken_and_not_guessed(lack: dict[str, object]) -> None:
    seen = SeenContact.of(a_contact()).model_copy(update=lack)
    with pytest.raises(NotTaken) as refused:
        contact_from(seen)
    assert "registrant@example.ca" not in str(refused.value)
