"""Realtime Register's answers, spelled as its API v2 spells them; only what we read. Amounts are in cents."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field
from pydantic.alias_generators import to_camel

from portfolio.values import Instant
from registrar.json_reply import Theirs

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Cents = Annotated[int, Field(ge=0, le=99_999_999_99)]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class Contact(_Camel):
    """A contact; `properties` are what registries want of it, by registry."""

    handle: str
    name: str | None = None
    organization: str | None = None
    address_line: list[str] | None = None
    postal_code: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    email: str | None = None
    voice: str | None = None
    fax: str | None = None
    properties: dict[str, dict[str, str]] | None = None


class Standing(_Camel):
    """Which handle stands on which role: ADMIN, TECH, BILLING."""

    role: str
    handle: str


class Key(_Camel):
    """A DNSKEY record's data."""

    flags: int
    protocol: int
    algorithm: int
    public_key: str


class Signer(_Camel):
    """A DS record's data."""

    key_tag: int
    algorithm: int
    digest_type: int
    digest: str


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
    key_data: list[Key] | None = None
    ds_data: list[Signer] | None = None


class Pagination(_Camel):
    """Where a page stands in its list."""

    total: int


RowT = TypeVar("RowT", bound=Theirs)


class Listing(_Camel, Generic[RowT]):
    """A page of a list."""

    entities: list[RowT]
    pagination: Pagination


class Check(_Camel):
    """Whether a name can be had; the price is of the shortest period."""

    available: bool
    premium: bool = False
    reason: str | None = None
    price: Cents | None = None
    currency: Currency | None = None


class Billable(_Camel):
    """One thing that an action costs."""

    product: str
    action: str
    quantity: int = 1


class Quote(_Camel):
    """What an action costs in all; without a currency it is free."""

    total: Cents
    currency: Currency | None = None
    billables: list[Billable] | None = None


class Quoted(_Camel):
    """The answer to a dry run."""

    quote: Quote


class Price(_Camel):
    """A price of the list."""

    product: str
    action: str
    currency: Currency
    price: Cents


class Prices(_Camel):
    """The price list."""

    prices: list[Price]


class Accepted(_Camel):
    """A change that is under way, as 202 and transfers tell it."""

    process_id: Annotated[int, Field(gt=0)] | Annotated[str, Field(pattern=r"^\d+$")]


class Registered(_Camel):
    """A registration that is done."""

    domain_name: str


class Renewed(_Camel):
    """A renewal or a restore that is done."""

    expiry_date: Instant


class Command(_Camel):
    """What of a process's order tells whose it is."""

    registrant: str | None = None
    reason: str | None = None


class Process(_Camel):
    """A change that was asked for."""

    id: int
    status: str
    type: str
    action: str
    identifier: str | None = None
    command: Command | None = None


class Transfer(_Camel):
    """The newest transfer of a name."""

    domain_name: str
    status: str
    type: str


class Credit(_Camel):
    """The money in one currency; `balance` can be spent."""

    currency: Currency
    balance: Annotated[int, Field(le=99_999_999_99)]


class Credits(_Camel):
    """The account's money."""

    accounts: list[Credit]


class Property(_Camel):
    """A thing that a registry asks of a contact."""

    name: str
    label: str | None = None
    mandatory: bool = False
    values: dict[str, str] | None = None


class Metadata(_Camel):
    """What is read of a TLD's rules."""

    contact_properties: list[Property] | None = None


class Tld(_Camel):
    """A TLD; `provider` is what its registry is called in contacts' properties."""

    provider: str
    metadata: Metadata


class Notification(_Camel):
    """A message."""

    id: int
    fire_date: Instant
    message: str
    event_type: str
    domain_name: str | None = None


class Poll(_Camel):
    """The oldest message that is not acknowledged."""

    count: int
    notification: Notification | None = None


class Violation(_Camel):
    """What is wrong with a field; its value is not read."""

    field: str | None = None
    message: str | None = None


class Problem(_Camel):
    """How Realtime Register says no."""

    type: str
    message: str | None = None
    violations: list[Violation] | None = None

    @property
    def words(self) -> str:
        """All of its words."""
        told = [f"{one.field or 'a field'} {one.message or ''}".strip() for one in self.violations or ()]
        return "; ".join([self.message or self.type, *told])
