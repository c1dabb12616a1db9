"""
The roles of a registrar whose contacts have handles of their own, which stand on the roles of its names.

Editing such a contact changes every name that it stands on, so the contract has no call for it: a handle is
made for a contact, put on roles, and left as it is. Rules of every method as in `registrar.contract`.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contract import Receipt
from registrar.errors import NotFound


@runtime_checkable
class KeepsHandles(Protocol):
    """
    Keeps contacts of their own, each under a handle.

    `chooses_handles` says that the vendor lets us choose: a contact is made under our reference, and making
    it twice makes one.
    """

    slug: str
    chooses_handles: bool

    @abstractmethod
    def as_kept(self, contact: Contact) -> SeenContact:
        """
        Return what `handle_contact` would show of `contact`: what the vendor has no place for left out.

        MUST NOT ask the vendor.
        """
        ...

    @abstractmethod
    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        """
        Make a contact and return its handle. The vendor keeps `as_kept` of it.

        `reference` is ours, 14 letters and digits. Where `chooses_handles`, it MUST be the handle. One that
        is there already MUST be returned when its contact is equal, and `ValueRefused` raised when it is not.
        MUST change no other contact. MUST be sent at most once, and raise `OutcomeUnknown` when the answer is
        lost or unreadable.
        """
        ...

    @abstractmethod
    def handle_contact(self, handle: Handle) -> SeenContact:
        """
        Return the contact that `handle` has now, uncached, whole and unredacted.

        MUST raise `NotFound` for a handle that the account does not have.
        """
        ...

    @abstractmethod
    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        """
        Return which handle stands on which role of `name`, billing too where there is one, uncached.

        MUST tell each role's own handle: none is copied from another role. What `TellsContacts` shows of a
        role MUST carry the same handle.
        """
        ...

    @abstractmethod
    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        """
        Let these handles stand on these roles of `name`.

        MUST leave the other roles, other names and all contacts as they are. MUST be one request, sent once,
        whatever the number of roles; `OutcomeUnknown` when its answer is lost or unreadable. MUST raise
        `NotFound`, changing nothing, for a handle that the account does not have.
        """
        ...


@runtime_checkable
class FindsHandles(Protocol):
    """Finds handles by what they hold, so that a lost answer makes no second one."""

    @abstractmethod
    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        """
        Return every handle of the account whose contact equals `as_kept` of this one, by fingerprint.

        MUST read every page, and raise `ReplyNotUnderstood` when the pages do not add up.
        """
        ...


@runtime_checkable
class TellsHandleUse(Protocol):
    """Tells where a handle stands."""

    @abstractmethod
    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        """Return every name of the account on which `handle` stands in any role. MUST read every page."""
        ...


def number_of(handle: Handle, *, registrar: str) -> int:
    """Return the number that a handle is at vendors that number contacts. Raises `NotFound` for another."""
    if not (handle.isascii() and handle.isdecimal()):
        raise NotFound("there is no such contact", registrar=registrar)
    return int(handle)
