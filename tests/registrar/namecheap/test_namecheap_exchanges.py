"""What leaves for Namecheap, byte for byte, and answers in the shapes of its documents, read."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import SecretStr

from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Availability, RenewalRequest, TransferRequest, TransferState
from registrar.errors import AccessRefused, NotSponsored, OutcomeUnknown, PriceRefused, TryAgain
from tests.conformance.bench import request_for
from tests.registrar.namecheap.namecheap_edge import INFO, KEY, LIST, YEARLY, check, edge, pricing, yes

NAME = DomainName("example.com")
ENOUGH = Money(amount=Decimal(100))
RENEWED = yes(
    "domains.renew",
    '<DomainRenewResult DomainName="example.com" DomainID="151378" Renew="true" OrderID="109116" '
    'TransactionID="119569" ChargedAmount="9.5600"><DomainDetails><ExpiredDate>4/24/2029 7:31:13 AM'
    "</ExpiredDate><NumYears>0</NumYears></DomainDetails></DomainRenewResult>",
)
PAID = {"domains.check": check(said='Available="false"'), "domains.renew": RENEWED, "domains.getInfo": INFO}


def _renewal(years: int = 1) -> RenewalRequest:
    until = date(2028, 4, 24)
    return RenewalRequest(
        reference="order-1", name=NAME, years=years, current_expiry=until, price_limit=ENOUGH
    )


def test_a_question_is_a_form_with_the_credentials_in_it() -> None:
    with edge({"domains.getInfo": INFO, "domains.getList": LIST}) as vendor:
        vendor.registrar.info(NAME)
        assert vendor.bodies[1] == (
            f"ApiUser=sample&ApiKey={KEY}&UserName=sample&ClientIp=192.0.2.1"
            "&Command=namecheap.domains.getInfo&DomainName=example.com"
        ).encode("ascii")


def test_a_name_is_told_by_its_record_and_its_place_in_the_list() -> None:
    with edge({"domains.getInfo": INFO, "domains.getList": LIST}) as vendor:
        told = vendor.registrar.info(NAME)
    assert (told.registered_at, told.registrar_expires_at) == (date(2016, 4, 23), date(2028, 4, 24))
    assert told.nameservers == {HostName("ns1.example.net"), HostName("ns2.example.net")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert told.auto_renew is False
    assert told.privacy is False


def test_a_name_that_another_account_shares_with_us_is_not_ours() -> None:
    shared = INFO.replace('IsOwner="true"', 'IsOwner="false"')
    with edge({"domains.getInfo": shared, "domains.getList": LIST}) as vendor, pytest.raises(NotSponsored):
        vendor.registrar.info(NAME)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ('Available="true"', Availability.FREE),
        ('Available="True"', Availability.FREE),
        ('Available="false"', Availability.TAKEN),
        ('Available="maybe"', Availability.UNCLEAR),
        ("", Availability.UNCLEAR),
    ],
)
def test_only_a_plain_word_makes_a_name_free(said: str, known: Availability) -> None:
    with edge({"domains.check": check(said=said)}) as vendor:
        assert vendor.registrar.availability(NAME).availability is known


@pytest.mark.parametrize(
    ("row", "costs"),
    [
        (YEARLY.format(2, "9.99"), "19.98"),
        (YEARLY.format(2, "9.99").replace("MULTIPLE", "ABSOLUTE"), "9.99"),
        (YEARLY.format(2, "9.99").replace("Currency", 'YourAdditonalCost="0.18" Currency'), "20.34"),
        (YEARLY.format(2, "0.0").replace("Currency", 'YourPrice="8.50" Currency'), "17.00"),
    ],
)
def test_a_price_is_by_the_year_or_whole_and_has_its_fee(row: str, costs: str) -> None:
    answers = {"domains.check": check(), "users.getPricing": pricing("renew", YEARLY.format(1, "1.00") + row)}
    with edge(answers) as vendor:
        told = vendor.registrar.quote(NAME, kind=OrderKind.RENEW, years=2)
        assert told.price == Money(amount=Decimal(costs))
        asked = {"ActionName": "RENEW", "ProductName": "com", "ProductType": "DOMAIN"}
        assert vendor.sent("users.getPricing") == [asked]


def test_a_renewal_is_paid_from_the_date_that_was_read() -> None:
    answers = PAID | {"users.getPricing": pricing("renew", YEARLY.format(1, "9.56"))}
    with edge(answers) as vendor:
        receipt = vendor.registrar.renew(_renewal())
        assert vendor.sent("domains.renew") == [{"DomainName": "example.com", "Years": "1"}]
    assert (receipt.reference, receipt.cost) == ("109116", Money(amount=Decimal("9.56")))


def test_a_renewal_that_is_too_dear_is_not_sent() -> None:
    with edge(PAID | {"users.getPricing": pricing("renew", YEARLY.format(1, "100.01"))}) as vendor:
        with pytest.raises(PriceRefused):
            vendor.registrar.renew(_renewal())
        assert vendor.sent("domains.renew") == []


@pytest.mark.parametrize("wrong", [('Renew="true"', 'Renew="false"'), ("4/24/2029", "04/24/2028")])
def test_a_yes_that_shows_no_renewal_is_no_yes(wrong: tuple[str, str]) -> None:
    answers = PAID | {"users.getPricing": pricing("renew", YEARLY.format(1, "9.56"))}
    with edge(answers | {"domains.renew": RENEWED.replace(*wrong)}) as vendor, pytest.raises(OutcomeUnknown):
        vendor.registrar.renew(_renewal())


def test_a_ca_goes_with_what_cira_asks_for_and_four_contacts() -> None:
    created = yes(
        "domains.create",
        '<DomainCreateResult Domain="new-example.ca" Registered="true" ChargedAmount="13.9900" '
        'DomainID="9007" OrderID="196074" '
        'TransactionID="380716" WhoisguardEnable="false" NonRealTimeDomain="true" />',
    )
    whole = request_for("new-example.ca")
    accepted = {**whole.attributes, "ca.agreement_version": "2.0"}
    answers = {
        "domains.check": check("new-example.ca"),
        "users.getPricing": pricing("register", YEARLY.format(1, "13.99"), "ca"),
        "domains.create": created,
    }
    with edge(answers) as vendor:
        receipt = vendor.registrar.register(whole.model_copy(update={"attributes": accepted}))
        [sent] = vendor.sent("domains.create")
    assert receipt.pending
    assert sent["CIRALegalType"] == "CCO"
    assert (sent["CIRAAgreementVersion"], sent["CIRAAgreementValue"]) == ("2.0", "Y")
    assert sent["CIRAWhoisDisplay"] == "Full"
    assert sent["AuxBillingEmailAddress"] == sent["AdminEmailAddress"]
    assert sent["Nameservers"] == "ns1.example.net,ns2.example.net"
    assert "IsPremiumDomain" not in sent


@pytest.mark.parametrize(
    ("secret", "sent"), [("Abc123", "Abc123"), ("a+b/c&d", "base64:YStiL2MmZA==")], ids=["plain", "signs"]
)
def test_a_secret_with_signs_leaves_in_the_spelling_that_the_vendor_takes(secret: str, sent: str) -> None:
    none = "<TransferGetListResult /><Paging><TotalItems>0</TotalItems></Paging>"
    taken = (
        '<DomainTransferCreateResult DomainName="example.com" TransferID="15" StatusID="11" OrderID="987" '
        'TransactionID="112" ChargedAmount="10.87" />'
    )
    answers = {
        "domains.transfer.getList": yes("domains.transfer.getList", none),
        "domains.check": check(said='Available="false"'),
        "users.getPricing": pricing("transfer", YEARLY.format(1, "10.87")),
        "domains.transfer.create": yes("domains.transfer.create", taken),
    }
    request = TransferRequest(
        reference="order-1", name=NAME, auth_info=SecretStr(secret), contacts={}, price_limit=ENOUGH
    )
    with edge(answers) as vendor:
        assert vendor.registrar.transfer_in(request).pending
        assert vendor.sent("domains.transfer.create")[0]["EPPCode"] == sent
        assert vendor.registrar.transfer_state(NAME) is TransferState.NONE


def test_too_many_requests_are_said_by_a_status_of_its_own_and_nothing_was_done() -> None:
    answers = PAID | {"users.getPricing": pricing("renew", YEARLY.format(1, "9.56"))}
    with edge(answers) as vendor:
        vendor.status = 405
        with pytest.raises(TryAgain):
            vendor.registrar.renew(_renewal())


def test_a_user_name_without_the_address_is_refused_before_anything_is_sent() -> None:
    with edge({}, username="sample") as vendor:
        with pytest.raises(AccessRefused):
            vendor.registrar.info(NAME)
        assert vendor.bodies == []
