"""Realtime Register's answers, spelled as its API v2 spells them; only what we read. Amounts are in cents."""

from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_camel

from portfolio.values import Instant
from registrar.json_reply import Theirs

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Cents = Annotated[int, Field(ge=0, le=99_999_999_99)]
Row = dict[str, object]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class Contact(_Camel, extra="allow"):
    """A contact, its texts unread; `properties` are what registries want of it, by registry."""

    handle: str
    properties: dict[str, Row] | None = None


class Standing(_Camel):
    """Which handle stands on which role: ADMIN, TECH, BILLING."""

    role: str
    handle: str


class Listed(_Camel):
    """A name in the list, with its contacts."""

    domain_name: str
    registrant: str
    contacts: list[Standing] | None = None


class Domain(Listed):
    """A name. What is not told is None."""

    registry: str | None = None
    status: list[str]
    auto_renew: bool | None = None
    privacy_protect: bool | None = None
    authcode: str | None = None
    ns: list[str] | None = None
    created_date: Instant
    updated_date: Instant | None = None
    expiry_date: Instant
    key_data: list[Row] | None = None
    ds_data: list[Row] | None = None


class Check(_Camel):
    """Whether a name can be had; the price is of the shortest period."""

    available: bool
    premium: bool | None = None
    reason: str | None = None
    price: Cents | None = None
    currency: Currency | None = None


class Billable(_Camel):
    """One thing that an action costs."""

    product: str
    action: str
    quantity: int | None = 1


class Price(Billable):
    """A price of the list."""

    currency: Currency
    price: Cents


class Quote(_Camel):
    """What an action costs in all; without a currency it is free."""

    total: Cents
    currency: Currency | None = None
    billables: list[Billable] | None = None


class Quoted(_Camel):
    """The answer to a dry run."""

    quote: Quote


class Process(_Camel):
    """A change that was asked for; what of its order tells whose it is stands in `command`."""

    id: int
    status: str
    type: str
    action: str
    identifier: str | None = None
    command: Row | None = None


class Credit(_Camel):
    """The money in one currency; `balance` can be spent."""

    currency: Currency
    balance: Annotated[int, Field(le=99_999_999_99)]


class Property(_Camel):
    """A thing that a registry asks of a contact."""

    name: str
    label: str | None = None
    mandatory: bool | None = None
    values: dict[str, str] | None = None


class Notification(_Camel):
    """A message."""

    id: int
    fire_date: Instant
    message: str
    event_type: str
    domain_name: str | None = None


class Poll(_Camel):
    """How many messages are not acknowledged, and the oldest of them."""

    count: int
    notification: Notification | None = None


class Violation(_Camel):
    """What is wrong with a field; its value is not read."""

    field: str | None = None
    message: str | None = None
