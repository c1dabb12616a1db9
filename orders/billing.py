"""Who stands for the billing contact, where a registrar wants one and staff named none: the admin contact."""

from dataclasses import replace

from orders.wishes import ToRegister, ToTransfer
from portfolio.contacts import ContactRole
from portfolio.tld import rules_for
from records import NotHeld, Unit
from registrar.catalogue import ADAPTERS


def with_billing(wish: ToRegister | ToTransfer, unit: Unit) -> ToRegister | ToTransfer:
    """Return the wish, its admin contact as billing contact too where the registrar wants one."""
    admin = wish.roles.get(ContactRole.ADMIN)
    if admin is None or ContactRole.BILLING in wish.roles:
        return wish
    try:
        spec = ADAPTERS.get(unit.accounts.get(wish.account).registrar)
    except NotHeld:
        return wish
    if spec is None or ContactRole.BILLING not in spec.roles_needed(rules_for(wish.name)):
        return wish
    return replace(wish, roles={**wish.roles, ContactRole.BILLING: admin})
