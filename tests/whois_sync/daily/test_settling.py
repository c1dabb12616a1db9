"""Findings through the days: opened once, seen again, changed, closed when the difference goes."""

from datetime import timedelta

import pytest

from portfolio.finding import Finding
from portfolio.observation import Absent, Observation, Seen, Source, Unreadable, Why
from portfolio.registration import Registration
from tests.whois_sync.daily.daily_house import DailyHouse, DailyRegistrar, PublicByName
from tests.whois_sync.pieces import EXPIRY, NAME, OURS, REGISTRANT, TECH
from whois_sync.check.settling import Settled

AT_REGISTRAR, AT_RDAP = "tech.email at registrar", "tech.email at rdap"


def looked(house: DailyHouse, *, days: float = 1) -> Settled:
    """What today's look at example.com does to the findings; another day has come before it."""
    house.days_go_by(days)
    return house.check.check(NAME).settled


def only(house: DailyHouse) -> Finding:
    (finding,) = house.findings(NAME)
    return finding


def test_a_difference_opens_once_and_is_seen_again(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    first = looked(house)
    opened = only(house)
    again = looked(house)
    assert (first.opened, first.waiting) == (("tech.email at registrar",), ("tech.email at registrar",))
    assert (again.opened, again.waiting) == ((), ("tech.email at registrar",))
    finding = only(house)
    assert (finding.opened_at, finding.value_since, finding.sightings) == (
        opened.opened_at,
        opened.opened_at,
        2,
    )
    assert finding.last_seen_at == house.clock.now()
    assert again.waits_since == opened.opened_at


def test_a_name_in_order_settles_to_nothing(house: DailyHouse) -> None:
    assert looked(house) == Settled()
    assert house.findings() == []


@pytest.mark.parametrize(
    ("path", "spellings"),
    [
        ("email", ("Former@Example.ORG", "former@example.org")),
        ("phone", ("+1.6135550199", "+1 (613) 555-0199", "tel:+1-613-555-0199")),
        ("city", ("Montréal", "MONTREAL")),
        ("country", ("US", "United States")),
    ],
)
def test_another_spelling_of_what_was_shown_is_the_same_finding(
    house: DailyHouse, account: DailyRegistrar, path: str, spellings: tuple[str, ...]
) -> None:
    account.shows(NAME, TECH, **{path: spellings[0]})
    looked(house)
    house.accept(NAME, f"tech.{path}")
    before = only(house)
    for spelling in spellings[1:]:
        account.shows(NAME, TECH, **{path: spelling})
        looked(house)
    finding = only(house)
    assert (finding.theirs, finding.value_since, finding.sightings) == (
        before.theirs,
        before.value_since,
        len(spellings),
    )
    assert finding.accepted_by == "chief"


def test_another_value_begins_anew_and_ends_an_acceptance(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    looked(house)
    house.accept(NAME, "tech.email")
    assert looked(house).waiting == ()
    account.changed_behind_our_back(TECH, email="later@example.org")
    settled = looked(house)
    finding = only(house)
    assert settled == Settled(
        waiting=(AT_REGISTRAR,), waits_since=finding.opened_at, newest=finding.value_since
    )
    assert (finding.theirs, finding.sightings, finding.value_since, finding.accepted_by) == (
        "later@example.org",
        1,
        house.clock.now(),
        None,
    )


def test_a_finding_closes_when_its_difference_goes(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    looked(house)
    account.changed_behind_our_back(TECH, email=OURS[TECH].email)
    assert looked(house) == Settled(closed=(AT_REGISTRAR,))
    assert house.findings() == []
    account.changed_behind_our_back(TECH, email="former@example.org")
    assert looked(house).opened == (AT_REGISTRAR,)


def test_a_source_that_is_silent_settles_nothing(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    public.shows(TECH, email="former@example.org")
    looked(house)
    public.unreadable = Why.THROTTLED
    assert looked(house).closed == ()
    assert [one.sightings for one in house.findings()] == [2, 1]


@pytest.mark.parametrize("fields", [{"hidden": frozenset({"email"}), "email": None}, {"email": None}])
def test_what_the_public_record_hides_is_no_difference_where_the_registrar_shows_ours(
    house: DailyHouse, public: PublicByName, fields: dict[str, object]
) -> None:
    public.shows(TECH, email="former@example.org")
    looked(house)
    assert house.paths() == [AT_RDAP]
    public.shows(TECH, **fields)
    assert looked(house).closed == ("tech.email at public",)


def test_what_the_public_record_hides_stays_open_while_the_registrar_differs(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    public.shows(TECH, email="former@example.org")
    account.changed_behind_our_back(TECH, email="former@example.org")
    looked(house)
    public.shows(TECH, email=None, hidden=frozenset({"email"}))
    assert looked(house).closed == ()
    assert house.paths() == [AT_REGISTRAR, AT_RDAP]


def test_a_field_of_a_name_that_is_absent_is_no_difference_any_more(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    looked(house)
    away = account.registrations.pop(NAME)
    settled = looked(house)
    assert (settled.opened, settled.closed) == (("registration at registrar",), (AT_REGISTRAR,))
    account.registrations[NAME] = away
    settled = looked(house)
    assert (settled.opened, settled.closed) == ((AT_REGISTRAR,), ("registration at registrar",))


def test_rdap_one_day_and_whois_the_next_is_one_finding(house: DailyHouse, public: PublicByName) -> None:
    public.shows(TECH, email="former@example.org")
    looked(house)
    public.of[NAME] = by_whois
    assert looked(house).opened == ()
    finding = only(house)
    assert (finding.source, finding.sightings) == (Source.RDAP, 2)
    public.shows(TECH, email=OURS[TECH].email)
    assert looked(house).closed == ("tech.email at public",)
    assert house.findings() == []


def test_a_role_that_we_no_longer_keep_has_no_findings(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    looked(house)
    del account.shown[NAME][TECH]
    with house.records.changing("clerk") as unit:
        unit.domains.set_roles(NAME, {REGISTRANT: "owner"})
        unit.commit()
    assert looked(house).closed == (AT_REGISTRAR,)


def test_a_name_is_gone_at_the_third_absence_in_both_records_and_back_when_one_shows_it(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    held = account.registrations.pop(NAME)
    public.of[NAME] = nowhere
    for _ in range(2):
        looked(house)
        assert "standing.gone at registrar" not in house.paths()
    assert looked(house).opened == ("standing.gone at registrar",)
    public.of[NAME] = silent
    looked(house)
    assert "standing.gone at registrar" in house.paths()
    account.registrations[NAME] = held
    assert "standing.gone at registrar" in looked(house).closed


def test_looking_again_and_again_within_an_hour_makes_no_name_gone(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    """An outage of an hour is one reading, however often somebody looks in it."""
    del account.registrations[NAME]
    public.of[NAME] = nowhere
    for _ in range(9):
        looked(house, days=0.004)
    assert "standing.gone at registrar" not in house.paths()
    looked(house, days=0.5)
    assert "standing.gone at registrar" in house.paths()


def test_an_absence_that_was_interrupted_is_counted_anew(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    held = account.registrations.pop(NAME)
    public.of[NAME] = nowhere
    looked(house)
    looked(house)
    account.registrations[NAME] = held
    looked(house)
    del account.registrations[NAME]
    looked(house)
    assert "standing.gone at registrar" not in house.paths()


def test_a_name_at_another_registrar_is_transferred_away_until_it_is_seen_with_us_again(
    house: DailyHouse, account: DailyRegistrar, public: PublicByName
) -> None:
    held = account.registrations.pop(NAME)
    public.fields |= {"registrar": "Another Example Registrar", "registrar_iana_id": "1234"}
    assert "standing.transferred_away at registrar" in looked(house).opened
    account.registrations[NAME] = held
    public.fields |= {"registrar": "Example Registrar Inc.", "registrar_iana_id": "9999"}
    assert "standing.transferred_away at registrar" in looked(house).closed


def test_a_name_past_its_expiry_waits_until_the_account_shows_it_renewed(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.clock.move_to(EXPIRY)
    assert looked(house).opened == ("standing.past_expiry at registrar",)
    assert only(house).theirs == "what is paid for has ended, and the account shows no later date"
    later = {"expires_at": EXPIRY + timedelta(days=365), "registrar_expires_at": EXPIRY + timedelta(days=365)}
    account.registrations[NAME] = account.registrations[NAME].model_copy(update=later)
    assert "standing.past_expiry at registrar" in looked(house).closed


def test_the_same_reading_is_not_counted_twice(house: DailyHouse, account: DailyRegistrar) -> None:
    account.registrations[NAME] = Registration(name=NAME, nameservers=frozenset())
    looked(house)
    before = house.findings()
    looked(house, days=0)
    assert house.findings() == before


def by_whois(seen: Observation) -> Observation:
    said = seen.provenance.model_copy(update={"source": Source.WHOIS, "server": "whois.example.net"})
    assert isinstance(seen, Seen)
    return seen.model_copy(update={"provenance": said})


def nowhere(seen: Observation) -> Observation:
    return Absent(name=seen.name, provenance=seen.provenance)


def silent(seen: Observation) -> Observation:
    return Unreadable(name=seen.name, provenance=seen.provenance, why=Why.NO_ANSWER)
