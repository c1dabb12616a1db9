"""Contacts at registrars that keep handles: which stands on which role, reused where equal, never edited."""

from whois_sync.handles.choosing import HandlePlan, RoleStep, Wanted, choose
from whois_sync.handles.consequences import Sharing, consequences_of
from whois_sync.handles.looking import names_sharing, plan_handles
from whois_sync.handles.setting import (
    ContactsOverHandles,
    can_set_contacts,
    contacts_setter,
    handle_consequences,
)

__all__ = [
    "ContactsOverHandles",
    "HandlePlan",
    "RoleStep",
    "Sharing",
    "Wanted",
    "can_set_contacts",
    "choose",
    "consequences_of",
    "contacts_setter",
    "handle_consequences",
    "names_sharing",
    "plan_handles",
]
