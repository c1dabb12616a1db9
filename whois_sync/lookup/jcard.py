"""
RDAP's contacts: jCard (RFC 7095, with RFC 8605's country codes), as strictly as servers write it: not very.
"""

from collections.abc import Collection, Sequence
from typing import cast
from urllib.parse import unquote

from whois_sync.lookup.texts.blocks import Fields
from whois_sync.lookup.texts.people import settle

Property = tuple[str, dict[str, object], object]
"""A property's name in lower case, its parameters, its value."""

_ADDRESS = ("street", "street", "street", "city", "state", "postal_code", "country")
_OF_USE = frozenset(("fn", "n", "org", "adr", "tel", "email", "contact-uri"))
_NAMES = frozenset(("fn", "org"))
_MAX_PROPERTIES = 200
_MAX_DEPTH = 4
_LEAST_PREFERRED = 101  # RFC 6350 section 5.3: from 1, the most preferred, to 100


def fields_of(card: object) -> Fields:
    """
    Return the contact fields of a `vcardArray` value, every value as text; whatever has another shape is
    passed over.

    `contact_uri` is kept as a field of its own: it stands where an e-mail address was redacted.
    """
    fields: Fields = {}
    for name, parameters, value in _properties_of(card, _OF_USE):
        _read(name, parameters, value, fields)
    return fields


def names_in(card: object) -> list[str]:
    """Return the names that a `vcardArray` value gives, then the organizations."""
    properties = _properties_of(card, _NAMES)
    return [_first_text(value) for wanted in ("fn", "org") for name, _, value in properties if name == wanted]


def _properties_of(card: object, of_use: Collection[str]) -> list[Property]:
    if not isinstance(card, list):
        return []
    found = _properties(card, of_use, 0)
    for _, parameters, _ in found:
        if "pref" in parameters:
            return sorted(found, key=_preference)
    return found


def _preference(found: Property) -> int:
    said = str(found[1].get("pref", ""))
    return int(said) if said.isdecimal() and len(said) < 4 else _LEAST_PREFERRED


def _properties(items: Sequence[object], of_use: Collection[str], depth: int) -> list[Property]:
    """
    Every `[name, parameters, type, value]` in `items` that is of use, however deep it was put; short ones
    without a value too.
    """
    found: list[Property] = []
    for item in items[:_MAX_PROPERTIES]:
        if not isinstance(item, list) or not item:
            continue
        entry: list[object] = item
        name = entry[0].lower() if isinstance(entry[0], str) else ""
        if name in of_use:
            parameters: dict[str, object] = entry[1] if len(entry) > 1 and isinstance(entry[1], dict) else {}
            found.append((name, parameters, _value_of(name, entry)))
        elif (not name or name == "vcard") and depth < _MAX_DEPTH:
            found += _properties(entry, of_use, depth + 1)
    return found


def _value_of(name: str, entry: list[object]) -> object:
    """The value, the fourth of four; an address' parts may stand where it should, one behind the other."""
    if len(entry) < 4:
        return None
    return entry[3:] if name == "adr" and len(entry) >= 3 + len(_ADDRESS) else entry[3]


def _read(name: str, parameters: dict[str, object], value: object, fields: Fields) -> None:
    match name:
        case "fn":
            _add(fields, "name", value)
        case "org":
            _add(fields, "organization", value)
        case "tel":
            _read_phone(parameters, value, fields)
        case "email":
            _read_mail(value, fields)
        case "adr" if "street" not in fields and "country" not in fields:
            _read_address(parameters, value, fields)
        case "n" if isinstance(value, list) and not any(fields.get("name", ())):
            parts = [" ".join(texts_in(part)) for part in cast("list[object]", value)[:2]]
            _add(fields, "spelled", " ".join(part for part in reversed(parts) if part))
        case "contact-uri":
            _add(fields, "contact_uri", value)
        case _:
            return


def _add(fields: Fields, name: str, value: object) -> None:
    text = _first_text(value)
    if text:
        fields.setdefault(name, []).append(text)


def _first_text(value: object) -> str:
    """The text, or the first of a list of them, or of lists of them; empty where there is none."""
    if isinstance(value, str):
        return "" if value.isspace() else value
    found = texts_in(value)
    if not found and isinstance(value, list) and value:
        found = texts_in(cast("list[object]", value)[0])
    return found[0] if found else ""


def texts_in(value: object) -> list[str]:
    """The texts of a value that may be one text or a list of them; blank ones left out."""
    if isinstance(value, str):
        return [value] if value and not value.isspace() else []
    if not isinstance(value, list):
        return []
    items: list[object] = value[:20]
    return [item for item in items if isinstance(item, str) and item and not item.isspace()]


def _read_address(parameters: dict[str, object], value: object, fields: Fields) -> None:
    found = _address_in(value)
    if not found and "label" in parameters:
        # One text by RFC 6350; some send its line ends spelled out, some send a list of lines.
        label = "\n".join(texts_in(parameters["label"])).replace("\\n", "\n")
        found["street"] = [bare for line in label.splitlines() if (bare := line.strip(" ,"))]
        settle(found)
    if "cc" in parameters and "country" not in found:
        found["country"] = texts_in(parameters["cc"])[:1]
    fields.update((name, values) for name, values in found.items() if values)


def _address_in(value: object) -> Fields:
    found: Fields = {}
    if isinstance(value, str):
        found["street"] = [line for line in value.splitlines() if line.strip()]
        return found
    parts: list[object] = value if isinstance(value, list) else []
    if len(parts) == 1 and isinstance(parts[0], list):
        parts = parts[0]
    if len(parts) < len(_ADDRESS) and any(texts_in(parts)):
        # Not the seven parts of RFC 6350: lines, as some registrars send them.
        found["street"] = texts_in(parts)
        settle(found)
        return found
    for name, part in zip(_ADDRESS, parts, strict=False):
        if not part:
            continue
        if isinstance(part, str) and name != "street":
            if not part.isspace():
                found[name] = [part]
            continue
        for text in texts_in(part):
            found.setdefault(name, []).extend(text.splitlines() if name == "street" else [text])
    return found


def _read_mail(value: object, fields: Fields) -> None:
    text = _first_text(value)
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    if text:
        fields.setdefault("email", []).append(text)


def _read_phone(parameters: dict[str, object], value: object, fields: Fields) -> None:
    text = _first_text(value)
    if not text:
        return
    scheme = text[:4].lower()
    if scheme in {"tel:", "fax:"}:
        text = _number_in(text[4:])
    kinds = (
        (parameters.get("type") or parameters.get("Type") or parameters.get("TYPE")) if parameters else None
    )
    said = " ".join(texts_in(kinds)).lower()
    is_fax = scheme == "fax:" or "fax" in said
    if is_fax:
        fields.setdefault("fax", []).append(text)
    if not is_fax or "voice" in said:
        fields.setdefault("phone", []).append(text)


def _number_in(uri: str) -> str:
    """The number of a `tel:` URI (RFC 3966), with its extension behind an `x`."""
    number, *options = (unquote(uri) if "%" in uri else uri).split(";")
    extension = next((o[4:] for o in options if o[:4].lower() == "ext="), "")
    return f"{number}x{extension}" if extension else number
