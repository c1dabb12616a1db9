"""What Openprovider tells: names, prices, transfers. Changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import SecretStr

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, paging
from registrar.adapters.openprovider import wire
from registrar.contract import Availability, Offer, Quote, TransferState
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, Unsupported
from registrar.exchange import Unreadable
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.offsets import every_row_from
from registrar.order_marks import Stage
from registrar.token_line import TokenLine
from registrar.told import hosts_told

Told = TypeVar("Told")
PAGE = 100  # the vendor's own default
STAGES: Mapping[str, Stage] = MappingProxyType({
    "ACT": Stage.HELD, "DEL": Stage.DELETED, "NSR": Stage.UNKNOWN,
    **dict.fromkeys(("REQ", "PEN", "SCH"), Stage.PENDING), **dict.fromkeys(("FAI", "REJ"), Stage.FAILED),
})  # fmt: skip
_TRANSFERS = {
    Stage.HELD: TransferState.DONE,
    Stage.PENDING: TransferState.PENDING,
    Stage.FAILED: TransferState.REFUSED,
}


def split(name: DomainName) -> dict[str, str]:
    """Return a name as the vendor splits it."""
    label, _, extension = name.partition(".")
    return {"name": label, "extension": extension}


def said(reply: JsonReply, what: str) -> str:
    """Return the one text that a reply is for. Raises `Unreadable`."""
    text = getattr(reply.as_a(wire.Said), what)
    if not text:
        raise Unreadable(f"the reply has no {what}")
    return text


def held_among(records: list[wire.Domain]) -> wire.Domain:
    """Return the record of a name in the account. Raises `NotFound` for one that is only ordered, too."""
    held = [record for record in records if STAGES[record.status] is Stage.HELD]
    if len(held) > 1:
        raise Unreadable("the reply holds the name twice")
    if not held:
        raise NotFound("ordered, and not yet in this account" if records else "not in this account")
    return held[0]


def hosts_of(record: wire.Domain) -> frozenset[str] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    hosts = record.name_servers
    return hosts_told(None if hosts is None else [str(host.get("name")) for host in hosts])


def keys_of(record: wire.Domain) -> frozenset[SigningKey]:
    """Return the keys of a name. Raises `Unreadable`."""
    try:
        return frozenset(
            SigningKey(flags=key.flags, protocol=key.protocol, algorithm=key.alg, public_key=key.pub_key)
            for key in record.dnssec_keys or ()
        )
    except ValueError:
        raise Unreadable("the reply holds a key that is none") from None


def offered(name: DomainName, checked: wire.Checked) -> Offer:
    """Return what a check means; what is neither free nor in use is `UNCLEAR`."""
    means = {"free": Availability.FREE, "in use": Availability.TAKEN, "active": Availability.TAKEN}
    found = means.get(checked.status.lower(), Availability.UNCLEAR)
    reason = {Availability.TAKEN: "it is in use", Availability.UNCLEAR: "neither free nor in use"}
    return Offer(name=name, availability=found, premium=checked.is_premium, reason=reason.get(found, ""))


class Reading(
    contract.Registrar,
    contract.ChecksAvailability,
    contract.Quotes,
    contract.TellsAuthInfo,
    contract.TellsBalance,
):
    """Every question but those about contacts."""

    _line: TokenLine

    def _records(self, name: DomainName, tell: Callable[[list[wire.Domain]], Told], **more: str) -> Told:
        """Return what `tell` makes of every record of a name: those that failed too, not those deleted."""

        def told(reply: JsonReply) -> Told:
            part = reply.as_a(wire.Domains)
            if any(record.name != name or record.status not in STAGES for record in part.results):
                raise Unreadable("the reply is about another name, or in a state that nobody documents")
            if part.total != len(part.results):
                raise Unreadable("the reply does not hold every record of the name")
            return tell(part.results)

        query = urlencode({"full_name": name, "limit": PAGE, **more})
        return self._line.read(Call("ListDomains", f"domains?{query}", name), told)

    def _held(self, name: DomainName) -> wire.Domain:
        return self._records(name, held_among)

    def info(self, name: DomainName) -> Registration:
        def told(records: list[wire.Domain]) -> Registration:
            held = held_among(records)
            locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.is_locked else [])
            return Registration.model_validate({
                "name": name,
                "registered_at": held.creation_date,
                "expires_at": held.registry_expiration_date,
                "registrar_expires_at": held.expiration_date,
                "nameservers": hosts_of(held),
                "statuses": None if held.is_locked is None else locks,
                "auto_renew": {"on": True, "off": False}.get(held.autorenew or ""),
                "privacy": held.is_private_whois_enabled,
                "delegation_signed": None if held.dnssec_keys is None else bool(held.dnssec_keys),
            })  # fmt: skip

        return self._records(name, told)

    def holdings(self) -> Iterator[DomainName]:
        return self._names(status="ACT")

    def _names(self, **query: str) -> Iterator[DomainName]:
        def part_at(offset: int) -> tuple[list[str], int]:
            call = Call("ListDomains", f"domains?{urlencode({**query, 'limit': PAGE, 'offset': offset})}")
            part = self._line.read(call, lambda reply: reply.as_a(wire.Domains))
            return [record.name for record in part.results], part.total

        names = every_row_from(part_at, registrar=self.slug, operation="ListDomains")
        return paging.whole([paging.Page(names, None, False)], registrar=self.slug, operation="ListDomains")

    def availability(self, name: DomainName) -> Offer:
        try:
            return offered(name, self._checked(name))
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def _checked(self, name: DomainName) -> wire.Checked:
        def told(reply: JsonReply) -> wire.Checked:
            results = reply.as_a(wire.Results).results
            if len(results) != 1 or results[0].domain.lower() != name:
                raise Unreadable("the reply is about another name")
            return results[0]

        body = {"domains": [split(name)], "with_price": True}
        return self._line.read(Call("CheckDomain", "domains/check", name, "POST", body), told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            raise Unsupported("no price is told for several years", registrar=self.slug, name=name)
        word = "create" if kind is OrderKind.REGISTER else kind.value
        asked = {f"domain.{part}": text for part, text in split(name).items()}

        def told(reply: JsonReply) -> Quote:
            price = reply.as_a(wire.Price)
            if price.amount is None:
                raise Refused(f"no {kind} of this name is sold now")
            if price.currency is None:
                raise Unreadable("the reply has a price without a currency")
            cost = Money(amount=price.amount, currency=price.currency)
            return Quote(name=name, kind=kind, years=years, price=cost, premium=price.is_premium)

        query = urlencode({**asked, "operation": word, "period": years})
        return self._line.read(Call("GetPrice", f"domains/prices?{query}", name), told)

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(records: list[wire.Domain]) -> TransferState:
            newest = max(
                (one for one in records if one.type == "TRANSFER"), key=lambda one: one.id, default=None
            )
            return _TRANSFERS.get(STAGES[newest.status], TransferState.NONE) if newest else TransferState.NONE

        return self._records(name, told)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCode", f"domains/{self._held(name).id}/authcode", name)
        return self._line.read(call, lambda reply: SecretStr(said(reply, "auth_code")))

    def balance(self) -> Money:
        def told(reply: JsonReply) -> Money:
            account = reply.as_a(wire.Reseller)
            return Money(amount=max(account.balance, Decimal(0)), currency=account.currency)

        return self._line.read(Call("GetReseller", "resellers?with_settings=true"), told)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._records(name, lambda records: signers_of(name, keys_of(held_among(records))))
