"""DNSimple's answers, spelled as its OpenAPI document of v2 spells them; only what we read."""

import re
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field

from registrar.json_reply import Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Id = Annotated[int, Field(gt=0)]
Numeral = Annotated[
    int, BeforeValidator(lambda word: int(word) if re.fullmatch("[0-9]{1,5}", word) else word)
]
InnerT = TypeVar("InnerT")
Person = dict[str, str | int | None]
"""A contact; what it does not have is empty."""


class Data(Theirs, Generic[InnerT]):
    """Every answer: what was asked for, and of a list the page."""

    data: InnerT
    pagination: dict[str, int] = {}


class Domain(Theirs):
    """A name in the account, registered or expired here, or only hosted."""

    domain: str = Field(alias="name")
    id: Id
    registrant_id: Id | None
    state: str
    auto_renew: bool
    private_whois: bool
    expires_at: datetime | None


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


class Requirements(Theirs):
    """What a change of registrant takes."""

    extended_attributes: list[Attribute]


class Switch(Theirs):
    """The transfer lock, or the privacy of a domain."""

    enabled: bool
    domain_id: Id | None = None


class Signer(Theirs):
    """A delegation signer record; its numbers are words."""

    id: Id
    algorithm: Annotated[Numeral, Field(le=255)]
    keytag: Annotated[Numeral, Field(le=65535)]
    digest_type: Annotated[Numeral, Field(le=255)]
    digest: Annotated[str, Field(pattern="^([0-9A-Fa-f]{2})+$")]
