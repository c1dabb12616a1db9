"""The bench of Name.com: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import SecretStr

from net.addresses import AddressGuard
from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from registrar.catalogue import connect
from registrar.contract import Receipt, Registrar, RegistrationRequest, RenewalRequest, TransferRequest
from registrar.support import Capability
from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.http_server import HttpRequest, HttpResponse, HttpServer
from sandbox.log import EventLog
from sandbox.registry import Registry
from sandbox.vendors.namecom import USERNAME, NameCom
from sandbox.vendors.namecom.operations import end_transfer
from tests.conformance.bench import READS, START, UNHOLDABLE, Charge, Held, To
from tests.conformance.people import EVERYONE, NEW_TECH

_CHANNELS: dict[To, tuple[str, ...]] = {
    READS: (
        "GetDomain", "ListDomains", "CheckAvailability", "GetPricingForDomain", "GetRequirement",
        "GetTransfer", "GetAuthCodeForDomain", "CheckAccountBalance", "ListOrders",
    ),
    Capability.REGISTER: ("CreateDomain",),
    Capability.TRANSFER_IN: ("CreateTransfer",),
    Capability.RENEW: ("RenewDomain",),
    Capability.SET_CONTACTS: ("SetContacts",),
    Capability.SET_NAMESERVERS: ("SetNameservers",),
    Capability.SET_LOCK: ("UpdateDomain",),
    Capability.SET_AUTO_RENEW: ("UpdateDomain",),
}  # fmt: skip
_PAID = ("CreateDomain", "CreateTransfer", "RenewDomain")
_LASTING = 50
_PAGE = 5
_TOKEN = "conformance-token-0123456789"
_OURS, _THEIRS = "namecom", "elsewhere"
_Order = RegistrationRequest | RenewalRequest | TransferRequest


class NameComBench:
    """
    Implements `tests.conformance.bench.Bench`; its server runs as long as `stack`.

    The vendor keeps no reference of ours: which order a charge was made for is what the bench was sending.
    """

    says_whom: frozenset[To] = frozenset(_CHANNELS)
    unsure_name = DomainName("unsure-example.ee")
    attempts = 3
    has_preparation = False
    tells_sponsors = False
    tells_wrong_auth_info = False
    keeps_restores = False
    roles_held = frozenset(ContactRole)
    tells_registered = True
    contacts_made = 0
    cannot_hold = UNHOLDABLE

    def __init__(self, stack: ExitStack) -> None:
        self.clock = MovableClock(START)
        self.log = EventLog(self.clock)
        self.faults = Faults()
        self.registry = Registry(self.clock, self.log)
        self.vendor = NameCom(
            self.registry, self.faults, self.log, self.clock, _TOKEN, Money(amount=Decimal("1000.00"))
        )
        self.vendor.office.largest_page = _PAGE
        self._stack = stack
        self.asked: list[str] = []
        self._spoils: dict[str, Callable[[HttpResponse], HttpResponse]] = {}
        self._sending: str | None = None
        self._sent_for: dict[int, str | None] = {}
        self.log.when_added(self._note_charge)
        self._channel_of, self.vendor.channel_of = self.vendor.channel_of, self._noted
        self._answer, self.vendor.answer = self.vendor.answer, self._spoilt
        self._handles: dict[tuple[str, str], str] = {}
        self.secrets: tuple[str, ...] = (_TOKEN,)
        server = HttpServer(self.vendor, faults=self.faults, log=self.log)
        server.start()
        stack.callback(server.stop)
        self.registrar = self._connected(server.port)

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
        price = Money(amount=Decimal(0))
        for _ in range(_PAGE * (pages - 1)):
            self.vendor.office.order(name, "renewal", years=1, price=price)

    def decline(self) -> None:
        for name, transfer in list(self.vendor.office.transfers.items()):
            self.registry.reject_transfer(name, by=_THEIRS)
            end_transfer(self.vendor.office, transfer, "rejected")

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
        self._spoil(to, lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]))

    def break_off(self, *, to: To) -> None:
        self._order(Fault.TRUNCATED, to)

    def answer_oddly(self, *, to: To) -> None:
        self._spoil(to, lambda answer: replace(answer, status=203))

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
        self.vendor.token = "another-token"

    def never_reachable(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        self.registrar = self._connected(port)

    def take_all_money(self, *, quietly: bool = False) -> None:
        del quietly  # the vendor hides want of money in no yes that is documented
        self.vendor.office.set_balance(Money(amount=Decimal(0)))

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        assert kind is not OrderKind.RESTORE
        return self.vendor.prices.of(name, years=1)

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
        return sum(operation not in _CHANNELS[READS] for operation in self.asked)

    @property
    def paid_requests_sent(self) -> int:
        return sum(operation in _PAID for operation in self.asked)

    @property
    def paid(self) -> tuple[Charge, ...]:
        charges: list[Charge] = []
        for entry in self.log.ledger:
            amount, name = entry.amount or Money(amount=Decimal(0)), DomainName(entry.name or "")
            if entry.action == "charged":
                charges.append(Charge(name, amount, self._sent_for[entry.sequence]))
            else:
                charges.remove(next(c for c in charges if (c.name, c.amount) == (name, amount)))
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
            contacts={role: _in_their_language(who) for role, who in record.contacts.items()},
        )

    def _connected(self, port: int) -> Registrar:
        # Any: each order is noted on its way through the registrar's own methods.
        registrar: Any = connect(
            "namecom",
            endpoint=f"http://127.0.0.1:{port}/core/v1",
            username=USERNAME,
            secret=SecretStr(_TOKEN),
            guard=AddressGuard(allowed=[("127.0.0.1", port)]),
            attempts=self.attempts,
        )
        registrar._line._sleep = lambda _seconds: None  # no test waits between attempts
        for word in ("register", "renew", "transfer_in"):
            setattr(registrar, word, self._noting(getattr(registrar, word)))
        self._stack.callback(registrar.close)
        return registrar

    def _noting(self, send: Callable[[_Order], Receipt]) -> Callable[[_Order], Receipt]:
        def noted(request: _Order) -> Receipt:
            self._sending = request.reference
            try:
                return send(request)
            finally:
                self._sending = None

        return noted

    def _note_charge(self) -> None:
        entry = self.log.entries[-1]
        self._sent_for[entry.sequence] = self._sending

    def _noted(self, request: HttpRequest) -> str:
        """Note what was asked before anything becomes of it."""
        channel = self._channel_of(request)
        self.asked.append(channel.partition(":")[2])
        return channel

    def _order(self, fault: Fault, to: To, times: int = _LASTING) -> None:
        for operation in _CHANNELS[to]:
            self.faults.order(fault, to=f"namecom:{operation}", times=times)

    def _spoil(self, to: To, how: Callable[[HttpResponse], HttpResponse]) -> None:
        self._spoils |= {f"namecom:{operation}": how for operation in _CHANNELS[to]}

    def _spoilt(self, request: HttpRequest) -> HttpResponse:
        """Answer, and spoil the answer where that is ordered; its length is announced as it is then."""
        answer = self._answer(request)
        spoil = self._spoils.get(self._channel_of(request))
        return spoil(answer) if spoil else answer

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


def _in_their_language(who: Contact) -> Contact:
    """The contact with the language that its person has: the vendor has no place for one."""
    known = {person.email: person.language for person in (*EVERYONE.values(), NEW_TECH)}
    return who.model_copy(update={"language": known.get(who.email, who.language)})
