"""Name.com's answers, spelled as its OpenAPI document 1.7.0 spells them; only what we read."""

from typing import Annotated

from pydantic import AwareDatetime, Field
from pydantic.alias_generators import to_camel

from portfolio.names import HostName
from registrar.attributes import AskedAttribute
from registrar.json_reply import Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class _About(_Camel):
    domain_name: str


class Domain(_About):
    """A name, its contacts by role."""

    create_date: AwareDatetime | None = None
    expire_date: AwareDatetime
    autorenew_enabled: bool | None = None
    locked: bool | None = None
    privacy_enabled: bool | None = None
    contacts: dict[str, dict[str, str | None] | None] = {}
    nameservers: frozenset[HostName] | None = None


class Listed(_About):
    """A name in a list, and what CheckAvailability says of it; older answers leave a no out."""

    purchasable: bool = False
    premium: bool = False
    purchase_type: str = ""


class Domains(_Camel):
    """A page of the account's names; older answers tell no total."""

    domains: list[Listed]
    total_count: int | None = None
    next_page: int | None = None


class Pricing(_Camel):
    """Prices in US dollars for the years asked for, a transfer's for one year; null is "not sold now"."""

    premium: bool = False
    purchase_price: Amount | None = None
    renewal_price: Amount | None
    transfer_price: Amount | None = None


class Transfer(_About):
    """A transfer in."""

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
    required: bool | str = False
    options: list[Choice | str] | None = None

    def asked(self, name: str) -> AskedAttribute:
        """Return it as what it asks for under the vendor's word `name`."""
        pairs = ((c, c) if isinstance(c, str) else (c.value, c.label or "") for c in self.options or ())
        required = self.required in (True, "true")
        return AskedAttribute(name=name, label=self.label or "", required=required, choices=dict(pairs))


class Fields(_Camel):
    """What a TLD asks for; there may be nothing."""

    fields: dict[str, Asked] = {}


class Requirements(_Camel):
    """The answer of GetRequirement."""

    requirements: Fields


class Signer(_About):
    """A name's signer (DS record)."""

    key_tag: int
    algorithm: int
    digest_type: int
    digest: str
