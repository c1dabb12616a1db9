"""A name, held until a date: what a registrar's own record says of it."""

from enum import StrEnum

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.values import Moment, Value


class Status(StrEnum):
    """EPP status values in EPP's spelling (RFC 5731 section 2.3) and RGP's (RFC 3915 section 3.1)."""

    OK = "ok"
    INACTIVE = "inactive"
    LINKED = "linked"
    CLIENT_DELETE_PROHIBITED = "clientDeleteProhibited"
    CLIENT_HOLD = "clientHold"
    CLIENT_RENEW_PROHIBITED = "clientRenewProhibited"
    CLIENT_TRANSFER_PROHIBITED = "clientTransferProhibited"
    CLIENT_UPDATE_PROHIBITED = "clientUpdateProhibited"
    SERVER_DELETE_PROHIBITED = "serverDeleteProhibited"
    SERVER_HOLD = "serverHold"
    SERVER_RENEW_PROHIBITED = "serverRenewProhibited"
    SERVER_TRANSFER_PROHIBITED = "serverTransferProhibited"
    SERVER_UPDATE_PROHIBITED = "serverUpdateProhibited"
    PENDING_CREATE = "pendingCreate"
    PENDING_DELETE = "pendingDelete"
    PENDING_RENEW = "pendingRenew"
    PENDING_RESTORE = "pendingRestore"
    PENDING_TRANSFER = "pendingTransfer"
    PENDING_UPDATE = "pendingUpdate"
    ADD_PERIOD = "addPeriod"
    AUTO_RENEW_PERIOD = "autoRenewPeriod"
    RENEW_PERIOD = "renewPeriod"
    TRANSFER_PERIOD = "transferPeriod"
    REDEMPTION_PERIOD = "redemptionPeriod"

    @property
    def rdap(self) -> str:
        """RDAP's word for it (RFC 8056 section 2): `clientHold` is "client hold", `ok` is "active"."""
        if self in _RDAP_IRREGULAR:
            return _RDAP_IRREGULAR[self]
        return "".join(f" {c.lower()}" if c.isupper() else c for c in self.value)


_RDAP_IRREGULAR = {Status.OK: "active", Status.LINKED: "associated"}
_BY_WORD = {status.value.lower(): status for status in Status} | {
    status.rdap.replace(" ", ""): status for status in Status
}


def status_of(word: str) -> Status | None:
    """
    Return the status that a source's word means, or None for a word we do not know.

    Takes EPP's and RDAP's spelling in any case, with or without blanks, hyphens and underscores, and with the
    ICANN link that WHOIS prints behind it.
    """
    bare = word.strip().split("http", 1)[0].split("(", 1)[0]
    return _BY_WORD.get("".join(c for c in bare.lower() if c.isalpha()))


class Registration(Value):
    """
    What a registrar holds for a name. A field is None when the registrar did not speak of it.

    Three dates, never mixed: `expires_at` is the registry's, `registrar_expires_at` the registrar's own
    (the one that proves a renewal), `pay_by` the last day to pay. Unknown status words are kept verbatim.
    `privacy` is whether the registrar's own service stands in public in the place of the contacts.
    """

    name: DomainName
    registered_at: Moment | None = None
    expires_at: Moment | None = None
    registrar_expires_at: Moment | None = None
    pay_by: Moment | None = None
    last_changed_at: Moment | None = None
    nameservers: frozenset[HostName] | None = None
    statuses: frozenset[Status] | None = None
    unmapped_statuses: tuple[str, ...] = ()
    delegation_signed: bool | None = None
    auto_renew: bool | None = None
    privacy: bool | None = None
    registry_domain_id: str | None = None
    contacts: dict[ContactRole, SeenContact] = {}
