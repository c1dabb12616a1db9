"""What Realtime Register tells: names, prices, what TLDs ask for, money, messages."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import SecretStr

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration, status_of
from registrar import contract
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.account import Account, rows_of
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.contract import Availability, Offer, Quote, TransferState
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, Unsupported
from registrar.events import RegistrarEvent, TellsEvents
from registrar.exchange import Unreadable
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.paging import Page, whole
from registrar.told import about_told, hosts_told, raise_if_other, raise_unless
from registrar.words import without_values

_TRANSFERS: Mapping[str, TransferState] = {
    **dict.fromkeys(("pendingwhois", "pendingfoa"), TransferState.AWAITING_OWNER),
    **dict.fromkeys(("pendingvalidation", "pending"), TransferState.PENDING),
    **dict.fromkeys(("cancelled", "rejected", "failed"), TransferState.REFUSED),
    "approved": TransferState.AWAITING_REGISTRY,
    "completed": TransferState.DONE,
}


class Reading(
    Account,
    contract.Registrar,
    contract.ChecksAvailability,
    contract.TellsAuthInfo,
    contract.TellsBalance,
    TellsEvents,
    AsksAttributes,
):
    """Asks."""

    def info(self, name: DomainName) -> Registration:
        held = self._domain(name)
        words = {word: status_of(word) for word in held.status}
        return Registration(
            name=name,
            registered_at=held.created_date,
            registrar_expires_at=held.expiry_date,
            last_changed_at=held.updated_date,
            nameservers=hosts_told(held.ns),
            statuses=frozenset(status for status in words.values() if status),
            unmapped_statuses=tuple(word for word, status in words.items() if status is None),
            delegation_signed=bool(held.key_data or held.ds_data),
            auto_renew=held.auto_renew,
            privacy=held.privacy_protect,
        )

    def holdings(self) -> Iterator[DomainName]:
        path, operation = "domains?fields=domainName,registrant", "listDomains"
        rows = self._rows(operation, path, rows_of(wire.Listed), lambda row: row.domain_name)
        names = [row.domain_name for row in rows]
        return whole([Page(names, len(names), more=False)], registrar=self.slug, operation=operation)

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offer(name)
        except (Refused, ReplyNotUnderstood, Unsupported) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def _offer(self, name: DomainName) -> Offer:
        told = self._check(name)
        answer = Availability.FREE if told.available else Availability.TAKEN
        reason = without_values(told.reason or "", ())
        return Offer(name=name, availability=answer, premium=bool(told.premium), reason=reason)

    def _check(self, name: DomainName) -> wire.Check:
        return self._look(Call("checkDomain", f"domains/{name}/check", name), wire.Check)

    def _listed_price(self, name: DomainName, kind: OrderKind, years: int) -> Quote:
        """
        Return what the check of a name, or else the price list, says of a year, times `years`.

        A dry run of these kinds needs contacts, so the whole order is priced right before it is sent.
        """
        check = self._check(name) if kind is OrderKind.REGISTER else wire.Check(available=True)
        if not check.available:
            raise Refused("the name is not for sale", registrar=self.slug, name=name)
        cents, currency = check.price, check.currency
        if cents is None or currency is None:
            if check.premium or (kind is OrderKind.TRANSFER and years != 1):
                raise Unsupported("no price is told for this", registrar=self.slug, name=name)
            sought = (f"domain_{name.tld}", "CREATE" if kind is OrderKind.REGISTER else "TRANSFER")
            listing = Call("getPricelist", self._ours("pricelist"), name)
            rows = self._line.read(listing, lambda reply: reply.rows_at("prices", wire.Price))
            found = [row for row in rows if (row.product, row.action) == sought]
            if len(found) != 1:
                raise Unsupported("the list tells no price of this", registrar=self.slug, name=name)
            cents, currency = found[0].price, found[0].currency
        price = money(cents * years, currency)
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
        accounts = self._line.read(call, lambda reply: reply.rows_at("accounts", wire.Credit))
        if len(accounts) != 1:
            detail = f"the money is in {len(accounts)} currencies: there is no one balance"
            raise Unsupported(detail, registrar=self.slug, operation="getCredits")
        return money(max(accounts[0].balance, 0), accounts[0].currency)

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        return list(self._asked(tld)[1].values())

    def _asked(self, tld: str) -> tuple[str, dict[str, AskedAttribute]]:
        """Return the registry of a TLD and what it asks of registrants, with the TLD before each name."""

        def told(reply: JsonReply) -> tuple[str, list[wire.Property]]:
            reply.part("metadata", dict)
            asked = reply.rows_at("metadata.contactProperties", wire.Property, needed=False)
            return reply.part("provider", str), asked

        registry, properties = self._line.read(Call("getTldInfo", f"tlds/{tld}/info"), told)
        return registry, {
            one.name: AskedAttribute(
                name=f"{tld}-{one.name}", label=one.label or "", required=bool(one.mandatory),
                choices=one.values or {},
            )
            for one in properties
        }  # fmt: skip

    def next_event(self) -> RegistrarEvent | None:
        def told(reply: JsonReply) -> RegistrarEvent | None:
            poll = reply.as_a(wire.Poll)
            one = poll.notification
            raise_unless("a message is missing", is_so=one is not None or not poll.count)
            if one is None:
                return None
            name, words = about_told(one.domain_name), without_values(one.message, ())
            return RegistrarEvent(
                id=str(one.id), kind=one.event_type, name=name, at=one.fire_date, words=words
            )

        return self._line.read(Call("pollNotification", self._ours("notifications/poll")), told)

    def acknowledge(self, event: RegistrarEvent) -> None:
        path = self._ours(f"notifications/{event.id}/ack")
        try:
            self._tell(Call("ackNotification", path, method="POST", bare=frozenset({200})))
        except NotFound:
            return


def money(cents: int, currency: str) -> Money:
    """Return an amount that the vendor tells in hundredths."""
    return Money(amount=Decimal(cents) / 100, currency=currency)
