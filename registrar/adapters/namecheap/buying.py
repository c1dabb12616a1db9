"""What costs money at Namecheap: each paid request leaves once, guarded by what was read right before it."""

from base64 import b64encode
from collections.abc import Callable

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.tld import rules_for
from registrar.adapters.namecheap.contacts import SLUG, unsupported, written
from registrar.adapters.namecheap.reading import PAGE, Reading, about, expiry_in
from registrar.attributes import written as spelled
from registrar.contract import (
    Availability,
    Quote,
    Receipt,
    Registers,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.errors import ExpiryMismatch, NameTaken, Refused, StatusProhibits
from registrar.exchange import Unreadable
from registrar.form_line import FormCall, amount, is_so, needed, only, told, whole_number
from registrar.markup import Node
from registrar.price_limit import raise_if_dearer

# The list's own words for how far a transfer is: its statuses have numbers that nobody documents. In the
# order in which a transfer passes through them, so that one that moves on meanwhile is not missed.
_TRANSFERS = {
    "INPROGRESS": TransferState.PENDING,
    "COMPLETED": TransferState.DONE,
    "CANCELLED": TransferState.REFUSED,
}


class Buying(Reading, Registers, Renews, TransfersIn, Restores):
    """What the account buys. No key makes an order one: the expiry and the price are read right before."""

    def register(self, request: RegistrationRequest) -> Receipt:
        name, people = request.name, dict(request.contacts)
        fields = written(name, people)
        refused = rules_for(name).refused_roles
        missing = [role for role in ContactRole if role not in people and role not in refused]
        if missing:
            raise unsupported(name, f"a missing {missing[0]} contact cannot be left out")
        if "xn--" in name:
            raise unsupported(name, "the language of an internationalized name is not known")
        if ContactRole.BILLING in refused:  # the form wants four; no registry hears of this one
            fields |= {
                key.replace("Admin", "AuxBilling", 1): text
                for key, text in fields.items()
                if key.startswith("Admin")
            }
        private = tuple(fields.values())
        extra = spelled(SLUG, name, request.attributes)
        checked = self._checked(name)
        offer = self._offer(name, checked)
        if offer.availability is Availability.TAKEN:
            raise self._taken(name)
        if offer.availability is Availability.UNCLEAR:
            raise Refused(f"{offer.reason}; nothing was ordered", registrar=SLUG, name=name)
        quote, own = self._affordable(name, OrderKind.REGISTER, request.years, request.price_limit, checked)
        hosts = {"Nameservers": ",".join(request.nameservers)} if request.nameservers else {}
        fields |= hosts | extra | own | {"AddFreeWhoisguard": "Yes", "WGEnabled": "No"}
        fields = {"DomainName": name, "Years": str(request.years)} | fields

        def bought(result: Node) -> Receipt:
            about(name, "Domain", result)
            _raise_unless_done(result, "Registered")
            pending = is_so(told(result, "NonRealTimeDomain") or "false")
            return _receipt(result, quote, pending=pending)

        return self._pay(FormCall("namecheap.domains.create", fields, name, private), bought)

    def renew(self, request: RenewalRequest) -> Receipt:
        name, until = request.name, self._record(request.name, expiry_in)
        if until != request.current_expiry:
            detail = f"the registrar's date is {until}, not {request.current_expiry}"
            raise ExpiryMismatch(detail, registrar=SLUG, name=name)
        quote, own = self._affordable(name, OrderKind.RENEW, request.years, request.price_limit)
        fields = {"DomainName": name, "Years": str(request.years), **own}

        def bought(result: Node) -> Receipt:
            _raise_unless_done(about(name, "DomainName", result), "Renew")
            now = expiry_in(result)
            if now is not None and now <= request.current_expiry:
                raise Unreadable("the reply says yes, and a date that has not moved")
            return _receipt(result, quote)

        return self._pay(FormCall("namecheap.domains.renew", fields, name), bought)

    def restore(self, request: RestoreRequest) -> Receipt:
        name = request.name
        if self._record(name, lambda record: needed(record, "Status")).lower() != "expired":
            raise StatusProhibits("it has not expired", registrar=SLUG, name=name)
        quote, own = self._affordable(name, OrderKind.RESTORE, 1, request.price_limit)

        def bought(result: Node) -> Receipt:
            _raise_unless_done(about(name, "Domain", result), "IsSuccess")
            return _receipt(result, quote)

        return self._pay(FormCall("namecheap.domains.reactivate", {"DomainName": name, **own}, name), bought)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        if request.attributes:
            raise unsupported(name, "a transfer has no place for attributes")
        if self.transfer_state(name).is_under_way:
            raise StatusProhibits("a transfer is under way already", registrar=SLUG, name=name)
        quote, own = self._affordable(name, OrderKind.TRANSFER, 1, request.price_limit)
        if own:
            raise unsupported(name, "a transfer has no place for a premium name's price")
        # The vendor takes what is not letters and digits in this spelling only.
        code = secret if secret.isascii() and secret.isalnum() else f"base64:{_base64(secret)}"
        fields = {"DomainName": name, "Years": "1", "EPPCode": code}
        fields |= {"AddFreeWhoisguard": "Yes", "WGenable": "No"}

        def bought(result: Node) -> Receipt:
            about(name, "DomainName", result)
            _raise_unless_done(result, "Transfer", otherwise="true")
            whole_number(needed(result, "TransferID"))
            return _receipt(result, quote, pending=True)

        call = FormCall("namecheap.domains.transfer.create", fields, name, (secret, code))
        return self._pay(call, bought)

    def transfer_state(self, name: DomainName) -> TransferState:
        newest, state = 0, TransferState.NONE
        for kind, known in _TRANSFERS.items():
            found = self._ask(
                "domains.transfer.getList", name, _newest(name),
                ListType=kind, SearchTerm=name, Page="1", PageSize=str(PAGE), SortBy="TRANSFERDATE_DESC",
            )  # fmt: skip
            if found and found >= newest:
                newest, state = found, known
        return state

    def _pay(self, call: FormCall, translate: Callable[[Node], Receipt]) -> Receipt:
        """Send what costs, once."""
        return self._line.change(call, lambda reply: translate(_result(reply)))

    def _affordable(
        self, name: DomainName, kind: OrderKind, years: int, limit: Money, checked: Node | None = None
    ) -> tuple[Quote, dict[str, str]]:
        """Return the price now, and what a premium name's order says of it. Raises `PriceRefused`."""
        checked = checked or self._checked(name)
        quote = self._quote(name, kind, years, checked)
        raise_if_dearer(quote, limit, registrar=SLUG)
        return quote, self._premium(kind, checked) if quote.premium else {}

    def _taken(self, name: DomainName) -> NameTaken:
        """The refusal of a name that is not for sale. No order says whether it was ours."""
        try:
            self._record(name, expiry_in)
            detail = "it is in this account already, by an earlier try or by hand"
        except Refused:
            detail = "it is not for sale"
        return NameTaken(detail, registrar=SLUG, operation="namecheap.domains.check", name=name)


def _newest(name: DomainName) -> Callable[[Node], int]:
    """How a page of transfers tells the newest one of a name; 0 for none. Raises `Unreadable`."""

    def number(response: Node) -> int:
        found = list(only(response, "TransferGetListResult").find("Transfer"))
        ours = [one for one in found if needed(one, "DomainName").lower() == name]
        if not ours and whole_number(only(response, "Paging", "TotalItems").text) > len(found):
            raise Unreadable("there are more transfers than the reply holds")
        return max((whole_number(needed(one, "TransferID")) for one in ours), default=0)

    return number


def _result(reply: Node) -> Node:
    """The one result of a reply. Raises `Unreadable`."""
    children = only(reply, "CommandResponse").children
    if len(children) != 1:
        raise Unreadable(f"the reply holds {len(children)} results, not one")
    return children[0]


def _raise_unless_done(result: Node, key: str, *, otherwise: str = "") -> None:
    """Raise `Unreadable` for a reply that says yes and, of what was asked, something else."""
    if not is_so(told(result, key) or otherwise):
        raise Unreadable("the reply says yes, and that it is not done")


def _receipt(result: Node, quote: Quote, *, pending: bool = False) -> Receipt:
    cost = told(result, "ChargedAmount")
    money = None if cost is None else Money(amount=amount(cost), currency=quote.price.currency)
    return Receipt(reference=str(whole_number(needed(result, "OrderID"))), cost=money, pending=pending)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
