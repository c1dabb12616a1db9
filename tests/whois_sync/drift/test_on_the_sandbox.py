"""The whole journey against a registrar's own dialect, answers lost on the way included."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from net.addresses import AddressGuard
from portfolio.drift import PlanState, Verdict
from registrar.catalogue import connect
from sandbox import Fault, Sandbox
from tests.whois_sync.fakes import FakePublic, House, founded_with, plan_of, planned
from tests.whois_sync.pieces import HOSTS, NAME, NOON, OURS, REGISTRANT, TECH
from whois_sync.errors import NotNow


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(start=NOON) as running:
        running.registry.create(NAME, by="opensrs", years=1, contacts=OURS, nameservers=sorted(HOSTS))
        yield running


@pytest.fixture
def street(tmp_path: Path, sandbox: Sandbox) -> Iterator[House]:
    """A house whose account is at the sandbox's registrar, refreshed from it."""
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", NAME)
    registrar = connect(
        "opensrs",
        endpoint=sandbox.addresses.opensrs,
        username=sandbox.opensrs_username,
        secret=SecretStr(sandbox.opensrs_key),
        guard=AddressGuard(sandbox.addresses.all_pairs),
        attempts=1,
    )
    with records.changing("clerk") as unit:
        registration = registrar.info(NAME)
        unit.domains.refresh(NAME, registration)
        unit.commit()
    public = FakePublic(clock)
    public.fields["expires_at"] = registration.expires_at
    yield House(records, clock, registrar, public)
    records.close()


def approved_plan(street: House) -> int:
    number = planned(street)
    street.repairs.approve(number, by="chief")
    return number


def changes_made(sandbox: Sandbox) -> int:
    return len(sandbox.log.of(channel="registry", action="updated", name=NAME))


def test_what_was_registered_with_our_contacts_does_not_drift(street: House) -> None:
    report = street.check.check(NAME)
    assert report.drifting == ()
    told = {row.registrar_verdict for row in report.rows if row.path.startswith(tuple(OURS))}
    assert told <= {Verdict.SAME, Verdict.SAME_NORMALIZED}


def test_a_drift_at_the_registrar_is_repaired_and_proved(street: House, sandbox: Sandbox) -> None:
    stranger = {"email": "stranger@example.org", "phone": "+1.6135550199"}
    sandbox.registry.change_contact_behind_our_back(NAME, TECH, **stranger)
    assert [row.path for row in street.check.check(NAME).drifting] == ["tech.phone", "tech.email"]
    number = approved_plan(street)
    assert street.repairs.apply(number, by="chief").state is PlanState.SENT
    assert sandbox.registry.info(NAME).contacts == OURS
    assert street.repairs.prove(number, by="job:prove").state is PlanState.PROVED
    assert street.check.check(NAME).drifting == ()


def test_an_answer_lost_after_the_change_is_settled_by_looking(street: House, sandbox: Sandbox) -> None:
    sandbox.registry.change_contact_behind_our_back(NAME, REGISTRANT, city="Hull")
    number = approved_plan(street)
    before = changes_made(sandbox)
    sandbox.faults.order(Fault.LOST_AFTER, to="opensrs:update_contacts")
    assert street.repairs.apply(number, by="chief").state is PlanState.UNKNOWN
    assert street.repairs.prove(number, by="job:prove").state is PlanState.PROVED
    assert changes_made(sandbox) - before == 1


def test_a_request_lost_before_the_change_is_seen_not_to_have_arrived(
    street: House, sandbox: Sandbox
) -> None:
    sandbox.registry.change_contact_behind_our_back(NAME, REGISTRANT, city="Hull")
    number = approved_plan(street)
    sandbox.faults.order(Fault.LOST_BEFORE, to="opensrs:update_contacts")
    assert street.repairs.apply(number, by="chief").state is PlanState.UNKNOWN
    plan = street.repairs.prove(number, by="job:prove")
    assert plan.detail == "the registrar shows something else in registrant.city"


@pytest.mark.parametrize("fault", [Fault.GARBLED, Fault.SERVER_ERROR, Fault.TRUNCATED, Fault.THROTTLED])
def test_a_registrar_on_a_bad_day_is_neither_believed_nor_written_to(
    street: House, sandbox: Sandbox, fault: Fault
) -> None:
    sandbox.registry.change_contact_behind_our_back(NAME, TECH, phone="+1.6135550199")
    number = approved_plan(street)
    sandbox.faults.order(fault, to="opensrs", times=20)
    assert street.check.check(NAME).drifting == ()
    with pytest.raises(NotNow):
        street.repairs.apply(number, by="chief")
    assert plan_of(street, number).state is PlanState.APPROVED
    assert sandbox.registry.info(NAME).contacts[TECH].phone.epp == "+1.6135550199"
