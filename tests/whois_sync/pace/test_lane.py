"""A lane keeps to its server's pace whatever the server does, and loses no name."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from whois_sync.pace.lane import TRIES, Lane, Ticket
from whois_sync.pace.table import Pace
from whois_sync.pace.tempo import LONGEST_WAIT, Heard

SECOND = Pace(rate=1, burst=1, concurrency=1)

paces = st.builds(
    Pace,
    rate=st.floats(0.05, 500),
    burst=st.integers(1, 20),
    concurrency=st.integers(1, 8),
)
heard = st.sampled_from([Heard.ANSWER, Heard.ANSWER, Heard.ANSWER, Heard.THROTTLED, Heard.SILENCE])
waits = st.none() | st.floats(0, 2 * LONGEST_WAIT)


def lane_of(pace: Pace, names: int) -> Lane:
    lane = Lane("rdap.example.net", pace)
    for index in range(names):
        lane.add(index)
    return lane


def taken(lane: Lane, now: float) -> Ticket:
    ticket = lane.take(now)
    assert ticket is not None
    return ticket


class Driven:
    """A lane driven by arbitrary events: what left when, and what was said of it."""

    def __init__(self, pace: Pace, names: int) -> None:
        self.lane = lane_of(pace, names)
        self.now = 0.0
        self.left: list[float] = []
        self.told_not_before = 0.0
        self.under_way: list[Ticket] = []
        self.done: list[int] = []

    def take_all(self) -> None:
        while (ticket := self.lane.take(self.now)) is not None:
            assert self.now >= self.told_not_before
            self.left.append(self.now)
            self.under_way.append(ticket)
            assert len(self.under_way) <= self.lane.pace.concurrency

    def hear(self, what: Heard, wait: float | None, which: int) -> None:
        if self.under_way:
            ticket = self.under_way.pop(which % len(self.under_way))
            if what is Heard.THROTTLED and wait is not None:
                self.told_not_before = max(self.told_not_before, self.now + wait)
            if self.lane.heard(ticket, what, self.now, wait=wait):
                self.done.append(ticket.index)

    def step(self, seconds: float, what: Heard, wait: float | None, which: int) -> None:
        self.take_all()
        self.hear(what, wait, which)
        wake_at = self.lane.wake_at()
        self.now = wake_at if seconds < 0 and math.isfinite(wake_at) else self.now + abs(seconds)


events = st.lists(st.tuples(st.floats(-1, 60), heard, waits, st.integers(0, 7)), max_size=80)


@given(paces, events)
def test_no_span_of_time_sees_more_than_its_burst_and_its_rate(pace: Pace, steps: list[tuple]) -> None:
    driven = Driven(pace, names=400)
    for step in steps:
        driven.step(*step)
    left = driven.left
    for first in range(len(left)):
        for last in range(first, len(left)):
            assert last - first + 1 <= pace.burst + pace.rate * (left[last] - left[first]) + 1e-6


@given(paces, events)
def test_no_name_is_lost_and_none_is_done_twice(pace: Pace, steps: list[tuple]) -> None:
    driven = Driven(pace, names=30)
    for step in steps:
        driven.step(*step)
    while driven.under_way or math.isfinite(driven.lane.wake_at()):
        driven.now = max(driven.now, min(driven.lane.wake_at(), driven.now + 1e6))
        driven.take_all()
        driven.hear(Heard.ANSWER, None, 0)
    never_asked = []
    while (index := driven.lane.leave(driven.now)) is not None:
        never_asked.append(index)
    assert sorted(driven.done + never_asked) == list(range(30))
    assert driven.lane.given_up or not never_asked


@given(paces, events)
def test_it_never_forgets_to_wake(pace: Pace, steps: list[tuple]) -> None:
    driven = Driven(pace, names=200)
    for step in steps:
        driven.step(*step)
        driven.take_all()
        idle = not driven.under_way and not driven.lane.given_up and len(driven.lane)
        if idle:
            driven.now = driven.lane.wake_at()
            assert math.isfinite(driven.now)
            driven.take_all()
            assert driven.under_way


def test_an_answer_gives_back_what_a_throttled_one_took_little_by_little() -> None:
    lane = lane_of(SECOND, 1000)
    assert not lane.heard(taken(lane, 0), Heard.THROTTLED, 0, wait=10)
    assert (lane.tempo.rate, lane.wake_at()) == (0.5, 10)
    rates = []
    for _ in range(400):
        now = lane.wake_at()
        lane.heard(taken(lane, now), Heard.ANSWER, now)
        rates.append(lane.tempo.rate)
    assert rates == sorted(rates)
    assert max(after - before for before, after in itertools.pairwise(rates)) < 0.03
    assert rates[-1] == 1


def test_questions_that_were_under_way_together_slow_it_down_once() -> None:
    lane = lane_of(Pace(rate=8, burst=4, concurrency=4), 20)
    together = [taken(lane, 0) for _ in range(4)]
    for ticket in together:
        lane.heard(ticket, Heard.THROTTLED, 1)
    assert lane.tempo.rate == 4


def test_after_a_pause_one_question_probes_before_more_are_asked() -> None:
    lane = lane_of(Pace(rate=8, burst=4, concurrency=4), 20)
    lane.heard(taken(lane, 0), Heard.THROTTLED, 0, wait=5)
    assert lane.take(4.999) is None
    probe = taken(lane, 5)
    assert lane.take(100) is None
    lane.heard(probe, Heard.ANSWER, 100)
    assert lane.take(100) is not None
    assert lane.take(101) is not None


def test_without_a_time_told_the_pause_doubles() -> None:
    lane = lane_of(SECOND, 20)
    now, pauses = 0.0, []
    for _ in range(4):
        lane.heard(taken(lane, now), Heard.THROTTLED, now)
        pauses.append(lane.wake_at() - now)
        now = lane.wake_at()
    assert all(after >= 2 * before for before, after in itertools.pairwise(pauses))


def test_a_name_is_asked_so_many_times_and_no_more() -> None:
    lane = lane_of(SECOND, 1)
    now, done = 0.0, []
    while len(lane):
        now = lane.wake_at()
        done.append(lane.heard(taken(lane, now), Heard.THROTTLED, now, wait=1))
    assert done == [False] * (TRIES - 1) + [True]


def test_a_throttled_name_waits_behind_the_others() -> None:
    lane = lane_of(SECOND, 3)
    lane.heard(taken(lane, 0), Heard.THROTTLED, 0, wait=0)
    order = []
    while len(lane):
        now = lane.wake_at()
        ticket = taken(lane, now)
        order.append(ticket.index)
        lane.heard(ticket, Heard.ANSWER, now)
    assert order == [1, 2, 0]


def test_a_server_that_says_nothing_is_given_up_and_so_is_one_that_wants_hours() -> None:
    lane = lane_of(SECOND, 100)
    asked = 0
    while not lane.given_up:
        now = lane.wake_at()
        lane.heard(taken(lane, now), Heard.SILENCE, now)
        asked += 1
    assert asked == 8
    assert lane.given_up is Heard.SILENCE
    patient = lane_of(SECOND, 100)
    patient.heard(taken(patient, 0), Heard.THROTTLED, 0, wait=LONGEST_WAIT + 1)
    assert patient.given_up is Heard.THROTTLED
    assert patient.take(1e9) is None


def test_a_lane_begins_at_the_rate_that_was_learned_but_never_above_its_own() -> None:
    assert Lane("a", SECOND, rate=0.25).tempo.rate == 0.25
    assert Lane("a", SECOND, rate=99).tempo.rate == 1
    assert Lane("a", SECOND, rate=1e-12).tempo.rate == 1 / 50
    late = Lane("a", SECOND, not_before=7)
    late.add(0)
    assert late.wake_at() == 7
