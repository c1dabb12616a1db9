"""DNSSEC as a fact that we hold: a person says it, or the registrar; the public record teaches nothing."""

import pytest

from portfolio.audit import AuditTag
from portfolio.drift import Remedy, Verdict
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from records import NotHeld
from tests.whois_sync.fakes import FakePublic, FakeRegistrar, House
from tests.whois_sync.pieces import NAME
from whois_sync.errors import NotReady
from whois_sync.repair.adopt import adopt

SIGNED = "delegation_signed"


def held(house: House) -> HeldDomain:
    with house.records.reading() as unit:
        return unit.domains.get(NAME)


def wanted(house: House, *, signed: bool | None) -> None:
    with house.records.changing("clerk") as unit:
        unit.domains.want_signed(NAME, signed=signed)
        unit.commit()


def registrar_says(registrar: FakeRegistrar, *, signed: bool) -> None:
    registrar.registrations[NAME] = registrar.registrations[NAME].model_copy(update={SIGNED: signed})


def taken_over(house: House) -> str:
    return adopt(house.records, house.registrar_for, house.clock, NAME, SIGNED, by="clerk")


def test_a_dropped_dnssec_is_found_and_is_for_a_person(house: House, public: FakePublic) -> None:
    wanted(house, signed=True)
    public.fields[SIGNED] = False
    report = house.check.check(NAME)
    (row,) = report.drifting
    assert (row.path, row.ours, row.public) == (SIGNED, "signed", "not signed")
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.NOT_PUBLISHED, Verdict.DRIFT)
    assert report.remedies == {SIGNED: Remedy.ASK}
    assert house.repairs.propose(report, by="clerk") is None
    public.fields[SIGNED] = True
    assert house.check.check(NAME).drifting == ()


def test_a_dnssec_that_nobody_ordered_is_found(house: House, public: FakePublic) -> None:
    wanted(house, signed=False)
    public.fields[SIGNED] = True
    assert [row.path for row in house.check.check(NAME).drifting] == [SIGNED]


@pytest.mark.parametrize("signed", [True, False])
def test_the_public_record_alone_teaches_us_nothing(
    house: House, public: FakePublic, *, signed: bool
) -> None:
    public.fields[SIGNED] = signed
    assert SIGNED not in {row.path for row in house.check.check(NAME).rows}
    assert held(house).delegation_signed is None
    with pytest.raises(NotReady, match="the registrar says nothing of delegation_signed"):
        taken_over(house)
    assert held(house).delegation_signed is None


def test_a_public_record_that_says_nothing_is_no_drift(house: House) -> None:
    wanted(house, signed=True)
    report = house.check.check(NAME)
    assert report.drifting == ()
    (row,) = [row for row in report.rows if row.path == SIGNED]
    assert row.public_verdict is Verdict.NOT_PUBLISHED


def test_the_registrars_word_is_taken_over_by_a_person(
    house: House, registrar: FakeRegistrar, public: FakePublic
) -> None:
    wanted(house, signed=True)
    registrar_says(registrar, signed=False)
    public.fields[SIGNED] = False
    assert [row.path for row in house.check.check(NAME).drifting] == [SIGNED]
    assert taken_over(house) == "delegation_signed of example.com is now as the registrar says"
    assert held(house).delegation_signed is False
    with house.records.reading() as unit:
        assert unit.findings.open_of(NAME) == []
    assert house.check.check(NAME).drifting == ()


def test_the_registrars_word_is_held_from_the_first_look_on(registrar: FakeRegistrar) -> None:
    registrar_says(registrar, signed=True)
    first = HeldDomain.of(registrar.info(NAME), client="bakery", account="main", roles={})
    assert first.delegation_signed is True


def test_a_registrar_that_says_nothing_leaves_a_persons_word(house: House, registrar: FakeRegistrar) -> None:
    wanted(house, signed=True)
    with house.records.changing("clerk") as unit:
        unit.domains.refresh(NAME, registrar.info(NAME))
        unit.commit()
    assert held(house).delegation_signed is True


def test_what_a_person_says_of_it_is_on_the_audit_chain_and_can_be_taken_back(house: House) -> None:
    for signed in (True, False, None):
        wanted(house, signed=signed)
        assert held(house).delegation_signed is signed
    with house.records.reading() as unit:
        told = [one for one in unit.audit.entries(NAME) if one.tag is AuditTag.DOMAIN_SIGNED_SET]
    assert [(one.actor, one.detail) for one in told] == [
        ("clerk", "signed"),
        ("clerk", "not signed"),
        ("clerk", "nothing said"),
    ]


def test_of_a_name_that_is_not_held_nothing_is_said(house: House) -> None:
    with house.records.changing("clerk") as unit, pytest.raises(NotHeld):
        unit.domains.want_signed(DomainName("example.org"), signed=True)
