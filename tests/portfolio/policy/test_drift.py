"""Who is corrected: the rules of direction, and the registry's well-known trap."""

from datetime import UTC, date, datetime

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import FieldVerdict, Remedy, Verdict
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from portfolio.observation import Absent, Provenance, Seen, Source, Unreadable, Why
from portfolio.policy.drift import DIRECTIONS, remedy_for

NAME = DomainName("example.com")
PAID_UNTIL = datetime(2027, 3, 1, tzinfo=UTC)
A_YEAR_ON = datetime(2028, 3, 1, tzinfo=UTC)
REGISTRAR = Provenance(source=Source.REGISTRAR, server="main", observed_at=PAID_UNTIL)
HELD = HeldDomain(
    name=NAME,
    client="bakery",
    account="main",
    roles={ContactRole.REGISTRANT: "owner"},
    expires_at=PAID_UNTIL,
    registrar_expires_at=PAID_UNTIL,
)


def the_registrar(**fields: object) -> Seen:
    return Seen.model_validate({"name": NAME, "provenance": REGISTRAR} | fields)


def a_row(
    path: str,
    *,
    ours: str | None = "ours",
    registrar: Verdict = Verdict.DRIFT,
    public: Verdict = Verdict.COULD_NOT_ASK,
) -> FieldVerdict:
    return FieldVerdict(
        path=path, ours=ours, registrar=None, public=None, registrar_verdict=registrar, public_verdict=public
    )


@pytest.mark.parametrize("path", ["registrant.email", "admin.street", "tech.phone", "billing.country"])
def test_a_contact_is_repaired_whichever_source_drifts(path: str) -> None:
    assert remedy_for(a_row(path), HELD, the_registrar()) is Remedy.REPAIR
    public = a_row(path, registrar=Verdict.SAME, public=Verdict.DRIFT)
    assert remedy_for(public, HELD, the_registrar()) is Remedy.REPAIR


def test_a_contacts_field_that_we_leave_empty_is_asked_about() -> None:
    assert remedy_for(a_row("registrant.organization", ours=None), HELD, the_registrar()) is Remedy.ASK


@pytest.mark.parametrize(
    "path", ["registration", "nameservers", "statuses", "sponsoring_registrar", "something new"]
)
def test_everything_that_is_no_contact_is_asked_about(path: str) -> None:
    assert remedy_for(a_row(path), HELD, the_registrar(registrar_expires_at=A_YEAR_ON)) is Remedy.ASK


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.DRIFT])
def test_what_does_not_drift_has_no_remedy(verdict: Verdict) -> None:
    assert remedy_for(a_row("tech.phone", registrar=verdict, public=verdict), HELD, the_registrar()) is None


def test_a_registry_that_moved_its_date_a_year_on_by_itself_is_asked_about_never_adopted() -> None:
    row = a_row("expires_at", registrar=Verdict.SAME, public=Verdict.DRIFT)
    unpaid = the_registrar(registrar_expires_at=PAID_UNTIL, expires_at=PAID_UNTIL)
    assert remedy_for(row, HELD, unpaid) is Remedy.ASK


def test_a_registrar_that_only_repeats_the_registrys_new_date_has_not_proved_a_renewal() -> None:
    echo = the_registrar(expires_at=A_YEAR_ON, registrar_expires_at=PAID_UNTIL)
    assert remedy_for(a_row("expires_at", public=Verdict.DRIFT), HELD, echo) is Remedy.ASK
    assert remedy_for(a_row("expires_at"), HELD, the_registrar(expires_at=A_YEAR_ON)) is Remedy.ASK


@pytest.mark.parametrize("path", ["expires_at", "registrar_expires_at"])
def test_the_sponsoring_registrars_own_later_date_is_adopted(path: str) -> None:
    renewed = the_registrar(expires_at=A_YEAR_ON, registrar_expires_at=date(2028, 2, 28))
    assert remedy_for(a_row(path), HELD, renewed) is Remedy.ADOPT


@pytest.mark.parametrize("theirs", [date(2026, 3, 1), datetime(2027, 3, 1, 20, tzinfo=UTC)])
def test_an_earlier_date_or_one_hours_away_is_not_adopted(theirs: date) -> None:
    seen = the_registrar(registrar_expires_at=theirs)
    assert remedy_for(a_row("registrar_expires_at"), HELD, seen) is Remedy.ASK


def test_a_date_that_another_source_lent_to_the_registrar_is_not_adopted() -> None:
    rdap = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=PAID_UNTIL)
    lent = the_registrar(registrar_expires_at=A_YEAR_ON, borrowed={"registrar_expires_at": rdap})
    assert remedy_for(a_row("registrar_expires_at"), HELD, lent) is Remedy.ASK


def test_without_an_answer_of_the_registrar_nothing_is_adopted() -> None:
    row = a_row("expires_at")
    assert remedy_for(row, HELD, Absent(name=NAME, provenance=REGISTRAR)) is Remedy.ASK
    silent = Unreadable(name=NAME, provenance=REGISTRAR, why=Why.NO_ANSWER)
    assert remedy_for(row, HELD, silent) is Remedy.ASK


def test_without_a_date_of_our_own_nothing_is_adopted() -> None:
    undated = HELD.model_copy(update={"expires_at": None, "registrar_expires_at": None})
    seen = the_registrar(registrar_expires_at=A_YEAR_ON)
    assert remedy_for(a_row("registrar_expires_at"), undated, seen) is Remedy.ASK


def test_nameservers_and_the_holding_itself_are_never_repaired() -> None:
    never = {path for path, remedy in DIRECTIONS.items() if remedy is not Remedy.REPAIR}
    assert never - {role.value for role in ContactRole} == {
        "registration", "expires_at", "registrar_expires_at", "nameservers", "statuses",
        "sponsoring_registrar", "delegation_signed", "pay_by",
    }  # fmt: skip


def test_a_date_that_only_the_public_record_shows_is_never_adopted() -> None:
    row = a_row("expires_at", registrar=Verdict.SAME, public=Verdict.DRIFT)
    assert remedy_for(row, HELD, the_registrar(registrar_expires_at=A_YEAR_ON)) is Remedy.ASK


@pytest.mark.parametrize("role", [role.value for role in ContactRole])
def test_a_role_that_the_registrar_lacks_whole_is_for_a_person(role: str) -> None:
    assert remedy_for(a_row(role, ours="held"), HELD, the_registrar()) is Remedy.ASK


def test_one_field_of_one_role_may_have_a_direction_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = dict(DIRECTIONS) | {"registrant.email": Remedy.ASK}
    monkeypatch.setattr("portfolio.policy.drift.DIRECTIONS", own)
    assert remedy_for(a_row("registrant.email"), HELD, the_registrar()) is Remedy.ASK
    assert remedy_for(a_row("tech.email"), HELD, the_registrar()) is Remedy.REPAIR
