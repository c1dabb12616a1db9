"""What DNSimple tells of names: the account's own, and those that can be had."""

from collections.abc import Mapping

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.vendors.dnsimple import people
from sandbox.vendors.dnsimple.asked import ACCOUNT, Asked, Refusal
from sandbox.vendors.office import Office

Told = dict[str, object]
_STAMPS = {"created_at": "2027-01-15T09:30:00Z", "updated_at": "2027-01-15T09:30:00Z"}
_CATEGORIES = ("CCO", "CCT", "RES", "GOV", "EDU", "ASS", "HOP", "PRT", "TDM", "TRD", "PLT", "LAM", "TRS")
_ASKED: Mapping[str, list[tuple[str, bool, tuple[str, ...]]]] = {
    "ca": [("ca_legal_type", True, _CATEGORIES), ("ca_language", False, ("EN", "FR"))]
}
"""The shape is documented; how those of .ca are called is not, and nobody may rely on it."""


def held(office: Office, name: DomainName) -> DomainRecord:
    """Return a name that is registered here, deleted or not. Raises `Refusal` (404)."""
    record = office.held(name) or office.deleted(name)
    if record is None:
        raise Refusal(404, f"Domain `{name}` not found")
    return record


def domain(office: Office, record: DomainRecord) -> Told:
    """Return a name as it is told."""
    until = f"{record.registrar_expires_at:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "id": people.number_in(record.registry_domain_id),
        "account_id": int(ACCOUNT),
        "registrant_id": people.number_in(record.handles[ContactRole.REGISTRANT]),
        "name": record.name,
        "unicode_name": record.name,
        "state": "registered" if office.held(record.name) else "expired",
        "auto_renew": record.auto_renew,
        "private_whois": record.name in office.private,
        "trustee": False,
        "expires_on": until[:10],
        "expires_at": until,
        **_STAMPS,
    }


def hosted(office: Office, name: DomainName) -> Told:
    """Return a name that has been asked for and is not registered here: its zone is there already."""
    return {
        "id": office.transfers[name].order, "account_id": int(ACCOUNT), "registrant_id": None, "name": name,
        "unicode_name": name, "state": "hosted", "auto_renew": False, "private_whois": False,
        "trustee": False, "expires_on": None, "expires_at": None, **_STAMPS,
    }  # fmt: skip


def get_domain(office: Office, asked: Asked) -> Told:
    """A name of the account."""
    name = asked.name
    if name in office.transfers and office.held(name) is None:
        return hosted(office, name)
    return domain(office, held(office, name))


def list_domains(office: Office, asked: Asked) -> list[Told]:
    """Every name of the account, the hosted ones too; those of one registrant where it is given."""
    records = [
        record
        for name in office.registry.names(sponsor=office.slug)
        if (record := office.held(name) or office.deleted(name)) is not None
    ]
    rows = [domain(office, record) for record in records]
    rows += [hosted(office, name) for name in sorted(office.transfers) if office.held(name) is None]
    wanted = asked.query.get("registrant_id")
    return [row for row in rows if wanted in (None, str(row["registrant_id"]))]


def check_domain(office: Office, asked: Asked) -> Told:
    """Whether a name is free."""
    name = _sold(office, asked)
    premium = office.prices.is_premium(name)
    return {"domain": name, "available": office.registry.is_free(name), "premium": premium}


def get_prices(office: Office, asked: Asked) -> Told:
    """What a name costs for a year, in US dollars."""
    name = _sold(office, asked)
    prices = {
        f"{word}_price": float(office.prices.of(name, kind=kind).amount)
        for word, kind in (
            ("registration", OrderKind.REGISTER), ("renewal", OrderKind.RENEW),
            ("transfer", OrderKind.TRANSFER), ("restore", OrderKind.RESTORE),
        )
    }  # fmt: skip
    return {"domain": name, "premium": office.prices.is_premium(name), **prices, "trustee_price": None}


def _sold(office: Office, asked: Asked) -> DomainName:
    if not office.prices.sells(asked.name):
        raise Refusal(400, f"TLD .{asked.name.tld.upper()} is not supported")
    return asked.name


def extended_attributes(_office: Office, asked: Asked) -> list[Told]:
    """What a TLD asks for beside a contact."""
    return [
        {
            "name": name,
            "description": name.replace("_", " "),
            "required": required,
            "options": [{"title": word, "value": word, "description": word} for word in words],
        }
        for name, required, words in _ASKED.get(asked.subject, [])
    ]


def get_delegation(office: Office, asked: Asked) -> list[str]:
    """The nameservers of a name."""
    return list(held(office, asked.name).nameservers)


def get_lock(office: Office, asked: Asked) -> Told:
    """Whether a name is locked."""
    return {"enabled": Status.CLIENT_TRANSFER_PROHIBITED in held(office, asked.name).statuses}


def get_transfer(office: Office, asked: Asked) -> Told:
    """A transfer in, by its number."""
    transfer = office.transfers.get(asked.name)
    if transfer is None or str(transfer.order) != asked.last:
        raise Refusal(404, f"Domain transfer `{asked.last}` not found")
    states = {"pending": "transferring", "done": "transferred", "refused": "failed"}
    return {"id": transfer.order, "domain_id": transfer.order, "state": states[transfer.state], **_STAMPS}
