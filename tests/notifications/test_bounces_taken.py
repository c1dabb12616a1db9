"""What came back changes its notice once, tells the next contact, and nothing without our token counts."""

from datetime import datetime
from itertools import permutations

import pytest

from notifications.bounces.report import ReportKind
from notifications.bounces.take import Change
from notifications.post.return_path import ReturnPath
from portfolio.contacts import ContactRole
from portfolio.notice import Notice, NoticeState
from portfolio.policy.bounces import AddressState
from records import Unit
from tests.notifications.names_and_people import ADMIN, OWNER, STAFF, House, to_port
from tests.notifications.reports import ABSENT, COMPLAINT, LETTER, failed, report
from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.notifications.sent_notice import Bouncing, back_to

SECRET_OF_ANOTHER = ReturnPath("bounces@example.org", b"the secret of another")


@pytest.fixture
def post(house: House) -> Bouncing:
    return Bouncing(house)


def test_a_hard_bounce_marks_the_notice_and_its_address_and_the_next_contact_comes_due(
    post: Bouncing,
) -> None:
    sent = post.notice()
    outcome = post.takes(report(back_to(sent)))
    assert (outcome.kind, outcome.change, outcome.notice) == (ReportKind.HARD, Change.BOUNCED, sent.key)
    assert outcome.detail.startswith("550 5.1.1")
    assert outcome.detail.endswith("; next to be told: admin")
    assert outcome.address is AddressState.UNUSABLE
    bounced = post.of(sent.key)
    assert (bounced.state, bounced.bounced_at) == (NoticeState.BOUNCED, post.house.clock.now())
    assert bounced.bounce.startswith("550 5.1.1")
    assert post.house.states() == {"30d-before:registrant": "bounced", "30d-before:admin": "due"}
    assert [event.notice for event in post.heard()] == [sent.key]
    assert "owner" not in repr(outcome)


def test_what_was_really_sent_comes_back_to_the_sender_in_its_envelope(
    house: House, smtp: ScriptedSmtp
) -> None:
    post = Bouncing(house)
    house.runs(to_port(smtp.port), return_path=back_to)
    (sent,) = [taken for taken in smtp.taken if taken.recipient == OWNER]
    assert sent.message["From"].addresses[0].addr_spec == STAFF
    assert sent.sender.startswith("bounces+")
    assert post.takes(report(sent.sender)).change is Change.BOUNCED
    assert house.states()["30d-before:registrant"] == "bounced"
    house.runs(to_port(smtp.port), return_path=back_to)
    assert [taken.recipient for taken in smtp.taken].count(ADMIN) == 1


def test_told_again_it_changes_nothing(post: Bouncing) -> None:
    sent = post.notice()
    post.takes(report(back_to(sent)))
    before = post.everything()
    for serial in (1, 2):
        outcome = post.takes(report(back_to(sent), serial=serial))
        assert outcome.change is Change.REPEATED
        assert post.everything() == before


def test_bounces_go_from_contact_to_contact_and_end_with_staff(post: Bouncing) -> None:
    first = post.notice()
    post.takes(report(back_to(first)))
    for role in ("admin", "tech"):
        key = first.key.replace("registrant", role)
        with post.house.records.changing("job:notices") as unit:
            unit.outbox.advance(key, from_=NoticeState.DUE, to=NoticeState.AMBIGUOUS)
            unit.commit()
        outcome = post.takes(report(back_to(post.of(key))))
    assert outcome.detail.endswith("next to be told: staff")
    states = post.house.states()
    assert list(states.values()).count("bounced") == 3
    assert [key for key, state in states.items() if state == "due"] == ["30d-before:tech:staff"]


@pytest.mark.parametrize(
    ("status", "kind", "address"),
    [
        ("5.2.2", ReportKind.SOFT, AddressState.USABLE),
        ("4.4.7", ReportKind.SOFT, AddressState.USABLE),
        ("5.7.1", ReportKind.BLOCKED, AddressState.USABLE),
        ("5.1.1", ReportKind.HARD, AddressState.UNUSABLE),
    ],
)
def test_a_notice_given_up_for_whatever_reason_is_told_to_the_next_contact(
    post: Bouncing, status: str, kind: ReportKind, address: AddressState
) -> None:
    outcome = post.takes(failed(back_to(post.notice()), status))
    assert (outcome.kind, outcome.change, outcome.address) == (kind, Change.BOUNCED, address)
    assert post.house.states()["30d-before:admin"] == "due"


