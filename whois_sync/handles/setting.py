"""Contacts set over handles: each handle made once and known before it is used, all roles put in one go."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from records import AlreadyHeld, Moved, Records, Unit
from records.handles import HandlesSeen
from registrar.contract import Receipt, Registrar, SetsContacts
from registrar.errors import AccessRefused, OutcomeUnknown, Refused, RegistrarError, TryAgain, Unsupported
from registrar.handles import FindsHandles, KeepsHandles
from registrar.support import require
from whois_sync.handles.choosing import HandlePlan, RoleStep, Wanted
from whois_sync.handles.consequences import consequences_of
from whois_sync.handles.looking import names_sharing, plan_handles, print_of

_log = logging.getLogger("whois_sync")

SHOWN_AFTER = timedelta(minutes=15)
"""How long after a lost answer a registrar's list is believed when it does not show the handle."""

MEANWHILE = "the handles of this contact have been changed meanwhile; nothing was sent"
NOT_SETTLED = "whether an earlier request made a handle for this contact is not known"


def contacts_setter(
    registrar: Registrar, records: Records, clock: Clock, *, account: str, wanted: Wanted, by: Actor
) -> SetsContacts:
    """
    Return what sets contacts at `registrar`: itself, or handles where it keeps those.

    `wanted` says which version each contact is. Raises `Unsupported` for a registrar that does neither.
    """
    if isinstance(registrar, KeepsHandles):
        return ContactsOverHandles(registrar, records, clock, account=account, wanted=wanted, by=by)
    return require(registrar, SetsContacts)


def can_set_contacts(registrar: Registrar) -> bool:
    """Whether contacts can be set there, inline or over handles."""
    return isinstance(registrar, KeepsHandles | SetsContacts)


def handle_consequences(
    registrar: Registrar,
    records: Records,
    *,
    account: str,
    name: DomainName,
    wanted: Wanted,
    seen: HandlesSeen | None = None,
) -> tuple[str, ...]:
    """
    Return what setting these contacts would do to handles and to the names that share them, in sentences.

    `seen` is what `unit.handles.seen(account)` gives, for whoever asks of many names; it is read otherwise.
    Nothing is changed, here or there. Empty where the registrar keeps no handles. Raises as `plan_handles`.
    """
    if not isinstance(registrar, KeepsHandles):
        return ()
    plan = plan_handles(registrar, records, account, name, wanted)
    leaving = set(plan.replaced.values())
    if leaving and seen is None:
        with records.reading() as unit:
            seen = unit.handles.seen(account)
    seen = seen or HandlesSeen(names={})
    sharing = {handle: names_sharing(registrar, seen, handle, besides=name) for handle in leaving}
    return consequences_of(plan, sharing)


