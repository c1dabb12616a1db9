"""The one place where things are put together: `build(settings) → App`."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from console.account_checks import mixed_environments
from console.compared import compared
from console.refusals import Refusal
from console.returns import mailbox_of, return_path_of, signer_of
from console.secrets import alert_addresses, read_secret
from console.sending_domain import SendingDomain
from console.settings import Settings, address_of
from net import AddressGuard, HttpClient
from notifications import Knowledge, MailServer, NoticeRun, Post, Sender, SmtpTransport, run
from notifications.alerts import Alerts
from notifications.bounces.mailboxes import take_all
from notifications.bounces.take import Outcome, take
from notifications.deliver import turn_to_next
from notifications.digest import Limits
from notifications.post.return_path import ReturnPath
from orders import Orders
from portfolio.clock import Clock, SystemClock
from portfolio.held import RegistrarAccount
from portfolio.notice import Notice
from records import Records
from registrar.catalogue import ADAPTERS, connect
from registrar.contract import Registrar
from registrar.errors import AccessRefused
from whois_sync.check.caution import Caution
from whois_sync.check.run import Check, InLanes
from whois_sync.compare import Sponsor, differences
from whois_sync.daily import DriftRun
from whois_sync.lookup.bootstrap import Bootstrap, MalformedBootstrap
from whois_sync.lookup.connections import Connections
from whois_sync.lookup.sources import PublicRecord
from whois_sync.pace.learned import Learned
from whois_sync.pace.table import Paces
from whois_sync.pace.turns import Turns
from whois_sync.repairs import Repairs


@dataclass(frozen=True)
class SandboxClock:
    """The sandbox's time, from the state that it keeps: so commands on its house live on its day."""

    state: Path

    def now(self) -> datetime:
        """Return the sandbox's instant; raises `Refusal` when its state cannot be read."""
        try:
            return datetime.fromisoformat(json.loads(self.state.read_text("utf-8"))["now"]).astimezone(UTC)
        except (OSError, ValueError, KeyError) as error:
            raise Refusal("the sandbox's clock cannot be read", next_step=f"look at {self.state}") from error


@runtime_checkable
class _Closes(Protocol):
    def close(self) -> None: ...


@dataclass(frozen=True)
class _Line:
    """An adapter, and what it was made of."""

    account: RegistrarAccount
    secret: SecretStr
    registrar: Registrar


