"""What an order at OpenSRS is filled in with. Whatever cannot be sent is refused before anything is."""

import secrets
from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from registrar.adapters.opensrs.contacts import contact_set, raise_if_role_is_refused
from registrar.adapters.opensrs.wire import Sendable
from registrar.attributes import nested, written
from registrar.errors import Unsupported

LONGEST_REFERENCE = 256
_FILLED_IN = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)


def order_form(
    name: DomainName,
    reference: str,
    contacts: Mapping[ContactRole, Contact],
    attributes: Mapping[str, str],
) -> dict[str, Sendable]:
    """What every order holds. Raises `Unsupported` for a role or an attribute that cannot be sent."""
    raise_if_role_is_refused(name, contacts)
    missing = [role for role in _FILLED_IN if role not in contacts]
    if missing:
        raise _unsupported(name, f"without {', '.join(missing)} the vendor would take a contact of its own")
    if "xn--" in name:
        raise _unsupported(name, "the language tag of an internationalized name is not part of our orders")
    if len(reference) > LONGEST_REFERENCE:
        raise _unsupported(name, f"a reference has at most {LONGEST_REFERENCE} characters")
    extra = nested(written("opensrs", name, attributes))
    return {
        "domain": name,
        "handle": "save",
        "affiliate_id": reference,
        "contact_set": contact_set(contacts),
        "custom_tech_contact": "1",
        **_profile(),
        **extra,
    }


def _profile() -> dict[str, Sendable]:
    """
    A registrant's log-in at the vendor, which each order must open.

    The reseller's signature opens everything, so that nobody needs it: it is drawn anew and never kept.
    """
    return {"reg_username": f"u{secrets.token_hex(8)}", "reg_password": secrets.token_hex(10)}


def delegation(nameservers: tuple[HostName, ...]) -> dict[str, Sendable]:
    """Return the nameservers in their order; without any, the vendor is told to use the reseller's own."""
    if not nameservers:
        return {"custom_nameservers": "0"}
    listed = [{"name": host, "sortorder": str(place)} for place, host in enumerate(nameservers, start=1)]
    return {"custom_nameservers": "1", "nameserver_list": listed}


def _unsupported(name: DomainName, detail: str) -> Unsupported:
    return Unsupported(f"{detail}; nothing was sent", registrar="opensrs", name=name)
