"""What stands against a name as a whole: gone, transferred away, past expiry. One source proves nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.observation import Observation, Source, Why
from portfolio.policy.standing import ABSENT_TIMES, Circumstances, Standing, standings_of
from tests.whois_sync.pieces import EXPIRY, NOON, a_held, a_seen, absent, unreadable

NO_ONE_KNOWS = Circumstances()
AWAY = Circumstances(other_sponsor=True)
DAY = timedelta(days=1)


def at(source: Source, kind: str) -> Observation:
    """An answer of the given kind; unreadable where it is neither of the others."""
    if kind == "seen":
        return a_seen(source)
    return absent(source) if kind == "absent" else unreadable(source)


def standings(
    registrar: str, public: str, facts: Circumstances = NO_ONE_KNOWS, now: datetime = NOON
) -> set[Standing]:
    answers = at(Source.REGISTRAR, registrar), at(Source.RDAP, public)
    return set(standings_of(a_held(), *answers, facts, now))


@pytest.mark.parametrize(
    ("absences", "counts"),
    [((0, 0), False), ((1, 1), False), ((2, 2), False), ((2, 9), False), ((9, 2), False), ((3, 0), False),
     ((3, 3), True), ((3, 9), True), ((40, 3), True)],
)  # fmt: skip
def test_a_name_is_gone_when_both_have_said_so_three_times(absences: tuple[int, int], counts: bool) -> None:
    found = standings("absent", "absent", Circumstances(absences=absences))
    assert found == ({Standing.GONE} if counts else set())


@pytest.mark.parametrize(
    ("registrar", "public"),
    [("absent", "seen"), ("seen", "absent"), ("absent", "unreadable"), ("unreadable", "absent"),
     ("seen", "seen"), ("unreadable", "unreadable")],
)  # fmt: skip
def test_one_source_alone_makes_no_name_gone_however_often_it_says_so(registrar: str, public: str) -> None:
    assert standings(registrar, public, Circumstances(absences=(99, 99))) == set()


@pytest.mark.parametrize(
    ("registrar", "public", "facts", "away"),
    [
        ("absent", "seen", AWAY, True),
        ("absent", "seen", NO_ONE_KNOWS, False),
        ("seen", "seen", AWAY, False),
        ("unreadable", "seen", AWAY, False),
        ("absent", "absent", AWAY, False),
        ("absent", "unreadable", AWAY, False),
    ],
)
def test_a_name_is_transferred_away_when_account_and_public_record_both_say_so(
    registrar: str, public: str, facts: Circumstances, away: bool
) -> None:
    assert standings(registrar, public, facts) == ({Standing.TRANSFERRED_AWAY} if away else set())


def past(held: Mapping[str, object], shown: Mapping[str, object] | None, now: datetime) -> bool:
    """Whether a name that is held so counts as past its expiry; the account is unreadable without `shown`."""
    registrar = unreadable(Source.REGISTRAR) if shown is None else a_seen(Source.REGISTRAR, **shown)
    found = standings_of(a_held(**held), registrar, a_seen(Source.RDAP), NO_ONE_KNOWS, now)
    return Standing.PAST_EXPIRY in found


@pytest.mark.parametrize(
    ("after", "is_past"),
    [(timedelta(seconds=-1), False), (timedelta(0), True), (DAY, True), (-365 * DAY, False)],
)
def test_an_instant_is_past_from_that_instant_on(after: timedelta, is_past: bool) -> None:
    assert past({}, {}, EXPIRY + after) is is_past


@pytest.mark.parametrize(
    ("now", "is_past"),
    [(datetime(2027, 2, 28, 23, 59, tzinfo=UTC), False), (datetime(2027, 3, 1, tzinfo=UTC), True)],
)
def test_a_bare_date_is_past_from_its_first_instant_on(now: datetime, is_past: bool) -> None:
    bare = {"expires_at": date(2027, 3, 1)}
    assert past(bare, bare, now) is is_past


def test_what_we_paid_for_at_the_registrar_goes_before_the_registrys_date() -> None:
    """A registry moves its date a year on by itself at expiry, paid or not."""
    held = {"expires_at": EXPIRY + 365 * DAY, "registrar_expires_at": EXPIRY}
    assert past(held, held, EXPIRY + DAY)
    assert not past(held, {"registrar_expires_at": EXPIRY + 365 * DAY}, EXPIRY + DAY)
    late = {"expires_at": EXPIRY, "registrar_expires_at": EXPIRY + 365 * DAY}
    assert not past(late, None, EXPIRY + DAY)


def test_a_name_that_the_account_shows_renewed_is_not_past_its_expiry() -> None:
    assert not past({}, {"expires_at": EXPIRY + 365 * DAY}, EXPIRY + DAY)
    assert past({}, {"expires_at": None}, EXPIRY + DAY)


def test_an_account_that_cannot_be_read_does_not_make_a_past_date_later() -> None:
    assert past({}, None, EXPIRY + DAY)
    assert not past({}, None, EXPIRY - DAY)


def test_a_name_whose_expiry_nobody_knows_is_not_past_it() -> None:
    assert not past({"expires_at": None}, {"expires_at": None}, EXPIRY + 3650 * DAY)


def test_a_name_at_another_registrar_is_no_longer_ours_to_renew() -> None:
    assert standings("absent", "seen", AWAY, EXPIRY + DAY) == {Standing.TRANSFERRED_AWAY}
    assert standings("absent", "seen", NO_ONE_KNOWS, EXPIRY + DAY) == {Standing.PAST_EXPIRY}


@given(
    facts=st.builds(
        Circumstances,
        other_sponsor=st.booleans(),
        absences=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    ),
    why=st.sampled_from(Why),
    before=st.timedeltas(timedelta(seconds=1), timedelta(days=3000)),
)
def test_answers_that_cannot_be_read_say_nothing_about_a_name_that_is_paid_for(
    facts: Circumstances, why: Why, before: timedelta
) -> None:
    answers = unreadable(Source.REGISTRAR, why), unreadable(Source.RDAP, why)
    assert standings_of(a_held(), *answers, facts, EXPIRY - before) == {}


@given(
    registrar=st.sampled_from(("seen", "absent", "unreadable")),
    public=st.sampled_from(("seen", "absent", "unreadable")),
    facts=st.builds(
        Circumstances,
        other_sponsor=st.booleans(),
        absences=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    ),
    now=st.timedeltas(-3000 * DAY, 3000 * DAY).map(lambda after: EXPIRY + after),
)
def test_gone_and_away_each_need_the_word_of_both(
    registrar: str, public: str, facts: Circumstances, now: datetime
) -> None:
    found = standings(registrar, public, facts, now)
    if Standing.GONE in found:
        assert (registrar, public) == ("absent", "absent")
        assert min(facts.absences) >= ABSENT_TIMES
    if Standing.TRANSFERRED_AWAY in found:
        assert (registrar, public, facts.other_sponsor) == ("absent", "seen", True)
        assert found == {Standing.TRANSFERRED_AWAY}
    assert Standing.NOT_IN_OUR_RECORDS not in found
    assert (Standing.PAST_EXPIRY in found) <= (now >= EXPIRY)


def test_what_is_told_of_a_standing_names_nobody() -> None:
    away = standings_of(a_held(), absent(Source.REGISTRAR), a_seen(Source.RDAP), AWAY, EXPIRY + DAY)
    often = Circumstances(absences=(4, 5))
    gone = standings_of(a_held(), absent(Source.REGISTRAR), absent(), often, NOON)
    assert away == {Standing.TRANSFERRED_AWAY: "not in the account, and at another registrar in public"}
    assert gone == {Standing.GONE: "absent in both records, 4 readings in a row"}
