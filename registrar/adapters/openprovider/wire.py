"""Openprovider's answers, spelled as its swagger.json v1beta spells them; only what we read."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from registrar.json_envelope import Data, Rows, Sparse
from registrar.json_reply import Number
from registrar.order_marks import Stage
from registrar.parted_contact import PartedContact


# Any: pydantic's own type of a field's description.
def _at(*path: str | int, **limits: Any) -> Any:
    return Field(validation_alias=AliasPath(str(path[0]), *path[1:]), **limits)


def _day(told: object) -> date | None:
    text = str(told)[:10]
    return None if text in ("", "0000-00-00") else date.fromisoformat(text)


Day = Annotated[date | None, BeforeValidator(_day)]
"""The day of `2028-03-01 7:06:00`, of which no zone is documented; zeroes are none."""
STAGES: Mapping[str, Stage] = MappingProxyType({
    "ACT": Stage.HELD, "DEL": Stage.DELETED, "NSR": Stage.UNKNOWN,
    **dict.fromkeys(("REQ", "PEN", "PRE", "RRQ", "SCH"), Stage.PENDING),
    **dict.fromkeys(("FAI", "REJ"), Stage.FAILED),
})  # fmt: skip
State = Annotated[
    Stage, BeforeValidator(lambda word: STAGES.get(str(word))), Field(validation_alias="status")
]
"""How far a name is; a word that nobody documents is not read."""
Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Domain(Sparse):
    """A name; `dnssec` is what the registry has, whatever keys are kept."""

    id: Annotated[int, Field(gt=0)]
    label: Annotated[str, _at("domain", "name")]
    extension: Annotated[str, _at("domain", "extension")]
    stage: State
    type: str = ""
    creation_date: Day = None
    expiration_date: Day = None
    registry_expiration_date: Day = None
    autorenew: str = ""
    is_locked: bool | None = None
    is_private_whois_enabled: bool | None = None
    modify_owner_allowed: bool = True
    comments: Annotated[str, Field(repr=False)] = ""
    name_servers: list[dict[str, object]] | None = None
    dnssec: str = ""
    dnssec_keys: list[dict[str, object]] | None = None
    owner_handle: str = ""
    admin_handle: str = ""
    tech_handle: str = ""
    billing_handle: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.label}.{self.extension}"


class Price(Sparse):
    """A price in the account's currency; `product` would be in the supplier's."""

    amount: Annotated[Amount | None, _at("price", "reseller", "price")] = None
    currency: Annotated[Currency | None, _at("price", "reseller", "currency")] = None
    is_premium: bool = False


class Checked(Sparse):
    """Whether the one name that was asked for can be had, and its supplier's fee where that is a premium."""

    domain: Annotated[str, _at("results", 0, "domain")]
    status: Annotated[str, _at("results", 0, "status")]
    is_premium: Annotated[bool, _at("results", 0, "is_premium")] = False
    fee: Annotated[Amount | None, _at("results", 0, "premium", "price", "create")] = None


class Done(Sparse):
    """The state after an order or a change, and the name's number where it is told."""

    stage: State
    id: Annotated[int | None, Field(gt=0)] = None


class Reseller(Sparse):
    """The account."""

    balance: Number
    currency: Annotated[Currency, _at("settings", "currency")]


Domains = Data[Rows[Domain]]
Customers = Data[Rows[PartedContact]]
