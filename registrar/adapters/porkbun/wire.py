"""Porkbun's answers, spelled as its API v3 reference spells them; only what we read."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.alias_generators import to_camel

from portfolio.dnssec import DelegationSigner
from registrar.json_reply import Theirs
from registrar.quoted import Digits, Flag, QuotedDay, QuotedMoment, QuotedPrice
from registrar.told import signer_told


class _Camel(Theirs, alias_generator=to_camel):
    pass


class Domain(_Camel):
    """A name of the account."""

    domain: str
    status: str | None = None
    create_date: QuotedMoment | None = None
    expire_date: QuotedMoment
    security_lock: Flag | None = None
    whois_privacy: Flag | None = None
    auto_renew: Flag | None = None


class Held(_Camel):
    """The answer about one name."""

    domain: Domain


class _Listed(_Camel):
    domain: str


class Names(_Camel):
    """A part of the account's names; `count` is how many there are in it."""

    domains: list[_Listed]
    count: int | None = None


class Nameservers(_Camel):
    """The delegation."""

    ns: list[str]


class People(_Camel):
    """The contacts by role."""

    contacts: dict[str, dict[str, object] | None]


class _Price(_Camel):
    price: QuotedPrice | None = None


class _Additional(_Camel):
    renewal: _Price = _Price()
    transfer: _Price = _Price()


class Checked(_Price):
    """Whether a name is free, and what a year costs; `min_duration` are the years of one order."""

    avail: Literal["yes", "no"]
    premium: Literal["yes", "no"] = "no"
    min_duration: Annotated[int, Field(ge=1, le=10)] = 1
    additional: _Additional = _Additional()


class Answered(_Camel):
    """The answer of a check."""

    response: Checked


class Renewed(_Camel):
    """The answer to a renewal; money in cents."""

    domain: str
    cost: int
    order_id: int | str
    expiration_date: QuotedDay | None = None
    dry_run: bool = False


class _Result(_Camel):
    status: str
    message: str = ""


class Switched(_Camel):
    """What became of a switch, by name."""

    results: dict[str, _Result]


class _Signer(_Camel):
    key_tag: Digits
    alg: Digits
    digest_type: Digits
    digest: str


class Signers(_Camel):
    """The signers by key tag; none are null, or an empty array."""

    records: dict[str, _Signer] | list[_Signer] | None = None

    def told(self) -> frozenset[DelegationSigner]:
        """Return them in our type. Raises `Unreadable`."""
        rows = self.records.values() if isinstance(self.records, dict) else self.records or ()
        return frozenset(
            signer_told(tag=row.key_tag, algorithm=row.alg, digest_type=row.digest_type, digest=row.digest)
            for row in rows
        )
