"""Porkbun's requests and answers, spelled as its API v3 reference spells them; only what we read."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AliasGenerator, AliasPath, Field
from pydantic.alias_generators import to_camel

from portfolio.names import DomainName
from registrar.answers.quoted import Flag, QuotedDay, QuotedMoment, QuotedPrice
from registrar.in_json.line import Call
from registrar.in_json.reply import Theirs

Items = Mapping[str, object]


def posted(what: str, name: DomainName | None = None, body: Items | None = None, tag: str = "") -> Call:
    """Return a request: the name that it is about stands behind the operation, a key tag behind that."""
    return Call(what, "/".join(filter(None, (what, name, tag))), name, "POST", body or {})


def _inside(part: str) -> AliasGenerator:
    return AliasGenerator(validation_alias=lambda field: AliasPath(part, to_camel(field)))


class Domain(Theirs, alias_generator=_inside("domain")):
    """A name of the account."""

    domain: str
    status: str | None = None
    create_date: QuotedMoment | None = None
    expire_date: QuotedMoment
    security_lock: Flag | None = None
    whois_privacy: Flag | None = None
    auto_renew: Flag | None = None


class Listed(Theirs):
    """A name in the list."""

    domain: str


class Nameservers(Theirs):
    """The delegation."""

    ns: list[str]


class People(Theirs):
    """The contacts by role."""

    contacts: dict[str, dict[str, object] | None]


class _Price(Theirs):
    price: QuotedPrice | None = None


class Checked(_Price, alias_generator=_inside("response")):
    """Whether a name is free, and what a year costs; `min_duration` are the years of one order."""

    avail: Literal["yes", "no"]
    premium: Literal["yes", "no"] = "no"
    min_duration: Annotated[int, Field(ge=1, le=10)] = 1
    additional: dict[str, _Price] = {}


class Renewed(Theirs, alias_generator=to_camel):
    """The answer to a renewal; money in cents."""

    domain: str
    cost: int
    order_id: int | str
    expiration_date: QuotedDay | None = None
    dry_run: bool = False


class _Result(Theirs):
    status: str


class Switched(Theirs):
    """What became of a switch, by name."""

    results: dict[str, _Result]
