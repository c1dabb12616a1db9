"""Requests and answers (JSON 1.1), spelled as the vendor's service model of 2014-05-15 spells them."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_pascal

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from registrar.epoch import EpochSeconds
from registrar.json_line import Call
from registrar.json_reply import Number, Theirs

Body = Mapping[str, object]


def call(
    operation: str, name: DomainName | None, body: Body | None = None, private: tuple[str, ...] = ()
) -> Call:
    """Return a request; one about a name says so first."""
    about = {"DomainName": name} if name else {}
    return Call(operation, "", name, "POST", about | dict(body or {}), private=private)


Said = Annotated[str, Field(min_length=1)]
Person = dict[str, str | list[dict[str, str]] | None]
"""A contact, by the vendor's names of the fields; `ExtraParams` are what a TLD asks for beside."""


class _Pascal(Theirs, alias_generator=to_pascal):
    pass


class Host(_Pascal):
    """A nameserver, with its addresses where it is below the name itself."""

    name: str
    glue_ips: list[str] | None = None


class Key(_Pascal):
    """A delegation signer, under the id that the vendor gave it."""

    algorithm: int
    digest_type: int
    digest: str
    key_tag: int
    id: Said


class Detail(_Pascal):
    """A name of the account."""

    domain_name: str
    nameservers: list[Host] | None = None
    auto_renew: bool | None = None
    registrant_contact: Person | None = None
    admin_contact: Person | None = None
    tech_contact: Person | None = None
    billing_contact: Person | None = None
    registrant_privacy: bool | None = None
    admin_privacy: bool | None = None
    tech_privacy: bool | None = None
    billing_privacy: bool | None = None
    creation_date: EpochSeconds | None = None
    updated_date: EpochSeconds | None = None
    expiration_date: EpochSeconds | None = None
    status_list: list[str] | None = None
    dnssec_keys: list[Key] | None = None

    @property
    def hosts(self) -> list[str] | None:
        """The delegation, None where it is not told."""
        return None if self.nameservers is None else [host.name.lower() for host in self.nameservers]

    @property
    def people(self) -> dict[ContactRole, Person]:
        """The contacts that there are."""
        told = {role: getattr(self, f"{role}_contact") for role in ContactRole}
        return {role: person for role, person in told.items() if person}

    @property
    def hidden(self) -> dict[ContactRole, bool | None]:
        """Whether the vendor's service stands in public in the place of each contact."""
        return {role: getattr(self, f"{role}_privacy") for role in self.people}

    def extras(self, role: ContactRole) -> list[dict[str, str]]:
        """Return what a contact carries for its TLD."""
        told = self.people.get(role, {}).get("ExtraParams")
        return told if isinstance(told, list) else []


class Row(_Pascal):
    """A name in a list, or an operation and how far it has come."""

    domain_name: Said
    status: str | None = None
    message: str | None = None
    status_flag: str | None = None


class Priced(_Pascal):
    """A price, and whether it is the TLD's or the name's own."""

    price: Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    price_type: str | None = None


class Told(_Pascal):
    """Every other answer; what is not told is None."""

    operation_id: Said | None = None
    auth_code: Said | None = None
    availability: Said | None = None
    price: Priced | None = None
    transferability: dict[str, str] | None = None
    message: str | None = None
    domain_price: dict[str, Priced | str] | None = None
    domains: list[Row] | None = None
    operations: list[Row] | None = None
    next_page_marker: str | None = None
