"""Requests and answers (JSON 1.1), spelled as the vendor's service model of 2014-05-15 spells them."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_pascal

from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.names import DomainName, HostName
from registrar.epoch import EpochSeconds
from registrar.json_line import Call
from registrar.json_reply import Number, Theirs
from registrar.target_line import needed
from registrar.told import signer_told

Body = Mapping[str, object]
Said = Annotated[str, Field(min_length=1)]
Person = dict[str, str | list[dict[str, str]] | None]
"""A contact, by the vendor's names of the fields; `ExtraParams` are what a TLD asks for beside."""


def call(
    operation: str, name: DomainName | None, body: Body | None = None, private: tuple[str, ...] = ()
) -> Call:
    """Return a request; one about a name says so first."""
    named = {"DomainName": name} if name else {}
    return Call(operation, "", name, "POST", named | dict(body or {}), private=private)


class _Pascal(Theirs, alias_generator=to_pascal):
    pass


class Host(_Pascal):
    """A nameserver, with its addresses where it is below the name itself."""

    name: HostName
    glue_ips: list[str] | None = None


class Key(_Pascal):
    """A delegation signer, under the id that the vendor gave it."""

    algorithm: int | None = None
    digest_type: int | None = None
    digest: str | None = None
    key_tag: int | None = None
    id: Said | None = None

    def signer(self) -> DelegationSigner:
        """Return it as it stands at the registry. Raises `Unreadable`."""
        tag, algorithm, kind = needed(self.key_tag), needed(self.algorithm), needed(self.digest_type)
        return signer_told(tag=tag, algorithm=algorithm, digest_type=kind, digest=needed(self.digest))


class Priced(_Pascal):
    """A price, and whether it is the TLD's or the name's own."""

    price: Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    price_type: str | None = None


class Told(_Pascal):
    """An answer, or a name or an operation in a list; what is not told is None."""

    domain_name: str | None = None
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
    operation_id: Said | None = None
    type: str | None = None
    status: str | None = None
    status_flag: str | None = None
    message: str | None = None
    auth_code: Said | None = None
    availability: Said | None = None
    price: Priced | None = None
    transferability: dict[str, str | None] | None = None
    domain_price: dict[str, Priced | str | None] | None = None
    domains: list["Told"] | None = None
    operations: list["Told"] | None = None
    next_page_marker: str | None = None

    @property
    def people(self) -> dict[ContactRole, tuple[Person, bool | None]]:
        """The contacts that there are, and whether the vendor's service stands in public in their place."""
        roles = [role for role in ContactRole if getattr(self, f"{role}_contact")]
        return {role: (getattr(self, f"{role}_contact"), getattr(self, f"{role}_privacy")) for role in roles}
