"""Phone numbers: EPP's `+1.6135550123`, RFC 3966's `tel:`, national spellings, extensions."""

import re
from functools import lru_cache, partial

import phonenumbers

from portfolio.contacts import Phone
from whois_sync.compare.alike import Form

_INTERNATIONAL = re.compile(r"\s*(?:tel:)?\s*\+([0-9]{1,3}(?:[-. ()/]*[0-9])+)\s*", re.IGNORECASE)
_TRUNK = re.compile(r"\(\s*0")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_E164 = partial(phonenumbers.format_number, num_format=phonenumbers.PhoneNumberFormat.E164)
_NO_EXTENSION = re.compile(r"(?i)[ ;,]*(?:x|ext\.?|ext=)\s*0+\s*$")


def phone_forms(country: str | None) -> tuple[Form, ...]:
    """Return the forms of a phone number; `country` (ISO 3166-1) reads numbers without a country code."""
    return (
        ("phone spelling", digits_after_plus),
        ("phone spelling", lambda text: dialled(text, country)),
    )


def digits_after_plus(text: str) -> str | None:
    """Return the digits of a number that is written with its country code and no more; None for any other."""
    found = _INTERNATIONAL.fullmatch(text)
    return None if found is None or _TRUNK.search(text) else _NOT_A_DIGIT.sub("", found[1])


@lru_cache(maxsize=256)
def dialled(text: str, country: str | None) -> str | None:
    """Return what one dials, E.164 and `x` before an extension; None for what cannot be a number."""
    try:
        number = phonenumbers.parse(_NO_EXTENSION.sub("", text.strip()), country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = _E164(number)
    if number.italian_leading_zero:
        # Two trunk zeros behind a country code: reading drops one at a time. Where one is kept, it stays.
        e164 = _E164(phonenumbers.parse(e164))
    return f"{e164}x{number.extension}" if number.extension else e164


def in_epp(phone: Phone) -> str:
    """
    Return EPP's form of our own number (RFC 5733 section 2.5), as `Phone.epp` does.

    Its country code is the one of ITU-T E.164 that its digits begin with; none of them begins with another. A
    number of no country is written as it is held: comparing refuses nothing.
    """
    digits, text = phone.number[1:], phone.number
    for length in (1, 2, 3):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            text = f"+{digits[:length]}.{digits[length:]}"
            break
    return f"{text}x{phone.extension}" if phone.extension else text
