"""A house with an account at a registrar that keeps handles, and ways for it to go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, StandsFor, fingerprint
from portfolio.held import Client, ClientKind, HeldDomain, RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from records import Records
from registrar.contract import Receipt
from registrar.handles import KeepsHandles
from registrar.support import Capability
from tests.conformance.bench import EXAMPLE, START
from tests.conformance.people import ADMIN, BILLING, NEW_TECH, REGISTRANT, TECH
from tests.conformance.reference import ReferenceRegistrar
from tests.conformance.reference_vendor import Line, Mishap, ReferenceVendor
from tests.founding import founded
from whois_sync.handles import ContactsOverHandles

ACCOUNT, BY = "main", "job:apply"
OWNER_ROLE, ADMIN_ROLE, TECH_ROLE, BILLING_ROLE = ContactRole
PEOPLE = {"owner": REGISTRANT, "office": ADMIN, "technician": TECH, "ledger": BILLING}
ROLES = {OWNER_ROLE: "owner", ADMIN_ROLE: "office", TECH_ROLE: "technician", BILLING_ROLE: "ledger"}
NAME, OTHER = EXAMPLE.name, DomainName("other-example.com")


class Crash(BaseException):
    """The process dies."""


class Interrupted(ReferenceRegistrar):
    """The reference; the process can die right after the registrar has made a contact."""

    dies = False

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        handle = super().create_handle(contact, reference=reference)
        if self.dies:
            raise Crash
        return handle


class Choosing(Interrupted):
    """Over a vendor that takes our handle."""

    chooses_handles = True


class Blind(KeepsHandles):
    """The reference as a registrar that can neither be searched nor tells where a handle stands."""

    slug = "blind"
    chooses_handles = False

    def __init__(self, inner: ReferenceRegistrar) -> None:
        self.inner = inner

    def as_kept(self, contact: Contact) -> SeenContact:
        return self.inner.as_kept(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        return self.inner.create_handle(contact, reference=reference)

    def handle_contact(self, handle: Handle) -> SeenContact:
        return self.inner.handle_contact(handle)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return self.inner.handles(name)

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        return self.inner.put_handles(name, handles)


@dataclass
class MovedClock:
    """A clock that is moved by hand."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


class Desk:
    """Whoever sets contacts, with the registrar, what it really holds, and our records."""

    def __init__(self, folder: Path, adapter: type[Interrupted] = Interrupted) -> None:
        self.clock = MovedClock()
        self.records = founded(folder / "records.sqlite", folder / "house.key", self.clock, furnish)
        self.vendor, self.line = ReferenceVendor(), Line()
        self.registrar = adapter(self.vendor, self.line, attempts=1)
        self.keeper: KeepsHandles = self.registrar
        self.hold(NAME, OTHER)

    def hold(self, *names: DomainName) -> None:
        """Let the registrar hold these names with everyone's first version, whose handles they share."""
        self.vendor.held.update({name: replace(EXAMPLE, name=name) for name in names})
        for name in names:
            self.registrar.cards.on(name)

    def edit(self, slug: str, contact: Contact = NEW_TECH) -> int:
        """Make a new version of a contact, and return its number."""
        with self.records.changing("clerk") as unit:
            version = unit.contacts.edit(slug, contact).version
            unit.commit()
        return version

    def set(self, name: DomainName = NAME, **versions: int) -> Receipt:
        """Set these versions of contacts on the roles on which they stand."""
        return self.set_roles(name, {role: (s, versions[s]) for role, s in ROLES.items() if s in versions})

    def set_roles(self, name: DomainName, wanted: Mapping[ContactRole, tuple[str, int]]) -> Receipt:
        """Set contacts on roles."""
        with self.records.reading() as unit:
            contacts = {role: unit.contacts.get(*which).contact for role, which in wanted.items()}
        setter = ContactsOverHandles(
            self.keeper, self.records, self.clock, account=ACCOUNT, wanted=wanted, by=BY
        )
        return setter.set_contacts(name, contacts)

    def on(self, name: DomainName = NAME) -> dict[ContactRole, Handle]:
        """Which handles really stand on a name."""
        return self.registrar.cards.on(name)

    def emails(self, name: DomainName = NAME) -> dict[ContactRole, str]:
        """Whose addresses really stand on a name."""
        return {role: who.email for role, who in self.vendor.held[name].contacts.items()}

    def holding(self, contact: Contact) -> list[Handle]:
        """Every handle at the registrar that really holds this."""
        sought = fingerprint(self.registrar.as_kept(contact))
        cards = self.registrar.cards.kept.items()
        return [handle for handle, kept in cards if fingerprint(SeenContact.of(kept)) == sought]

    def standing(self) -> list[StandsFor]:
        """What the registry knows."""
        with self.records.reading() as unit:
            return unit.handles.standing(ACCOUNT)

    def intended(self, slug: str = "technician", version: int = 2) -> bool:
        """Whether a request to make a handle is not settled."""
        with self.records.reading() as unit:
            return unit.handles.intended(ACCOUNT, slug, version) is not None

    def go_wrong(self, mishap: Mishap, times: int = 1) -> None:
        """Let the next change of handles come to this."""
        self.line.mishaps[Capability.KEEP_HANDLES] = (mishap, times)

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.at += by

    @property
    def sent(self) -> int:
        """How many changes of handles have reached the registrar."""
        return self.line.count(Capability.KEEP_HANDLES)


def furnish(records: Records) -> None:
    """Give the house a client, the four people, an account, and two names."""
    with records.changing("drafter") as unit:
        unit.clients.add(Client(slug="bakery", name="Bakery Example", kind=ClientKind.COMPANY))
        for slug, contact in PEOPLE.items():
            unit.contacts.add("bakery", slug, contact)
        unit.accounts.add(
            RegistrarAccount(
                slug=ACCOUNT,
                registrar="reference",
                endpoint="https://registrar.example.net",
                username="house",
            )
        )
        for name in (NAME, OTHER):
            unit.domains.hold(HeldDomain(name=name, client="bakery", account=ACCOUNT, roles=ROLES))
        unit.commit()
