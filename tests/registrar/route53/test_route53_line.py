"""How requests leave for Route 53 Domains, and whole answers that are written down."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx
from pydantic import SecretStr

from net import AddressGuard
from net.client import HttpClient
from registrar.adapters.route53 import Route53Registrar
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    ReplyNotUnderstood,
    TryAgain,
)
from sandbox.clock import MovableClock
from tests.registrar.route53.route53_edge import (
    DETAIL,
    KEY_ID,
    LIVE,
    NAME,
    TO_EXPIRY,
    at_the_edge,
    written_down,
)

Call = Callable[[Route53Registrar], object]


@pytest.mark.parametrize(
    ("endpoint", "key_id"),
    [("https://route53domains.us-east-1.amazonaws.com", "SANDBOXKEY0123456789"),
     ("http://127.0.0.1:8080", KEY_ID),
     ("https://route53domains.us-east-1.amazonaws.com", "ASIAIOSFODNN7EXAMPLE")],
)  # fmt: skip
def test_a_key_of_another_environment_never_leaves(endpoint: str, key_id: str) -> None:
    with at_the_edge(endpoint=endpoint, key_id=key_id) as (edge, registrar):
        with pytest.raises(AccessRefused):
            registrar.info(NAME)
        assert edge.sent == []


CALLS: dict[str, Call] = {
    "GetDomainDetail": lambda registrar: registrar.info(NAME),
    "RenewDomain": lambda registrar: registrar.renew(TO_EXPIRY),
}


@pytest.mark.parametrize("operation", CALLS)
def test_a_request_is_signed_and_says_what_it_is(operation: str) -> None:
    with at_the_edge() as (edge, registrar):
        CALLS[operation](registrar)
    [request] = [r for r in edge.sent if r.headers["x-amz-target"].endswith(f".{operation}")]
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/x-amz-json-1.1"
    assert request.headers["host"] == "route53domains.us-east-1.amazonaws.com"
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-target" in request.headers["authorization"]


def test_a_server_that_fails_leaves_a_change_unknown_and_a_read_to_be_tried_again() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("RenewDomain", {"__type": "InternalFailure"}, status=500)
        with pytest.raises(OutcomeUnknown):
            registrar.renew(TO_EXPIRY)
        edge.says("GetDomainDetail", {"__type": "ServiceUnavailable"}, status=503)
        with pytest.raises(TryAgain):
            registrar.info(NAME)


WRITTEN: dict[str, tuple[Call, type[Exception] | None]] = {
    "GetDomainDetail/success": (lambda registrar: registrar.info(NAME), None),
    "GetDomainDetail/refused": (lambda registrar: registrar.info(NAME), NotFound),
    "GetDomainDetail/garbled": (lambda registrar: registrar.info(NAME), ReplyNotUnderstood),
    "RenewDomain/accepted": (lambda registrar: registrar.renew(TO_EXPIRY), None),
    "RenewDomain/duplicate": (lambda registrar: registrar.renew(TO_EXPIRY), OutcomeUnknown),
}


@pytest.mark.parametrize("exchange", WRITTEN)
def test_an_answer_that_is_written_down_means_what_it_should(exchange: str) -> None:
    call, error = WRITTEN[exchange]
    status, body = written_down(exchange)
    with at_the_edge() as (edge, registrar):
        edge.answers[exchange.partition("/")[0]] = [httpx.Response(status, content=body)]
        if error is None:
            assert call(registrar)
            return
        with pytest.raises(error):
            call(registrar)


def test_a_request_is_dated_by_the_clock_that_is_given() -> None:
    clock = MovableClock(datetime(2027, 1, 15, 9, 30, tzinfo=UTC))
    http = HttpClient(guard=AddressGuard(), deadline=timedelta(seconds=5), max_bytes=100_000)
    secret = SecretStr("s3cret")
    registrar = Route53Registrar(http, endpoint=LIVE, username=KEY_ID, secret=secret, clock=clock)
    with respx.mock:
        route = respx.route().respond(json=DETAIL)
        registrar.info(NAME)
    registrar.close()
    [call] = route.calls
    assert call.request.headers["x-amz-date"] == "20270115T093000Z"
    assert "/20270115/us-east-1/route53domains/aws4_request" in call.request.headers["authorization"]
