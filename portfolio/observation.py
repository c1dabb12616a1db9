"""What one source said at one instant: Seen, Absent or Unreadable. Silence never becomes news."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from portfolio.values import Instant, PersonalValue, PrintedMoment, Value


class Source(StrEnum):
    """Where an answer came from."""

    RDAP = "rdap"
    WHOIS = "whois"
    REGISTRAR = "registrar"


class Why(StrEnum):
    """Why an answer could not be read as one."""

    THROTTLED = "throttled"
    RESERVED = "reserved"
    UNAVAILABLE = "unavailable"
    NOT_UNDERSTOOD = "not understood"
    OTHER_NAME = "other name"
    NO_ANSWER = "no answer"
    NO_SERVER = "no server"
    REFUSED = "refused"


class Provenance(Value):
    """Who said it, and when. `server` is a host name or the registrar's slug."""

    source: Source
    server: str
    observed_at: Instant


class SeenContact(PersonalValue):
    """
    A contact as a source shows it, in the source's own spelling; None where it said nothing.

    `hidden` names the fields that the source holds but does not show (RFC 9537 redaction, placeholder texts).
    A hidden field's value is always None: a placeholder is not a value.
    """

    handle: str | None = None
    name: str | None = None
    organization: str | None = None
    street: tuple[str, ...] | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, contact: Contact) -> "SeenContact":
        """Return our own contact in the shape of an answer, so that the two can be compared."""
        address = contact.address
        return cls(
            name=contact.name,
            organization=contact.organization,
            street=address.street,
            city=address.city,
            state=address.subdivision,
            postal_code=address.postal_code,
            country=address.country,
            phone=contact.phone.epp,
            fax=contact.fax.epp if contact.fax else None,
            email=contact.email,
        )


CONTACT_FIELDS = (
    "name", "organization", "street", "city", "state", "postal_code", "country", "phone", "fax", "email",
)  # fmt: skip
"""The fields of a contact that can be compared, in the order people read them."""


class _Observation(PersonalValue):
    name: DomainName
    provenance: Provenance


class Seen(_Observation):
    """
    An answer about a registered name. A field is None when the source did not speak of it. Instants keep the
    offset that the source printed.

    `hidden` names whole-record fields that are redacted (for instance `registry_domain_id`). `borrowed` gives
    the provenance of the fields that another source supplied, by path (`expires_at`, `admin.email`, `admin`).
    """

    kind: Literal["seen"] = "seen"
    registered_at: PrintedMoment | None = None
    expires_at: PrintedMoment | None = None
    registrar_expires_at: PrintedMoment | None = None
    last_changed_at: PrintedMoment | None = None
    registrar: str | None = None
    registrar_iana_id: str | None = None
    registry_domain_id: str | None = None
    nameservers: frozenset[HostName] | None = None
    statuses: tuple[str, ...] | None = None
    delegation_signed: bool | None = None
    roles: dict[ContactRole, SeenContact] = Field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    borrowed: dict[str, Provenance] = Field(default_factory=dict)

    def provenance_of(self, path: str) -> Provenance:
        """Return who said the field at `path` (`expires_at`, `tech.email`)."""
        return self.borrowed.get(path) or self.borrowed.get(path.split(".", maxsplit=1)[0]) or self.provenance

    def is_hidden(self, path: str) -> bool:
        """Whether the source holds the field at `path` and does not show it."""
        role, _, field = path.partition(".")
        if not field:
            return path in self.hidden
        return any(field in contact.hidden for known, contact in self.roles.items() if known.value == role)


class Absent(_Observation):
    """The source says, in so many words, that the name is not registered."""

    kind: Literal["absent"] = "absent"


class Unreadable(_Observation):
    """
    No answer, or one that we cannot trust. Says nothing about the name.

    `retry_after` is how long the server asked to be left alone, from when it was asked; None where it did not
    say.
    """

    kind: Literal["unreadable"] = "unreadable"
    why: Why
    detail: str = ""
    retry_after: timedelta | None = None


Observation = Seen | Absent | Unreadable

Contacts = Mapping[ContactRole, Contact]
"""The contacts of a name by role, as we hold them."""
