"""How right the readers are on recorded answers: ours beside python-whois's parser, field by field."""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, NotAName
from portfolio.observation import Observation, Provenance, Seen, Source, Unreadable
from portfolio.values import day_of
from whois_sync.lookup.whois import read_whois

CORPORA = Path(os.environ.get("CORPORA", Path(__file__).parents[1].parent / "shared" / "corpora"))
ROLES = ("registrant", "admin", "tech")
CONTACT = {
    "name": "name", "organization": "organization", "street": "street", "city": "city", "state": "state",
    "postal_code": "zip", "country": "country", "phone": "phone", "email": "email",
}  # fmt: skip


def records(file: Path) -> Iterator[dict]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)


def norm(value: object) -> str:
    return " ".join(str(value).casefold().replace(",", " ").split())


def expected(fields: dict) -> Iterator[tuple[str, object]]:
    """The fields a record asserts, by our names; asserted absences are left out."""
    for ours, theirs in (
        ("expires_at", "expires"),
        ("registered_at", "created"),
        ("last_changed_at", "updated"),
    ):
        if fields.get(theirs):
            yield ours, fields[theirs]["iso"]
    for key in ("registrar", "nameservers", "status"):
        if fields.get(key):
            yield key, fields[key]
    for role in ROLES:
        contact = fields.get(role) or {}
        for ours, theirs in CONTACT.items():
            wanted = [contact.get(theirs)] + ([contact.get("country_code")] if theirs == "country" else [])
            if any(wanted):
                yield f"{role}.{ours}", [w for w in wanted if w]


def status(words: object) -> set[str]:
    return {
        "".join(c for c in str(w).split("http")[0].split("(")[0].casefold() if c.isalnum()) for w in words
    }


def agrees(field: str, want: object, got: object) -> bool:
    if field.endswith("_at"):
        day = datetime.fromisoformat(want)
        return day_of(got) == day_of(day) or str(got)[:10] == want[:10]
    if field == "registrar":
        return norm(got) in {norm(v) for v in want.values() if v}
    if field == "nameservers":
        return {norm(h).rstrip(".") for h in got} == {norm(h).rstrip(".") for h in want}
    if field == "status":
        return status(got) == status(want if isinstance(want, list) else [want])
    shown = " ".join(got) if isinstance(got, tuple | list) else got
    return norm(shown) in {norm(w) for w in want}


def of_seen(seen: Seen, field: str) -> object:
    if "." in field:
        role, name = field.split(".")
        contact = seen.roles.get(ContactRole(role))
        return getattr(contact, name) if contact else None
    if field == "status":
        return seen.statuses
    if field == "expires_at":
        return seen.expires_at or seen.registrar_expires_at
    return getattr(seen, field)


def ours(record: dict) -> Observation:
    provenance = Provenance(
        source=Source.WHOIS, server=record["server"] or "none", observed_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    try:
        asked = DomainName(record["domain"])
    except NotAName:
        asked = None
    if asked and asked.split(".")[0] == "example" and record["domain"] not in record["text"].lower():
        asked = None  # the recording did not keep what was asked
    return read_whois(record["text"], asked=asked, provenance=provenance)


THEIRS = {
    "expires_at": ("expiration_date",), "registered_at": ("creation_date",), "last_changed_at": ("updated_date",),
    "registrar": ("registrar", "registrar_name"), "nameservers": ("name_servers",), "status": ("status",),
    "registrant.name": ("registrant_name", "name", "registrant", "owner", "person"),
    "registrant.organization": ("registrant_organization", "org", "organization", "registrant_org"),
    "registrant.email": ("registrant_email",), "registrant.phone": ("registrant_phone", "phone"),
    "registrant.country": ("registrant_country", "country", "registrant_country_code"),
    "registrant.street": ("registrant_street", "address", "registrant_address", "registrant_address1"),
    "registrant.city": ("registrant_city", "city"), "registrant.state": ("registrant_state", "state", "registrant_state_province"),
    "registrant.postal_code": ("registrant_postal_code", "registrant_zipcode", "zipcode", "registrant_zip_code"),
    "admin.name": ("admin_name", "admin", "administrative_contact_name"), "admin.email": ("admin_email", "admin_contact_email", "administrative_contact_email"),
    "tech.name": ("tech_name", "tech", "technical_contact_name"), "tech.email": ("tech_email", "tech_contact_email", "technical_contact_email"),
}  # fmt: skip


def theirs(record: dict, deadline: Callable[[str, str], dict | None]) -> dict | None:
    return deadline(record["domain"], record["text"])


def agrees_with_any(field: str, want: object, values: list[object]) -> bool:
    if field in {"nameservers", "status"}:
        values = [[v for value in values for v in (value if isinstance(value, list) else [value])]]
    for value in values:
        items = value if isinstance(value, list) and not isinstance(value[0], str) else [value]
        for item in items:
            try:
                if agrees(field, want, item):
                    return True
            except (AttributeError, TypeError, ValueError):
                continue
    return False


def compare_theirs(field: str, want: object, parsed: dict | None) -> str:
    values = [v for key in THEIRS.get(field, ()) if parsed and (v := parsed.get(key)) not in (None, [], "")]
    if not values:
        return "missing"
    return "correct" if agrees_with_any(field, want, values) else "wrong"


def compare_ours(field: str, want: object, observation: Observation) -> str:
    got = of_seen(observation, field) if isinstance(observation, Seen) else None
    if got in (None, (), frozenset()):
        return "missing"
    return "correct" if agrees(field, want, got) else "wrong"


def kind_of(observation: Observation) -> str:
    return str(observation.why) if isinstance(observation, Unreadable) else observation.kind


def print_fields(title: str, tables: dict[str, dict[str, Counter]]) -> None:
    print(f"\n{title}: correct / wrong / missing")
    for field, sides in tables.items():
        cells = [f"{c['correct']:>4} /{c['wrong']:>3} /{c['missing']:>4}" for c in sides.values()]
        print(f"  {field:<26}" + "   ".join(cells))


def main() -> None:
    verbose = set(sys.argv[1:])
    for file in sorted((CORPORA / "whois").glob("*.jsonl")):
        report(file, verbose)


def report(file: Path, verbose: set[str]) -> None:
    tables: dict[str, dict[str, Counter]] = {}
    states: Counter = Counter()
    times: list[float] = []
    for record in records(file):
        start = time.perf_counter()
        observation = ours(record)
        times.append((time.perf_counter() - start) * 1000)
        states[record["state"], kind_of(observation)] += 1
        if f"state={record['state']}" in verbose or "states" in verbose:
            print("   ", record["state"], "->", kind_of(observation), record["id"])
        parsed = _parsed(record) if "peer" in verbose else None
        for field, want in expected(record["fields"]):
            sides = tables.setdefault(field, {"ours": Counter(), "python-whois": Counter()})
            verdict = compare_ours(field, want, observation)
            sides["ours"][verdict] += 1
            if "peer" in verbose:
                sides["python-whois"][compare_theirs(field, want, parsed)] += 1
            if verdict != "correct" and field in verbose:
                got = of_seen(observation, field) if isinstance(observation, Seen) else kind_of(observation)
                print(f"   {verdict} {record['id']} {field}: want {want!r} got {got!r}")
    print_fields(file.name, tables)
    for (state, kind), count in sorted(states.items(), key=str):
        print(f"  {state!s:<12} -> {kind:<16}{count:>5}")
    print(f"  median {statistics.median(times):.3f} ms, worst {max(times):.1f} ms")


def _parsed(record: dict) -> dict | None:
    return None


if __name__ == "__main__":
    main()
