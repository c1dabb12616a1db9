"""Between coming due and leaving: the facts are read again, and one broken name stops no other."""

from datetime import timedelta

import pytest

from portfolio.names import DomainName
from portfolio.notice import NoticeState
from portfolio.registration import Registration, Status
from registrar.errors import AccessRefused, NotFound, NotSponsored, ReplyNotUnderstood, TryAgain
from tests.notifications.names_and_people import (
    EXPIRY,
    NAME,
    OWNER,
    STAFF,
    House,
    to_port,
)
from tests.notifications.scripted_smtp import ScriptedSmtp


def told(smtp: ScriptedSmtp) -> list[tuple[str, str]]:
    return [(taken.recipient, str(taken.message["Subject"])) for taken in smtp.taken]


class TestStillTrue:
    def test_renewed_between_claim_and_send_is_not_told(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(30)
        house.registrar.when_asked = house.renewed_at_the_registrar
        run = house.runs(to_port(smtp.port))
        assert smtp.taken == []
        assert {row.detail for row in run.rows if row.milestone.days == 30} == {
            "renewed at the registrar until 2028-03-01"
        }
        assert house.states()["30d-before:registrant"] == "superseded"

    def test_a_renewal_starts_a_new_series(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(30)
        house.runs(to_port(smtp.port))
        house.renewed_at_the_registrar()
        house.refreshed()
        house.clock.days_before(7)
        receipt = house.runs(to_port(smtp.port))
        assert [row.milestone.key for row in receipt.rows] == ["renewed"]
        assert house.runs(to_port(smtp.port)).came_due == 0
        house.clock.at = EXPIRY.replace(year=2028) - timedelta(days=30)
        assert house.runs(to_port(smtp.port)).came_due == 2
        assert told(smtp)[-2] == (OWNER, "example.com expires in 30 days")

    def test_what_was_put_off_before_a_renewal_is_superseded(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(30)
        smtp.scripts += [{"rcpt": b"450 busy\r\n"}] * 2
        house.runs(to_port(smtp.port))
        house.renewed_at_the_registrar()
        house.refreshed()
        house.clock.at += timedelta(hours=1)
        house.runs(to_port(smtp.port))
        assert smtp.taken == []
        assert {n.detail for n in house.notices() if n.milestone.days == 30} == {
            "the expiry has moved to 2028-03-01"
        }

    def test_the_year_that_a_registry_adds_by_itself_silences_nothing(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds(expires=EXPIRY, registrar_expires_at=None)
        house.registrar.held[NAME] = Registration(
            name=NAME,
            expires_at=EXPIRY.replace(year=2028),
            statuses=frozenset({Status.AUTO_RENEW_PERIOD}),
        )
        house.clock.days_before(-3)
        house.refreshed()
        house.runs(to_port(smtp.port))
        assert (OWNER, "example.com expired 3 days ago") in told(smtp)

    def test_a_date_that_the_registrar_corrects_is_the_one_that_is_told(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds()
        sooner = EXPIRY - timedelta(days=4)
        house.registrar.held[NAME] = Registration(name=NAME, registrar_expires_at=sooner)
        house.clock.days_before(30)
        house.runs(to_port(smtp.port))
        assert told(smtp)[0] == (OWNER, "example.com expires in 26 days")

    @pytest.mark.parametrize(
        "error",
        [TryAgain("no"), AccessRefused("no"), ReplyNotUnderstood("no"), KeyError("no secret"), OSError("no")],
    )
    def test_a_registrar_that_cannot_be_asked_stops_no_notice_and_staff_are_told(
        self, house: House, smtp: ScriptedSmtp, error: Exception
    ) -> None:
        house.holds()
        house.registrar.error = error
        house.clock.days_before(30)
        house.runs(to_port(smtp.port))
        owner, staff = smtp.taken
        kind = type(error).__name__
        assert f"the registrar could not be asked ({kind})" in staff.text
        assert "could not be asked" not in owner.text
        assert all("could not be asked" in n.detail for n in house.notices() if n.milestone.days == 30)

    @pytest.mark.parametrize("error", [NotFound("gone"), NotSponsored("elsewhere")])
    def test_a_name_that_left_the_account_is_told_to_staff_alone(
        self, house: House, smtp: ScriptedSmtp, error: Exception
    ) -> None:
        house.holds()
        house.registrar.error = error
        house.clock.days_before(30)
        run = house.runs(to_port(smtp.port))
        assert [taken.recipient for taken in smtp.taken] == [STAFF]
        assert "does not have the name in our account" in smtp.taken[0].text
        assert [(str(row.state), row.role) for row in run.for_staff] == [("suppressed", "registrant")]

    def test_a_record_that_does_not_say_whether_it_was_renewed_stops_no_notice(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds()
        house.registrar.held[NAME] = Registration(name=NAME)
        house.clock.days_before(30)
        house.runs(to_port(smtp.port))
        owner, staff = smtp.taken
        assert "does not say whether the name was renewed" in staff.text
        assert "does not say" not in owner.text

    def test_what_was_put_off_until_it_can_help_nobody_is_suppressed(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds()
        house.clock.days_before(-3)
        smtp.scripts += [{"connect": b"421 no\r\n"}] * 3
        house.runs(to_port(smtp.port))
        house.clock.days_before(-76)
        run = house.runs(to_port(smtp.port))
        assert smtp.taken == []
        assert {row.detail for row in run.for_staff} == {"too late to help anybody"}

    def test_a_leap_day_that_was_read_is_not_counted_from_a_day_that_was_worked_out(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        leap_day = EXPIRY.replace(year=2028, month=2, day=29)
        house.holds(expires=leap_day)
        house.registrar.held[NAME] = Registration(
            name=NAME,
            expires_at=leap_day.replace(year=2029, day=28),
            statuses=frozenset({Status.AUTO_RENEW_PERIOD}),
        )
        house.clock.at = leap_day + timedelta(days=1)
        house.runs(to_port(smtp.port))
        assert (OWNER, "example.com expired yesterday") in told(smtp)

    def test_long_after_expiry_nobody_is_written_to(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(-80)
        run = house.runs(to_port(smtp.port))
        assert smtp.taken == []
        assert set(run.counts) == {NoticeState.SUPPRESSED}


class TestPoison:
    NAMES = tuple(DomainName(f"{letter}.example.com") for letter in "abc")

    @pytest.mark.parametrize("position", [0, 1, 2])
    def test_one_that_cannot_be_written_stops_no_other(
        self, house: House, smtp: ScriptedSmtp, position: int
    ) -> None:
        for name in self.NAMES:
            house.holds(name)
        poisoned = self.NAMES[position]

        def poison() -> None:
            if house.registrar.asked[-1] == poisoned:
                raise TypeError("a broken adapter")

        house.registrar.when_asked = poison
        house.clock.days_before(30)
        house.runs(to_port(smtp.port))
        told_of = {subject.split(" ")[0] for recipient, subject in told(smtp) if recipient == OWNER}
        assert told_of == set(self.NAMES) - {poisoned}
        assert house.states(poisoned)["30d-before:registrant"] == "retry later"
        assert {n.detail for n in house.notices(poisoned) if n.milestone.days == 30} == {
            "could not be prepared: TypeError"
        }
        house.registrar.when_asked = None
        house.clock.at += timedelta(hours=1)
        house.runs(to_port(smtp.port))
        assert house.states(poisoned)["30d-before:registrant"] == "handed over"

    @pytest.mark.parametrize("position", [0, 1, 2])
    def test_one_that_cannot_be_judged_stops_no_other(
        self, house: House, smtp: ScriptedSmtp, position: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from notifications import due

        for name in self.NAMES:
            house.holds(name)
        poisoned, rules_for = self.NAMES[position], due.rules_for

        def broken(name: DomainName) -> object:
            if name == poisoned:
                raise ValueError("broken data")
            return rules_for(name)

        monkeypatch.setattr(due, "rules_for", broken)
        house.clock.days_before(30)
        run = house.runs(to_port(smtp.port))
        assert run.problems == {poisoned: "could not be judged: ValueError"}
        assert run.came_due == 4
