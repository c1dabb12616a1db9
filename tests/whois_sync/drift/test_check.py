"""The daily check: what is seen, kept and reported, and how a bad day stays a bad day only."""

import logging
from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import Remedy, Verdict
from portfolio.finding import Finding
from portfolio.held import RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Absent, Seen, SeenContact, Source, Unreadable, Why
from portfolio.registration import Registration, Status
from portfolio.stop import StopReason
from records import NotHeld
from registrar.errors import (
    AccessRefused,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    Unsupported,
)
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House, ReadingRegistrar
from tests.whois_sync.pieces import EXPIRY, NAME, NOON, REGISTRANT, TECH, a_held, a_seen, absent
from whois_sync.check.report import NameReport, NotChecked
from whois_sync.check.run import Check
from whois_sync.check.settling import Settled
from whois_sync.observe import observe_registrar

SECOND = DomainName("example.net")


def hold(house: House, *names: DomainName) -> None:
    with house.records.changing("founder") as unit:
        for name in names:
            unit.domains.hold(a_held(name=name))
        unit.commit()


def test_a_name_in_order_has_no_findings(house: House) -> None:
    report = house.check.check(NAME)
    assert report.drifting == ()
    assert report.settled == Settled()
    assert (report.name, report.account, report.checked_at) == (NAME, "main", NOON)


def test_both_answers_are_kept(house: House) -> None:
    report = house.check.check(NAME)
    with house.records.reading() as unit:
        assert unit.observations.latest(NAME, Source.REGISTRAR) == report.registrar
        assert unit.observations.latest(NAME, Source.RDAP) == report.public


def test_a_check_changes_nothing_that_we_hold(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    registrar.registrations[NAME] = registrar.registrations[NAME].model_copy(update={"auto_renew": True})
    public.fields["expires_at"] = EXPIRY + timedelta(days=365)
    house.check.check(NAME)
    with house.records.reading() as unit:
        assert unit.domains.get(NAME) == a_held()
        assert unit.plans.all() == []


def test_a_changed_contact_is_a_finding_to_repair(house: House, registrar: FakeRegistrar) -> None:
    registrar.changed_behind_our_back(TECH, email="former@example.org")
    report = house.check.check(NAME)
    assert report.remedies == {"tech.email": Remedy.REPAIR}
    assert {path.partition(" at ")[0] for path in report.settled.opened} == {"tech.email"}


def test_a_registry_that_moved_its_date_at_expiry_is_asked_about(house: House, public: FakePublic) -> None:
    house.clock.move_to(EXPIRY + timedelta(days=1))
    public.fields |= {"expires_at": EXPIRY + timedelta(days=365), "statuses": ("auto renew period",)}
    report = house.check.check(NAME)
    assert report.remedies["expires_at"] is Remedy.ASK


def test_an_unknown_name_is_not_checked(house: House) -> None:
    with pytest.raises(NotHeld):
        house.check.check(SECOND)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TryAgain("slow down", retry_after=timedelta(minutes=1)), Why.THROTTLED),
        (TryAgain("no route"), Why.NO_ANSWER),
        (OutcomeUnknown("lost"), Why.NO_ANSWER),
        (AccessRefused("credentials"), Why.REFUSED),
        (ReplyNotUnderstood("html"), Why.NOT_UNDERSTOOD),
        (StatusProhibits("locked"), Why.UNAVAILABLE),
        (Unsupported("not here"), Why.UNAVAILABLE),
        (RegistrarError("anything"), Why.UNAVAILABLE),
    ],
)
def test_a_registrars_error_is_an_unreadable_answer(
    house: House, error: RegistrarError, why: Why, registrar: FakeRegistrar
) -> None:
    registrar.failing = error
    seen = observe_registrar(house.registrar, NAME, house.clock)
    assert isinstance(seen, Unreadable)
    assert (seen.why, seen.detail) == (why, str(error))


@pytest.mark.parametrize("error", [NotFound("none"), NotSponsored("elsewhere")])
def test_a_name_that_is_not_in_the_account_is_absent(
    house: House, error: RegistrarError, registrar: FakeRegistrar
) -> None:
    registrar.failing = error
    assert isinstance(observe_registrar(house.registrar, NAME, house.clock), Absent)


def test_an_answer_about_another_name_is_unreadable(house: House, registrar: FakeRegistrar) -> None:
    registrar.registrations[NAME] = Registration(name=SECOND)
    seen = observe_registrar(house.registrar, NAME, house.clock)
    assert isinstance(seen, Unreadable)
    assert seen.why is Why.OTHER_NAME


def test_contacts_that_cannot_be_read_make_the_whole_answer_unreadable(house: House) -> None:
    class Half(FakeRegistrar):
        def contacts(self, name: DomainName) -> dict[ContactRole, SeenContact]:
            raise ReplyNotUnderstood("garbled")

    assert isinstance(observe_registrar(Half(NAME), NAME, house.clock), Unreadable)


def test_a_registrar_without_contacts_is_seen_without_roles(house: House) -> None:
    seen = observe_registrar(ReadingRegistrar(NAME), NAME, house.clock)
    assert isinstance(seen, Seen)
    assert (seen.roles, seen.statuses) == ({}, ("clientTransferProhibited",))
    assert (seen.provenance.server, seen.provenance.observed_at) == ("example-registrar", NOON)


