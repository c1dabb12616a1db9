"""What the company keeps: clients, contacts in versions, registrar accounts, and names held for them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints

from portfolio.contacts import Contact, ContactRole, Language
from portfolio.names import DomainName, HostName
from portfolio.registration import Registration, Status
from portfolio.values import Instant, Moment, PersonalValue, Value

Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")
]
"""A short name that staff type: a client's, a contact's, an account's. One line."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
"""A short name in lower case, digits and hyphens."""


class ClientKind(StrEnum):
    """What a client is in law; individuals' data is hidden by more registries than companies'."""

    COMPANY = "company"
    SOLE_PROPRIETOR = "sole proprietor"
    INDIVIDUAL = "individual"


class Client(PersonalValue):
    """Someone whose names we hold. `slug` is what staff type and is unique."""

    slug: Slug
    name: Label
    kind: ClientKind
    language: Language = Language.ENGLISH
    timezone: str = "America/Toronto"


class ContactVersion(PersonalValue):
    """One version of one contact of a client. `slug` is unique; versions count from 1, the newest holds."""

    client: Slug
    slug: Slug
    version: int = 1
    contact: Contact


class Environment(StrEnum):
    """Live money or a vendor's test system: never mixed."""

    LIVE = "live"
    SANDBOX = "sandbox"


class RegistrarAccount(Value):
    """Our login at one registrar. The secret is not here: it lies in a file of its own."""

    slug: Slug
    registrar: Slug
    environment: Environment = Environment.LIVE
    endpoint: str
    username: str


class HeldDomain(Value):
    """
    A name that we hold for a client, as our records believe it to be.

    `roles` gives the contact's slug for each role. The three dates are those of `Registration`.
    `delegation_signed` is whether the delegation should be signed (DNSSEC); None where nobody has said so.
    """

    name: DomainName
    client: Slug
    account: Slug
    roles: dict[ContactRole, Slug]
    registered_at: Moment | None = None
    expires_at: Moment | None = None
    registrar_expires_at: Moment | None = None
    nameservers: frozenset[HostName] | None = None
    statuses: frozenset[Status] | None = None
    delegation_signed: bool | None = None
    auto_renew: bool | None = None
    refreshed_at: Instant | None = None

    @classmethod
    def of(
        cls,
        registration: Registration,
        *,
        client: str,
        account: str,
        roles: Mapping[ContactRole, str],
        refreshed_at: datetime | None = None,
    ) -> Self:
        """Return the name as `registration`, its registrar's own record, shows it: held from now on."""
        said = {field: getattr(registration, field) for field in SAID_BY_REGISTRAR}
        return cls.model_validate(
            {
                "name": registration.name,
                "client": client,
                "account": account,
                "roles": dict(roles),
                "refreshed_at": refreshed_at,
            }
            | said
        )


SAID_BY_REGISTRAR = (
    "registered_at",
    "expires_at",
    "registrar_expires_at",
    "nameservers",
    "statuses",
    "delegation_signed",
    "auto_renew",
)
"""What of a held name is the sponsoring registrar's word, and is taken over from its record."""
