"""The vendor's one address: signed envelopes in, envelopes out, HTTP 200 for yes and for no."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from threading import RLock
from typing import ClassVar

from portfolio.clock import Clock
from portfolio.money import Money
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.refusal import RegistryRefuses
from sandbox.registry import Registry
from sandbox.vendors.opensrs import (
    changing,
    listing,
    looking,
    moving,
    reading,
    redeeming,
    registering,
    renewing,
)
from sandbox.vendors.opensrs.access import is_allowed
from sandbox.vendors.opensrs.answers import Refusal, Reply
from sandbox.vendors.opensrs.asked import Asked, read_command
from sandbox.vendors.opensrs.envelope import Node, write_envelope
from sandbox.vendors.opensrs.office import CHANNEL, SPONSOR, Kept, Office
from sandbox.vendors.opensrs.orders import OrderBook, OrderStatus
from sandbox.vendors.opensrs.prices import Prices
from sandbox.vendors.opensrs.processing import complete

USERNAME = "sandbox"

_COMMANDS: Mapping[str, Callable[[Office, Asked], Reply]] = {
    "lookup": looking.look_up,
    "get_price": looking.get_price,
    "get_balance": looking.get_balance,
    "sw_register": registering.register,
    "process_pending": registering.process_pending,
    "cancel_order": registering.cancel_order,
    "renew": renewing.renew,
    "redeem": redeeming.redeem,
    "belongs_to_rsp": redeeming.belongs_to_rsp,
    "get_deleted_domains": redeeming.get_deleted_domains,
    "get": reading.get,
    "get_domains_contacts": reading.get_domains_contacts,
    "get_domains_by_expiredate": listing.get_domains_by_expiredate,
    "get_orders_by_domain": listing.get_orders_by_domain,
    "get_order_info": listing.get_order_info,
    "update_contacts": changing.update_contacts,
    "modify": changing.modify,
    "advanced_update_nameservers": changing.advanced_update_nameservers,
    "check_transfer": moving.check_transfer,
    "get_transfers_in": moving.get_transfers_in,
}


class OpenSrs:
    """
    OpenSRS as its documents describe it, for the reseller "sandbox".

    `seed` draws the order of items in replies. What the reseller buys is charged to `balance` and stands on
    the log's ledger with the order's affiliate_id.
    """

    slug: ClassVar[str] = CHANNEL
    username: ClassVar[str] = USERNAME
    path: ClassVar[str] = "/"

    def __init__(
        self,
        registry: Registry,
        faults: Faults,
        log: EventLog,
        clock: Clock,
        key: str,
        balance: Money,
        *,
        seed: int = 20270115,
    ) -> None:
        self.faults = faults
        self.key = key
        self.office = Office(registry, log, clock, balance)
        self._random = Random(seed)
        self._lock = RLock()
        registry.accredit(registry.sponsor(SPONSOR), payer=self.office.pay_auto_renewal)

    @property
    def prices(self) -> Prices:
        """The price list, to be changed at will."""
        return self.office.prices

    @property
    def balance(self) -> Money:
        """What the reseller can spend."""
        return self.office.balance

    def channel_of(self, request: HttpRequest) -> str:
        """Return "opensrs:" and the action in lower case; "opensrs:unreadable" where there is none."""
        try:
            return f"{CHANNEL}:{read_command(request.body).action}"
        except Refusal:
            return f"{CHANNEL}:unreadable"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Do what the command says and answer it."""
        if request.method != "POST":
            return HttpResponse(405, {"Allow": "POST", "Content-Type": "text/plain"}, b"POST only\n")
        with self._lock:
            return self._written(self._reply(request), request)

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many commands; nothing is done."""
        with self._lock:
            return self._written(Reply(300, "Exceeded max command rate", success=False), request)

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Do what the command says, and put another name wherever the reply repeats the one asked for."""
        with self._lock:
            reply = self._reply(request)
            asked = _command_or_none(request)
            texts = [asked.text("domain"), *asked.texts("domain_list")] if asked else []
            names = {text.lower() for text in texts if text}
            attributes = reply.attributes and _renamed_items(reply.attributes, names)
            return self._written(Reply(reply.code, reply.text, attributes, reply.success), request)

    def settle(self) -> None:
        """Let asynchronous registries do what they accepted, owners say yes, and losing registrars let go."""
        with self._lock:
            for order in self.office.orders.all(OrderStatus.WAITING):
                try:
                    complete(self.office, order)
                except RegistryRefuses:
                    self.office.orders.keep(order.model_copy(update={"status": OrderStatus.DECLINED}))
                    self.office.refund(order)
            while self.office.waiting:
                _, apply = self.office.waiting.pop(0)
                apply()
            moving.take_note_of_transfers(self.office, at_once=True)
            for order in self.office.orders.all(OrderStatus.PROCESSED):
                record = self.office.registry.look_up(order.name)
                if record is not None and record.transfer is not None:
                    self.office.registry.approve_transfer(order.name, by=record.sponsor.slug)
            moving.take_note_of_transfers(self.office)

    def let_lists_lag(self, lag: timedelta) -> None:
        """Let lists of names and of orders show only what is older than `lag`."""
        with self._lock:
            self.office.lists_lag = lag

    def kept(self) -> Kept:
        """Return what has to be written down, so that `restore` can go on from there."""
        with self._lock:
            office = self.office
            return Kept(
                balance=office.balance,
                orders=tuple(office.orders.all()),
                let_expire=tuple(sorted(office.let_expire)),
                brought_back=tuple(office.brought_back),
                lists_lag=office.lists_lag,
                private=frozenset(office.private),
            )

    def restore(self, kept: Kept) -> None:
        """Go on from what `kept` holds. Changes that waited for an asynchronous registry are forgotten."""
        with self._lock:
            self.office.set_balance(kept.balance)
            self.office.orders = OrderBook(kept.orders)
            self.office.let_expire = set(kept.let_expire)
            self.office.brought_back = list(kept.brought_back)
            self.office.lists_lag = kept.lists_lag
            self.office.private = set(kept.private)

    def _reply(self, request: HttpRequest) -> Reply:
        if not is_allowed(request, username=USERNAME, key=self.key):
            return Reply(401, "Authentication Error.", success=False)
        moving.take_note_of_transfers(self.office)
        try:
            asked = read_command(request.body)
            return _COMMANDS.get(asked.action, _unknown)(self.office, asked)
        except Refusal as refusal:
            return refusal.reply
        except RegistryRefuses:
            return Reply(405, "Registry error", success=False)

    def _written(self, reply: Reply, request: HttpRequest) -> HttpResponse:
        asked = _command_or_none(request)
        data = reply.as_data(asked.kind if asked else "domain")
        if self._random.random() < 0.5:
            data["transaction_id"] = f"{self._random.getrandbits(48):012x}"
        body = write_envelope(data, self._random)
        return HttpResponse(200, {"Content-Type": "text/xml"}, body)


def _command_or_none(request: HttpRequest) -> Asked | None:
    try:
        return read_command(request.body)
    except Refusal:
        return None


def _unknown(_office: Office, _asked: Asked) -> Reply:
    raise Refusal(430, "Invalid command")


def _renamed_items(items: Mapping[str, Node], names: set[str]) -> dict[str, Node]:
    return {_other(k) if k.lower() in names else k: _renamed(v, names) for k, v in items.items()}


def _renamed(node: Node, names: set[str]) -> Node:
    if isinstance(node, str):
        return _other(node) if node.lower() in names else node
    if isinstance(node, Mapping):
        return _renamed_items(node, names)
    return [_renamed(item, names) for item in node] if node is not None else None


def _other(name: str) -> str:
    return f"other-{name}"
