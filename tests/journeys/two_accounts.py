"""A house that knows a client and has an account at each of two registrars of the sandbox; no names yet."""

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.names import DomainName
from tests.journeys.conftest import Staff

AUTH_INFO = "let-me-go-0123456789"


def furnish(founded: Staff) -> Staff:
    """Add the client `bakery` and the accounts `box` (OpenSRS) and `core` (Name.com)."""
    founded.must("client", "add", "bakery", "--name", "Example Bakery Inc.")
    add_account(founded, "box")
    vendor, address = founded.box.vendors["namecom"], founded.box.addresses.vendor("namecom")
    founded.must(
        "account", "add", "core", "--registrar", "namecom", "--environment", "sandbox",
        "--username", vendor.username, "--endpoint", address,
        "--key-from-stdin",
        stdin=vendor.secret,
    )  # fmt: skip
    return founded


def add_account(staff: Staff, slug: str) -> None:
    """Add an account at OpenSRS."""
    staff.must(
        "account", "add", slug, "--registrar", "opensrs", "--environment", "sandbox",
        "--username", staff.box.opensrs_username, "--endpoint", staff.box.addresses.opensrs,
        "--key-from-stdin",
        stdin=staff.box.opensrs_key,
    )  # fmt: skip


def person(family: str = "Example") -> Contact:
    """A contact whose e-mail address is its family name's."""
    return Contact(
        given="Registrant",
        family=family,
        organization="Example Bakery Inc.",
        address=PostalAddress(
            street=("100 Example Street",), city="Ottawa", subdivision="CA-ON", postal_code="K1A 0B1",
            country="CA",
        ),
        phone=Phone(number="+16135550123"),
        email=f"{family.lower()}@example.com",
    )  # fmt: skip


def held_at(staff: Staff, sponsor: str, *names: str, family: str = "Example") -> None:
    """Let a registrar of the sandbox hold names, every role with the same contact."""
    for name in names:
        staff.box.registry.create(
            DomainName(name),
            by=sponsor,
            years=2,
            contacts=dict.fromkeys(ContactRole, person(family)),
            auth_info=AUTH_INFO,
        )


def moved(staff: Staff, name: str, *, by: str, from_: str) -> None:
    """Transfer a name between two registrars of the sandbox."""
    staff.box.registry.request_transfer(DomainName(name), by=by, auth_info=AUTH_INFO)
    staff.box.registry.approve_transfer(DomainName(name), by=from_)