def test_a_registrars_status_words_are_kept_and_its_silence_is_silence(
    house: House, registrar: FakeRegistrar
) -> None:
    told = Registration(name=NAME, statuses=frozenset({Status.OK}), unmapped_statuses=("parked",))
    registrar.registrations[NAME] = told
    seen = observe_registrar(house.registrar, NAME, house.clock)
    assert isinstance(seen, Seen)
    assert seen.statuses == ("ok", "parked")
    registrar.registrations[NAME] = Registration(name=NAME)
    silent = observe_registrar(house.registrar, NAME, house.clock)
    assert isinstance(silent, Seen)
    assert silent.statuses is None


def test_a_throttled_public_record_is_not_drift(house: House, public: FakePublic) -> None:
    public.unreadable = Why.THROTTLED
    report = house.check.check(NAME)
    assert {row.public_verdict for row in report.rows} == {Verdict.COULD_NOT_ASK}
    assert report.drifting == ()


def test_a_public_answer_about_another_name_is_unreadable(house: House, public: FakePublic) -> None:
    public.instead = a_seen(Source.RDAP, name=SECOND)
    seen = house.check.check(NAME).public
    assert isinstance(seen, Unreadable)
    assert (seen.name, seen.why) == (NAME, Why.OTHER_NAME)


def test_all_names_are_checked_in_turn(house: House, registrar: FakeRegistrar) -> None:
    hold(house, SECOND)
    reports = list(house.check.check_all())
    assert [report.name for report in reports] == [NAME, SECOND]
    assert isinstance(reports[1], NameReport)
    assert [row.path for row in reports[1].drifting] == ["registration"]
    assert [report.name for report in house.check.check_all([SECOND])] == [SECOND]


def test_one_name_that_fails_does_not_end_the_run(house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def look_up(self, name: DomainName) -> Absent:
            if name == NAME:
                raise ZeroDivisionError("registrant@example.ca")
            return absent().model_copy(update={"name": name})

    hold(house, SECOND)
    house.public = Broken()
    with caplog.at_level(logging.INFO):
        reports = list(house.check.check_all())
    assert reports[0] == NotChecked(name=NAME, why="ZeroDivisionError")
    assert isinstance(reports[1], NameReport)
    assert "registrant@example.ca" not in caplog.text


def test_an_account_that_refuses_us_stands_still_until_it_is_put_right(
    house: House, public: FakePublic, registrar: FakeRegistrar
) -> None:
    hold(house, SECOND)
    registrar.failing = AccessRefused("the key is not valid")
    reports = [report for report in house.check.check_all() if isinstance(report, NameReport)]
    assert registrar.asked == 1
    assert [report.registrar.kind for report in reports] == ["unreadable", "unreadable"]
    assert [report.public.kind for report in reports] == ["seen", "seen"]
    list(house.check.check_all())
    assert registrar.asked == 1
    with house.records.changing("founder") as unit:
        stop = unit.stops.of("main")
        assert stop is not None
        assert stop.reason is StopReason.ACCESS
        unit.stops.resume("main")
        unit.commit()
    list(house.check.check_all())
    assert registrar.asked == 2


def test_a_finding_closes_when_the_registrar_shows_what_we_hold_again(
    house: House, registrar: FakeRegistrar
) -> None:
    with house.records.changing("founder") as unit:
        unit.findings.see(
            Finding(
                name=NAME, path="tech.email", source=Source.REGISTRAR, ours="ours@example.net",
                theirs="former@example.org", opened_at=NOON, last_seen_at=NOON,
            )
        )  # fmt: skip
        unit.commit()
    house.clock.move_to(NOON + timedelta(hours=6))
    registrar.changed_behind_our_back(TECH, email="later@example.org")
    house.check.check(NAME)
    with house.records.reading() as unit:
        (finding,) = unit.findings.open_of(NAME)
    assert finding.theirs == "later@example.org"
    registrar.changed_behind_our_back(TECH, email=a_contact_email(house))
    house.check.check(NAME)
    with house.records.reading() as unit:
        assert unit.findings.open_of(NAME) == []


def a_contact_email(house: House) -> str:
    with house.records.reading() as unit:
        held = unit.domains.get(NAME)
        return unit.contacts.get(held.roles[ContactRole.TECH]).contact.email


def test_an_account_that_cannot_be_connected_is_unreadable(house: House) -> None:
    def no_secret(_account: RegistrarAccount) -> FakeRegistrar:
        raise AccessRefused("there is no secret for this account")

    check = Check(house.records, no_secret, house.public, house.clock)
    assert check.check(NAME).registrar.kind == "unreadable"


def test_no_personal_value_is_logged(
    house: House, registrar: FakeRegistrar, caplog: pytest.LogCaptureFixture
) -> None:
    registrar.changed_behind_our_back(REGISTRANT, email="former@example.org", name="Former Holder")
    with caplog.at_level(logging.DEBUG, logger="whois_sync"):
        report = house.check.check(NAME)
        house.repairs.propose(report, by="clerk")
    assert "name=example.com registrar=seen public=seen drift=2" in caplog.text
    assert not {"former@example.org", "Former", "registrant@example.ca"} & set(caplog.text.split())
    assert "former@example.org" not in repr(report)
