"""What a person decides about a notice, and that the machine keeps to it."""

from datetime import timedelta

import pytest

from notifications.holding import (
    NoticeRefused,
    hold_name,
    hold_notice,
    release,
    resend,
    resolve,
    was_sent,
)
from notifications.restored import settle_notices
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState, notice_key
from portfolio.policy.notices import NoticePolicy
from records import Departure, Left, NotHeld
from tests.notifications.names_and_people import ADMIN, EXPIRY, NAME, OWNER, STAFF, House, to_port
from tests.notifications.scripted_smtp import Act, ScriptedSmtp
from tests.notifications.test_bounced_readers import came_back

CA = DomainName("example.ca")
CLERK = "first-colleague"
WHY = "the client asked for quiet"
POLICY = NoticePolicy()


def key_of(days: int, name: DomainName = NAME, *, staff: bool = False, resent: int = 0) -> str:
    step = Milestone(days=days)
    return notice_key(name, EXPIRY.date(), step, ContactRole.REGISTRANT, for_staff=staff, resent=resent)


def holds_back(house: House, name: DomainName, days: int | None = None) -> list[Notice]:
    step = None if days is None else Milestone(days=days)
    held = hold_name(
        house.records, name, milestone=step, because=WHY, by=CLERK, now=house.clock.now(), policy=POLICY,
        staff_address=STAFF,
    )  # fmt: skip
    return list(held.notices)


def lets_go(house: House, key: str) -> list[Notice]:
    now = house.clock.now()
    return list(release(house.records, key, because="settled", by=CLERK, now=now, staff_address=STAFF))


def sends_again(house: House, key: str, by: str = CLERK) -> Notice:
    return resend(house.records, key, by=by, now=house.clock.now(), staff_address=STAFF)


def days_told(smtp: ScriptedSmtp, to: str = OWNER) -> list[str]:
    return [str(taken.message["Subject"]) for taken in smtp.taken if taken.recipient == to]


