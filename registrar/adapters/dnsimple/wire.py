"""DNSimple's words: its noes (HTTP statuses), contacts both ways, and what we read of its answers (v2)."""

from datetime import date
from typing import Annotated, Generic, TypeVar, cast

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar import errors
from registrar.attributes import AskedAttribute
from registrar.contact_words import ContactWords
from registrar.json_line import Manner
from registrar.json_reply import JsonReply, Number, Theirs, words_in
from registrar.plain_contact import unholdable
from registrar.statuses import PLAIN, Meaning, StatusTable, always
from registrar.told import SignerTold

_NOT_SOLD = always("the name is not sold here", errors.Refused)
_NOT_NOW = always("it may not be done now, or not so", errors.StatusProhibits)

STATUSES = StatusTable(
    usual={
        **{status: PLAIN[status] for status in (400, 401, 403, 404, 429)},
        402: always("the account is not in good standing", errors.PaymentRefused),
        405: always("the registrar does not offer this", errors.Unsupported),
        412: always("the account's plan does not have this", errors.Unsupported),
        428: always("its state forbids it", errors.StatusProhibits),
        **dict.fromkeys((500, 502, 503, 504), Meaning("it failed", errors.TryAgain, errors.OutcomeUnknown)),
    },
    special={
        **dict.fromkeys((("checkDomain", 400), ("getDomainPrices", 400)), _NOT_SOLD),
        **dict.fromkeys((("domainRenew", 400), ("domainRestore", 400)), _NOT_NOW),
    },
)
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


def _words(reply: JsonReply) -> str:
    """Its message, and what it says of each field: a text, or several."""
    fields = cast("dict[str, str | list[str]]", reply.items.get("errors") or {})
    more = [f"{field} {said if isinstance(said, str) else ', '.join(said)}" for field, said in fields.items()]
    return ": ".join([words_in(reply, "message"), "; ".join(more)]).removesuffix(": ")


MANNER = Manner(
    STATUSES, _words, lambda told: "message" in told.items, resets="x-ratelimit-reset", bare=frozenset({405})
)


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


class Privacy(Theirs):
    """The privacy service of a name; null while it is not yet either."""

    domain_id: Id
    enabled: bool | None


class Signer(SignerTold):
    """A delegation signer record, under its number."""

    id: Id
