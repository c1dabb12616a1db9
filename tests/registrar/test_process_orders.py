"""An order is found in the list of its name's processes, by its number or by what it carries of ours."""

from collections.abc import Mapping
from typing import ClassVar

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from registrar.buying.process_orders import ProcessOrders, reasoned
from registrar.buying.processes import Progress
from registrar.contacts.fresh import reference_for
from registrar.contract import (
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
)
from registrar.errors import NotFound
from tests.conformance.people import ADMIN
from tests.registrar.written_json import MANNER, opened

NAME = DomainName("example.net")
OURS = reference_for("vendor", NAME, SeenContact.of(ADMIN), "order-1")


class _Vendor(ProcessOrders):
    slug = "vendor"
    manner = MANNER
    chooses_handles = True
    actions: ClassVar[Mapping[OrderKind, str]] = {kind: kind.value for kind in OrderKind}
    is_here = False

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        if self.is_here:
            return {}
        raise NotFound("not here", name=name)

    def handle_contact(self, handle: Handle) -> SeenContact:
        if handle == OURS:
            return SeenContact.of(ADMIN)
        raise NotFound("not there")

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        raise NotFound("none is made here")

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        raise NotFound("none is put here")

    def looked_at(self, number: str) -> Progress:
        """Ask how far a process has come."""
        return self._progress(number)


def row(number: int, *, action: str = "register", kind: str = "domain", **more: object) -> dict[str, object]:
    told = {"id": number, "status": "COMPLETED", "type": kind, "action": action, "identifier": str(NAME)}
    return told | more


def found(*rows: object, kind: OrderKind = OrderKind.REGISTER, here: bool = False) -> OrderAnswer:
    listing = {"entities": rows, "pagination": {"total": len(rows)}}
    path = f"GET processes?identifier:eq={NAME}&limit=100&offset=0"
    vendor, _ = opened(_Vendor, {path: (200, listing)})
    vendor.is_here = here
    return vendor.find_order(OrderSought(reference="order-1", name=NAME, kind=kind))


def test_an_order_is_known_by_the_handle_that_was_made_for_it() -> None:
    assert found(row(7, command={"registrant": OURS})) == OrderFound(done=True, reference="7")
    assert isinstance(found(row(7, command={"registrant": "H1"})), OrderUnclear)


def test_an_order_is_known_by_its_reason() -> None:
    ours, others = (row(at, action="restore", command={"reason": reasoned(f"order-{at}")}) for at in (1, 2))
    assert found(ours, others, kind=OrderKind.RESTORE) == OrderFound(done=True, reference="1")
    assert isinstance(found(others, kind=OrderKind.RESTORE), OrderUnclear)


def test_the_newest_of_ours_counts() -> None:
    command = {"registrant": OURS}
    failed = row(8, command=command, status="FAILED")
    assert found(row(7, command=command), failed) == OrderFailed(reference="8")


@pytest.mark.parametrize(
    "other", [{"identifier": "example.com"}, {"action": "renew"}, {"kind": "incomingTransfer"}]
)
def test_another_names_process_or_another_kind_is_not_it(other: dict[str, str]) -> None:
    assert found(row(7, **other)) == OrderAbsent()


def test_a_transfer_is_told_by_the_type_of_its_process_too() -> None:
    told = row(7, action="create", kind="incomingTransfer", command={"registrant": OURS})
    assert found(told, kind=OrderKind.TRANSFER) == OrderFound(done=True, reference="7")


def test_a_name_that_is_here_by_another_way_is_unclear_where_the_order_would_bring_it() -> None:
    assert isinstance(found(here=True), OrderUnclear)
    assert found(kind=OrderKind.RENEW, here=True) == OrderAbsent()


def test_a_list_that_cannot_be_read_is_unclear() -> None:
    assert isinstance(found({"id": 7}), OrderUnclear)


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("COMPLETED", Progress.DONE),
        ("FAILED", Progress.FAILED),
        ("CANCELLED", Progress.FAILED),
        ("INVALID", Progress.FAILED),
        ("SUSPENDED", Progress.UNDER_WAY),
        ("A new word", Progress.UNDER_WAY),
    ],
)
def test_only_a_documented_end_is_one(status: str, progress: Progress) -> None:
    vendor, _ = opened(_Vendor, {"GET processes/7": (200, row(7, status=status))})
    assert vendor.looked_at("7") is progress
