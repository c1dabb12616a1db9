"""Three different people and a company, at addresses and numbers that are reserved for examples."""

from collections.abc import Iterator, Mapping

from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress

REGISTRANT = Contact(
    given="Renée",
    family="Exemple",
    organization="Boulangerie Exemple Inc.",
    address=PostalAddress(
        street=("100, rue de l'Exemple", "Bureau 4"),
        city="Montréal",
        subdivision="CA-QC",
        postal_code="H2Y 1A1",
        country="CA",
    ),
    phone=Phone.parse("+1.5145550111"),
    email="renee@example.ca",
    language=Language.FRENCH,
)

ADMIN = Contact(
    given="One",
    family="Sample",
    organization="Example Agency Ltd.",
    address=PostalAddress(
        street=("200 Sample Street",),
        city="Ottawa",
        subdivision="CA-ON",
        postal_code="K1A 0B1",
        country="CA",
    ),
    phone=Phone.parse("+1.6135550122"),
    email="one@example.com",
)

TECH = Contact(
    given="Tove",
    family="Næssmple",
    address=PostalAddress(
        street=("300 Example Avenue", "Floor 3"),
        city="Seattle",
        subdivision="US-WA",
        postal_code="98101",
        country="US",
    ),
    phone=Phone.parse("+1.2065550133"),
    fax=Phone.parse("+1.2065550134"),
    email="tove@example.net",
)

BILLING = Contact(
    given="Björn",
    family="Beispiel",
    organization="Example Ledger Inc.",
    address=PostalAddress(
        street=("400 Invoice Lane",),
        city="Vancouver",
        subdivision="CA-BC",
        postal_code="V6B 1A1",
        country="CA",
    ),
    phone=Phone.parse("+1.6045550144"),
    email="bjorn@example.org",
)

ODD: Mapping[str, Contact] = {
    "an extension": ADMIN.model_copy(update={"phone": Phone.parse("+1.6135550122x42")}),
    "three street lines": TECH.model_copy(
        update={
            "address": TECH.address.model_copy(update={"street": ("300 Example Avenue", "Floor 3", "Room 7")})
        }
    ),
    "one name only": ADMIN.model_copy(update={"given": None, "family": "Mononym"}),
    "an organization only": ADMIN.model_copy(update={"given": None, "family": None}),
    "a long organization": ADMIN.model_copy(update={"organization": f"{'Longue ' * 28}Association Inc."}),
    "no province": TECH.model_copy(
        update={"address": TECH.address.model_copy(update={"subdivision": None, "country": "FR"})}
    ),
    "letters that are not Latin": TECH.model_copy(update={"given": "Пример", "family": "Образец"}),
}
"""What not every vendor has a place for: held whole, or refused before anything is sent."""

NEW_TECH = TECH.model_copy(update={"given": "Noël", "email": "noel@example.net", "fax": None})

EVERYONE = {
    ContactRole.REGISTRANT: REGISTRANT,
    ContactRole.ADMIN: ADMIN,
    ContactRole.TECH: TECH,
    ContactRole.BILLING: BILLING,
}


def roles_of(tld: str) -> Mapping[ContactRole, Contact]:
    """Return the contacts that a name under `tld` has: `.ca` has no billing contact (CIRA)."""
    return {role: who for role, who in EVERYONE.items() if (tld, role) != ("ca", ContactRole.BILLING)}


def personal_values() -> Iterator[str]:
    """Yield every text that may stand in no error and no log line."""
    for who in (*EVERYONE.values(), NEW_TECH):
        yield from (
            who.name,
            who.email,
            who.phone.number,
            who.phone.number.removeprefix("+1"),
            who.address.street[0],
        )
