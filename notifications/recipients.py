"""To whom a notice goes: the registrant first, someone whose address outlives the name, and staff."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portfolio.contacts import Contact, ContactRole, Language
from portfolio.names import DomainName, NotAName

ORDER = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH, ContactRole.BILLING)
NOBODY: AbstractSet[ContactRole] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One reader of one notice: the contact in `role`, or staff with a copy of what that contact gets."""

    role: ContactRole
    address: str
    language: Language
    is_staff: bool = False

    def __repr__(self) -> str:
        return f"Recipient({self.role}{', staff' if self.is_staff else ''})"


def recipients_for(
    name: DomainName, contacts: Mapping[ContactRole, Contact], staff_address: str
) -> tuple[Recipient, ...]:
    """
    Return the readers of a notice about `name`, staff last.

    The registrant, or where there is none the next role. If that address lies under the lapsing name, the
    next contact whose address does not is written to as well: mail to the first may end with the name.
    """
    chosen: list[Recipient] = []
    for role in ORDER:
        if role not in contacts or (chosen and is_under(contacts[role].email, name)):
            continue
        chosen.append(_contact(role, contacts[role]))
        if not is_under(contacts[role].email, name):
            break
    of = chosen[0].role if chosen else ContactRole.REGISTRANT
    staff = Recipient(role=of, address=staff_address, language=Language.ENGLISH, is_staff=True)
    return (*chosen, staff)


def next_recipient(
    name: DomainName, contacts: Mapping[ContactRole, Contact], tried: AbstractSet[ContactRole] = NOBODY
) -> Recipient | None:
    """Return the next contact to write to after those of `tried`, whose addresses are skipped, or None."""
    spent = {contacts[role].email.casefold() for role in ORDER if role in tried and role in contacts}
    for role in ORDER:
        if role in tried or role not in contacts or contacts[role].email.casefold() in spent:
            continue
        if not is_under(contacts[role].email, name):
            return _contact(role, contacts[role])
    return None


def is_under(address: str, name: DomainName) -> bool:
    """Whether mail to `address` depends on the delegation of `name`."""
    host = address.rpartition("@")[2]
    try:
        canonical = str(DomainName(host))
    except NotAName:
        return False
    return canonical == name or canonical.endswith(f".{name}")


def reaches_outside(readers: tuple[Recipient, ...], name: DomainName) -> bool:
    """Whether at least one reader's address does not lie under the lapsing name."""
    return any(not is_under(reader.address, name) for reader in readers)


def _contact(role: ContactRole, contact: Contact) -> Recipient:
    return Recipient(role=role, address=contact.email, language=contact.language)
