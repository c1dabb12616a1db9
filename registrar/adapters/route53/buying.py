"""What costs money: each paid request leaves once, with the most that may be charged for it."""

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar import contract, errors
from registrar.adapters.route53.contacts import written
from registrar.adapters.route53.setting import Setting, delegation
from registrar.adapters.route53.wire import Told, call
from registrar.attributes import written as attributes_written
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import unsupported
from registrar.price_limit import raise_if_dearer
from registrar.words import without_values

_STATES = {
    "SUCCESSFUL": contract.TransferState.DONE,
    "FAILED": contract.TransferState.REFUSED,
    **dict.fromkeys(("SUBMITTED", "IN_PROGRESS"), contract.TransferState.PENDING),
}
_WAITS_FOR_OWNER = ("PENDING_CUSTOMER_ACTION", "PENDING_AUTHORIZATION")
_GONE = {Status.REDEMPTION_PERIOD, Status.PENDING_DELETE}


class Buying(Setting, contract.Registers, contract.Renews, contract.Restores, contract.TransfersIn):
    """The part that costs money."""

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
        try:
            delegated = self._changed("UpdateDomainNameservers", name, hosts)
        except errors.RegistrarError as err:
            detail = f"it was registered, and its nameservers could not be set: {err.detail}"
            raise errors.OutcomeUnknown(
                detail, registrar=self.slug, name=name, vendor_reference=receipt.reference
            ) from err
        return receipt.model_copy(update={"pending": delegated.pending})

    def renew(self, request: contract.RenewalRequest) -> contract.Receipt:
        name, years = request.name, request.years
        raise_if_moved(self._detail(name).expiration_date, request, registrar=self.slug)
        consent = self._consent(name, OrderKind.RENEW, years, request.price_limit)
        body = {"DurationInYears": years, "CurrentExpiryYear": request.current_expiry.year}
        return self._changed("RenewDomain", name, body | consent)

    def restore(self, request: contract.RestoreRequest) -> contract.Receipt:
        name = request.name
        try:
            if not _GONE & (self.info(name).statuses or set()):
                raise errors.StatusProhibits("it is not in redemption", registrar=self.slug, name=name)
        except errors.NotFound:
            pass  # so are those that were deleted: whose it was, the request itself tells
        consent = self._consent(name, OrderKind.RESTORE, 1, request.price_limit)
        return self._changed("RestoreDomain", name, consent)

    def transfer_in(self, request: contract.TransferRequest) -> contract.Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        people, private = self._whole(request)
        if self.transfer_state(name).is_under_way:
            raise errors.StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        asked = call("CheckDomainTransferability", name, {"AuthCode": secret}, (secret,))
        told = self._line.read(asked, lambda reply: reply.as_a(Told))
        word = (told.transferability or {}).get("Transferable", "")
        if word != "TRANSFERABLE":
            error = errors.Refused if word in ("", "DONT_KNOW", "PENDING") else errors.ValueRefused
            detail = f"{word or 'nothing'} is told: {without_values(told.message or '', (secret,))}"
            raise error(detail, registrar=self.slug, operation=asked.operation, name=name)
        consent = self._consent(name, OrderKind.TRANSFER, 1, request.price_limit)
        body = {"AuthCode": secret, "AutoRenew": False} | people | consent
        return self._changed("TransferDomain", name, body, (*private, secret))

    def transfer_state(self, name: DomainName) -> contract.TransferState:
        newest = {"Type": ["TRANSFER_IN_DOMAIN"], "SortBy": "SubmittedDate", "SortOrder": "DESC"}
        for page in self._pages("ListOperations", newest):
            for row in page.operations or ():
                if row.domain_name.lower() == name:
                    state = _STATES.get(row.status or "")
                    if state is None:
                        detail = "the transfer is in a state that cannot be told"
                        raise errors.ReplyNotUnderstood(detail, registrar=self.slug, name=name)
                    waits = state.is_under_way and row.status_flag in _WAITS_FOR_OWNER
                    return contract.TransferState.AWAITING_OWNER if waits else state
        return contract.TransferState.NONE

    def _whole(
        self, request: contract.RegistrationRequest | contract.TransferRequest
    ) -> tuple[dict[str, object], tuple[str, ...]]:
        """The contacts of an order, all that it has, none hidden. Raises `Unsupported`."""
        roles = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)
        if missing := [role for role in roles if role not in request.contacts]:
            raise unsupported(self.slug, request.name, f"there is no {missing[0]} contact")
        told = attributes_written(self.slug, request.name, request.attributes)
        extra = [{"Name": field, "Value": value} for field, value in told.items()]
        people, private = written(request.name, request.contacts, {ContactRole.REGISTRANT: extra})
        return people | {f"PrivacyProtect{role}": False for role in people}, private

    def _consent(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, object]:
        """What may be charged at most, where the price is within it. Raises `PriceRefused`."""
        raise_if_dearer(self.quote(name, kind=kind, years=years), limit, registrar=self.slug)
        return {"Consent": {"MaxPrice": float(limit.amount), "Currency": limit.currency}}
