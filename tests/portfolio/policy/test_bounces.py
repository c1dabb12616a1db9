"""How an address stands: every order of what can be heard of it, and how long soft bounces are remembered."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from portfolio.mail import MailEvent, MailEventKind
from portfolio.policy.bounces import SOFT_BOUNCES, WINDOW, AddressStanding, AddressState, standing

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
LETTERS = {
    "H": MailEventKind.HARD,
    "S": MailEventKind.SOFT,
    "B": MailEventKind.BLOCKED,
    "L": MailEventKind.DELAYED,
    "D": MailEventKind.DELIVERED,
    "C": MailEventKind.COMPLAINT,
    "M": MailEventKind.MENDED,
}
KINDS = "HSBLDCM"


def events(story: str, *, apart: timedelta = timedelta(minutes=1)) -> list[MailEvent]:
    """One letter an event, a minute apart, the last one just now."""
    return [
        MailEvent(
            address="owner@example.net", kind=LETTERS[kind], at=NOW - apart * (len(story) - 1 - place),
            digest=f"{place}", notice="notice:example.com",
        )
        for place, kind in enumerate(story)
    ]  # fmt: skip


def stands(story: str, *, most_soft: int = 2) -> AddressState:
    return standing(events(story), NOW, most_soft=most_soft).state


def stated(story: str) -> AddressState:
    """The rules, said another way: what counts is what came after the last mending."""
    since = story.rpartition("M")[2]
    if re.search("[HC]", since):
        return AddressState.UNUSABLE
    return AddressState.ON_PENALTY if re.search("S[^D]*S[^D]*$", since) else AddressState.USABLE


def test_every_order_of_up_to_five_events_ends_as_the_rules_say() -> None:
    stories = ["".join(story) for length in range(6) for story in product(KINDS, repeat=length)]
    assert len(stories) == sum(7**length for length in range(6))
    wrong = [story for story in stories if stands(story) is not stated(story)]
    assert wrong == []
    assert {stated(story) for story in stories} == set(AddressState)


def test_what_is_told_twice_counts_once_wherever_it_is_told_again() -> None:
    for letters in product(KINDS, repeat=3):
        story = events("".join(letters))
        for again in story:
            for place in range(story.index(again) + 1, len(story) + 1):
                told_twice = [*story[:place], again, *story[place:]]
                assert standing(told_twice, NOW, most_soft=2) == standing(story, NOW, most_soft=2)


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ("", "usable"), ("D", "usable"), ("H", "unusable"), ("C", "unusable"), ("HD", "unusable"),
        ("DH", "unusable"), ("HH", "unusable"), ("HM", "usable"), ("MH", "unusable"), ("HMH", "unusable"),
        ("S", "usable"), ("SS", "on penalty"), ("SDS", "usable"), ("SSD", "usable"), ("SSM", "usable"),
        ("SMS", "usable"), ("LLLL", "usable"), ("BBBB", "usable"), ("SBS", "on penalty"), ("SSH", "unusable"),
        ("CD", "unusable"), ("CM", "usable"),
    ],
)  # fmt: skip
def test_stories_of_one_address(story: str, state: str) -> None:
    assert stands(story) == state


def test_five_soft_bounces_in_thirty_days_are_a_penalty_and_the_last_one_began_it() -> None:
    assert SOFT_BOUNCES == 5
    assert timedelta(days=30) == WINDOW
    assert standing(events("SSSS"), NOW) == AddressStanding(soft=4)
    told = events("SSSSSS")
    found = standing(told, NOW)
    assert found == AddressStanding(
        state=AddressState.ON_PENALTY, since=told[4].at, why=MailEventKind.SOFT, soft=6
    )


def test_soft_bounces_are_forgotten_after_the_window_and_hard_ones_never() -> None:
    slow = events("SSSSS", apart=timedelta(days=7))
    assert standing(slow, NOW).state is AddressState.ON_PENALTY
    first = slow[0].at
    assert standing(slow, first + WINDOW - timedelta(microseconds=1)).state is AddressState.ON_PENALTY
    assert standing(slow, first + WINDOW).state is AddressState.USABLE
    assert standing(events("H"), NOW + timedelta(days=4000)).state is AddressState.UNUSABLE


def test_an_unusable_address_is_so_since_the_first_word_after_its_mending() -> None:
    told = events("HMCHS")
    found = standing(told, NOW)
    assert (found.since, found.why, found.soft) == (told[2].at, MailEventKind.COMPLAINT, 1)
