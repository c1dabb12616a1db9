"""Orders and people for the tests of OpenSRS; every word of theirs that must not leak."""

from datetime import date

from pydantic import SecretStr

from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar.contract import (
    OrderSought,
    RegistrationRequest,
    RenewalRequest,
    RestoreRequest,
    TransferRequest,
)

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


EXPIRES = date(2028, 3, 1)
"""When the sample name ends."""


def renewal(**changed: object) -> RenewalRequest:
    """Return a complete order of a renewal, with what a test changes."""
    whole = {
        "reference": "order-1",
        "name": NAME,
        "years": 1,
        "current_expiry": EXPIRES,
        "price_limit": LIMIT,
    }
    return RenewalRequest.model_validate(whole | changed)


def restoring() -> RestoreRequest:
    """Return a complete order to bring the name back."""
    return RestoreRequest(reference="order-1", name=NAME, price_limit=Money(amount="90.00"))


def sought(kind: OrderKind = OrderKind.REGISTER, *, number: str | None = None) -> OrderSought:
    """Return what to look for: the sample order of one kind."""
    return OrderSought(reference="order-1", name=NAME, kind=kind, vendor_reference=number)
