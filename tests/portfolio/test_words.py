"""Statuses, moments, money and keys: small words of the language."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portfolio.audit import AuditEntry, AuditTag
from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.notice import (
    Milestone,
    NoticeKey,
    NoticeKind,
    notice_key,
    read_notice_key,
    reference_of,
)
from portfolio.observation import Provenance, Seen, SeenContact, Source
from portfolio.registration import Registration, Status, status_of
from portfolio.values import day_of, earliest


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_known_in_epps_and_in_rdaps_words(status: Status) -> None:
    assert status_of(status.value) is status
    assert status_of(status.rdap) is status
    assert status_of(status.value.upper()) is status


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        (
            "clientTransferProhibited https://icann.org/epp#clientTransferProhibited",
            Status.CLIENT_TRANSFER_PROHIBITED,
        ),
        ("client transfer prohibited", Status.CLIENT_TRANSFER_PROHIBITED),
        ("CLIENT_HOLD", Status.CLIENT_HOLD),
        ("active", Status.OK),
        ("associated", Status.LINKED),
        ("ok (http://www.icann.org/epp#ok)", Status.OK),
    ],
)
def test_printed_spellings_of_a_status_are_known(printed: str, status: Status) -> None:
    assert status_of(printed) is status


def test_a_word_nobody_defined_is_no_status() -> None:
    assert status_of("REGISTERED, DELEGATED") is None


def test_an_instant_is_utc_inside() -> None:
    eastern = datetime(2027, 3, 1, 20, 0, tzinfo=timezone(timedelta(hours=-5)))
    held = Registration(name=DomainName("example.com"), expires_at=eastern)
    assert held.expires_at == eastern
    assert held.expires_at is not None
    assert day_of(held.expires_at) == date(2027, 3, 2)


def test_a_naive_instant_is_refused_and_a_date_stays_a_date() -> None:
    with pytest.raises(ValidationError):
        Registration(name=DomainName("example.com"), expires_at=datetime(2027, 3, 1, 5, 0))  # noqa: DTZ001 - the point
    held = Registration(name=DomainName("example.com"), expires_at=date(2027, 3, 1))
    assert type(held.expires_at) is date
    assert earliest(date(2027, 3, 1)) == datetime(2027, 3, 1, tzinfo=UTC)


def test_dates_keep_their_precision_through_json() -> None:
    for moment in (date(2027, 3, 1), datetime(2027, 3, 1, tzinfo=UTC)):
        held = Registration(name=DomainName("example.com"), expires_at=moment)
        assert Registration.model_validate_json(held.model_dump_json()) == held
        assert type(Registration.model_validate_json(held.model_dump_json()).expires_at) is type(moment)


def test_money_of_two_currencies_is_never_compared() -> None:
    assert Money(amount=Decimal(2), currency="CAD") > Money(amount=Decimal(1), currency="CAD")
    assert str(Money(amount=Decimal("12.5"), currency="CAD")) == "12.50 CAD"
    with pytest.raises(ValueError, match="cannot be compared"):
        assert Money(amount=Decimal(2), currency="CAD") > Money(amount=Decimal(1), currency="USD")


def test_a_renewal_starts_a_new_series_of_notices() -> None:
    keys = {
        notice_key(DomainName("example.ca"), date(year, 3, 1), Milestone(days=30), ContactRole.REGISTRANT)
        for year in (2027, 2028)
    }
    assert len(keys) == 2
    assert "notice:example.ca:2027-03-01:30d-before:registrant" in keys


@given(
    st.sampled_from(NoticeKind),
    st.integers(-90, 90),
    st.sampled_from(ContactRole),
    st.booleans(),
    st.integers(0, 3),
)
def test_a_notices_key_is_read_back_as_it_was_written(
    kind: NoticeKind, days: int, role: ContactRole, for_staff: bool, resent: int
) -> None:
    stepped = kind in (NoticeKind.EXPIRY, NoticeKind.VERIFICATION)
    milestone = Milestone(kind=kind, days=days if stepped else 0)
    name, about = DomainName("example.ca"), date(2027, 3, 1)
    key = notice_key(name, about, milestone, role, for_staff=for_staff, resent=resent)
    assert read_notice_key(key) == NoticeKey(
        name=name, about=about, milestone=milestone, role=role, for_staff=for_staff, resent=resent
    )
    assert len(reference_of(key)) == 13
    assert reference_of(key) != reference_of(key + "x")


@pytest.mark.parametrize(
    "text",
    ["", "notice:example.ca", "notice:example.ca:2027-03-01:30d:registrant", "30d-before",
     "notice:example.ca:2027-03-01:redemption.3d-before:registrant",
     "notice:example.ca:2027-03-01:expiry:registrant"],
)  # fmt: skip
def test_another_text_is_no_key_of_a_notice(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        read_notice_key(text)


@pytest.mark.parametrize("lacking", ["actor", "at", "tag"])
def test_an_audit_entry_cannot_be_made_without_actor_time_and_kind(lacking: str) -> None:
    entry = {
        "sequence": 1,
        "actor": "one",
        "at": "2027-01-01T00:00:00Z",
        "tag": AuditTag.CLIENT_ADDED,
        "subject": "x",
    }
    AuditEntry.model_validate(entry)
    with pytest.raises(ValidationError):
        AuditEntry.model_validate({k: v for k, v in entry.items() if k != lacking})
    with pytest.raises(ValidationError):
        AuditEntry.model_validate(entry | {"actor": " "})


def test_each_field_knows_who_said_it_and_whether_it_is_hidden() -> None:
    def said_by(source: Source, server: str) -> Provenance:
        return Provenance(source=source, server=server, observed_at=datetime(2027, 1, 1, tzinfo=UTC))

    rdap, whois = said_by(Source.RDAP, "rdap.example.net"), said_by(Source.WHOIS, "whois.example.net")
    seen = Seen(
        name=DomainName("example.com"),
        provenance=rdap,
        roles={ContactRole.ADMIN: SeenContact(hidden=frozenset({"email"}))},
        hidden=frozenset({"registry_domain_id"}),
        borrowed={"admin": whois},
    )
    assert seen.provenance_of("expires_at") == rdap
    assert seen.provenance_of("admin.email") == whois
    assert seen.is_hidden("admin.email")
    assert seen.is_hidden("registry_domain_id")
    assert not seen.is_hidden("tech.email")
    assert not seen.is_hidden("nobody.email")
