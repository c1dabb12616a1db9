"""Answers that come at once, or name their process in a header only, are read as what they say."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import HostName
from portfolio.order import OrderKind
from registrar.contacts.fresh import reference_for
from registrar.contract import (
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
    RegistrationRequest,
    RenewalRequest,
    RestoreRequest,
    TransferRequest,
)
from registrar.errors import OutcomeUnknown, ReplyNotUnderstood
from tests.conformance.people import REGISTRANT
from tests.registrar.realtimeregister.realtimeregister_edge import DOMAIN, NAME, QUOTE, Account, account
from tests.registrar.written_json import Told

D = f"domains/{NAME}"
LIMIT = Money(amount=Decimal("5.00"), currency="EUR")
WHO = dict.fromkeys(ContactRole, REGISTRANT)
PROCESS = {"x-process-id": "46069000"}
DONE = {"domainName": "EXAMPLE.net", "expiryDate": "2028-11-30T01:02:03Z", "status": ["OK"]}
COMING = {"domainName": NAME, "status": "pending", "type": "IN", "requestedDate": "2027-01-02T03:04:05Z"}
RENEWABLE: dict[str, Told] = {f"GET {D}": (200, DOMAIN), f"POST {D}/renew?quote=true": (200, QUOTE)}


def ordered(action: str, status: int, told: object, headers: dict[str, str] | None = None) -> Account:
    """Return an account where a name is brought, after new contacts whose making says nothing."""
    handle = reference_for("realtimeregister", NAME, account({})[0].as_kept(REGISTRANT), "order-1")
    card = account({})[0].as_kept(REGISTRANT)
    path = f"customers/example/contacts/{handle}"
    return account(
        {
            "GET tlds/net/info": (200, {"provider": "verisign", "applicableFor": ["net"], "metadata": {}}),
            f"GET {D}/check": (200, {"available": True, "premium": None}),
            f"POST {path}": (200, None),
            f"GET {path}": (200, {
                "handle": handle, "name": card.name, "organization": card.organization,
                "addressLine": list(card.street or ()), "postalCode": card.postal_code, "city": card.city,
                "state": "QC", "country": card.country, "email": card.email, "voice": card.phone,
            }),
            f"POST {D}{action}?quote=true": (200, QUOTE),
            f"POST {D}{action}": (status, told),
        },
        headers or {},
    )  # fmt: skip


def registration() -> RegistrationRequest:
    return RegistrationRequest(
        reference="order-1", name=NAME, years=1, contacts=WHO, price_limit=LIMIT,
        nameservers=(HostName("ns1.example.com"), HostName("ns2.example.com")),
    )  # fmt: skip


def renewal() -> RenewalRequest:
    return RenewalRequest(
        reference="order-3", name=NAME, years=1, current_expiry=date(2027, 11, 30), price_limit=LIMIT
    )


@pytest.mark.parametrize("status", [200, 201])
def test_a_registration_that_is_made_at_once_is_done(status: int) -> None:
    registrar, http = ordered("", status, DONE)
    assert registrar.register(registration()) == Receipt()
    line, body = http.sent[-1]
    assert line == f"POST {D}"
    assert isinstance(body, dict)
    assert (body["period"], body["ns"]) == (12, ["ns1.example.com", "ns2.example.com"])
    assert body["billables"] == [{"product": "domain_net", "action": "RENEW", "quantity": 1}]


@pytest.mark.parametrize("told", [{}, {"domainName": "example.com"}, None])
def test_a_made_registration_that_does_not_show_its_name_is_unknown(told: object) -> None:
    registrar, _ = ordered("", 201, told)
    with pytest.raises(OutcomeUnknown):
        registrar.register(registration())


def test_a_transfer_that_is_told_whole_is_pending_under_its_number() -> None:
    registrar, _ = ordered("/transfer", 200, COMING | {"processId": 5})
    request = TransferRequest(
        reference="order-1", name=NAME, auth_info=SecretStr("let-me-go-0123"), contacts=WHO, price_limit=LIMIT
    )
    assert registrar.transfer_in(request) == Receipt(pending=True, reference="5")


@pytest.mark.parametrize("until", ["2028-11-30T01:02:03Z", "2028-11-30 01:02:03", "2028-11-30"])
def test_the_day_of_a_renewal_counts_whatever_its_form(until: str) -> None:
    registrar, _ = account(RENEWABLE | {f"POST {D}/renew": (200, {"expiryDate": until})}, PROCESS)
    assert registrar.renew(renewal()) == Receipt(reference="46069000")


@pytest.mark.parametrize("until", ["2028-13-30", "", 20281130, None])
def test_a_renewal_without_a_date_is_unknown(until: object) -> None:
    registrar, _ = account(RENEWABLE | {f"POST {D}/renew": (200, {"expiryDate": until})})
    with pytest.raises(OutcomeUnknown):
        registrar.renew(renewal())


def test_a_restore_is_done_at_once_too() -> None:
    held = DOMAIN | {"status": ["REDEMPTION_PERIOD"]}
    registrar, http = account({
        f"GET {D}": (200, held), f"POST {D}/restore?quote=true": (200, QUOTE),
        f"POST {D}/restore": (200, {"expiryDate": "2028-11-30 01:02:03"}),
    })  # fmt: skip
    assert registrar.restore(RestoreRequest(reference="order-4", name=NAME, price_limit=LIMIT)) == Receipt()
    assert isinstance(http.sent[-1][1], dict)
    assert str(http.sent[-1][1]["reason"]).endswith("order-4")


@pytest.mark.parametrize("body", [None, {}, DONE])
def test_what_is_accepted_may_name_its_process_in_a_header_only(body: object) -> None:
    process = {"id": 46069000, "status": "COMPLETED", "type": "domain", "action": "renew", "identifier": NAME}
    answers = RENEWABLE | {f"POST {D}/renew": (202, body), "GET processes/46069000": (200, process)}
    registrar, _ = account(answers, PROCESS)
    assert registrar.renew(renewal()) == Receipt(reference="46069000")


@pytest.mark.parametrize("body", [None, {}, {"processId": None}, {"processId": "soon"}, {"processId": True}])
def test_what_is_accepted_without_a_number_is_unknown(body: object) -> None:
    registrar, _ = account(RENEWABLE | {f"POST {D}/renew": (202, body)})
    with pytest.raises(OutcomeUnknown):
        registrar.renew(renewal())


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("domain", "transfer"),
        ("domain", "incomingTransfer"),
        ("domain", "incomingInternalTransfer"),
        ("incomingTransfer", "create"),
    ],
)
def test_a_transfer_is_found_under_every_word_for_it(kind: str, action: str) -> None:
    rows = [
        {"id": 5, "status": "RUNNING", "type": kind, "action": action, "identifier": NAME, "command": {}},
        {"id": 6, "status": "COMPLETED", "type": "billing", "action": "deposit", "command": {"amount": 1337}},
    ]
    listing = {"entities": rows, "pagination": {"limit": 100, "offset": 0, "total": 2}}
    path = f"GET processes?identifier:eq={NAME}&limit=100&offset=0"
    registrar, _ = account({path: (200, listing)})
    sought = OrderSought(reference="order-1", name=NAME, kind=OrderKind.TRANSFER)
    assert isinstance(registrar.find_order(sought), OrderUnclear)
    known = sought.model_copy(update={"vendor_reference": "5"})
    assert registrar.find_order(known) == OrderFound(done=False, reference="5")


def test_a_queue_that_promises_a_message_and_shows_none_is_not_understood() -> None:
    path = "GET customers/example/notifications/poll"
    registrar, _ = account({path: (200, {"count": 0})})
    assert registrar.next_event() is None
    registrar, _ = account({path: (200, {"count": 1})})
    with pytest.raises(ReplyNotUnderstood):
        registrar.next_event()
