"""What a vendor in JSON calls the fields of contacts like EPP's (RFC 5733): one name, a list of lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from portfolio.contacts import Contact
from portfolio.observation import SeenContact
from registrar.contacts.spelling import seen_phone, seen_subdivision
from registrar.exchange import Unreadable

_PHONE = re.compile(r"\+[0-9]{1,3}\.[0-9]{1,14}")


class _Texts(BaseModel):
    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    name: str | None = None
    organization: str | None = None
    street: list[str] | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class CardWords:
    """A vendor's words for the fields. Phones are in EPP's form, subdivisions without their country."""

    name: str = "name"
    organization: str = "organization"
    street: str = "street"
    city: str = "city"
    state: str = "state"
    postal_code: str = "postalCode"
    country: str = "country"
    phone: str = "phone"
    fax: str = "fax"
    email: str = "email"

    def written(self, contact: Contact) -> dict[str, object]:
        """Return what a contact has, by the vendor's words; `unholdable` says what would be lost."""
        address = contact.address
        told: dict[str, object] = {
            self.name: contact.name,
            self.organization: contact.organization,
            self.street: list(address.street),
            self.postal_code: address.postal_code,
            self.city: address.city,
            self.state: (address.subdivision or "").partition("-")[2],
            self.country: address.country,
            self.email: contact.email,
            self.phone: contact.phone.epp,
            self.fax: contact.fax.epp if contact.fax else None,
        }
        return {word: value for word, value in told.items() if value}

    def seen(self, told: Mapping[str, object], *, handle: str | None = None) -> SeenContact:
        """Return a contact as the vendor shows it. Raises `Unreadable` for a field of another type."""
        try:
            card = _Texts.model_validate({field: told.get(word) for field, word in asdict(self).items()})
        except ValidationError:
            raise Unreadable("the reply holds a contact that cannot be") from None
        same = card.model_dump(include={"name", "organization", "city", "postal_code", "country", "email"})
        return SeenContact(
            handle=handle,
            street=None if card.street is None else tuple(line for line in card.street if line),
            state=seen_subdivision(card.state, card.country),
            phone=seen_phone(card.phone),
            fax=seen_phone(card.fax),
            **same,
        )

    def unholdable(self, contact: Contact) -> Iterator[str]:
        """Yield what of a contact has no place in such a card; no value is told."""
        if not all(_PHONE.fullmatch(phone.epp) for phone in (contact.phone, contact.fax) if phone):
            yield "a phone's extension"
        if not contact.address.postal_code:
            yield "an address without postal code"
