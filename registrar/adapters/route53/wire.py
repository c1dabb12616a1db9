"""Requests and answers (JSON 1.1) as the vendor's service model of 2014-05-15 has them; only what we read."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from pydantic.alias_generators import to_pascal

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.names import DomainName, HostName
from registrar.amazon.line import needed
from registrar.answers.epoch import EpochSeconds
from registrar.answers.told import signer_told
from registrar.contacts.inline import raise_if_unholdable, unsupported, values_in
from registrar.contacts.words import ContactWords
from registrar.in_json.line import Call
from registrar.in_json.reply import Number, Theirs

Body = Mapping[str, object]
Private = tuple[str, ...]
Said = Annotated[str, Field(min_length=1)]
Extras = str | list[dict[str, str]] | None
Person = dict[str, Extras]
"""A contact, by the vendor's names of the fields; `ExtraParams` are what a TLD asks for beside."""
_OF_PEOPLE = ("ABO", "CCT", "LGR", "RES")  # the values of CA_LEGAL_TYPE when ContactType is PERSON
WORDS = ContactWords(
    given="FirstName", family="LastName", organization="OrganizationName", city="City", subdivision="State",
    street=("AddressLine1", "AddressLine2"), postal_code="ZipCode", country="CountryCode",
    phone="PhoneNumber", fax="Fax", email="Email",
)  # fmt: skip


def call(operation: str, name: DomainName | None, body: Body | None = None, private: Private = ()) -> Call:
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


def written(
    name: DomainName, contacts: Mapping[ContactRole, Contact], extras: Mapping[ContactRole, Extras]
) -> tuple[dict[str, object], Private]:
    """Return the contacts of a request, and what of them may stand in no error. Raises `Unsupported`."""
    raise_if_unholdable("route53", name, contacts, WORDS.unholdable)
    told = {role: WORDS.written(contact) for role, contact in contacts.items()}
    people: dict[str, object] = {}
    for role, person in told.items():
        carried, has_organization = extras.get(role), "OrganizationName" in person
        extra = carried if isinstance(carried, list) else []
        legal = {one["Name"]: one["Value"] for one in extra}.get("CA_LEGAL_TYPE")
        kind = "PERSON" if (legal in _OF_PEOPLE if legal else not has_organization) else "COMPANY"
        if (kind == "COMPANY") is not has_organization:
            raise unsupported("route53", name, f"{role}: an organization has a legal type of its own")
        beside = {"ExtraParams": extra} if extra else {}
        people[f"{role.value.capitalize()}Contact"] = {"ContactType": kind} | person | beside
    return people, values_in(told.values())
