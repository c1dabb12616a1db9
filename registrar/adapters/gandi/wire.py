"""Gandi's spelling, as its API documents have it: contacts, and what we read of its answers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AliasChoices, AliasPath, AwareDatetime, Field

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.tld import rules_for
from registrar import attributes
from registrar.contacts.inline import half_named_or_foreign, raise_if_incomplete, raise_if_unholdable
from registrar.contacts.words import ContactWords
from registrar.in_json.domain import DomainTold
from registrar.in_json.reply import Theirs

_Contacts = Mapping[ContactRole, Contact]
_THEIRS = {"registrant": "owner", "admin": "admin", "tech": "tech", "billing": "bill"}
_WORDS = ContactWords(
    given="given", family="family", organization="orgname", street=("streetaddr",), city="city",
    subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax", email="email",
    whole=True,
)  # fmt: skip
_FLAGS = dict.fromkeys(("data_obfuscated", "mail_obfuscated", "same_as_owner"), bool)
Person = Annotated[dict[str, object], _WORDS.checked(lang=str, type=object, extra_parameters=dict, **_FLAGS)]
"""A contact: what it has of the fields that we know. Its type is told as a word or as a number."""


def written(name: DomainName, contacts: _Contacts) -> dict[str, Person]:
    """Return the roles in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    raise_if_unholdable("gandi", name, contacts, half_named_or_foreign)
    return {
        _THEIRS[role]: {
            **_WORDS.written(contact),
            "lang": contact.language.value,
            "type": "company" if contact.organization else "individual",
        }
        for role, contact in contacts.items()
    }


def ordered(name: DomainName, contacts: _Contacts, given: Mapping[str, str]) -> dict[str, Person]:
    """Return the contacts of an order, with the owner's what the TLD wants. Raises `Unsupported`."""
    people, sent = written(name, contacts), attributes.written("gandi", name, given)
    raise_if_incomplete("gandi", name, contacts)
    extra = {key: value for key, value in sent.items() if key.startswith("x-")}
    people["owner"] |= {key: value for key, value in sent.items() if key not in extra}
    people["owner"] |= {"extra_parameters": extra} if extra else {}
    return people


def with_kept(new: Person, held: Person) -> Person:
    """Return a contact with what stays of the one that is held: what is public, what the TLD wants."""
    kept = ("data_obfuscated", "mail_obfuscated", "extra_parameters")
    return new | {key: held[key] for key in kept if held.get(key) not in (None, {})}


def is_same_owner(new: Person, held: Person) -> bool:
    """Whether the two are one owner, of whom only the address or the like differs."""
    return all((held.get(key) or None) == new.get(key) for key in ("given", "family", "orgname", "email"))


def seen(name: DomainName, people: Mapping[str, Person]) -> dict[ContactRole, SeenContact]:
    """Return contacts as the vendor shows them, without its copies for roles that the registry has not."""
    told = {role: people[theirs] for role in ContactRole if (theirs := _THEIRS[role]) in people}
    for role in rules_for(name).refused_roles:
        if told.get(role, {}).get("same_as_owner"):
            del told[role]
    return {role: _WORDS.seen(person) for role, person in told.items()}


_Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
_Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
_Instant = AwareDatetime | None
_ENABLED = AliasChoices(AliasPath("autorenew", "enabled"), "autorenew")
_HIDDEN = AliasPath("contacts", "owner", "data_obfuscated")


class Domain(DomainTold):
    """A name of the account. `autorenew` is a word of its own in lists."""

    fqdn: str
    registered_at: _Instant = Field(default=None, validation_alias=AliasPath("dates", "registry_created_at"))
    registrar_expires_at: AwareDatetime = Field(validation_alias=AliasPath("dates", "registry_ends_at"))
    last_changed_at: _Instant = Field(default=None, validation_alias=AliasPath("dates", "updated_at"))
    contacts: dict[str, Person] = {}
    privacy: bool | None = Field(default=None, validation_alias=_HIDDEN)
    auto_renew: bool | None = Field(default=None, validation_alias=_ENABLED)
    authinfo: str | None = None


class Price(Theirs):
    """What a unit of time costs, with taxes, for so many of them."""

    min_duration: int
    max_duration: int
    duration_unit: str
    price_after_taxes: _Amount
    type: str | None = None


class Product(Theirs):
    """Whether a name can be had, and for what."""

    name: DomainName
    process: str = "create"
    status: str
    prices: list[Price] = []


class Products(Theirs):
    """The answer of a check."""

    currency: _Currency | None = None
    products: list[Product]


class Transfer(Theirs):
    """How far a transfer into the account has come."""

    domain: str = Field(validation_alias=AliasPath("params", "domain"))
    step: Literal["BILL", "WAIT", "RUN", "SUPPORT", "DONE", "ERROR"]


class Prepaid(Theirs):
    """What an account has paid in advance; less than nothing is owed."""

    amount: Decimal = Field(validation_alias=AliasPath("prepaid", "amount"))
    currency: _Currency = Field(validation_alias=AliasPath("prepaid", "currency"))
