"""What Name.com is told and answers, in the spelling of its OpenAPI document 1.7.0; only what we read."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, Field
from pydantic.alias_generators import to_camel

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.answers.told import SignerTold
from registrar.contacts.inline import raise_if_unholdable
from registrar.contacts.plain import unholdable
from registrar.contacts.words import ContactWords
from registrar.in_json.asked_fields import AskedFields
from registrar.in_json.reply import Number, Theirs

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
