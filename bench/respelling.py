"""
Ways in which registrars and registries respell what was sent to them, written apart from the comparison.

Each takes an answer and our contacts, and gives the same answer in another spelling.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

import phonenumbers
import pycountry
from babel import Locale

from portfolio.contacts import Contact, ContactRole
from portfolio.names import HostName
from portfolio.observation import Seen, SeenContact
from portfolio.registration import status_of

Contacts = Mapping[ContactRole, Contact]
Way = Callable[[Seen, Contacts], Seen]

NAMES = "way of spelling"
_WORDS = ("name", "organization", "street", "city")
_TEXTS = (*_WORDS, "state", "postal_code", "country", "email")
_SHORT = {
    "Street": "St.", "Avenue": "Ave", "Boulevard": "Blvd.", "Road": "Rd", "Drive": "Dr.", "Suite": "Ste",
    "Apartment": "Apt", "Saint": "St", "North": "N.", "South": "S", "East": "E.", "West": "W", "Floor": "Fl.",
    "Place": "Pl", "Square": "Sq.", "Highway": "Hwy", "Building": "Bldg", "P.O. Box": "PO Box",
    "Chemin": "Ch.", "Lane": "Ln.",
}  # fmt: skip
_FORMS = {
    "Inc.": "Incorporated", "Inc": "Incorporated", "Ltd.": "Limited", "Ltd": "Limited", "LLC": "L.L.C.",
    "Corp.": "Corporation", "Co.": "Company", "GmbH": "Gesellschaft mit beschränkter Haftung", "B.V.": "BV",
    "S.A.": "SA", "SARL": "S.A.R.L.", "AG": "Aktiengesellschaft", "S.r.l.": "SRL", "AB": "Aktiebolag",
}  # fmt: skip

_PROVINCES = {one.code: one.name for one in pycountry.subdivisions}


def _each(seen: Seen, change: Callable[[ContactRole, SeenContact], Mapping[str, object]]) -> Seen:
    roles = {role: shown.model_copy(update=dict(change(role, shown))) for role, shown in seen.roles.items()}
    return seen.model_copy(update={"roles": roles})


def _rewritten(rewrite: Callable[[str], str], fields: tuple[str, ...], seen: Seen, _ours: Contacts) -> Seen:
    def change(_role: ContactRole, shown: SeenContact) -> dict[str, object]:
        found: dict[str, object] = {}
        for field in fields:
            value = getattr(shown, field)
            if isinstance(value, tuple):
                found[field] = tuple(rewrite(line) for line in value)
            elif value:
                found[field] = rewrite(value)
        return found

    return _each(seen, change)


def without_accents(text: str) -> str:
    """Return the text with ASCII letters in place of accented Latin ones."""
    parts = (unicodedata.normalize("NFD", character) for character in unicodedata.normalize("NFC", text))
    return "".join(part[0] if part[0].isascii() else unicodedata.normalize("NFC", part) for part in parts)


def taken_for_latin(text: str) -> str:
    """Return the text as a program shows it that takes UTF-8 for Latin-1."""
    return text.encode().decode("latin-1")


def in_question_marks(text: str) -> str:
    """Return the text with `?` for each letter beyond ASCII, where enough of it is left to be read."""
    lost = text.encode("ascii", "replace").decode()
    return lost if sum(c.isalnum() for c in lost) > 2 * lost.count("?") and "?" not in text else text


def swapped_words(table: Mapping[str, str], text: str) -> str:
    """Return the text with each word or phrase of `table` written as the table has it."""
    return re.sub(rf"(?<!\S)(?:{'|'.join(map(re.escape, table))})(?!\S)", lambda found: table[found[0]], text)


def with_form(text: str) -> str:
    """Return an organization's name with its legal form spelled otherwise."""
    head, _, last = text.rpartition(" ")
    return f"{head} {_FORMS[last]}" if head and last in _FORMS else text


def _country(language: str | None, seen: Seen, ours: Contacts) -> Seen:
    def change(role: ContactRole, shown: SeenContact) -> dict[str, object]:
        code = ours[role].address.country
        named = Locale.parse(language).territories.get(code) if language else None
        return {"country": named or code} if shown.country else {}

    return _each(seen, change)


def _province(seen: Seen, ours: Contacts, *, by_name: bool) -> Seen:
    def change(role: ContactRole, shown: SeenContact) -> dict[str, object]:
        code = ours[role].address.subdivision
        if not (code and shown.state):
            return {}
        short = code.partition("-")[2]
        return {"state": _PROVINCES.get(code, short) if by_name else short}

    return _each(seen, change)


def _phone(write: Callable[[phonenumbers.PhoneNumber, str], str | None], seen: Seen, ours: Contacts) -> Seen:
    def change(role: ContactRole, shown: SeenContact) -> dict[str, object]:
        own = {"phone": ours[role].phone, "fax": ours[role].fax}
        found: dict[str, object] = {}
        for field, phone in own.items():
            if phone and getattr(shown, field):
                number = phonenumbers.parse(phone.number)
                text = write(number, ours[role].address.country)
                found[field] = f"{text} ext. {phone.extension}" if text and phone.extension else text
        return {field: text for field, text in found.items() if text}

    return _each(seen, change)