def test_five_notices_that_came_back_softly_put_the_address_on_penalty(post: Bouncing) -> None:
    for days in (60, 30, 14, 7, 1):
        assert post.standing() is AddressState.USABLE
        outcome = post.takes(failed(back_to(post.notice(days=days)), "5.2.2"))
    assert outcome.address is AddressState.ON_PENALTY
    with post.house.records.changing("clerk") as unit:
        unit.mail_events.mend(OWNER, because="they emptied their mailbox")
        unit.commit()
    assert post.standing() is AddressState.USABLE


def test_the_same_notice_told_of_as_soft_five_times_counts_once(post: Bouncing) -> None:
    sent = post.notice()
    for serial, status in enumerate(("5.2.2", "4.4.7", "4.2.2", "5.3.0", "5.2.2")):
        post.takes(failed(back_to(sent), status, serial=serial))
    assert len(post.heard()) == 1
    assert post.standing() is AddressState.USABLE


def test_a_notice_that_came_back_twice_for_different_reasons_is_told_to_one_more_contact(
    post: Bouncing,
) -> None:
    sent = post.notice()
    post.takes(failed(back_to(sent), "5.2.2"))
    outcome = post.takes(failed(back_to(sent), "5.1.1"))
    assert (outcome.change, outcome.address) == (Change.NOTED, AddressState.UNUSABLE)
    assert "it came back before" in outcome.detail
    assert post.house.states() == {"30d-before:registrant": "bounced", "30d-before:admin": "due"}


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
@pytest.mark.parametrize("state", [NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS])
def test_delays_and_deliveries_are_kept_and_settle_nothing(
    post: Bouncing, action: str, status: str, state: NoticeState
) -> None:
    sent = post.notice(state)
    outcome = post.takes(failed(back_to(sent), status, action=action))
    assert outcome.change is Change.NOTED
    assert ("it stays ambiguous" in outcome.detail) is (state is NoticeState.AMBIGUOUS)
    assert post.of(sent.key) == sent
    assert [str(event.kind) for event in post.heard()] == [action]
    assert post.house.states() == {"30d-before:registrant": str(state)}


def test_a_bounce_proves_that_an_ambiguous_notice_left(post: Bouncing) -> None:
    sent = post.notice(NoticeState.AMBIGUOUS)
    assert post.takes(report(back_to(sent))).change is Change.BOUNCED
    assert post.of(sent.key).state is NoticeState.BOUNCED


@pytest.mark.parametrize("state", [NoticeState.CLAIMED, NoticeState.SENDING])
def test_what_comes_back_while_its_notice_is_in_hand_waits_and_changes_nothing(
    post: Bouncing, state: NoticeState
) -> None:
    sent = post.notice(state)
    before = post.everything()
    outcome = post.takes(report(back_to(sent)))
    assert (outcome.change, outcome.is_settled) == (Change.WAITS, False)
    assert post.everything() == before


@pytest.mark.parametrize(
    "state", [NoticeState.DUE, NoticeState.DEAD, NoticeState.SUPERSEDED, NoticeState.SUPPRESSED,
              NoticeState.RETRY_LATER],
)  # fmt: skip
def test_of_a_notice_that_has_not_left_by_our_books_only_the_address_is_judged(
    post: Bouncing, state: NoticeState
) -> None:
    sent = post.notice(state)
    outcome = post.takes(report(back_to(sent)))
    assert (outcome.change, outcome.address) == (Change.NOTED, AddressState.UNUSABLE)
    assert post.of(sent.key) == sent
    assert f"the notice is {state}" in outcome.detail


def test_a_complaint_makes_the_address_unusable_and_the_notice_has_arrived(post: Bouncing) -> None:
    sent = post.notice()
    outcome = post.takes(COMPLAINT.format(kind="abuse", mail_from=back_to(sent)).encode())
    assert (outcome.kind, outcome.change, outcome.address) == (
        ReportKind.COMPLAINT, Change.NOTED, AddressState.UNUSABLE,
    )  # fmt: skip
    assert post.of(sent.key).state is NoticeState.HANDED_OVER
    assert post.of(sent.key).bounce == "its reader calls it abuse"
    assert post.house.states() == {"30d-before:registrant": "handed over"}


