"""
Whether the comparison calls a spelling a drift, on recorded answers.

`python bench/spellings.py [--drifting]` reads the corpora beside the repository (or at CORPORA). For every
answer about a registered name our record is built from the answer itself; then the answer is respelled in
many ways, one after the other, and compared, once as the registrar's and once as the public record. Prints
how many fields were compared and how many drifted a way, and ends with 1 when any did. What our contact
cannot hold is left out of the answer and counted; what the answer does not say is made up in ours. With
--drifting, also which fields of which record drifted, never their values.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from bench.accuracy import CORPORA, NOW, read, records
from bench.readers import recorded_answers
from bench.respelling import NAMES, WAYS
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.drift import Verdict
from portfolio.held import HeldDomain
from portfolio.observation import Observation, Provenance, Seen, SeenContact, Source
from portfolio.registration import status_of
from portfolio.tld import rules_for
from whois_sync.compare import Sponsor, compare
from whois_sync.compare.countries import country_code
from whois_sync.compare.phones import dialled
from whois_sync.compare.provinces import province_code
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.rdap_client import parsed_json

_MADE_UP = {"city": "Ottawa", "email": "registrant@example.ca"}
_PHONE = Phone(number="+16135550123")
_MOST_LINES = 3


def answers(corpora: Path) -> Iterator[Seen]:
    """Yield the recorded answers of `corpora` that are about registered names."""
    for file in sorted((corpora / "whois").glob("*.jsonl")):
        yield from (one for record in records(file) if isinstance(one := read(record), Seen))
    for body in recorded_answers(corpora):
        one = _read_rdap(body)
        if isinstance(one, Seen):
            yield one


def _read_rdap(body: bytes) -> Observation | None:
    provenance = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=NOW)
    try:
        return read_rdap(parsed_json(body), asked=None, provenance=provenance)
    except (json.JSONDecodeError, ValueError, RecursionError):
        return None


def ours_of(shown: SeenContact, skipped: Counter[str]) -> tuple[Contact, SeenContact]:
    """
    Return our contact as `shown` has it, and `shown` without what our contact cannot hold.

    What was left out is counted in `skipped`, by field and reason.
    """
    kept = {field: getattr(shown, field) for field in SeenContact.model_fields}
    country = country_code(shown.country) if shown.country else None
    left_out = dict(_unholdable(shown, country))
    for field, why in left_out.items():
        skipped[f"{field}: {why}"] += 1
        kept[field] = None
    while True:
        theirs = SeenContact.model_validate(kept)
        try:
            return _contact(theirs, country or "CA"), theirs
        except ValidationError as err:
            for field in {
                _FIELD_OF.get(str(one["loc"][0] if one["loc"] else ""), "street") for one in err.errors()
            }:
                skipped[f"{field}: our contact refuses it"] += 1
                kept[field] = None


_FIELD_OF = {"family": "name", "organization": "organization", "email": "email", "city": "city",
             "postal_code": "postal_code", "country": "country", "subdivision": "state"}  # fmt: skip


def _unholdable(shown: SeenContact, country: str | None) -> Iterator[tuple[str, str]]:
    if shown.country and country is None:
        yield "country", "no code for it"
    if shown.state and (country is None or province_code(shown.state, country) is None):
        yield "state", "no ISO 3166-2 code for it" if country else "no country beside it"
    if shown.postal_code and country is None:
        yield "postal_code", "no country beside it"
    if shown.street and len([line for line in shown.street if line.strip()]) > _MOST_LINES:
        yield "street", "more than three lines"
    for field in ("phone", "fax"):
        text = getattr(shown, field)
        number = dialled(text, country) if text else None
        if text and number is None:
            yield field, "no number, or of no country"


def _contact(theirs: SeenContact, country: str) -> Contact:
    street = tuple(line for line in theirs.street or () if line.strip()) or ("100 Example Street",)
    return Contact(
        family=theirs.name or (None if theirs.organization else "Example"),
        organization=theirs.organization or None,
        address=PostalAddress(
            street=street,
            city=theirs.city or _MADE_UP["city"],
            subdivision=province_code(theirs.state, country) if theirs.state else None,
            postal_code=theirs.postal_code or None,
            country=country,
        ),
        phone=_phone(theirs.phone, country) or _PHONE,
        fax=_phone(theirs.fax, country),
        email=theirs.email or _MADE_UP["email"],
    )


def _phone(text: str | None, country: str) -> Phone | None:
    number, _, extension = (dialled(text, country) or "").partition("x") if text else ("", "", "")
    return Phone(number=number, extension=extension or None) if number else None


def held_of(seen: Seen) -> HeldDomain:
    """Return the name as we would hold it when it is as `seen`."""
    known = frozenset(status for word in seen.statuses or () if (status := status_of(word)) is not None)
    return HeldDomain(
        name=seen.name,
        client="client",
        account="account",
        roles=dict.fromkeys(seen.roles, "contact"),
        expires_at=seen.expires_at,
        registrar_expires_at=seen.registrar_expires_at,
        nameservers=seen.nameservers,
        statuses=None if seen.statuses is None else known,
    )


def drifts_of(
    held: HeldDomain, contacts: Mapping[ContactRole, Contact], sponsor: Sponsor | None, spelled: Seen
) -> tuple[int, list[str]]:
    """Return how many values were compared, and the paths that drift, the answer being from either source."""
    own = Provenance(source=Source.REGISTRAR, server="registrar", observed_at=NOW)
    at_registrar = spelled.model_copy(update={"provenance": own, "borrowed": {}})
    rows = compare(held, contacts, at_registrar, spelled, rules_for(held.name), sponsor=sponsor)
    judged = (Verdict.SAME, Verdict.SAME_NORMALIZED, Verdict.DRIFT)
    compared = sum(
        verdict in judged for row in rows for verdict in (row.registrar_verdict, row.public_verdict)
    )
    return compared, [row.path for row in rows if row.drifts]


class Count:
    """What came of every way of spelling."""

    def __init__(self) -> None:
        self.answers = 0
        self.contacts = 0
        self.compared: Counter[str] = Counter()
        self.drifts: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.drifting: list[str] = []

    def add(self, seen: Seen) -> None:
        """Compare one answer in every spelling."""
        built = {role: ours_of(contact, self.skipped) for role, contact in seen.roles.items()}
        contacts = {role: ours for role, (ours, _) in built.items()}
        plain = seen.model_copy(update={"roles": {role: theirs for role, (_, theirs) in built.items()}})
        held, names = held_of(plain), (seen.registrar,) if seen.registrar else ()
        ids = frozenset({seen.registrar_iana_id} if seen.registrar_iana_id else ())
        sponsor = Sponsor(names=names, iana_ids=ids) if names or ids else None
        self.answers += 1
        self.contacts += len(contacts)
        for way, respell in WAYS.items():
            spelled = respell(plain, contacts)
            self.changed[way] += spelled != plain
            compared, paths = drifts_of(held, contacts, sponsor, spelled)
            self.compared[way] += compared
            self.drifts[way] += len(paths)
            self.drifting += [f"answer {self.answers}, {path}, {way}" for path in paths]

    def show(self) -> None:
        """Print the tables."""
        print(f"{self.answers} answers about registered names, {self.contacts} contacts")
        print(f"  {NAMES:<40}{'respelled':>10}{'values':>10}{'drift':>8}")
        for way in WAYS:
            print(f"  {way:<40}{self.changed[way]:>10}{self.compared[way]:>10}{self.drifts[way]:>8}")
        print("left out, because our contact cannot hold it:")
        for what, count in sorted(self.skipped.items()):
            print(f"  {what:<60}{count:>6}")


def main() -> None:
    """Count, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--drifting", action="store_true")
    shows = options.parse_args().drifting
    count = Count()
    for seen in answers(CORPORA):
        count.add(seen)
    count.show()
    if shows:
        print("\n".join(count.drifting))
    sys.exit(bool(count.drifting))


if __name__ == "__main__":
    main()
