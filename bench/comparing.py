"""
How long comparing one name takes: our record of three full contacts with both sources' answers, all rows.

`python bench/comparing.py [--json]` compares names that differ from each other in every text, so that nothing
is remembered from one name to the next: where all is the same letter for letter, where every field is
respelled, where every field is respelled in the way that is told last, and where every field drifts. Prints
the median of each in milliseconds; ends with 1 where the bound is not kept.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bench.lanes import Figure
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.observation import Provenance, Seen, SeenContact, Source
from portfolio.registration import Status
from portfolio.tld import TldRules, rules_for
from whois_sync.compare import Known, Sponsor, compare

NAMES, TURNS = 200, 5
MOST = 0.3  # milliseconds a name
EXPIRY = datetime(2027, 3, 1, 15, tzinfo=UTC)
ROLES = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)
SPONSOR = Sponsor(names=("Example Registrar Inc.",), iana_ids=frozenset({"9999"}))
KNOWN = Known(delegation_signed=False, pay_by=EXPIRY.date(), registrar_pay_by=EXPIRY.date())
_LETTERS = "abcdefghij"

Spelling = Callable[[SeenContact], Mapping[str, object]]


class Case(NamedTuple):
    """One name with everything that is compared."""

    held: HeldDomain
    contacts: Mapping[ContactRole, Contact]
    registrar: Seen
    public: Seen
    rules: TldRules


def as_it_is(_shown: SeenContact) -> Mapping[str, object]:
    """Nothing is changed."""
    return {}


def respelled(shown: SeenContact) -> Mapping[str, object]:
    """Every field as a careless registrar writes it: capitals, codes for names, punctuation."""
    return {
        "name": (shown.name or "").upper(),
        "organization": (shown.organization or "").upper(),
        "street": tuple(line.upper() for line in shown.street or ()),
        "city": (shown.city or "").upper(),
        "state": "Ontario",
        "postal_code": (shown.postal_code or "").replace(" ", "").lower(),
        "country": "Canada",
        "phone": f"tel:+1-{(shown.phone or '')[3:]}",
        "fax": f"+1 {(shown.fax or '')[3:]}",
        "email": (shown.email or "").upper(),
    }


def respelled_badly(shown: SeenContact) -> Mapping[str, object]:
    """Every field in a spelling that costs the most to recognize."""
    return {
        "name": ", ".join(reversed((shown.name or "").split(" ", 1))),
        "organization": (shown.organization or "").replace("Limitée", "ltd"),
        "street": (f"Apt. 4, {(shown.street or ('',))[0].replace('Boulevard', 'Blvd.')}",),
        "city": (shown.city or "").replace("Saint", "St"),
        "state": "Ont.",
        "postal_code": f"CA {shown.postal_code}",
        "country": "Kanada",
        "phone": f"({(shown.phone or '')[3:6]}) {(shown.phone or '')[6:]}",
        "fax": f"1-{(shown.fax or '')[3:]}",
        "email": (shown.email or "").upper(),
    }


def another(shown: SeenContact) -> Mapping[str, object]:
    """Every field is somebody else's."""
    return {
        "name": f"Another {shown.name}",
        "organization": f"Another {shown.organization}",
        "street": (f"9{(shown.street or ('',))[0]}",),
        "city": f"Another {shown.city}",
        "state": "Manitoba",
        "postal_code": f"{shown.postal_code}9",
        "country": "US",
        "phone": f"+1.416{(shown.phone or '')[6:]}",
        "fax": f"+1.416{(shown.fax or '')[6:]}",
        "email": f"another.{shown.email}",
    }


def case(number: int, spelling: Spelling) -> Case:
    """Return the name of a number, as `spelling` has both answers tell its contacts."""
    contacts = {role: _contact(number * len(ROLES) + at) for at, role in enumerate(ROLES)}
    shown = {role: SeenContact.of(contact) for role, contact in contacts.items()}
    told = {role: one.model_copy(update=dict(spelling(one))) for role, one in shown.items()}
    name = DomainName(f"{_word(number)}.example.com")
    hosts = frozenset({HostName("ns1.example.net"), HostName("ns2.example.net")})
    held = HeldDomain(
        name=name,
        client="client",
        account="main",
        roles={role: f"contact-{at}" for at, role in enumerate(ROLES)},
        expires_at=EXPIRY,
        registrar_expires_at=EXPIRY,
        nameservers=hosts,
        statuses=frozenset({Status.CLIENT_TRANSFER_PROHIBITED}),
    )
    at_registrar, in_public = (_seen(held, told, source) for source in (Source.REGISTRAR, Source.RDAP))
    return Case(held, contacts, at_registrar, in_public, rules_for(name))


def _seen(held: HeldDomain, told: Mapping[ContactRole, SeenContact], source: Source) -> Seen:
    return Seen(
        name=held.name,
        provenance=Provenance(source=source, server=f"{source}.example.net", observed_at=EXPIRY),
        expires_at=EXPIRY + timedelta(hours=5),
        registrar_expires_at=EXPIRY,
        registrar="Example Registrar Inc.",
        registrar_iana_id="9999",
        nameservers=held.nameservers,
        statuses=("clientTransferProhibited",),
        delegation_signed=False,
        roles=dict(told),
    )


def _contact(number: int) -> Contact:
    word = _word(number)
    return Contact(
        given="Contact",
        family=f"Éxample {word}",
        organization=f"Exemple {word} Limitée",
        address=PostalAddress(
            street=(f"{number + 1} Boulevard Saint-{word}", "Suite 4"),
            city=f"Saint-{word}",
            subdivision="CA-ON",
            postal_code=f"K1A {number % 10}B{number // 10 % 10}",
            country="CA",
        ),
        phone=Phone(number=f"+1613555{number % 10_000:04}"),
        fax=Phone(number=f"+1613555{(number + 5_000) % 10_000:04}"),
        email=f"{word}@example.ca",
    )


def _word(number: int) -> str:
    return "".join(_LETTERS[int(digit)] for digit in f"{number:05}")


def median_of(cases: Sequence[Case]) -> float:
    """
    Return the median time of comparing one of the names, in milliseconds of processor time: of each name the
    quickest of some turns. The collector is off: its passes go over everything else that this process holds.
    """
    quickest = [float("inf")] * len(cases)
    gc.disable()
    try:
        for at, one in [*enumerate(cases)] * TURNS:
            began = time.process_time()
            compare(*one, sponsor=SPONSOR, known=KNOWN)
            quickest[at] = min(quickest[at], (time.process_time() - began) * 1000)
    finally:
        gc.enable()
    return statistics.median(quickest)


def measured(names: int = NAMES) -> Iterator[Figure]:
    """All spellings; the first name of each loads the tables that a process loads once."""
    for what, spelling, bound in (
        ("the same letter for letter", as_it_is, MOST),
        ("every field respelled", respelled, MOST),
        ("every field respelled in the dearest way", respelled_badly, None),
        ("every field drifts", another, None),
    ):
        cases = [case(number, spelling) for number in range(names)]
        yield Figure(f"comparing a name, {what}: median, ms", median_of(cases), bound)


def main() -> None:
    """Measure, print each figure beside its bound."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    kept = True
    for figure in measured():
        kept = kept and figure.is_kept
        bound = "" if figure.bound is None else f"  at most {figure.bound:g}"
        row = f"{figure.what:66} {figure.value:9.3f}{bound}{'' if figure.is_kept else '  EXCEEDED'}"
        print(json.dumps(asdict(figure)) if as_json else row, flush=True)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
