"""Shapes of replies that the vendors' documents and clients show beside the usual ones."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar.adapters.centralnic import SPEC
from registrar.adapters.hexonet import SPEC as HEXONET
from registrar.contract import RenewalRequest
from registrar.errors import ReplyNotUnderstood
from registrar.privacy import SetsPrivacy
from registrar.support import Answer, Capability
from tests.registrar.centralnic.centralnic_edge import Told, centralnic, hexonet, reply, status_of

NAME = DomainName("example.com")
UNDERSCORED = reply(columns={
    "DOMAIN": "EXAMPLE.COM", "CREATED_DATE": "2021-03-01T12:00:00", "RENEWAL_DATE": "2028-04-05 12:00:00",
    "REGISTRATION_EXPIRATION_DATE": "2028-03-01 12:00:00.0", "TRANSFER_LOCK": "1", "RENEWALMODE": "AUTORENEW",
    "OWNER_CONTACT": "P-ABC1", "ADMIN_CONTACT": ("P-ABC2", "P-ABC3"), "STATUS": "ACTIVE",
    "RGP_STATUS": "redemptionPeriod", "NAMESERVER": "NS1.EXAMPLE.NET", "X-WHOISPRIVACY": "0",
})  # fmt: skip


def test_columns_with_underscores_are_those_with_blanks_and_with_neither() -> None:
    told = centralnic(Told({"StatusDomain": UNDERSCORED}))
    record = told.info(NAME)
    assert record.registered_at == datetime(2021, 3, 1, 12, tzinfo=UTC)
    assert record.expires_at == datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert record.nameservers == {HostName("ns1.example.net")}
    assert record.statuses == {Status.CLIENT_TRANSFER_PROHIBITED, Status.REDEMPTION_PERIOD}
    assert (record.auto_renew, record.privacy) == (True, False)
    assert told.handles(NAME) == {ContactRole.REGISTRANT: "P-ABC1", ContactRole.ADMIN: "P-ABC2"}


@pytest.mark.parametrize(
    ("mode", "renews"),
    [
        ("AUTORENEWMONTHLY", True),
        ("AUTORENEWQUARTERLY", True),
        ("AUTORENEWQUATERLY", True),
        ("EXPIREAUCTION", False),
        ("RENEWONCE", None),
        ("DEFAULT", None),
    ],
)
def test_each_documented_mode_says_whether_the_name_goes_on(mode: str, renews: bool | None) -> None:
    assert hexonet(Told({"StatusDomain": status_of(RENEWALMODE=mode)})).info(NAME).auto_renew is renews


def test_a_handle_that_has_several_roles_of_a_name_has_that_name_once() -> None:
    rows = reply(TOTAL="3", DOMAIN=("example.com", "example.com", "example.net"))
    told = Told({"QueryDomainListByContact": rows})
    assert centralnic(told).names_with("P-ABC1") == {NAME, DomainName("example.net")}
    for spoilt in (reply(TOTAL="0", DOMAIN="example.com"), reply(TOTAL="1", DOMAIN="no name")):
        with pytest.raises(ReplyNotUnderstood):
            centralnic(Told({"QueryDomainListByContact": spoilt})).names_with("P-ABC1")


def test_a_contact_is_read_with_names_in_two_words_and_without_a_country() -> None:
    columns = {"CONTACT": "P-ABC1", "FIRST_NAME": "Registrant", "LAST_NAME": "Example", "STATE": "ON"}
    seen = centralnic(Told({"StatusContact": reply(columns=columns)})).handle_contact("P-ABC1")
    assert (seen.name, seen.state, seen.country) == ("Registrant Example", "ON", None)


def test_the_renewal_of_a_premium_says_that_its_price_is_known() -> None:
    told = Told({
        "StatusDomain": status_of(),
        "DomainPrice": reply(ANNUAL="900.00", CURRENCY="USD", PREMIUM="1"),
        "RenewDomain": reply(DOMAIN="example.com", REGISTRATIONEXPIRATIONDATE="2029-03-01 12:00:00"),
    })  # fmt: skip
    limit = Money(amount=Decimal(1000))
    centralnic(told).renew(
        RenewalRequest(
            reference="order-1", name=NAME, years=1, current_expiry=date(2028, 3, 1), price_limit=limit
        )
    )
    sent = told.of("RenewDomain")[0]
    assert (Decimal(sent["X-FEE-AMOUNT"]), sent["X-FEE-CURRENCY"], sent["EXPIRATION"]) == (900, "USD", "2028")


def test_privacy_that_is_charged_for_is_told_and_never_switched_on() -> None:
    answers = {spec.supports[Capability.PRIVACY].answer for spec in (SPEC, HEXONET)}
    assert answers == {Answer.CANNOT}
    assert not isinstance(centralnic(Told({})), SetsPrivacy)
