"""Contacts at vendors with handles: a fresh handle for each contact, put on the roles by one request."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle, fingerprint, reference_of
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contract import Receipt
from registrar.errors import NotFound
from registrar.handles import KeepsHandles


def made(
    keeper: KeepsHandles, name: DomainName, contacts: Mapping[ContactRole, Contact], *, occasion: str
) -> dict[ContactRole, Handle]:
    """
    Make a handle for each different contact, one for roles that share a contact; return which role has which.

    `occasion` tells one making from the next: an order's reference, or the expiry and the day of a change.
    Where the vendor lets us choose, making the same again makes nothing. Costs nothing and changes no name;
    raises what `create_handle` raises.
    """
    handles: dict[Contact, Handle] = {}
    for contact in contacts.values():
        if contact not in handles:
            reference = reference_for(keeper.slug, name, keeper.as_kept(contact), occasion)
            handles[contact] = keeper.create_handle(contact, reference=reference)
    return {role: handles[contact] for role, contact in contacts.items()}


def put_fresh(
    keeper: KeepsHandles, name: DomainName, contacts: Mapping[ContactRole, Contact], *, occasion: str = ""
) -> Receipt:
    """
    Let the given roles of `name` hold the given contacts; other roles, and other names, stay as they are.

    The handles on the name are read first, so that a name that is not ours is an error before anything is
    made.
    """
    keeper.handles(name)
    return keeper.put_handles(name, made(keeper, name, contacts, occasion=occasion))


def reference_for(slug: str, name: DomainName, kept: SeenContact, occasion: str) -> str:
    """
    Return our name for a handle, 14 letters and digits: the same for the same contact on the same occasion.

    It tells an order's handles from others, where the vendor keeps the handles that an order was sent with.
    """
    return reference_of(f"{slug} {name} {occasion}", fingerprint(kept) or "", 0)


def is_made_for(keeper: KeepsHandles, handle: Handle, name: DomainName, occasion: str) -> bool:
    """Whether a handle of our choice was made for a name on an occasion. Raises what a read raises."""
    try:
        kept = keeper.handle_contact(handle)
    except NotFound:
        return False
    return handle == reference_for(keeper.slug, name, kept, occasion)
