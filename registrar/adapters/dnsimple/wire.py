"""DNSimple's answers, spelled as its OpenAPI document of v2 spells them; only what we read."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, Field

from registrar.json_reply import Number, Theirs
from registrar.quoted import Digits

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Id = Annotated[int, Field(gt=0)]
InnerT = TypeVar("InnerT")
Person = dict[str, str | int | None]
"""A contact; what it does not have is empty."""


class Data(Theirs, Generic[InnerT]):
    """Every answer: what was asked for, and of a list the page."""

    data: InnerT
    pagination: dict[str, int] = {}


class Domain(Theirs):
    """A name in the account: registered here, expired, or only hosted. Older answers tell a day only."""

    domain: str = Field(alias="name")
    id: Id
    registrant_id: Id | None = None
    state: str
    auto_renew: bool | None = None
    private_whois: bool | None = None
    expires_at: AwareDatetime | None = None
    expires_on: date | None = None


class Sale(Theirs):
    """Whether a name is free, or what it costs in US dollars; null is not sold."""

    domain: str
    premium: bool
    available: bool | None = None
    registration_price: Amount | None = None
    renewal_price: Amount | None = None
    transfer_price: Amount | None = None
    restore_price: Amount | None = None


class Attribute(Theirs):
    """One thing that a TLD asks for."""

    name: str
    description: str | None = None
    required: bool = False
    options: list[dict[str, str | None]] = []


class Order(Theirs):
    """A registration, renewal, restore, transfer or change of registrant."""

    id: Id
    domain_id: Id | None = None
    registrant_id: Id | None = None
    contact_id: Id | None = None
    period: int | None = None
    state: str


class Privacy(Theirs):
    """The privacy service of a name; null while it is not yet either."""

    domain_id: Id
    enabled: bool | None


class Signer(Theirs):
    """A delegation signer record; its numbers are words."""

    id: Id
    algorithm: Annotated[Digits, Field(le=255)]
    keytag: Annotated[Digits, Field(le=65535)]
    digest_type: Annotated[Digits, Field(le=255)]
    digest: Annotated[str, Field(pattern="^([0-9A-Fa-f]{2})+$")]
