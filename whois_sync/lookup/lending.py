"""What a second source adds to the first: only what the first is silent on, each part under its own name."""

from collections.abc import Iterable

from portfolio.contacts import ContactRole
from portfolio.observation import CONTACT_FIELDS, Observation, Provenance, Seen
from portfolio.tld import rules_for
from portfolio.values import PrintedMoment


def silent_roles(seen: Seen) -> list[ContactRole]:
    """Return the roles that the TLD has room for in public and of which `seen` does not even say "hidden"."""
    return [role for role in rules_for(seen.name).public.fields if not _speaks(seen, role)]


def missed_roles(seen: Seen) -> list[ContactRole]:
    """Return the silent roles that every registration of the TLD has: worth asking another server for."""
    every = rules_for(seen.name).roles
    return [role for role in silent_roles(seen) if role in every]


def with_loan(seen: Seen, other: Observation, roles: Iterable[ContactRole]) -> Seen:
    """
    Return `seen` with what `other` adds: those of `roles` that it shows, and the registrar's own expiry date.

    `seen` stays what it is: nothing that it says, or hides, is replaced, and what is lent keeps its
    provenance (`Seen.borrowed`). Nothing is taken from an answer about another name, from anything but a
    `Seen`, or from a registrar that is not the one `seen` names: a losing registrar's record is stale.
    """
    if not isinstance(other, Seen) or other.name != seen.name or not _same_registrar(seen, other):
        return seen
    lent = {role: other.roles[role] for role in roles if not _speaks(seen, role) and _speaks(other, role)}
    borrowed: dict[str, Provenance] = {role.value: other.provenance_of(role.value) for role in lent}
    expires: PrintedMoment | None = seen.registrar_expires_at
    if expires is None and other.registrar_expires_at is not None:
        expires = other.registrar_expires_at
        borrowed["registrar_expires_at"] = other.provenance_of("registrar_expires_at")
    if not borrowed:
        return seen
    return seen.model_copy(
        update={
            "roles": seen.roles | lent,
            "registrar_expires_at": expires,
            "borrowed": seen.borrowed | borrowed,
        }
    )


def _speaks(seen: Seen, role: ContactRole) -> bool:
    contact = seen.roles.get(role)
    if contact is None:
        return False
    return bool(contact.hidden) or any(getattr(contact, field) is not None for field in CONTACT_FIELDS)


def _same_registrar(seen: Seen, other: Seen) -> bool:
    ours, theirs = seen.registrar_iana_id, other.registrar_iana_id
    return ours is None or theirs is None or ours == theirs
