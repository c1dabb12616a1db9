"""What is changed at Enom, and what is bought: each change leaves once."""

from collections.abc import Callable, Mapping
from functools import partial

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar import attributes, contract
from registrar.adapters.enom.reading import CONTACTS, EXPIRY, INFO, SLUG, Reading, hosts_in, offer_in
from registrar.buying.guards import raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.buying.price_limit import raise_if_dearer
from registrar.buying.steps import in_steps
from registrar.contacts.inline import raise_if_incomplete, unsupported
from registrar.contract import Receipt, TransferState
from registrar.errors import NotFound, Refused, StatusProhibits
from registrar.exchange import Unreadable
from registrar.forms import elements as xml
from registrar.forms import reply
from registrar.forms.contacts import PREFIXES, as_read, with_stand_in, written
from registrar.forms.markup import Node
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners

# The statuses of a name in a transfer order, as `TP_GetDetailsByDomain` documents and shows them.
_TRANSFERS = {
    5: TransferState.DONE, 14: TransferState.AWAITING_LOSING_REGISTRAR,
    **dict.fromkeys((0, 12, 13, 28, 29, 35), TransferState.PENDING),
    **dict.fromkeys((9, 11, 100), TransferState.AWAITING_OWNER),
    **dict.fromkeys((10, *range(15, 28), 30, 32, 101), TransferState.REFUSED),
}  # fmt: skip