class ContactsOverHandles(SetsContacts):
    """Sets the contacts of names at a registrar that keeps handles. No handle is ever edited."""

    def __init__(
        self,
        keeper: KeepsHandles,
        records: Records,
        clock: Clock,
        *,
        account: str,
        wanted: Wanted,
        by: Actor,
    ) -> None:
        self._keeper = keeper
        self._records = records
        self._clock = clock
        self._account = account
        self._wanted = wanted
        self._by = by

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        """
        Make the given roles hold the given contacts; other roles, and other names, stay as they are.

        Everything is read first. Then each handle that is missing is made, once, and kept in the registry
        before it is used; then all roles are put in one request, and none is sent when nothing changes.

        Raises what the registrar raises: `OutcomeUnknown` for an answer that was lost, `TryAgain` when
        nothing is on its way, and the handles that were made so far are reused. Raises `Unsupported`,
        sending nothing, for a contact that is not the version it is said to be.
        """
        wanted = self._versions_of(name, contacts)
        plan = plan_handles(self._keeper, self._records, self._account, name, wanted)
        self._note(plan)
        made: dict[str, Handle] = {}
        for step in plan.steps:
            if step.handle is None and step.makes not in made:
                made[step.makes] = self._make(step, contacts[step.role])
        handles = {step.role: step.handle or made[step.makes] for step in plan.steps if not step.is_done}
        changed = {role: handle for role, handle in handles.items() if handle != _present(plan, role)}
        return self._keeper.put_handles(name, changed) if changed else Receipt()

    def _versions_of(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Wanted:
        wanted = {role: self._wanted[role] for role in contacts if role in self._wanted}
        with self._records.reading() as unit:
            kept = unit.contacts.several({(slug, version) for slug, version in wanted.values()})
        for role, contact in contacts.items():
            if role not in wanted or kept[wanted[role]].contact != contact:
                raise Unsupported(
                    f"the {role} contact is not a version that we keep",
                    registrar=self._keeper.slug,
                    name=name,
                )
        return wanted

    def _note(self, plan: HandlePlan) -> None:
        """Let go of the handles that hold somebody else, and keep those that were come upon."""
        if not plan.stale and not plan.adopted:
            return
        try:
            with self._records.changing(self._by) as unit:
                for handle, why in plan.stale.items():
                    unit.handles.let_go(self._account, handle, why=why)
                for handle, (slug, version) in plan.adopted.items():
                    unit.handles.keep(self._account, handle, slug, version)
                unit.commit()
        except (AlreadyHeld, Moved) as err:
            raise self._error(TryAgain, MEANWHILE) from err

    def _make(self, step: RoleStep, contact: Contact) -> Handle:
        """Ask for a handle, once; the intention is on the disk before, and what came of it right after."""
        self._intend(step)
        try:
            handle = self._keeper.create_handle(contact, reference=step.makes)
        except OutcomeUnknown:
            handle = self._look_for(step, contact)
            if handle is None:
                raise
        except (TryAgain, AccessRefused, Refused, Unsupported):
            self._settle(step, None)
            raise
        self._settle(step, handle)
        _log.info("account=%s handle=%s contact=%s made", self._account, handle, step.contact)
        return handle

    def _intend(self, step: RoleStep) -> None:
        try:
            with self._records.changing(self._by) as unit:
                self._raise_if_unsettled(unit, step)
                unit.handles.intend(self._account, step.contact, step.version)
                unit.commit()
        except (AlreadyHeld, Moved) as err:
            raise self._error(TryAgain, MEANWHILE) from err

    def _raise_if_unsettled(self, unit: Unit, step: RoleStep) -> None:
        """An earlier request was not answered: what was found since, and when, says whether to ask again."""
        if unit.handles.of_version(self._account, step.contact, step.version):
            raise self._error(TryAgain, MEANWHILE)
        earlier = unit.handles.intended(self._account, step.contact, step.version)
        if earlier is None or self._keeper.chooses_handles:
            return
        if not isinstance(self._keeper, FindsHandles):
            raise self._error(OutcomeUnknown, f"{NOT_SETTLED}, and this registrar cannot be searched")
        left = earlier.kept_at + SHOWN_AFTER - self._clock.now()
        if left > timedelta(0):
            raise self._error(TryAgain, f"{NOT_SETTLED} yet", retry_after=left)
        # The plan has looked since then, and the registrar's list does not show it.
        unit.handles.forget_intention(self._account, step.contact, step.version)

    def _look_for(self, step: RoleStep, contact: Contact) -> Handle | None:
        """The handle that an unanswered request has made; None where it cannot be told."""
        try:
            if self._keeper.chooses_handles:
                there = fingerprint(self._keeper.handle_contact(step.makes))
                return step.makes if there == print_of(self._keeper, contact) else None
            if isinstance(self._keeper, FindsHandles):
                return min(self._keeper.find_handles(contact), default=None)
        except RegistrarError:
            return None
        return None

    def _settle(self, step: RoleStep, handle: Handle | None) -> None:
        with self._records.changing(self._by) as unit:
            try:
                if handle is not None:
                    unit.handles.keep(self._account, handle, step.contact, step.version)
            except Moved:
                # The registrar keeps equal contacts once: it stands for an equal version already.
                handle = None
            if handle is None:
                unit.handles.forget_intention(self._account, step.contact, step.version)
            unit.commit()

    def _error(
        self, kind: type[RegistrarError], detail: str, *, retry_after: timedelta | None = None
    ) -> RegistrarError:
        return kind(detail, registrar=self._keeper.slug, operation="handles", retry_after=retry_after)


def _present(plan: HandlePlan, role: ContactRole) -> Handle | None:
    return next(step.present for step in plan.steps if step.role == role)
