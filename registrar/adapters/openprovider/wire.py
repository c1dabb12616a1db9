"""Openprovider's answers, spelled as its swagger.json v1beta spells them; only what we read."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, Field

from registrar.json_reply import Number, Theirs

Data = TypeVar("Data")
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Id = Annotated[int, Field(gt=0)]
Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def _day(told: object) -> date | None:
    text = str(told)[:10]
    return None if text in ("", "0000-00-00") else date.fromisoformat(text)


Day = Annotated[date | None, BeforeValidator(_day)]
"""The day of `2021-09-27 07:06:00`, of which no zone is documented; zeroes are none."""


class Envelope(Theirs):
    """What is around every answer; the login's has no code."""

    code: int | None = None
    desc: str = ""
    maintenance: bool = False


class Reply(Theirs, Generic[Data]):
    """A yes with its data."""

    data: Data


class Page(Theirs, Generic[Data]):
    """A part of a list."""

    results: list[Data] = []
    total: Count


class Login(Theirs):
    """The token of a session."""

    token: Text


class Split(Theirs):
    """A name: the first label and the rest."""

    name: str
    extension: str


class Host(Theirs):
    """A nameserver."""

    name: str


class Key(Theirs):
    """A DNSKEY."""

    flags: int
    alg: int
    protocol: int
    pub_key: str


class Domain(Theirs):
    """A name in one of the states ACT, REQ, PEN, SCH, FAI, REJ, NSR, DEL."""

    id: Id
    domain: Split
    status: str
    type: str = ""
    creation_date: Day = None
    expiration_date: Day = None
    registry_expiration_date: Day = None
    autorenew: str | None = None
    is_locked: bool | None = None
    is_private_whois_enabled: bool | None = None
    modify_owner_allowed: bool = True
    comments: str = ""
    name_servers: list[Host] | None = None
    dnssec_keys: list[Key] | None = None
    owner_handle: str = ""
    admin_handle: str = ""
    tech_handle: str = ""
    billing_handle: str = ""


class _Money(Theirs):
    price: Amount
    currency: Currency


class _Both(Theirs):
    reseller: _Money  # in the account's currency; `product` is in the supplier's


class Price(Theirs):
    """A price."""

    price: _Both | None = None
    is_premium: bool = False


class _Create(Theirs):
    create: Amount


class _Premium(Theirs):
    price: _Create


class Checked(Theirs):
    """Whether a name can be had, and its supplier's price where that is a premium."""

    domain: str
    status: str
    is_premium: bool = False
    premium: _Premium | None = None


class Results(Theirs):
    """The answer to a check."""

    results: list[Checked] = []


class Done(Theirs):
    """The state after an order or a change, and the name's number where it is told."""

    status: str
    id: Id | None = None


class Made(Theirs):
    """The handle of a new contact."""

    handle: Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]


class _Name(Theirs):
    first_name: str = ""
    last_name: str = ""


class _Address(Theirs):
    street: str = ""
    number: str = ""
    suffix: str = ""
    zipcode: str = ""
    city: str = ""
    state: str = ""
    country: str = ""


class Phone(Theirs):
    """A number in three parts."""

    country_code: str = ""
    area_code: str = ""
    subscriber_number: str = ""


class Customer(Theirs):
    """A contact under its handle; lists leave the fax out."""

    handle: str
    name: _Name
    company_name: str = ""
    address: _Address
    phone: Phone = Phone()
    fax: Phone = Phone()
    email: str = ""


class AuthCode(Theirs):
    """The secret that lets a name leave."""

    auth_code: Text


class _Settings(Theirs):
    currency: Currency


class Reseller(Theirs):
    """The account."""

    balance: Number
    settings: _Settings
