"""
Names and their contacts as a table, to be looked at in a spreadsheet and read back.

A cell that a spreadsheet would take for a formula stands behind an apostrophe, which is taken off again.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from portfolio.contacts import Contact, ContactRole
from portfolio.held import ContactVersion, HeldDomain

DATES = {"registered": "registered_at", "expires": "expires_at", "registrar_expires": "registrar_expires_at"}
OF_CONTACT = (
    "given", "family", "organization", "street", "street_2", "street_3", "city", "province", "postal_code",
    "country", "phone", "fax", "email", "language",
)  # fmt: skip
COLUMNS = (
    "name", "client", "account", *DATES, "nameservers", "statuses", "signed", "auto_renew", "refreshed",
    *(
        column
        for role in ContactRole
        for column in (role.value, *(f"{role.value}_{field}" for field in OF_CONTACT))
    ),
)  # fmt: skip
NONE = "none"
"""A set that is known to be empty; an empty cell says nothing."""

_FORMULA = frozenset("=+-@＝＋－＠\t\r'")


def guarded(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula (CWE-1236)."""
    return f"'{text}" if text[:1] in _FORMULA and text else text


def unguarded(cell: str) -> str:
    """Return what was guarded; other cells stay as they are."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in _FORMULA else cell


def written(rows: Iterable[Mapping[str, str]], *, delimiter: str = ",") -> bytes:
    """Return the file: UTF-8 with the mark that spreadsheets look for, each row ended by CR and LF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: guarded(cell) for column, cell in row.items()})
    return text.getvalue().encode("utf-8-sig")


def row_of(held: HeldDomain, contacts: Mapping[str, ContactVersion]) -> dict[str, str]:
    """Return the row of a name; `contacts` are the newest versions by slug."""
    row = {
        "name": str(held.name),
        "client": held.client,
        "account": held.account,
        "nameservers": _set(held.nameservers),
        "statuses": _set(held.statuses),
        "signed": _yes(held.delegation_signed),
        "auto_renew": _yes(held.auto_renew),
        "refreshed": _moment(held.refreshed_at),
    }
    row |= {column: _moment(getattr(held, field)) for column, field in DATES.items()}
    for role, slug in held.roles.items():
        row[role.value] = slug
        cells = _cells_of(contacts[slug].contact)
        row |= {f"{role.value}_{field}": cell for field, cell in cells.items()}
    return row


def _cells_of(contact: Contact) -> dict[str, str]:
    address = contact.address
    street = dict(zip(("street", "street_2", "street_3"), address.street, strict=False))
    return street | {
        "given": contact.given or "",
        "family": contact.family or "",
        "organization": contact.organization or "",
        "city": address.city,
        "province": address.subdivision or "",
        "postal_code": address.postal_code or "",
        "country": address.country,
        "phone": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else "",
        "email": contact.email,
        "language": contact.language.value,
    }


def _set(values: Iterable[str] | None) -> str:
    return "" if values is None else " ".join(sorted(str(value) for value in values)) or NONE


def _yes(value: object) -> str:
    return "" if value is None else "yes" if value else "no"


def _moment(moment: datetime | date | None) -> str:
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")
