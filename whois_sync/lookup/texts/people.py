"""Contacts written as a few lines without labels: name, address, phones, e-mail, in whatever order."""

import re

from portfolio.observation import CONTACT_FIELDS
from whois_sync.lookup.redaction import is_placeholder
from whois_sync.lookup.texts.blocks import Fields
from whois_sync.lookup.texts.places import city_and_country, country_of, postal_parts
from whois_sync.lookup.texts.words import PLACES

_PHONE_LABELS = ("tel.", "tel:", "tel ", "telephone", "phone", "(tel)", "ph:", "ph.")
_FAX_LABELS = ("fax", "(fax)", "telefax", "facsimile")
_PHONE_MARKS = frozenset("+0123456789 ()-./x")
_AT = re.compile(r" ?[\[(]at[\])] ?| AT | at ")
_MAIL = re.compile(r"[^\s<>()\[\],;:\"|]{1,64}@[^\s<>()\[\],;:\"|@]{1,190}\.[^\s<>()\[\],;:\"|@.]{2,63}")
_HANDLE = re.compile(r"[A-Z]{2,}[A-Z0-9]*\d[A-Z0-9]*-[A-Z]{2,10}|[A-Z0-9]{3,12}\.(?:ORG|CON)|\d{2,8}")
_COMPANY = re.compile(
    r"(?i)\b(?:inc|llc|l\.l\.c|ltd|limited|gmbh|corp|corporation|company|co\.|plc|s\.?r\.?l|s\.?p\.?a|a\.?s|s\.r\.o|d\.o\.o|b\.v|n\.v|oy|ab|pty|"
    r"sarl|s\.a|university|college|institute|foundation|association|agency|ministry|sdn|bhd)(?:\b|\.)"
)
_NUMBER = re.compile(r"\b\d+\b")
_PLACES = frozenset(PLACES)
_MAX_LINES = 14
_MAX_LENGTH = 200
_CODE = 2  # letters


def email_in(text: str) -> str | None:
    """Return the first e-mail address in `text` (`name@`, `name AT`, `name [at]`), or None."""
    if "@" not in text:
        if "at" not in text.lower():
            return None
        text = _AT.sub("@", text[:_MAX_LENGTH])
    found = _MAIL.search(text[:_MAX_LENGTH])
    return found[0].rstrip(".") if found else None


def is_phone(text: str) -> bool:
    """Whether `text` can only be a phone number: digits enough, and nothing but what stands between them."""
    return _PHONE_MARKS.issuperset(text) and 7 <= sum(c.isdigit() for c in text) <= 17


def person_in(lines: list[str]) -> Fields:
    """
    Return the fields of the contact that `lines` describe; what cannot be told apart is the street.

    Stops at the second contact of a block (an empty line behind a filled one).
    """
    if lines and all(is_placeholder(line) for line in lines if line):
        return {name: [lines[0]] for name in CONTACT_FIELDS}
    fields: Fields = {}
    text: list[str] = []
    for line in _first_contact(lines):
        was_named = "name" in fields
        if not _number_or_mail(line, fields):
            text.append(line)
        elif "name" in fields and not was_named and len(text) == 1:
            # `Example Inc.`, then `One Example (one@example.com)`
            fields["organization"] = [text.pop()]
    # The Turkish registry's word for an address abroad, a line of its own.
    _who_and_where([line for line in text if line.lower() != "out of turkey,"], fields)
    return fields


def _first_contact(lines: list[str]) -> list[str]:
    taken: list[str] = []
    for line in lines[:40]:
        if line:
            taken.append(line)
        elif len(taken) > 1:
            break
    return taken[:_MAX_LINES]


def _number_or_mail(line: str, fields: Fields) -> bool:
    """Take phone, fax and e-mail out of `line`; whether nothing else was in it."""
    low = line.lower()
    if low.startswith(_PHONE_LABELS) or low.endswith("(phone)"):
        return _take(fields, "phone", line)
    if low.startswith(_FAX_LABELS) or low.endswith("(fax)"):
        return _take(fields, "fax", line)
    at = low.find("fax")
    if at > 0 and is_phone(line[:at].strip(" ([,;")):
        return _take(fields, "phone", line[:at]) and _take(fields, "fax", line[at:])
    if is_phone(line):
        fields.setdefault("fax" if "phone" in fields else "phone", []).append(line)
        return True
    mail = email_in(line)
    if mail is None:
        return False
    fields.setdefault("email", []).append(mail)
    rest = (
        _AT.sub("@", line).replace(mail, "").strip(" \t()[]<>,;")
        if "@" not in line
        else line.partition(mail)[0]
    )
    rest = rest.strip(" \t()[]<>,;")
    if _HANDLE.fullmatch(rest):
        fields.setdefault("handle", []).append(rest)
    elif len(rest) > 2 and not rest.lower().startswith(("e-mail", "email", "mail")):
        fields.setdefault("name", []).append(rest)
    return True


def _take(fields: Fields, name: str, text: str) -> bool:
    start = next((i for i, c in enumerate(text) if c in "+0123456789"), len(text))
    number = text[start:].strip(" .:()")
    if start and text[start - 1] == "(" and ")" in number:
        number = f"({number}"
    for tail in ("(Phone", "(FAX", "(phone", "(fax"):
        number = number.removesuffix(tail).strip()
    if number:
        fields.setdefault(name, []).append(number)
    return True


