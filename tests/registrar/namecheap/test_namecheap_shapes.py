"""Shapes of answers that the vendor's documents and clients show beside the usual ones."""

from decimal import Decimal

import pytest

from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar.contract import Availability, TransferState
from registrar.errors import NotSponsored, OutcomeUnknown, Refused, ReplyNotUnderstood
from tests.registrar.namecheap.namecheap_edge import INFO, LIST, edge, pricing, yes

NAME = DomainName("example.com")
TRANSFERS = "domains.transfer.getList"
NONE = yes(TRANSFERS, "<TransferGetListResult /><Paging><TotalItems>0</TotalItems></Paging>")


def test_a_record_without_owner_lock_or_id_of_its_privacy_is_a_record() -> None:
    bare = yes(
        "domains.getInfo",
        '<DomainGetInfoResult Status="Ok" ID="1" DomainName="Example.com"><DomainDetails>'
        "<ExpiredDate>4/5/2028 7:31:13 AM</ExpiredDate></DomainDetails>"
        '<Whoisguard Enabled="true" /></DomainGetInfoResult>',
    )
    listed = LIST.replace('Name="example.com"', 'Name="EXAMPLE.COM"')
    with edge({"domains.getInfo": bare, "domains.getList": listed}) as vendor:
        told = vendor.registrar.info(NAME)
    assert (told.privacy, told.nameservers, told.auto_renew) == (True, None, False)


def test_a_record_of_another_account_is_not_ours_whatever_the_case() -> None:
    shared = INFO.replace('IsOwner="true"', 'IsOwner="False"')
    with edge({"domains.getInfo": shared, "domains.getList": LIST}) as vendor, pytest.raises(NotSponsored):
        vendor.registrar.info(NAME)


def test_a_document_may_have_blanks_before_it() -> None:
    with edge({"domains.getInfo": f"\n\t\t{INFO}\n", "domains.getList": LIST}) as vendor:
        assert vendor.registrar.info(NAME).name == NAME


@pytest.mark.parametrize("paging", ["", "<Paging><TotalItems>1</TotalItems></Paging>"])
def test_a_short_list_is_whole_without_all_of_its_paging(paging: str) -> None:
    listed = yes("domains.getList", LIST[LIST.index("<DomainGetListR") : LIST.index("<Paging>")] + paging)
    with edge({"domains.getList": listed}) as vendor:
        assert list(vendor.registrar.holdings()) == [NAME]


def test_a_list_that_is_shorter_than_it_says_is_never_told() -> None:
    short = LIST.replace("<TotalItems>1<", "<TotalItems>2<")
    with edge({"domains.getList": short}) as vendor, pytest.raises(ReplyNotUnderstood):
        list(vendor.registrar.holdings())


def test_of_several_names_that_were_looked_up_ours_is_read() -> None:
    several = yes(
        "domains.check",
        '<DomainCheckResult Domain="example.net" Available="false" />'
        '<DomainCheckResult Domain="EXAMPLE.com" Available="true" />',
    )
    with edge({"domains.check": several}) as vendor:
        assert vendor.registrar.availability(NAME).availability is Availability.FREE


def test_a_price_without_its_unit_is_by_the_year() -> None:
    rows = '<Price Duration="1" Price="10.98" YourPrice="10.98" Currency="USD" />'
    answers = {
        "domains.check": yes("domains.check", '<DomainCheckResult Domain="example.com" Available="true" />'),
        "users.getPricing": pricing("register", rows, "COM"),
    }
    with edge(answers) as vendor:
        quote = vendor.registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)
    assert quote.price == Money(amount=Decimal("10.98"))


def test_a_transfer_has_its_number_in_either_word() -> None:
    rows = '<Transfer ID="59" Domainname="example.com" StatusID="14" Status="INPROGRESS" />'
    listed = yes(TRANSFERS, f"<TransferGetListResult>{rows}</TransferGetListResult>")
    with edge({TRANSFERS: listed}) as vendor:
        assert vendor.registrar.transfer_state(NAME) is not TransferState.NONE
    with edge({TRANSFERS: NONE}) as vendor:
        assert vendor.registrar.transfer_state(NAME) is TransferState.NONE


@pytest.mark.parametrize("word", ["Updated", "Update"])
def test_new_nameservers_are_said_to_be_there_in_either_word(word: str) -> None:
    done = yes("domains.dns.setCustom", f'<DomainDNSSetCustomResult Domain="example.com" {word}="true" />')
    with edge({"domains.getInfo": INFO, "domains.dns.setCustom": done}) as vendor:
        vendor.registrar.set_nameservers(NAME, frozenset([HostName("ns3.example.net")]))
        assert len(vendor.sent("domains.dns.setCustom")) == 1
    answers = {"domains.getInfo": INFO, "domains.dns.setCustom": done.replace('"true"', '"false"')}
    with edge(answers) as vendor, pytest.raises(OutcomeUnknown):
        vendor.registrar.set_nameservers(NAME, frozenset([HostName("ns3.example.net")]))


def test_a_no_without_a_number_keeps_its_words() -> None:
    bare = '<ApiResponse Status="Error"><Errors><Error>The moon is full</Error></Errors></ApiResponse>'
    with edge({"users.getBalances": bare}) as vendor, pytest.raises(Refused, match="The moon is full"):
        vendor.registrar.balance()
