"""Phone numbers: EPP's `+1.6135550123`, RFC 3966's `tel:`, national spellings, extensions."""

import phonenumbers

from whois_sync.compare.alike import Form


def phone_forms(country: str | None) -> tuple[Form, ...]:
    """Return the forms of a phone number; `country` (ISO 3166-1) reads numbers without a country code."""
    return (("phone spelling", lambda text: dialled(text, country)),)


def dialled(text: str, country: str | None) -> str | None:
    """Return what one dials, E.164 and `x` before an extension; None for what cannot be a number."""
    try:
        number = phonenumbers.parse(text.strip(), country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164}x{number.extension}" if number.extension else e164
