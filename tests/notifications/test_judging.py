"""What is due for one name, of every kind; and that a name is not left out between two looks."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.judging import (
    NoExpiryKnown,
    Situation,
    last_phase_of,
    look_from,
    series_of,
)
from portfolio.contacts import ContactRole, Language
from portfolio.held import HeldDomain
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeKind, NoticeState, notice_key
from portfolio.observation import Provenance, Seen, Source
from portfolio.order import Order, OrderKind, OrderState
from portfolio.policy.notices import NoticePolicy
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from portfolio.verification import Verification

NAME = DomainName("example.com")
EXPIRY = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
REGISTERED = datetime(2020, 3, 1, 17, 0, tzinfo=UTC)
EXPIRY_DAY = day_of(EXPIRY)
TORONTO = ZoneInfo("America/Toronto")
POLICY = NoticePolicy()
FAILED = Milestone(kind=NoticeKind.RENEWAL_FAILED)


def told(
    milestone: Milestone, about: date, state: NoticeState = NoticeState.HANDED_OVER, detail: str = ""
) -> Notice:
    return Notice(
        key=notice_key(NAME, about, milestone, ContactRole.REGISTRANT),
        name=NAME,
        about=about,
        milestone=milestone,
        role=ContactRole.REGISTRANT,
        recipient="owner@example.net",
        language=Language.ENGLISH,
        due_at=EXPIRY,
        state=state,
        detail=detail,
    )


def at(
    now: datetime,
    *,
    ledger: Iterable[Notice] = (),
    zone: ZoneInfo = TORONTO,
    renewals: tuple[Order, ...] = (),
    verification: Verification | None = None,
    seen: tuple[Seen, ...] = (),
    **changes: Any,
) -> Situation:
    whole: dict[str, Any] = {
        "name": NAME, "client": "acme", "account": "house", "roles": {},
        "expires_at": EXPIRY, "registrar_expires_at": EXPIRY,
    }  # fmt: skip
    domain = HeldDomain.model_validate(whole | changes)
    return Situation(
        domain=domain,
        rules=rules_for(domain.name),
        zone=zone,
        now=now,
        ledger=tuple(ledger),
        renewals=renewals,
        verification=verification,
        seen=seen,
    )


def before(days: float) -> datetime:
    return EXPIRY - timedelta(days=days)


def due(situation: Situation) -> set[str]:
    return {each.due.send.key for each in series_of(situation, POLICY) if each.due.send}


def test_a_name_without_an_expiry_cannot_be_judged() -> None:
    with pytest.raises(NoExpiryKnown):
        series_of(at(before(30), expires_at=None, registrar_expires_at=None), POLICY)


class TestReceipts:
    renewed = EXPIRY.replace(year=2028)

    def test_who_was_told_of_an_expiry_is_told_of_the_renewal(self) -> None:
        ledger = [told(Milestone(days=30), day_of(EXPIRY))]
        later = at(before(20), ledger=ledger, registrar_expires_at=self.renewed)
        assert due(later) == {"renewed"}
        [series] = [s for s in series_of(later, POLICY) if s.due.send]
        assert series.about == date(2028, 3, 1)
        receipt = told(Milestone(kind=NoticeKind.RENEWED), date(2028, 3, 1))
        assert due(at(before(20), ledger=[*ledger, receipt], registrar_expires_at=self.renewed)) == set()

    def test_who_was_told_nothing_gets_no_receipt(self) -> None:
        assert due(at(before(80), registrar_expires_at=self.renewed)) == set()
        unsent = told(Milestone(days=30), day_of(EXPIRY), NoticeState.SUPERSEDED)
        assert due(at(before(20), ledger=[unsent], registrar_expires_at=self.renewed)) == set()

    def test_a_date_that_is_corrected_is_no_renewal(self) -> None:
        ledger = [told(Milestone(days=30), day_of(EXPIRY))]
        corrected = at(before(20), ledger=ledger, registrar_expires_at=EXPIRY + timedelta(days=15))
        assert "renewed" not in due(corrected)

    def test_a_renewal_of_long_ago_is_not_told_of_any_more(self) -> None:
        ledger = [told(Milestone(days=30), day_of(EXPIRY))]
        assert due(at(before(-500), ledger=ledger, registrar_expires_at=EXPIRY.replace(year=2030))) == set()


class TestRenewalsThatFailed:
    def refused(self, state: OrderState = OrderState.REFUSED, about: date = EXPIRY_DAY) -> Order:
        return Order(
            reference="ord-1", kind=OrderKind.RENEW, name=NAME, client="acme", account="house", years=1,
            price=Money(amount=Decimal(10)), price_limit=Money(amount=Decimal(10)), state=state,
            drafted_by="drafter",
            drafted_at=before(5), approved_by="approver", approved_at=before(5), current_expiry=about,
        )  # fmt: skip

    def test_one_that_did_not_come_by_itself_is_told_of_after_two_days(self) -> None:
        assert FAILED.key not in due(at(before(-1), auto_renew=True))
        assert FAILED.key in due(at(before(-2), auto_renew=True))
        assert FAILED.key not in due(at(before(-2), auto_renew=False))
        assert FAILED.key not in due(at(before(-80), auto_renew=True))

    def test_an_order_that_was_refused_is_told_of_and_an_unclear_one_is_not(self) -> None:
        assert FAILED.key in due(at(before(4), renewals=(self.refused(),)))
        for state in set(OrderState) - {OrderState.REFUSED}:
            assert FAILED.key not in due(at(before(4), renewals=(self.refused(state),)))

    def test_an_order_of_another_year_says_nothing_of_this_one(self) -> None:
        assert FAILED.key not in due(at(before(4), renewals=(self.refused(about=date(2026, 3, 1)),)))

    def test_a_later_order_that_went_well_outweighs_it(self) -> None:
        well = self.refused(OrderState.ACTIVE).model_copy(update={"drafted_at": before(4)})
        assert FAILED.key not in due(at(before(3), renewals=(self.refused(), well)))


class TestLastPhases:
    @pytest.mark.parametrize(
        ("statuses", "phase"),
        [
            ({Status.REDEMPTION_PERIOD, Status.PENDING_DELETE}, NoticeKind.REDEMPTION),
            ({Status.PENDING_DELETE}, NoticeKind.PENDING_DELETE),
            ({Status.PENDING_DELETE, Status.PENDING_RESTORE}, None),
            ({Status.OK}, None),
            (set(), None),
        ],
    )
    def test_what_statuses_mean_at_the_end(self, statuses: set[Status], phase: NoticeKind | None) -> None:
        assert last_phase_of(statuses) is phase

    def test_the_registrars_word_and_a_fresh_public_one_count(self) -> None:
        assert "redemption" in due(at(before(-50), statuses=frozenset({Status.REDEMPTION_PERIOD})))
        for age, counts in ((timedelta(days=1), True), (timedelta(days=9), False)):
            seen = Seen(
                name=NAME,
                provenance=Provenance(
                    source=Source.RDAP, server="rdap.example", observed_at=before(-50) - age
                ),
                statuses=("redemption period",),
            )
            assert ("redemption" in due(at(before(-50), seen=(seen,)))) is counts

    def test_a_name_in_redemption_is_not_told_of_as_a_failed_renewal(self) -> None:
        ending = at(before(-50), auto_renew=True, statuses=frozenset({Status.REDEMPTION_PERIOD}))
        assert FAILED.key not in due(ending)


class TestYearlyReminders:
    def test_it_comes_on_the_names_day_in_the_year_and_once(self) -> None:
        far = EXPIRY.replace(year=2029)
        changes: dict[str, Any] = {
            "expires_at": far,
            "registrar_expires_at": far,
            "registered_at": REGISTERED,
        }
        assert due(at(before(1), **changes)) == set()
        assert due(at(before(0), **changes)) == {"data-check"}
        assert due(at(before(-14), **changes)) == {"data-check"}
        assert due(at(before(-15), **changes)) == set()
        sent = told(Milestone(kind=NoticeKind.DATA_CHECK), day_of(EXPIRY))
        assert due(at(before(-1), ledger=[sent], **changes)) == set()

    def test_a_name_of_a_country_has_none_unless_the_house_wants_it(self) -> None:
        far = EXPIRY.replace(year=2029)
        name = at(
            before(0), name="example.ca", expires_at=far, registrar_expires_at=far, registered_at=REGISTERED
        )
        assert due(name) == set()
        wanted = series_of(name, NoticePolicy(data_check_for=("ca",)))
        assert [s.due.send.key for s in wanted if s.due.send] == ["data-check"]

    def test_a_name_that_was_registered_today_has_none(self) -> None:
        far = EXPIRY.replace(year=2028)
        today = at(before(0), expires_at=far, registrar_expires_at=far, registered_at=EXPIRY)
        assert due(today) == set()


class TestVerifications:
    def waiting(self, days: int) -> Situation:
        until = day_of(before(80))
        now = datetime(until.year, until.month, until.day, 15, tzinfo=UTC) - timedelta(days=days)
        verification = Verification(name=NAME, asked_at=before(95), until=until, why="contact changed")
        return at(now, verification=verification)

    def test_chasers_come_before_the_last_day(self) -> None:
        assert [due(self.waiting(days)) for days in (11, 10, 5, 2)] == [
            set(), {"verification.10d-before"}, {"verification.5d-before"}, {"verification.2d-before"},
        ]  # fmt: skip

    def test_after_the_last_day_nobody_is_chased(self) -> None:
        assert due(self.waiting(-1)) == set()


class TestAutoRenewal:
    def test_what_it_made_needless_is_due_again_when_it_is_switched_off(self) -> None:
        quiet = told(
            Milestone(days=1), day_of(EXPIRY), NoticeState.SUPPRESSED, detail="the name renews itself"
        )
        ledger = [quiet, *(told(Milestone(days=days), day_of(EXPIRY)) for days in (60, 30, 7))]
        assert due(at(before(0.5), ledger=ledger, auto_renew=True)) == set()
        assert due(at(before(0.5), ledger=ledger, auto_renew=False)) == {"1d-before"}


zones = st.sampled_from(["America/Toronto", "America/St_Johns", "Asia/Tokyo", "Pacific/Auckland", "UTC",
                         "Pacific/Kiritimati", "Pacific/Pago_Pago"]).map(ZoneInfo)  # fmt: skip


@given(
    zone=zones,
    expires=st.integers(0, 730 * 1440).map(lambda minutes: EXPIRY + timedelta(minutes=minutes)),
    start=st.integers(1, 120),
    hour=st.integers(0, 23),
    tld=st.sampled_from(["com", "ca", "de"]),
    auto_renew=st.sampled_from([True, False, None]),
)
def test_looking_only_when_something_may_be_due_finds_all_that_looking_daily_finds(
    zone: ZoneInfo, expires: datetime, start: int, hour: int, tld: str, auto_renew: bool | None
) -> None:
    facts: dict[str, Any] = {
        "name": f"example.{tld}", "expires_at": expires, "registrar_expires_at": expires,
        "registered_at": expires.replace(year=2019, day=min(expires.day, 28)), "auto_renew": auto_renew,
    }  # fmt: skip

    def found(*, daily: bool) -> list[tuple[date, str]]:
        ledger: list[Notice] = []
        wanted: list[tuple[date, str]] = []
        look = date.min
        for days in range(start, -90, -1):
            now = (expires - timedelta(days=days)).replace(hour=hour)
            if look > now.date() and not daily:
                continue
            situation = at(now, ledger=ledger, zone=zone, **facts)
            series = series_of(situation, POLICY)
            for each in series:
                for step in (each.due.send, *each.due.superseded, *each.due.suppressed):
                    if step is not None:
                        wanted.append((now.date(), step.key))
                        ledger.append(told(step, each.about))
            look = look_from(at(now, ledger=ledger, zone=zone, **facts), series_of(situation, POLICY))
        return wanted

    assert found(daily=False) == found(daily=True)
