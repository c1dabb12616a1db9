"""What Name.com is told and answers (its OpenAPI document 1.7.0), and what its HTTP statuses are to us."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, Field
from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar import errors
from registrar.asked_fields import AskedFields
from registrar.contact_words import ContactWords
from registrar.inline_contacts import raise_if_unholdable
from registrar.json_line import Manner
from registrar.json_reply import Number, Theirs, words_in
from registrar.plain_contact import unholdable
from registrar.statuses import PLAIN, Meaning, StatusTable, always
from registrar.told import SignerTold

_EXPIRED = always("the name has expired", errors.StatusProhibits)

STATUSES = StatusTable(
    usual={
        **PLAIN,
        406: always("no auth_info can be had here", errors.Refused),
        415: always("the kind of content is not accepted", errors.ValueRefused),
        # Documented as passing. Nothing was ordered; ordering again is for people to decide.
        422: Meaning("no price can be told now", errors.TryAgain, errors.Refused),
        500: Meaning("the server failed", errors.TryAgain, errors.OutcomeUnknown),
        501: always("the registrar does not offer this", errors.Unsupported),
        502: Meaning("the registry cannot be reached", errors.TryAgain, errors.OutcomeUnknown),
    },
    special={
        **{(operation, 403): _EXPIRED for operation in ("UpdateDomain", "SetContacts", "SetNameservers")},
        ("CreateDomain", 404): always("the name is not sold here", errors.ValueRefused),
        # A request under this key was there before: what became of that one is not known here.
        ("CreateDomain", 409): always("the key was used for another request", errors.OutcomeUnknown),
        ("CheckAvailability", 422): always("the name is not sold here", errors.Refused),
    },
)

MANNER = Manner(
    statuses=STATUSES,
    refusal=lambda reply: words_in(reply, "message", "details"),
    has_refusal=lambda reply: "message" in reply.items,
    resets="x-ratelimit-reset",
)
Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class _About(_Camel):
    domain_name: str


class Domain(_About):
    """A name, its contacts by role."""

    create_date: AwareDatetime | None = None
    expire_date: AwareDatetime
    autorenew_enabled: bool | None = None
    locked: bool | None = None
    privacy_enabled: bool | None = None
    contacts: dict[str, dict[str, str | None] | None] = {}
    nameservers: frozenset[HostName] | None = None


class Listed(_About):
    """A name in a list, and what CheckAvailability says of it; older answers leave a no out."""

    purchasable: bool = False
    premium: bool = False
    purchase_type: str = ""


class Domains(_Camel):
    """A page of the account's names; older answers tell no total."""

    domains: list[Listed]
    total_count: int | None = None
    next_page: int | None = None


class Pricing(_Camel):
    """Prices in US dollars for the years asked for, a transfer's for one year; null is "not sold now"."""

    premium: bool = False
    purchase_price: Amount | None = None
    renewal_price: Amount | None
    transfer_price: Amount | None = None


class Transfer(_About):
    """A transfer in."""

    status: str


class Bought(_Camel):
    """An order that was taken: what it is about, its number, and what was paid with taxes."""

    order: Annotated[int, Field(gt=0)]
    total_paid: Amount | None = None
    domain: Domain | None = None
    transfer: Transfer | None = None


class Balance(_Camel):
    """The account's credit in US dollars."""

    balance: Number


class Requirements(_Camel):
    """The answer of GetRequirement."""

    requirements: AskedFields


class Signer(_About, SignerTold):
    """A name's signer (DS record)."""


WORDS = ContactWords(
    given="firstName", family="lastName", organization="companyName", street=("address1", "address2"),
    city="city", subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax",
    email="email", bare_phones=True,
)  # fmt: skip


def written(name: DomainName, contacts: Mapping[ContactRole, Contact]) -> dict[str, dict[str, str]]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it has no place for."""
    raise_if_unholdable("namecom", name, contacts, unholdable)
    return {role.value: WORDS.written(contact) for role, contact in contacts.items()}
