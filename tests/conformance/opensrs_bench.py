"""The bench of OpenSRS: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

import re
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import SecretStr

from net.addresses import AddressGuard
from net.client import HttpClient
from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from registrar.catalogue import connect
from registrar.contract import Registrar
from registrar.support import Capability
from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.http_server import HttpRequest, HttpResponse, HttpServer
from sandbox.log import EventLog
from sandbox.registry import Registry
from sandbox.vendors.opensrs import USERNAME, OpenSrs
from sandbox.vendors.opensrs.asked import read_command
from sandbox.vendors.opensrs.orders import OrderStatus, OrderType, VendorOrder
from tests.conformance.bench import PREPARATION, READS, START, UNHOLDABLE, Charge, Held, To

_READS = (
    "lookup", "get_price", "get_balance", "get", "get_domains_contacts", "get_domains_by_expiredate",
    "get_orders_by_domain", "get_order_info", "check_transfer", "get_transfers_in", "belongs_to_rsp",
    "get_deleted_domains",
)  # fmt: skip
_CHANNELS: dict[To, tuple[str, ...]] = {
    READS: _READS,
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
}
_LASTING = 50
_CODE = re.compile(rb'(key="response_code">(?:<dt_scalar>)?)\d+')
_PAGE = 5
_KEY = "conformance-key-0123456789"
_OURS, _THEIRS = "opensrs", "elsewhere"


class OpenSrsBench:
    """
    Implements `tests.conformance.bench.Bench`; its server runs as long as `stack`.

    `adapter` lets a fault be planted; without it, the catalogue connects.
    """

    # A reply to `get` does not repeat the name, so that an answer about another name cannot be told from it.
    says_whom: frozenset[To] = frozenset({Capability.SET_CONTACTS})
    unsure_name = DomainName("unsure-example.com")
    attempts = 3
    has_preparation = True
    tells_sponsors = True
    tells_wrong_auth_info = False
    keeps_restores = False
    roles_held = frozenset(ContactRole)
    tells_registered = True
    contacts_made = 0
    cannot_hold = UNHOLDABLE

    def __init__(self, stack: ExitStack, adapter: Any = None) -> None:
        self.clock = MovableClock(START)
        self.log = EventLog(self.clock)
        self.faults = Faults()
        self.registry = Registry(self.clock, self.log)
        balance = Money(amount=Decimal("1000.00"))
        self.vendor = OpenSrs(self.registry, self.faults, self.log, self.clock, _KEY, balance)
        self.vendor.office.largest_page = _PAGE
        self._adapter = adapter
        self._stack = stack
        self.asked: list[tuple[str, bool]] = []
        self._spoils: dict[str, Callable[[bytes], bytes]] = {}
        self._channel_of, self.vendor.channel_of = self.vendor.channel_of, self._noted
        self._answer, self.vendor.answer = self.vendor.answer, self._spoilt
        self._handles: dict[tuple[str, str], str] = {}
        self.secrets: tuple[str, ...] = (_KEY,)
        server = HttpServer(self.vendor, faults=self.faults, log=self.log)
        server.start()
        stack.callback(server.stop)
        self.registrar = self._connected(server.url, server.port)

    def given(self, *held: Held) -> None:
        for name in held:
            self._hold(name, by=_OURS)

    def given_elsewhere(self, *held: Held) -> str:
        secret = "let-me-go-0123456789"
        self.secrets += (secret,)
        for name in held:
            self._hold(name, by=_THEIRS, auth_info=secret)
        return secret

    def given_in_redemption(self, *held: Held) -> None:
        self.given(*held)
        for name in held:
            self.registry.delete(name.name, by=_OURS)

    def add_orders(self, name: DomainName, pages: int) -> None:
        book = self.vendor.office.orders
        for number in range(_PAGE * (pages - 1)):
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

    def add_pages(self, pages: int) -> frozenset[DomainName]:
        for number in range(len(self._names()), _PAGE * (pages - 1) + 1):
            self.given(Held(DomainName(f"page-example-{number}.com")))
        return frozenset(self._names())

    def settle(self) -> None:
        self.vendor.settle()

    def lose_answers(self, *, to: To) -> None:
        self._order(Fault.LOST_AFTER, to)

    def garble(self, *, to: To) -> None:
        self._order(Fault.GARBLED, to)

    def truncate(self, *, to: To) -> None:
        self._spoil(to, lambda body: body[: len(body) // 2])

    def break_off(self, *, to: To) -> None:
        self._order(Fault.TRUNCATED, to)

    def answer_oddly(self, *, to: To) -> None:
        self._spoil(to, lambda body: _CODE.sub(rb"\g<1>299", body))

    def drop_before(self, *, to: To) -> None:
        self._order(Fault.LOST_BEFORE, to)

    def fail(self, *, to: To) -> None:
        self._order(Fault.SERVER_ERROR, to)

    def throttle(self, *, to: To, times: int = _LASTING) -> None:
        self._order(Fault.THROTTLED, to, times)

    def answer_for_other_name(self, *, to: To) -> None:
        self._order(Fault.OTHER_NAME, to)

    def heal(self) -> None:
        self.faults.clear()
        self._spoils.clear()

    def refuse_access(self) -> None:
        self.vendor.key = "another-key"

    def never_reachable(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        self.registrar = self._connected(f"http://127.0.0.1:{port}/", port)

    def take_all_money(self, *, quietly: bool = False) -> None:
        self.vendor.office.pends_quietly = quietly
        self.vendor.office.set_balance(Money(amount=Decimal(0)))

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        return self.vendor.prices.of(name, kind=kind, years=1)

    def change_contact(self, name: DomainName, role: ContactRole, contact: Contact) -> None:
        self.registry.update(name, by=_OURS, contacts={role: contact})

    def leave_message(self, name: DomainName) -> None:
        raise NotImplementedError

    def miscount(self) -> None:
        self.vendor.office.miscounts = 1

    def auth_info_of(self, name: DomainName) -> str:
        record = self.registry.look_up(name)
        assert record is not None
        assert record.auth_info is not None
        return record.auth_info

    @property
    def requests(self) -> int:
        return len(self.asked)

    @property
    def changes_sent(self) -> int:
        return sum(action not in _READS for action, _ in self.asked)

    @property
    def paid_requests_sent(self) -> int:
        return sum(costs for _, costs in self.asked)

    @property
    def paid(self) -> tuple[Charge, ...]:
        charges: list[Charge] = []
        for entry in self.log.ledger:
            charge = Charge(
                DomainName(entry.name or ""), entry.amount or Money(amount=Decimal(0)), entry.reference
            )
            (charges.append if entry.action == "charged" else charges.remove)(charge)
        return tuple(charges)

    def truth(self, name: DomainName) -> Held | None:
        record = self.registry.look_up(name)
        if record is None or record.sponsor.slug != _OURS or record.deleted_at is not None:
            return None
        return Held(
            name=record.name,
            registered_on=day_of(record.registered_at),
            expires_on=day_of(record.registrar_expires_at),
            nameservers=frozenset(record.nameservers),
            locked=Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
            auto_renew=record.auto_renew,
            private=name in self.vendor.office.private,
            contacts=record.contacts,
        )

    def _connected(self, endpoint: str, port: int) -> Registrar:
        # Any: what was planted in the adapter may have changed its header.
        registrar: Any = self._make(
            guard=AddressGuard(allowed=[("127.0.0.1", port)]),
            endpoint=endpoint,
            username=USERNAME,
            secret=SecretStr(_KEY),
            attempts=self.attempts,
        )
        registrar._line._sleep = lambda _seconds: None  # no test waits between attempts
        self._stack.callback(registrar.close)
        return registrar

    def _make(self, *, guard: AddressGuard, **account: Any) -> Any:
        if self._adapter is None:
            return connect("opensrs", guard=guard, **account)
        return self._adapter(HttpClient(guard=guard), **account)

    def _noted(self, request: HttpRequest) -> str:
        """Note what was asked, and whether it could cost money, before anything becomes of it."""
        command = read_command(request.body)
        costs = (
            command.action == "process_pending" and command.text("command") != "cancel",
            command.action == "redeem",
            command.action == "renew" and command.text("handle") == "process",
            command.action == "sw_register" and command.text("handle", "process") == "process",
        )
        self.asked.append((command.action, any(costs)))
        return self._channel_of(request)

    def _order(self, fault: Fault, to: To, times: int = _LASTING) -> None:
        for action in _CHANNELS[to]:
            self.faults.order(fault, to=f"opensrs:{action}", times=times)

    def _spoil(self, to: To, how: Callable[[bytes], bytes]) -> None:
        self._spoils |= {f"opensrs:{action}": how for action in _CHANNELS[to]}

    def _spoilt(self, request: HttpRequest) -> HttpResponse:
        """Answer, and spoil the body where that is ordered; its length is announced as it is then."""
        answer = self._answer(request)
        spoil = self._spoils.get(self._channel_of(request))
        return replace(answer, body=spoil(answer.body)) if spoil else answer

    def _names(self) -> list[DomainName]:
        return self.registry.names(sponsor=_OURS)

    def _hold(self, held: Held, *, by: str, auth_info: str | None = None) -> None:
        """Register a name on its day, and come back to the present. Equal contacts share a handle."""
        registry, clock = self.registry, self.clock
        kept = registry.snapshot()
        others = tuple(domain for domain in kept.domains if domain.name != held.name)
        registry.restore_snapshot(kept.model_copy(update={"domains": others}))
        clock.move_to(datetime.combine(held.registered_on, time(12), UTC))
        registry.create(
            held.name,
            by=by,
            years=held.expires_on.year - held.registered_on.year,
            contacts={role: self._handle(contact, by) for role, contact in held.contacts.items()},
            nameservers=held.nameservers,
            attributes={"ca.legal_type": "CCO"} if held.name.tld == "ca" else {},
            auth_info=auth_info,
            auto_renew=held.auto_renew,
        )
        clock.move_to(START)
        if held.locked and by == _OURS:
            registry.update(held.name, by=by, add_statuses=(Status.CLIENT_TRANSFER_PROHIBITED,))

    def _handle(self, contact: Contact, by: str) -> str:
        key = (by, contact.email)
        if key not in self._handles:
            self._handles[key] = self.registry.create_contact(contact, by=by)
        return self._handles[key]