@dataclass(frozen=True)
class App:
    """The house, wired. Parts are made when they are first used; `close` gives back what they hold."""

    settings: Settings
    clock: Clock
    _opened: ExitStack = field(default_factory=ExitStack)
    _registrars: dict[str, "_Line"] = field(default_factory=dict[str, "_Line"])
    _connecting: Lock = field(default_factory=Lock)

    def close(self) -> None:
        """Close connections and the database."""
        self._opened.close()

    @cached_property
    def records(self) -> Records:
        """What we believe and did."""
        records = Records.open(
            self.settings.database,
            key_file=self.settings.key_file,
            clock=self.clock,
            journal=self.settings.journal,
        )
        self._opened.callback(records.close)
        return records

    @cached_property
    def guard(self) -> AddressGuard:
        """Which addresses may be dialled."""
        return AddressGuard(address_of(pair) for pair in self.settings.network.allow)

    def registrar_for(self, account: RegistrarAccount) -> Registrar:
        """
        Return the account's adapter, shared by threads: a new one after its key or address was changed.

        Raises `AccessRefused` when its key cannot be read.
        """
        with self._connecting:
            try:
                secret = read_secret(self.settings, account.slug)
            except Refusal as error:
                raise AccessRefused(
                    f"{error.what}; {error.next_step}", registrar=account.registrar
                ) from error
            line = self._registrars.get(account.slug)
            if line is None or (line.account, line.secret) != (account, secret):
                line = _Line(account, secret, self._connected(account, secret))
                self._registrars[account.slug] = line
            return line.registrar

    def _connected(self, account: RegistrarAccount, secret: SecretStr) -> Registrar:
        mixed = mixed_environments(account)
        if mixed is not None:
            raise AccessRefused(f"{mixed.says}; nothing was sent", registrar=account.registrar)
        registrar = connect(
            account.registrar,
            endpoint=account.endpoint,
            username=account.username,
            secret=secret,
            guard=self.guard,
        )
        if isinstance(registrar, _Closes):
            self._opened.callback(registrar.close)
        return registrar

    def public_client(self) -> HttpClient:
        """Return a new client for public servers; it is the caller's to close."""
        return HttpClient(guard=self.guard, redirects=3)

    @cached_property
    def public(self) -> PublicRecord:
        """What the public can read: RDAP where the bootstrap knows the TLD, WHOIS where not."""
        http = self._opened.enter_context(self.public_client())
        return PublicRecord(
            http=http,
            guard=self.guard,
            bootstrap=self._bootstrap(http),
            whois_servers={tld: address_of(pair) for tld, pair in self.settings.network.whois.items()},
            clock=self.clock,
            ask=Turns(self.learned, self.clock).ask,
        )

    @cached_property
    def learned(self) -> Learned:
        """At what pace public servers may be asked, by whichever part of the house."""
        file = self.settings.home / "observing" / "pace.json"
        return Learned(file, Paces(self.settings.pace), self.clock, now=time.monotonic)

    def _bootstrap(self, http: HttpClient) -> Bootstrap:
        servers = self.settings.home / "rdap-servers.toml"
        try:
            return Bootstrap(
                self.settings.network.rdap_bootstrap,
                http=http,
                guard=self.guard,
                kept=self.settings.home / "rdap-bootstrap.json",
                overrides=servers,
            )
        except MalformedBootstrap as error:
            raise Refusal(str(error), next_step=f"look at {servers}") from error

    @cached_property
    def orders(self) -> Orders:
        """What staff order: registrations, renewals, transfers in, restores."""
        return Orders(
            self.records,
            self.registrar_for,
            self.clock,
            contacts_differ=differences,
            spending=self.settings.limits,
            zone=self.settings.jobs.zone,
        )

    @cached_property
    def check(self) -> Check:
        """The drift check."""
        return Check(
            self.records,
            self.registrar_for,
            self.public,
            self.clock,
            sponsors=self._sponsors(),
            lanes=InLanes(
                self.learned, self.public.server_of, lambda: Connections(self.public, self.public_client)
            ),
        )

    def _sponsors(self) -> dict[str, Sponsor]:
        """Whom public records should name, by adapter; the settings go before what adapters know."""
        known = {
            slug: Sponsor(names=spec.public_names, iana_ids=spec.iana_ids)
            for slug, spec in ADAPTERS.items()
            if spec.public_names
        }
        told = {
            slug: Sponsor(names=given.names, iana_ids=frozenset(given.iana_ids))
            for slug, given in self.settings.sponsors.items()
        }
        return known | told

    @cached_property
    def repairs(self) -> Repairs:
        """Repairs of contacts at the registrars."""
        return Repairs(self.records, self.registrar_for, self.public, self.clock)

    def drift_run(self) -> DriftRun:
        """Return a new run over the portfolio, as the settings want it."""
        drift = self.settings.drift
        return DriftRun(
            self.records,
            self.check,
            self.repairs,
            self.registrar_for,
            self.clock,
            zone=ZoneInfo(self.settings.jobs.zone),
            caution=Caution(max_share=drift.max_share, min_names=drift.min_names),
            automatic_per_day=drift.automatic_per_day,
        )

    @cached_property
    def mail(self) -> SmtpTransport:
        """The server that takes our mail over. Raises `Refusal` when a password or a key cannot be read."""
        mail = self.settings.mail
        host, port = address_of(mail.server)
        password = read_secret(self.settings, "mail") if mail.username else None
        server = MailServer(
            host=host, port=port, starttls=mail.starttls, username=mail.username or None, password=password
        )
        return SmtpTransport(server, sign=signer_of(self.settings))

    @property
    def sender(self) -> Sender:
        """In whose name mail goes out."""
        house = self.settings.house
        return Sender(
            company=house.name,
            address=self.settings.mail.sender,
            phone=house.phone,
            postal=house.postal,
        )

    @cached_property
    def return_path(self) -> ReturnPath | None:
        """What makes and reads the addresses that mail comes back to; None where none is set."""
        return return_path_of(self.settings)

    @property
    def _comes_back_to(self) -> Callable[[Notice], str] | None:
        return_path = self.return_path
        return None if return_path is None else lambda notice: return_path.of(notice.reference)

    def take_back(self, raw: bytes, *, actor: str) -> Outcome:
        """Act on a message that came back. Raises `Refusal` where no return path is set."""
        if self.return_path is None:
            raise Refusal("no return path is set", next_step="set [mail] return_path in namesteward.toml")
        return take(
            self.records,
            self.return_path,
            raw,
            clock=self.clock,
            actor=actor,
            turn_to_next=partial(turn_to_next, staff_address=self.settings.house.staff_address),
        )

    def take_all_back(self, *, actor: str) -> Iterator[Outcome]:
        """Act on all that came back to the mailbox of the settings; on nothing where none is set."""
        mailbox = mailbox_of(self.settings)
        if mailbox is not None:
            with mailbox as opened:
                yield from take_all(opened, partial(self.take_back, actor=actor))

    @property
    def notice_limits(self) -> Limits:
        """By what it is judged whether all notices that are due can go."""
        notices = self.settings.notices
        return Limits(policy=notices.policy, most_in_a_run=notices.most_in_a_run)

    @cached_property
    def alerts(self) -> Alerts:
        """Where staff are alerted. Raises `Refusal` when the file of its addresses cannot be read."""
        return Alerts(alert_addresses(self.settings))

    @cached_property
    def sending_domain(self) -> SendingDomain:
        """Our own domain, as receivers of our mail find it."""
        return SendingDomain(self.settings, self.clock)

    @property
    def knowledge(self) -> Knowledge:
        """What the notices of this house are written from."""
        return Knowledge(
            records=self.records,
            registrar_for=self.registrar_for,
            prices=self.settings.prices.asked,
            compared=compared,
        )

    def _post(self, actor: str) -> Post:
        return Post(
            known=self.knowledge,
            transport=self.mail,
            clock=self.clock,
            sender=self.sender,
            staff_address=self.settings.house.staff_address,
            actor=actor,
            return_path=self._comes_back_to,
            most_for_one=self.settings.notices.most_for_one,
        )

    def run_notices(self, *, actor: str) -> NoticeRun:
        """
        Send the notices that are due, each once; names without any are kept for the staff's digest.

        While the sending domain forbids it, what is due is written down and waits.
        """
        blocked = self.sending_domain.why_blocked()
        limit = 0 if blocked else self.settings.notices.most_in_a_run
        done = run(self._post(actor), policy=self.settings.notices.policy, limit=limit)
        with self.records.changing(actor) as unit:
            unit.notice_problems.found(done.problems)
            unit.commit()
        return replace(done, unfinished=blocked) if blocked else done


def build(settings: Settings) -> App:
    """Return the house that `settings` describe. Nothing is opened or asked yet."""
    return App(settings=settings, clock=clock_of(settings))


def clock_of(settings: Settings) -> Clock:
    """Return the machine's clock, or the sandbox's where this home folder belongs to a sandbox."""
    state = sandbox_state(settings.home)
    return SandboxClock(state) if state.exists() else SystemClock()


def sandbox_state(home: Path) -> Path:
    """Return the file in which the sandbox of a home folder keeps its state."""
    return home / "sandbox.json"
