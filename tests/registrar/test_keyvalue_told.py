"""What columns tell of names, contacts, prices, lists and events of CentralNic's two systems."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Availability, Receipt
from registrar.errors import Refused, ReplyNotUnderstood
from registrar.exchange import Exchange, Unreadable
from registrar.keyvalue import contacts, domain, lists, prices
from registrar.keyvalue.events import event_in
from registrar.keyvalue.line import KeyValueCodec, KeyValueLine
from registrar.keyvalue.reply import KeyValueReply, read_keyvalue
from tests.conformance.people import ADMIN

NAME = DomainName("example.com")


def _lines(columns: Mapping[str, Sequence[str]], said: str = "") -> bytes:
    cells = [
        f"PROPERTY[{word}][{at}]={text}" for word, texts in columns.items() for at, text in enumerate(texts)
    ]
    return "\n".join(["[RESPONSE]", "CODE=200", "DESCRIPTION=Done", said, *cells, "EOF"]).encode()


def _reply(said: str = "", **columns: str) -> KeyValueReply:
    return read_keyvalue(_lines({word: text.split("|") for word, text in columns.items()}, said))


def test_a_record_tells_its_dates_its_hosts_and_its_statuses() -> None:
    told = domain.registration(
        NAME,
        _reply(
            TRANSFERLOCK="1", STATUS="ACTIVE|pendingUpdate|ODD", RENEWALMODE="AUTODELETE", PRIVATE="1",
            CREATEDDATE="2021-03-01 12:00:00", NAMESERVER="NS1.EXAMPLE.NET|",
        ),
        privacy=("PRIVATE",),
    )  # fmt: skip
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED, Status.PENDING_UPDATE}
    assert (told.unmapped_statuses, told.auto_renew, told.privacy) == (("ODD",), False, True)
    assert told.registered_at == datetime(2021, 3, 1, 12, tzinfo=UTC)
    assert domain.hosts(_reply(NAMESERVER="NS1.EXAMPLE.NET|")) == {HostName("ns1.example.net")}
    assert domain.renewed(_reply()) is None
    with pytest.raises(Unreadable):
        domain.hosts(_reply(NAMESERVER="no name"))


@pytest.mark.parametrize(
    ("reply", "pending"),
    [
        (_reply(), False),
        (_reply(STATUS="ACTIVE"), False),
        (_reply(STATUS="clientTransferProhibited"), False),
        (_reply(STATUS="REQUESTEDCREATE"), True),
        (_reply(said="PENDING = 1"), True),
    ],
)
def test_the_yes_to_a_change_says_whether_it_waits(reply: KeyValueReply, pending: bool) -> None:
    assert domain.changed(reply) == Receipt(pending=pending)


def test_a_state_that_nobody_documents_is_no_yes() -> None:
    with pytest.raises(Unreadable):
        domain.changed(_reply(STATUS="FAILED"))


def test_signers_are_those_of_keys_else_the_rows_themselves() -> None:
    row = f"12345 13 2 {'AB' * 32}"
    signer = DelegationSigner(key_tag=12345, algorithm=13, digest_type=2, digest="ab" * 32)
    assert list(domain.signers_in(NAME, [], [row])) == [signer]
    assert {found.algorithm for found in domain.signers_in(NAME, ["257 3 13 AAAA"], [row])} == {13}
    for keys, signers in ((["257 3 13"], []), ([], ["a b c d"])):
        with pytest.raises(Unreadable):
            domain.signers_in(NAME, keys, signers)


def test_a_contact_comes_back_as_it_was_written() -> None:
    fields = contacts.written(ADMIN)
    shown = _reply(**{word.rstrip("0"): text for word, text in fields.items()}, CONTACT="P-ABC1")
    assert contacts.seen("P-ABC1", shown) == SeenContact.of(ADMIN).model_copy(update={"handle": "P-ABC1"})
    for spoilt in (_reply(CONTACT="P-OTHER", COUNTRY="CA"), _reply(EMAIL="one@example.com")):
        with pytest.raises(Unreadable):
            contacts.seen("P-ABC1", spoilt)


def test_handles_stand_on_roles() -> None:
    handles = {ContactRole.REGISTRANT: "P-ABC1", ContactRole.BILLING: "P-ABC2"}
    assert contacts.on_roles(handles) == {"OWNERCONTACT0": "P-ABC1", "BILLINGCONTACT0": "P-ABC2"}
    assert (
        contacts.handles_in(_reply(OWNERCONTACT="P-ABC1", BILLINGCONTACT="P-ABC2", ADMINCONTACT=""))
        == handles
    )
    assert contacts.handle_of("P-ABC1") == "P-ABC1"
    with pytest.raises(Unreadable):
        contacts.handle_of("two words\n")


def test_what_a_handle_cannot_hold_is_named() -> None:
    assert list(contacts.unholdable(ADMIN)) == []
    assert list(contacts.unholdable(ADMIN.model_copy(update={"given": None}))) == [
        "a name without given and family name"
    ]


def test_offers_are_read_by_number_and_mark() -> None:
    dear = "211 Premium Domain name available [PREMIUM]"
    offered = prices.checked(NAME, _reply(DOMAINCHECK=dear, CLASS="A", PRICE="999.99", CURRENCY="USD"))
    assert (offered.offer.availability, offered.offer.premium) == (Availability.FREE, True)
    assert (offered.premium_class, offered.premium_price) == ("A", Money(amount=Decimal("999.99")))
    assert prices.checked(NAME, _reply(DOMAINCHECK="549 No")).offer.availability is Availability.UNCLEAR


def test_prices_are_added_up_from_columns_or_from_relations() -> None:
    columns = prices.columns(_reply(SETUP="1", ANNUAL="9.50", CURRENCY="USD", PREMIUM="0"))
    quote = prices.quoted(NAME, OrderKind.REGISTER, 2, columns)
    assert (quote.price, quote.premium) == (Money(amount=Decimal("20.00")), False)
    told = _reply(
        RELATIONTYPE="PRICE_CLASS_DOMAIN_COM_TRANSFER|PRICE_CLASS_DOMAIN_COM_CURRENCY|PRICE_CLASS_DOMAIN_NET_TRANSFER",
        RELATIONVALUE="8.50|USD|7.50",
    )
    related = prices.relations(told, "COM")
    assert prices.quoted(NAME, OrderKind.TRANSFER, 1, related).price == Money(amount=Decimal("8.50"))
    with pytest.raises(Refused):
        prices.quoted(NAME, OrderKind.RESTORE, 1, related)
    with pytest.raises(Unreadable):
        prices.quoted(NAME, OrderKind.TRANSFER, 1, related | {"TRANSFER": "much"})
    with pytest.raises(Unreadable):
        prices.relations(_reply(RELATIONTYPE="A|B", RELATIONVALUE="1"), "COM")
    with pytest.raises(Unreadable):
        prices.money(Decimal(1), "dollars")


def test_an_event_tells_the_name_and_what_names_nobody() -> None:
    told = event_in("7", _reply(CLASS="DOMAIN", DATE="2026-10-17 08:27:40.0", OBJECT_ID="example.com"))
    assert (told.kind, told.name, told.words) == ("DOMAIN", NAME, "")
    told = event_in("7", _reply(CLASS="A", SUBCLASS="B", DATA="domain:no name|transfer status:PENDING"))
    assert (told.kind, told.name, told.words) == ("A B", None, "PENDING")


class Pages:
    """An HTTP client that answers with one page after the other."""

    def __init__(self, *pages: bytes) -> None:
        self._pages = iter(pages)

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request."""
        del method, headers, body
        return Answer(status=200, headers={}, body=next(self._pages), url=url)


