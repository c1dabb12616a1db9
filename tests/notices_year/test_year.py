"""A year in simulated time: each milestone is accounted for, none goes twice, windows are kept."""

import pytest

from tests.notices_year.memory_mail import MISHAPS
from tests.notices_year.oracles import days_in
from tests.notices_year.planted import BUGS
from tests.notices_year.story import ORACLES, figures, main, wrongs
from tests.notices_year.year import Evidence, live

MUST_HAPPEN = ("cuts", "runs inside runs", "second runs", "missed days", "retries", "addresses changed")
A_MONTH_AND_A_HALF = 50
TOLD_SO_OFTEN = 40


@pytest.fixture(scope="module")
def year() -> Evidence:
    return live(60, 1)


def test_a_year_of_a_small_portfolio_misses_nothing_and_sends_nothing_twice(year: Evidence) -> None:
    assert wrongs(year) == {}


def test_what_a_year_is_to_hold_happens_in_it(year: Evidence) -> None:
    assert [what for what in MUST_HAPPEN if not year.happened[what]] == []
    phases = {f"mishap: {mishap.phase}" for mishap in MISHAPS}
    assert phases - set(year.happened) <= {"mishap: connect", "mishap: body"}
    assert len(year.house.mail.log) > TOLD_SO_OFTEN
    assert any(line.startswith("windows kept: a month before") for line in figures(year))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("bug", BUGS)
def test_each_oracle_sees_the_bug_that_it_is_for(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, oracle = BUGS[bug]
    plant(monkeypatch)
    assert oracle in wrongs(live(40, 1, days=240))


def test_every_oracle_has_a_bug_that_it_sees() -> None:
    assert {oracle for _, oracle in BUGS.values()} == set(ORACLES)


@pytest.mark.parametrize(
    ("subject", "days"),
    [
        ("example-a.com expires in 30 days", 30),
        ("Copy: example-a.com expired 3 days ago", -3),
        ("example-a.com expires tomorrow", 1),
        ("example-a.com a expiré hier", -1),
        ("example-a.com a expiré il y a 3 jours", -3),
        ("example-a.com expire aujourd\N{RIGHT SINGLE QUOTATION MARK}hui", 0),
        ("example-a.com", None),
    ],
)
def test_the_days_of_a_subject_are_read(subject: str, days: int | None) -> None:
    assert days_in(subject, "example-a.com") == days


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_year_of_two_thousand_names() -> None:
    assert main(["--names", "2000", "--seed", "2"]) == 0


@pytest.mark.slow
@pytest.mark.timeout(4 * 3600)
def test_a_year_of_ten_thousand_names() -> None:
    assert main(["--names", "10000", "--seed", "3"]) == 0
