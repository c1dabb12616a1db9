"""What is only accepted is looked at once, and an order is found among the processes of its name."""

import json
from collections.abc import Mapping
from typing import cast

import pytest
from pydantic import SecretStr

from net.client import Answer, HttpClient
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.answers.statuses import StatusTable
from registrar.buying.processes import Listed, Processes, Progress, verdict
from registrar.contract import OrderAbsent, OrderFailed, OrderFound, OrderSought, OrderUnclear, Receipt
from registrar.errors import NotFound, OutcomeUnknown
from registrar.in_json.line import Call, Manner

NAME = DomainName("example.net")
_STATUSES = frozenset({200, 202})
CALL = Call("change", "things", NAME, "POST", {}, yes=_STATUSES, bare=_STATUSES)
DONE, UNDER_WAY, FAILED = Progress.DONE, Progress.UNDER_WAY, Progress.FAILED


class _Says:
    def __init__(self, status: int, told: object, headers: Mapping[str, str]) -> None:
        self.status, self.told, self.headers = status, told, headers

    def send(self, _method: str, url: str, **_rest: object) -> Answer:
        body = b"" if self.told is None else json.dumps(self.told).encode()
        return Answer(status=self.status, headers=self.headers, body=body, url=url)


class _Vendor(Processes):
    slug = "vendor"
    manner = Manner(StatusTable({}, {}), lambda _: "no", lambda _: False)
    progress: Progress | None = DONE

    def __init__(self, status: int, told: object, headers: Mapping[str, str] | None = None) -> None:
        http = cast("HttpClient", _Says(status, told, headers or {}))
        super().__init__(http, endpoint="https://example.com", username="u", secret=SecretStr("s"))
        self.looked: list[str] = []
        self.read: list[object] = []

    def change(self) -> Receipt:
        """Send a change."""
        return self._change(CALL, lambda reply: self.read.append(reply.items))

    def _progress(self, number: str) -> Progress:
        self.looked.append(number)
        if self.progress is None:
            raise NotFound("not there")
        return self.progress


def test_what_is_done_is_read_and_not_looked_at() -> None:
    vendor = _Vendor(200, {"a": 1}, {"x-process-id": "7"})
    assert vendor.change() == Receipt(reference="7")
    assert (vendor.read, vendor.looked) == ([{"a": 1}], [])
    assert _Vendor(200, None).change() == Receipt()


@pytest.mark.parametrize(
    ("told", "headers"),
    [
        ({"processId": 7}, {}),
        ({"processId": "7"}, {}),
        (None, {"x-process-id": "7"}),
        ({}, {"x-process-id": "7"}),
    ],
)
def test_what_is_accepted_is_looked_at_once(told: object, headers: dict[str, str]) -> None:
    vendor = _Vendor(202, told, headers)
    assert vendor.change() == Receipt(reference="7")
    assert (vendor.read, vendor.looked) == ([], ["7"])


@pytest.mark.parametrize("progress", [UNDER_WAY, None])
def test_what_is_under_way_or_not_to_be_seen_is_pending(progress: Progress | None) -> None:
    vendor = _Vendor(202, {"processId": 7})
    vendor.progress = progress
    assert vendor.change() == Receipt(pending=True, reference="7")


def test_what_came_to_nothing_is_unknown_under_its_number() -> None:
    vendor = _Vendor(202, {"processId": 7})
    vendor.progress = FAILED
    with pytest.raises(OutcomeUnknown) as raised:
        vendor.change()
    assert raised.value.vendor_reference == "7"


@pytest.mark.parametrize("told", [None, {}, {"processId": "x"}, {"processId": True}, {"processId": -1}])
def test_what_is_accepted_without_a_number_is_unknown(told: object) -> None:
    vendor = _Vendor(202, told)
    with pytest.raises(OutcomeUnknown):
        vendor.change()
    assert vendor.looked == []


def _found(*listed: Listed[str], known: str | None = None, held: bool = False) -> object:
    sought = OrderSought(reference="ours", name=NAME, kind=OrderKind.RENEW, vendor_reference=known)
    return verdict(listed, sought, is_ours=lambda process: process == "ours", is_held=lambda: held)


def test_an_order_is_found_by_its_mark_or_its_number() -> None:
    ours = Listed("2", DONE, is_of_kind=True, process="ours")
    assert _found(ours) == OrderFound(done=True, reference="2")
    other = Listed("3", UNDER_WAY, is_of_kind=True, process="other")
    assert _found(other, ours, known="3") == OrderFound(done=False, reference="3")
    failed = Listed("4", FAILED, is_of_kind=True, process="ours")
    assert _found(failed) == OrderFailed(reference="4")


def test_an_order_is_absent_only_where_nothing_could_be_it() -> None:
    assert _found() == OrderAbsent()
    assert _found(Listed("1", FAILED, is_of_kind=True, process="other")) == OrderAbsent()
    assert _found(Listed("1", DONE, is_of_kind=False, process="ours")) == OrderAbsent()
    assert isinstance(_found(Listed("1", UNDER_WAY, is_of_kind=True, process="other")), OrderUnclear)
    assert isinstance(_found(known="9"), OrderUnclear)
    assert isinstance(_found(held=True), OrderUnclear)
