"""What a registry keeps (objects) and what it answers (records). Frozen values; none knows the time."""

import secrets

from portfolio.contacts import Contact, ContactRole
from portfolio.lifecycle import Phase
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from portfolio.values import Instant, PersonalValue, Value


class Sponsor(Value):
    """A registrar that the registry has accredited. `slug` is what it logs in as (EPP clID)."""

    slug: str
    name: str
    iana_id: str
    url: str
    whois_server: str
    abuse_email: str
    abuse_phone: str


class Transfer(Value):
    """A change of sponsoring registrar that has been asked for and not decided."""

    gaining_registrar: str
    losing_registrar: str
    requested_at: Instant


class ContactObject(PersonalValue):
    """A contact under its handle (RFC 5733). Handles can be shared by names of one registrar."""

    handle: str
    sponsor: str
    contact: Contact


class DomainObject(PersonalValue):
    """
    A name as the registry stores it: facts only. Phase, statuses and expiry are projected (`sandbox.life`).

    `paid_until` is until when the sponsoring registrar has paid; `statuses` are those that were set by hand.
    `auto_renew` is the registrar's own switch, `attributes` the TLD's own, in our names (`ca.legal_type`).
    """

    name: DomainName
    registry_domain_id: str
    sponsor: str
    handles: dict[ContactRole, str]
    nameservers: tuple[HostName, ...] = ()
    statuses: frozenset[Status] = frozenset()
    auth_info: str
    registered_at: Instant
    paid_until: Instant
    last_changed_at: Instant
    renewed_at: Instant | None = None
    transferred_at: Instant | None = None
    deleted_at: Instant | None = None
    restore_asked_at: Instant | None = None
    transfer: Transfer | None = None
    auto_renew: bool = False
    auto_renew_failed_for: Instant | None = None
    attributes: dict[str, str] = {}
    delegation_signed: bool = False
    told: Phase = Phase.REGISTERED


class Manner(PersonalValue):
    """
    How public servers show a record, where they do not show it by the rules of its TLD.

    With `hides` every contact is redacted whole; `stand_in` is who is shown in every role in the place of
    whoever is there, openly (a privacy or proxy service); with `spells_out` numbers, countries and provinces
    are written as people write them.
    """

    hides: bool = False
    stand_in: Contact | None = None
    spells_out: bool = False


class DomainRecord(PersonalValue):
    """
    A name as it stands at an instant: what the registry answers to those who may see everything.

    `expires_at` is the registry's date, which jumps a year on by itself at expiry; `registrar_expires_at` is
    until when the sponsoring registrar has paid; `deleted_at` is since when it is in redemption or beyond.
    `auth_info` is None for whoever may not know it.
    """

    name: DomainName
    phase: Phase
    registry_domain_id: str
    sponsor: Sponsor
    contacts: dict[ContactRole, Contact]
    handles: dict[ContactRole, str]
    nameservers: tuple[HostName, ...]
    statuses: tuple[Status, ...]
    registered_at: Instant
    expires_at: Instant
    registrar_expires_at: Instant
    last_changed_at: Instant
    transferred_at: Instant | None = None
    deleted_at: Instant | None = None
    transfer: Transfer | None = None
    auto_renew: bool = False
    attributes: dict[str, str] = {}
    delegation_signed: bool = False
    auth_info: str | None = None
    manner: Manner = Manner()

    @property
    def is_held_by_an_individual(self) -> bool:
        """Whether the registrant is a person: none without an organization is taken for anything else."""
        registrant = self.contacts.get(ContactRole.REGISTRANT)
        return registrant is None or registrant.organization is None


def new_auth_info() -> str:
    """Return a fresh transfer secret: random, with a letter, a digit and a sign in it."""
    return f"{secrets.token_urlsafe(12)}-a7"
