"""Openprovider's answers, spelled as its swagger.json v1beta spells them; only what we read."""

from datetime import date
from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from registrar.json_reply import Number, Theirs


# Any: pydantic's own type of a field's description.
def _at(*path: str, **limits: Any) -> Any:
    return Field(validation_alias=AliasPath(*path), **limits)


def _day(told: object) -> date | None:
    text = str(told)[:10]
    return None if text in ("", "0000-00-00") else date.fromisoformat(text)


Day = Annotated[date | None, BeforeValidator(_day)]
"""The day of `2021-09-27 07:06:00`, of which no zone is documented; zeroes are none."""
Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Texts = dict[str, str | None]


class Key(Theirs):
    """A DNSKEY."""

    flags: int
    alg: int
    protocol: int
    pub_key: str


class Domain(Theirs):
    """A name in one of the states ACT, REQ, PEN, SCH, FAI, REJ, NSR, DEL."""

    id: Annotated[int, Field(gt=0)]
    label: Annotated[str, _at("domain", "name")]
    extension: Annotated[str, _at("domain", "extension")]
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
    name_servers: list[dict[str, object]] | None = None
    dnssec_keys: list[Key] | None = None
    owner_handle: str = ""
    admin_handle: str = ""
    tech_handle: str = ""
    billing_handle: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.label}.{self.extension}".lower()


class Domains(Theirs):
    """A part of a list of names."""

    results: Annotated[list[Domain], _at("data", "results")] = []
    total: Annotated[int, _at("data", "total", ge=0)]


class Price(Theirs):
    """A price in the account's currency; `product` would be in the supplier's."""

    amount: Annotated[Amount | None, _at("data", "price", "reseller", "price")] = None
    currency: Annotated[str | None, _at("data", "price", "reseller", "currency", pattern=r"^[A-Z]{3}$")] = (
        None
    )
    is_premium: Annotated[bool, _at("data", "is_premium")] = False


class Checked(Theirs):
    """Whether a name can be had, and its supplier's fee where that is a premium."""

    domain: str
    status: str
    is_premium: bool = False
    fee: Annotated[Amount | None, _at("premium", "price", "create")] = None


class Results(Theirs):
    """The answer to a check."""

    results: Annotated[list[Checked], _at("data", "results")] = []


class Done(Theirs):
    """The state after an order or a change, and the name's number where it is told."""

    status: Annotated[str, _at("data", "status")]
    id: Annotated[int | None, _at("data", "id", gt=0)] = None


class Customer(Theirs):
    """A contact under its handle; lists leave the fax out."""

    handle: Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]
    name: Texts
    company_name: str = ""
    address: Texts
    phone: Texts = {}
    fax: Texts = {}
    email: str = ""


class One(Theirs):
    """One contact."""

    data: Customer


class Customers(Theirs):
    """A part of the list of contacts."""

    results: Annotated[list[Customer], _at("data", "results")] = []
    total: Annotated[int, _at("data", "total", ge=0)]


class Said(Theirs):
    """One text: a login's token, a new contact's handle, a name's auth_info."""

    token: Annotated[str, _at("data", "token", min_length=1)] = ""
    handle: Annotated[str, _at("data", "handle", pattern=r"^[!-~]{1,80}$")] = ""
    auth_code: Annotated[str, _at("data", "auth_code", min_length=1)] = ""


class Reseller(Theirs):
    """The account."""

    balance: Annotated[Number, _at("data", "balance")]
    currency: Annotated[str, _at("data", "settings", "currency", pattern=r"^[A-Z]{3}$")]
