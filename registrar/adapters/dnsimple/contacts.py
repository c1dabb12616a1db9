"""A contact in DNSimple's spelling, and back. What it has no place for is refused."""

from collections.abc import Mapping

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar.contact_words import ContactWords
from registrar.errors import Unsupported
from registrar.plain_contact import unholdable

JOB_TITLE = "Contact"  # demanded beside an organization, shown in no public record; our contacts have none
_WORDS = ContactWords(
    given="first_name", family="last_name", organization="organization_name",
    street=("address1", "address2"), city="city", subdivision="state_province", postal_code="postal_code",
    country="country", phone="phone", fax="fax", email="email", bare_phones=True,
)  # fmt: skip


def written(contact: Contact, *, label: str) -> dict[str, str]:
    """Return a contact in the vendor's spelling. Raises `Unsupported` for what it cannot hold."""
    if problems := ", ".join(unholdable(contact)):
        raise Unsupported(f"{problems} cannot be held; nothing was sent", registrar="dnsimple")
    title = {"job_title": JOB_TITLE} if contact.organization else {}
    return {"label": label, **_WORDS.written(contact), **title}


def seen(person: Mapping[str, object]) -> SeenContact:
    """Return a contact as the vendor shows it, with its handle; what it does not have is empty there."""
    told = {word: text for word, text in person.items() if text}
    return _WORDS.seen(told).model_copy(update={"handle": str(told["id"]) if "id" in told else None})
