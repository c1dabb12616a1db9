"""Reading what handles there are and what they hold; nothing is changed, here or there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Fingerprint, Handle, StandsFor, fingerprint, reference_of
from portfolio.held import ContactVersion
from portfolio.names import DomainName
from records import Records
from records.handles import HandlesSeen
from registrar.errors import NotFound, RegistrarError, ReplyNotUnderstood, TryAgain, Unsupported
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from whois_sync.handles.choosing import HandlePlan, RoleStep, Wanted, choose
from whois_sync.handles.consequences import Sharing

NO_MORE = "the registrar has it no more"
ANOTHER = "the registrar shows another contact"


def plan_handles(
    keeper: KeepsHandles, records: Records, account: str, name: DomainName, wanted: Wanted
) -> HandlePlan:
    """
    Return which handle is to stand on each wanted role of `name`, having asked the registrar.

    A handle is reused when the registry says that it stands for this version, or for one that is equal at
    this registrar, or when the registrar finds one with an equal contact; each is read before it is believed.

    Raises `TryAgain` when an answer could not be read, `Unsupported` when the registrar does not show its
    contacts whole, and what else the registrar refuses. Raises `NotHeld` for a version that there is not.
    """
    try:
        return _Search(keeper, records, account, name, wanted).plan()
    except ReplyNotUnderstood as err:
        raise TryAgain(
            f"nothing was sent: {err.detail}", registrar=keeper.slug, operation=err.operation, name=name
        ) from err


def names_sharing(keeper: KeepsHandles, seen: HandlesSeen, handle: Handle, *, besides: DomainName) -> Sharing:
    """
    Return on which names but `besides` a handle stands: as the registrar tells, or else as it was last seen.

    A registrar that cannot tell now is not believed to have said "none": what was seen counts then.
    """
    if isinstance(keeper, TellsHandleUse):
        try:
            return Sharing(others=keeper.names_with(handle) - {besides})
        except RegistrarError:
            pass
    others = seen.names.get(handle, frozenset()) - {besides}
    return Sharing(others=others, unclear=len(seen.unclear - {besides}))


def print_of(keeper: KeepsHandles, contact: Contact) -> Fingerprint:
    """Return what `contact` would be at this registrar. Raises `Unsupported` for one that hides it."""
    return _whole(keeper, fingerprint(keeper.as_kept(contact)))


def _whole(keeper: KeepsHandles, print_: Fingerprint | None) -> Fingerprint:
    if print_ is None:
        raise Unsupported("the registrar does not show its contacts whole", registrar=keeper.slug)
    return print_


@dataclass
class _Search:
    """One name's look-up, and what it has come upon. Prints live as long as it, no longer."""

    keeper: KeepsHandles
    records: Records
    account: str
    name: DomainName
    wanted: Wanted
    known: dict[Handle, Fingerprint | None] = field(default_factory=dict)
    stale: dict[Handle, str] = field(default_factory=dict)

    def plan(self) -> HandlePlan:
        versions = self._versions()
        prints = {role: print_of(self.keeper, kept.contact) for role, kept in versions.items()}
        present = dict(self.keeper.handles(self.name))
        there = {handle: self._shown(handle) for handle in dict.fromkeys(present.values())}
        for role, print_ in prints.items():
            on_it = present.get(role)
            if on_it is None or there[on_it] != print_:
                self._find(versions[role], print_)
        chosen = choose(prints, present, self.known | there)
        return HandlePlan(
            name=self.name,
            steps=tuple(self._steps(versions, prints, present, chosen)),
            untouched={role: handle for role, handle in present.items() if role not in self.wanted},
            adopted=self._adopted(versions, chosen),
            stale=self.stale,
        )

    def _versions(self) -> dict[ContactRole, ContactVersion]:
        with self.records.reading() as unit:
            found = unit.contacts.several({(slug, version) for slug, version in self.wanted.values()})
        return {role: found[slug, version] for role, (slug, version) in self.wanted.items()}

    def _find(self, version: ContactVersion, print_: Fingerprint) -> None:
        """Look for a handle that holds this, in the registry and then at the registrar."""
        if print_ in self.known.values():
            return
        for stands in self._candidates(version, print_):
            handle = stands.handle
            if handle is None:
                continue
            self.known[handle] = self._shown(handle, whole=True)
            if self.known[handle] == print_:
                return
            self.stale[handle] = NO_MORE if self.known[handle] is None else ANOTHER
        if isinstance(self.keeper, FindsHandles):
            for handle in sorted(self.keeper.find_handles(version.contact)):
                self.known[handle] = print_

    def _candidates(self, version: ContactVersion, print_: Fingerprint) -> Iterable[StandsFor]:
        with self.records.reading() as unit:
            exact = unit.handles.of_version(self.account, version.slug, version.version)
        yield from exact
        with self.records.reading() as unit:
            others = [each for each in unit.handles.standing(self.account) if each not in exact]
            kept = unit.contacts.several({(each.contact, each.version) for each in others})
        for each in others:
            if fingerprint(self.keeper.as_kept(kept[each.contact, each.version].contact)) == print_:
                yield each

    def _shown(self, handle: Handle, *, whole: bool = False) -> Fingerprint | None:
        """What a handle holds now; None where there is no such handle, or where it is hidden in part."""
        try:
            seen = self.keeper.handle_contact(handle)
        except NotFound:
            return None
        return _whole(self.keeper, fingerprint(seen)) if whole else fingerprint(seen)

    def _steps(
        self,
        versions: Mapping[ContactRole, ContactVersion],
        prints: Mapping[ContactRole, Fingerprint],
        present: Mapping[ContactRole, Handle],
        chosen: Mapping[ContactRole, Handle | None],
    ) -> Iterable[RoleStep]:
        makes: dict[Fingerprint, tuple[str, int, str]] = {}
        for role, kept in versions.items():
            handle = chosen[role]
            slug, version, reference = kept.slug, kept.version, ""
            if handle is None:
                slug, version, reference = makes.setdefault(prints[role], self._reference(kept))
            yield RoleStep(
                role=role,
                contact=slug,
                version=version,
                present=present.get(role),
                handle=handle,
                makes=reference,
            )

    def _reference(self, kept: ContactVersion) -> tuple[str, int, str]:
        with self.records.reading() as unit:
            earlier = unit.handles.earlier(self.account, kept.slug, kept.version)
            standing = unit.handles.of_version(self.account, kept.slug, kept.version)
        gone = earlier + sum(each.handle in self.stale for each in standing)
        return kept.slug, kept.version, reference_of(self.account, kept.slug, kept.version, earlier=gone)

    def _adopted(
        self, versions: Mapping[ContactRole, ContactVersion], chosen: Mapping[ContactRole, Handle | None]
    ) -> dict[Handle, tuple[str, int]]:
        with self.records.reading() as unit:
            standing = {each.handle for each in unit.handles.standing(self.account)}
        return {
            handle: (versions[role].slug, versions[role].version)
            for role, handle in chosen.items()
            if handle is not None and (handle not in standing or handle in self.stale)
        }
