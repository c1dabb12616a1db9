"""The vendor's own client beside our codec: the same commands arrive, the same replies are read alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from portfolio.names import DomainName
from registrar.contract import Registers, SetsLock
from registrar.exchange import Unreadable
from registrar.keyvalue.line import Command, KeyValueCodec
from registrar.keyvalue.reply import KeyValueReply, read_keyvalue
from registrar.support import require
from sandbox.clock import MovableClock
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse, HttpServer
from sandbox.log import EventLog
from sandbox.registry import Registry
from sandbox.vendors.centralnic import CentralNic
from sandbox.vendors.centralnic.lines import asked_in, form_of
from tests.conformance.bench import START, request_for
from tests.registrar.centralnic.centralnic_edge import reply, status_of
from tests.registrar.centralnic.centralnic_socket import connected

SECRET = "differential-secret-0123456789"
apiclient = pytest.importorskip(
    "centralnicreseller.apiconnector.apiclient", reason="the vendor's own client is not installed"
)
responses = pytest.importorskip("centralnicreseller.apiconnector.response")

NAME = DomainName("new-example.com")
READS: tuple[dict[str, str], ...] = (
    {"COMMAND": "StatusDomain", "DOMAIN": NAME},
    {"COMMAND": "CheckDomains", "DOMAIN0": "free-example.com", "DOMAIN1": NAME},
    {"COMMAND": "QueryDomainList", "FIRST": "0", "LIMIT": "10"},
    {"COMMAND": "DomainPrice", "DOMAIN": "premium-example.com"},
    {"COMMAND": "StatusAccount"},
    {"COMMAND": "QueryContactList", "EMAIL": "*"},
    {"COMMAND": "StatusDomain", "DOMAIN": "nobody-has-this-example.com"},
    {"COMMAND": "NoSuchCommand"},
)


class _Noting(CentralNic):
    """The dialect, which notes what arrived."""

    def __init__(self, *parts: Any, **named: Any) -> None:  # Any: the dialect's own parts, handed on
        super().__init__(*parts, **named)
        self.arrived: list[HttpRequest] = []

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.arrived.append(request)
        return super().answer(request)


@contextmanager
def _open() -> Iterator[tuple[_Noting, HttpServer]]:
    clock = MovableClock(START)
    log, faults = EventLog(clock), Faults()
    vendor = _Noting(Registry(clock, log), faults, log, clock, secret=SECRET, balance=Decimal(1000))
    server = HttpServer(vendor, faults=faults, log=log)
    server.start()
    try:
        yield vendor, server
    finally:
        server.stop()


def _client(server: HttpServer) -> Any:  # Any: the vendor's client has no types
    client = apiclient.APIClient()
    return client.setURL(f"{server.url}api/call.cgi").setCredentials("sandbox", SECRET)


def _alike(raw: str | bytes) -> tuple[KeyValueReply, Any]:
    text = raw.decode() if isinstance(raw, bytes) else raw
    return read_keyvalue(text.encode()), responses.Response(text, {})


def _assert_alike(raw: str | bytes) -> None:
    ours, theirs = _alike(raw)
    told = dict(theirs.getHash())
    columns = told.pop("PROPERTY", {})
    assert (int(ours.code), ours.description) == (theirs.getCode(), theirs.getDescription())
    assert {name: list(values) for name, values in ours.columns.items()} == columns
    assert dict(ours.said) == told


def test_what_the_dialect_answers_is_read_alike() -> None:
    with _open() as (_, server), connected(server, SECRET) as registrar:
        require(registrar, Registers).register(request_for(NAME))
        for command in READS:
            _assert_alike(_client(server).request(dict(command)).getPlain())


@pytest.mark.parametrize(
    "raw",
    [
        status_of(),
        reply(546, "Credit limit exceeded"),
        reply(said="PENDING = 1", STATUS="REQUESTEDCREATE"),
        b"[RESPONSE]\r\ncode=200\r\ndescription=\tOK \t\r\nproperty[created date][0] =  x = y \r\nEOF\r\n",
        b"[RESPONSE]\nCODE = 200\nDESCRIPTION = OK\nPROPERTY[X][0] =\nPROPERTY[X][1] = 1\nEOF\n",
    ],
)
def test_what_is_written_down_is_read_alike(raw: bytes) -> None:
    _assert_alike(raw)


CELLS = st.text("abcXYZ019é =.-:[]", max_size=20)


@given(
    st.dictionaries(st.sampled_from(["DOMAIN", "created date", "x-fee-amount"]), st.lists(CELLS, max_size=4))
)
def test_any_columns_are_read_alike(columns: dict[str, list[str]]) -> None:
    rows = [
        f"PROPERTY[{key}][{at}] = {cell}" for key, cells in columns.items() for at, cell in enumerate(cells)
    ]
    _assert_alike("\r\n".join(["[RESPONSE]", "CODE = 200", "DESCRIPTION = OK", *rows, "EOF", ""]))


def test_what_is_no_whole_reply_is_made_up_by_theirs_and_by_nobody_here() -> None:
    """The vendor's client says 423 of its own where nothing came; here nothing is said."""
    for raw in ("", "<html></html>"):
        assert responses.Response(raw, {}).getCode() == 423
        with pytest.raises(Unreadable, match="breaks off"):
            read_keyvalue(raw.encode())


def test_a_command_arrives_alike() -> None:
    with _open() as (vendor, server), connected(server, SECRET) as registrar:
        require(registrar, Registers).register(request_for(NAME))
        require(registrar, SetsLock).set_lock(NAME, locked=True)
        ours = list(vendor.arrived)
        for request in ours:
            vendor.arrived.clear()
            _client(server).request(dict(asked_in(request).given))
            [theirs] = vendor.arrived
            assert asked_in(theirs) == asked_in(request)
            assert {key: value for key, value in form_of(theirs).items() if key != "s_command"} == {
                key: value for key, value in form_of(request).items() if key != "s_command"
            }
            assert sorted(form_of(theirs)["s_command"].split("\n")) == sorted(
                form_of(request)["s_command"].split("\n")
            )
    assert {asked_in(request).command for request in ours} >= {"AddContact", "AddDomain", "ModifyDomain"}


def test_the_bytes_of_a_form_are_theirs_but_for_the_order_of_lines() -> None:
    codec = KeyValueCodec(
        endpoint="https://example.com", username="sandbox", secret=SecretStr("p&ss"), entity=None
    )
    ours = codec.encode(Command("StatusContact", given={"CONTACT": "P-É 1/2"}))
    client = apiclient.APIClient().setCredentials("sandbox", "p&ss")
    theirs = client.getPOSTData("COMMAND=StatusContact\nCONTACT=P-É 1/2").replace("/", "%2F")
    assert ours.body == theirs.encode()
