"""What leaves for Enom, byte for byte, and answers in the shapes of its documents, read."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from pydantic import SecretStr

from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.adapters.enom import EnomRegistrar
from registrar.contract import Availability, RenewalRequest, RestoreRequest, TransferRequest, TransferState
from registrar.errors import (
    OutcomeUnknown,
    PriceRefused,
    Refused,
    ReplyNotUnderstood,
    StatusProhibits,
    Unsupported,
)
from sandbox.vendors.enom import Enom
from tests.conformance.bench import EXAMPLE, request_for
from tests.conformance.enom_bench import EnomBench
from tests.conformance.writes import KEY
from tests.registrar.enom.enom_edge import INFO, LOCKED, RENEWS, TOKEN, WHOSE, check, edge, no, price, yes

NAME = DomainName("example.com")
ENOUGH = Money(amount=Decimal(400))
SAID = "<RRPCode>200</RRPCode><RRPText>Command completed successfully</RRPText>"
EXTENDED = yes(
    "Extend",
    "<Extension>successful</Extension><DomainName>example.com</DomainName><OrderID>157781677</OrderID>"
    f"{SAID}<DomainInfo><RegistryExpDate>2029-04-24 09:17:29.000</RegistryExpDate></DomainInfo>",
)
PAID = {"GetDomainInfo": INFO, "Check": check(code="211"), "PE_GetProductPrice": price()}
WHOLE = {"GetDomainInfo": INFO, "GetRegLock": LOCKED, "GetRenew": RENEWS}


def _renewal(years: int = 1, limit: Money = ENOUGH) -> RenewalRequest:
    until = date(2028, 4, 24)
    return RenewalRequest(
        reference="order-1", name=NAME, years=years, current_expiry=until, price_limit=limit
    )


def test_a_question_is_a_form_with_the_credentials_in_it() -> None:
    with edge(WHOLE) as vendor:
        vendor.registrar.info(NAME)
        assert vendor.bodies[0] == (
            f"Command=GetDomainInfo&UID=sample&PW={TOKEN}&ResponseType=XML&SLD=example&TLD=com"
        ).encode("ascii")


def test_a_name_is_told_by_its_record_its_lock_and_its_renewal() -> None:
    with edge(WHOLE) as vendor:
        told = vendor.registrar.info(NAME)
    assert told.registrar_expires_at == date(2028, 4, 24)
    assert told.nameservers == {HostName("ns1.example.net"), HostName("ns2.example.net")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert (told.auto_renew, told.privacy, told.unmapped_statuses) == (False, False, ())


def test_a_registry_without_locks_tells_none() -> None:
    unlockable = LOCKED.replace("<IsLockable>True", "<IsLockable>False")
    with edge(WHOLE | {"GetRegLock": unlockable}) as vendor:
        assert vendor.registrar.info(NAME).statuses is None


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("210", Availability.FREE),
        ("211", Availability.TAKEN),
        ("723", Availability.UNCLEAR),
        ("", Availability.UNCLEAR),
    ],
)
def test_only_a_plain_code_makes_a_name_free(code: str, known: Availability) -> None:
    with edge({"Check": check(code=code)}) as vendor:
        assert vendor.registrar.availability(NAME).availability is known


@pytest.mark.parametrize(("years", "bracket"), [(1, "1"), (4, "2"), (9, "5"), (10, "10")])
def test_a_price_is_that_of_the_bracket_for_every_year(years: int, bracket: str) -> None:
    with edge(PAID | {"PE_GetProductPrice": price("1,009.50")}) as vendor:
        told = vendor.registrar.quote(NAME, kind=OrderKind.RENEW, years=years)
        asked = {"ProductType": "16", "TLD": "com", "Years": bracket}
        assert vendor.sent("PE_GetProductPrice") == [asked]
    assert told.price == Money(amount=Decimal("1009.50") * years)


def test_a_premium_name_has_its_own_price_which_the_order_confirms() -> None:
    prices = "<Registration>349.95</Registration><Renewal>20.00</Renewal>"
    bought = yes("Purchase", f"<OrderID>162373942</OrderID><TotalCharged>349.95</TotalCharged>{SAID}")
    whole = request_for("example.com").model_copy(update={"years": 1, "price_limit": ENOUGH})
    with edge({"Check": check(prices=prices, flags="True"), "Purchase": bought}) as vendor:
        receipt = vendor.registrar.register(whole)
        [sent] = vendor.sent("Purchase")
    assert sent["CustomerSuppliedPrice"] == "349.95"
    assert (receipt.reference, receipt.cost) == ("162373942", Money(amount=Decimal("349.95")))


def test_a_product_that_the_account_does_not_have_has_no_price() -> None:
    off = price().replace("<productenabled>True", "<productenabled>False")
    with edge(PAID | {"PE_GetProductPrice": off}) as vendor, pytest.raises(Refused):
        vendor.registrar.quote(NAME, kind=OrderKind.RENEW, years=1)


def test_a_renewal_is_paid_from_the_date_that_was_read_and_overrides_nothing() -> None:
    with edge(PAID | {"Extend": EXTENDED}) as vendor:
        receipt = vendor.registrar.renew(_renewal(2))
        assert vendor.sent("Extend") == [{"SLD": "example", "TLD": "com", "NumYears": "2"}]
    assert receipt.reference == "157781677"


def test_a_renewal_that_is_too_dear_is_not_sent() -> None:
    with edge(PAID) as vendor:
        with pytest.raises(PriceRefused):
            vendor.registrar.renew(_renewal(limit=Money(amount=Decimal("9.55"))))
        assert vendor.sent("Extend") == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("successful", "queued"),
        ("2029-04-24", "2028-04-24"),
        ("<RRPCode>200", "<RRPCode>210"),
        ("example.com", "example.net"),
        ("EXTEND<", "GETRENEW<"),
    ],
)
def test_a_yes_that_shows_no_renewal_is_no_yes(wrong: tuple[str, str]) -> None:
    with edge(PAID | {"Extend": EXTENDED.replace(*wrong)}) as vendor, pytest.raises(OutcomeUnknown):
        vendor.registrar.renew(_renewal())


@pytest.mark.parametrize(
    "said",
    [
        f"<OrderStatus>Order Pending</OrderStatus>{SAID}",
        "<RRPCode>1300</RRPCode><IsRealTimeTLD>False</IsRealTimeTLD>",
    ],
)
def test_a_registration_that_waits_is_pending_and_a_ca_goes_with_what_cira_asks_for(said: str) -> None:
    bought = yes("Purchase", f"<OrderID>162373943</OrderID><TotalCharged>13.99</TotalCharged>{said}")
    bought = bought.replace("<IsRealTimeTLD>True</IsRealTimeTLD>", "")
    whole = request_for("new-example.ca")
    answers = {"Check": check("new-example.ca"), "PE_GetProductPrice": price(), "Purchase": bought}
    accepted = {**whole.attributes, "ca.agreement_version": "2.0"}
    with edge(answers) as vendor:
        receipt = vendor.registrar.register(whole.model_copy(update={"attributes": accepted}))
        [sent] = vendor.sent("Purchase")
    assert receipt.pending
    assert (sent["cira_legal_type"], sent["cira_whois_display"]) == ("CCO", "FULL")
    assert (sent["cira_agreement_version"], sent["cira_agreement_value"]) == ("2.0", "Y")
    assert (sent["NS1"], sent["NS2"]) == ("ns1.example.net", "ns2.example.net")
    assert sent["AuxBillingEmailAddress"] == sent["AdminEmailAddress"]
    assert not {"CustomerSuppliedPrice", "UseDNS"} & set(sent)


def test_a_list_that_does_not_add_up_is_not_read() -> None:
    told = (
        '<GetDomains><domain-list type="Registered"><domain><sld>example</sld><tld>com</tld></domain>'
        "</domain-list><NextRecords>0</NextRecords><TotalDomainCount>{0}</TotalDomainCount></GetDomains>"
    )
    with edge({"GetDomains": yes("GetDomains", told.format(1))}) as vendor:
        assert list(vendor.registrar.holdings()) == [NAME]
        assert vendor.sent("GetDomains") == [{"Tab": "IOwn", "Start": "1", "Display": "100"}]
    with edge({"GetDomains": yes("GetDomains", told.format(2))}) as vendor, pytest.raises(ReplyNotUnderstood):
        list(vendor.registrar.holdings())


def test_the_balance_has_its_thousands_grouped_and_is_not_nothing_where_it_is_missing() -> None:
    told = "<Balance>2,261.65</Balance><AvailableBalance>1,939.50</AvailableBalance>"
    with edge({"GetBalance": yes("GetBalance", told)}) as vendor:
        assert vendor.registrar.balance() == Money(amount=Decimal("1939.50"))
    with edge({"GetBalance": yes("GetBalance", "")}) as vendor, pytest.raises(ReplyNotUnderstood):
        vendor.registrar.balance()


def test_what_a_registry_wants_is_asked_at_run_time() -> None:
    options = "<Options><Option><ID>1</ID><Value>CCO</Value><Title>Corporation</Title></Option></Options>"
    inside = f"<Name>cira_legal_type</Name><Title>Legal type</Title><Required>1</Required>{options}"
    told = yes("GetExtAttributes", f"<Attributes><Attribute><ID>1</ID>{inside}</Attribute></Attributes>")
    with edge({"GetExtAttributes": told}) as vendor:
        [asked] = vendor.registrar.attributes_asked("ca")
        assert vendor.sent("GetExtAttributes") == [{"TLD": "ca"}]
    assert (asked.name, asked.label, asked.required) == ("cira_legal_type", "Legal type", True)
    assert asked.choices == {"CCO": "Corporation"}


def _transfers(*statuses: int) -> str:
    orders = "".join(
        f"<TransferOrder><orderid>{at}</orderid><statusid>{status}</statusid></TransferOrder>"
        for at, status in enumerate(statuses, 175581269)
    )
    return yes("TP_GetDetailsByDomain", f"{orders}<ordercount>{len(statuses)}</ordercount>")


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ((), TransferState.NONE),
        ((32, 13), TransferState.PENDING),
        ((14,), TransferState.AWAITING_LOSING_REGISTRAR),
        ((100,), TransferState.AWAITING_OWNER),
        ((25, 5), TransferState.DONE),
        ((14, 22), TransferState.REFUSED),
    ],
)
def test_the_newest_order_says_how_far_a_transfer_is(statuses: tuple[int, ...], state: TransferState) -> None:
    with edge({"TP_GetDetailsByDomain": _transfers(*statuses)}) as vendor:
        assert vendor.registrar.transfer_state(NAME) is state


def test_a_status_that_nobody_documents_is_not_a_state() -> None:
    with edge({"TP_GetDetailsByDomain": _transfers(77)}) as vendor, pytest.raises(ReplyNotUnderstood):
        vendor.registrar.transfer_state(NAME)


@pytest.mark.parametrize(("status", "outcome"), [(13, None), (20, OutcomeUnknown)])
def test_a_transfer_that_is_called_off_in_the_same_answer_is_not_pending(
    status: int, outcome: type[Exception] | None
) -> None:
    taken = (
        "<transferorder><transferorderid>445413</transferorderid><statusid>4</statusid>"
        "<authamount>8.95</authamount><transferorderdetail><sld>example</sld><tld>com</tld>"
        f"<statusid>{status}</statusid></transferorderdetail></transferorder><success>True</success>"
    )
    answers = PAID | {"TP_GetDetailsByDomain": no(316153), "TP_CreateOrder": yes("TP_CreateOrder", taken)}
    request = TransferRequest(
        reference="order-1", name=NAME, auth_info=SecretStr("a+b/c&d"), contacts={}, price_limit=ENOUGH
    )
    with edge(answers) as vendor:
        if outcome:
            with pytest.raises(outcome):
                vendor.registrar.transfer_in(request)
        else:
            receipt = vendor.registrar.transfer_in(request)
            assert (receipt.pending, receipt.reference) == (True, "445413")
        [sent] = vendor.sent("TP_CreateOrder")
    assert (sent["SLD1"], sent["TLD1"], sent["AuthInfo1"]) == ("example", "com", "a+b/c&d")
    assert (sent["DomainCount"], sent["UseContacts"]) == ("1", "1")


def _expired(status: str) -> str:
    row = f"<DomainDetail><DomainName>Example.com</DomainName><status>{status}</status></DomainDetail>"
    return yes("GetExpiredDomains", f"{row}<domaincount>1</domaincount>")


RESTORE = RestoreRequest(reference="order-1", name=NAME, price_limit=ENOUGH)


def test_a_name_in_redemption_is_paid_with_a_year_and_is_pending() -> None:
    redeemed = EXTENDED.replace("EXTEND<", "EXTEND_RGP<")
    with edge(PAID | {"GetExpiredDomains": _expired("RGP"), "Extend_RGP": redeemed}) as vendor:
        assert vendor.registrar.restore(RESTORE).pending
        assert vendor.sent("Extend_RGP") == [{"SLD": "example", "TLD": "com"}]
        assert [one["ProductType"] for one in vendor.sent("PE_GetProductPrice")] == ["17", "16"]


@pytest.mark.parametrize(("word", "outcome"), [("True", None), ("Maybe", OutcomeUnknown)])
def test_a_name_that_has_merely_expired_comes_back_at_once(
    word: str, outcome: type[Exception] | None
) -> None:
    told = f"<ReactivateDomainName><Status>{word}</Status><OrderID>157614452</OrderID></ReactivateDomainName>"
    answers = {
        "GetExpiredDomains": _expired("Expired"),
        "UpdateExpiredDomains": yes("UpdateExpiredDomains", told),
    }
    with edge(PAID | answers) as vendor:
        if outcome:
            with pytest.raises(outcome):
                vendor.registrar.restore(RESTORE)
        else:
            assert vendor.registrar.restore(RESTORE).reference == "157614452"
        [sent] = vendor.sent("UpdateExpiredDomains")
    assert (sent["DomainName"], sent["NumYears"]) == ("example.com", "1")


def test_an_extended_redemption_and_a_premium_return_are_not_asked_for() -> None:
    later = PAID | {"GetExpiredDomains": _expired("Extended RGP")}
    with edge(later) as vendor, pytest.raises(StatusProhibits):
        vendor.registrar.restore(RESTORE)
    dear = check(prices="<Restore>250.00</Restore><Renewal>20.00</Renewal>", flags="True")
    with edge(PAID | {"GetExpiredDomains": _expired("RGP"), "Check": dear}) as vendor:
        with pytest.raises(Unsupported):
            vendor.registrar.restore(RESTORE)
        assert vendor.sent("Extend_RGP") == []


def test_privacy_is_never_bought() -> None:
    off = "<WPPSAllowed>1</WPPSAllowed><WPPSExists>0</WPPSExists><WPPSEnabled>0</WPPSEnabled>"
    told = yes("GetWPPSInfo", f"<GetWPPSInfo>{WHOSE}{off}</GetWPPSInfo>")
    with edge({"GetWPPSInfo": told}) as vendor:
        with pytest.raises(Refused):
            vendor.registrar.set_privacy(NAME, on=True)
        assert len(vendor.bodies) == 1


def test_a_new_signer_is_there_before_an_old_one_goes() -> None:
    old = KEY.signer(NAME)
    rows = (
        f"<KeyData><Algorithm>{old.algorithm}</Algorithm><Digest>{old.digest.upper()}</Digest>"
        f"<DigestType>{old.digest_type}</DigestType><KeyTag>{old.key_tag}</KeyTag></KeyData>"
    )
    told = f"<DnsSecData>{rows}</DnsSecData><DnsSecDataCount>1</DnsSecDataCount>"
    code = "<DnsSecData><Result><ResponseCode>200</ResponseCode></Result></DnsSecData>"
    answers = {"GetDnsSec": yes("GetDnsSec", told)}
    answers |= {command: yes(command, code) for command in ("AddDnsSec", "DeleteDnsSec")}
    new = SigningKey(flags=257, algorithm=13, public_key="YmJi" * 21 + "Yg==")
    with edge(answers) as vendor:
        vendor.registrar.set_signers(NAME, frozenset([new]))
        commands = [body.split(b"&")[0] for body in vendor.bodies]
        [gone] = vendor.sent("DeleteDnsSec")
    assert commands == [b"Command=GetDnsSec", b"Command=AddDnsSec", b"Command=DeleteDnsSec"]
    assert (gone["Alg"], gone["KeyTag"]) == (str(old.algorithm), str(old.key_tag))


@pytest.fixture
def bench() -> Iterator[EnomBench]:
    """The adapter over the dialect, with EXAMPLE in the account."""
    with ExitStack() as stack:
        bench = EnomBench(stack)
        bench.given(EXAMPLE)
        yield bench


def test_a_second_renewal_within_a_day_is_refused_and_not_pushed_through(bench: EnomBench) -> None:
    assert isinstance(bench.vendor, Enom)
    first = _renewal().model_copy(update={"current_expiry": EXAMPLE.expires_on})
    later = EXAMPLE.expires_on.replace(year=EXAMPLE.expires_on.year + 1)
    assert isinstance(bench.registrar, EnomRegistrar)
    renew = partial(EnomRegistrar.renew, bench.registrar)  # not the bench's own, which lets a day pass
    renew(first)
    with pytest.raises(StatusProhibits):
        renew(first.model_copy(update={"current_expiry": later, "reference": "order-2"}))
    assert len(bench.log.ledger) == 1
