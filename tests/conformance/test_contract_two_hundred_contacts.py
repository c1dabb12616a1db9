"""The same two hundred contacts for every vendor: held whole and read back, or refused with a reason."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.handles import fingerprint
from portfolio.observation import SeenContact
from registrar.contract import SetsContacts, TellsContacts
from registrar.errors import Refused, Unsupported
from registrar.support import Capability, require
from tests.conformance.bench import EXAMPLE, Bench, role_to_change
from tests.conformance.two_hundred import Case, two_hundred

CASES = two_hundred()


@pytest.mark.needs(Capability.SET_CONTACTS, Capability.TELL_CONTACTS)
def test_each_contact_is_held_whole_and_read_back_or_refused_and_changes_nothing(bench: Bench) -> None:
    bench.given(EXAMPLE)
    role = role_to_change(bench)
    wrong = [f"{number}: {why}" for number, case in enumerate(CASES) if (why := _wrong(bench, role, case))]
    assert wrong == []


def test_there_are_two_hundred_and_no_two_are_the_same() -> None:
    assert len(CASES) == 200
    assert len({fingerprint(SeenContact.of(case.contact)) for case in CASES}) == 200
    assert sum(case.is_plain for case in CASES) == 120


def _wrong(bench: Bench, role: ContactRole, case: Case) -> str:
    """What became of a contact that should not have; empty where all is well."""
    sent, before = bench.changes_sent, bench.truth(EXAMPLE.name)
    try:
        require(bench.registrar, SetsContacts).set_contacts(EXAMPLE.name, {role: case.contact})
    except (Unsupported, Refused) as err:
        is_early = bench.changes_sent == sent or not isinstance(err, Unsupported)
        is_clean = is_early and bench.truth(EXAMPLE.name) == before
        return _wrong_with_refusal(case, err) if is_clean else f"refused, and something was done: {err}"
    held = bench.truth(EXAMPLE.name)
    assert held is not None
    shown = require(bench.registrar, TellsContacts).contacts(EXAMPLE.name)[role]
    return _differing("read back", shown, case) or _differing(
        "held", SeenContact.of(held.contacts[role]), case
    )


def _wrong_with_refusal(case: Case, err: Unsupported | Refused) -> str:
    if case.is_plain:
        return f"a plain contact is refused: {err}"
    who = case.contact
    private = (who.email, who.phone.number, who.address.street[0], who.name)
    return "the refusal tells personal values" if any(value in f"{err}{err!r}" for value in private) else ""


def _differing(what: str, seen: SeenContact, case: Case) -> str:
    """Which fields are not those of our contact, in whatever spacing; empty where none is."""
    ours = SeenContact.of(case.contact)
    if fingerprint(seen) == fingerprint(ours):
        return ""
    fields = [field for field in type(ours).model_fields if getattr(seen, field) != getattr(ours, field)]
    return ", ".join(f"{what}: {f} {getattr(ours, f)!r} as {getattr(seen, f)!r}" for f in fields)
