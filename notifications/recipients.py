"""To whom a notice goes: the registrant first, someone whose address outlives the name, and staff."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portfolio.contacts import Contact, ContactRole, Language
from portfolio.names import DomainName, NotAName
from portfolio.policy.notices import Audience

ORDER = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.BILLING, ContactRole.TECH)
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


@dataclass(frozen=True, kw_only=True)
class Reach:
    """
    Whom of a name's contacts mail can reach.

    `unusable` are addresses that mail comes back from for good, `on_penalty` those that it often comes back
    from; all in lower case.
    """

    name: DomainName
    contacts: Mapping[ContactRole, Contact]
    staff_address: str
    unusable: AbstractSet[str] = frozenset()
    on_penalty: AbstractSet[str] = frozenset()

    def __repr__(self) -> str:
        return f"Reach({self.name})"

    def takes_mail(self, role: ContactRole) -> bool:
        """Whether there is a contact in `role` whose address takes mail."""
        return role in self.contacts and self.contacts[role].email.casefold() not in self.unusable

    def outlives(self, role: ContactRole) -> bool:
        """Whether mail to `role` arrives when the name is gone."""
        return not is_under(self.contacts[role].email, self.name)

    def is_sure(self, role: ContactRole) -> bool:
        """Whether it is enough to write to `role`: the address outlives the name, and mail to it arrives."""
        return self.outlives(role) and self.contacts[role].email.casefold() not in self.on_penalty


def recipients_for(reach: Reach, audience: Audience) -> tuple[Recipient, ...]:
    """
    Return the readers of a notice, staff last.

    The registrant, or where mail does not reach it the next role; the other roles of the audience, each
    address once. If every address among them lies under the lapsing name, or is one that mail often comes
    back from, the next contact outside the name is written to as well. Staff read it where the audience says
    so, and always where no address is a sure one.
    """
    chosen: list[ContactRole] = []
    for role in ORDER:
        wanted = role in audience.roles or not chosen
        if wanted and reach.takes_mail(role) and not _spent(reach, role, chosen):
            chosen.append(role)
    if not any(map(reach.is_sure, chosen)):
        chosen += _first_outside(reach, chosen)
    readers = tuple(_contact(role, reach.contacts[role]) for role in sorted(chosen, key=ORDER.index))
    of = readers[0].role if readers else ContactRole.REGISTRANT
    staff = Recipient(role=of, address=reach.staff_address, language=Language.ENGLISH, is_staff=True)
    return (*readers, staff) if audience.staff or not any(map(reach.is_sure, chosen)) else readers


def next_recipient(reach: Reach, tried: AbstractSet[ContactRole] = NOBODY) -> Recipient | None:
    """Return the next contact to write to after those of `tried`, whose addresses are skipped, or None."""
    spent = [role for role in ORDER if role in tried and role in reach.contacts]
    found = _first_outside(reach, spent)
    return _contact(found[0], reach.contacts[found[0]]) if found else None


def _first_outside(reach: Reach, spent: Sequence[ContactRole]) -> list[ContactRole]:
    """The first contact beyond `spent` whose address takes mail and outlives the name, or none."""
    for role in ORDER:
        if role in spent or not reach.takes_mail(role) or _spent(reach, role, spent):
            continue
        if reach.outlives(role):
            return [role]
    return []


def _spent(reach: Reach, role: ContactRole, spent: Sequence[ContactRole]) -> bool:
    address = reach.contacts[role].email.casefold()
    return any(reach.contacts[other].email.casefold() == address for other in spent)


def is_under(address: str, name: DomainName) -> bool:
    """Whether mail to `address` depends on the delegation of `name`."""
    host = address.rpartition("@")[2]
    try:
        canonical = str(DomainName(host))
    except NotAName:
        return False
    return canonical == name or canonical.endswith(f".{name}")


def _contact(role: ContactRole, contact: Contact) -> Recipient:
    return Recipient(role=role, address=contact.email, language=contact.language)
