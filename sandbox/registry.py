"""One registry for every TLD of the sandbox, with EPP's commands and refusals (RFC 5730, 5731, 3915)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.lifecycle import Phase
from portfolio.names import DomainName
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.drifting import Drifting
from sandbox.life import is_restore_pending, years_on
from sandbox.log import EventLog
from sandbox.objects import ContactObject, DomainObject, DomainRecord, Sponsor, new_auth_info
from sandbox.permits import Command, raise_if_not_settable, raise_if_not_sponsor, raise_if_prohibited
from sandbox.poll import PollMessage
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.store import host_names
from sandbox.transfers import TransferCommands

SERVED = ("ca", "com", "ee", "net", "org")
"""The TLDs of this registry. `ee` stands for those that have port 43 and no RDAP."""

# 9995 and 9996 are set aside in IANA's list of registrars for testing.
SPONSORS = (
    Sponsor(
        slug="opensrs",
        name="Sandbox Wholesale Registrar Inc.",
        iana_id="9995",
        url="https://registrar.example.com",
        whois_server="whois.registrar.example.com",
        abuse_email="abuse@registrar.example.com",
        abuse_phone="+1.6135550100",
    ),
    Sponsor(
        slug="elsewhere",
        name="Elsewhere Names Ltd.",
        iana_id="9996",
        url="https://elsewhere.example.net",
        whois_server="whois.elsewhere.example.net",
        abuse_email="abuse@elsewhere.example.net",
        abuse_phone="+1.6135550110",
    ),
)


class Registry(TransferCommands, Drifting):
    """
    Names, contacts and registrars. Every command names the registrar that gives it (`by`).

    A command either does all it says and returns the record as it then stands, or does nothing and raises
    `RegistryRefuses`. Safe to use from several threads. `more_tlds` are served beside `SERVED`.
    """

    def __init__(
        self,
        clock: Clock,
        log: EventLog,
        *,
        sponsors: Iterable[Sponsor] = SPONSORS,
        more_tlds: Iterable[str] = (),
    ) -> None:
        super().__init__(clock, log)
        self.more_tlds = frozenset(more_tlds)
        for sponsor in sponsors:
            self.accredit(sponsor)

    def serves(self, tld: str) -> bool:
        """Whether this is the registry of `tld`."""
        return tld in SERVED or tld in self.more_tlds

    def reserve(self, name: DomainName) -> None:
        """Let nobody register `name`."""
        with self._lock:
            self._reserved.add(name)

    def is_reserved(self, name: DomainName) -> bool:
        """Whether the registry keeps `name` to itself."""
        return name in self._reserved

    def is_free(self, name: DomainName) -> bool:
        """Whether `name` could be registered now."""
        return self._is_sold_here(name) and not self.is_reserved(name) and self.look_up(name) is None

    def create(
        self,
        name: DomainName,
        *,
        by: str,
        years: int,
        contacts: Mapping[ContactRole, Contact | str],
        nameservers: Iterable[str] = (),
        attributes: Mapping[str, str] | None = None,
        auth_info: str | None = None,
        auto_renew: bool = False,
    ) -> DomainRecord:
        """
        Register `name` for `years`. A contact is given whole, or by the handle of an existing object.

        Raises `RegistryRefuses`: 2302 taken, 2306 reserved, not sold here, or against the TLD's rules.
        """
        with self._lock:
            self.sponsor(by)
            if self.look_up(name) is not None:
                raise RegistryRefuses(ResultCode.EXISTS, f"{name} is registered")
            if self.is_reserved(name):
                raise RegistryRefuses(ResultCode.POLICY, f"{name} is reserved")
            whole = rules_for(name).with_defaults(attributes or {})
            self._raise_if_against_policy(name, years, frozenset(contacts), whole)
            hosts = host_names(nameservers)
            now = self._clock.now()
            self._domains[name] = DomainObject(
                name=name, registry_domain_id=self._number("D"), sponsor=by,
                handles=self._handles(contacts, by), nameservers=hosts,
                registered_at=now, paid_until=years_on(now, years), last_changed_at=now, attributes=whole,
                auto_renew=auto_renew, auth_info=auth_info or new_auth_info(),
            )  # fmt: skip
            self._log.add("registry", "created", name=name, detail=f"{years} years, {by}")
            return self._held(name)

    def info(self, name: DomainName, *, by: str | None = None, auth_info: str | None = None) -> DomainRecord:
        """
        Return the record of `name`; with its auth_info for its sponsor, or for who gives the right one.

        Raises `RegistryRefuses`: 2303 nobody has it, 2202 wrong auth_info.
        """
        record = self._held(name)
        if auth_info not in (None, record.auth_info):
            raise RegistryRefuses(ResultCode.INVALID_AUTH_INFO, f"wrong auth_info for {name}")
        if record.sponsor.slug == by or auth_info is not None:
            return record
        return record.model_copy(update={"auth_info": None})

    def update(
        self,
        name: DomainName,
        *,
        by: str,
        contacts: Mapping[ContactRole, Contact | str] | None = None,
        nameservers: Iterable[str] | None = None,
        add_statuses: Iterable[Status] = (),
        remove_statuses: Iterable[Status] = (),
        auth_info: str | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> DomainRecord:
        """
        Change what is given and leave the rest. A whole contact becomes a new object under a new handle.

        Raises `RegistryRefuses`: 2303, 2201, 2300, 2304 (unless all that is asked is to lift
        clientUpdateProhibited, RFC 5731 section 2.3), 2306.
        """
        with self._lock:
            record = self._held(name)
            raise_if_not_sponsor(record, by)
            add, remove = frozenset(add_statuses), frozenset(remove_statuses)
            changes: dict[str, object] = {}
            if nameservers is not None:
                changes["nameservers"] = host_names(nameservers)
            if auth_info is not None:
                changes["auth_info"] = auth_info
            asked = bool(changes or contacts or attributes or add)
            if asked or Status.CLIENT_UPDATE_PROHIBITED not in remove:
                raise_if_prohibited(record, Command.UPDATE)
            raise_if_not_settable(add | remove)
            whole = record.attributes | dict(attributes or {})
            self._raise_if_against_policy(name, 1, frozenset(contacts or {}), whole)
            handles = record.handles | self._handles(contacts or {}, by)
            statuses = (self._domains[name].statuses | add) - remove
            self._change(name, handles=handles, statuses=statuses, attributes=whole, **changes)
            self._log.add("registry", "updated", name=name)
            return self._held(name)

    def set_auto_renew(self, name: DomainName, *, by: str, on: bool) -> DomainRecord:
        """Note whether the registrar pays at expiry. No status forbids it. Raises 2303, 2201."""
        with self._lock:
            raise_if_not_sponsor(self._held(name), by)
            self._change(name, auto_renew=on, last_changed_at=self._domains[name].last_changed_at)
            return self._held(name)

    def renew(self, name: DomainName, *, by: str, years: int, current_expiry: date) -> DomainRecord:
        """
        Extend the registration from the registry's date, which `current_expiry` must be (EPP curExpDate).

        In the auto-renew grace period that date has a year in it already, which is thereby paid too.
        Raises `RegistryRefuses`: 2303, 2201, 2300, 2304, 2004 (another date, or beyond the TLD's longest).
        """
        with self._lock:
            record = self._may_renew(name, by)
            return self._renewed(record, years, current_expiry, from_=record.expires_at)

    def renew_as_registrar(
        self, name: DomainName, *, by: str, years: int, current_expiry: date
    ) -> DomainRecord:
        """
        Extend from the registrar's own date, as registrars' interfaces do: in the auto-renew grace period the
        first year is the one that the registry has added by itself. Raises what `renew` raises.
        """
        with self._lock:
            record = self._may_renew(name, by)
            return self._renewed(record, years, current_expiry, from_=record.registrar_expires_at)

    def delete(self, name: DomainName, *, by: str) -> DomainRecord | None:
        """
        Delete the name: gone at once in the add grace period (None is returned), else into redemption.

        Raises `RegistryRefuses`: 2303, 2201, 2300, 2304.
        """
        with self._lock:
            record = self._held(name)
            raise_if_not_sponsor(record, by)
            raise_if_prohibited(record, Command.DELETE)
            redeemable = rules_for(name).grace.redemption_days
            detail = "within the add grace period" if record.phase is Phase.ADD_GRACE else ""
            self._log.add("registry", "deleted", name=name, detail=detail)
            if record.phase is Phase.ADD_GRACE or not redeemable:
                del self._domains[name]
                return None
            self._change(name, deleted_at=self._clock.now())
            return self._held(name)

    def request_restore(self, name: DomainName, *, by: str) -> DomainRecord:
        """
        Ask for a name back from redemption. It is pendingRestore until reported, for seven days at most.

        Raises `RegistryRefuses`: 2303, 2201, 2304 outside redemption.
        """
        with self._lock:
            self._raise_if_not_in_redemption(name, by)
            self._change(name, restore_asked_at=self._clock.now())
            self._log.add("registry", "restore requested", name=name)
            return self._held(name)

    def report_restore(self, name: DomainName, *, by: str) -> DomainRecord:
        """
        Give the report that completes a restore. A year is added where the paid time has run out.

        Raises `RegistryRefuses`: 2303, 2201, 2304 where no restore is pending.
        """
        with self._lock:
            self._raise_if_not_in_redemption(name, by)
            stored, now = self._domains[name], self._clock.now()
            if not is_restore_pending(stored, now):
                raise RegistryRefuses(ResultCode.STATUS_PROHIBITS, f"no restore of {name} is pending")
            paid_until = stored.paid_until
            while paid_until <= now:
                paid_until = years_on(paid_until, 1)
            back = {"deleted_at": None, "restore_asked_at": None, "told": Phase.REGISTERED}
            self._change(name, paid_until=paid_until, **back)
            self._log.add("registry", "restored", name=name)
            return self._held(name)

    def restore(self, name: DomainName, *, by: str) -> DomainRecord:
        """Ask for a name back and report in one step, as registrars do. Raises 2303, 2201, 2304."""
        with self._lock:
            self.request_restore(name, by=by)
            return self.report_restore(name, by=by)

    def create_contact(self, contact: Contact, *, by: str) -> str:
        """Keep a contact object and return its handle."""
        with self._lock:
            return self._shelve(contact, self.sponsor(by).slug)

    def info_contact(self, handle: str, *, by: str) -> ContactObject:
        """Return one of the registrar's contact objects. Raises `RegistryRefuses`: 2303, 2201."""
        with self._lock:
            return self._contacts[self._existing(handle, by)]

    def update_contact(self, handle: str, contact: Contact, *, by: str) -> None:
        """Change a contact object, and with it every name that uses its handle. Raises 2303, 2201."""
        with self._lock:
            kept = self._contacts[self._existing(handle, by)]
            self._contacts[handle] = kept.model_copy(update={"contact": contact})
            for name, stored in self._domains.items():
                if handle in stored.handles.values():
                    self._log.add("registry", "contact updated", name=name, reference=handle)

    def delete_contact(self, handle: str, *, by: str) -> None:
        """Take a contact object away. Raises `RegistryRefuses`: 2303, 2201, 2305 while a name uses it."""
        with self._lock:
            self._existing(handle, by)
            self.settle()
            if any(handle in stored.handles.values() for stored in self._domains.values()):
                raise RegistryRefuses(ResultCode.ASSOCIATION_PROHIBITS, f"contact {handle} is in use")
            del self._contacts[handle]

    def leave_message(self, registrar: str, *, name: DomainName, event: str) -> None:
        """Let a registrar have a message about a name waiting for it."""
        with self._lock:
            self._tell(registrar, name, event, self._clock.now())

    def poll(self, *, by: str) -> PollMessage | None:
        """Return the registrar's oldest message that is not acknowledged, or None."""
        with self._lock:
            self.settle()
            return self._poll.first(by)

    def acknowledge(self, number: int, *, by: str) -> bool:
        """Take a message off the registrar's queue. Returns whether it was there."""
        with self._lock:
            return self._poll.acknowledge(by, number)

    def _is_sold_here(self, name: DomainName) -> bool:
        return self.serves(name.tld) and len(name.labels) == 2

    def _raise_if_against_policy(
        self, name: DomainName, years: int, roles: frozenset[ContactRole], attributes: Mapping[str, str]
    ) -> None:
        if not self._is_sold_here(name):
            raise RegistryRefuses(ResultCode.POLICY, f"{name} is not sold here")
        # A registry demands a registrant; admin and tech are what we demand of ourselves.
        optional = frozenset((ContactRole.ADMIN, ContactRole.TECH))
        held = frozenset(self._domains[name].handles) if name in self._domains else frozenset[ContactRole]()
        problems = rules_for(name).problems_with(
            years=years, roles=roles | optional | held, attributes=attributes
        )
        if problems:
            raise RegistryRefuses(ResultCode.POLICY, "; ".join(problems))

    def _may_renew(self, name: DomainName, by: str) -> DomainRecord:
        record = self._held(name)
        raise_if_not_sponsor(record, by)
        raise_if_prohibited(record, Command.RENEW)
        return record

    def _renewed(
        self, record: DomainRecord, years: int, current_expiry: date, *, from_: datetime
    ) -> DomainRecord:
        name, now = record.name, self._clock.now()
        if day_of(from_) != current_expiry:
            raise RegistryRefuses(
                ResultCode.VALUE_OUT_OF_RANGE, f"{name} does not expire on {current_expiry}"
            )
        paid_until = years_on(from_, years)
        if years < 1 or paid_until > years_on(now, rules_for(name).max_years):
            raise RegistryRefuses(
                ResultCode.VALUE_OUT_OF_RANGE, f"{name} cannot be renewed for {years} years"
            )
        self._change(name, paid_until=paid_until, renewed_at=now, told=Phase.REGISTERED)
        self._log.add("registry", "renewed", name=name, detail=f"{years} years")
        return self._held(name)

    def _raise_if_not_in_redemption(self, name: DomainName, by: str) -> None:
        record = self._held(name)
        raise_if_not_sponsor(record, by)
        if record.phase is not Phase.REDEMPTION:
            raise RegistryRefuses(ResultCode.STATUS_PROHIBITS, f"{name} is not in redemption")