def _as(form: int, number: phonenumbers.PhoneNumber, _country: str) -> str:
    return phonenumbers.format_number(number, form)


def _national(number: phonenumbers.PhoneNumber, country: str) -> str | None:
    if phonenumbers.region_code_for_number(number) != country:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _street(split: Callable[[list[str]], tuple[str, ...]], seen: Seen, _ours: Contacts) -> Seen:
    return _each(
        seen, lambda _role, shown: {"street": split(" ".join(shown.street).split())} if shown.street else {}
    )


def _halves(words: list[str]) -> tuple[str, ...]:
    middle = (len(words) + 1) // 2
    return tuple(" ".join(part) for part in (words[:middle], words[middle:]) if part)


def _domain(write: Callable[[str], str], seen: Seen, ours: Contacts) -> Seen:
    def rewrite(text: str) -> str:
        mailbox, _, domain = text.rpartition("@")
        return f"{mailbox}@{write(domain)}"

    return _rewritten(rewrite, ("email",), seen, ours)


def _hosts(seen: Seen, _ours: Contacts) -> Seen:
    if seen.nameservers is None:
        return seen
    return seen.model_copy(
        update={"nameservers": frozenset(HostName(f"{host.u_label.upper()}.") for host in seen.nameservers)}
    )


def _shifted(by: timedelta, seen: Seen, _ours: Contacts) -> Seen:
    def moved(moment: datetime | date | None) -> datetime | date | None:
        return moment + by if isinstance(moment, datetime) else moment

    dates = {field: moved(getattr(seen, field)) for field in ("expires_at", "registrar_expires_at")}
    return seen.model_copy(update=dates)


def _days_only(seen: Seen, _ours: Contacts) -> Seen:
    fields = ("expires_at", "registrar_expires_at")
    dates = {
        field: date.fromisoformat(at.isoformat()[:10]) for field in fields if (at := getattr(seen, field))
    }
    return seen.model_copy(update=dates)


def _status_words(seen: Seen, _ours: Contacts) -> Seen:
    words = [known.rdap if (known := status_of(word)) else word for word in seen.statuses or ()]
    return seen.model_copy(update={"statuses": tuple(words)}) if words else seen


def _capital_registrar(seen: Seen, _ours: Contacts) -> Seen:
    return seen.model_copy(update={"registrar": seen.registrar.upper()}) if seen.registrar else seen


_INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL
_RFC3966 = phonenumbers.PhoneNumberFormat.RFC3966
_FRENCH_ABROAD = "fr"

WAYS: Mapping[str, Way] = {
    "as it is": lambda seen, _ours: seen,
    "capital letters": partial(_rewritten, str.upper, _TEXTS),
    "small letters": partial(_rewritten, str.lower, _TEXTS),
    "spaces around and between": partial(_rewritten, lambda text: f" {text.replace(' ', '  ')} ", _TEXTS),
    "accents stripped": partial(_rewritten, without_accents, (*_WORDS, "state")),
    "accents stripped, capital letters": partial(_rewritten, lambda t: without_accents(t).upper(), _WORDS),
    "Unicode decomposed": partial(_rewritten, partial(unicodedata.normalize, "NFD"), (*_WORDS, "state")),
    "UTF-8 taken for Latin-1": partial(_rewritten, taken_for_latin, _WORDS),
    "question marks for letters": partial(_rewritten, in_question_marks, _WORDS),
    "country by code": partial(_country, None),
    "country in English": partial(_country, "en"),
    "country in French": partial(_country, _FRENCH_ABROAD),
    "province by code": partial(_province, by_name=False),
    "province by name": partial(_province, by_name=True),
    "phone with punctuation": partial(_phone, partial(_as, _INTERNATIONAL)),
    "phone as tel:": partial(_phone, partial(_as, _RFC3966)),
    "phone as dialled at home": partial(_phone, _national),
    "postal code without blanks": partial(_rewritten, lambda text: text.replace(" ", ""), ("postal_code",)),
    "postal code in small letters": partial(_rewritten, str.lower, ("postal_code",)),
    "street in one line": partial(_street, lambda words: (" ".join(words),)),
    "street in two lines": partial(_street, _halves),
    "street abbreviated": partial(_rewritten, partial(swapped_words, _SHORT), ("street",)),
    "street written out": partial(
        _rewritten, partial(swapped_words, {short: long for long, short in _SHORT.items()}), ("street",)
    ),
    "legal form otherwise": partial(_rewritten, with_form, ("organization",)),
    "commas and dots left out": partial(_rewritten, lambda t: re.sub(r"[,.](?=\s|$)", "", t), _WORDS),
    "e-mail's domain in capital letters": partial(_domain, str.upper),
    "hosts in capital letters, dot behind": _hosts,
    "dates 11 hours later": partial(_shifted, timedelta(hours=11)),
    "dates 23 hours earlier": partial(_shifted, timedelta(hours=-23)),
    "dates without a time": _days_only,
    "statuses in RDAP's words": _status_words,
    "registrar in capital letters": _capital_registrar,
}
"""Every way, by what it does."""
