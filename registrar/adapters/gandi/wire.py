"""Gandi's answers, spelled as its API documents spell them; only what we read."""

from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from registrar.exchange import Unreadable
from registrar.json_reply import JsonReply, Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
KINDS = ("individual", "company", "association", "publicbody")


def _kind(told: object) -> object:
    """The word, where it is told as a number."""
    return KINDS[told] if isinstance(told, int) and 0 <= told < len(KINDS) else told


class Person(Theirs):
    """A contact. A field that is missing is None; `streetaddr` has a line for each of the street's."""

    type: Annotated[str | None, BeforeValidator(_kind)] = None
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


class Listed(Theirs):
    """A name in the list of them."""

    fqdn: str


class Price(Theirs):
    """What one unit of time costs, with taxes, for so many of them."""

    min_duration: int
    max_duration: int
    duration_unit: str
    price_after_taxes: Amount
    type: str | None = None


class Product(Theirs):
    """What one process costs for a name, and whether it can be had."""

    name: str
    process: str
    status: str
    prices: list[Price] = []


class Products(Theirs):
    """The answer of a check."""

    currency: Currency
    products: list[Product] = []


class Transfer(Theirs):
    """A transfer in."""

    step: str
    domain: str = Field(validation_alias=AliasPath("params", "domain"))


class Key(Theirs):
    """A key of a signed name: the signer that the vendor made of it."""

    algorithm: int
    digest: str
    digest_type: int
    keytag: int


class _Prepaid(Theirs):
    amount: Number
    currency: Currency


class Billing(Theirs):
    """The money of an account; one that is paid by terms has nothing prepaid."""

    grid: str
    prepaid: _Prepaid | None = None


class _Finding(Theirs):
    name: str = ""
    description: str


class Problem(Theirs):
    """How Gandi says no, and what a dry run finds; every part may be missing."""

    message: str | None = None
    cause: str | None = None
    errors: list[_Finding] = []


def words_of(reply: JsonReply) -> str:
    """Return the words of a no. Raises `Unreadable` for what has none."""
    problem = reply.as_a(Problem)
    found = [problem.message, problem.cause, *(f"{e.name} {e.description}".strip() for e in problem.errors)]
    words = ": ".join(dict.fromkeys(word for word in found if word))
    if not words:
        raise Unreadable("the reply says no, and not in the vendor's way")
    return words
