"""What Openprovider tells: names, prices, transfers, orders. Changes nothing."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import SecretStr

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName, NotAName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import paging
from registrar.adapters.openprovider.line import TokenLine
from registrar.adapters.openprovider.wire import (
    AuthCode,
    Checked,
    Domain,
    Page,
    Price,
    Reply,
    Reseller,
    Results,
)
from registrar.contract import (
    Availability,
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Registrar,
    TellsAuthInfo,
    TellsBalance,
    TransferState,
)
from registrar.errors import NotFound, Refused, ReplyNotUnderstood, Unsupported
from registrar.exchange import Unreadable
from registrar.json_line import Call
from registrar.json_reply import JsonReply

Told = TypeVar("Told")
PAGE = 100  # the vendor's own default
HELD, DELETED = "ACT", "DEL"
PENDING, FAILED = ("REQ", "PEN", "SCH"), ("FAI", "REJ")
_KNOWN = (HELD, DELETED, "NSR", *PENDING, *FAILED)
_ON = {"on": True, "off": False}
_OPERATIONS = {OrderKind.REGISTER: "create"}  # the other kinds are called as ours are


def split(name: DomainName) -> dict[str, str]:
    """Return a name as the vendor splits it."""
    label, _, extension = name.partition(".")
    return {"name": label, "extension": extension}


def name_of(record: Domain) -> str:
    """Return the name of a record."""
    return f"{record.domain.name}.{record.domain.extension}".lower()


def keys_of(record: Domain) -> frozenset[SigningKey]:
    """Return the keys of a name. Raises `Unreadable`."""
    try:
        return frozenset(
            SigningKey(flags=key.flags, protocol=key.protocol, algorithm=key.alg, public_key=key.pub_key)
            for key in record.dnssec_keys or ()
        )
    except ValueError:
        raise Unreadable("the reply holds a key that is none") from None


def hosts_of(record: Domain) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    try:
        hosts = record.name_servers
        return None if hosts is None else frozenset(HostName(host.name) for host in hosts)
    except NotAName:
        raise Unreadable("the reply holds a nameserver that is no name") from None


class Reading(Registrar, ChecksAvailability, Quotes, TellsAuthInfo, TellsBalance):
    """Every question; what has handles to do is in `contacts`."""

    _line: TokenLine

    def _records(self, name: DomainName, tell: Callable[[list[Domain]], Told], **more: str) -> Told:
        """Return what `tell` makes of every record of a name: those that failed too, not those deleted."""
        call = Call(
            "ListDomains", f"domains?{urlencode({'full_name': name, 'limit': str(PAGE), **more})}", name
        )

        def told(reply: JsonReply) -> Told:
            page = reply.as_a(Reply[Page[Domain]]).data
            if any(name_of(record) != name or record.status not in _KNOWN for record in page.results):
                raise Unreadable("the reply is about another name, or in a state that nobody documents")
            if page.total != len(page.results):
                raise Unreadable("the reply does not hold every record of the name")
            return tell(page.results)

        return self._line.read(call, told)

    def _held(self, name: DomainName) -> Domain:
        """Return the record of a name of ours; of somebody else's nothing can be told from nobody's."""
        return self._records(name, held_among)

    def info(self, name: DomainName) -> Registration:
        return self._records(name, lambda records: _registration(name, held_among(records)))

    def holdings(self) -> Iterator[DomainName]:
        return self._names("ListDomains", status=HELD)

    def _names(self, operation: str, **query: str) -> Iterator[DomainName]:
        return paging.whole(self._pages(operation, query), registrar=self.slug, operation=operation)

    def _pages(self, operation: str, query: dict[str, str]) -> Iterator[paging.Page]:
        seen, total = 0, 1
        while seen < total:
            where = urlencode({**query, "limit": str(PAGE), "offset": str(seen)})
            page = self._line.read(
                Call(operation, f"domains?{where}"), lambda reply: reply.as_a(Reply[Page[Domain]]).data
            )
            seen, total = seen + len(page.results), page.total
            yield paging.Page([name_of(record) for record in page.results], total, seen < total)

    def availability(self, name: DomainName) -> Offer:
        try:
            return offered(name, self._checked(name))
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def _checked(self, name: DomainName) -> Checked:
        def told(reply: JsonReply) -> Checked:
            results = reply.as_a(Reply[Results]).data.results
            if len(results) != 1 or results[0].domain.lower() != name:
                raise Unreadable("the reply is about another name")
            return results[0]

        body = {"domains": [split(name)], "with_price": True}
        return self._line.read(Call("CheckDomain", "domains/check", name, "POST", body), told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            detail = f"no price is told for a {kind} of {years} years"
            raise Unsupported(detail, registrar=self.slug, operation="GetPrice", name=name)
        asked = {f"domain.{part}": text for part, text in split(name).items()}
        query = urlencode({**asked, "operation": _OPERATIONS.get(kind, kind.value), "period": str(years)})

        def told(reply: JsonReply) -> Quote:
            price = reply.as_a(Reply[Price]).data
            if price.price is None:
                raise Refused(f"no {kind} of this name is sold now")
            cost = Money(amount=price.price.reseller.price, currency=price.price.reseller.currency)
            return Quote(name=name, kind=kind, years=years, price=cost, premium=price.is_premium)

        return self._line.read(Call("GetPrice", f"domains/prices?{query}", name), told)

    def transfer_state(self, name: DomainName) -> TransferState:
        return self._records(name, _transfer_state)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCode", f"domains/{self._held(name).id}/authcode", name)
        return self._line.read(call, lambda reply: SecretStr(reply.as_a(Reply[AuthCode]).data.auth_code))

    def balance(self) -> Money:
        def told(reply: JsonReply) -> Money:
            account = reply.as_a(Reply[Reseller]).data
            return Money(amount=max(account.balance, Decimal(0)), currency=account.settings.currency)

        return self._line.read(Call("GetReseller", "resellers?with_settings=true"), told)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._records(name, lambda records: signers_of(name, keys_of(held_among(records))))


def held_among(records: list[Domain]) -> Domain:
    """Return the record of a name in the account. Raises `NotFound` for one that is only ordered, too."""
    held = [record for record in records if record.status == HELD]
    if len(held) > 1:
        raise Unreadable("the reply holds the name twice")
    if not held:
        raise NotFound("ordered, and not yet in this account" if records else "not in this account")
    return held[0]


def _registration(name: DomainName, held: Domain) -> Registration:
    locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.is_locked else [])
    return Registration(
        name=name,
        registered_at=held.creation_date,
        expires_at=held.registry_expiration_date,
        registrar_expires_at=held.expiration_date,
        nameservers=hosts_of(held),
        statuses=None if held.is_locked is None else locks,
        auto_renew=_ON.get(held.autorenew or ""),
        privacy=held.is_private_whois_enabled,
        delegation_signed=None if held.dnssec_keys is None else bool(held.dnssec_keys),
    )


def offered(name: DomainName, checked: Checked) -> Offer:
    """Return what a check means; what is neither free nor in use is `UNCLEAR`."""
    match checked.status.lower():
        case "free":
            return Offer(name=name, availability=Availability.FREE, premium=checked.is_premium)
        case "in use" | "active":
            return Offer(name=name, availability=Availability.TAKEN, reason="it is in use")
        case _:
            reason = "neither free nor in use"
            return Offer(
                name=name, availability=Availability.UNCLEAR, premium=checked.is_premium, reason=reason
            )


def _transfer_state(records: list[Domain]) -> TransferState:
    transfers = sorted((record for record in records if record.type == "TRANSFER"), key=lambda one: one.id)
    match transfers[-1].status if transfers else None:
        case None | "NSR" | "DEL":
            return TransferState.NONE
        case "ACT":
            return TransferState.DONE
        case status:
            return TransferState.REFUSED if status in FAILED else TransferState.PENDING
