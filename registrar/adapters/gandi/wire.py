"""Gandi's answers, spelled as its API documents spell them; only what we read."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AliasChoices, AliasPath, AwareDatetime, Field

from portfolio.names import DomainName, HostName
from registrar.contact_words import ContactWords
from registrar.json_reply import Theirs

WORDS = ContactWords(
    given="given", family="family", organization="orgname", street=("streetaddr",), city="city",
    subdivision="state", postal_code="zip", country="country", phone="phone", fax="fax", email="email",
    whole=True,
)  # fmt: skip
_FLAGS = dict.fromkeys(("data_obfuscated", "mail_obfuscated", "same_as_owner"), bool)
Person = Annotated[dict[str, object], WORDS.checked(lang=str, type=object, extra_parameters=dict, **_FLAGS)]
"""A contact: what it has of the fields that we know. Its type is told as a word or as a number."""

_Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
_Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
_Instant = AwareDatetime | None
_ENABLED = AliasChoices(AliasPath("autorenew", "enabled"), "autorenew")
_HIDDEN = AliasPath("contacts", "owner", "data_obfuscated")


class Domain(Theirs):
    """A name of the account. `renews` is a word of its own in lists."""

    fqdn: str
    begins: _Instant = Field(default=None, validation_alias=AliasPath("dates", "registry_created_at"))
    ends: AwareDatetime = Field(validation_alias=AliasPath("dates", "registry_ends_at"))
    changed: _Instant = Field(default=None, validation_alias=AliasPath("dates", "updated_at"))
    status: list[str]
    nameservers: frozenset[HostName] | None = None
    contacts: dict[str, Person] = {}
    private: bool | None = Field(default=None, validation_alias=_HIDDEN)
    renews: bool | None = Field(default=None, validation_alias=_ENABLED)
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
