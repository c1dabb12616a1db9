"""Names that lie in our accounts and are not in our records."""

from collections.abc import Iterator

import pytest

from portfolio.drift import Remedy
from portfolio.held import RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.stop import StopReason
from registrar.contract import Registrar
from registrar.errors import AccessRefused, OutcomeUnknown, RegistrarError, ReplyNotUnderstood, TryAgain
from tests.whois_sync.daily.daily_house import DailyHouse, DailyRegistrar
from tests.whois_sync.fakes import ACCOUNT
from tests.whois_sync.pieces import NAME, a_held
from whois_sync.check.strangers import Strangers, settle_strangers

STRANGER, ANOTHER = DomainName("stranger.example.com"), DomainName("another-stranger.example.net")
TOLD = f"{STRANGER}: standing.not_in_our_records at registrar"


class Breaking(DailyRegistrar):
    """An account whose list of names breaks off after the first."""

    def __init__(self, error: RegistrarError, *names: DomainName) -> None:
        super().__init__(*names)
        self.error = error

    def holdings(self) -> Iterator[DomainName]:
        yield next(iter(self.registrations))
        raise self.error


def settled(house: DailyHouse, *, dry_run: bool = False) -> Strangers:
    house.days_go_by()
    return settle_strangers(house.records, house.registrar_for, house.clock, by="job:check", dry_run=dry_run)


def holds(house: DailyHouse, name: DomainName) -> None:
    with house.records.changing("founder") as unit:
        unit.domains.hold(a_held(name=name))
        unit.commit()


def test_a_name_in_the_account_that_we_do_not_hold_is_a_finding_once(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.hold(STRANGER)
    assert settled(house) == Strangers(opened=(TOLD,), closed=())
    assert settled(house) == Strangers(opened=(), closed=())
    (finding,) = house.findings()
    assert (finding.name, finding.source, finding.remedy) == (STRANGER, Source.REGISTRAR, Remedy.ASK)
    assert (finding.ours, finding.theirs, finding.sightings) == (None, "in account main", 2)


def test_an_account_that_holds_what_we_hold_has_no_strangers(house: DailyHouse) -> None:
    assert settled(house) == Strangers((), ())


def test_it_is_over_when_we_hold_the_name(house: DailyHouse, account: DailyRegistrar) -> None:
    account.hold(STRANGER)
    settled(house)
    holds(house, STRANGER)
    assert settled(house) == Strangers(opened=(), closed=(TOLD,))
    assert house.findings() == []


def test_it_is_over_when_the_name_has_left_the_account(house: DailyHouse, account: DailyRegistrar) -> None:
    account.hold(STRANGER)
    settled(house)
    del account.registrations[STRANGER]
    assert settled(house) == Strangers(opened=(), closed=(TOLD,))


@pytest.mark.parametrize(
    "error", [TryAgain("later"), OutcomeUnknown("lost"), ReplyNotUnderstood("html"), AccessRefused("no")]
)
def test_a_list_that_breaks_off_settles_nothing(
    house: DailyHouse, account: DailyRegistrar, error: RegistrarError
) -> None:
    account.hold(STRANGER)
    settled(house)
    house.registrar = Breaking(error, NAME, STRANGER, ANOTHER)
    assert settled(house) == Strangers((), ())
    assert [one.name for one in house.findings()] == [STRANGER]


def test_a_list_that_breaks_off_at_a_stranger_opens_nothing(house: DailyHouse) -> None:
    house.registrar = Breaking(TryAgain("later"), STRANGER, NAME)
    assert settled(house) == Strangers((), ())
    assert house.findings() == []


def test_an_account_that_has_refused_us_is_not_asked_and_closes_nothing(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.hold(STRANGER)
    settled(house)
    with house.records.changing("job:check") as unit:
        unit.stops.stop("main", StopReason.ACCESS, detail="refused")
        unit.commit()
    house.accounts_asked.clear()
    del account.registrations[STRANGER]
    assert settled(house) == Strangers((), ())
    assert house.accounts_asked == []
    with house.records.changing("clerk") as unit:
        unit.stops.resume("main")
        unit.commit()
    assert settled(house).closed == (TOLD,)


def test_what_one_account_does_not_tell_keeps_what_another_told(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.hold(STRANGER)
    settled(house)
    with house.records.changing("founder") as unit:
        unit.accounts.add(ACCOUNT.model_copy(update={"slug": "spare"}))
        unit.commit()
    del account.registrations[STRANGER]

    def registrar_for(asked: RegistrarAccount) -> Registrar:
        return Breaking(TryAgain("later"), NAME) if asked.slug == "spare" else account

    told = settle_strangers(house.records, registrar_for, house.clock, by="job:check")
    assert told == Strangers((), ())
    assert [one.name for one in house.findings()] == [STRANGER]


def test_a_dry_run_tells_and_keeps_nothing(house: DailyHouse, account: DailyRegistrar) -> None:
    account.hold(STRANGER)
    assert settled(house, dry_run=True).opened == (TOLD,)
    assert house.findings() == []
