"""Who stands on the names of a made-up portfolio: clients with a few contacts each, desks on hundreds."""

from collections.abc import Iterator
from typing import NamedTuple

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import Client, ClientKind, Slug

_CITIES = (
    ("Montréal", "CA-QC", "H2X 1Y4", "CA"),
    ("Ottawa", "CA-ON", "K1A 0B1", "CA"),
    ("Trois-Rivières", "CA-QC", "G9A 5C5", "CA"),
    ("Vancouver", "CA-BC", "V6B 4Y8", "CA"),
    ("New York", "US-NY", "10001", "US"),
)
_DESKS = 5
DESK = "desk"


class Person(NamedTuple):
    """A contact with its slug, of a client."""

    client: Slug
    slug: Slug
    contact: Contact


class People(NamedTuple):
    """Everybody of a portfolio. A person stands on many names."""

    clients: tuple[Client, ...]
    by_slug: dict[Slug, Person]

    def contacts(self, roles: dict[ContactRole, Slug]) -> dict[ContactRole, Contact]:
        """Return the contact of each role."""
        return {role: self.by_slug[slug].contact for role, slug in roles.items()}


def made_people(clients: int) -> People:
    """Return so many clients, with five contacts each, and the house's own desks."""
    companies = [_client(number) for number in range(clients)]
    house = Client(slug=DESK, name="Example Web Works", kind=ClientKind.COMPANY)
    people = [person for number in range(clients) for person in _of_client(number)]
    people += [_desk(number) for number in range(_DESKS)]
    return People((*companies, house), {person.slug: person for person in people})


def roles_for(number: int, clients: int, *, individual: bool) -> tuple[Slug, dict[ContactRole, Slug]]:
    """Return the client of the name `number`, and who stands on it."""
    client = f"client-{number % clients}"
    turn = number // clients
    registrant = f"{client}-person-{turn % 2}" if individual else f"{client}-owner"
    roles = {
        ContactRole.REGISTRANT: registrant,
        ContactRole.ADMIN: f"{client}-office-{turn % 2}",
        ContactRole.TECH: f"{DESK}-{number % _DESKS}",
    }
    return client, roles


def is_abroad(client: Slug) -> bool:
    """Whether a client sits in another country than most do."""
    return _place_of(int(client.rpartition("-")[2]))[3] != "CA"


def _client(number: int) -> Client:
    return Client(slug=f"client-{number}", name=f"Example Bakery {number}", kind=ClientKind.COMPANY)


def _of_client(number: int) -> Iterator[Person]:
    client = f"client-{number}"
    company = f"Société Exemplaire {number} Inc."
    yield Person(client, f"{client}-owner", _contact(number, "Registrant", company, "owner"))
    for turn in range(2):
        yield Person(client, f"{client}-person-{turn}", _contact(number, "Rédactrice", None, f"person{turn}"))
        office = _contact(number, f"Admin {'AB'[turn]}", company, f"office{turn}")
        yield Person(client, f"{client}-office-{turn}", office)


def _desk(number: int) -> Person:
    contact = _contact(900 + number, "Tech", "Example Web Works Ltd.", "desk")
    return Person(DESK, f"{DESK}-{number}", contact)


def _contact(number: int, given: str, organization: str | None, box: str) -> Contact:
    """A desk has a fax, an office an extension."""
    extension = f"x{number % 90 + 10}" if box.startswith("office") else ""
    city, subdivision, postal_code, country = _place_of(number)
    return Contact(
        given=given,
        family="Example",
        organization=organization,
        address=PostalAddress(
            street=(f"{100 + number} rue de l'Exemple", f"Suite {number % 9 + 1}"),
            city=city,
            subdivision=subdivision,
            postal_code=postal_code,
            country=country,
        ),
        phone=Phone.parse(f"+1.613555{number % 10000:04d}{extension}"),
        fax=Phone.parse("+1.6135558888") if box == "desk" else None,
        email=f"{box}-{number}@example.ca",
    )


def _place_of(number: int) -> tuple[str, str, str, str]:
    return _CITIES[number % len(_CITIES)]
