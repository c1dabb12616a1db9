"""Every vendor of the sandbox: an account is added, tried and taken over; what it has to tell is shown."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from registrar.catalogue import ADAPTERS
from registrar.support import Answer, Capability
from sandbox.box import Sandbox
from sandbox.vendors.catalogue import VENDORS
from tests.conformance.people import ADMIN
from tests.journeys.conftest import Staff

NAMES = [DomainName(f"held-{number}-example.com") for number in range(3)]
WITH_QUEUE = [
    slug for slug in sorted(VENDORS) if ADAPTERS[slug].supports[Capability.POLL].answer is Answer.CAN
]


@pytest.fixture
def house(founded: Staff) -> Staff:
    founded.must("client", "add", "bakery", "--name", "Example Bakery Inc.")
    return founded


def _hold(box: Sandbox, slug: str) -> None:
    handle = box.registry.create_contact(ADMIN, by=slug)
    for name in NAMES:
        box.registry.create(name, by=slug, years=2, contacts=dict.fromkeys(ContactRole, handle))


def _add(house: Staff, slug: str) -> None:
    vendor = house.box.vendors[slug]
    house.must(
        "account", "add", "box", "--registrar", slug, "--environment", "sandbox",
        "--username", vendor.username, "--endpoint", house.box.addresses.vendor(slug), "--key-from-stdin",
        stdin=vendor.secret,
    )  # fmt: skip


@pytest.mark.parametrize("slug", sorted(VENDORS))
def test_an_account_is_tried_and_its_names_are_taken_over(house: Staff, slug: str) -> None:
    _hold(house.box, slug)
    _add(house, slug)
    tried = house.must("account", "test", "box", "--json").data
    assert (tried["works"], tried["names"]) == (True, len(NAMES))
    read = house.must("account", "import", "box", "--client", "bakery", "--json").data
    assert {row["name"]: row["outcome"] for row in read} == dict.fromkeys(NAMES, "new")
    house.must("account", "import", "box", "--apply")
    assert [row["name"] for row in house.must("domains", "--json").data] == NAMES
    shown = house.must("domain", "show", NAMES[0], "--json").data
    assert shown["expires"] == f"{house.box.registry.info(NAMES[0]).registrar_expires_at:%Y-%m-%d}"
    assert house.box.log.ledger == ()


@pytest.mark.parametrize("slug", sorted(VENDORS))
def test_a_wrong_key_is_told_and_nothing_is_read(house: Staff, slug: str) -> None:
    _add(house, slug)
    house.box.vendors[slug].secret = "another-secret"
    tried = house.type("account", "test", "box", "--json")
    assert tried.code == 1
    assert tried.data["works"] is False
    assert "another-secret" not in tried.err


@pytest.mark.parametrize("slug", WITH_QUEUE)
def test_messages_are_shown_and_taken_off_the_queue_when_somebody_says_so(house: Staff, slug: str) -> None:
    _hold(house.box, slug)
    _add(house, slug)
    for name in NAMES[:2]:
        house.box.registry.leave_message(slug, name=name, event="renewed")
    once, again = (house.must("account", "events", "box", "--json").data for _ in range(2))
    assert once == again
    assert once[0]["name"] == NAMES[0]
    assert NAMES[1] in house.must("account", "events", "box", "--acknowledge").out
    assert "no message" in house.must("account", "events", "box").out
