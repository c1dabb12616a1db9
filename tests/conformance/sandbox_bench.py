"""
The bench of every vendor whose dialect stands on `sandbox.vendors.office`: real sockets, the real adapter.

A vendor's bench says which of its words are reads and changes, and what it can tell; see `SandboxBench`.
"""

import socket
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from pydantic import SecretStr

from net.addresses import AddressGuard
from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.values import day_of
from registrar.catalogue import connect
from registrar.contract import (
    Receipt,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    RestoreRequest,
    TransferRequest,
)
from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.http_server import HttpRequest, HttpResponse, HttpServer
from sandbox.log import EventLog
from sandbox.registry import Registry
from tests.conformance.bench import READS, START, UNHOLDABLE, Charge, Held, To
from tests.conformance.people import EVERYONE, NEW_TECH

LASTING = 50
PAGE = 5
THEIRS = "elsewhere"
_Order = RegistrationRequest | RenewalRequest | TransferRequest | RestoreRequest


class SandboxBench:
    """
    Implements `tests.conformance.bench.Bench`; its server runs as long as `stack`.

    `channels` are the vendor's operations by what they do: all reads under `READS`, and what carries out each
    capability. `paid_operations` are those that cost, `contact_operations` those that make a contact. Which
    order a charge was made for is what the bench was sending, unless `keeps_references`. `odd` makes a
    well-formed yes with a word that nobody documents of an answer.
    """

    dialect: ClassVar[Any]  # a class: what all vendors of the sandbox have, though not all are a `Dialect`
    channels: ClassVar[Mapping[To, tuple[str, ...]]]
    paid_operations: ClassVar[tuple[str, ...]]
    secret: ClassVar[str] = "conformance-secret-0123456789"
    says_whom: frozenset[To]
    unsure_name = DomainName("unsure-example.ee")
    attempts = 3
    has_preparation = False
    tells_sponsors = False
    tells_wrong_auth_info = False
    keeps_restores = False
    keeps_references: ClassVar[bool] = False
    contact_operations: ClassVar[tuple[str, ...]] = ()
    roles_held = frozenset(ContactRole)
    tells_registered = True
    cannot_hold = UNHOLDABLE

    def __init__(self, stack: ExitStack) -> None:
        self.clock = MovableClock(START)
        self.log = EventLog(self.clock)
        self.faults = Faults()
        self.registry = Registry(self.clock, self.log)
        self.vendor = self._opened()
        self.slug = self.dialect.slug
        self.vendor.office.largest_page = PAGE
        self.asked: list[str] = []
        self.secrets: tuple[str, ...] = tuple(part for part in self.secret.split(":") if len(part) > 4)
        self._stack = stack
        self._spoils: dict[str, Callable[[HttpResponse], HttpResponse]] = {}
        self._sending: str | None = None
        self._sent_for: dict[int, str | None] = {}
        self._handles: dict[tuple[str, Contact], str] = {}
        self.log.when_added(self._note_charge)
        self._answer, self.vendor.answer = self.vendor.answer, self._spoilt
        self._channel_of, self.vendor.channel_of = self.vendor.channel_of, self._noted
        server = HttpServer(self.vendor, faults=self.faults, log=self.log)
        server.start()
        stack.callback(server.stop)
        self.port = server.port
        self.registrar = self._connected(server.port)

    def _opened(self) -> Any:
        """The vendor, with an account of ours that has a thousand."""
        parts = (self.registry, self.faults, self.log, self.clock)
        return self.dialect(*parts, secret=self.secret, balance=Decimal("1000.00"))

    def odd(self, answer: HttpResponse) -> HttpResponse:
        """Return the answer with a yes that nobody documents: a status, where the vendor speaks by them."""
        return replace(answer, status=203)

    def given(self, *held: Held) -> None:
        for name in held:
            self._hold(name, by=self.slug)

    def given_elsewhere(self, *held: Held) -> str:
        secret = "let-me-go-0123456789"
        self.secrets += (secret,)
        for name in held:
            self._hold(name, by=THEIRS, auth_info=secret)
        return secret

    def given_in_redemption(self, *held: Held) -> None:
        self.given(*held)
        for name in held:
            self.registry.delete(name.name, by=self.slug)

    def add_orders(self, name: DomainName, pages: int) -> None:
        price = Money(amount=Decimal(0), currency=self.dialect.currency)
        for number in range(PAGE * (pages - 1)):
            self.vendor.office.order(name, OrderKind.RENEW, price=price, reference=f"somebody-elses-{number}")

    def decline(self) -> None:
        office = self.vendor.office
        for name, transfer in list(office.transfers.items()):
            if transfer.state == "pending":
                self.registry.reject_transfer(name, by=THEIRS)
        office.take_note_of_transfers()

    def add_pages(self, pages: int) -> frozenset[DomainName]:
        for number in range(len(self._names()), PAGE * (pages - 1) + 1):
            self.given(Held(DomainName(f"page-example-{number}.com")))
        return frozenset(self._names())

    def settle(self) -> None:
        self.vendor.settle()

    def lose_answers(self, *, to: To) -> None:
        self._order(Fault.LOST_AFTER, to)

    def garble(self, *, to: To) -> None:
        self._order(Fault.GARBLED, to)

    def truncate(self, *, to: To) -> None:
        self.spoil(to, lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]))

    def break_off(self, *, to: To) -> None:
        self._order(Fault.TRUNCATED, to)

    def answer_oddly(self, *, to: To) -> None:
        self.spoil(to, self.odd)

    def drop_before(self, *, to: To) -> None:
        self._order(Fault.LOST_BEFORE, to)

    def fail(self, *, to: To) -> None:
        self._order(Fault.SERVER_ERROR, to)

    def throttle(self, *, to: To, times: int = LASTING) -> None:
        self._order(Fault.THROTTLED, to, times)

    def answer_for_other_name(self, *, to: To) -> None:
        self._order(Fault.OTHER_NAME, to)

    def heal(self) -> None:
        self.faults.clear()
        self._spoils.clear()

    def refuse_access(self) -> None:
        self.vendor.secret = "another-secret"

    def never_reachable(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        self.registrar = self._connected(port)

    def take_all_money(self, *, quietly: bool = False) -> None:
        del quietly  # no vendor on this bench is known to hide want of money in a yes
        self.vendor.office.set_balance(Money(amount=Decimal(0), currency=self.dialect.currency))

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        return self.vendor.office.prices.of(name, kind=kind)

    def change_contact(self, name: DomainName, role: ContactRole, contact: Contact) -> None:
        self.registry.update(name, by=self.slug, contacts={role: contact})

    def leave_message(self, name: DomainName) -> None:
        self.registry.leave_message(self.slug, name=name, event="renewed")

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
        return sum(operation not in self.channels[READS] for operation in self.asked)

    @property
    def contacts_made(self) -> int:
        return sum(operation in self.contact_operations for operation in self.asked)

    @property
    def paid_requests_sent(self) -> int:
        return sum(operation in self.paid_operations for operation in self.asked)

    @property
    def paid(self) -> tuple[Charge, ...]:
        charges: list[Charge] = []
        for entry in self.log.ledger:
            assert entry.amount is not None
            name = DomainName(entry.name or "")
            if entry.action == "charged":
                reference = entry.reference if self.keeps_references else self._sent_for[entry.sequence]
                charges.append(Charge(name, entry.amount, reference))
            else:
                charges.remove(next(c for c in charges if (c.name, c.amount) == (name, entry.amount)))
        return tuple(charges)

    def truth(self, name: DomainName) -> Held | None:
        record = self.registry.look_up(name)
        if record is None or record.sponsor.slug != self.slug or record.deleted_at is not None:
            return None
        return Held(
            name=record.name,
            registered_on=day_of(record.registered_at),
            expires_on=day_of(record.registrar_expires_at),
            nameservers=frozenset(record.nameservers),
            locked=Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
            auto_renew=record.auto_renew,
            private=name in self.vendor.office.private,
            signed=record.delegation_signed,
            contacts={role: self._as_held(who) for role, who in record.contacts.items()},
        )

    def _as_held(self, who: Contact) -> Contact:
        return in_their_language(who)

    def spoil(self, to: To, how: Callable[[HttpResponse], HttpResponse]) -> None:
        """Let the answers to `to` be what `how` makes of them, their announced length too, until `heal`."""
        self._spoils |= {f"{self.slug}:{operation}": how for operation in self.channels[to]}

    def _connected(self, port: int) -> Registrar:
        # Any: each order is noted on its way through the registrar's own methods.
        registrar: Any = self._made(
            endpoint=f"http://127.0.0.1:{port}{self.dialect.path}",
            username=self.dialect.username,
            secret=SecretStr(self.secret),
            guard=AddressGuard(allowed=[("127.0.0.1", port)]),
            attempts=self.attempts,
        )
        registrar._line._sleep = lambda _seconds: None  # no test waits between attempts
        for word in ("register", "renew", "transfer_in", "restore"):
            if hasattr(registrar, word):
                setattr(registrar, word, self._noting(getattr(registrar, word)))
        self._stack.callback(registrar.close)
        return registrar

    def _made(self, *, guard: AddressGuard, **account: Any) -> Any:
        return connect(self.slug, guard=guard, **account)

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

    def _order(self, fault: Fault, to: To, times: int = LASTING) -> None:
        for operation in self.channels[to]:
            self.faults.order(fault, to=f"{self.slug}:{operation}", times=times)

    def _spoilt(self, request: HttpRequest) -> HttpResponse:
        """Answer, and spoil the answer where that is ordered; its length is announced as it is then."""
        answer = self._answer(request)
        spoil = self._spoils.get(self._channel_of(request))
        return spoil(answer) if spoil else answer

    def _names(self) -> list[DomainName]:
        return self.registry.names(sponsor=self.slug)

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
        if held.locked and by == self.slug:
            registry.update(held.name, by=by, add_statuses=(Status.CLIENT_TRANSFER_PROHIBITED,))

    def _handle(self, contact: Contact, by: str) -> str:
        key = (by, contact)
        if key not in self._handles:
            self._handles[key] = self.registry.create_contact(contact, by=by)
        return self._handles[key]


def in_their_language(who: Contact) -> Contact:
    """Return the contact with the language that its person has: few vendors have a place for one."""
    known = {person.email: person.language for person in (*EVERYONE.values(), NEW_TECH)}
    return who.model_copy(update={"language": known.get(who.email, who.language)})
