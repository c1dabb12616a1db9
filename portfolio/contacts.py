"""Who a name belongs to and whom to write to: people, companies, their addresses and phones."""

import re
from enum import StrEnum
from typing import Annotated, Self

import phonenumbers
from pydantic import AfterValidator, EmailStr, StringConstraints, field_validator, model_validator

from portfolio.values import PersonalValue

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")

# Canada Post's and the United States Postal Service's codes: the two countries most of our contacts are in.
_CANADA = "AB BC MB NB NL NS NT NU ON PE QC SK YT"
_UNITED_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
    "OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR UM VI AA AE AP"
)
SUBDIVISIONS = {"CA": frozenset(_CANADA.split(" ")), "US": frozenset(_UNITED_STATES.split(" "))}


class ContactRole(StrEnum):
    """The four roles of RFC 5733 and RFC 9083 that a contact can have for a name."""

    REGISTRANT = "registrant"
    ADMIN = "admin"
    TECH = "tech"
    BILLING = "billing"


class Language(StrEnum):
    """A language that clients are written to in."""

    ENGLISH = "en"
    FRENCH = "fr"


class Phone(PersonalValue):
    """A phone or fax number: E.164 (`+16135550123`) and an extension of digits."""

    number: str
    extension: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read `+1.6135550123x12` (EPP), `+1 613 555 0123 ext. 12`, or `tel:+1-613-555-0123;ext=12` (RFC 3966).

        Raises `ValueError` for a number that cannot be, or that names no country.
        """
        bare = text.strip().removeprefix("tel:").replace(".", "", 1) if "ext." not in text else text.strip()
        try:
            number = phonenumbers.parse(bare)
        except phonenumbers.NumberParseException as err:
            raise ValueError("not a phone number: it must start with + and the country code") from err
        if not phonenumbers.is_possible_number(number):
            raise ValueError("not a possible phone number: too many or too few digits for its country")
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return cls(number=e164, extension=number.extension or None)

    @field_validator("number")
    @classmethod
    def _is_e164(cls, number: str) -> str:
        if not re.fullmatch(r"\+[1-9]\d{4,14}", number):
            raise ValueError("a phone number is + and 5 to 15 digits (E.164)")
        return number

    @field_validator("extension")
    @classmethod
    def _is_digits(cls, extension: str | None) -> str | None:
        if extension is not None and not re.fullmatch(r"\d{1,10}", extension):
            raise ValueError("an extension is 1 to 10 digits")
        return extension

    @property
    def epp(self) -> str:
        """EPP's form (RFC 5733 section 2.5): `+1.6135550123`, with `x12` where there is an extension."""
        number = phonenumbers.parse(self.number)
        text = f"+{number.country_code}.{phonenumbers.national_significant_number(number)}"
        return f"{text}x{self.extension}" if self.extension else text


class PostalAddress(PersonalValue):
    """Where post reaches someone. `country` is ISO 3166-1 alpha-2, `subdivision` ISO 3166-2 (`CA-ON`)."""

    street: tuple[Line, ...]
    city: Line
    subdivision: str | None = None
    postal_code: Line | None = None
    country: str

    @field_validator("street", mode="after")
    @classmethod
    def _one_to_three_lines(cls, street: tuple[str, ...]) -> tuple[str, ...]:
        if not 1 <= len(street) <= 3:
            raise ValueError("a street is one to three lines (RFC 5733)")
        return street

    @field_validator("country")
    @classmethod
    def _is_a_country(cls, country: str) -> str:
        if country not in phonenumbers.SUPPORTED_REGIONS and country not in {
            "AQ",
            "BV",
            "HM",
            "TF",
            "PN",
            "UM",
        }:
            raise ValueError("a country is two capital letters of ISO 3166-1, such as CA")
        return country

    @model_validator(mode="after")
    def _subdivision_is_of_the_country(self) -> Self:
        if self.subdivision is None:
            return self
        if not re.fullmatch(rf"{self.country}-[A-Z0-9]{{1,3}}", self.subdivision):
            raise ValueError("a subdivision is an ISO 3166-2 code of the contact's country, such as CA-ON")
        known = SUBDIVISIONS.get(self.country)
        if known is not None and self.subdivision.split("-")[1] not in known:
            raise ValueError(
                f"{self.country} has no such province or state; use its ISO 3166-2 code, such as CA-ON"
            )
        return self


class Contact(PersonalValue):
    """
    A person or an organization, complete enough to be registered.

    At least a family name or an organization must be given. No field may hold a line break: a contact is
    copied into mail headers, WHOIS lines and XML.
    """

    given: Line | None = None
    family: Line | None = None
    organization: Line | None = None
    address: PostalAddress
    phone: Phone
    fax: Phone | None = None
    email: Annotated[EmailStr, AfterValidator(str)]
    language: Language = Language.ENGLISH

    @model_validator(mode="after")
    def _somebody_on_one_line(self) -> Self:
        if not (self.family or self.organization):
            raise ValueError("a contact needs a family name or an organization")
        texts = (self.given, self.family, self.organization, *self.address.street, self.address.city)
        if any(text and _BREAKS.search(text) for text in texts):
            raise ValueError("a contact's field must not contain line breaks or control characters")
        return self

    @property
    def name(self) -> str:
        """The person's name as it is written, or the organization's where there is no person."""
        person = " ".join(part for part in (self.given, self.family) if part)
        return person or self.organization or ""
