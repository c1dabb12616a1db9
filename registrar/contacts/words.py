"""What a vendor with inline contacts calls their fields, so that they are written and read from one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import AfterValidator

from portfolio.contacts import Contact, Phone
from portfolio.observation import SeenContact
from registrar.contacts.spelling import is_latin, seen_phone, seen_subdivision


@dataclass(frozen=True, kw_only=True)
class ContactWords:
    """
    A vendor's words for the fields. Subdivisions go without their country, or `whole`: `CA-ON`.

    Phones are in EPP's form, or bare: `+16135550123`. Where one field holds the street, its lines are those
    of that text.
    """

    given: str
    family: str
    organization: str
    street: tuple[str, ...]
    city: str
    subdivision: str
    postal_code: str
    country: str
    phone: str
    fax: str
    email: str
    bare_phones: bool = False
    whole: bool = False

    def written(self, contact: Contact) -> dict[str, str]:
        """Return what a contact has, by the vendor's words; `unholdable` says what would be lost."""
        address = contact.address
        lines = address.street if len(self.street) > 1 else ("\n".join(address.street),)
        state = address.subdivision or ""
        told = {
            self.given: contact.given,
            self.family: contact.family,
            self.organization: contact.organization,
            **dict(zip(self.street, lines, strict=False)),
            self.city: address.city,
            self.subdivision: state if self.whole else state.partition("-")[2],
            self.country: address.country,
            self.postal_code: address.postal_code,
            self.phone: self._spelled(contact.phone),
            self.email: contact.email,
            self.fax: contact.fax and self._spelled(contact.fax),
        }
        return {word: text for word, text in told.items() if text}

    def _spelled(self, phone: Phone) -> str:
        return phone.number if self.bare_phones else phone.epp

    def seen(self, told: Mapping[str, object]) -> SeenContact:
        """Return a contact as the vendor shows it; what is missing, or is no text, is None."""
        texts = {word: text for word, text in told.items() if isinstance(text, str)}
        names = [texts[word] for word in (self.given, self.family) if word in texts]
        lines = [line for word in self.street if word in texts for line in texts[word].split("\n")]
        country = texts.get(self.country)
        return SeenContact(
            name=" ".join(part for part in names if part) if names else None,
            organization=texts.get(self.organization),
            street=tuple(line for line in lines if line) if lines else None,
            city=texts.get(self.city),
            state=seen_subdivision(texts.get(self.subdivision), country),
            postal_code=texts.get(self.postal_code),
            country=country and country.upper(),
            phone=seen_phone(texts.get(self.phone)),
            fax=seen_phone(texts.get(self.fax)),
            email=texts.get(self.email),
        )

    def unholdable(self, contact: Contact) -> Iterator[str]:
        """
        Yield what a vendor with two-part names, Latin letters and bare numbers cannot hold of a contact.

        No value is told.
        """
        fine = {
            "a name without given and family name": contact.given and contact.family,
            "a street of so many lines": len(contact.address.street) <= len(self.street),
            "a phone's extension": not any(p.extension for p in (contact.phone, contact.fax) if p),
            "a letter that is not Latin": is_latin(contact),
        }
        yield from (what for what, is_fine in fine.items() if not is_fine)

    def checked(self, **others: type) -> AfterValidator:
        """
        Return what reads a contact in an answer: these words have texts, `others` are of their types.

        What is null, or has another word, is passed over.
        """
        words = {self.given, self.family, self.organization, *self.street, self.city, self.subdivision}
        words |= {self.postal_code, self.country, self.phone, self.fax, self.email}
        kinds = {**dict.fromkeys(words, str), **others}

        def read(told: dict[str, object]) -> dict[str, object]:
            known = {word: value for word, value in told.items() if word in kinds and value is not None}
            if not all(isinstance(value, kinds[word]) for word, value in known.items()):
                raise ValueError("not what a contact holds")
            return known

        return AfterValidator(read)
