"""DNSimple's words: contacts both ways, and what we read of answers, as its OpenAPI document has them."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar import errors
from registrar.answers.told import SignerTold
from registrar.attributes import AskedAttribute
from registrar.contacts.plain import unholdable
from registrar.contacts.words import ContactWords
from registrar.in_json.reply import Number, Theirs

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
Id = Annotated[int, Field(gt=0)]
InnerT = TypeVar("InnerT")
JOB_TITLE = "Contact"  # demanded beside an organization, shown in no public record; our contacts have none
_WORDS = ContactWords(
    given="first_name", family="last_name", organization="organization_name",
    street=("address1", "address2"), city="city", subdivision="state_province", postal_code="postal_code",
    country="country", phone="phone", fax="fax", email="email", bare_phones=True,
)  # fmt: skip
_PERSON = TypeAdapter(Annotated[dict[str, object], _WORDS.checked(id=int)])


def written(contact: Contact, *, label: str) -> dict[str, str]:
    """Return a contact in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    if problems := ", ".join(unholdable(contact)):
        raise errors.Unsupported(f"{problems} cannot be held; nothing was sent", registrar="dnsimple")
    title = {"job_title": JOB_TITLE} if contact.organization else {}
    return {"label": label, **_WORDS.written(contact), **title}


def seen(person: object) -> SeenContact:
    """Return a contact as the vendor shows it, with its handle. Raises `ValueError` for what is none."""
    told = {word: text for word, text in _PERSON.validate_python(person).items() if text}
    if "id" not in told:
        raise ValueError("a contact without its number")
    return _WORDS.seen(told).model_copy(update={"handle": str(told["id"])})


Person = Annotated[SeenContact, BeforeValidator(seen)]


class Data(Theirs, Generic[InnerT]):
    """Every answer: what was asked for, and of a list the page."""

    data: InnerT
    pagination: dict[str, int] = {}


class Domain(Theirs):
    """A name in the account: registered here, expired, or only hosted. Older answers tell a day only."""

    domain: str = Field(alias="name")
    id: Id
    registrant_id: Id | None = None
    state: str
    auto_renew: bool | None = None
    private_whois: bool | None = None
    expires_at: AwareDatetime | None = None
    expires_on: date | None = None


class Sale(Theirs):
    """Whether a name is free, or what it costs in US dollars; null is not sold."""

    domain: str
    premium: bool
    available: bool | None = None
    registration_price: Amount | None = None
    renewal_price: Amount | None = None
    transfer_price: Amount | None = None
    restore_price: Amount | None = None


class Attribute(Theirs):
    """One thing that a TLD asks for."""

    name: str
    description: str | None = None
    required: bool = False
    options: list[dict[str, str | None]] = []

    @property
    def asked(self) -> AskedAttribute:
        """The same, in our words."""
        choices = {told.get("value") or "": told.get("title") or "" for told in self.options}
        label = self.description or ""
        return AskedAttribute(name=self.name, label=label, required=self.required, choices=choices)


class Signer(SignerTold):
    """A delegation signer record, under its number."""

    id: Id
