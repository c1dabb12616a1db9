"""Requests leave as Realtime Register's reference writes them, and answers of its shapes are read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import (
    Availability,
    OrderAbsent,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
    RenewalRequest,
    TransferState,
)
from registrar.errors import OutcomeUnknown, PriceRefused, Unsupported
from tests.registrar.realtimeregister.realtimeregister_edge import DOMAIN, KEY, NAME, QUOTE, account
from tests.registrar.written_json import Told

D = f"domains/{NAME}"
HELD: dict[str, Told] = {f"GET {D}": (200, DOMAIN)}
RENEWABLE = HELD | {f"POST {D}/renew?quote=true": (200, QUOTE)}
SIGNING = SigningKey(algorithm=13, public_key="ZXhhbXBsZS1rZXktZXhhbXBsZS1rZXktZXhhbXBsZS1rZXk=")
ACCEPTED: Told = (202, {"processId": "46069000"})


def renewal(limit: str = "5.00") -> RenewalRequest:
    return RenewalRequest(
        reference="order-3", name=NAME, years=1, current_expiry=date(2027, 11, 30),
        price_limit=Money(amount=Decimal(limit), currency="EUR"),
    )  # fmt: skip


def test_a_name_of_the_documents_shape_is_read() -> None:
    registrar, http = account(HELD)
    told = registrar.info(NAME)
    assert told.registrar_expires_at == datetime(2027, 11, 30, 1, 2, 3, tzinfo=UTC)
    assert told.nameservers == {"ns1.example.com", "ns2.example.com"}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert told.unmapped_statuses == ("IRTPC_TRANSFER_PROHIBITED",)
    assert (told.auto_renew, told.privacy, told.delegation_signed) == (True, False, False)
    assert http.headers[0]["Authorization"] == f"ApiKey {KEY}"


def test_a_renewal_agrees_to_what_was_quoted_and_is_in_months() -> None:
    registrar, http = account(RENEWABLE | {f"POST {D}/renew": (200, {"expiryDate": "2028-11-30T01:02:03Z"})})
    assert registrar.renew(renewal()) == Receipt()
    body = {"period": 12, "expiryDate": "2027-11-30T01:02:03Z"}
    billables = [{"product": "domain_net", "action": "RENEW", "quantity": 1}]
    assert http.sent[1:] == [
        (f"POST {D}/renew?quote=true", body),
        (f"POST {D}/renew", body | {"billables": billables}),
    ]


def test_a_renewal_whose_date_has_not_moved_is_unknown() -> None:
    registrar, _ = account(RENEWABLE | {f"POST {D}/renew": (200, {"expiryDate": "2027-11-30T01:02:03Z"})})
    with pytest.raises(OutcomeUnknown):
        registrar.renew(renewal())


def test_more_than_the_limit_is_not_ordered() -> None:
    registrar, http = account(RENEWABLE)
    with pytest.raises(PriceRefused):
        registrar.renew(renewal("4.99"))
    assert f"POST {D}/renew" not in [line for line, _ in http.sent]


@pytest.mark.parametrize("status", ["NEW", "VALIDATED", "RUNNING", "IN_DOUBT", "SCHEDULED", "SUSPENDED"])
def test_a_process_that_is_neither_done_nor_failed_is_pending(status: str) -> None:
    process = {"id": 46069000, "status": status, "type": "domain", "action": "renew", "identifier": NAME}
    registrar, _ = account(
        RENEWABLE | {f"POST {D}/renew": ACCEPTED, "GET processes/46069000": (200, process)}
    )
    assert registrar.renew(renewal()) == Receipt(pending=True, reference="46069000")


@pytest.mark.parametrize("status", ["FAILED", "CANCELLED", "INVALID"])
def test_a_process_that_came_to_nothing_is_looked_for_by_its_number(status: str) -> None:
    process = {"id": 46069000, "status": status, "type": "domain", "action": "renew", "identifier": NAME}
    registrar, _ = account(
        RENEWABLE | {f"POST {D}/renew": ACCEPTED, "GET processes/46069000": (200, process)}
    )
    with pytest.raises(OutcomeUnknown) as raised:
        registrar.renew(renewal())
    assert raised.value.vendor_reference == "46069000"


@pytest.mark.parametrize(
    ("rows", "number", "found"),
    [
        ([], None, OrderAbsent),
        (["COMPLETED"], None, OrderUnclear),
        (["FAILED"], None, OrderAbsent),
        (["COMPLETED"], "1", OrderFound),
        (["FAILED"], "1", OrderFailed),
        (["COMPLETED"], "2", OrderUnclear),
    ],
)
def test_a_renewal_is_found_by_the_vendors_number_only(
    rows: list[str], number: str | None, found: type
) -> None:
    entities = [
        {"id": place, "status": status, "type": "domain", "action": "renew", "identifier": NAME}
        for place, status in enumerate(rows, 1)
    ]
    listing = {"entities": entities, "pagination": {"limit": 100, "offset": 0, "total": len(rows)}}
    registrar, _ = account(HELD | {f"GET processes?identifier:eq={NAME}&limit=100&offset=0": (200, listing)})
    sought = OrderSought(reference="order-3", name=NAME, kind=OrderKind.RENEW, vendor_reference=number)
    assert isinstance(registrar.find_order(sought), found)


def test_the_lock_is_set_with_all_other_statuses() -> None:
    held = DOMAIN | {"status": ["OK", "ADD_PERIOD"]}
    registrar, http = account({f"GET {D}": (200, held), f"POST {D}/update": (200, None)})
    registrar.set_lock(NAME, locked=True)
    assert http.sent[-1] == (
        f"POST {D}/update", {"status": ["OK", "ADD_PERIOD", "CLIENT_TRANSFER_PROHIBITED"]}
    )  # fmt: skip


def test_keys_are_sent_as_the_reference_spells_them() -> None:
    registrar, http = account(HELD | {f"POST {D}/update": ACCEPTED})
    registrar.set_signers(NAME, frozenset([SIGNING]))
    row = {"protocol": 3, "flags": 257, "algorithm": 13, "publicKey": SIGNING.public_key}
    assert (f"POST {D}/update", {"keyData": [row]}) in http.sent


def test_ds_data_is_told_and_not_mixed_with_keys() -> None:
    signer = SIGNING.signer(NAME)
    row = {
        "keyTag": signer.key_tag, "algorithm": 13, "digestType": 2, "digest": signer.digest.upper()
    }  # fmt: skip
    other = SigningKey(algorithm=13, public_key="YW5vdGhlci1rZXk=")
    registrar, http = account({f"GET {D}": (200, DOMAIN | {"dsData": [row]}), f"POST {D}/update": ACCEPTED})
    assert registrar.signers(NAME) == frozenset([signer])
    assert registrar.set_signers(NAME, frozenset([SIGNING])) == Receipt()
    with pytest.raises(Unsupported):
        registrar.set_signers(NAME, frozenset([other]))
    registrar.set_signers(NAME, frozenset())
    assert (f"POST {D}/update", {"dsData": []}) in http.sent


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("IN", "pendingfoa", TransferState.AWAITING_OWNER),
        ("IN", "approved", TransferState.AWAITING_REGISTRY),
        ("IN", "completed", TransferState.DONE),
        ("IN", "failed", TransferState.REFUSED),
        ("OUT", "pending", TransferState.NONE),
    ],
)
def test_a_transfers_state_is_read_of_those_that_come_in(
    kind: str, status: str, state: TransferState
) -> None:
    told = {"domainName": NAME, "status": status, "type": kind, "processId": 5}
    registrar, _ = account({f"GET {D}/transfer": (200, told)})
    assert registrar.transfer_state(NAME) is state


def test_a_check_tells_its_price_in_cents() -> None:
    told = {"available": True, "premium": True, "price": 49999, "currency": "EUR"}
    registrar, _ = account({f"GET {D}/check": (200, told)})
    offer = registrar.availability(NAME)
    assert (offer.availability, offer.premium) == (Availability.FREE, True)
    quote = registrar.quote(NAME, kind=OrderKind.REGISTER, years=2)
    assert quote.price == Money(amount=Decimal("999.98"), currency="EUR")


def test_money_in_two_currencies_is_no_one_balance() -> None:
    euros = {"currency": "EUR", "balance": 420, "reservation": 100, "locked": 20}
    path = "GET customers/example/credit"
    registrar, _ = account({path: (200, {"accounts": [euros]})})
    assert registrar.balance() == Money(amount=Decimal("4.20"), currency="EUR")
    registrar, _ = account({path: (200, {"accounts": [euros, euros | {"currency": "USD"}]})})
    with pytest.raises(Unsupported):
        registrar.balance()


def test_a_message_is_told_until_it_is_acknowledged_and_acknowledging_is_safe_to_repeat() -> None:
    notification = {
        "id": 7, "fireDate": "2026-03-14T11:02:03Z", "message": "Domain renewed", "isAsync": True,
        "eventType": "domainRenewed", "notificationType": "DOMAIN", "domainName": NAME,
    }  # fmt: skip
    poll = {"count": 1, "notification": notification}
    registrar, http = account({"GET customers/example/notifications/poll": (200, poll)})
    event = registrar.next_event()
    assert event is not None
    assert (event.id, event.kind, event.name) == ("7", "domainRenewed", NAME)
    registrar.acknowledge(event)
    assert http.sent[-1][0] == "POST customers/example/notifications/7/ack"
