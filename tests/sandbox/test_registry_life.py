"""The life of a name at the registry, told in dates."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.lifecycle import Phase, phase_at
from portfolio.names import DomainName
from portfolio.registration import Registration, Status
from portfolio.tld import rules_for
from sandbox.life import turning_points, years_on
from sandbox.refusal import RegistryRefuses, ResultCode
from tests.sandbox.cast import OURS, THEIRS, Story, noon

REDEMPTION = (Status.PENDING_DELETE, Status.REDEMPTION_PERIOD)


def test_a_name_left_alone_is_released_at_last() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01")
    story.at("2026-03-05").phase_is(Phase.ADD_GRACE, Status.ADD_PERIOD)
    story.at("2026-03-07").phase_is(Phase.REGISTERED, Status.OK)
    story.at("2027-03-02").phase_is(Phase.AUTO_RENEW_GRACE, Status.AUTO_RENEW_PERIOD)
    story.at("2027-04-16").phase_is(Phase.REDEMPTION, *REDEMPTION)
    story.at("2027-05-17").phase_is(Phase.PENDING_DELETE, Status.PENDING_DELETE)
    story.at("2027-05-23").is_released()


def test_the_registrys_date_jumps_a_year_though_nobody_paid_and_falls_back_at_the_deletion() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01")
    story.at("2027-02-28").expiry_is("2027-03-01", paid_until="2027-03-01")
    story.at("2027-03-01").expiry_is("2028-03-01", paid_until="2027-03-01")
    story.at("2027-04-20").expiry_is("2027-03-01", paid_until="2027-03-01")


def test_what_time_did_is_told_on_its_own_day_however_far_the_clock_was_moved() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01").at("2030-01-01").is_released()
    assert story.told() == [
        ("2026-03-01", "created"),
        ("2027-03-01", "auto-renew grace"),
        ("2027-04-15", "redemption"),
        ("2027-05-15", "pending delete"),
        ("2027-05-20", "released"),
    ]
    poll = [story.registry.poll(by=OURS)]
    while (message := poll[-1]) is not None:
        assert story.registry.acknowledge(message.number, by=OURS)
        assert not story.registry.acknowledge(message.number, by=OURS)
        poll.append(story.registry.poll(by=OURS))
    events = [message.event for message in poll if message is not None]
    assert events == ["auto-renew grace", "redemption", "pending delete", "released"]
    assert story.registry.poll(by=THEIRS) is None


def test_a_phase_is_a_projection_so_the_clock_may_go_back_and_forth_before_the_release() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01")
    story.at("2027-04-20").phase_is(Phase.REDEMPTION, *REDEMPTION)
    story.at("2027-03-20").phase_is(Phase.AUTO_RENEW_GRACE, Status.AUTO_RENEW_PERIOD)
    story.at("2027-04-20").phase_is(Phase.REDEMPTION, *REDEMPTION)
    assert [action for _, action in story.told()] == ["created", "auto-renew grace", "redemption"]


def test_a_deletion_begins_redemption_whatever_was_paid() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2028-03-01").at("2026-06-01")
    story.registry.delete(story.name, by=OURS)
    story.phase_is(Phase.REDEMPTION, *REDEMPTION).expiry_is("2028-03-01", paid_until="2028-03-01")
    story.at("2026-07-02").phase_is(Phase.PENDING_DELETE, Status.PENDING_DELETE)
    story.at("2026-07-07").is_released()


def test_in_the_add_grace_period_a_deleted_name_is_gone_at_once() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01").at("2026-03-03")
    assert story.registry.delete(story.name, by=OURS) is None
    story.is_released()
    assert story.log.of(action="deleted")[0].detail == "within the add grace period"


def test_a_restored_name_has_a_year_more_where_its_time_had_run_out() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01").at("2027-05-01")
    story.registry.restore(story.name, by=OURS)
    story.phase_is(Phase.REGISTERED, Status.OK).expiry_is("2028-03-01", paid_until="2028-03-01")
    story.at("2028-03-02").phase_is(Phase.AUTO_RENEW_GRACE, Status.AUTO_RENEW_PERIOD)
    assert [action for _, action in story.told()][-2:] == ["restored", "auto-renew grace"]


def test_a_restored_name_that_was_paid_keeps_its_date() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2028-03-01").at("2026-06-01")
    story.registry.delete(story.name, by=OURS)
    story.registry.restore(story.name, by=OURS)
    story.phase_is(Phase.REGISTERED, Status.OK).expiry_is("2028-03-01", paid_until="2028-03-01")


def test_a_restore_without_its_report_falls_back_into_redemption() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2028-03-01").at("2026-06-01")
    story.registry.delete(story.name, by=OURS)
    story.registry.request_restore(story.name, by=OURS)
    story.at("2026-06-07").phase_is(Phase.REDEMPTION, Status.PENDING_DELETE, Status.PENDING_RESTORE)
    story.at("2026-06-08").phase_is(Phase.REDEMPTION, *REDEMPTION)
    with pytest.raises(RegistryRefuses) as refused:
        story.registry.report_restore(story.name, by=OURS)
    assert refused.value.code is ResultCode.STATUS_PROHIBITS


def test_nothing_helps_in_pending_delete() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01").at("2027-05-17")
    for command in (story.registry.restore, story.registry.delete):
        with pytest.raises(RegistryRefuses) as refused:
            command(story.name, by=OURS)
        assert refused.value.code is ResultCode.STATUS_PROHIBITS


def test_a_registrar_with_auto_renew_pays_every_year_at_expiry() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01")
    story.registry.set_auto_renew(story.name, by=OURS, on=True)
    story.at("2029-06-01").phase_is(Phase.REGISTERED, Status.OK)
    story.expiry_is("2030-03-01", paid_until="2030-03-01")
    assert [day for day, action in story.told() if action == "auto-renewed"] == [
        "2027-03-01",
        "2028-03-01",
        "2029-03-01",
    ]


def test_an_auto_renewal_that_is_not_paid_is_asked_for_once() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2027-03-01")
    asked: list[DomainName] = []

    def refuse(name: DomainName) -> bool:
        asked.append(name)
        return False

    story.registry.accredit(story.registry.sponsor(OURS), payer=refuse)
    story.registry.set_auto_renew(story.name, by=OURS, on=True)
    story.at("2027-03-02").at("2027-03-03").phase_is(Phase.AUTO_RENEW_GRACE, Status.AUTO_RENEW_PERIOD)
    assert asked == [story.name]
    assert [action for _, action in story.told()].count("auto-renewal unpaid") == 1


def test_a_registry_whose_periods_are_not_known_promises_nothing_after_expiry() -> None:
    story = Story().holds("example.ee", on="2026-03-01", expires="2027-03-01").at("2027-06-01")
    story.phase_is(Phase.UNKNOWN, Status.OK).expiry_is("2027-03-01", paid_until="2027-03-01")


def test_29_february_is_followed_by_the_28th() -> None:
    assert years_on(noon("2028-02-29"), 1) == noon("2029-02-28")
    assert years_on(noon("2028-02-29"), 4) == noon("2032-02-29")


@given(name=st.sampled_from(["example.com", "example.ca"]), days=st.integers(-400, 500))
def test_the_registrys_phases_are_those_of_the_language(name: str, days: int) -> None:
    story = Story().holds(name, on="2026-03-01", expires="2027-03-01")
    now = noon("2027-03-01") + timedelta(days=days)
    stored = story.registry.snapshot().domains[0]
    passed = [phase for at, phase in turning_points(stored, rules_for(stored.name)) if at <= now]
    believed = Registration(
        name=stored.name, registered_at=stored.registered_at, registrar_expires_at=stored.paid_until
    )
    expected = phase_at(believed, rules_for(stored.name), now)
    assert (passed or [expected])[-1] is expected
