"""What costs money at Namecheap: each paid request leaves once, guarded by what was read right before it."""

from base64 import b64encode
from datetime import date

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import attributes, contract
from registrar.adapters.namecheap.reading import EXPIRY, PAGE, PREMIUM, SLUG, Reading, offer_in
from registrar.buying.guards import raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.buying.price_limit import raise_if_dearer
from registrar.contacts.inline import raise_if_incomplete, unsupported
from registrar.contract import Receipt, TransferState
from registrar.errors import StatusProhibits
from registrar.exchange import Unreadable
from registrar.forms import reply
from registrar.forms.contacts import with_stand_in, written
from registrar.forms.line import FormCall
from registrar.forms.markup import Node

# The list's own words for how far a transfer is: its statuses have numbers that nobody documents. In the
# order in which a transfer passes through them, so that one that moves on meanwhile is not missed.
_TRANSFERS = (
    ("INPROGRESS", TransferState.PENDING),
    ("COMPLETED", TransferState.DONE),
    ("CANCELLED", TransferState.REFUSED),
)


class Buying(Reading, contract.Registers, contract.Renews, contract.TransfersIn, contract.Restores):
    """What the account buys. No key makes an order one: the expiry and the price are read right before."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        people = with_stand_in(name, written(SLUG, name, request.contacts))
        raise_if_incomplete(SLUG, name, request.contacts)
        if "xn--" in name:
            raise unsupported(SLUG, name, "the language of an internationalized name would be guessed")
        fields = people | {"Years": str(request.years), "AddFreeWhoisguard": "Yes", "WGEnabled": "No"}
        fields |= {"Nameservers": ",".join(request.nameservers)} if request.nameservers else {}
        fields |= attributes.written(SLUG, name, request.attributes)
        checked = self._checked(name)
        raise_unless_free(offer_in(checked, name), registrar=SLUG)
        call = FormCall("domains.create", {"DomainName": name} | fields, name, tuple(people.values()))
        return self._paid(call, OrderKind.REGISTER, request.price_limit, "Domain", "Registered", checked)

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, until = request.name, self._record(request.name, lambda one: reply.day_at(one, *EXPIRY))
        raise_if_moved(until, request, registrar=SLUG)
        call = FormCall("domains.renew", {"DomainName": name, "Years": str(request.years)}, name)
        return self._paid(call, OrderKind.RENEW, request.price_limit, "DomainName", "Renew", since=until)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name = request.name
        if self._record(name, lambda record: reply.needed(record, "Status")).lower() != "expired":
            raise StatusProhibits("it has not expired", registrar=SLUG, name=name)
        call = FormCall("domains.reactivate", {"DomainName": name}, name)
        return self._paid(call, OrderKind.RESTORE, request.price_limit, "Domain", "IsSuccess")

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        if request.attributes:
            raise unsupported(SLUG, name, "a transfer has no place for attributes")
        raise_if_under_way(self.transfer_state(name), name, registrar=SLUG)
        # The vendor takes what is not letters and digits in this spelling only.
        is_plain = secret.isascii() and secret.isalnum()
        code = secret if is_plain else f"base64:{b64encode(secret.encode()).decode('ascii')}"
        fields = {"DomainName": name, "Years": "1", "EPPCode": code}
        call = FormCall("domains.transfer.create", fields, name, (secret, code))
        receipt = self._paid(call, OrderKind.TRANSFER, request.price_limit, "DomainName", "Transfer")
        return receipt.model_copy(update={"pending": True})

    def transfer_state(self, name: DomainName) -> TransferState:
        newest, state = 0, TransferState.NONE
        for kind, known in _TRANSFERS:
            fields = {"ListType": kind, "SearchTerm": name, "PageSize": PAGE, "SortBy": "TRANSFERDATE_DESC"}
            found = self._told(
                "domains.transfer.getList", lambda told: _newest(told, name), name=name, **fields
            )
            if found and found >= newest:
                newest, state = found, known
        return state

    def _paid(
        self, call: FormCall, kind: OrderKind, limit: Money, about: str, done: str,
        checked: Node | None = None, since: date | None = None,
    ) -> Receipt:  # fmt: skip
        """Send what costs, once, within `limit`; its result says yes by `done`, and an end after `since`."""
        name = DomainName(call.fields["DomainName"])
        checked = checked or self._checked(name)
        quote = self._quote(checked, name, kind, int(call.fields.get("Years", "1")))
        raise_if_dearer(quote, limit, registrar=SLUG)
        fields = dict(call.fields)
        if quote.premium:
            fields |= {"IsPremiumDomain": "true", "PremiumPrice": reply.needed(checked, PREMIUM[kind])}
            fields |= {"EapFee": reply.told(checked, "EapFee") or "0"} if kind is OrderKind.REGISTER else {}

        def receipt(node: Node) -> Receipt:
            result = reply.about(name, about, self._result(node))
            until, is_done = reply.day_at(result, *EXPIRY), reply.flag(result, done)
            if is_done is None and kind is OrderKind.TRANSFER:  # some of the documents lack the word
                is_done = reply.whole_number(reply.needed(result, "TransferID")) > 0
            if not is_done or (since and until and until <= since):
                raise Unreadable("the reply says yes, and that it is not done")
            cost = reply.told(result, "ChargedAmount")
            paid = None if cost is None else Money(amount=reply.amount(cost), currency=quote.price.currency)
            number, slow = reply.needed(result, "OrderID"), reply.flag(result, "NonRealTimeDomain")
            return Receipt(reference=str(reply.whole_number(number)), cost=paid, pending=bool(slow))

        return self._line.change(FormCall(call.operation, fields, name, call.private), receipt)


def _newest(told: Node, name: DomainName) -> int:
    """Return the number of the newest of a page's transfers of a name, 0 for none. Raises `Unreadable`."""
    found = reply.only(told, "TransferGetListResult").children
    ours = [one for one in found if reply.needed(one, "DomainName").lower() == name]
    if not ours and reply.whole_number(reply.only(told, "Paging", "TotalItems").text) > len(found):
        raise Unreadable("there are more transfers than the reply holds")
    numbers = (reply.told(one, "TransferID") or reply.needed(one, "ID") for one in ours)
    return max(map(reply.whole_number, numbers), default=0)