def test_what_is_forged_is_shown_and_changes_nothing(post: Bouncing) -> None:
    sent = post.notice()
    before = post.everything()
    other = post.notice(NoticeState.DUE, days=7).reference  # known to us, and not sent
    before = post.everything()
    token = back_to(sent).split(".", 1)[1].split("@")[0]
    for to in (
        SECRET_OF_ANOTHER.of(sent.reference), "bounces@example.org", f"bounces+{other}.{token}@example.org",
    ):  # fmt: skip
        outcome = post.takes(report(to))
        assert (outcome.change, outcome.notice) == (Change.REFUSED, "")
        assert "no valid token" in outcome.detail
        assert "notice:example.com:2027-03-01:30d-before:registrant, which proves nothing" in outcome.detail
        assert post.everything() == before


def test_a_token_of_ours_for_no_notice_changes_nothing(post: Bouncing) -> None:
    nobody = Notice.model_construct(key="notice:never")
    outcome = post.takes(report(back_to(nobody)))
    assert (outcome.change, outcome.detail.split(";")[0]) == (
        Change.REFUSED, "its token is ours, but there is no such notice",
    )  # fmt: skip


def test_letters_and_machines_answers_change_nothing_and_unclear_reports_ask_for_a_person(
    post: Bouncing,
) -> None:
    sent = post.notice()
    before = post.everything()
    for raw in (ABSENT.format(to=back_to(sent)).encode(), LETTER.format(to=back_to(sent)).encode()):
        assert post.takes(raw).change is Change.IGNORED
    unclear = post.takes(failed(back_to(sent), "2.0.0"))
    assert (unclear.kind, unclear.change, unclear.notice) == (
        ReportKind.UNREADABLE, Change.UNCLEAR, sent.key,
    )  # fmt: skip
    assert post.everything() == before


def test_staffs_copy_that_came_back_is_told_to_nobody_else(post: Bouncing) -> None:
    copy = post.notice(recipient=STAFF, for_staff=True)
    outcome = post.takes(report(back_to(copy)))
    assert (outcome.change, outcome.detail.split(";")[0]) == (Change.BOUNCED, "it was the copy for staff")
    assert post.house.states() == {"30d-before:registrant:staff": "bounced"}
    assert post.standing(STAFF) is AddressState.UNUSABLE


def test_when_the_next_contact_cannot_be_turned_to_nothing_of_it_happened(post: Bouncing) -> None:
    class Broken(Exception):
        pass

    def breaks(unit: Unit, notice: Notice, *, now: datetime) -> None:
        raise Broken

    sent = post.notice()
    before = post.everything()
    with pytest.raises(Broken):
        post.takes(report(back_to(sent)), then=breaks)
    assert post.everything() == before
    assert post.takes(report(back_to(sent))).change is Change.BOUNCED


def test_in_whatever_order_reports_come_the_notice_and_its_address_end_alike(house: House) -> None:
    post = Bouncing(house)
    stories = {"delayed": "4.4.1", "failed": "5.1.1", "delivered": "2.0.0"}
    for number, order in enumerate(permutations(stories)):
        recipient = f"reader{number}@example.net"
        sent = post.notice(recipient=recipient, days=100 + number)
        for action in (*order, *order):
            post.takes(failed(back_to(sent), stories[action], action=action))
        assert post.of(sent.key).state is NoticeState.BOUNCED
        assert post.standing(recipient) is AddressState.UNUSABLE
        assert len(post.heard(recipient)) == 3
        same = [each.role for each in post.house.notices() if each.milestone == sent.milestone]
        assert sorted(same) == [ContactRole.ADMIN, ContactRole.REGISTRANT]
        assert {each.recipient for each in post.house.notices() if each.role is ContactRole.ADMIN} == {ADMIN}
        with house.records.changing("job:notices") as unit:
            admin = sent.key.replace("registrant", "admin")
            unit.outbox.advance(admin, from_=NoticeState.DUE, to=NoticeState.SUPERSEDED)
            unit.commit()
