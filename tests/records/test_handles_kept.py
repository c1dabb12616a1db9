"""A handle stands for one version of a contact, and who it stood for is never lost."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.handles import StandsFor
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, SeenContact, Source, Unreadable, Why
from records import Moved, NotHeld, Records
from tests.records.house import NAME, START, StoppedClock, account, canary, held, run_sql

HERE, HANDLE = "opensrs-live", "AB123456-XX"
OTHER = DomainName("other-example.ca")


def keep(records: Records, handle: str = HANDLE, contact: str = "acme-tech", at: str = HERE) -> StandsFor:
    with records.changing("job:apply") as unit:
        kept = unit.handles.keep(at, handle, contact, 1)
        unit.commit()
    return kept


def let_go(records: Records, handle: str = HANDLE) -> None:
    with records.changing("job:apply") as unit:
        unit.handles.let_go(HERE, handle, why="the registrar shows another contact")
        unit.commit()


def intend(records: Records) -> StandsFor:
    with records.changing("job:apply") as unit:
        intended = unit.handles.intend(HERE, "acme-tech", 1)
        unit.commit()
    return intended


def test_a_handle_is_found_by_the_version_that_it_stands_for(records: Records) -> None:
    kept = keep(records)
    assert kept == StandsFor(account=HERE, handle=HANDLE, contact="acme-tech", version=1, kept_at=START)
    with records.reading() as unit:
        assert unit.handles.of_version(HERE, "acme-tech", 1) == [kept]
        assert unit.handles.of_version(HERE, "acme-owner", 1) == []
        assert unit.handles.of_version("another", "acme-tech", 1) == []
        assert unit.handles.standing(HERE) == [kept]


def test_a_handle_of_one_account_says_nothing_of_the_same_letters_at_another(records: Records) -> None:
    with records.changing("founder") as unit:
        unit.accounts.add(account("second"))
        unit.commit()
    keep(records)
    keep(records, contact="acme-owner", at="second")
    with records.reading() as unit:
        assert [each.contact for each in unit.handles.standing(HERE)] == ["acme-tech"]
        assert [each.contact for each in unit.handles.standing("second")] == ["acme-owner"]


def test_a_handle_stands_for_one_version_at_a_time(records: Records) -> None:
    keep(records)
    assert keep(records).handle == HANDLE
    with pytest.raises(Moved, match="stands for another contact"):
        keep(records, contact="acme-owner")


def test_a_handle_that_was_let_go_of_can_stand_for_someone_again(
    records: Records, clock: StoppedClock
) -> None:
    keep(records)
    let_go(records)
    with records.reading() as unit:
        assert unit.handles.standing(HERE) == []
        assert unit.handles.earlier(HERE, "acme-tech", 1) == 1
    clock.advance(timedelta(hours=1))
    assert keep(records, contact="acme-owner").kept_at == clock.at
    with records.reading() as unit:
        told = [(each.tag, each.subject) for each in unit.audit.entries() if each.tag.startswith("handle")]
    kept, gone = AuditTag.HANDLE_KEPT, AuditTag.HANDLE_GONE
    assert told == [(kept, "acme-tech"), (gone, "acme-tech"), (kept, "acme-owner")]


def test_nobody_lets_go_of_a_handle_twice(records: Records) -> None:
    with pytest.raises(Moved, match="stands for nobody"):
        let_go(records)
    keep(records)
    let_go(records)
    with pytest.raises(Moved, match="stands for nobody"):
        let_go(records)


def test_what_is_not_held_has_no_handle(records: Records) -> None:
    with pytest.raises(NotHeld):
        keep(records, contact="nobody")
    with pytest.raises(NotHeld):
        keep(records, at="nowhere")
    with pytest.raises(ValidationError):
        keep(records, "with blank")


def test_an_intention_is_no_handle_and_ends_when_one_is_kept(records: Records, clock: StoppedClock) -> None:
    intended = intend(records)
    assert (intended.handle, intended.kept_at) == (None, START)
    clock.advance(timedelta(minutes=5))
    assert intend(records) == intended
    with records.reading() as unit:
        assert unit.handles.standing(HERE) == []
        assert unit.handles.intended(HERE, "acme-owner", 1) is None
    keep(records)
    with records.reading() as unit:
        assert unit.handles.intended(HERE, "acme-tech", 1) is None
        assert [each.handle for each in unit.handles.standing(HERE)] == [HANDLE]
        assert unit.handles.earlier(HERE, "acme-tech", 1) == 0


def test_an_intention_can_be_forgotten_and_be_had_again(records: Records, clock: StoppedClock) -> None:
    intend(records)
    with records.changing("job:apply") as unit:
        unit.handles.forget_intention(HERE, "acme-tech", 1)
        assert unit.handles.intended(HERE, "acme-tech", 1) is None
        unit.commit()
    clock.advance(timedelta(hours=2))
    assert intend(records).kept_at == clock.at


def test_a_crash_before_the_commit_leaves_no_handle(records: Records) -> None:
    with records.changing("job:apply") as unit:
        unit.handles.keep(HERE, HANDLE, "acme-tech", 1)
    with records.reading() as unit:
        assert unit.handles.standing(HERE) == []


def test_the_registry_holds_nothing_personal(records: Records) -> None:
    keep(records)
    [row] = run_sql(records, "SELECT * FROM handles")
    assert "canary" not in str(row).casefold()


def said(at: int = 0) -> Provenance:
    return Provenance(source=Source.REGISTRAR, server="opensrs", observed_at=START + timedelta(minutes=at))


def seen(name: DomainName, *handles: str | None, at: int = 0) -> Seen:
    roles = {
        role: SeenContact.of(canary()).model_copy(update={"handle": handle})
        for role, handle in zip(ContactRole, handles, strict=False)
    }
    return Seen(name=name, provenance=said(at), roles=roles)


def observe(records: Records, *observations: Observation) -> None:
    with records.changing("job:check") as unit:
        for observation in observations:
            unit.observations.keep(observation)
        unit.commit()


def hold_another(records: Records) -> None:
    with records.changing("founder") as unit:
        unit.domains.hold(held(OTHER))
        unit.commit()


def test_where_a_handle_was_seen_last_is_known(records: Records) -> None:
    hold_another(records)
    observe(records, seen(NAME, "H-1", "H-1", "H-2"), seen(OTHER, "H-9", at=0), seen(OTHER, "H-2", at=1))
    with records.reading() as unit:
        where = unit.handles.seen(HERE)
        assert unit.handles.seen("another").names == {}
    assert where.names == {"H-1": frozenset({NAME}), "H-2": frozenset({NAME, OTHER})}
    assert where.unclear == frozenset()


@pytest.mark.parametrize(
    "newest",
    [
        Unreadable(name=OTHER, provenance=said(1), why=Why.THROTTLED),
        Seen(name=OTHER, provenance=said(1)),
        seen(OTHER, "H-1", None, at=1),
    ],
    ids=["not readable", "no contacts", "a role without a handle"],
)
def test_a_name_whose_handles_cannot_be_told_is_unclear(records: Records, newest: Observation) -> None:
    hold_another(records)
    observe(records, seen(NAME, "H-1"), seen(OTHER, "H-1"), newest)
    with records.reading() as unit:
        assert unit.handles.seen(HERE).unclear == {OTHER}


def test_a_name_never_asked_for_is_unclear_and_one_that_is_absent_is_not(records: Records) -> None:
    hold_another(records)
    observe(records, Absent(name=OTHER, provenance=said()))
    with records.reading() as unit:
        assert unit.handles.seen(HERE).unclear == {NAME}
