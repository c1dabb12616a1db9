"""Gandi's answers, spelled as its API documents spell them; only what we read."""

from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, Field

from registrar.json_reply import Number, Theirs

_Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
_Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Person(Theirs):
    """A contact. Texts by their names, a missing one is None; `type` may be told as a number."""

    given: str | None = None
    family: str | None = None
    orgname: str | None = None
    streetaddr: str | None = None
    city: str | None = None
    zip: str | None = None
    state: str | None = None
    country: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    lang: str | None = None
    type: str | int | None = None
    data_obfuscated: bool | None = None
    mail_obfuscated: bool | None = None
    same_as_owner: bool = False
    extra_parameters: dict[str, object] | None = None


class _AutoRenew(Theirs):
    enabled: bool


class Domain(Theirs):
    """A name of the account."""

    fqdn: str
    begins: datetime | None = Field(default=None, validation_alias=AliasPath("dates", "registry_created_at"))
    ends: datetime = Field(validation_alias=AliasPath("dates", "registry_ends_at"))
    changed: datetime | None = Field(default=None, validation_alias=AliasPath("dates", "updated_at"))
    status: list[str]
    nameservers: list[str] | None = None
    contacts: dict[str, Person] = {}
    autorenew: _AutoRenew | None = None
    authinfo: str | None = None


class _Price(Theirs):
    min_duration: int
    max_duration: int
    duration_unit: str
    price_after_taxes: _Amount
    type: str | None = None


class Product(Theirs):
    """Whether a name can be had, and what a unit of time costs, with taxes, for so many of them."""

    name: str
    process: str
    status: str
    prices: list[_Price] = []


class Products(Theirs):
    """The answer of a check."""

    currency: _Currency
    products: list[Product] = []


class Key(Theirs):
    """A key of a signed name: the signer that the vendor made of it."""

    algorithm: int
    digest: str
    digest_type: int
    keytag: int


class _Prepaid(Theirs):
    amount: Number
    currency: _Currency


class Billing(Theirs):
    """The money of an account; one that is paid by terms has nothing prepaid."""

    grid: str
    prepaid: _Prepaid | None = None
