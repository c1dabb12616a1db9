"""What leaves for CentralNic Reseller and HEXONET, and what their documented replies mean."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import SecretStr

from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.adapters.centralnic import CentralNicRegistrar
from registrar.adapters.hexonet import SPEC, HexonetRegistrar
from registrar.contract import (
    Availability,
    RegistrationRequest,
    RenewalRequest,
    TransferRequest,
    TransferState,
)
from registrar.errors import (
    ExpiryMismatch,
    NameTaken,
    OutcomeUnknown,
    PriceRefused,
    ReplyNotUnderstood,
    Unsupported,
)
from registrar.events import RegistrarEvent
from registrar.keyvalue.line import Command, KeyValueCodec
from tests.conformance.bench import request_for
from tests.registrar.centralnic.centralnic_edge import PASSWORD, Told, centralnic, hexonet, reply, status_of

NAME = DomainName("example.com")
FREE = reply(DOMAINCHECK="210 Available", CLASS="", PRICE="", CURRENCY="")
PREMIUM = reply(
    DOMAINCHECK="211 Premium Domain name available [PREMIUM]",
    CLASS="PREMIUM_SAMPLE_A",
    PRICE="349.95",
    CURRENCY="USD",
)
RELATIONS = reply(
    RELATIONTYPE=(
        "PRICE_CLASS_DOMAIN_COM_SETUP", "PRICE_CLASS_DOMAIN_COM_ANNUAL", "PRICE_CLASS_DOMAIN_COM_CURRENCY",
        "PRICE_CLASS_DOMAIN_COM_TRANSFER", "PRICE_CLASS_DOMAIN_COM_RESTORE",
    ),
    RELATIONVALUE=("1.00", "9.00", "USD", "8.50", "50.00"),
)  # fmt: skip
PRICES = reply(
    DOMAIN="example.com", PREMIUM="0", SETUP="1.00", APPLICATION="0.50", ANNUAL="9.00", TRANSFER="8.50",
    RESTORE="50.00", CURRENCY="USD",
)  # fmt: skip
HANDLE = reply(CONTACT="P-ABC1", NEW="1", STATUS="ACTIVE")
REGISTERED = reply(STATUS="ACTIVE", REGISTRATIONEXPIRATIONDATE="2028-01-15 09:30:00")
PENDING = reply(said="PENDING = 1", STATUS="REQUESTEDCREATE")
GONE = reply(545, "Object not found")
RENEWED = reply(DOMAIN="example.com", EXPIRATIONDATE="2029-03-01 12:00:00")
Make = Callable[[Told], HexonetRegistrar | CentralNicRegistrar]
BOTH = pytest.mark.parametrize("make", [centralnic, hexonet])


def _shop(**replies: bytes) -> Told:
    return Told(
        {
            "CheckDomains": FREE,
            "StatusUser": RELATIONS,
            "DomainPrice": PRICES,
            "AddContact": HANDLE,
            "AddDomain": REGISTERED,
            "StatusDomain": status_of(),
            "StatusDomainTransfer": GONE,
            "RenewDomain": RENEWED,
            "TransferDomain": reply(said="PENDING = 1"),
        }
        | replies
    )


def _order(name: str = "new-example.com") -> RegistrationRequest:
    return request_for(name)


def _renewal(until: date = date(2028, 3, 1), limit: str = "100") -> RenewalRequest:
    return RenewalRequest(
        reference="order-3",
        name=NAME,
        years=1,
        current_expiry=until,
        price_limit=Money(amount=Decimal(limit)),
    )


def test_a_command_leaves_as_a_form_with_its_lines() -> None:
    told = Told({"StatusDomain": status_of()})
    hexonet(told).info(NAME)
    form = {"s_entity": "1234", "s_login": "sample", "s_pw": PASSWORD}
    assert told.forms == [form | {"s_command": "COMMAND=StatusDomain\nDOMAIN=example.com"}]


def test_the_bytes_of_a_command_are_a_form_in_percent_encoding() -> None:
    codec = KeyValueCodec(
        endpoint="https://api-ote.rrpproxy.net/api/call.cgi",
        username="u",
        secret=SecretStr("p&1"),
        entity=None,
    )
    sent = codec.encode(Command("StatusContact", given={"CONTACT": "P-É 1"}))
    assert sent.body == b"s_login=u&s_pw=p%261&s_command=COMMAND%3DStatusContact%0ACONTACT%3DP-%C3%89%201"
    assert (sent.method, sent.headers["Content-Type"]) == ("POST", "application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("endpoint", "entity"),
    [
        (SPEC.endpoints[environment], entity)
        for environment, entity in zip(SPEC.endpoints, ("54cd", "1234"), strict=True)
    ],
)
def test_an_entity_goes_to_its_own_environment_only(endpoint: str, entity: str) -> None:
    told = Told({"StatusDomain": status_of()})
    hexonet(told, endpoint=endpoint).info(NAME)
    assert (told.urls, told.forms[0]["s_entity"]) == ([endpoint], entity)


def test_a_value_cannot_bring_a_parameter_of_its_own() -> None:
    told = _shop(StatusDomain=GONE, DomainPrice=reply(TRANSFER="1.00", CURRENCY="USD"))
    order = TransferRequest(
        reference="order-2", name=DomainName("example.ca"), auth_info=SecretStr("secret\nACTION=CANCEL"),
        contacts={}, price_limit=Money(amount=Decimal(100)),
    )  # fmt: skip
    with pytest.raises(Unsupported):
        centralnic(told).transfer_in(order)
    assert told.of("TransferDomain") == []


def test_what_status_domain_tells_is_a_registration() -> None:
    told = hexonet(Told({"StatusDomain": status_of(PAIDUNTILDATE="2027-03-01 12:00:00")})).info(NAME)
    assert told.expires_at == datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert told.registrar_expires_at == datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert told.nameservers == {HostName("ns1.example.net"), HostName("ns2.example.net")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert (told.auto_renew, told.privacy) == (False, None)


def test_keys_in_small_letters_with_blanks_are_the_same_keys() -> None:
    """CentralNic Reseller writes `property[created date][0]`."""
    small = (
        b"[RESPONSE]\ncode = 200\ndescription = Command completed successfully\n"
        b"property[domain][0] = example.com\nproperty[created date][0] = 2021-03-01 12:00:00.0\n"
        b"property[paid until date][0] = 0000-00-00 00:00:00\nproperty[nameserver][0] =\n"
        b"property[transferlock][0] = 0\nproperty[status][0] = pendingUpdate\n"
        b"property[x-whois-privacy][0] = 1\nproperty[renewalmode][0] = DEFAULT\nruntime = 0.1\nEOF\n"
    )
    told = centralnic(Told({"StatusDomain": small})).info(NAME)
    assert told.registered_at == datetime(2021, 3, 1, 12, tzinfo=UTC)
    assert told.registrar_expires_at is None
    assert told.nameservers == frozenset()
    assert told.statuses == {Status.PENDING_UPDATE}
    assert (told.auto_renew, told.privacy) == (None, True)


@BOTH
@pytest.mark.parametrize("spoilt", [{"ID": "example.net"}, {"ID": ""}, {"CREATEDDATE": "yesterday"}])
def test_a_record_that_is_none_is_never_data(make: Make, spoilt: dict[str, str]) -> None:
    with pytest.raises(ReplyNotUnderstood):
        make(Told({"StatusDomain": status_of(**spoilt)})).info(NAME)


@BOTH
@pytest.mark.parametrize(
    ("check", "availability", "premium"),
    [
        ("210 Available", Availability.FREE, False),
        ("211 Domain name not available", Availability.TAKEN, False),
        ("211 Taken", Availability.TAKEN, False),
        ("211 Premium Domain name available [PREMIUM]", Availability.FREE, True),
        ("211 Premium domain name", Availability.UNCLEAR, False),
        ("541 Invalid attribute value", Availability.UNCLEAR, False),
        ("549 Command failed", Availability.UNCLEAR, False),
    ],
)
def test_the_number_alone_does_not_say_whether_a_name_is_free(
    make: Make, check: str, availability: Availability, premium: bool
) -> None:
    offer = make(Told({"CheckDomains": reply(DOMAINCHECK=check)})).availability(NAME)
    assert (offer.availability, offer.premium) == (availability, premium)


@pytest.mark.parametrize(
    ("kind", "years", "there", "here"),
    [
        (OrderKind.REGISTER, 2, "19.50", "19.00"),
        (OrderKind.RENEW, 2, "18.00", "18.00"),
        (OrderKind.TRANSFER, 1, "8.50", "8.50"),
        (OrderKind.RESTORE, 1, "50.00", "50.00"),
    ],
)
def test_a_price_is_added_up_from_its_parts(kind: OrderKind, years: int, there: str, here: str) -> None:
    quotes = [make(_shop()).quote(NAME, kind=kind, years=years).price for make in (centralnic, hexonet)]
    assert quotes == [Money(amount=Decimal(there)), Money(amount=Decimal(here))]


def test_a_premium_is_ordered_by_its_class_at_hexonet_and_by_its_price_at_centralnic() -> None:
    dear = reply(DOMAIN="new-example.com", PREMIUM="1", SETUP="0", ANNUAL="349.95", CURRENCY="USD")
    there, here = _shop(CheckDomains=PREMIUM, DomainPrice=dear), _shop(CheckDomains=PREMIUM)
    centralnic(there).register(_order())
    hexonet(here).register(_order())
    assert there.of("AddDomain")[0]["X-FEE-AMOUNT"] == "349.95"
    assert here.of("AddDomain")[0]["CLASS"] == "PREMIUM_SAMPLE_A"


@BOTH
def test_a_registration_makes_handles_first_and_is_sent_once(make: Make) -> None:
    told = _shop(DomainPrice=reply(SETUP="0", ANNUAL="9.00", CURRENCY="USD"))
    receipt = make(told).register(_order())
    [sent] = told.of("AddDomain")
    assert len(told.of("AddContact")) == 4
    assert told.commands[-1] == sent
    assert sent["PERIOD"] == ("1Y" if make is hexonet else "1")
    assert sent["OWNERCONTACT0"] == sent["BILLINGCONTACT0"] == "P-ABC1"
    assert (sent["NAMESERVER0"], sent["NAMESERVER1"]) == ("ns1.example.net", "ns2.example.net")
    assert not receipt.pending


@pytest.mark.parametrize("state", ["REQUESTEDCREATE", "PENDINGCREATE"])
def test_a_registration_that_waits_for_the_registry_is_pending(state: str) -> None:
    assert hexonet(_shop(AddDomain=reply(STATUS=state))).register(_order()).pending
    assert hexonet(_shop(AddDomain=PENDING)).register(_order()).pending


@pytest.mark.parametrize(
    "answer", [reply(STATUS="HELD"), REGISTERED[:-5], b"", b"<html>", reply(DOMAIN="example.net")]
)
def test_a_registration_without_a_clear_yes_is_unknown_and_sent_once(answer: bytes) -> None:
    told = _shop(AddDomain=answer)
    with pytest.raises(OutcomeUnknown):
        hexonet(told).register(_order())
    assert len(told.of("AddDomain")) == 1


def test_a_name_that_is_here_already_is_said_to_be_here() -> None:
    taken = reply(DOMAINCHECK="211 Domain name not available")
    with pytest.raises(NameTaken, match="in this account"):
        hexonet(_shop(CheckDomains=taken, StatusDomain=status_of("new-example.com"))).register(_order())
    with pytest.raises(NameTaken, match="not for sale"):
        hexonet(_shop(CheckDomains=taken, StatusDomain=GONE)).register(_order())


def test_a_canadian_name_carries_its_category_in_each_ones_word() -> None:
    named = reply(
        RELATIONTYPE=("PRICE_CLASS_DOMAIN_CA_ANNUAL", "PRICE_CLASS_DOMAIN_CA_CURRENCY"),
        RELATIONVALUE=("9.00", "USD"),
    )
    told = _shop(StatusUser=named)
    hexonet(told).register(_order("new-example.ca"))
    [sent] = told.of("AddDomain")
    assert (sent["X-CA-LEGALTYPE"], sent["X-CA-LANGUAGE"]) == ("CCO", "FR")
    assert "BILLINGCONTACT0" not in sent
    with pytest.raises(Unsupported, match=r"ca\.language"):
        centralnic(_shop()).register(_order("new-example.ca"))


def test_a_renewal_is_guarded_by_the_year_and_by_the_date() -> None:
    there, here = _shop(), _shop()
    centralnic(there).renew(_renewal())
    hexonet(here).renew(_renewal())
    about = {"COMMAND": "RenewDomain", "DOMAIN": "example.com", "EXPIRATION": "2028"}
    assert there.of("RenewDomain") == [about | {"PERIOD": "1"}]
    assert here.of("RenewDomain") == [about | {"PERIOD": "1Y", "EXPIRATIONDATE": "2028-03-01 12:00:00"}]


@BOTH
def test_a_renewal_from_another_date_or_above_the_limit_is_not_sent(make: Make) -> None:
    told = _shop()
    with pytest.raises(ExpiryMismatch):
        make(told).renew(_renewal(date(2027, 3, 1)))
    with pytest.raises(PriceRefused):
        make(told).renew(_renewal(limit="1"))
    assert told.of("RenewDomain") == []


@BOTH
def test_a_renewal_whose_date_has_not_moved_is_no_yes(make: Make) -> None:
    with pytest.raises(OutcomeUnknown):
        make(_shop(RenewDomain=reply(DOMAIN="example.com", EXPIRATIONDATE="2028-03-01 12:00:00"))).renew(
            _renewal()
        )


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("INITIATED", TransferState.PENDING),
        ("requested", TransferState.PENDING),
        ("SUCCESSFUL", TransferState.DONE),
        ("failed", TransferState.REFUSED),
        ("clientCancelled", TransferState.REFUSED),
    ],
)
def test_a_transfer_is_told_in_the_documents_words(word: str, state: TransferState) -> None:
    assert hexonet(_shop(StatusDomainTransfer=reply(TRANSFERSTATUS=word))).transfer_state(NAME) is state


def test_a_transfer_that_is_told_of_no_more_has_come_where_the_name_has() -> None:
    came = status_of(TRANSFERDATE="2026-11-01 10:00:00")
    assert hexonet(_shop(StatusDomain=came)).transfer_state(NAME) is TransferState.DONE
    assert hexonet(_shop()).transfer_state(NAME) is TransferState.NONE
    with pytest.raises(ReplyNotUnderstood):
        hexonet(_shop(StatusDomainTransfer=reply(TRANSFERSTATUS="MUSING"))).transfer_state(NAME)


def test_a_canadian_transfer_takes_no_contacts() -> None:
    told = _shop(StatusDomain=GONE, DomainPrice=reply(TRANSFER="1.00", CURRENCY="USD"))
    order = TransferRequest(
        reference="order-2", name=DomainName("example.ca"), auth_info=SecretStr("let-me-go"),
        contacts=dict(_order("new-example.ca").contacts), price_limit=Money(amount=Decimal(100)),
    )  # fmt: skip
    assert centralnic(told).transfer_in(order).pending
    assert told.of("AddContact") == []
    assert told.of("TransferDomain") == [
        {"COMMAND": "TransferDomain", "DOMAIN": "example.ca", "ACTION": "REQUEST", "AUTH": "let-me-go"}
    ]


def test_signers_are_what_keys_give_else_what_is_there() -> None:
    row = "12345 13 2 " + "AB" * 32
    signer = DelegationSigner(key_tag=12345, algorithm=13, digest_type=2, digest="ab" * 32)
    assert list(hexonet(Told({"StatusDomain": status_of(SECDNS__DS=row)})).signers(NAME)) == [signer]
    with pytest.raises(ReplyNotUnderstood):
        hexonet(Told({"StatusDomain": status_of(SECDNS__DS="12345 13")})).signers(NAME)


def test_the_balance_is_without_what_is_reserved_and_without_credit() -> None:
    told = Told({"StatusAccount": reply(AMOUNT="217.12", CREDIT="1000.00", DEPOSIT="17.00", CURRENCY="EUR")})
    assert hexonet(told).balance() == Money(amount=Decimal("200.12"), currency="EUR")


def test_an_event_is_told_by_its_class_and_acknowledged_by_its_number() -> None:
    told = Told({
        "QueryEventList": reply(EVENT="22473397", TOTAL="1"),
        "StatusEvent": reply(
            CLASS="DOMAIN_TRANSFER", SUBCLASS="TRANSFER_PENDING", DATE="2026-10-17 08:27:40.0",
            DATA=("domain:example.com", "current registrar:somebody", "transfer status:REQUESTED"),
        ),
        "DeleteEvent": GONE,
    })  # fmt: skip
    event = hexonet(told).next_event()
    assert event == RegistrarEvent(
        id="22473397", kind="DOMAIN_TRANSFER TRANSFER_PENDING", name=NAME,
        at=datetime(2026, 10, 17, 8, 27, 40, tzinfo=UTC), words="REQUESTED",
    )  # fmt: skip
    assert event is not None
    hexonet(told).acknowledge(event)
    assert told.of("DeleteEvent") == [{"COMMAND": "DeleteEvent", "EVENT": "22473397"}]


def test_lists_are_read_page_by_page_until_they_add_up() -> None:
    whole = reply(TOTAL="2", DOMAIN=("example.com", "EXAMPLE.NET"))
    told = Told({"QueryDomainList": whole})
    assert list(hexonet(told).holdings()) == [NAME, DomainName("example.net")]
    for spoilt in (reply(TOTAL="3", DOMAIN="example.com"), reply(DOMAIN="example.com"), reply(TOTAL="x")):
        with pytest.raises(ReplyNotUnderstood):
            list(hexonet(Told({"QueryDomainList": spoilt})).holdings())