class Changing(
    Reading, contract.Registers, contract.Renews, contract.TransfersIn, contract.Restores,
    contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew,
    SetsPrivacy, SetsSigners,
):  # fmt: skip
    """What the account changes and buys. No key makes an order one: what it rests on is read right before."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, fields = request.name, {"NumYears": str(request.years)}
        fields |= with_stand_in(name, written(SLUG, name, request.contacts))
        raise_if_incomplete(SLUG, name, request.contacts)
        if "xn--" in name:
            raise unsupported(SLUG, name, "the language of an internationalized name would be guessed")
        fields |= {f"NS{at}": host for at, host in enumerate(request.nameservers, 1)} or {"UseDNS": "default"}
        fields |= attributes.written(SLUG, name, request.attributes)
        raise_unless_free(offer_in(self._checked(name), name), registrar=SLUG)
        return self._paid("Purchase", name, fields, OrderKind.REGISTER, request.price_limit, _purchased)

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, until = request.name, self._about(INFO, request.name, lambda one: reply.day_at(one, *EXPIRY))
        raise_if_moved(until, request, registrar=SLUG)

        def extended(node: Node) -> Receipt:
            told = [one.text[:10] for one in node.find("DomainInfo", "RegistryExpDate") if one.text]
            if any(day <= request.current_expiry.isoformat() for day in told):
                raise Unreadable("the reply says yes, and the date has not moved")
            xml.raise_unless_said(node, RRPCode="200", DomainName=name, Extension="successful")
            return xml.receipt_in(node)

        fields = {"NumYears": str(request.years)}  # never OverrideOrder: it lets a second one through
        return self._paid("Extend", name, fields, OrderKind.RENEW, request.price_limit, extended)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, limit = request.name, request.price_limit
        status = self._told("GetExpiredDomains", lambda told: _expired(told, name)).lower()
        if not status:
            self._about(INFO, name, lambda one: one)
        if status not in ("rgp", "expired"):
            raise StatusProhibits("it is not in redemption", registrar=SLUG, name=name)
        if status == "expired":
            fields = {"DomainName": name, "NumYears": "1"}
            return self._paid("UpdateExpiredDomains", name, fields, OrderKind.RENEW, limit, _reactivated)

        def redeemed(node: Node) -> Receipt:
            xml.raise_unless_said(node, DomainName=name, Extension="successful")
            return xml.receipt_in(node, pending=True)

        return self._paid("Extend_RGP", name, {}, OrderKind.RESTORE, limit, redeemed)

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, people = request.name, written(SLUG, request.name, request.contacts)
        raise_if_under_way(self.transfer_state(name), name, registrar=SLUG)
        fields = {"OrderType": "Autoverification", "DomainCount": "1"} | people
        fields |= {f"{key}1": text for key, text in xml.halves(name).items()}
        fields |= {"AuthInfo1": request.auth_info.get_secret_value(), "UseContacts": "0" if people else "1"}
        fields |= attributes.written(SLUG, name, request.attributes)

        def ordered(node: Node) -> Receipt:
            order = xml.leaves(reply.only(node, "transferorder"))
            detail = xml.leaves(reply.only(order, "transferorderdetail"))
            xml.raise_unless_said(detail, **xml.halves(name))
            if not xml.known(_TRANSFERS, detail, "statusid").is_under_way:
                raise Unreadable("the reply says yes, and that it is not under way")
            return xml.receipt_in(order, "transferorderid", "authamount", pending=True)

        return self._paid("TP_CreateOrder", name, fields, OrderKind.TRANSFER, request.price_limit, ordered)

    def transfer_state(self, name: DomainName) -> TransferState:
        def newest(told: Node) -> TransferState:
            rows = xml.counted(told, "ordercount", "TransferOrder")
            states = {xml.number(row, "orderid"): xml.known(_TRANSFERS, row, "statusid") for row in rows}
            return states[max(states)] if states else TransferState.NONE

        try:
            return self._told("TP_GetDetailsByDomain", newest, name=name)
        except NotFound:
            return TransferState.NONE

    def _paid(
        self, operation: str, name: DomainName, fields: Mapping[str, str], kind: OrderKind, limit: Money,
        read: Callable[[Node], Receipt],
    ) -> Receipt:  # fmt: skip
        """Send what costs, once, within `limit`; a premium name's price is confirmed by the order."""
        checked = self._checked(name)
        quote = self._quote(checked, name, kind, int(fields.get("NumYears", "1")))
        raise_if_dearer(quote, limit, registrar=SLUG)
        if reply.flag(checked, "IsEAP") or (quote.premium and operation.startswith(("Extend_", "Update"))):
            raise unsupported(SLUG, name, f"a {kind} of such a premium name")
        price = {"CustomerSuppliedPrice": f"{quote.price.amount:.2f}"} if quote.premium else {}
        return self._sent(operation, name, {**fields, **price}, read)

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        fields = written(SLUG, name, contacts)
        if len(contacts) == 1:
            fields["ContactType"] = PREFIXES[next(iter(contacts))].upper()
        else:  # without a type, what is not sent would be empty
            fields |= self._about(CONTACTS, name, lambda told: as_read(told, besides=contacts))
        return self._sent("Contacts", name, fields, lambda _: None)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if self._about(INFO, name, hosts_in) == hosts:
            return Receipt()
        if not hosts:
            raise unsupported(SLUG, name, "no nameserver at all")
        fields = {f"NS{at}": host for at, host in enumerate(sorted(hosts), 1)}
        return self._sent("ModifyNS", name, fields, lambda one: xml.raise_unless_said(one, RRPCode="200"))

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        if self._locked(name) is locked:
            return Receipt()
        fields = {"UnlockRegistrar": "0" if locked else "1"}
        return self._sent("SetRegLock", name, fields, lambda one: xml.raise_if_failed(one, "reg-lock"))

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._renews(name) is on:
            return Receipt()
        fields = {"RenewFlag": str(int(on))}
        return self._sent("SetRenew", name, fields, lambda one: xml.raise_unless_set(one, "RenewName", on=on))

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        what, keys = ("GetWPPSInfo", "GetWPPSInfo", "domainname"), ("WPPSEnabled", "WPPSExists")
        is_on, is_bought = self._about(what, name, lambda one: [xml.switch(one, key) for key in keys])
        if is_on is on:
            return Receipt()
        if not is_bought:
            raise Refused("no privacy is bought for it", registrar=SLUG, name=name)
        fields = {"Service": "WPPS", "NewOptionID": "1120" if on else "1123", "Update": "True"}

        def done(one: Node) -> None:
            result = xml.leaves(reply.only(one, "ServiceSelect"))
            xml.raise_unless_said(result, domainname=name, **{"current-svc": fields["NewOptionID"]})

        return self._sent("ServiceSelect", name, fields, done)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        new, old = signers_of(name, keys), self.signers(name)
        steps = [("AddDnsSec", one) for one in new - old] + [("DeleteDnsSec", one) for one in old - new]
        send = partial(self._sent, name=name, read=xml.raise_unless_code)
        in_steps([partial(send, what, fields=xml.signer_fields(one)) for what, one in steps])
        return Receipt()


def _purchased(node: Node) -> Receipt:
    """RRP's 1300 is for registries that do not answer at once; a registrant's consent takes time as well."""
    slow = reply.told(node, "RRPCode") == "1300" and reply.flag(node, "IsRealTimeTLD") is False
    if not slow:
        xml.raise_unless_said(node, RRPCode="200")
    waits = "pending" in (reply.told(node, "OrderStatus") or "").lower()
    return xml.receipt_in(node, pending=slow or waits)


def _reactivated(node: Node) -> Receipt:
    result = xml.leaves(reply.only(node, "ReactivateDomainName"))
    xml.raise_unless_said(result, Status="True")
    return xml.receipt_in(result)


def _expired(told: Node, name: DomainName) -> str:
    """The word for how far a name has expired, empty where it is not in the list. Raises `Unreadable`."""
    rows = xml.counted(told, "domaincount", "DomainDetail")
    ours = (row for row in rows if reply.needed(row, "DomainName").lower() == name)
    return next((reply.needed(row, "status") for row in ours), "")
