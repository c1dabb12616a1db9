"""What changes names. Each request leaves once, and is told as done when its operation is."""

from collections.abc import Iterable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar import attributes, contract, errors
from registrar.adapters.route53.reading import Reading
from registrar.adapters.route53.wire import Body, Key, Private, Told, call, written
from registrar.amazon.line import needed
from registrar.answers.told import raise_if_other
from registrar.answers.words import without_values
from registrar.buying.guards import raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.buying.steps import then
from registrar.contacts.inline import unsupported
from registrar.in_json.reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signers.keys import as_rows
from registrar.signing import SetsSigners, one_by_one

# The vendor's model has the shorter word, its samples have the longer.
_UNDER_WAY = ("SUBMITTED", "IN_PROGRESS", "WORKFLOW_IN_PROGRESS")
_STATES = {
    "SUCCESSFUL": contract.TransferState.DONE,
    "FAILED": contract.TransferState.REFUSED,
    **dict.fromkeys(_UNDER_WAY, contract.TransferState.PENDING),
}
_TRANSFER = "TRANSFER_IN_DOMAIN"
_WAITS_FOR_OWNER = ("PENDING_CUSTOMER_ACTION", "PENDING_AUTHORIZATION")
_SIGN, _UNSIGN = "AssociateDelegationSignerToDomain", "DisassociateDelegationSignerFromDomain"
_KEY = {"Algorithm": "algorithm", "Flags": "flags", "PublicKey": "public_key"}
_Order = contract.RegistrationRequest | contract.TransferRequest


def delegation(name: DomainName, hosts: Iterable[HostName], glue: Mapping[HostName, object]) -> Body:
    """Return the body that delegates a name. Raises `Unsupported` for a host that needs an address."""
    if any(host.endswith(f".{name}") and not glue.get(host) for host in hosts):
        raise unsupported("route53", name, "there is no place for the address of a nameserver below the name")
    glued = {host: {"GlueIps": glue[host]} for host in hosts if glue.get(host)}
    return {"Nameservers": [{"Name": host} | glued.get(host, {}) for host in sorted(hosts)]}


