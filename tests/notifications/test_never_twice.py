"""Crashes at every point, two senders at once, schedules of mishaps: never twice, never silently missed."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from notifications import SmtpTransport
from notifications.post.transport import Handed, Transport
from notifications.run import LEASE
from portfolio.notice import NoticeState
from portfolio.policy.notices import DEFAULT_LADDER, days_left
from records import Moved, Records
from sandbox import Fault, Sandbox
from tests.notifications.names_and_people import (
    EXPIRY,
    NAME,
    OWNER,
    STAFF,
    House,
    to_port,
)
from tests.notifications.scripted_smtp import Act, ScriptedSmtp

WAITING = {"due", "claimed", "sending"}


class Crash(BaseException):
    """The process ends here."""


class CrashingTransport(Transport):
    """Ends the process at one point of the next hand-over."""

    def __init__(self, inner: SmtpTransport, point: str) -> None:
        self.inner, self.point = inner, point

    def hand_over(
        self, message: EmailMessage, *, sender: str, recipient: str, before_body: Callable[[], None]
    ) -> Handed:
        point, self.point = self.point, ""

        def announced() -> None:
            before_body()
            if point == "committed":
                raise Crash

        if point == "before":
            raise Crash
        handed = self.inner.hand_over(message, sender=sender, recipient=recipient, before_body=announced)
        if point == "handed over":
            raise Crash
        return handed


def sent_to_owner(smtp: ScriptedSmtp) -> int:
    return sum(taken.recipient == OWNER for taken in smtp.taken)


@pytest.mark.parametrize(
    ("point", "state", "sent"),
    [("before", "handed over", 1), ("committed", "ambiguous", 0), ("handed over", "ambiguous", 1)],
)
def test_after_a_crash_what_has_not_left_goes_and_what_may_have_left_does_not(
    house: House, smtp: ScriptedSmtp, point: str, state: str, sent: int
) -> None:
    house.holds()
    house.clock.days_before(30)
    with pytest.raises(Crash):
        house.runs(CrashingTransport(to_port(smtp.port), point))
    in_between = house.runs(to_port(smtp.port))
    assert [row.is_staff_copy for row in in_between.rows] == [True]
    house.clock.at += LEASE
    run = house.runs(to_port(smtp.port))
    assert house.states()["30d-before:registrant"] == state
    assert sent_to_owner(smtp) == sent
    assert [row.state for row in run.for_staff] == ([NoticeState.AMBIGUOUS] if state == "ambiguous" else [])


def test_a_crash_while_the_registrar_is_asked_loses_nothing(house: House, smtp: ScriptedSmtp) -> None:
    def crash() -> None:
        house.registrar.when_asked = None
        raise Crash

    house.holds()
    house.clock.days_before(30)
    house.registrar.when_asked = crash
    with pytest.raises(Crash):
        house.runs(to_port(smtp.port))
    house.clock.at += LEASE
    house.runs(to_port(smtp.port))
    assert sent_to_owner(smtp) == 1


def test_a_sender_whose_claim_was_taken_over_sends_nothing(house: House, smtp: ScriptedSmtp) -> None:
    house.holds()
    house.clock.days_before(30)

    def meanwhile() -> None:
        house.registrar.when_asked = None
        house.clock.at += LEASE
        house.runs(to_port(smtp.port))

    house.registrar.when_asked = meanwhile
    run = house.runs(to_port(smtp.port))
    assert sent_to_owner(smtp) == 1
    assert run.rows[-1].state is NoticeState.HANDED_OVER
    assert Counter(taken.recipient for taken in smtp.taken) == {OWNER: 1, STAFF: 1}


def test_an_answer_that_cannot_be_written_down_is_ambiguous_and_not_sent_again(
    house: House, smtp: ScriptedSmtp
) -> None:
    class WritesNothing(CrashingTransport):
        def hand_over(
            self, message: EmailMessage, *, sender: str, recipient: str, before_body: Callable[[], None]
        ) -> Handed:
            handed = self.inner.hand_over(
                message, sender=sender, recipient=recipient, before_body=before_body
            )
            raise Moved(f"the disk is full, and the server said {handed}")

    house.holds()
    house.clock.days_before(30)
    house.runs(WritesNothing(to_port(smtp.port), ""))
    assert house.states()["30d-before:registrant"] == "sending"
    house.clock.at += LEASE
    house.runs(to_port(smtp.port))
    assert house.states()["30d-before:registrant"] == "ambiguous"
    assert sent_to_owner(smtp) == 1


@pytest.mark.parametrize("point", ["before", "committed", "handed over"])
def test_a_killed_process_sends_nothing_twice(tmp_path: Path, smtp: ScriptedSmtp, point: str) -> None:
    house = House(tmp_path)
    house.holds()
    house.clock.days_before(30)
    house.records.close()
    child = os.fork()
    if child == 0:
        _run_and_die(tmp_path, house, smtp.port, point)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    house.records = _opened(tmp_path, house)
    for _ in range(3):
        house.clock.at += LEASE
        house.runs(to_port(smtp.port))
    by_id = Counter(str(taken.message["Message-ID"]).strip() for taken in smtp.taken)
    assert set(by_id.values()) == {1}
    assert house.states()["30d-before:registrant"] == ("handed over" if point == "before" else "ambiguous")
    house.records.close()


def _opened(folder: Path, house: House) -> Records:
    return Records.open(f"sqlite:///{folder / 'records.db'}", key_file=folder / "key", clock=house.clock)


def _run_and_die(folder: Path, house: House, port: int, point: str) -> None:
    try:
        house.records = _opened(folder, house)
        house.runs(CrashingTransport(to_port(port), point))
    except Crash:
        os._exit(9)
    finally:
        os._exit(1)


MISHAPS = st.sampled_from([
    {}, {"connect": b"421 no\r\n"}, {"mail": Act.DROP}, {"rcpt": b"450 busy\r\n"}, {"rcpt": b"550 no\r\n"},
    {"data": Act.DROP}, {"dot": b"451 later\r\n"}, {"dot": b"554 no\r\n"}, {"dot": Act.DROP},
    {"dot": Act.KEEP_AND_DROP}, {"dot": b"garbage\r\n"},
])  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.integers(0, 9),  # days until the next run
        st.lists(MISHAPS, max_size=3),
        st.sampled_from(["", "", "", "before", "committed", "handed over"]),
        st.booleans(),  # whether the registrar can be asked
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, renewed_after=st.integers(0, 20))
def test_in_any_schedule_nothing_is_sent_twice_and_every_step_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, steps: list, renewed_after: int
) -> None:
    house = House(tmp_path_factory.mktemp("house"))
    house.holds()
    house.clock.days_before(62)
    with ScriptedSmtp() as smtp:
        for count, (days, mishaps, point, reachable) in enumerate(steps):
            house.clock.at += timedelta(days=days)
            if count == renewed_after:
                house.renewed_at_the_registrar()
            house.registrar.error = None if reachable else OSError("no line")
            smtp.scripts[:] = mishaps
            transport = to_port(smtp.port)
            try:
                house.runs(CrashingTransport(transport, point) if point else transport)
            except Crash:
                continue
            _nothing_is_wrong(house, smtp)
        smtp.scripts.clear()
        house.registrar.error = None
        house.clock.at += timedelta(hours=6)
        house.runs(to_port(smtp.port))
        _nothing_is_wrong(house, smtp)
        left = {state for state in house.states().values() if state in WAITING or state == "retry later"}
        assert left == set()
    house.records.close()


def _nothing_is_wrong(house: House, smtp: ScriptedSmtp) -> None:
    by_id = Counter(str(taken.message["Message-ID"]).strip() for taken in smtp.taken)
    assert not by_id or set(by_id.values()) == {1}
    taken = {message_id.strip("<>").partition("@")[0] for message_id in by_id}
    may_have_left = {"handed over", "ambiguous", "sending"}
    for notice in house.notices():
        assert notice.message_id not in taken or str(notice.state) in may_have_left
        assert notice.state is not NoticeState.HANDED_OVER or notice.message_id in taken
    left = days_left(EXPIRY, house.clock.now(), zone=UTC)
    reached = {step.key for step in DEFAULT_LADDER if left <= step.days}
    assert reached <= {notice.milestone.key for notice in house.notices()}


class TestSandbox:
    """The same promises against the sandbox's own mail server."""

    @pytest.mark.parametrize(
        ("channel", "fault", "state", "copies"),
        [
            ("smtp:connect", Fault.SERVER_ERROR, "retry later", 0),
            ("smtp:mail", Fault.SERVER_ERROR, "retry later", 0),
            ("smtp:rcpt", Fault.SERVER_ERROR, "retry later", 0),
            ("smtp:data", Fault.LOST_BEFORE, "ambiguous", 0),
            ("smtp:data", Fault.LOST_AFTER, "ambiguous", 1),
        ],
    )
    def test_a_fault_ends_where_it_should_and_is_never_sent_twice(
        self, house: House, channel: str, fault: Fault, state: str, copies: int
    ) -> None:
        with Sandbox(start=datetime(2026, 11, 2, tzinfo=UTC)) as sandbox:
            house.holds()
            house.clock.days_before(30)
            sandbox.faults.order(fault, to=channel)
            transport = to_port(sandbox.addresses.smtp[1])
            house.runs(transport)
            assert house.states()["30d-before:registrant"] == state
            assert len(sandbox.mailbox.to(OWNER)) == copies
            house.clock.at += LEASE
            house.runs(transport)
            assert len(sandbox.mailbox.to(OWNER)) == (1 if state == "retry later" else copies)
            assert len(sandbox.mailbox.to(STAFF)) == 1
            assert NAME in sandbox.mailbox.messages[0].text
