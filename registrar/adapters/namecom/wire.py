"""Name.com's requests and answers, spelled as its OpenAPI document 1.7.0 spells them; only what we read."""

from datetime import datetime
from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_camel

from registrar.json_reply import Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class Person(_Camel):
    """A contact. A field that is missing is None."""

    first_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    fax: str | None = None


class Domain(_Camel):
    """A name, its contacts by role."""

    domain_name: str
    create_date: datetime | None = None
    expire_date: datetime
    autorenew_enabled: bool | None = None
    locked: bool | None = None
    contacts: dict[str, Person | None] = {}
    nameservers: list[str] | None = None


class Listed(_Camel):
    """A name in a list, and what CheckAvailability says of it; older answers leave a no out."""

    domain_name: str
    purchasable: bool = False
    premium: bool = False
    purchase_type: str = ""


class Domains(_Camel):
    """A page of the account's names; `next_page` is missing on the last one."""

    domains: list[Listed]
    total_count: int
    next_page: int | None = None


class Results(_Camel):
    """The answer of CheckAvailability; names that are not sold are missing."""

    results: list[Listed] = []


class Pricing(_Camel):
    """Prices in US dollars for the years asked for, a transfer's for one year; null is "not sold now"."""

    premium: bool
    purchase_price: Amount | None
    renewal_price: Amount | None
    transfer_price: Amount | None


class Transfer(_Camel):
    """A transfer in."""

    domain_name: str
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


class AuthCode(_Camel):
    """The secret that lets a name leave."""

    auth_code: Annotated[str, Field(min_length=1)]


class Choice(_Camel):
    """One choice of a field."""

    value: str
    label: str | None = None


class Asked(_Camel):
    """A field that a TLD asks for; `required` comes as a word too."""

    label: str | None = None
    required: bool | str
    options: list[Choice | str] | None = None


class Fields(_Camel):
    """What a TLD asks for; there may be nothing."""

    fields: dict[str, Asked] = {}


class Requirements(_Camel):
    """The answer of GetRequirement."""

    requirements: Fields


class Problem(_Camel):
    """How Name.com says no."""

    message: str
    details: str | None = None

    @property
    def words(self) -> str:
        """All of its words."""
        return f"{self.message}: {self.details}" if self.details else self.message