class Changing(
    Reading, contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew,
    SetsPrivacy, SetsSigners, contract.Registers, contract.Renews, contract.Restores, contract.TransfersIn,
):  # fmt: skip
    """The changes. What costs money carries the most that may be charged for it."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> contract.Receipt:
        extras = {role: person.get("ExtraParams") for role, (person, _) in self._detail(name).people.items()}
        return self._changed("UpdateDomainContact", name, *written(name, contacts, extras))

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> contract.Receipt:
        glue = {host.name: host.glue_ips for host in self._detail(name).nameservers or ()}
        if glue and frozenset(glue) == hosts:
            return contract.Receipt()
        return self._changed("UpdateDomainNameservers", name, delegation(name, hosts, glue))

    def set_lock(self, name: DomainName, *, locked: bool) -> contract.Receipt:
        statuses = self.info(name).statuses
        if statuses is not None and (Status.CLIENT_TRANSFER_PROHIBITED in statuses) is locked:
            return contract.Receipt()
        return self._changed(f"{'Enable' if locked else 'Disable'}DomainTransferLock", name)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> contract.Receipt:
        if self._detail(name).auto_renew is on:
            return contract.Receipt()
        return self._tell(call(f"{'Enable' if on else 'Disable'}DomainAutoRenew", name))  # no operation

    def set_privacy(self, name: DomainName, *, on: bool) -> contract.Receipt:
        people = self._detail(name).people
        if all(is_hidden is on for _, is_hidden in people.values()):
            return contract.Receipt()
        told = dict.fromkeys((f"{role.value.capitalize()}Privacy" for role in people), on)
        return self._changed("UpdateDomainContactPrivacy", name, told)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._signers(name))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> contract.Receipt:
        held, wanted = self._signers(name), {key.signer(name): as_rows([key], _KEY)[0] for key in keys}
        return one_by_one(
            frozenset(held),
            frozenset(wanted),
            add=lambda signer: self._changed(_SIGN, name, {"SigningAttributes": wanted[signer]}),
            remove=lambda signer: self._changed(_UNSIGN, name, {"Id": held[signer]}),
        )

    def _signers(self, name: DomainName) -> dict[DelegationSigner, str]:
        def told(reply: JsonReply) -> dict[DelegationSigner, str]:
            raise_if_other(name, reply.part("DomainName", str))
            return {key.signer(): needed(key.id) for key in reply.rows_at("DnssecKeys", Key)}

        return self._line.read(call("GetDomainDetail", name), told)

    def _operation(self, number: str | None) -> Told:
        return self._look(call("GetOperationDetail", None, {"OperationId": number}), Told)

    def _changed(
        self, operation: str, name: DomainName, body: Body | None = None, private: Private = ()
    ) -> contract.Receipt:
        """Send a change that is accepted as an operation, and look once how far that has come."""
        asked = call(operation, name, body, private)
        number = self._line.change(asked, lambda reply: reply.said("OperationId"))
        pending = contract.Receipt(pending=True, reference=number)
        try:
            became = self._operation(number)
        except errors.RegistrarError:
            return pending
        if became.status in (None, *_UNDER_WAY) or (became.domain_name or name).lower() != name:
            return pending
        if became.status == "SUCCESSFUL":
            return contract.Receipt(reference=number)
        error = errors.Refused if became.status == "FAILED" else errors.OutcomeUnknown
        if error is errors.Refused and became.status_flag == "PENDING_PAYMENT_VERIFICATION":
            error = errors.PaymentRefused
        words = without_values(f"{became.status}: {became.message or ''}", private)
        detail = f"the operation was accepted, and is told as {words}"
        raise error(detail, registrar=self.slug, operation=operation, name=name, vendor_reference=number)

    def register(self, request: contract.RegistrationRequest) -> contract.Receipt:
        name, years = request.name, request.years
        people, private = self._whole(request)
        hosts = delegation(name, request.nameservers, {})
        raise_unless_free(self._offer(name), registrar=self.slug)
        consent = self._consent(name, OrderKind.REGISTER, years, request.price_limit)
        body = {"DurationInYears": years, "AutoRenew": False} | people | consent
        receipt = self._changed("RegisterDomain", name, body, private)
        if receipt.pending or not request.nameservers:
            return receipt
        return then(receipt, lambda: self._changed("UpdateDomainNameservers", name, hosts))

    def renew(self, request: contract.RenewalRequest) -> contract.Receipt:
        name, years = request.name, request.years
        raise_if_moved(self._detail(name).expiration_date, request, registrar=self.slug)
        consent = self._consent(name, OrderKind.RENEW, years, request.price_limit)
        body = {"DurationInYears": years, "CurrentExpiryYear": request.current_expiry.year}
        return self._changed("RenewDomain", name, body | consent)

    def restore(self, request: contract.RestoreRequest) -> contract.Receipt:
        name = request.name
        try:
            if not {Status.REDEMPTION_PERIOD, Status.PENDING_DELETE} & (self.info(name).statuses or set()):
                raise errors.StatusProhibits("it is not in redemption", registrar=self.slug, name=name)
        except errors.NotFound:
            pass  # so are those that were deleted: whose it was, the request itself tells
        consent = self._consent(name, OrderKind.RESTORE, 1, request.price_limit)
        return self._changed("RestoreDomain", name, consent)

    def transfer_in(self, request: contract.TransferRequest) -> contract.Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        people, private = self._whole(request)
        raise_if_under_way(self.transfer_state(name), name, registrar=self.slug)
        asked = call("CheckDomainTransferability", name, {"AuthCode": secret}, (secret,))
        told = self._look(asked, Told)
        word = (told.transferability or {}).get("Transferable") or ""
        if word != "TRANSFERABLE":
            error = errors.Refused if word in ("", "DONT_KNOW", "PENDING") else errors.ValueRefused
            detail = f"{word or 'nothing'} is told: {without_values(told.message or '', (secret,))}"
            raise error(detail, registrar=self.slug, operation=asked.operation, name=name)
        consent = self._consent(name, OrderKind.TRANSFER, 1, request.price_limit)
        body = {"AuthCode": secret, "AutoRenew": False} | people | consent
        return self._changed("TransferDomain", name, body, (*private, secret))

    def transfer_state(self, name: DomainName) -> contract.TransferState:
        newest = {"Type": [_TRANSFER], "SortBy": "SubmittedDate", "SortOrder": "DESC"}
        rows = (row for page in self._pages("ListOperations", newest) for row in page.operations or ())
        for row in (row for row in rows if row.type in (_TRANSFER, None)):
            told = row if row.domain_name else self._operation(row.operation_id)
            if told.domain_name and told.domain_name.lower() != name:
                continue
            state = _STATES.get(told.status or "") if told.domain_name else None
            if state is None:
                raise errors.ReplyNotUnderstood("a transfer not told in full", registrar=self.slug, name=name)
            waits = state.is_under_way and told.status_flag in _WAITS_FOR_OWNER
            return contract.TransferState.AWAITING_OWNER if waits else state
        return contract.TransferState.NONE

    def _whole(self, request: _Order) -> tuple[dict[str, object], Private]:
        """The contacts of an order, all that it has, none hidden. Raises `Unsupported`."""
        roles = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)
        if missing := [role for role in roles if role not in request.contacts]:
            raise unsupported(self.slug, request.name, f"there is no {missing[0]} contact")
        told = attributes.written(self.slug, request.name, request.attributes)
        extra = [{"Name": field, "Value": value} for field, value in told.items()]
        people, private = written(request.name, request.contacts, {ContactRole.REGISTRANT: extra})
        return people | {f"PrivacyProtect{role}": False for role in people}, private

    def _consent(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, object]:
        """What may be charged at most, where the price is within it. Raises `PriceRefused`."""
        self._affordable(name, kind, years, limit)
        return {"Consent": {"MaxPrice": float(limit.amount), "Currency": limit.currency}}
