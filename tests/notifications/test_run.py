import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from notifications import find_due
from portfolio.contacts import ContactRole, Language
from portfolio.names import DomainName
from portfolio.notice import NoticeState
from portfolio.policy.notices import NoticePolicy
from registrar.errors import TryAgain
from tests.notifications.names_and_people import (
    ADMIN,
    NAME,
    OWNER,
    ROLES,
    STAFF,
    House,
    to_port,
)
from tests.notifications.scripted_smtp import Act, ScriptedSmtp


def told(smtp: ScriptedSmtp) -> list[tuple[str, str]]:
    return [(taken.recipient, str(taken.message["Subject"])) for taken in smtp.taken]


def test_registrant_and_staff_are_told_once_however_often_it_runs(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)
    first = house.runs(to_port(smtp.port))
    assert (first.came_due, first.counts[NoticeState.HANDED_OVER], first.for_staff) == (2, 2, [])
    assert told(smtp) == [
        (OWNER, "example.com expires in 30 days"),
        (STAFF, "Copy: example.com expires in 30 days"),
    ]
    again = house.runs(to_port(smtp.port))
    assert (again.came_due, again.rows) == (0, [])
    assert len(smtp.taken) == 2
    assert house.states()["60d-before:registrant"] == "superseded"


def test_a_whole_series_is_told_step_by_step(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    for days in range(70, -10, -1):
        house.clock.days_before(days)
        house.runs(to_port(smtp.port))
    subjects = [subject for recipient, subject in told(smtp) if recipient == OWNER]
    assert subjects == [
        "example.com expires in 60 days",
        "example.com expires in 30 days",
        "example.com expires in 7 days",
        "example.com expires tomorrow",
        "example.com expired yesterday",
        "example.com expired 3 days ago",
    ]
    assert set(house.states().values()) == {"handed over"}
    assert len({taken.message["Message-ID"] for taken in smtp.taken}) == len(smtp.taken) == 15
    week = [recipient for recipient, subject in told(smtp) if "7 days" in subject]
    assert (week[0], sorted(week)) == (OWNER, sorted([OWNER, ADMIN, STAFF]))


@pytest.mark.parametrize("missed", [1, 2, 3, 5])
def test_missed_days_are_caught_up_with_the_true_number_of_days(
    house: House, smtp: ScriptedSmtp, missed: int
) -> None:
    house.holds()
    house.clock.days_before(31)
    house.runs(to_port(smtp.port))
    smtp.taken.clear()
    house.clock.days_before(30 - missed)
    house.runs(to_port(smtp.port))
    assert (OWNER, f"example.com expires in {30 - missed} days") in told(smtp)
    assert len(smtp.taken) == 2


def test_of_several_missed_steps_only_the_nearest_goes(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(5)
    run = house.runs(to_port(smtp.port))
    assert (OWNER, "example.com expires in 5 days") in told(smtp)
    assert [recipient for recipient, _ in told(smtp)].count(OWNER) == 1
    assert run.counts[NoticeState.SUPERSEDED] == 2


def test_a_step_begins_with_its_first_second_in_the_readers_zone(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    midnight = datetime(2027, 1, 30, 5, 0, tzinfo=UTC)  # midnight in Toronto, 30 days before 1 March
    for offset, expected in ((-1, 1), (0, 2), (1, 2)):
        house.clock.at = midnight + timedelta(seconds=offset)
        house.runs(to_port(smtp.port))
        assert len([pair for pair in told(smtp) if pair[0] == OWNER]) == expected


def test_the_floor_for_generic_tlds_holds_against_any_ladder(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.holds(DomainName("example.ca"))
    for days in range(70, -10, -1):
        house.clock.days_before(days)
        house.runs(to_port(smtp.port), policy=NoticePolicy(steps=()))
    assert {key.split(":")[0] for key in house.states()} == {"30d-before", "7d-before", "1d-after"}
    assert house.notices(DomainName("example.ca")) == []


def test_a_french_reader_is_told_in_french_and_staff_in_english(house: House, smtp: ScriptedSmtp) -> None:
    house.adds_contact("proprio", "proprio@example.net", language=Language.FRENCH)
    house.holds(roles=ROLES | {ContactRole.REGISTRANT: "proprio"})
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert [subject for _, subject in told(smtp)] == [
        "example.com expire dans 30 jours",
        "Copy: example.com expires in 30 days",
    ]
    assert "Bonjour Reader Example" in smtp.taken[0].text


def test_a_registrant_under_the_lapsing_name_is_not_the_only_one_told(
    house: House, smtp: ScriptedSmtp
) -> None:
    house.adds_contact("inside", "owner@example.com")
    house.holds(roles=ROLES | {ContactRole.REGISTRANT: "inside"})
    house.clock.days_before(30)
    house.runs(to_port(smtp.port))
    assert {recipient for recipient, _ in told(smtp)} == {"owner@example.com", ADMIN, STAFF}


def test_a_name_without_an_expiry_is_shown_to_staff(house: House, smtp: ScriptedSmtp) -> None:
    house.holds(expires=None)
    assert house.runs(to_port(smtp.port)).problems == {NAME: "no expiry date is known"}


def test_a_bare_date_warns_by_its_earliest_reading(house: House, smtp: ScriptedSmtp) -> None:
    house.holds(expires=date(2027, 3, 1))
    house.clock.at = datetime(2027, 1, 29, 12, tzinfo=UTC)
    house.runs(to_port(smtp.port))
    assert (OWNER, "example.com expires in 30 days") in told(smtp)


class TestHandingOver:
    def due(self, house: House) -> None:
        house.holds()
        house.clock.days_before(30)

    def owners(self, house: House) -> str:
        return house.states()["30d-before:registrant"]

    def test_not_now_is_tried_again_later_with_the_same_message_id(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.due(house)
        smtp.scripts += [{"dot": b"451 greylisted\r\n"}, {"dot": b"451 greylisted\r\n"}]
        run = house.runs(to_port(smtp.port))
        assert run.counts[NoticeState.RETRY_LATER] == 2
        assert house.runs(to_port(smtp.port)).rows == []
        house.clock.at += timedelta(minutes=15)
        assert house.runs(to_port(smtp.port)).counts[NoticeState.HANDED_OVER] == 2
        assert smtp.bodies == 4
        assert len(smtp.taken) == 2

    def test_it_backs_off_to_six_hours(self, house: House, smtp: ScriptedSmtp) -> None:
        self.due(house)
        smtp.scripts += [{"connect": b"421 no\r\n"}] * 1000
        started, tries = house.clock.at, []
        while house.clock.at < started + timedelta(days=2):
            if house.runs(to_port(smtp.port)).rows:
                tries.append(house.clock.at - started)
            house.clock.at += timedelta(minutes=15)
        gaps = [int((b - a).total_seconds()) // 60 for a, b in itertools.pairwise(tries)]
        assert gaps[:6] == [15, 30, 60, 120, 240, 360]
        assert set(gaps[6:]) == {360}

    def test_a_nearer_step_takes_the_place_of_one_that_could_not_be_sent(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.due(house)
        smtp.scripts += [{"connect": b"421 no\r\n"}] * 2
        house.runs(to_port(smtp.port))
        house.clock.days_before(7)
        house.runs(to_port(smtp.port))
        assert {subject for _, subject in told(smtp)} == {
            "example.com expires in 7 days", "Copy: example.com expires in 7 days",
        }  # fmt: skip
        assert self.owners(house) == "superseded"

    def test_a_refused_address_is_dead_and_the_next_contact_is_told(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.due(house)
        smtp.scripts.append({"rcpt": b"550 5.1.1 <owner@example.net> no such mailbox\r\n"})
        run = house.runs(to_port(smtp.port))
        assert self.owners(house) == "dead"
        assert {recipient for recipient, _ in told(smtp)} == {ADMIN, STAFF}
        assert [row.detail for row in run.for_staff] == ["RCPT: 550 5.1.1 <address> no such mailbox"]
        house.clock.at += timedelta(days=1)
        assert house.runs(to_port(smtp.port)).rows == []

    def test_when_every_contact_is_dead_staff_have_it_before_them(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.due(house)
        smtp.scripts += [{"rcpt": b"550 no\r\n"}] * 4
        run = house.runs(to_port(smtp.port))
        assert smtp.taken == []
        assert [str(row.role) for row in run.for_staff if not row.is_staff_copy] == [
            "registrant", "admin", "tech",
        ]  # fmt: skip

    @pytest.mark.parametrize(("act", "kept"), [(Act.DROP, 0), (Act.KEEP_AND_DROP, 1)])
    def test_a_line_that_drops_after_the_dot_is_ambiguous_and_never_sent_again(
        self, house: House, smtp: ScriptedSmtp, act: Act, kept: int
    ) -> None:
        self.due(house)
        smtp.scripts.append({"dot": act})
        run = house.runs(to_port(smtp.port))
        assert self.owners(house) == "ambiguous"
        assert [row.state for row in run.for_staff] == [NoticeState.AMBIGUOUS]
        for _ in range(20):
            house.clock.at += timedelta(hours=12)
            house.runs(to_port(smtp.port))
        assert len([1 for recipient, _ in told(smtp) if recipient == OWNER]) == kept
        assert self.owners(house) == "ambiguous"

    def test_no_address_and_no_name_reaches_the_log(
        self, house: House, smtp: ScriptedSmtp, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        self.due(house)
        smtp.scripts.append({"rcpt": b"550 5.1.1 <owner@example.net> Reader is gone\r\n"})
        house.registrar.error = TryAgain("no")
        house.runs(to_port(smtp.port))
        ours = [record.getMessage() for record in caplog.records if record.name == "notifications"]
        assert any("30d-before" in line for line in ours)
        assert not [line for line in ours if "@" in line or "Reader" in line]

    def test_a_run_is_bounded_and_says_so(self, house: House, smtp: ScriptedSmtp) -> None:
        self.due(house)
        run = house.runs(to_port(smtp.port), limit=1)
        assert len(smtp.taken) == 1
        assert run.unfinished
        rest = house.runs(to_port(smtp.port), limit=1)
        assert len(smtp.taken) == 2
        assert house.runs(to_port(smtp.port), limit=1).unfinished == ""
        assert rest.came_due == 0


def test_what_is_due_is_found_without_sending(house: House) -> None:
    house.holds()
    house.clock.days_before(30)
    found = find_due(house.records, now=house.clock.now(), staff_address=STAFF)
    assert [notice.recipient for notice in found.added] == [OWNER, STAFF]
    assert find_due(house.records, now=house.clock.now(), staff_address=STAFF).added == []
