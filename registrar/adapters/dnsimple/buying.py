"""What costs money at DNSimple: each paid request leaves once, guarded by what was read right before it."""

from collections.abc import Mapping
from functools import partial

from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.changing import Changing
from registrar.attributes import fitted
from registrar.contract import Availability, Receipt, TransferState
from registrar.errors import NameTaken, NotFound, ReplyNotUnderstood, StatusProhibits
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import unsupported
from registrar.price_limit import raise_if_dearer
from registrar.single_contact import whole_registrant
from registrar.steps import in_steps

_TRANSFERS = {
    "new": TransferState.PENDING,
    "transferring": TransferState.PENDING,
    "transferred": TransferState.DONE,
    "cancelled": TransferState.REFUSED,
    "failed": TransferState.REFUSED,
}


class Buying(Changing, contract.Registers, contract.Renews, contract.Restores, contract.TransfersIn):
    """The paid requests."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        registrant = whole_registrant(self.slug, name, request.contacts)
        if request.years != 1:
            raise unsupported(self.slug, name, "the years of a registration cannot be said")
        extra = fitted(self.slug, name, self.attributes_asked(name.tld), request.attributes)
        offer = self._offer(name)
        if offer.availability is Availability.TAKEN and self._is_in_account(name):
            raise NameTaken("it is in this account already", registrar=self.slug, name=name)
        raise_unless_free(offer, registrar=self.slug)
        body = self._priced(name, OrderKind.REGISTER, 1, request.price_limit)
        about = self._for(registrant, request.reference)
        body, path = {**about, **_asked(extra), **body}, f"registrar/domains/{name}/registrations"
        receipt = self._order("registerDomain", path, name, body, about)
        if request.nameservers and not receipt.pending:
            delegating = partial(self._delegate, name, frozenset(request.nameservers))
            in_steps([delegating], done=1, reference=receipt.reference)
        return receipt

    def _is_in_account(self, name: DomainName) -> bool:
        try:
            return bool(self._ask("getDomain", f"domains/{name}", wire.Domain, name))
        except NotFound:
            return False

    def _for(self, registrant: Contact, reference: str) -> dict[str, int]:
        """What an order of a new name says of its registrant: a fresh contact, which no other name has."""
        return {"registrant_id": int(self.create_handle(registrant, reference=reference))}

    def _priced(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, object]:
        """What confirms the price, which is within the limit; that of a premium name must be confirmed."""
        quote = self.quote(name, kind=kind, years=years)
        raise_if_dearer(quote, limit, registrar=self.slug)
        return {"premium_price": f"{quote.price.amount:.2f}"} if quote.premium else {}

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, domain = request.name, self._ours(request.name)
        raise_if_moved(domain.expires_at, request, registrar=self.slug)
        body = self._priced(name, OrderKind.RENEW, request.years, request.price_limit)
        about = {"domain_id": domain.id, "period": request.years}
        body, path = {"period": request.years, **body}, f"registrar/domains/{name}/renewals"
        return self._order("domainRenew", path, name, body, about)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, domain = request.name, self._ours(request.name)
        if domain.state != "expired":
            raise StatusProhibits("it has not expired; nothing was ordered", registrar=self.slug, name=name)
        body = self._priced(name, OrderKind.RESTORE, 1, request.price_limit)
        path, about = f"registrar/domains/{name}/restores", {"domain_id": domain.id}
        return self._order("domainRestore", path, name, body, about)

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        registrant = whole_registrant(self.slug, name, request.contacts)
        extra = fitted(self.slug, name, self.attributes_asked(name.tld), request.attributes)
        body = self._priced(name, OrderKind.TRANSFER, 1, request.price_limit) | {"auth_code": secret}
        about = self._for(registrant, request.reference)
        body, path = {**about, **_asked(extra), **body}, f"registrar/domains/{name}/transfers"
        receipt = self._order("transferDomain", path, name, body, about, secret)
        self._transfers[name] = int(receipt.reference or 0)
        return receipt

    def transfer_state(self, name: DomainName) -> TransferState:
        number = self._transfers.get(name)
        if number is None:
            try:
                domain = self._ask("getDomain", f"domains/{name}", wire.Domain, name)
            except NotFound:
                return TransferState.NONE
            return TransferState.PENDING if domain.state == "hosted" else TransferState.DONE
        path = f"registrar/domains/{name}/transfers/{number}"
        told = self._ask("getDomainTransfer", path, wire.Order, name)
        if told.id == number and told.state in _TRANSFERS:
            return _TRANSFERS[told.state]
        detail = "another transfer, or a state that nobody documents"
        raise ReplyNotUnderstood(detail, registrar=self.slug, operation="getDomainTransfer", name=name)


def _asked(extra: Mapping[str, str]) -> dict[str, object]:
    return {"extended_attributes": dict(extra)} if extra else {}
