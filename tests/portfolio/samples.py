"""People who do not exist, at addresses and numbers that are reserved for examples."""

from portfolio.contacts import Contact, Language, Phone, PostalAddress


def a_contact(**changes: object) -> Contact:
    """Return a complete Canadian contact, with `changes` to its fields."""
    fields: dict[str, object] = {
        "given": "Registrant",
        "family": "Example",
        "organization": "Example Bakery Inc.",
        "address": PostalAddress(
            street=("100 Example Street", "Suite 4"),
            city="Ottawa",
            subdivision="CA-ON",
            postal_code="K1A 0B1",
            country="CA",
        ),
        "phone": Phone.parse("+1.6135550123"),
        "email": "registrant@example.ca",
        "language": Language.ENGLISH,
    }
    return Contact.model_validate(fields | changes)
