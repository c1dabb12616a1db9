"""What costs money at Name.com: each paid request leaves once, guarded by what was read right before it."""

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of
from registrar.adapters.namecom.auth import idempotency_key
from registrar.adapters.namecom.contacts import written
from registrar.adapters.namecom.reading import Reading
from registrar.adapters.namecom.wire import Bought
from registrar.attributes import fitted
from registrar.contract import Availability, Receipt, RegistrationRequest, RenewalRequest, TransferRequest
from registrar.errors import NameTaken, NotFound, StatusProhibits
from registrar.exchange import Unreadable
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, unsupported, values_in
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.told import raise_if_other


class Buying(Reading):
    """The orders of one account."""

    def register(self, request: RegistrationRequest) -> Receipt:
        name = request.name
        people = written(name, request.contacts)
        raise_if_incomplete(self.slug, name, request.contacts)
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name would be guessed")
        extra = fitted(self.slug, name, self.attributes_asked(name.tld), request.attributes)
        offer = self._offered(name)
        if offer.availability is Availability.TAKEN:
            raise self._taken(name)
        raise_unless_free(offer, registrar=self.slug)
        price = self._affordable(name, OrderKind.REGISTER, request.years, request.price_limit)
        domain = {"domainName": name, "contacts": people, "privacyEnabled": False}
        domain |= {"nameservers": list(request.nameservers)} if request.nameservers else {}
        body = {"domain": domain, "years": request.years, "purchasePrice": price, "tldRequirements": extra}
        key, private = idempotency_key(request.reference), values_in(people.values())
        call = Call("CreateDomain", "domains", name, "POST", body, key, private)
        return self._line.change(call, lambda reply: _receipt(name, reply))

    def renew(self, request: RenewalRequest) -> Receipt:
        name = request.name
        raise_if_moved(self._record(name).expire_date, request, registrar=self.slug)
        price = self._affordable(name, OrderKind.RENEW, request.years, request.price_limit)
        body = {"years": request.years, "purchasePrice": price}

        def told(reply: JsonReply) -> Receipt:
            renewed = reply.as_a(Bought).domain
            if renewed is not None and day_of(renewed.expire_date) <= request.current_expiry:
                raise Unreadable("the reply says yes, and a date that has not moved")
            return _receipt(name, reply)

        return self._line.change(Call("RenewDomain", f"domains/{name}:renew", name, "POST", body), told)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        name = request.name
        if request.attributes:
            raise unsupported(self.slug, name, "a transfer has no place for attributes")
        if self.transfer_state(name).is_under_way:
            raise StatusProhibits("a transfer is under way already", registrar=self.slug, name=name)
        price = self._affordable(name, OrderKind.TRANSFER, 1, request.price_limit)
        secret = request.auth_info.get_secret_value()
        body = {"domainName": name, "authCode": secret, "purchasePrice": price, "privacyEnabled": False}
        call = Call("CreateTransfer", "transfers", name, "POST", body, private=(secret,))
        receipt = self._line.change(call, lambda reply: _receipt(name, reply))
        return receipt.model_copy(update={"pending": True})

    def _taken(self, name: DomainName) -> NameTaken:
        """The refusal of a name that is not for sale. No order says whether it was ours."""
        try:
            self._record(name)
            detail = "it is in this account already, by an earlier try or by hand"
        except NotFound:
            detail = "it is not for sale"
        return NameTaken(detail, registrar=self.slug, operation="CheckAvailability", name=name)

    def _affordable(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> float:
        """The price now, as the vendor wants it confirmed. Raises `PriceRefused` above `limit`."""
        quote = self.quote(name, kind=kind, years=years)
        raise_if_dearer(quote, limit, registrar=self.slug)
        return float(quote.price.amount)


def _receipt(name: DomainName, reply: JsonReply) -> Receipt:
    bought = reply.as_a(Bought)
    about = bought.domain or bought.transfer
    if about is None:
        raise Unreadable("the reply does not say what was bought")
    raise_if_other(name, about.domain_name)
    cost = None if bought.total_paid is None else Money(amount=bought.total_paid)
    return Receipt(reference=str(bought.order), cost=cost)