class TestHolding:
    def test_a_step_held_ahead_is_not_told_and_the_others_are(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds(CA)
        house.clock.days_before(70)
        held = holds_back(house, CA, 7)
        assert {notice.role for notice in held} == {ContactRole.REGISTRANT, ContactRole.ADMIN}
        assert {notice.state for notice in held} == {NoticeState.SUPPRESSED}
        for days in range(70, -10, -1):
            house.clock.days_before(days)
            house.runs(to_port(smtp.port))
        told = days_told(smtp)
        assert [subject.removeprefix("example.ca ") for subject in told] == [
            "expires in 60 days", "expires in 30 days", "expires tomorrow", "expired 3 days ago",
        ]  # fmt: skip

    def test_what_waits_is_held_and_the_reason_and_who_stay_with_it(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds(CA)
        house.clock.days_before(60)
        smtp.scripts.append({"connect": b"421 not now\r\n"})
        house.runs(to_port(smtp.port))
        held = hold_notice(house.records, key_of(60, CA), because=WHY, by=CLERK)
        assert held.detail == f"held by {CLERK}: {WHY}"
        house.clock.at += timedelta(days=1)
        house.runs(to_port(smtp.port))
        assert smtp.taken == []
        with house.records.reading() as unit:
            told = [entry for entry in unit.audit.entries(CA) if held.key in entry.detail]
        assert (told[-1].actor, told[-1].detail) == (CLERK, f"{held.key}: retry later → suppressed")

    @pytest.mark.parametrize("days", [30, 7, -1])
    def test_the_floor_of_a_gtld_cannot_be_held(self, house: House, days: int) -> None:
        house.holds()
        with pytest.raises(NoticeRefused, match="ICANN's recovery policy demands it of every"):
            holds_back(house, NAME, days)
        assert house.notices() == []

    def test_a_notice_of_the_floor_that_waits_cannot_be_held(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(30)
        smtp.scripts += [{"connect": b"421 not now\r\n"}] * 2
        house.runs(to_port(smtp.port))
        with pytest.raises(NoticeRefused, match="30d-before cannot be held"):
            hold_notice(house.records, key_of(30), because=WHY, by=CLERK)
        assert house.states()["30d-before:registrant"] == "retry later"

    def test_a_whole_gtld_name_is_held_but_for_its_floor(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(70)
        holds_back(house, NAME)
        for days in range(70, -10, -1):
            house.clock.days_before(days)
            house.runs(to_port(smtp.port))
        assert [subject.removeprefix("example.com ") for subject in days_told(smtp)] == [
            "expires in 30 days", "expires in 7 days", "expired yesterday",
        ]  # fmt: skip

    def test_what_auto_renewal_keeps_quiet_is_held_too_and_stays_so_without_it(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds(CA, auto_renew=True)
        house.clock.days_before(60)
        house.runs(to_port(smtp.port))
        assert len(holds_back(house, CA, 60)) == 1
        registration = house.registrar.held[CA].model_copy(update={"auto_renew": False})
        with house.records.changing("job:import") as unit:
            unit.domains.refresh(CA, registration)
            unit.commit()
        house.runs(to_port(smtp.port))
        assert smtp.taken == []

    def test_what_has_gone_cannot_be_held(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds(CA)
        house.clock.days_before(60)
        house.runs(to_port(smtp.port))
        with pytest.raises(NoticeRefused, match="it is handed over: only a notice that waits is held"):
            hold_notice(house.records, key_of(60, CA), because=WHY, by=CLERK)
        with pytest.raises(NoticeRefused, match="nothing like that to hold"):
            holds_back(house, CA, 60)

    @pytest.mark.parametrize("because", ["", " \n ", "x" * 201, "a\x1b[2J"])
    def test_a_reason_is_one_line(self, house: House, because: str) -> None:
        house.holds(CA)
        with pytest.raises(NoticeRefused, match="one line of 1 to 200 letters"):
            hold_notice(house.records, key_of(60, CA), because=because, by=CLERK)


class TestReleasing:
    def test_before_its_day_it_comes_due_on_its_day_at_the_address_of_then(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds(CA)
        house.clock.days_before(70)
        [key, *_] = [notice.key for notice in holds_back(house, CA, 7)]
        assert len(lets_go(house, key)) == 3
        house.clock.days_before(60)
        house.runs(to_port(smtp.port))
        assert days_told(smtp) == ["example.ca expires in 60 days"]
        house.adds_contact("new-owner", "new-owner@example.net")
        with house.records.changing(CLERK) as unit:
            roles = unit.domains.get(CA).roles
            unit.domains.set_roles(CA, roles | {ContactRole.REGISTRANT: "new-owner"})
            unit.commit()
        house.clock.days_before(7)
        house.runs(to_port(smtp.port))
        assert days_told(smtp, to="new-owner@example.net") == ["example.ca expires in 7 days"]
        assert days_told(smtp, to=ADMIN) == ["example.ca expires in 7 days"]
        assert days_told(smtp, to=OWNER) == ["example.ca expires in 60 days"]

    def test_on_its_day_it_goes_with_the_next_run(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds(CA)
        house.clock.days_before(70)
        holds_back(house, CA, 7)
        house.clock.days_before(6)
        house.runs(to_port(smtp.port))
        assert [n.state for n in lets_go(house, key_of(7, CA))] == [NoticeState.DUE]
        house.runs(to_port(smtp.port))
        assert "example.ca expires in 6 days" in days_told(smtp)

    def test_a_step_that_was_let_go_and_then_missed_is_accounted_for_once(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds(CA)
        house.clock.days_before(70)
        holds_back(house, CA, 7)
        lets_go(house, key_of(7, CA))
        house.clock.days_before(1)
        assert house.runs(to_port(smtp.port)).counts[NoticeState.SUPERSEDED] == 3
        assert house.states(CA)["7d-before:registrant"] == "superseded"
        assert house.runs(to_port(smtp.port)).rows == []

    def test_it_may_be_held_again(self, house: House) -> None:
        house.holds(CA)
        house.clock.days_before(70)
        holds_back(house, CA, 7)
        lets_go(house, key_of(7, CA))
        assert len(holds_back(house, CA, 7)) == 3

    def test_what_nobody_holds_is_not_released(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds(CA)
        house.clock.days_before(60)
        house.runs(to_port(smtp.port))
        with pytest.raises(NoticeRefused, match="nobody holds it"):
            lets_go(house, key_of(60, CA))


class TestSendingAgain:
    def sent(self, house: House, smtp: ScriptedSmtp, *script: dict[str, bytes | Act]) -> None:
        house.holds()
        house.clock.days_before(30)
        smtp.scripts += script
        house.runs(to_port(smtp.port))

    def test_a_copy_goes_once_with_the_message_id_of_the_first(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.sent(house, smtp)
        copy = sends_again(house, key_of(30))
        assert (copy.key, copy.state) == (key_of(30, resent=1), NoticeState.DUE)
        for _ in range(2):
            house.runs(to_port(smtp.port))
        ids = [taken.message["Message-ID"] for taken in smtp.taken if taken.recipient == OWNER]
        assert (len(ids), len(set(ids))) == (2, 1)
        assert sends_again(house, key_of(30)).key == key_of(30, resent=2)

    def test_the_series_goes_on_as_if_there_were_no_copy(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        sends_again(house, key_of(30))
        for days in range(30, -10, -1):
            house.clock.days_before(days)
            house.runs(to_port(smtp.port))
        told = days_told(smtp)
        assert told.count("example.com expires in 30 days") == 2
        assert len(told) == 6

    def test_a_name_that_was_renewed_is_not_told_of(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        copy = sends_again(house, key_of(30))
        house.renewed_at_the_registrar()
        smtp.taken.clear()
        house.runs(to_port(smtp.port))
        assert smtp.taken == []
        with house.records.reading() as unit:
            assert unit.outbox.get(copy.key).state is NoticeState.SUPERSEDED

    def test_it_goes_to_the_address_that_the_reader_has_now(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp, {"rcpt": b"550 5.1.1 no such mailbox\r\n"})
        house.adds_contact("new-owner", "new-owner@example.net")
        with house.records.changing(CLERK) as unit:
            unit.domains.set_roles(NAME, unit.domains.get(NAME).roles | {ContactRole.REGISTRANT: "new-owner"})
            unit.commit()
        sends_again(house, key_of(30))
        house.runs(to_port(smtp.port))
        assert days_told(smtp, to="new-owner@example.net") == ["example.com expires in 30 days"]

    def test_an_address_that_mail_comes_back_from_is_not_written_to_again(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.sent(house, smtp)
        came_back(house, OWNER)
        with pytest.raises(NoticeRefused, match="comes back for good"):
            sends_again(house, key_of(30))

    def test_staffs_copy_goes_to_staff(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        copy = sends_again(house, key_of(30, staff=True))
        assert (copy.is_staff_copy, copy.recipient) == (True, STAFF)

    def test_no_job_sends_again(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        with pytest.raises(NoticeRefused, match="only a person"):
            sends_again(house, key_of(30), by="job:notices")

    def test_one_copy_at_a_time(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        sends_again(house, key_of(30))
        with pytest.raises(NoticeRefused, match="on its way already"):
            sends_again(house, key_of(30))

    def test_what_was_never_sent_is_not_sent_again(self, house: House, smtp: ScriptedSmtp) -> None:
        self.sent(house, smtp)
        with pytest.raises(NoticeRefused, match="it is superseded and was never sent"):
            sends_again(house, key_of(60))

    def test_a_reader_who_stands_on_the_name_no_more_is_not_written_to(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        house.holds()
        house.clock.days_before(7)
        house.runs(to_port(smtp.port))
        with house.records.changing(CLERK) as unit:
            unit.domains.set_roles(NAME, {ContactRole.REGISTRANT: "owner"})
            unit.commit()
        [admins] = [n.key for n in house.notices() if n.role is ContactRole.ADMIN]
        with pytest.raises(NoticeRefused, match="no admin contact any more"):
            sends_again(house, admins)

    def test_a_copy_that_left_before_a_restore_is_not_taken_for_the_first(self, house: House) -> None:
        house.holds()
        house.clock.days_before(30)
        with house.records.reading() as unit:
            head = unit.audit.head()
        key, at = key_of(30, resent=1), house.clock.now()
        lost = Departure(kind=Left.NOTICE, key=key, name=NAME, at=at, head=head)
        for _ in range(2):
            [settled] = settle_notices(
                house.records, [lost], staff_address=STAFF, now=house.clock.now(), by=CLERK
            )
            assert (settled.state, settled.is_settled) == (NoticeState.AMBIGUOUS, True)
        assert house.states() == {"30d-before:registrant:resent-1": "ambiguous"}


class TestSettlingADoubt:
    def doubtful(self, house: House, smtp: ScriptedSmtp) -> None:
        house.holds()
        house.clock.days_before(30)
        smtp.scripts.append({"dot": Act.DROP})
        house.runs(to_port(smtp.port))
        assert house.states()["30d-before:registrant"] == "ambiguous"

    def says(self, house: House, *, arrived: bool, by: str = CLERK) -> Notice:
        return resolve(house.records, key_of(30), arrived=arrived, because="asked by phone", by=by)

    def test_it_arrived(self, house: House, smtp: ScriptedSmtp) -> None:
        self.doubtful(house, smtp)
        settled = self.says(house, arrived=True)
        assert settled.state is NoticeState.HANDED_OVER
        assert settled.detail.startswith(f"arrived, says {CLERK}: asked by phone (in doubt because: after")

    def test_it_did_not_and_only_a_person_sends_it_again(self, house: House, smtp: ScriptedSmtp) -> None:
        self.doubtful(house, smtp)
        settled = self.says(house, arrived=False)
        assert (settled.state, was_sent(settled)) == (NoticeState.SUPPRESSED, True)
        smtp.taken.clear()
        house.runs(to_port(smtp.port))
        assert smtp.taken == []
        with pytest.raises(NoticeRefused, match="nobody holds it"):
            lets_go(house, key_of(30))
        sends_again(house, key_of(30))
        house.runs(to_port(smtp.port))
        assert days_told(smtp) == ["example.com expires in 30 days"]

    def test_the_word_stands_on_the_chain_and_nothing_else_is_settled_so(
        self, house: House, smtp: ScriptedSmtp
    ) -> None:
        self.doubtful(house, smtp)
        with pytest.raises(NoticeRefused, match="only a person settles"):
            self.says(house, arrived=True, by="job:notices")
        self.says(house, arrived=True)
        with pytest.raises(NoticeRefused, match="only one in doubt"):
            self.says(house, arrived=False)
        with house.records.reading() as unit:
            last = unit.audit.entries(NAME)[-1]
            assert unit.audit.verify() == last.sequence
        assert (last.actor, last.detail) == (CLERK, f"{key_of(30)}: ambiguous → handed over")


def test_a_key_that_is_nobodys_is_told(house: House) -> None:
    house.holds()
    with pytest.raises(NotHeld):
        hold_notice(house.records, "notice:example.net", because=WHY, by=CLERK)