def _who_and_where(text: list[str], fields: Fields) -> None:
    if text and _is_handle(text[0]) and (len(text) > 1 or not fields):
        fields["handle"] = [text.pop(0)]
    if len(text) > 1 and "name" not in fields and text[1].endswith(" ()"):
        # `Example Inc.`, then `One Example ()`, whose e-mail address is not shown
        fields["organization"] = [text.pop(0)]
    if text and "name" not in fields:
        fields["name"] = [text.pop(0).removesuffix(" ()")]
    if text and "organization" not in fields and not _is_company(fields["name"][0]):
        _take_organization(text, fields, alone=text[0].isupper() and text[0].isalpha())
    while text and text[-1].lower() in {".", "n/a", "null"}:
        text.pop()
    if len(text) > 1 and country_of(text[-1]):
        fields["country"] = [text.pop()]
    if text:
        fields["street"] = text
        settle(fields)


def _take_organization(lines: list[str], fields: Fields, *, alone: bool) -> None:
    """
    Take the organization off the top of somebody's address, and what stands before it (a title).

    It is a line that bears a company's word and says nothing of places, nor runs on; else, where `alone`
    allows, the first line, if the second begins the address.
    """
    head = next((at for at, line in enumerate(lines[:4]) if _is_of_place(line)), min(4, len(lines)))
    known = next((at for at in range(head) if _is_company(lines[at])), None)
    if known is None and alone and head == 1:
        known = 0
    if known is not None and (known == 0 or known + 1 < len(lines)):
        fields["organization"] = [lines[known]]
        del lines[: known + 1]


def _is_of_place(line: str) -> bool:
    """Whether a line says something of places, or runs on into one that may."""
    if line[-1] == "," or _NUMBER.search(line):
        return True
    return not _PLACES.isdisjoint(line.lower().replace(",", " ").replace(".", " ").split())


def take_organization(fields: Fields, *, alone: bool) -> None:
    """
    Move a person's organization from the top of the street to its own field, where nothing else told one.

    `alone` says that the registry prints it there without a word that tells companies (AFNIC).
    """
    street = fields.get("street", ())
    if len(street) > 1 and fields.get("name") and not fields.get("organization"):
        lines = list(street)
        _take_organization(lines, fields, alone=alone)
        fields["street"] = lines


def _is_handle(text: str) -> bool:
    """Whether `text` is an identifier, no name: `AB12-EXAMPLE`, `exam0000-00001`."""
    if _HANDLE.fullmatch(text):
        return True
    return 3 < len(text) < 25 and " " not in text and "." not in text and sum(c.isdigit() for c in text) > 1


def _is_company(text: str) -> bool:
    return _COMPANY.search(text[:_MAX_LENGTH]) is not None


def settle(fields: Fields) -> None:
    """
    Move what the last lines of a street plainly say (country, city, postal code) to fields of their own.
    """
    street = fields.get("street")
    if not street or "city" in fields:
        return
    if len(street) == 1:
        _settle_alone(fields, street)
        return
    if "country" not in fields and "country_code" not in fields and country_of(street[-1]):
        fields["country"] = [street.pop()]
    is_named = len(_country(fields)) > _CODE  # spelled out below its city, as on a letter
    if "country" not in fields and (ending := city_and_country(street[-1])):
        fields.update((name, [value]) for name, value in ending.items())
        street.pop()
        return
    if _ends_with_region(street, fields):
        fields["city"], fields["postal_code"], fields["state"] = ([line] for line in street[-3:])
        del street[-3:]
        return
    for index in range(len(street) - 1, 0, -1):
        parts = postal_parts(street[index].strip())
        if "city" in parts or (parts and (index > 1 or len(street) == 3)):
            _settle_at(index, parts, fields, street)
            return
    if is_named and len(street) > 1 and not _is_of_place(street[-1]):
        fields["city"] = [street.pop()]


def _country(fields: Fields) -> str:
    """The country as it was told; empty also where its label stands without a value."""
    return next(iter(fields.get("country", ())), "")


def _settle_alone(fields: Fields, street: list[str]) -> None:
    """Of a single line only city, state and code together are told apart."""
    parts = postal_parts(street[0].strip())
    if len(parts) == 3:
        for name, value in parts.items():
            fields.setdefault(name, []).append(value)
        del street[0]


def _ends_with_region(street: list[str], fields: Fields) -> bool:
    """Whether the lines end in city, code, region, each alone, as where a country's code stood last."""
    if len(street) < 4 or len(_country(fields)) != _CODE or fields.keys() & {"state", "postal_code"}:
        return False
    code, region = street[-2], street[-1]
    return len(code) <= 10 and any(c.isdigit() for c in code) and not any(c.isdigit() for c in region)


def split_city(fields: Fields) -> None:
    """Tell the postal code apart from the city where the city's own label carries both (`1000 Example`)."""
    city = fields.get("city", ())
    if len(city) == 1 and city[0][:1].isdigit() and not fields.get("postal_code"):
        parts = postal_parts(city[0].strip())
        if parts.keys() == {"city", "postal_code"}:
            fields.update((name, [value]) for name, value in parts.items())


def _settle_at(index: int, parts: dict[str, str], fields: Fields, street: list[str]) -> None:
    """Take the city out of `street[index]`, or out of the lines before a code that stands alone."""
    for name, value in parts.items():
        fields.setdefault(name, []).append(value)
    behind = street[index + 1 :]
    if "city" in parts:
        del street[index]
        if behind and behind[0].casefold() == parts["city"].casefold():
            del street[index]
        return
    if len(behind) == 1 and index == 1 and len(behind[0]) > 3:
        # street, code, city: the Finnish order
        fields["city"] = [behind[0]]
        del street[1:]
        return
    has_state = not behind and index > 2 and "state" not in fields
    fields["city"] = [street[index - 2 if has_state else index - 1]]
    if has_state:
        fields["state"] = [street[index - 1]]
    elif len(behind) == 1 and "state" not in fields:
        fields["state"] = behind
    del street[index - 2 if has_state else index - 1 :]
