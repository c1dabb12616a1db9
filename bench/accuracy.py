"""
How right the readers are on recorded answers, field by field, and python-whois's parser on the same in the
same run.

Compared alike for every reader: calendar days; names without letter case, blanks and commas; a registrar's
name without the handle, tag or link that some records keep behind it; streets without lines that stand in for
hidden ones; statuses one by one, however many stood
on a line; of a name that a record asserts in several lines (title, department) the first; a phone without an
extension of zeros; and an address that a record asserts as one piece, with neither city nor code of its own,
as one piece: all of its words told, in whatever parts, and none in the street that is not in it.

`python bench/accuracy.py [--wrong FIELD ...]` reads the corpora beside the repository (or at CORPORA) and
prints
correct / wrong / missing; with --wrong, also each record where ours is not correct. The recorded answers
stay where
they are.
"""

import argparse
import json
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, NotAName
from portfolio.observation import Observation, Provenance, Seen, Source, Unreadable
from whois_sync.lookup.fenced import FencedParser
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.redaction import is_placeholder
from whois_sync.lookup.whois import read_whois

CORPORA = Path(os.environ.get("CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")
_BEHIND = re.compile(r" (?:\[Tag = [^\]]*\]|\( ?https?://[^)]*\)|\([A-Z]{0,6}\d{1,9}(?:-[A-Z]{2,8})?\))$")
_NO_EXTENSION = re.compile(r" ?(?:x|ext:?) ?0+$")
_COUNTRY_BEFORE = re.compile(r"\b[A-Z]{1,2}-(?=\d{4})")  # `CA-1000`, the way of postal codes abroad
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DATES = {"expires_at": "expires", "registered_at": "created", "last_changed_at": "updated"}
CONTACT = {"postal_code": "zip"} | {
    field: field for field in ("name", "organization", "street", "city", "state", "country", "phone", "email")
}
# Under which keys python-whois files a field, whatever the TLD; any of them counts for it.
THEIR_DATES = {
    "expires_at": "expiration_date",
    "registered_at": "creation_date",
    "last_changed_at": "updated_date",
}
THEIR_ROLES = {
    "registrant": ("registrant_", "owner_", ""),
    "admin": ("admin_", "administrative_contact_", "admin_contact_"),
    "tech": ("tech_", "technical_contact_", "tech_contact_"),
}
THEIR_WORDS = {
    "name": ("name", "contact_name"),
    "organization": ("organization", "org", "company_name"),
    "street": ("street", "address", "address1"),
    "postal_code": ("postal_code", "zipcode", "zip_code", "zip"),
    "country": ("country", "country_code"),
    "state": ("state", "state_province"),
}
THEIR_BARE = {
    "registrant.name": ("registrant", "owner", "person"),
    "admin.name": ("admin",),
    "tech.name": ("tech",),
}

Record = dict[str, Any]  # Any: recorded JSON


def records(file: Path) -> list[Record]:
    """The records of one corpus."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def expected(fields: Record) -> Iterator[tuple[str, Any]]:
    """The values a record asserts, by our names of the fields; asserted absences are left out."""
    for ours, theirs in DATES.items():
        if fields.get(theirs):
            yield ours, fields[theirs]["iso"]
    for key in ("registrar", "nameservers", "status"):
        if fields.get(key):
            yield key, fields[key]
    for role in THEIR_ROLES:
        contact = fields.get(role) or {}
        for ours, theirs in CONTACT.items():
            wanted = [contact.get(theirs), contact.get("country_code") if ours == "country" else None]
            if any(wanted):
                yield f"{role}.{ours}", [value for value in wanted if value]


def plain(value: object) -> str:
    """A value as it is compared: letter case, blanks and commas do not count."""
    return " ".join(str(value).casefold().replace(",", " ").split())


def bare_registrar(value: object) -> str:
    """A registrar's name as it is compared: without the handle, tag or link behind it."""
    return plain(_BEHIND.sub("", str(value)))


def bare_phone(value: object) -> str:
    """A phone as it is compared: an extension of zeros is none."""
    return _NO_EXTENSION.sub("", plain(value))


def one_by_one(values: Any) -> set[str]:
    """Statuses as they are compared, also where one line prints several."""
    listed = values if isinstance(values, list | tuple) else [values]
    return {word(part) for value in listed for part in str(value).split(",")}


def _printed_lines(value: str) -> list[str]:
    return [line for line in value.split("\n") if not is_placeholder(line)]


def words_of(values: Any) -> set[str]:
    """The words of an address, without the lines that only say that something is held back."""
    listed = values if isinstance(values, list | tuple) else [values]
    lines = [line for value in listed for line in _printed_lines(str(value))]
    return {piece for line in lines for piece in plain(_COUNTRY_BEFORE.sub("", line)).split()}


def same_address(want: Any, street: Any, rest: list[Any]) -> bool:
    """Whether an address asserted as one piece is told whole, split or not."""
    wanted, shown = words_of(want), words_of(street)
    return shown <= wanted <= shown.union(*map(words_of, rest))


def word(value: object) -> str:
    """A status as it is compared: its letters, without the link behind it."""
    return "".join(c for c in str(value).split("http")[0].split("(")[0].casefold() if c.isalnum())


def same_day(got: object, want: str) -> bool:
    """Whether two moments share their calendar day, as printed or in UTC."""
    wanted = datetime.fromisoformat(want)
    if isinstance(got, str):
        got = datetime.fromisoformat(got)
    if isinstance(got, datetime) and wanted.tzinfo:
        return got.astimezone(UTC).date() == wanted.astimezone(UTC).date()
    return isinstance(got, date) and str(got)[:10] == want[:10]


def agrees(field: str, want: Any, got: Any) -> bool:
    """Whether `got` is the value that the record asserts."""
    if field in DATES:
        return same_day(got, want)
    if field == "registrar":
        return bare_registrar(got) in {bare_registrar(value) for value in want.values() if value}
    if field == "nameservers":
        return {plain(host).rstrip(".") for host in got} == {plain(host).rstrip(".") for host in want}
    if field == "status":
        return one_by_one(got) == one_by_one(want)
    if field.endswith(".phone"):
        return bare_phone(got) in {bare_phone(value) for value in want}
    if field.endswith(".name"):
        want = [*want, *(value.split("\n")[0] for value in want)]
    if field.endswith(".street"):
        want = [*want, *("\n".join(_printed_lines(value)) for value in want)]
    shown = " ".join(got) if isinstance(got, tuple | list) else got
    return plain(shown) in {plain(value) for value in want}


def _in_one_piece(record: Record, field: str) -> list[str]:
    """The fields over which an address asserted as one piece may be spread; none for any other field."""
    role, _, name = field.partition(".")
    contact = record["fields"].get(role)
    if name != "street" or contact.get("city") or contact.get("zip"):
        return []
    return [f"{role}.{part}" for part in ("city", "state", "postal_code", "country")]


def told_by_us(observation: Observation, field: str) -> object:
    """Our value of a field, None where we have none."""
    if not isinstance(observation, Seen):
        return None
    role, dot, name = field.partition(".")
    if dot:
        contact = observation.roles.get(ContactRole(role))
        return getattr(contact, name) if contact else None
    if field == "expires_at":
        return observation.expires_at or observation.registrar_expires_at
    return observation.statuses if field == "status" else getattr(observation, field)


def told_by_them(parsed: dict[str, list[str]], field: str) -> list[str]:
    """Python-whois's values of a field: of every key that could mean it."""
    role, dot, name = field.partition(".")
    if not dot:
        keys: tuple[str, ...] = (THEIR_DATES.get(field, "name_servers" if field == "nameservers" else field),)
    else:
        words = THEIR_WORDS.get(name, (name,))
        keys = tuple(f"{prefix}{w}" for prefix in THEIR_ROLES[role] for w in words) + THEIR_BARE.get(
            field, ()
        )
    return [value for key in keys for value in parsed.get(key, [])]


def verdict_on_them(field: str, want: object, values: list[str]) -> str:
    """Correct where any of their values is."""
    if not values:
        return "missing"
    if field in {"nameservers", "status"}:
        hosts = [part for value in values for part in value.split()] if field == "nameservers" else values
        return "correct" if agrees(field, want, hosts) else "wrong"
    return "correct" if any(agrees(field, want, value) for value in values) else "wrong"


def read(record: Record) -> Observation:
    """
    Our reading of a record.

    A record that did not keep the name that was asked has a documentation name in its place; its text is
    then read
    for whatever name it prints.
    """
    provenance = Provenance(source=Source.WHOIS, server=record["server"] or "", observed_at=NOW)
    try:
        asked = DomainName(record["domain"])
    except NotAName:
        asked = None
    if asked and asked.startswith("example.") and asked not in record["text"].lower():
        asked = None
    return read_whois(record["text"], asked=asked, provenance=provenance)


class Report:
    """Counts for one corpus."""

    def __init__(self, shown: set[str]) -> None:
        self.ours: dict[str, Counter[str]] = {}
        self.theirs: dict[str, Counter[str]] = {}
        self.states: Counter[tuple[str, str]] = Counter()
        self.times: list[tuple[float, float]] = []
        self._shown = shown

    def add(self, record: Record, parser: FencedParser) -> None:
        """Read one record both ways and count."""
        observation = _timed(self.times, lambda: read(record))
        kind = observation.why.value if isinstance(observation, Unreadable) else observation.kind
        self.states[str(record["state"]), kind] += 1
        wanted = list(expected(record["fields"]))
        parsed = parser.parse(record["domain"], record["text"]) if wanted else {}
        for field, want in wanted:
            got = told_by_us(observation, field)
            ours = "missing" if not got else "correct" if agrees(field, want, got) else "wrong"
            theirs = verdict_on_them(field, want, told_by_them(parsed, field))
            if whole := _in_one_piece(record, field):
                if ours == "wrong" and same_address(want, got, [told_by_us(observation, f) for f in whole]):
                    ours = "correct"
                told = told_by_them(parsed, field)
                if theirs == "wrong" and same_address(want, told, [told_by_them(parsed, f) for f in whole]):
                    theirs = "correct"
            self.ours.setdefault(field, Counter())[ours] += 1
            self.theirs.setdefault(field, Counter())[theirs] += 1
            if field in self._shown and ours != "correct":
                print(f"    {ours} {record['id']}: want {want!r}, got {got!r} ({kind})")

    def show(self, title: str) -> None:
        """Print the tables."""
        print(f"\n{title}\n  {'correct / wrong / missing':<28}{'ours':<18}python-whois")
        for field, counts in self.ours.items():
            print(f"  {field:<28}{_cell(counts):<18}{_cell(self.theirs[field])}")
        for (state, kind), count in sorted(self.states.items()):
            print(f"  {state:<12} told as {kind:<16}{count:>4}")
        _show_times(self.times)


def _cell(counts: Counter[str]) -> str:
    return f"{counts['correct']:>3} /{counts['wrong']:>3} /{counts['missing']:>3}"


def _timed(times: list[tuple[float, float]], reading: Callable[[], Observation]) -> Observation:
    """Do `reading`, and note the milliseconds that it took of this process, and on the clock."""
    begun, spent = time.perf_counter(), time.process_time()
    observation = reading()
    times.append(((time.process_time() - spent) * 1000, (time.perf_counter() - begun) * 1000))
    return observation


def _show_times(times: list[tuple[float, float]]) -> None:
    spent, passed = ([pair[at] for pair in times] for at in (0, 1))
    print(
        f"  {len(times)} answers: median {statistics.median(spent):.3f} ms of processor time "
        f"({statistics.median(passed):.3f} ms passed), worst {max(passed):.0f} ms passed"
    )


def _read_rdap(answer: dict[str, object], times: list[tuple[float, float]]) -> Observation:
    provenance = Provenance(source=Source.RDAP, server="", observed_at=NOW)
    return _timed(times, lambda: read_rdap(answer, asked=None, provenance=provenance))


def report_rdap(folder: Path) -> None:
    """Print what becomes of the recorded RDAP answers, and how long reading them takes."""
    kinds: Counter[str] = Counter()
    times: list[tuple[float, float]] = []
    for file in sorted(folder.rglob("*.json")):
        try:
            answer: object = json.loads(file.read_text("utf-8"))
        except ValueError:
            continue
        if not isinstance(answer, dict) or "ldhName" not in answer:
            continue
        kinds[_read_rdap(answer, times).kind] += 1
    print("\nrdap\n  " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()))
    if times:
        _show_times(times)


def main() -> None:
    """Print the report."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--wrong", action="append", default=[], help="show the records where this field is not right"
    )
    shown = set(arguments.parse_args().wrong)
    parser = FencedParser(limit=timedelta(seconds=2), start_limit=timedelta(seconds=20))
    for file in sorted((CORPORA / "whois").glob("*.jsonl")):
        report = Report(shown)
        for record in records(file):
            report.add(record, parser)
        report.show(file.stem)
    report_rdap(CORPORA / "rdap")


if __name__ == "__main__":
    main()
