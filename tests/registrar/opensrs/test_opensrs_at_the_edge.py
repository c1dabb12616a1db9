"""The adapter at the HTTP edge, the vendor's test system never reached: what leaves, byte for byte."""

import hashlib
from pathlib import Path

import httpx
import pytest
import respx
from pydantic import SecretStr

from net import AddressGuard
from portfolio.held import Environment
from portfolio.names import DomainName
from registrar.catalogue import ADAPTERS, connect
from registrar.contract import Availability, ChecksAvailability
from registrar.errors import TryAgain
from registrar.support import require

HORIZON = ADAPTERS["opensrs"].endpoints[Environment.SANDBOX]
FREE = Path(__file__).parent / "exchanges" / "lookup" / "free.http"
KEY = "testkey"


@pytest.fixture
def asker() -> ChecksAvailability:
    registrar = connect(
        "opensrs",
        endpoint=HORIZON,
        username="reseller",
        secret=SecretStr(KEY),
        guard=AddressGuard(),
        attempts=1,
    )
    return require(registrar, ChecksAvailability)


@respx.mock
def test_a_look_up_leaves_once_signed_over_exactly_the_bytes_that_leave(asker: ChecksAvailability) -> None:
    body = FREE.read_bytes().split(b"\n\n", 1)[1]
    route = respx.post(HORIZON).respond(200, content=body, headers={"Content-Type": "text/xml"})
    assert asker.availability(DomainName("example.ca")).availability is Availability.FREE
    assert route.call_count == 1
    sent = route.calls.last.request
    inner = hashlib.md5(sent.content + KEY.encode()).hexdigest()
    assert sent.headers["X-Signature"] == hashlib.md5(inner.encode() + KEY.encode()).hexdigest()
    assert sent.headers["X-Username"] == "reseller"
    assert KEY.encode() not in sent.content
    assert b"example.ca" in sent.content


@respx.mock
def test_a_vendor_that_cannot_be_reached_is_asked_later(asker: ChecksAvailability) -> None:
    respx.post(HORIZON).mock(side_effect=httpx.ConnectError)
    with pytest.raises(TryAgain) as refused:
        asker.availability(DomainName("example.ca"))
    assert KEY not in str(refused.value)
