"""
RDAP's contacts: jCard (RFC 7095, with RFC 8605's country codes), as strictly as servers write it: not very.
"""

from collections.abc import Iterator, Sequence
from typing import cast

from whois_sync.lookup.texts.blocks import Fields
from whois_sync.lookup.texts.people import settle

_ADDRESS = ("street", "street", "street", "city", "state", "postal_code", "country")
_OF_USE = frozenset(("fn", "n", "org", "adr", "tel", "email", "contact-uri"))
_MAX_PROPERTIES = 200
_MAX_DEPTH = 4


def fields_of(card: object) -> Fields:
    """
    Return the contact fields of a `vcardArray` value, every value as text; whatever has another shape is
    passed over.

    `contact_uri` is kept as a field of its own: it stands where an e-mail address was redacted.
    """
    fields: Fields = {}
    if isinstance(card, list):
        for name, parameters, value in _properties(cast("list[object]", card), 0):
            _read(name, parameters, value, fields)
    return fields


def _properties(items: Sequence[object], depth: int) -> list[tuple[str, dict[str, object], object]]:
    """
    Every `[name, parameters, type, value]` in `items` that is of use, however deep it was put; short ones
    without a value too.
    """
    found: list[tuple[str, dict[str, object], object]] = []
    for item in items[:_MAX_PROPERTIES]:
        if not isinstance(item, list) or not item:
            continue
        entry = cast("list[object]", item)
        name = entry[0].lower() if isinstance(entry[0], str) else ""
        if name in _OF_USE:
            parameters = entry[1] if len(entry) > 1 and isinstance(entry[1], dict) else {}
            found.append((name, cast("dict[str, object]", parameters), entry[3] if len(entry) > 3 else None))
        elif (not name or name == "vcard") and depth < _MAX_DEPTH:
            found += _properties(entry, depth + 1)
    return found


def _read(name: str, parameters: dict[str, object], value: object, fields: Fields) -> None:
    match name:
        case "fn":
            _add(fields, "name", value)
        case "org":
            _add(fields, "organization", value)
        case "n" if isinstance(value, list) and not any(fields.get("name", ())):
            parts = [" ".join(texts_in(part)) for part in cast("list[object]", value)[:2]]
            _add(fields, "spelled", " ".join(part for part in reversed(parts) if part))
        case "adr" if "street" not in fields and "country" not in fields:
            _read_address(parameters, value, fields)
        case "tel":
            _read_phone(parameters, value, fields)
        case "email":
            _add(fields, "email", value.removeprefix("mailto:") if isinstance(value, str) else value)
        case "contact-uri":
            _add(fields, "contact_uri", value)
        case _:
            return


def _add(fields: Fields, name: str, value: object) -> None:
    text = _first_text(value)
    if text:
        fields.setdefault(name, []).append(text)


def _first_text(value: object) -> str:
    """The text, or the first of a list of them; empty where there is none."""
    if isinstance(value, str):
        return "" if value.isspace() else value
    return next(texts_in(value), "")


def texts_in(value: object) -> Iterator[str]:
    """The texts of a value that may be one text or a list of them; blank ones left out."""
    if isinstance(value, str):
        if value and not value.isspace():
            yield value
    elif isinstance(value, list):
        for item in cast("list[object]", value)[:20]:
            if isinstance(item, str) and item and not item.isspace():
                yield item


def _read_address(parameters: dict[str, object], value: object, fields: Fields) -> None:
    found: Fields = {}
    if isinstance(value, list) and len(cast("list[object]", value)) < len(_ADDRESS) and any(texts_in(value)):
        # Not the seven parts of RFC 6350: lines, as some registrars send them.
        found["street"] = list(texts_in(value))
        settle(found)
    elif isinstance(value, list):
        for name, part in zip(_ADDRESS, cast("list[object]", value), strict=False):
            for text in texts_in(part) if part else ():
                found.setdefault(name, []).extend(text.splitlines() if name == "street" else [text])
    elif isinstance(value, str):
        found["street"] = [line for line in value.splitlines() if line.strip()]
    label = parameters.get("label")
    if not found and isinstance(label, str):
        found["street"] = [line.strip(" ,") for line in label.splitlines() if line.strip(" ,")]
        settle(found)
    code = parameters.get("cc")
    if isinstance(code, str) and code and "country" not in found:
        found["country"] = [code]
    fields.update({name: values for name, values in found.items() if values})


def _read_phone(parameters: dict[str, object], value: object, fields: Fields) -> None:
    text = _first_text(value)
    scheme = text[:4].lower()
    if scheme in {"tel:", "fax:"}:
        number, *options = text[4:].split(";")
        extension = next((o[4:] for o in options if o.lower().startswith("ext=")), "")
        text = f"{number}x{extension}" if extension else number
    if text:
        kinds = parameters.get("type") or parameters.get("Type") or parameters.get("TYPE")
        said = " ".join(map(str, kinds)).lower() if isinstance(kinds, list) else str(kinds).lower()
        is_fax = scheme == "fax:" or "fax" in said
        if is_fax:
            _add(fields, "fax", text)
        if not is_fax or "voice" in said:
            _add(fields, "phone", text)
