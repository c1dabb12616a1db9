"""What leaves for Name.com, to the byte, and what answers that are not whole come to."""

import json
from base64 import b64decode

import pytest

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from portfolio.names import HostName
from portfolio.order import OrderKind
from registrar.adapters.namecom import SPEC
from registrar.adapters.namecom.changing import idempotency_key
from registrar.adapters.namecom.codes import STATUSES
from registrar.contract import TransferState
from registrar.errors import (
    AccessRefused,
    NameTaken,
    OutcomeUnknown,
    Refused,
    ReplyNotUnderstood,
    StatusProhibits,
    Unsupported,
)
from tests.conformance.bench import EXAMPLE, renewal_of, request_for, transfer_of
from tests.conformance.people import NEW_TECH
from tests.registrar.namecom.namecom_edge import LIVE, TOKEN, USERNAME, at_the_edge, response
from tests.registrar.namecom.namecom_scenes import NAME, NEW, SECRET

TEST = SPEC.endpoints[Environment.SANDBOX]


def test_every_request_carries_user_and_token_and_no_colon_is_encoded() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.availability(NEW)
    [sent] = edge.sent
    assert str(sent.url) == f"{LIVE}/domains:checkAvailability"
    kind, _, credentials = sent.headers["Authorization"].partition(" ")
    assert (kind, b64decode(credentials)) == ("Basic", f"{USERNAME}:{TOKEN}".encode())
    assert sent.headers["Content-Type"] == "application/json"
    assert json.loads(sent.content) == {"domainNames": [NEW]}


@pytest.mark.parametrize(("endpoint", "username"), [(LIVE, "sample-test"), (TEST, "sample")])
def test_live_and_test_are_never_mixed(endpoint: str, username: str) -> None:
    with at_the_edge(endpoint=endpoint, username=username) as (edge, registrar):
        with pytest.raises(AccessRefused):
            registrar.balance()
        assert edge.sent == []


def test_the_test_system_is_asked_with_its_own_user() -> None:
    with at_the_edge(endpoint=TEST, username="sample-test") as (edge, registrar):
        registrar.balance()
    assert [request.url.host for request in edge.sent] == ["api.dev.name.com"]


def test_an_order_carries_everything_and_the_same_key_every_time() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.register(request_for(NEW, reference="order-7"))
        body = edge.body_of("create_domain")
        registrar.register(request_for(NEW, reference="order-7"))
    keys = [request.headers["X-Idempotency-Key"] for request in edge.of("create_domain")]
    assert keys == [idempotency_key("order-7")] * 2
    assert idempotency_key("order-8") != keys[0]
    assert set(body["domain"]["contacts"]) == {"registrant", "admin", "tech", "billing"}
    assert body["domain"]["contacts"]["registrant"]["city"] == "Montréal"
    assert body["domain"]["contacts"]["tech"]["phone"] == "+12065550133"
    assert body["domain"]["nameservers"] == ["ns1.example.net", "ns2.example.net"]
    assert (body["years"], body["purchasePrice"], body["domain"]["privacyEnabled"]) == (1, 12.99, False)


def test_what_a_registration_cost_is_what_was_paid_with_taxes() -> None:
    with at_the_edge() as (_, registrar):
        assert str(registrar.register(request_for(NEW)).cost) == "14.68 USD"


def test_no_role_is_left_to_the_account_to_fill_in() -> None:
    request = request_for(NEW)
    contacts = {role: who for role, who in request.contacts.items() if role is not ContactRole.BILLING}
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.register(request.model_copy(update={"contacts": contacts}))
        assert edge.sent == []


def test_an_internationalized_name_is_not_ordered() -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.register(request_for("exämple.com"))
        assert edge.sent == []


def test_a_name_that_came_by_an_earlier_try_is_said_to_be_here() -> None:
    with at_the_edge() as (edge, registrar):
        held = json.loads(response("get_domain/success").content) | {"domainName": NEW}
        edge.says(check_availability="taken")
        edge.says_exactly("get_domain", json.dumps(held).encode())
        with pytest.raises(NameTaken, match="in this account already"):
            registrar.register(request_for(NEW))
        assert edge.of("create_domain") == []


def test_a_renewal_confirms_the_price_and_has_no_key() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.renew(renewal_of(EXAMPLE))
    assert edge.body_of("renew_domain") == {"years": 1, "purchasePrice": 12.99}
    assert "X-Idempotency-Key" not in edge.of("renew_domain")[0].headers


def test_a_transfer_under_way_is_not_asked_for_again() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(get_transfer="pending_transfer")
        with pytest.raises(StatusProhibits):
            registrar.transfer_in(transfer_of(NAME, auth_info=SECRET))
        assert edge.of("create_transfer") == []


def test_a_transfer_that_failed_before_can_be_asked_for_again() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(get_transfer="failed")
        assert registrar.transfer_state(NAME) is TransferState.REFUSED
        assert registrar.transfer_in(transfer_of(NAME, auth_info=SECRET)).pending
    assert edge.body_of("create_transfer")["authCode"] == SECRET


