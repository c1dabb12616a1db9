"""What Realtime Register tells: names, prices, what TLDs ask for, money, messages. Changes nothing."""

from collections.abc import Iterator, Mapping
from typing import ClassVar
from urllib.parse import quote

from pydantic import SecretStr

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration, status_of
from registrar import contract
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.codes import MANNER, Codec
from registrar.answers.cents import Credit, ListedPrice, only_balance, price_in
from registrar.answers.told import raise_if_other
from registrar.answers.words import without_values
from registrar.buying.dry_runs import DryRuns, Order
from registrar.buying.process_orders import REASON, ProcessOrders
from registrar.buying.shop import Shop
from registrar.contacts.cards import CardWords
from registrar.contacts.inline import unsupported
from registrar.contacts.properties import PropertyCards
from registrar.contract import Availability, Offer, Quote, TransferState
from registrar.errors import NotFound, Refused
from registrar.events import RegistrarEvent, TellsEvents
from registrar.exchange import Unreadable
from registrar.in_json.entities import entities
from registrar.in_json.events import oldest_in
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.lists.paging import Page, whole

_TRANSFERS = {
    **dict.fromkeys(("pendingwhois", "pendingfoa"), TransferState.AWAITING_OWNER),
    **dict.fromkeys(("pendingvalidation", "pending"), TransferState.PENDING),
    **dict.fromkeys(("cancelled", "rejected", "failed"), TransferState.REFUSED),
    "approved": TransferState.AWAITING_REGISTRY, "completed": TransferState.DONE,
}  # fmt: skip


class Reading(
    ProcessOrders, DryRuns, PropertyCards, Shop, contract.TellsAuthInfo, contract.TellsBalance, TellsEvents,
):  # fmt: skip
    """What the account holds, what can be had, and for how much."""

    slug = "realtimeregister"
    manner = MANNER
    scheme = "ApiKey"
    codec = Codec
    in_use = "ObjectExists"
    words = CardWords(street="addressLine", phone="voice")
    actions: ClassVar[Mapping[OrderKind, str]] = {
        OrderKind.REGISTER: "create", OrderKind.RENEW: "renew", OrderKind.TRANSFER: "transfer",
        OrderKind.RESTORE: "restore",
    }  # fmt: skip

    def info(self, name: DomainName) -> Registration:
        held = self._domain(name)
        words = {word: status_of(word) for word in held.status}
        return Registration(
            name=name,
            registered_at=held.created_date,
            registrar_expires_at=held.expiry_date,
            last_changed_at=held.updated_date,
            nameservers=held.ns,
            statuses=frozenset(status for status in words.values() if status),
            unmapped_statuses=tuple(word for word, status in words.items() if not status),
            delegation_signed=bool(held.key_data or held.ds_data),
            auto_renew=held.auto_renew,
            privacy=held.privacy_protect,
        )

    def holdings(self) -> Iterator[DomainName]:
        names = [row.domain_name for row in self._names("domainName,registrant")]
        return whole([Page(names, len(names), more=False)], registrar=self.slug, operation="listDomains")

    def _offer(self, name: DomainName) -> Offer:
        told = self._check(name)
        answer = Availability.FREE if told.available else Availability.TAKEN
        reason = without_values(told.reason or "", ())
        return Offer(name=name, availability=answer, premium=bool(told.premium), reason=reason)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if kind is OrderKind.RENEW:
            return self._dry_run(Order(kind, name, {"period": 12 * years}, years))
        if kind is OrderKind.RESTORE:
            return self._dry_run(Order(kind, name, {"reason": REASON}))
        # A dry run of the others needs contacts: the whole order is priced right before it is sent.
        check = self._check(name) if kind is OrderKind.REGISTER else wire.Check(available=True)
        if not check.available:
            raise Refused("the name is not for sale", registrar=self.slug, name=name)
        if check.yearly is None and (check.premium or (kind is OrderKind.TRANSFER and years != 1)):
            raise unsupported(self.slug, name, "no price is told for this")
        yearly = check.yearly or self._listed_price(name, self.actions[kind].upper())
        price = Money(amount=yearly.amount * years, currency=yearly.currency)
        return Quote(name=name, kind=kind, years=years, price=price, premium=bool(check.premium))

    def transfer_state(self, name: DomainName) -> TransferState:
        """Return the state of the newest transfer that comes in; one that goes out is none of ours."""

        def told(reply: JsonReply) -> TransferState:
            raise_if_other(name, reply.part("domainName", str))
            state, way = _TRANSFERS.get(reply.part("status", str)), reply.part("type", str)
            if state is None:
                raise Unreadable("the transfer is in a state that nobody documents")
            return state if way == "IN" else TransferState.NONE

        try:
            return self._line.read(Call("transferInfo", f"domains/{name}/transfer", name), told)
        except NotFound:
            return TransferState.NONE

    def auth_info(self, name: DomainName) -> SecretStr:
        told = self._domain(name).authcode
        if not told:
            raise Refused("the registrar tells no auth_info of this name", registrar=self.slug, name=name)
        return SecretStr(told)

    def balance(self) -> Money:
        call = Call("getCredits", self._ours("credit"))
        return self._line.read(call, lambda reply: only_balance(reply.rows_at("accounts", Credit)))

    def next_event(self) -> RegistrarEvent | None:
        return self._line.read(Call("pollNotification", self._ours("notifications/poll")), oldest_in)

    def _ours(self, path: str) -> str:
        return f"customers/{quote(self._username, safe='')}/{path}"

    def _cards(self) -> str:
        return self._ours("contacts")

    def _domain(self, name: DomainName) -> wire.Domain:
        return self._look(
            Call("getDomain", f"domains/{name}", name), wire.Domain, about=lambda held: held.domain_name
        )

    def _check(self, name: DomainName) -> wire.Check:
        return self._look(Call("checkDomain", f"domains/{name}/check", name), wire.Check)

    def _listed_price(self, name: DomainName, action: str) -> Money:
        call, product = Call("getPricelist", self._ours("pricelist"), name), f"domain_{name.tld}"
        return self._line.read(
            call, lambda reply: price_in(reply.rows_at("prices", ListedPrice), product, action)
        )

    def _names(self, fields: str) -> list[wire.Listed]:
        call = Call("listDomains", f"domains?fields={fields}")
        return self._entities(call, entities(wire.Listed), lambda row: row.domain_name)
