"""The reference vendor's contacts under handles: it keeps no fax, and equal ones twice."""

from dataclasses import dataclass, field

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from tests.conformance.reference_vendor import PAGE, ReferenceVendor, Says


def filed(contact: Contact) -> Contact:
    """Return what this vendor keeps of a contact."""
    return contact.model_copy(update={"fax": None})


@dataclass
class Cards:
    """Every contact of the account, and which stands where. A vendor that `chooses` takes our handle."""

    vendor: ReferenceVendor
    chooses: bool = False
    kept: dict[str, Contact] = field(default_factory=dict)
    stands: dict[tuple[DomainName, ContactRole], str] = field(default_factory=dict)

    def create(self, contact: Contact, reference: str) -> str:
        """Keep a contact; says "other contact" where the handle is taken by another one."""
        handle = reference if self.chooses else f"RC-{len(self.kept) + 1}"
        if self.kept.setdefault(handle, filed(contact)) != filed(contact):
            raise Says("other contact")
        return handle

    def find(self, handle: str) -> Contact:
        """Return a contact. Says "absent"."""
        if handle not in self.kept:
            raise Says("absent")
        return self.kept[handle]

    def on(self, name: DomainName) -> dict[ContactRole, str]:
        """Return the handles on a name; equal contacts that came some other way share one."""
        return {role: self._on_role(name, role, who) for role, who in self.vendor.find(name).contacts.items()}

    def put(self, name: DomainName, handles: dict[ContactRole, str]) -> None:
        """Change the handles on some roles."""
        held = self.vendor.find(name)
        found = {role: self.find(handle) for role, handle in handles.items()}
        self.stands |= {(name, role): handle for role, handle in handles.items()}
        self.vendor.update(name, contacts={**held.contacts, **found})

    def edit(self, handle: str, contact: Contact) -> None:
        """Change a contact, on every name that it stands on."""
        self.kept[handle] = filed(contact)
        for (name, role), standing in self.stands.items():
            if standing == handle:
                held = self.vendor.find(name)
                self.vendor.update(name, contacts={**held.contacts, role: filed(contact)})

    def page(self, number: int) -> tuple[list[tuple[str, Contact]], int]:
        """Return one page of the account's contacts, and the total."""
        for name in self.vendor.held:
            self.on(name)
        cards = list(self.kept.items())
        return cards[(number - 1) * PAGE : number * PAGE], len(cards) + self.vendor.extra

    def names_page(self, handle: str, number: int) -> tuple[list[str], int]:
        """Return one page of the names on which a handle stands, and the total. Says "absent"."""
        self.find(handle)
        names = [self.vendor.spell(name) for name in self.vendor.held if handle in self.on(name).values()]
        return names[(number - 1) * PAGE : number * PAGE], len(names) + self.vendor.extra

    def _on_role(self, name: DomainName, role: ContactRole, who: Contact) -> str:
        stands = self.stands.get((name, role))
        if stands is None or self.kept[stands] != filed(who):
            equal = (handle for handle, kept in self.kept.items() if kept == filed(who))
            stands = next(equal, None) or self._file(who)
            self.stands[name, role] = stands
        return stands

    def _file(self, who: Contact) -> str:
        handle = f"RC-{len(self.kept) + 1}"
        self.kept[handle] = filed(who)
        return handle
