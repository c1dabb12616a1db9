"""What a vendor tells of a name is what is registered; what it leaves out is not told."""

from datetime import UTC, datetime

from pydantic import AliasPath, AwareDatetime, Field

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.registration import Status
from registrar.in_json.domain import DomainTold
from registrar.in_json.reply import read_json

NAME = DomainName("example.net")


class Record(DomainTold):
    """A vendor that tells dates in an object of their own."""

    registrar_expires_at: AwareDatetime = Field(validation_alias=AliasPath("dates", "end"))


def test_every_field_is_told_and_an_unknown_status_keeps_its_word() -> None:
    told = read_json(
        b'{"dates": {"end": "2028-02-13T10:04:18Z"}, "status": ["ok", "vendorHold"], "privacy": true,'
        b' "nameservers": ["NS1.example.com"], "auto_renew": false, "registered_at": "2019-02-13T10:04:18Z"}'
    )
    seen = {ContactRole.ADMIN: SeenContact(city="Ottawa")}
    held = told.as_a(Record).registration(NAME, seen)
    assert (held.statuses, held.unmapped_statuses) == ({Status.OK}, ("vendorHold",))
    assert held.registrar_expires_at == datetime(2028, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert held.registered_at == datetime(2019, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert (held.nameservers, held.auto_renew, held.privacy) == ({HostName("ns1.example.com")}, False, True)
    assert (held.name, held.contacts) == (NAME, seen)


def test_what_is_left_out_is_not_told() -> None:
    told = read_json(b'{"dates": {"end": "2028-02-13T10:04:18Z"}, "status": []}')
    held = told.as_a(Record).registration(NAME, {})
    assert (held.registered_at, held.last_changed_at, held.nameservers) == (None,) * 3
    assert (held.auto_renew, held.privacy, held.statuses) == (None, None, frozenset())