def _line(*pages: tuple[str, str]) -> KeyValueLine:
    bodies = [_lines({"DOMAIN": names.split("|"), "TOTAL": [total]}) for names, total in pages]
    codec = KeyValueCodec(
        endpoint="https://vendor.example.net", username="sample", secret=SecretStr("secret"), entity=None
    )
    return Exchange(cast("HttpClient", Pages(*bodies)), codec, registrar="vendor", attempts=1)


def test_lists_are_whole_or_not_told() -> None:
    both = {NAME, DomainName("example.net")}
    pages = ("example.com", "2"), ("example.net", "2")
    assert set(lists.names(_line(*pages), "List", {}, registrar="vendor")) == both
    assert lists.rows(_line(*pages), "List", {}, "DOMAIN", registrar="vendor") == sorted(both)
    repeated = ("example.com|example.net|example.net", "3")
    assert lists.names_in_rows(_line(repeated), "List", {}, registrar="vendor") == both
    for spoilt in (("", "1"), ("example.com|example.net", "1"), ("no name", "1")):
        with pytest.raises(ReplyNotUnderstood):
            lists.names_in_rows(_line(spoilt), "List", {}, registrar="vendor")
    with pytest.raises(ReplyNotUnderstood):
        list(lists.names(_line(repeated), "List", {}, registrar="vendor"))
