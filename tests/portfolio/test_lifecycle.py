"""The life of a name, told in dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.held import HeldDomain
from portfolio.lifecycle import Phase, phase_at
from portfolio.names import DomainName
from portfolio.registration import Registration, Status
from portfolio.tld import rules_for

COM = DomainName("example.com")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def held(name: DomainName = COM, **fields: object) -> Registration:
    return Registration.model_validate({"name": name, "expires_at": date(2027, 3, 1)} | fields)


def phase(on: str, registration: Registration | None = None) -> Phase:
    registration = registration or held()
    return phase_at(registration, rules_for(registration.name), at(on))


def test_a_name_left_alone_ends_released() -> None:
    assert phase("2027-02-28") is Phase.REGISTERED
    assert phase("2027-03-01") is Phase.AUTO_RENEW_GRACE
    assert phase("2027-04-14") is Phase.AUTO_RENEW_GRACE
    assert phase("2027-04-15") is Phase.REDEMPTION
    assert phase("2027-05-14") is Phase.REDEMPTION
    assert phase("2027-05-15") is Phase.PENDING_DELETE
    assert phase("2027-05-20") is Phase.RELEASED


def test_a_fresh_name_is_in_its_add_grace_period() -> None:
    fresh = held(registered_at=date(2026, 3, 1))
    assert phase("2026-03-05", fresh) is Phase.ADD_GRACE
    assert phase("2026-03-06", fresh) is Phase.REGISTERED


def test_the_registry_moving_its_date_on_by_itself_hides_no_lapse() -> None:
    moved_on = held(expires_at=date(2028, 3, 1), registrar_expires_at=date(2027, 3, 1))
    assert phase("2027-03-10", moved_on) is Phase.AUTO_RENEW_GRACE


def test_without_an_expiry_the_phase_is_unknown() -> None:
    assert phase("2027-03-10", held(expires_at=None)) is Phase.UNKNOWN


def test_after_expiry_a_country_code_without_rules_of_its_own_is_unknown() -> None:
    unknown_rules = held(name=DomainName("example.de"))
    assert phase("2027-02-01", unknown_rules) is Phase.REGISTERED
    assert phase("2027-03-02", unknown_rules) is Phase.UNKNOWN


ORDER = [
    Phase.ADD_GRACE, Phase.REGISTERED, Phase.AUTO_RENEW_GRACE, Phase.REDEMPTION, Phase.PENDING_DELETE,
    Phase.RELEASED,
]  # fmt: skip


@given(st.integers(0, 900), st.integers(0, 400), st.sampled_from(["example.com", "example.ca"]))
def test_phases_only_ever_move_forward(start: int, later: int, name: str) -> None:
    registration = held(name=DomainName(name), registered_at=date(2026, 3, 1))
    first = at("2026-03-01") + timedelta(days=start)
    rules = rules_for(registration.name)
    before, after = (phase_at(registration, rules, first + timedelta(days=days)) for days in (0, later))
    assert ORDER.index(before) <= ORDER.index(after)


@pytest.mark.parametrize("zone_hours", [-11, 0, 14])
def test_the_zone_that_the_present_is_told_in_does_not_matter(zone_hours: int) -> None:
    from datetime import timezone

    now = at("2027-04-15").astimezone(timezone(timedelta(hours=zone_hours)))
    assert phase_at(held(), rules_for(COM), now) is Phase.REDEMPTION


def test_in_auto_renew_grace_the_registrys_date_alone_shows_no_year_left() -> None:
    moved_on = held(expires_at=date(2028, 3, 1), statuses=frozenset({Status.AUTO_RENEW_PERIOD}))
    assert phase("2027-03-10", moved_on) is Phase.AUTO_RENEW_GRACE
    ours = HeldDomain.of(moved_on, client="bakery", account="box", roles={})
    assert phase_at(ours, rules_for(COM), at("2027-03-10")) is Phase.AUTO_RENEW_GRACE
