"""`get` and its types, and the contacts of many names: what the reseller's profiles hold."""

from collections.abc import Callable, Mapping

from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.vendors.opensrs.answers import Refusal, Reply, done
from sandbox.vendors.opensrs.asked import Asked, name_of
from sandbox.vendors.opensrs.contacts import ROLES, write_contacts
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.listing import get_list
from sandbox.vendors.opensrs.office import Office
from sandbox.vendors.opensrs.stamps import stamp

_MOST_NAMES = 100
_CA_ADDRESS = (
    "addr_address_number",
    "addr_corporative",
    "addr_office",
    "addr_street_cat",
    "addr_street_name",
)


def get(office: Office, asked: Asked) -> Reply:
    """Tell what `type` asks. None of these replies but the list repeats the name."""
    wanted = asked.needed("type")
    if wanted == "list":
        return get_list(office, asked)
    tell = _TYPES.get(wanted)
    if tell is None and wanted not in ROLES:
        raise Refusal(465, "Invalid data supplied: type")
    record = office.held(asked.domain())
    if tell is None:
        return done("Query successful", contact_set=_contact_set(record, asked, (wanted,)))
    return Reply(200, "Query successful", tell(office, record, asked))


def get_domains_contacts(office: Office, asked: Asked) -> Reply:
    """The contact set of each name, by name; a name that is not here has `error` in its place."""
    names = asked.texts("domain_list")
    if not names:
        raise Refusal(460, "Missing required field: domain_list")
    if len(names) > _MOST_NAMES:
        raise Refusal(465, "Invalid data supplied: more than 100 domains")
    return Reply(200, "Command successful", {name: _contacts_or_error(office, asked, name) for name in names})


def _contacts_or_error(office: Office, asked: Asked, text: str) -> dict[str, Node]:
    try:
        record = office.held(name_of(text))
    except Refusal:
        return {"error": "Domain does not belong to this reseller"}
    return {"contact_set": _contact_set(record, asked, tuple(ROLES)), "status": "active"}


def _all_info(office: Office, record: DomainRecord, asked: Asked) -> dict[str, Node]:
    bought = [order.reference for order in office.orders.of(record.name) if order.cost is not None]
    return _expire_action(office, record, asked) | {
        "affiliate_id": bought[0] if bought else None,
        "contact_set": _contact_set(record, asked, tuple(ROLES)),
        "expiredate": stamp(record.registrar_expires_at),
        "gdpr_consent_status": "gdpr",
        "sponsoring_rsp": "1",
        "tld_data": _tld_data(record),
        **_nameservers(office, record, asked),
        **_registry_dates(office, record, asked),
    }


def _status(_office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    return {
        "lock_state": "1" if Status.CLIENT_TRANSFER_PROHIBITED in record.statuses else "0",
        "can_modify": "0" if Status.CLIENT_UPDATE_PROHIBITED in record.statuses else "1",
        "domain_supports": "1",
        "transfer_away_in_progress": "0" if record.transfer is None else "1",
        "auctionescrow": "0",
    }


def _nameservers(_office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    listed: list[Node] = [
        {"name": host.upper(), "sortorder": str(place), "ipaddress": None}
        for place, host in enumerate(record.nameservers, start=1)
    ]
    return {"nameserver_list": listed} if listed else {}


def _registry_dates(_office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    return {
        "registry_createdate": stamp(record.registered_at),
        "registry_expiredate": stamp(record.expires_at),
        "registry_updatedate": stamp(record.last_changed_at),
    }


def _expire_action(office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    lets_expire = record.name in office.let_expire
    return {"auto_renew": "1" if record.auto_renew else "0", "let_expire": "1" if lets_expire else "0"}


def _auth_info(_office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    return {"domain_auth_info": record.auth_info}


def _privacy(office: Office, record: DomainRecord, _asked: Asked) -> dict[str, Node]:
    return {"state": "enabled" if record.name in office.private else "disabled", "changeable": "1"}


def _contact_set(record: DomainRecord, asked: Asked, words: tuple[str, ...]) -> dict[str, Node]:
    """For .ca, admin and tech carry the parts of their address as well, unless `clean_ca_subset` is asked."""
    whole = write_contacts(record.contacts)
    told = {word: whole[word] for word in words if word in whole}
    if record.name.tld == "ca" and not asked.flag("clean_ca_subset"):
        for word in ("admin", "tech"):
            fields = told.get(word)
            if isinstance(fields, Mapping):
                told[word] = {**fields, **dict.fromkeys(_CA_ADDRESS)}
    return told


def _tld_data(record: DomainRecord) -> dict[str, Node] | None:
    if not record.attributes:
        return None
    given = record.attributes
    return {
        "legal_type": given.get("ca.legal_type"),
        "lang_pref": given.get("ca.language", "").upper() or None,
        "isa_trademark": "1" if given.get("ca.trademark") == "yes" else "0",
    }


_TYPES: Mapping[str, Callable[[Office, DomainRecord, Asked], dict[str, Node]]] = {
    "all_info": _all_info,
    "status": _status,
    "nameservers": _nameservers,
    "registry_dates": _registry_dates,
    "expire_action": _expire_action,
    "domain_auth_info": _auth_info,
    "whois_privacy_state": _privacy,
}
