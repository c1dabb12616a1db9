"""Before anything is approved, it is told what becomes of handles and of the names that share them."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import Provenance, Seen, Source
from records.handles import HandlesSeen
from registrar.errors import TryAgain
from tests.conformance.people import NEW_TECH
from tests.conformance.reference_vendor import Mishap
from tests.whois_sync.fakes import FakeRegistrar
from tests.whois_sync.handles.desk import (
    ACCOUNT,
    ADMIN_ROLE,
    NAME,
    OTHER,
    TECH_ROLE,
    Blind,
    Desk,
)
from whois_sync.handles import (
    HandlePlan,
    RoleStep,
    Sharing,
    consequences_of,
    handle_consequences,
    names_sharing,
    plan_handles,
)

WANTED = {TECH_ROLE: ("technician", 2)}
FRESH = RoleStep(role=TECH_ROLE, contact="technician", version=2, present="H1", makes="NS0")


def told(step: RoleStep = FRESH, sharing: Sharing | None = None, **plan: object) -> tuple[str, ...]:
    whole = HandlePlan.model_validate({"name": NAME, "steps": (step,)} | plan)
    return consequences_of(whole, {} if sharing is None else {"H1": sharing})


def names(count: int) -> frozenset[DomainName]:
    return frozenset(DomainName(f"n{number}.example.org") for number in range(count))


def test_a_role_that_is_right_has_no_consequences() -> None:
    assert told(FRESH.model_copy(update={"handle": "H1"}), Sharing(others=names(2))) == ()


def test_a_new_handle_and_a_reused_one_are_told() -> None:
    assert told() == ("tech: a new handle is made at the registrar for this contact",)
    assert told(FRESH.model_copy(update={"handle": "H2"})) == (
        "tech: handle H2, which holds this contact already, is put on example.com",
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 other name (n0.example.org)"),
        (2, "2 other names (n0.example.org and n1.example.org)"),
        (5, "5 other names (n0.example.org, n1.example.org, n2.example.org and 2 more)"),
    ],
)
def test_the_names_that_share_a_handle_are_told_and_that_they_stay(count: int, words: str) -> None:
    _, shared = told(sharing=Sharing(others=names(count)))
    assert shared == f"tech: handle H1 is shared with {words}; it is not edited, so they stay as they are"


def test_names_of_which_it_is_not_known_are_not_taken_for_names_without_it() -> None:
    _, unclear = told(sharing=Sharing(unclear=4))
    assert unclear == "tech: whether handle H1 stands on 4 names more is not known"


def test_a_role_that_shares_the_handle_and_is_not_changed_is_told() -> None:
    _, role = told(untouched={ADMIN_ROLE: "H1", ContactRole.BILLING: "H7"})
    assert role == "tech: handle H1 is admin of example.com too, and stays that"


def consequences(desk: Desk) -> tuple[str, ...]:
    return handle_consequences(desk.registrar, desk.records, account=ACCOUNT, name=NAME, wanted=WANTED)


def test_the_registrar_is_asked_which_names_share_the_handle(desk: Desk) -> None:
    desk.edit("technician")
    fresh, shared = consequences(desk)
    assert fresh == "tech: a new handle is made at the registrar for this contact"
    assert "shared with 1 other name (other-example.com)" in shared


def test_what_was_seen_is_read_once_for_many_names(desk: Desk) -> None:
    desk.edit("technician")
    told = HandlesSeen(names={desk.on()[TECH_ROLE]: names(2)})
    desk.registrar.names_with = _cannot_tell
    _, shared = handle_consequences(
        desk.registrar, desk.records, account=ACCOUNT, name=NAME, wanted=WANTED, seen=told
    )
    assert "shared with 2 other names" in shared


def _cannot_tell(handle: Handle) -> frozenset[DomainName]:
    raise TryAgain(f"not now: {handle}")


def test_asking_for_the_consequences_changes_nothing(desk: Desk) -> None:
    desk.edit("technician")
    before = desk.on()
    consequences(desk)
    assert (desk.sent, desk.on(), desk.standing(), desk.intended()) == (0, before, [], False)


def test_a_second_name_is_told_that_it_reuses_the_first_ones_handle(desk: Desk) -> None:
    desk.edit("technician")
    desk.set(OTHER, technician=2)
    [handle] = desk.holding(NEW_TECH)
    plan = plan_handles(desk.keeper, desk.records, ACCOUNT, NAME, WANTED)
    assert [step.handle for step in plan.steps] == [handle]
    assert plan.untouched.keys() == set(ContactRole) - {TECH_ROLE}
    assert consequences(desk) == (
        f"tech: handle {handle}, which holds this contact already, is put on example.com",
    )


def seen(desk: Desk, handles: Mapping[DomainName, Handle | None]) -> HandlesSeen:
    with desk.records.changing("job:check") as unit:
        for name, handle in handles.items():
            at = desk.clock.now() + timedelta(seconds=1)
            said = Provenance(source=Source.REGISTRAR, server="blind", observed_at=at)
            contact = desk.registrar.as_kept(NEW_TECH).model_copy(update={"handle": handle})
            unit.observations.keep(Seen(name=name, provenance=said, roles={TECH_ROLE: contact}))
        unit.commit()
    with desk.records.reading() as unit:
        return unit.handles.seen(ACCOUNT)


def test_where_a_registrar_cannot_tell_our_own_looks_do(desk: Desk) -> None:
    blind = Blind(desk.registrar)
    sharing = names_sharing(blind, seen(desk, {NAME: "RC-3", OTHER: "RC-3"}), "RC-3", besides=NAME)
    assert sharing == Sharing(others=frozenset({OTHER}))


def test_a_name_never_looked_at_is_counted_as_unclear(desk: Desk) -> None:
    sharing = names_sharing(Blind(desk.registrar), seen(desk, {NAME: "RC-3"}), "RC-3", besides=NAME)
    assert sharing == Sharing(unclear=1)


def test_a_registrar_that_cannot_tell_now_has_not_said_none(desk: Desk) -> None:
    looked = seen(desk, {NAME: "RC-3", OTHER: None})
    desk.line.mishaps["reads"] = (Mishap.SERVER_ERROR, 100)
    assert names_sharing(desk.registrar, looked, "RC-3", besides=NAME) == Sharing(unclear=1)


def test_a_registrar_without_handles_has_no_such_consequences(desk: Desk) -> None:
    inline = FakeRegistrar(NAME)
    assert handle_consequences(inline, desk.records, account=ACCOUNT, name=NAME, wanted=WANTED) == ()
