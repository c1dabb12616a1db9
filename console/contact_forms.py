"""What staff type of a contact, and the contact that it makes."""

from dataclasses import dataclass

from pydantic import ValidationError

from console.refusals import Refusal
from portfolio.contacts import Contact, Language, Phone, PostalAddress


@dataclass(frozen=True, kw_only=True, repr=False)
class ContactForm:
    """The fields as typed; None where nothing was typed. Never shows itself: it is personal data."""

    given: str | None = None
    family: str | None = None
    organization: str | None = None
    street: list[str] | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    language: Language | None = None

    def complete(self) -> Contact:
        """Return the contact; raises `Refusal` naming what is missing, `ValidationError` for the rest."""
        needed = {
            "--street": self.street, "--city": self.city, "--country": self.country, "--phone": self.phone,
            "--email": self.email, "--family or --organization": self.family or self.organization,
        }  # fmt: skip
        missing = [option for option, value in needed.items() if not value]
        if missing:
            raise Refusal(f"a contact also needs {', '.join(missing)}")
        return self._made_of({})

    def applied_to(self, contact: Contact) -> Contact:
        """Return `contact` with what was typed; an empty text clears an optional field."""
        address = contact.address
        return self._made_of(
            {
                "given": contact.given,
                "family": contact.family,
                "organization": contact.organization,
                "street": list(address.street),
                "city": address.city,
                "province": address.subdivision,
                "postal_code": address.postal_code,
                "country": address.country,
                "phone": contact.phone.epp,
                "fax": contact.fax.epp if contact.fax else None,
                "email": contact.email,
                "language": contact.language,
            }
        )

    def _made_of(self, before: dict[str, object]) -> Contact:
        fields = {key: value if value is not None else before.get(key) for key, value in vars(self).items()}
        wanted = {key: value or None for key, value in fields.items()}
        country = str(wanted["country"] or "").upper()
        return Contact.model_validate(
            {
                "given": wanted["given"],
                "family": wanted["family"],
                "organization": wanted["organization"],
                "address": PostalAddress.model_validate(
                    {
                        "street": wanted["street"] or (),
                        "city": wanted["city"] or "",
                        "subdivision": _subdivision(wanted["province"], country),
                        "postal_code": wanted["postal_code"],
                        "country": country,
                    }
                ),
                "phone": _phone(wanted["phone"], "--phone"),
                "fax": _phone(wanted["fax"], "--fax") if wanted["fax"] else None,
                "email": wanted["email"] or "",
                "language": wanted["language"] or Language.ENGLISH,
            }
        )


def _subdivision(province: object, country: str) -> str | None:
    if not province:
        return None
    code = str(province).upper()
    return code if "-" in code else f"{country}-{code}"


def _phone(typed: object, option: str) -> Phone:
    try:
        return Phone.parse(str(typed or ""))
    except ValidationError as error:
        raise Refusal(f"{option}: not a phone number") from error
    except ValueError as error:
        raise Refusal(f"{option}: {error}") from error