def test_a_transfer_with_attributes_is_refused() -> None:
    request = transfer_of(NAME, auth_info=SECRET).model_copy(update={"attributes": {"ca.legal_type": "CCO"}})
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.transfer_in(request)
        assert edge.sent == []


def test_other_roles_are_sent_back_as_they_were_read() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.set_contacts(NAME, {ContactRole.TECH: NEW_TECH})
    told = edge.body_of("set_contacts")["contacts"]
    read = json.loads(response("get_domain/success").content)["contacts"]
    assert {role: who for role, who in told.items() if role != "tech"} == {
        role: who for role, who in read.items() if role != "tech"
    }
    assert told["tech"]["firstName"] == "Noël"


def test_a_delegation_that_the_answer_does_not_show_is_unknown() -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(OutcomeUnknown):
            registrar.set_nameservers(NAME, frozenset({HostName("ns7.example.org")}))
        assert len(edge.of("set_nameservers")) == 1


@pytest.mark.parametrize("kind", [OrderKind.RESTORE, OrderKind.TRANSFER])
def test_a_price_that_nobody_tells_is_not_made_up(kind: OrderKind) -> None:
    with at_the_edge() as (edge, registrar):
        with pytest.raises(Unsupported):
            registrar.quote(NAME, kind=kind, years=2)
        assert edge.sent == []


def _cuts(exchange: str) -> list[bytes]:
    whole = response(exchange).content.rstrip()
    return [whole[:length] for length in range(len(whole))]


def test_a_record_cut_off_at_any_byte_is_never_data() -> None:
    with at_the_edge() as (edge, registrar):
        for part in _cuts("get_domain/success"):
            edge.says_exactly("get_domain", part)
            with pytest.raises(ReplyNotUnderstood):
                registrar.info(NAME)


def test_a_receipt_cut_off_at_any_byte_is_unknown() -> None:
    with at_the_edge() as (edge, registrar):
        for part in _cuts("renew_domain/success")[::7]:
            edge.says_exactly("renew_domain", part)
            with pytest.raises(OutcomeUnknown):
                registrar.renew(renewal_of(EXAMPLE))


WRONG = (b"[]", b"null", b'"yes"', b"{}", b"", b"\xff\xfe", b"[" * 20_000, b"NaN", b'{"order": true}')


@pytest.mark.parametrize("body", WRONG, ids=range(len(WRONG)))
def test_a_wrong_shape_is_no_answer(body: bytes) -> None:
    with at_the_edge() as (edge, registrar):
        for operation in ("get_domain", "list_domains", "balance", "get_auth_code", "get_transfer"):
            edge.says_exactly(operation, body)
        for read in (registrar.info, registrar.auth_info, registrar.transfer_state):
            with pytest.raises(ReplyNotUnderstood):
                read(NAME)
        with pytest.raises(ReplyNotUnderstood):
            registrar.balance()
        with pytest.raises(ReplyNotUnderstood):
            registrar.holdings()


def test_an_answer_of_ten_megabytes_is_not_read() -> None:
    huge = b'{"balance": 1, "padding": "' + b"x" * 10_000_000 + b'"}'
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("renew_domain", huge)
        with pytest.raises(OutcomeUnknown):
            registrar.renew(renewal_of(EXAMPLE))


def test_every_documented_status_has_its_class_and_no_change_is_retried_on_a_failure() -> None:
    assert set(STATUSES.usual) >= {400, 401, 402, 403, 404, 406, 409, 415, 422, 429, 500, 501, 502}
    for status in (500, 502):
        assert STATUSES.error("RenewDomain", status, harmless=False)[0] is OutcomeUnknown


def test_an_older_list_tells_no_total_and_no_next_page() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("list_domains", b'{"domains": [{"domainName": "EXAMPLE.com", "locked": true}]}')
        assert list(registrar.holdings()) == [NAME]


def test_an_older_price_leaves_out_what_it_is_not() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("get_pricing", b'{"purchasePrice": 12.99, "renewalPrice": 14.5}')
        told = registrar.quote(NAME, kind=OrderKind.RENEW, years=1)
        assert (str(told.price), told.premium) == ("14.50 USD", False)
        with pytest.raises(Refused):
            registrar.quote(NAME, kind=OrderKind.TRANSFER, years=1)


@pytest.mark.parametrize("body", [b"", b"{}"])
def test_a_signer_that_was_taken_away_is_answered_with_nothing(body: bytes) -> None:
    row = {"domainName": NAME, "keyTag": 2371, "algorithm": 13, "digestType": 2, "digest": "AB" * 32}
    with at_the_edge() as (edge, registrar):
        edge.says_exactly("list_dnssecs", json.dumps({"dnssec": [row]}).encode())
        edge.says_exactly("delete_dnssec", body)
        registrar.set_signers(NAME, frozenset())
        assert len(edge.of("delete_dnssec")) == 1
