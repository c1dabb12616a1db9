import pytest

from orders.compare import difference
from portfolio.contacts import ContactRole
from portfolio.observation import SeenContact
from tests.orders.shop import contact

OWNER = contact("Étienne")
SENT = {ContactRole.REGISTRANT: OWNER}


def seen(**changes: str | None) -> dict[ContactRole, SeenContact]:
    return {ContactRole.REGISTRANT: SeenContact.of(OWNER).model_copy(update=changes)}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"email": "OWNER@Example.net"},
        {"name": "reader   ÉTIENNE"},
        {"name": "Reader E\N{COMBINING ACUTE ACCENT}tienne"},
        {"phone": "+1 613 555 0123"},
        {"city": "Toronto"},
    ],
)
def test_the_same_in_another_spelling_is_the_same(changes: dict[str, str]) -> None:
    assert difference(SENT, seen(**changes)) == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "other@example.net"}, "contacts differ: registrant.email"),
        ({"phone": "+1.6135550124"}, "contacts differ: registrant.phone"),
        ({"phone": "none"}, "contacts differ: registrant.phone"),
        (
            {"name": "Someone Else", "email": None},
            "contacts differ: registrant.name; contacts not shown: registrant.email",
        ),
    ],
)
def test_a_difference_names_fields_and_no_values(changes: dict[str, str | None], said: str) -> None:
    assert difference(SENT, seen(**changes)) == said


def test_a_role_that_is_not_shown_proves_nothing() -> None:
    assert difference(SENT, {}) == "contacts not shown: registrant"
