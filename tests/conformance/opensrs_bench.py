"""The bench of OpenSRS: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

import re
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from typing import Any

from net.addresses import AddressGuard
from net.client import HttpClient
from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.support import Capability
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.vendors.opensrs import OpenSrs
from sandbox.vendors.opensrs.asked import read_command
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType, VendorOrder
from tests.conformance.bench import PREPARATION, READS, START, To
from tests.conformance.sandbox_bench import PAGE, SandboxBench

_CODE = re.compile(rb'(key="response_code">(?:<dt_scalar>)?)\d+')


class OpenSrsBench(SandboxBench):
    """`adapter` lets a fault be planted; without it, the catalogue connects."""

    dialect = OpenSrs
    channels = {
        READS: (
            "lookup", "get_price", "get_balance", "get", "get_domains_contacts", "get_domains_by_expiredate",
            "get_orders_by_domain", "get_order_info", "check_transfer", "get_transfers_in", "belongs_to_rsp",
            "get_deleted_domains",
        ),
        PREPARATION: ("sw_register", "renew"),
        Capability.REGISTER: ("process_pending",),
        Capability.TRANSFER_IN: ("process_pending",),
        Capability.RENEW: ("process_pending",),
        Capability.RESTORE: ("redeem",),
        Capability.SET_CONTACTS: ("update_contacts",),
        Capability.SET_NAMESERVERS: ("advanced_update_nameservers",),
        Capability.SET_LOCK: ("modify",),
        Capability.SET_AUTO_RENEW: ("modify",),
        Capability.PRIVACY: ("modify",),
    }  # fmt: skip
    paid_operations = ()
    # A reply to `get` does not repeat the name, so that an answer about another name cannot be told from it.
    says_whom: frozenset[To] = frozenset({Capability.SET_CONTACTS})
    unsure_name = DomainName("unsure-example.com")
    has_preparation = True
    tells_sponsors = True
    keeps_references = True

    def __init__(self, stack: ExitStack, adapter: Any = None) -> None:
        self._adapter = adapter
        self._costly = 0
        super().__init__(stack)

    def odd(self, answer: HttpResponse) -> HttpResponse:
        return replace(answer, body=_CODE.sub(rb"\g<1>299", answer.body))

    def add_orders(self, name: DomainName, pages: int) -> None:
        book = self.vendor.office.orders
        for number in range(PAGE * (pages - 1)):
            book.keep(
                VendorOrder(
                    number=book.next_number(),
                    name=name,
                    type=OrderType.RENEWAL,
                    status=OrderStatus.COMPLETED,
                    years=1,
                    reference=f"somebody-elses-{number}",
                    ordered_at=START,
                )
            )

    def decline(self) -> None:
        book = self.vendor.office.orders
        for order in book.all(OrderStatus.WAITING, OrderStatus.PROCESSED):
            book.keep(order.model_copy(update={"status": OrderStatus.DECLINED}))
            self.vendor.office.refund(order)

    def refuse_access(self) -> None:
        self.vendor.key = "another-key"

    def take_all_money(self, *, quietly: bool = False) -> None:
        self.vendor.office.pends_quietly = quietly
        self.vendor.office.set_balance(Money(amount=Decimal(0)))

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        return self.vendor.prices.of(name, kind=kind, years=1)

    @property
    def paid_requests_sent(self) -> int:
        return self._costly

    def _opened(self) -> OpenSrs:
        balance = Money(amount=Decimal("1000.00"))
        return OpenSrs(self.registry, self.faults, self.log, self.clock, self.secret, balance)

    def _made(self, *, guard: AddressGuard, **account: Any) -> Any:
        if self._adapter is None:
            return super()._made(guard=guard, **account)
        return self._adapter(HttpClient(guard=guard), **account)

    def _as_held(self, who: Contact) -> Contact:
        return who

    def _noted(self, request: HttpRequest) -> str:
        """Note what was asked, and whether it could cost money, before anything becomes of it."""
        command = read_command(request.body)
        costs = (
            command.action == "process_pending" and command.text("command") != "cancel",
            command.action == "redeem",
            command.action == "renew" and command.text("handle") == "process",
            command.action == "sw_register" and command.text("handle", "process") == "process",
        )
        self._costly += any(costs)
        return super()._noted(request)
