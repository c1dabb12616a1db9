"""The digest's words: the most pressing first, never more than fits, and the age of what it is based on."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.digest import Capacity, Limits, StaffDigest, capacity_of, digest_of, digest_text
from portfolio.contacts import ContactRole
from portfolio.digest import EndingName, NoticeLine
from portfolio.names import DomainName
from portfolio.notice import Milestone, NoticeKind, NoticeState
from portfolio.policy.notices import NoticePolicy
from tests.notifications.names_and_people import EXPIRY, NAME, House

NOW = datetime(2027, 2, 25, 12, tzinfo=UTC)
TODAY = date(2027, 2, 25)
LIMITS = Limits(policy=NoticePolicy(), most_in_a_run=2000)


def line(name: str = "example.com", state: NoticeState = NoticeState.DEAD, **changes: object) -> NoticeLine:
    whole = {
        "name": DomainName(name), "milestone": Milestone(days=7), "role": ContactRole.REGISTRANT,
        "about": date(2027, 3, 4), "deadline": date(2027, 2, 28), "state": state, "at": NOW,
    }  # fmt: skip
    return NoticeLine.model_validate(whole | changes)


def ending(days: int, name: str = "example.com", **changes: object) -> EndingName:
    whole = {"name": DomainName(name), "expires_on": TODAY + timedelta(days=days), "days": days,
             "auto_renew": False, "refreshed_at": NOW}  # fmt: skip
    return EndingName.model_validate(whole | changes)


def test_what_went_is_counted_by_kind() -> None:
    went = Counter({NoticeKind.RENEWED: 2, NoticeKind.EXPIRY: 5})
    told = digest_text(StaffDigest(went=went), now=NOW)
    assert told == "went to contacts: expiry 5, renewed 2\nsomeone must look at: 0\n"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (NoticeState.DEAD, "was refused for good"),
        (NoticeState.BOUNCED, "came back"),
        (NoticeState.AMBIGUOUS, "may or may not have arrived, and is not repeated"),
        (NoticeState.RETRY_LATER, "waits past its last day, 2027-02-28"),
    ],
)
def test_what_became_of_a_notice_is_said_in_words(state: NoticeState, said: str) -> None:
    told = digest_text(StaffDigest(to_look_at=(line(state=state),)), now=NOW)
    assert f"  example.com (2027-03-04): 7d-before to the registrant {said}\n" in told


def test_the_nearest_end_comes_first_and_a_long_list_says_how_much_is_left_out() -> None:
    lines = tuple(line(f"example-{n}.com", about=date(2027, 3, 31) - timedelta(days=n)) for n in range(30))
    told = digest_text(StaffDigest(to_look_at=lines, problems={NAME: "nobody"}), now=NOW, most=5)
    listed = [row.split()[0] for row in told.splitlines() if row.startswith("  example")]
    assert listed == [f"example-{n}.com" for n in (29, 28, 27, 26, 25)]
    assert "someone must look at: 31\n" in told
    assert "  and 26 more: namesteward notices list\n" in told


def test_names_that_end_tell_whether_they_renew_themselves_and_how_old_that_is() -> None:
    names = (
        ending(-2, auto_renew=True),
        ending(0, auto_renew=None, refreshed_at=None),
        ending(3, refreshed_at=NOW - timedelta(days=9)),
    )
    rows = digest_text(StaffDigest(ending=names), now=NOW).splitlines()[-3:]
    record, unknown = "the registrar's record", "whether it renews itself is not known"
    assert rows == [
        f"  2027-02-23 (2 days ago) example.com: renews itself; {record} was read today",
        f"  2027-02-25 (today) example.com: {unknown}; {record} was never read",
        f"  2027-02-28 (in 3 days) example.com: does not renew itself; {record} is 9 days old",
    ]


def test_names_that_renew_themselves_are_no_news_alone() -> None:
    assert StaffDigest(ending=(ending(3, auto_renew=True),)).is_empty
    assert not StaffDigest(ending=(ending(3, auto_renew=None),)).is_empty
    assert not StaffDigest(problems={NAME: "nobody"}).is_empty
    assert not StaffDigest(to_look_at=(line(),)).is_empty
    assert not StaffDigest(capacity=Capacity(late=1)).is_empty
    assert not StaffDigest(went=Counter({NoticeKind.EXPIRY: 1})).is_empty


def test_narrow_limits_stand_above_all_else() -> None:
    narrow = Capacity(late=1, left_over=2, coming=15, lets_through=14)
    told = digest_text(StaffDigest(capacity=narrow, to_look_at=(line(),)), now=NOW)
    assert told.index("THE LIMITS ARE TOO NARROW:") < told.index("Someone must look:")
    assert len(narrow.alarms) == 3
    assert Capacity(coming=14, lets_through=14).alarms == ()


def test_a_week_that_lets_too_little_through_is_seen_before_it_comes(house: House) -> None:
    for number in range(8):
        house.holds(DomainName(f"example-{number}.com"), EXPIRY)
    house.clock.days_before(62)
    today = house.clock.now().date()
    with house.records.reading() as unit:
        for most, is_crowded in ((1, True), (2, False)):
            limits = Limits(policy=NoticePolicy(), most_in_a_run=most)
            found = capacity_of(unit, limits, now=house.clock.now(), today=today)
            assert (found.coming, found.is_crowded) == (8, is_crowded)
    house.clock.days_before(50)
    with house.records.reading() as unit:
        assert capacity_of(unit, LIMITS, now=house.clock.now(), today=today).coming == 0


def test_the_digest_of_a_house_holds_what_is_near_its_end(house: House) -> None:
    house.holds(NAME, EXPIRY)
    house.holds(DomainName("example.net"), EXPIRY + timedelta(days=20))
    house.holds(DomainName("example.org"), EXPIRY - timedelta(days=100))
    house.holds(DomainName("example.ca"), None)
    house.clock.days_before(10)
    now = house.clock.now()
    with house.records.changing("job:notices") as unit:
        unit.notice_problems.found({DomainName("example.ca"): "no expiry date is known"})
        told = digest_of(unit, LIMITS, since=None, now=now, today=now.date())
        unit.commit()
    assert [(name.name, name.days) for name in told.ending] == [(NAME, 10)]
    assert told.problems == {"example.ca": "no expiry date is known"}
    assert told.needs_somebody == 1
    for personal in ("owner", "acme", "Reader", "@"):
        assert personal not in digest_text(told, now=now)
