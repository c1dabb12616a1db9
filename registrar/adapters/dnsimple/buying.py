"""What costs money at DNSimple: each paid request leaves once, guarded by what was read right before it."""

from functools import cached_property, partial

from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract, errors
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.changing import Changing
from registrar.attributes import fitted
from registrar.contract import Receipt, TransferState
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import unsupported
from registrar.single_contact import whole_registrant
from registrar.steps import in_steps

_TRANSFERS = {
    **dict.fromkeys(("new", "transferring"), TransferState.PENDING),
    **dict.fromkeys(("cancelled", "failed"), TransferState.REFUSED),
    "transferred": TransferState.DONE,
}


class Buying(Changing, contract.Registers, contract.Renews, contract.Restores, contract.TransfersIn):
    """The paid requests."""

    @cached_property
    def _transfers(self) -> dict[DomainName, int]:
        """The numbers of the transfers that were asked for here."""
        return {}

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        if request.years != 1:
            raise unsupported(self.slug, name, "the years of a registration cannot be said")
        registrant, body = self._fitted(request)
        raise_unless_free(self._offer(name), registrar=self.slug, look=self._domain)
        body |= self._priced(name, OrderKind.REGISTER, 1, request.price_limit)
        about = self._for(registrant, request.reference)
        receipt = self._order("registerDomain", "/registrations", name, about | body, about)
        if request.nameservers and not receipt.pending:
            delegating = partial(self._delegate, name, frozenset(request.nameservers))
            in_steps([delegating], done=1, reference=receipt.reference)
        return receipt

    def _fitted(
        self, request: contract.RegistrationRequest | contract.TransferRequest
    ) -> tuple[Contact, dict[str, object]]:
        """The registrant of an order of a new name, and what its TLD asks for."""
        registrant = whole_registrant(self.slug, request.name, request.contacts)
        asked = self.attributes_asked(request.name.tld)
        extra = fitted(self.slug, request.name, asked, request.attributes)
        return registrant, {"extended_attributes": dict(extra)} if extra else {}

    def _for(self, registrant: Contact, reference: str) -> dict[str, object]:
        """What an order of a new name says of its registrant: a fresh contact, which no other name has."""
        return {"registrant_id": int(self.create_handle(registrant, reference=reference))}

    def _priced(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> dict[str, object]:
        """What confirms the price, which is within the limit; that of a premium name must be confirmed."""
        quote = self._affordable(name, kind, years, limit)
        return {"premium_price": f"{quote.price.amount:.2f}"} if quote.premium else {}

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, domain = request.name, self._ours(request.name)
        raise_if_moved(domain.expires_at or domain.expires_on, request, registrar=self.slug)
        price = self._priced(name, OrderKind.RENEW, request.years, request.price_limit)
        years: dict[str, object] = {"period": request.years}
        return self._order("domainRenew", "/renewals", name, years | price, {"domain_id": domain.id, **years})

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, domain = request.name, self._ours(request.name)
        if domain.state != "expired":
            detail = "it has not expired; nothing was ordered"
            raise errors.StatusProhibits(detail, registrar=self.slug, name=name)
        price = self._priced(name, OrderKind.RESTORE, 1, request.price_limit)
        return self._order("domainRestore", "/restores", name, price, {"domain_id": domain.id})

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        registrant, body = self._fitted(request)
        body |= self._priced(name, OrderKind.TRANSFER, 1, request.price_limit) | {"auth_code": secret}
        about = self._for(registrant, request.reference)
        receipt = self._order("transferDomain", "/transfers", name, about | body, about, secret)
        self._transfers[name] = int(receipt.reference or 0)
        return receipt

    def transfer_state(self, name: DomainName) -> TransferState:
        number = self._transfers.get(name)
        if number is None:
            try:
                is_coming = self._domain(name).state == "hosted"
            except errors.NotFound:
                return TransferState.NONE
            return TransferState.PENDING if is_coming else TransferState.DONE
        told = self._ask("getDomainTransfer", f"/transfers/{number}", wire.Order, name)
        if told.id == number and told.state in _TRANSFERS:
            return _TRANSFERS[told.state]
        detail = "another transfer, or a state that nobody documents"
        raise errors.ReplyNotUnderstood(detail, registrar=self.slug, operation="getDomainTransfer", name=name)
