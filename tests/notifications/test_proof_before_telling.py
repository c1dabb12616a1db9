"""Receipts, failed renewals and last phases are told of only as the registrar shows them."""

from datetime import timedelta

import pytest

from portfolio.names import DomainName
from portfolio.notice import NoticeState
from portfolio.observation import Provenance, Seen, Source
from portfolio.registration import Registration, Status
from registrar.errors import NotFound, TryAgain
from tests.notifications.names_and_people import EXPIRY, NAME, OWNER, House, to_port
from tests.notifications.scripted_smtp import ScriptedSmtp

RENEWED_UNTIL = EXPIRY.replace(year=2028)


def to_owner(smtp: ScriptedSmtp) -> list[str]:
    told = [str(taken.message["Subject"]) for taken in smtp.taken if taken.recipient == OWNER]
    smtp.taken.clear()
    return told


def state_of(house: House, step: str) -> str:
    return house.states()[f"{step}:registrant"]


@pytest.fixture
def warned(house: House, smtp: ScriptedSmtp) -> House:
    house.holds()
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    smtp.taken.clear()
    return house


class TestReceipts:
    def renewed_in_our_records(self, house: House) -> None:
        house.renewed_at_the_registrar()
        house.refreshed()
        house.clock.days_before(20)

    def test_a_renewal_is_told_once(self, warned: House, smtp: ScriptedSmtp) -> None:
        self.renewed_in_our_records(warned)
        for _ in range(2):
            warned.runs(to_port(smtp.port))
        assert to_owner(smtp) == ["example.com has been renewed"]

    @pytest.mark.parametrize("error", [TryAgain("later"), OSError("no route")])
    def test_it_waits_until_the_registrar_can_be_asked(
        self, warned: House, smtp: ScriptedSmtp, error: Exception
    ) -> None:
        self.renewed_in_our_records(warned)
        warned.registrar.error = error
        warned.runs(to_port(smtp.port))
        assert to_owner(smtp) == []
        assert state_of(warned, "renewed") == NoticeState.RETRY_LATER
        warned.registrar.error = None
        warned.clock.at += timedelta(days=1)
        warned.runs(to_port(smtp.port))
        assert to_owner(smtp) == ["example.com has been renewed"]

    def test_a_registrar_that_shows_no_renewal_is_not_contradicted(
        self, warned: House, smtp: ScriptedSmtp
    ) -> None:
        self.renewed_in_our_records(warned)
        warned.registrar.held[NAME] = Registration(name=NAME, registrar_expires_at=EXPIRY)
        run = warned.runs(to_port(smtp.port))
        assert to_owner(smtp) == []
        assert [row.detail for row in run.for_staff] == [
            "the registrar shows the name as paid until 2027-03-01 only"
        ]


class TestRenewalsThatFailed:
    def late(self, house: House) -> None:
        house.holds(auto_renew=True)
        house.clock.days_before(-2)

    def test_it_is_told_of_when_the_registrar_shows_it(self, house: House, smtp: ScriptedSmtp) -> None:
        self.late(house)
        house.runs(to_port(smtp.port))
        assert "renewal-failed" in {key.split(":")[0] for key in house.states()}
        assert any("renewal" in subject or "renewed" in subject for subject in to_owner(smtp))

    def test_one_that_came_late_is_not_told_of(self, house: House, smtp: ScriptedSmtp) -> None:
        self.late(house)
        house.renewed_at_the_registrar()
        house.runs(to_port(smtp.port))
        assert to_owner(smtp) == []
        assert state_of(house, "renewal-failed") == NoticeState.SUPERSEDED

    def test_an_unclear_record_is_no_failure(self, house: House, smtp: ScriptedSmtp) -> None:
        self.late(house)
        house.registrar.held[NAME] = Registration(name=NAME, expires_at=RENEWED_UNTIL)
        house.runs(to_port(smtp.port))
        assert not any("renewal" in subject or "renewed" in subject for subject in to_owner(smtp))
        assert state_of(house, "renewal-failed") == NoticeState.RETRY_LATER


class TestLastPhases:
    def ending(self, house: House, *statuses: Status) -> None:
        house.holds(statuses=frozenset(statuses))
        house.registrar.held[NAME] = Registration(
            name=NAME, expires_at=EXPIRY, registrar_expires_at=EXPIRY, statuses=frozenset(statuses)
        )
        house.clock.days_before(-50)

    def test_redemption_and_then_pending_delete_are_told_of_once_each(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.ending(house, Status.REDEMPTION_PERIOD, Status.PENDING_DELETE)
        house.runs(to_port(smtp.port))
        assert len([subject for subject in to_owner(smtp) if "can still be restored" in subject]) == 1
        house.registrar.held[NAME] = house.registrar.held[NAME].model_copy(
            update={"statuses": frozenset({Status.PENDING_DELETE})}
        )
        house.refreshed()
        house.clock.days_before(-74)
        for _ in range(2):
            house.runs(to_port(smtp.port))
        assert state_of(house, "pending-delete") == NoticeState.HANDED_OVER

    def test_what_a_public_record_shows_is_told_with_the_next_run(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds()
        house.clock.days_before(-45)
        house.runs(to_port(smtp.port))
        smtp.taken.clear()
        house.clock.days_before(-46)
        seen = Seen(
            name=NAME,
            provenance=Provenance(source=Source.RDAP, server="rdap.example", observed_at=house.clock.now()),
            statuses=("redemption period", "pending delete"),
        )
        with house.records.changing("job:check") as unit:
            unit.observations.keep(seen)
            unit.commit()
        house.runs(to_port(smtp.port))
        assert any("can still be restored" in subject for subject in to_owner(smtp))

    def test_a_registrar_that_shows_it_no_longer_does_not_silence_it(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.ending(house, Status.REDEMPTION_PERIOD)
        house.registrar.error = NotFound("gone")
        house.runs(to_port(smtp.port))
        assert state_of(house, "redemption") == NoticeState.HANDED_OVER

    def test_a_name_that_was_restored_meanwhile_is_not_told_of(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.ending(house, Status.REDEMPTION_PERIOD)
        house.registrar.held[NAME] = Registration(
            name=NAME, registrar_expires_at=RENEWED_UNTIL, statuses=frozenset({Status.OK})
        )
        house.runs(to_port(smtp.port))
        assert state_of(house, "redemption") == NoticeState.SUPERSEDED


def test_one_address_gets_so_many_a_day_and_the_rest_the_next(house: House, smtp: ScriptedSmtp) -> None:
    for number in range(5):
        house.holds(DomainName(f"example-{number}.com"))
    house.clock.days_before(60)
    house.runs(to_port(smtp.port), most_for_one=3)
    assert len(to_owner(smtp)) == 3
    house.clock.at += timedelta(hours=6)
    house.runs(to_port(smtp.port), most_for_one=3)
    assert to_owner(smtp) == []
    house.clock.at += timedelta(hours=20)
    house.runs(to_port(smtp.port), most_for_one=3)
    assert len(to_owner(smtp)) == 2
