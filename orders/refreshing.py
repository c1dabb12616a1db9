"""Taking over what the sponsoring registrar's own record says of a name that we hold. Only reads leave."""

from orders.terms import RegistrarFor
from portfolio.held import HeldDomain
from portfolio.names import DomainName
from records import Records


def refresh_name(records: Records, registrar_for: RegistrarFor, name: DomainName, *, by: str) -> HeldDomain:
    """
    Read the registrar's record of `name` and take its dates, nameservers and statuses over; return the name.

    Contacts stay as they are: they are ours to say. Raises `NotHeld` and what the registrar raises, nothing
    changed.
    """
    with records.reading() as unit:
        held = unit.domains.get(name)
        account = unit.accounts.get(held.account)
    registration = registrar_for(account).info(name)
    with records.changing(by) as unit:
        refreshed = unit.domains.refresh(name, registration)
        unit.commit()
    return refreshed
