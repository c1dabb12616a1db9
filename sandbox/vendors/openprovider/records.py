"""Names as the vendor tells them, with their numbers, states and comments."""

import json
from datetime import datetime

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.vendors.office import Office
from sandbox.vendors.openprovider.asked import Refusal

FIELDS = {
    ContactRole.REGISTRANT: "owner_handle",
    ContactRole.ADMIN: "admin_handle",
    ContactRole.TECH: "tech_handle",
    ContactRole.BILLING: "billing_handle",
}
Told = dict[str, object]


def number_of(office: Office, name: DomainName) -> int:
    """Return the name's number, a new one where it has none."""
    taken = sum(key.startswith("id:") for key in office.notes)
    return int(office.notes.setdefault(f"id:{name}", str(4100001 + taken)))


def name_of(office: Office, number: str) -> DomainName:
    """Return the name that a number stands for. Raises `Refusal` (320)."""
    for key, value in office.notes.items():
        if key.startswith("id:") and value == number:
            return DomainName(key.removeprefix("id:"))
    raise Refusal(320, "The domain is not in your account; please transfer it to your account first.")


def held(office: Office, number: str) -> DomainRecord:
    """Return the record of a name in the account. Raises `Refusal` (320)."""
    record = office.held(name_of(office, number))
    if record is None:
        raise Refusal(320, "The domain is not in your account; please transfer it to your account first.")
    return record


def state_of(office: Office, name: DomainName) -> str | None:
    """Return ACT, DEL, RRQ, REQ or FAI, None for a name that the vendor does not know."""
    transfer = office.transfers.get(name)
    if office.held(name) is not None:
        return "ACT"
    if office.deleted(name) is not None:
        return "RRQ" if f"restores:{name}" in office.notes else "DEL"
    waiting = {"pending": "REQ", "refused": "FAI"}
    return waiting.get(transfer.state if transfer else office.notes.get(f"state:{name}", ""))


def told(office: Office, name: DomainName, state: str) -> Told:
    """Return what the vendor tells of a name."""
    label, _, extension = name.partition(".")
    whole: Told = {
        "id": number_of(office, name),
        "domain": {"name": label, "extension": extension.upper()},
        "status": state,
        "type": "TRANSFER" if name in office.transfers else "NEW",
        "comments": office.notes.get(f"comments:{name}", ""),
        "deleted_at": "0000-00-00 00:00:00",
        "creation_date": "0000-00-00 00:00:00",
    }
    record = office.held(name) or office.deleted(name)
    return whole | (_registered(office, record) if record else {})


def _registered(office: Office, record: DomainRecord) -> Told:
    rows = [json.loads(row) for row in office.signers.get(record.name, ())]
    return {
        "creation_date": _at(record.registered_at),
        "active_date": _at(record.registered_at),
        "expiration_date": _at(record.registrar_expires_at),
        "renewal_date": _at(record.registrar_expires_at),
        "registry_expiration_date": _at(record.expires_at),
        "autorenew": "on" if record.auto_renew else "off",
        "is_locked": Status.CLIENT_TRANSFER_PROHIBITED in record.statuses,
        "is_private_whois_enabled": record.name in office.private,
        "modify_owner_allowed": True,
        "is_dnssec_enabled": bool(rows),
        "dnssec": "signedDelegation" if rows else "unsigned",
        "dnssec_keys": rows,
        "name_servers": [
            {"name": host.upper(), "seq_nr": number, "ip": "", "ip6": ""}
            for number, host in enumerate(record.nameservers)
        ],
        **{FIELDS[role]: handle for role, handle in record.handles.items()},
    }


def _at(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
