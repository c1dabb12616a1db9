"""What a repair sets off, and when it may be sent at all."""

from datetime import UTC, datetime, timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import PlannedChange
from portfolio.names import DomainName
from portfolio.policy.repair import WriteFacts, consequences_of, may_write
from portfolio.registration import Status
from portfolio.tld import rules_for

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
COM, CA = rules_for(DomainName("example.com")), rules_for(DomainName("example.ca"))
REGISTRANT = ContactRole.REGISTRANT


def a_change(role: ContactRole, field: str) -> PlannedChange:
    return PlannedChange(role=role, field=field, from_="before", to="after")


@pytest.mark.parametrize("field", ["name", "organization", "email"])
def test_who_holds_a_generic_name_is_a_change_of_registrant_with_its_lock_and_verification(
    field: str,
) -> None:
    told = consequences_of([a_change(REGISTRANT, field)], COM)
    assert f"change of registrant (ICANN Transfer Policy, section II): {field} of" in told[0]
    assert "60 days" in told[1]
    assert "15 days" in told[2]


@pytest.mark.parametrize("field", ["street", "phone", "country"])
def test_where_the_registrant_lives_is_verified_but_no_change_of_registrant(field: str) -> None:
    (told,) = consequences_of([a_change(REGISTRANT, field)], COM)
    assert "within 15 days" in told


@pytest.mark.parametrize("role", [ContactRole.ADMIN, ContactRole.TECH, ContactRole.BILLING])
@pytest.mark.parametrize("field", ["name", "email", "phone"])
@pytest.mark.parametrize("rules", [COM, CA], ids=["com", "ca"])
def test_other_contacts_set_nothing_off(role: ContactRole, field: str, rules: object) -> None:
    assert consequences_of([a_change(role, field)], COM if rules is COM else CA) == ()


def test_a_country_code_name_follows_its_registrys_rules() -> None:
    (told,) = consequences_of([a_change(REGISTRANT, "email"), a_change(REGISTRANT, "phone")], CA)
    assert told.startswith(".ca is not under ICANN's policies")
    assert "changing email of the registrant" in told
    assert consequences_of([a_change(REGISTRANT, "phone")], CA) == ()


def test_several_fields_of_the_owner_are_told_together() -> None:
    told = consequences_of([a_change(REGISTRANT, "email"), a_change(REGISTRANT, "name")], COM)
    assert "name, email of the registrant" in told[0]
    assert len(told) == 3


def test_the_registrars_own_record_is_enough() -> None:
    assert may_write(WriteFacts(registrar_drifts=True)).allowed


@pytest.mark.parametrize(
    ("hours", "allowed"), [([], False), ([0], False), ([0, 5.9], False), ([0, 6], True), ([0, 1, 7], True)]
)
def test_the_public_record_alone_is_read_twice_six_hours_apart(hours: list[float], allowed: bool) -> None:
    readings = tuple(NOON + timedelta(hours=each) for each in hours)
    decision = may_write(WriteFacts(registrar_drifts=False, public_drifts_at=readings))
    assert decision.allowed is allowed
    assert bool(decision.why) is not allowed


@pytest.mark.parametrize(
    "status",
    [
        Status.PENDING_TRANSFER,
        Status.PENDING_UPDATE,
        Status.PENDING_DELETE,
        Status.PENDING_RESTORE,
        Status.PENDING_CREATE,
        Status.PENDING_RENEW,
        Status.REDEMPTION_PERIOD,
        Status.AUTO_RENEW_PERIOD,
        Status.CLIENT_UPDATE_PROHIBITED,
        Status.SERVER_UPDATE_PROHIBITED,
    ],
)
def test_nothing_is_written_to_a_name_on_its_way_or_under_an_update_lock(status: Status) -> None:
    decision = may_write(WriteFacts(registrar_drifts=True, statuses=frozenset({Status.OK, status})))
    assert not decision.allowed
    assert status.value in decision.why


def test_a_transfer_lock_does_not_stand_in_the_way() -> None:
    locked = frozenset({Status.CLIENT_TRANSFER_PROHIBITED, Status.CLIENT_DELETE_PROHIBITED})
    assert may_write(WriteFacts(registrar_drifts=True, statuses=locked)).allowed
