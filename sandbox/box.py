"""The whole sandbox: one registry, every server over it, one clock, one log, one order book of faults."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from portfolio.money import Money
from sandbox.addresses import Addresses
from sandbox.clock import MovableClock
from sandbox.control import ControlPort
from sandbox.faults import Faults
from sandbox.http_server import HttpApp, HttpServer
from sandbox.log import EventLog
from sandbox.loopback import LoopbackServer
from sandbox.mail import Mailbox
from sandbox.public_side import PublicSide
from sandbox.rdap import RdapServer
from sandbox.registry import Registry
from sandbox.smtp import SmtpServer
from sandbox.state import State, read_state, write_state
from sandbox.vendors.catalogue import VENDORS
from sandbox.vendors.office import Dialect
from sandbox.vendors.opensrs import USERNAME, OpenSrs
from sandbox.whois import WhoisServer

_SAVE_EVERY = 0.2  # seconds, at most


class PortTaken(OSError):
    """A port that the sandbox is to listen on is in use, or not ours to use."""


class Sandbox:
    """
    A registry in a box on 127.0.0.1: a context manager that starts every server and stops it again.

    `start` is the clock's first instant. `ports` fixes ports by server ("rdap", "whois", "smtp", "opensrs",
    vendors by their slugs, "control"); the others are chosen by the system. With `state`,
    everything is kept in that file as it changes, and what the file holds already (clock and ports included)
    replaces the arguments. `more_tlds` are served beside the usual ones; `public_side` lets public servers
    show what is not so.

    Raises `StateUnreadable` for a file that holds something else, and on entering `PortTaken`.
    """

    def __init__(
        self,
        *,
        start: datetime,
        ports: Mapping[str, int] | None = None,
        state: Path | None = None,
        opensrs_balance: Money | None = None,
        opensrs_key: str | None = None,
        faults: Faults | None = None,
        more_tlds: Iterable[str] = (),
    ) -> None:
        self._path = state
        kept = read_state(state) if state is not None else None
        self.clock = MovableClock(kept.now if kept else start)
        self.log = EventLog(self.clock)
        self.faults = faults or Faults()
        self.registry = Registry(self.clock, self.log, more_tlds=more_tlds)
        self.public_side = PublicSide(self.registry, self.clock)
        self.mailbox = Mailbox()
        self.opensrs_username = USERNAME
        self.opensrs_key = kept.opensrs_key if kept else opensrs_key or secrets.token_hex(56)
        balance = opensrs_balance or Money.model_validate({"amount": "1000.00", "currency": "USD"})
        self.opensrs = OpenSrs(self.registry, self.faults, self.log, self.clock, self.opensrs_key, balance)
        self.vendors = {slug: self._vendor(slug, kept, balance) for slug in VENDORS}
        self._ports = dict(ports or {}) | (kept.ports if kept else {})
        self._servers: dict[str, LoopbackServer] = {}
        self._running = ExitStack()
        self._saving = Lock()
        self._changed = Event()
        self._ending = Event()
        if kept:
            self._go_on_with(kept)
        self.clock.when_moved(self.registry.settle)
        self.clock.when_moved(self.save)
        self.log.when_added(self._changed.set)

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            for server in self._builders():
                starting.callback(self._start(server).stop)
            if self._path is not None:
                starting.callback(self._keep_saving())
            self.save()
            self._running = starting.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del kind, error, trace
        self._running.close()
        self.save()

    @property
    def addresses(self) -> Addresses:
        """Where the servers listen. Known while the sandbox runs."""
        return Addresses({name: server.port for name, server in self._servers.items()})

    def save(self) -> None:
        """Write the state down now, where a file was given. Otherwise nothing is done."""
        if self._path is None:
            return
        with self._saving:
            self._changed.clear()
            write_state(self._path, self._state())

    def settle(self) -> None:
        """Let every vendor complete what it has accepted."""
        self.opensrs.settle()
        for vendor in self.vendors.values():
            vendor.settle()

    def _builders(self) -> dict[str, Callable[[int], LoopbackServer]]:
        control = ControlPort(
            clock=self.clock, registry=self.registry, faults=self.faults, log=self.log,
            mailbox=self.mailbox, settle=self.settle, lag=self.opensrs.let_lists_lag,
        )  # fmt: skip
        parts = {"clock": self.clock, "faults": self.faults, "log": self.log}
        return {
            "rdap": self._http(RdapServer(self.public_side, clock=self.clock, log=self.log)),
            "whois": lambda port: WhoisServer(self.public_side, port=port, **parts),
            "smtp": lambda port: SmtpServer(self.mailbox, port=port, **parts),
            "opensrs": self._http(self.opensrs),
            "control": self._http(control),
            **{slug: self._http(vendor) for slug, vendor in self.vendors.items()},
        }

    def _vendor(self, slug: str, kept: State | None, balance: Money) -> Dialect:
        secret = (kept.secrets.get(slug) if kept else None) or secrets.token_hex(20)
        parts = (self.registry, self.faults, self.log, self.clock)
        return VENDORS[slug](*parts, secret=secret, balance=balance.amount)

    def _http(self, app: HttpApp) -> Callable[[int], LoopbackServer]:
        return lambda port: HttpServer(app, faults=self.faults, log=self.log, port=port)

    def _start(self, name: str) -> LoopbackServer:
        port = self._ports.get(name, 0)
        try:
            server = self._builders()[name](port)
        except OSError as err:
            raise PortTaken(f"port {port} of the sandbox's {name} server cannot be used") from err
        self._servers[name] = server
        self._ports[name] = server.port
        server.start()
        return server

    def _go_on_with(self, kept: State) -> None:
        self.registry.restore_snapshot(kept.registry)
        self.mailbox.restore(kept.mail)
        self.log.restore(kept.log)
        self.opensrs.restore(kept.opensrs)
        for slug, vendor in self.vendors.items():
            if slug in kept.vendors:
                vendor.restore(kept.vendors[slug])

    def _state(self) -> State:
        return State(
            now=self.clock.now(),
            ports={name: server.port for name, server in self._servers.items()},
            opensrs_key=self.opensrs_key,
            registry=self.registry.snapshot(),
            mail=self.mailbox.messages,
            log=self.log.entries,
            opensrs=self.opensrs.kept(),
            secrets={slug: vendor.secret for slug, vendor in self.vendors.items()},
            vendors={slug: vendor.kept() for slug, vendor in self.vendors.items()},
        )

    def _keep_saving(self) -> Callable[[], None]:
        """Save after changes, in a thread; return what ends it."""
        self._ending.clear()
        thread = Thread(target=self._save_after_changes, name="sandbox-state")
        thread.start()

        def end() -> None:
            self._ending.set()
            self._changed.set()
            thread.join()

        return end

    def _save_after_changes(self) -> None:
        while not self._ending.is_set():
            self._changed.wait()
            self.save()
            self._ending.wait(_SAVE_EVERY)
