"""A plan says what it is a plan of, and under which number it is kept."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from portfolio.contacts import ContactRole
from portfolio.drift import NameField, Plan, PlannedChange
from portfolio.names import DomainName

OF_TECH = PlannedChange(role=ContactRole.TECH, field="email", from_="old@example.com", to="new@example.com")
OF_SERVERS = PlannedChange(
    role=None, field=NameField.NAMESERVERS, from_="ns9.example.net", to="ns1.example.ca"
)


def a_plan(*changes: PlannedChange, number: int | None = None) -> Plan:
    return Plan(
        id=number,
        name=DomainName("example.ca"),
        account="main",
        changes=changes,
        wanted={},
        proposed_by="clerk",
        proposed_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


def test_a_plan_that_was_never_kept_has_no_number() -> None:
    assert a_plan(OF_TECH, number=7).number == 7
    with pytest.raises(ValueError, match="never kept"):
        _ = a_plan(OF_TECH).number


def test_a_plan_is_one_kind_of_write() -> None:
    assert a_plan(OF_TECH).of_name is None
    assert a_plan(OF_SERVERS).of_name == OF_SERVERS
    with pytest.raises(ValidationError, match="one kind of write"):
        a_plan(OF_TECH, OF_SERVERS)


def test_a_change_is_named_as_the_comparison_names_it() -> None:
    assert (OF_TECH.path, OF_TECH.in_words) == ("tech.email", "tech email")
    assert (OF_SERVERS.path, OF_SERVERS.in_words) == ("nameservers", "nameservers")
