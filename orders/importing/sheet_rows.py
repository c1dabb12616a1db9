"""From the rows of a table to the names that they tell of; a bad row has a problem, and no name."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import ValidationError

from orders.importing.sheet import COLUMNS, DATES, NONE, OF_CONTACT, unguarded
from orders.table import read_table
from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.importing import EntryState, Found, ImportEntry
from portfolio.names import DomainName, HostName
from portfolio.registration import Registration, Status, status_of
from portfolio.values import problems_in
from records import NotHeld, Records, Unit

MOST_BYTES = 268_435_456
MOST_ROWS = 200_000

_MANY = re.compile(r"[\s,;|]+")
_OURS = {"subdivision": "province", "address": "street"}


@dataclass(frozen=True)
class SheetRow:
    """One row: its line, the name as typed, and what it tells, or its problem in one line, without values."""

    line: int
    text: str
    entry: ImportEntry | None = None
    problem: str = ""


def plan_of(data: bytes, defaults: Mapping[str, str]) -> str:
    """Return the plan's slug for a file with these defaults: the same file again is the same plan."""
    told = json.dumps(sorted(defaults.items())).encode() + b"\n" + data
    return f"csv:{hashlib.sha256(told).hexdigest()[:16]}"


def read_sheet(records: Records, data: bytes, *, defaults: Mapping[str, str]) -> list[SheetRow]:
    """
    Return every row of a file; `defaults` are cells for the columns that a row leaves empty.

    Raises `ListRefused` for what is no such file at all.
    """
    plan = plan_of(data, defaults)
    lines = read_table(data, columns=COLUMNS, most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    rows: list[SheetRow] = []
    with records.reading() as unit:
        house = _House(unit)
        for line in lines:
            cells = {column: unguarded(cell) for column, cell in line.cells.items() if cell}
            row = SheetRow(line.number, cells.get("name", ""))
            if line.problem:
                rows.append(replace(row, problem=line.problem))
                continue
            try:
                entry = _entry(plan, line.number, dict(defaults) | cells, house)
            except ValueError as error:
                rows.append(replace(row, problem=_words(error)))
            else:
                rows.append(replace(row, entry=entry))
    return _without_clashes(rows)


class _House:
    """Which clients and accounts there are, each looked up once."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._known: dict[tuple[str, str], bool] = {}

    def needed(self, cells: Mapping[str, str], column: str) -> str:
        slug = cells.get(column)
        if not slug:
            raise ValueError(f"it has no {column}")
        if (column, slug) not in self._known:
            self._known[column, slug] = self._is_there(column, slug)
        if not self._known[column, slug]:
            raise ValueError(f"there is no {column} {slug!r}")
        return slug

    def _is_there(self, column: str, slug: str) -> bool:
        try:
            _ = self._unit.clients.get(slug) if column == "client" else self._unit.accounts.get(slug)
        except NotHeld:
            return False
        return True


def _entry(plan: str, line: int, cells: Mapping[str, str], house: _House) -> ImportEntry:
    name = DomainName(cells.get("name", ""))
    contacts: dict[ContactRole, Contact] = {}
    for role in ContactRole:
        own = {field: cells[f"{role}_{field}"] for field in OF_CONTACT if cells.get(f"{role}_{field}")}
        if own:
            contacts[role] = _contact(role, own)
    slugs = {role: cells[role.value] for role in ContactRole if cells.get(role.value)}
    refreshed = _moment(cells, "refreshed")
    found = Found.model_validate(
        {
            "registration": _registration(name, cells),
            "contacts": contacts,
            "slugs": slugs,
            "refreshed_at": refreshed,
        }
    )
    return ImportEntry(
        plan=plan,
        name=name,
        account=house.needed(cells, "account"),
        client=house.needed(cells, "client"),
        line=line,
        state=EntryState.READ,
        found=found,
    )


def _registration(name: DomainName, cells: Mapping[str, str]) -> Registration:
    told = {field: _moment(cells, column) for column, field in DATES.items()}
    return Registration.model_validate(
        told
        | {
            "name": name,
            "nameservers": frozenset(map(HostName, _many(cells, "nameservers") or ()))
            if cells.get("nameservers")
            else None,
            "statuses": _statuses(cells),
            "delegation_signed": _yes(cells, "signed"),
            "auto_renew": _yes(cells, "auto_renew"),
        }
    )


def _contact(role: ContactRole, own: Mapping[str, str]) -> Contact:
    street = tuple(own[field] for field in ("street", "street_2", "street_3") if field in own)
    try:
        return Contact.model_validate(
            {
                "given": own.get("given"),
                "family": own.get("family"),
                "organization": own.get("organization"),
                "address": {
                    "street": street,
                    "city": own.get("city"),
                    "subdivision": own.get("province"),
                    "postal_code": own.get("postal_code"),
                    "country": own.get("country"),
                },
                "phone": Phone.parse(own.get("phone", "")),
                "fax": Phone.parse(own["fax"]) if "fax" in own else None,
                "email": own.get("email"),
                "language": own.get("language", "en"),
            }
        )
    except ValidationError as error:
        raise ValueError(f"{role}: {problems_in(error)}") from None
    except ValueError as error:
        raise ValueError(f"{role} phone or fax: {error}") from None


def _moment(cells: Mapping[str, str], column: str) -> date | datetime | None:
    text = cells.get(column)
    if not text:
        return None
    try:
        if len(text) == len("2027-03-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"{column} is written 2027-03-01 or 2027-03-01T15:00:00Z")
    return moment


def _statuses(cells: Mapping[str, str]) -> frozenset[Status] | None:
    words = _many(cells, "statuses")
    if words is None:
        return None
    statuses = [status_of(word) for word in words]
    if None in statuses:
        raise ValueError("statuses has a word that is no EPP status, such as ok or clientTransferProhibited")
    return frozenset(status for status in statuses if status)


def _many(cells: Mapping[str, str], column: str) -> list[str] | None:
    text = cells.get(column, "")
    if not text:
        return None
    return [] if text.lower() == NONE else [part for part in _MANY.split(text) if part]


def _yes(cells: Mapping[str, str], column: str) -> bool | None:
    text = cells.get(column, "").lower()
    if text not in ("", "yes", "no"):
        raise ValueError(f"{column} is yes, no, or empty")
    return None if not text else text == "yes"


def _words(error: ValueError) -> str:
    text = problems_in(error) if isinstance(error, ValidationError) else str(error)
    return " ".join(text.split())


def _without_clashes(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """A name in several rows, or a contact told in two ways, is a problem of all the rows that have it."""
    counted = Counter(row.entry.name for row in rows if row.entry)
    told: dict[str, set[tuple[str | None, Contact]]] = {}
    for row in rows:
        for slug, contact in _named(row):
            told.setdefault(slug, set()).add((row.entry.client if row.entry else None, contact))
    checked: list[SheetRow] = []
    for row in rows:
        problem = row.problem
        if row.entry and counted[row.entry.name] > 1:
            problem = f"{row.entry.name} stands in the file {counted[row.entry.name]} times"
        elif clash := next((slug for slug, _ in _named(row) if len(told[slug]) > 1), None):
            problem = f"the contact {clash} stands in the file with different values"
        checked.append(replace(row, entry=None if problem else row.entry, problem=problem))
    return checked


def _named(row: SheetRow) -> list[tuple[str, Contact]]:
    found = row.entry.found if row.entry else None
    return (
        [(slug, found.contacts[role]) for role, slug in found.slugs.items() if role in found.contacts]
        if found
        else []
    )
