"""Orders and people for the tests of OpenSRS; every word of theirs that must not leak."""

from pydantic import SecretStr

from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from registrar.contract import RegistrationRequest, TransferRequest

NAME = DomainName("example.ca")
LIMIT = Money(amount="20.00")
AUTH_INFO = "planted-transfer-secret"

OWNER = Contact(
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
AGENT = Contact(
    organization="Example Agency Ltd.",
    address=PostalAddress(street=("300 Sample Road",), city="Seattle", subdivision="US-WA", country="US"),
    phone=Phone.parse("+1.2065550133x12"),
    fax=Phone.parse("+1.2065550134"),
    email="agent@example.com",
)
ROLES = {ContactRole.REGISTRANT: OWNER, ContactRole.ADMIN: OWNER, ContactRole.TECH: AGENT}

PLANTED = (
    "planted-api-key",
    AUTH_INFO,
    "planted-Auth-Info",
    "Renée",
    "Boulangerie",
    "rue de l'Exemple",
    "Bureau 4",
    "H2Y 1A1",
    "5145550111",
    "2065550133",
    "renee@example.ca",
    "agent@example.com",
    "Example Agency",
)
"""Secrets and personal values that no text of ours may repeat."""


def order(name: DomainName = NAME, *, limit: Money = LIMIT, **changed: object) -> RegistrationRequest:
    """Return a complete order, with what a test changes."""
    attributes = {"ca.legal_type": "CCO", "ca.language": "fr", "ca.trademark": "no"}
    whole = {
        "reference": "order-1",
        "name": name,
        "years": 2,
        "contacts": ROLES,
        "nameservers": (HostName("ns1.example.net"), HostName("ns2.example.net")),
        "attributes": attributes if name.tld == "ca" else {},
        "price_limit": limit,
    }
    return RegistrationRequest.model_validate(whole | changed)


def transfer() -> TransferRequest:
    """Return a complete order of a transfer in."""
    return TransferRequest(
        reference="order-1",
        name=NAME,
        auth_info=SecretStr(AUTH_INFO),
        contacts=ROLES,
        price_limit=LIMIT,
    )
