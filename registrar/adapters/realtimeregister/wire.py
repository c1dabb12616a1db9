"""Realtime Register's answers, spelled as its API v2 spells them; only what we read."""

from pydantic.alias_generators import to_camel

from portfolio.money import Money
from portfolio.names import HostName
from portfolio.values import Instant
from registrar.answers.cents import Cents, Currency, money_in
from registrar.contacts.listed import ListedRoles
from registrar.in_json.reply import Theirs

Row = dict[str, object]


class Listed(ListedRoles, alias_generator=to_camel):
    """A name in the list, with its contacts."""

    domain_name: str


class Domain(Listed):
    """A name. What is not told is None."""

    registry: str | None = None
    status: list[str]
    auto_renew: bool | None = None
    privacy_protect: bool | None = None
    authcode: str | None = None
    ns: frozenset[HostName] | None = None
    created_date: Instant
    updated_date: Instant | None = None
    expiry_date: Instant
    key_data: list[Row] | None = None
    ds_data: list[Row] | None = None


class Check(Theirs):
    """Whether a name can be had; the price, in cents, is of the shortest period."""

    available: bool
    premium: bool | None = None
    reason: str | None = None
    price: Cents | None = None
    currency: Currency | None = None

    @property
    def yearly(self) -> Money | None:
        """The price, None where it is not told."""
        if self.price is None or self.currency is None:
            return None
        return money_in(self.price, self.currency)


class Violation(Theirs):
    """What is wrong with a field; its value is not read."""

    field: str | None = None
    message: str | None = None
