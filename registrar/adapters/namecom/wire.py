"""Name.com's requests and answers, spelled as its OpenAPI document 1.7.0 spells them; only what we read."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic.alias_generators import to_camel

from portfolio.dnssec import DelegationSigner
from registrar.attributes import AskedAttribute
from registrar.exchange import Unreadable
from registrar.json_reply import Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]


class _Camel(Theirs, alias_generator=to_camel):
    pass


class Domain(_Camel):
    """A name, its contacts by role."""

    domain_name: str
    create_date: datetime | None = None
    expire_date: datetime
    autorenew_enabled: bool | None = None
    locked: bool | None = None
    privacy_enabled: bool | None = None
    contacts: dict[str, dict[str, str | None] | None] = {}
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

    results: list[Listed]


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

    def asked(self, name: str) -> AskedAttribute:
        """Return it as what it asks for under the vendor's word `name`."""
        pairs = ((c, c) if isinstance(c, str) else (c.value, c.label or "") for c in self.options or ())
        return AskedAttribute(
            name=name, label=self.label or "", required=self.required in (True, "true"), choices=dict(pairs)
        )


class Fields(_Camel):
    """What a TLD asks for; there may be nothing."""

    fields: dict[str, Asked] = {}


class Signer(_Camel):
    """A name's signer (DS record)."""

    domain_name: str
    key_tag: int
    algorithm: int
    digest_type: int
    digest: str

    @property
    def signer(self) -> DelegationSigner:
        """It in our type. Raises `Unreadable`."""
        try:
            return DelegationSigner.model_validate(self.model_dump(exclude={"domain_name"}))
        except ValidationError:
            raise Unreadable("the reply holds a signer that cannot be") from None


class Signers(_Camel):
    """The signers of a name."""

    dnssec: list[Signer] = []


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
