"""The registry's shelves: what it keeps, what time has made of it since, and how it is saved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import RLock

from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.lifecycle import Phase
from portfolio.names import DomainName, HostName, NotAName
from portfolio.tld import rules_for
from portfolio.values import PersonalValue
from sandbox.life import (
    TRANSFER_ANSWER_WITHIN,
    deleted_at,
    expiry_of,
    phase_of,
    statuses_of,
    turning_points,
    years_on,
)
from sandbox.log import EventLog
from sandbox.objects import ContactObject, DomainObject, DomainRecord, Sponsor, Transfer, new_auth_info
from sandbox.poll import PollMessage, PollQueue
from sandbox.refusal import RegistryRefuses, ResultCode

Payer = Callable[[DomainName], bool]
"""Asked at expiry whether a registrar pays the renewal of a name whose auto-renew is on."""

_ORDER = (
    Phase.REGISTERED,
    Phase.AUTO_RENEW_GRACE,
    Phase.REDEMPTION,
    Phase.PENDING_DELETE,
    Phase.RELEASED,
)


class Snapshot(PersonalValue):
    """Everything that a registry keeps, to be written down and read again."""

    numbered: int = 0
    sponsors: tuple[Sponsor, ...] = ()
    contacts: tuple[ContactObject, ...] = ()
    domains: tuple[DomainObject, ...] = ()
    reserved: tuple[DomainName, ...] = ()
    messages: tuple[PollMessage, ...] = ()


class Store:
    """Objects by name and handle. Every look at a name first lets happen what fell due on it."""

    def __init__(self, clock: Clock, log: EventLog) -> None:
        self._clock = clock
        self._log = log
        self._lock = RLock()
        self._numbered = 0
        self._sponsors: dict[str, Sponsor] = {}
        self._contacts: dict[str, ContactObject] = {}
        self._domains: dict[DomainName, DomainObject] = {}
        self._reserved: set[DomainName] = set()
        self._payers: dict[str, Payer] = {}
        self._poll = PollQueue()

    def accredit(self, sponsor: Sponsor, *, payer: Payer | None = None) -> None:
        """
        Let a registrar in, or renew its particulars.

        `payer` is asked whenever one of its names with auto-renew on expires; without one, it pays. It is
        called while the registry is locked, so it must not wait for anybody.
        """
        with self._lock:
            self._sponsors[sponsor.slug] = sponsor
            if payer is not None:
                self._payers[sponsor.slug] = payer

    def sponsor(self, slug: str) -> Sponsor:
        """Return an accredited registrar. Raises `RegistryRefuses` (2303)."""
        if slug not in self._sponsors:
            raise RegistryRefuses(ResultCode.DOES_NOT_EXIST, f"no registrar {slug} is accredited here")
        return self._sponsors[slug]

    def names(self, *, sponsor: str | None = None) -> list[DomainName]:
        """Return every name that is registered now, sorted; with `sponsor`, only that registrar's."""
        with self._lock:
            self.settle()
            return sorted(n for n, stored in self._domains.items() if sponsor in (None, stored.sponsor))

    def look_up(self, name: DomainName) -> DomainRecord | None:
        """Return the whole record of a name as it stands now, with its auth_info; None when nobody has it."""
        with self._lock:
            self._settle_name(name)
            stored = self._domains.get(name)
            return None if stored is None else self._record(stored)

    def settle(self) -> None:
        """Let everything happen that fell due since the last look, on every name."""
        with self._lock:
            for name in sorted(self._domains):
                self._settle_name(name)

    def snapshot(self) -> Snapshot:
        """Return everything that is kept."""
        with self._lock:
            return Snapshot(
                numbered=self._numbered,
                sponsors=tuple(self._sponsors.values()),
                contacts=tuple(self._contacts.values()),
                domains=tuple(self._domains.values()),
                reserved=tuple(sorted(self._reserved)),
                messages=tuple(self._poll.messages),
            )

    def restore_snapshot(self, kept: Snapshot) -> None:
        """Keep what `kept` holds, in place of what was there."""
        with self._lock:
            self._numbered = kept.numbered
            self._sponsors |= {sponsor.slug: sponsor for sponsor in kept.sponsors}
            self._contacts = {contact.handle: contact for contact in kept.contacts}
            self._domains = {domain.name: domain for domain in kept.domains}
            self._reserved = set(kept.reserved)
            self._poll = PollQueue(kept.messages)

    def _held(self, name: DomainName) -> DomainRecord:
        record = self.look_up(name)
        if record is None:
            raise RegistryRefuses(ResultCode.DOES_NOT_EXIST, f"{name} is not registered")
        return record

    def _record(self, stored: DomainObject) -> DomainRecord:
        rules, now = rules_for(stored.name), self._clock.now()
        phase = phase_of(stored, rules, now)
        return DomainRecord(
            **stored.model_dump(
                include={"name", "registry_domain_id", "nameservers", "registered_at", "last_changed_at",
                         "transferred_at", "auto_renew", "delegation_signed", "auth_info"},
            ),
            phase=phase,
            sponsor=self._sponsors[stored.sponsor],
            contacts={role: self._contacts[handle].contact for role, handle in stored.handles.items()},
            handles=stored.handles,
            transfer=stored.transfer,
            attributes=stored.attributes,
            statuses=statuses_of(stored, phase, now),
            deleted_at=deleted_at(stored, rules, now),
            expires_at=expiry_of(stored, phase),
            registrar_expires_at=stored.paid_until,
        )  # fmt: skip

    def _change(self, name: DomainName, **facts: object) -> DomainObject:
        """Store new facts about a name, changed now unless they say when, and return its object."""
        changed = {"last_changed_at": self._clock.now()} | facts
        self._domains[name] = self._domains[name].model_copy(update=changed)
        return self._domains[name]

    def _handles(self, contacts: Mapping[ContactRole, Contact | str], by: str) -> dict[ContactRole, str]:
        """Return a handle for each role: the one given, or that of a new contact object."""
        return {
            role: self._existing(contact, by) if isinstance(contact, str) else self._shelve(contact, by)
            for role, contact in contacts.items()
        }

    def _existing(self, handle: str, by: str) -> str:
        if handle not in self._contacts:
            raise RegistryRefuses(ResultCode.DOES_NOT_EXIST, f"there is no contact {handle}")
        if self._contacts[handle].sponsor != by:
            raise RegistryRefuses(ResultCode.NOT_AUTHORIZED, f"contact {handle} is another registrar's")
        return handle

    def _shelve(self, contact: Contact, by: str) -> str:
        handle = self._number("C")
        self._contacts[handle] = ContactObject(handle=handle, sponsor=by, contact=contact)
        return handle

    def _number(self, kind: str) -> str:
        self._numbered += 1
        return f"{kind}{self._numbered:06d}-SBOX"

    def _settle_name(self, name: DomainName) -> None:
        if name not in self._domains:
            return
        self._approve_overdue_transfer(name)
        self._auto_renew(name)
        now = self._clock.now()
        for at, phase in turning_points(self._domains[name], rules_for(name)):
            stored = self._domains[name]
            if at > now or _ORDER.index(phase) <= _ORDER.index(stored.told):
                continue
            self._tell(stored.sponsor, name, str(phase), at)
            self._change(name, told=phase, last_changed_at=at)
            if phase is Phase.RELEASED:
                del self._domains[name]
                return

    def _approve_overdue_transfer(self, name: DomainName) -> None:
        transfer = self._domains[name].transfer
        if transfer is not None:
            due_at = transfer.requested_at + TRANSFER_ANSWER_WITHIN
            if due_at <= self._clock.now():
                self._carry_out(transfer, name, at=due_at)

    def _carry_out(self, transfer: Transfer, name: DomainName, *, at: datetime) -> None:
        """Hand the name over; a transfer of a generic name adds a year, to ten at most (Transfer Policy)."""
        stored, rules = self._domains[name], rules_for(name)
        paid_until = years_on(stored.paid_until, 1)
        if not rules.is_generic or paid_until > years_on(at, rules.max_years):
            paid_until = stored.paid_until
        gaining, losing = transfer.gaining_registrar, transfer.losing_registrar
        handles = self._handles({r: self._contacts[h].contact for r, h in stored.handles.items()}, gaining)
        self._change(
            name, sponsor=gaining, transfer=None, transferred_at=at, last_changed_at=at, handles=handles,
            paid_until=paid_until, auto_renew=False, told=Phase.REGISTERED, auth_info=new_auth_info(),
        )  # fmt: skip
        for registrar in (losing, gaining):
            self._poll.put(registrar, name=name, event="transferred", at=at)
        self._log.add("registry", "transferred", name=name, detail=f"{losing} to {gaining}", at=at)

    def _auto_renew(self, name: DomainName) -> None:
        """Let the registrar pay the renewals that fell due, where its auto-renew is on."""
        stored = self._domains[name]
        while (
            stored.auto_renew
            and stored.deleted_at is None
            and stored.paid_until <= self._clock.now()
            and stored.auto_renew_failed_for != stored.paid_until
        ):
            due_at = stored.paid_until
            payer = self._payers.get(stored.sponsor)
            if payer is None or payer(name):
                stored = self._change(name, paid_until=years_on(due_at, 1), last_changed_at=due_at)
                self._log.add("registry", "auto-renewed", name=name, at=due_at)
            else:
                stored = self._change(name, auto_renew_failed_for=due_at, last_changed_at=due_at)
                self._log.add("registry", "auto-renewal unpaid", name=name, at=due_at)

    def _tell(self, registrar: str, name: DomainName, event: str, at: datetime) -> None:
        self._log.add("registry", event, name=name, at=at)
        self._poll.put(registrar, name=name, event=event, at=at)


def host_names(texts: Iterable[str]) -> tuple[HostName, ...]:
    """Return a delegation, each host once. Raises `RegistryRefuses` (2005) for what is no host name."""
    try:
        return tuple(dict.fromkeys(HostName(text) for text in texts))
    except NotAName as err:
        raise RegistryRefuses(ResultCode.VALUE_SYNTAX, str(err)) from err
