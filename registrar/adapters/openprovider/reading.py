"""What Openprovider tells: names, prices, transfers. Changes nothing."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import SecretStr

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, paging
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.codes import CODES, NOT_SIGNED_IN
from registrar.contract import Availability, TransferState
from registrar.errors import NotFound, Refused, Unsupported
from registrar.exchange import Unreadable
from registrar.json_envelope import Data
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.key_rows import keys_told
from registrar.order_marks import Stage
from registrar.shop import Shop
from registrar.token_account import TokenAccount, said
from registrar.told import hosts_told, raise_if_other

T = TypeVar("T")
_TRANSFERS = {
    Stage.HELD: TransferState.DONE,
    Stage.PENDING: TransferState.PENDING,
    Stage.FAILED: TransferState.REFUSED,
}
KEY_WORDS = {"flags": "flags", "alg": "algorithm", "protocol": "protocol", "pub_key": "public_key"}
_CHECKED = {
    "free": (Availability.FREE, ""),
    **dict.fromkeys(("in use", "active"), (Availability.TAKEN, "it is in use")),
}


def split(name: DomainName) -> dict[str, str]:
    """Return a name as the vendor splits it."""
    label, _, extension = name.partition(".")
    return {"name": label, "extension": extension}


def held_among(records: list[wire.Domain]) -> wire.Domain:
    """Return the record of a name in the account. Raises `NotFound` for one that is only ordered, too."""
    held = [record for record in records if record.stage is Stage.HELD]
    if len(held) > 1:
        raise Unreadable("the reply holds the name twice")
    if not held:
        raise NotFound("ordered, and not yet in this account" if records else "not in this account")
    return held[0]


def hosts_of(record: wire.Domain) -> frozenset[HostName] | None:
    """Return the delegation, None where it is not told. Raises `Unreadable`."""
    hosts = record.name_servers
    return hosts_told(None if hosts is None else [str(host.get("name")) for host in hosts])


def keys_of(record: wire.Domain) -> frozenset[SigningKey]:
    """Return the keys that sign a name: none where the registry has none. Raises `Unreadable`."""
    return keys_told([] if record.dnssec == "unsigned" else record.dnssec_keys or [], KEY_WORDS)


def offered(name: DomainName, checked: wire.Checked) -> contract.Offer:
    """Return what a check means; what is neither free nor in use is `UNCLEAR`."""
    unclear = (Availability.UNCLEAR, "neither free nor in use")
    found, reason = _CHECKED.get(checked.status.lower(), unclear)
    return contract.Offer(name=name, availability=found, premium=checked.is_premium, reason=reason)


class Reading(TokenAccount, Shop, contract.TellsAuthInfo, contract.TellsBalance):
    """Every question but those about contacts."""

    slug = "openprovider"
    codes = CODES
    stale = NOT_SIGNED_IN

    def _records(self, name: DomainName, tell: Callable[[list[wire.Domain]], T], **more: str) -> T:
        """Return what `tell` makes of every record of a name: those that failed too, not those deleted."""

        def told(reply: JsonReply) -> T:
            part = reply.as_a(wire.Domains).data
            for record in part.results:
                raise_if_other(name, record.name)
            if part.total != len(part.results):
                raise Unreadable("the reply does not hold every record of the name")
            return tell(part.results)

        query = urlencode({"full_name": name, "limit": self.page, **more})
        return self._line.read(Call("ListDomains", f"domains?{query}", name), told)

    def _held(self, name: DomainName) -> wire.Domain:
        return self._records(name, held_among)

    def info(self, name: DomainName) -> Registration:
        def told(records: list[wire.Domain]) -> Registration:
            held = held_among(records)
            locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.is_locked else [])
            signed = None if held.dnssec_keys is None else bool(held.dnssec_keys)
            return Registration(
                name=name,
                registered_at=held.creation_date,
                expires_at=held.registry_expiration_date,
                registrar_expires_at=held.expiration_date,
                nameservers=hosts_of(held),
                statuses=None if held.is_locked is None else locks,
                auto_renew={"on": True, "off": False}.get(held.autorenew),
                privacy=held.is_private_whois_enabled,
                delegation_signed={"signedDelegation": True, "unsigned": False}.get(held.dnssec, signed),
            )

        return self._records(name, told)

    def holdings(self) -> Iterator[DomainName]:
        return self._names(status="ACT")

    def _names(self, **query: str) -> Iterator[DomainName]:
        rows = self._every(wire.Domains, "ListDomains", "domains", **query)
        page = paging.Page([row.name for row in rows], len(rows), more=False)
        return paging.whole([page], registrar=self.slug, operation="ListDomains")

    def _offer(self, name: DomainName) -> contract.Offer:
        return offered(name, self._checked(name))

    def _checked(self, name: DomainName) -> wire.Checked:
        def told(reply: JsonReply) -> wire.Checked:
            checked = reply.as_a(Data[wire.Checked]).data
            raise_if_other(name, checked.domain)
            return checked

        body = {"domains": [split(name)], "with_price": True}
        return self._line.read(Call("CheckDomain", "domains/check", name, "POST", body), told)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            raise Unsupported("no price is told for several years", registrar=self.slug, name=name)
        word = "create" if kind is OrderKind.REGISTER else kind.value
        asked = {f"domain.{part}": text for part, text in split(name).items()}

        def told(reply: JsonReply) -> contract.Quote:
            price = reply.as_a(Data[wire.Price]).data
            if price.amount is None:
                raise Refused(f"no {kind} of this name is sold now")
            if price.currency is None:
                raise Unreadable("the reply has a price without a currency")
            cost = Money(amount=price.amount, currency=price.currency)
            return contract.Quote(name=name, kind=kind, years=years, price=cost, premium=price.is_premium)

        query = urlencode({**asked, "operation": word, "period": years})
        return self._line.read(Call("GetPrice", f"domains/prices?{query}", name), told)

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(records: list[wire.Domain]) -> TransferState:
            moved = [record for record in records if record.type == "TRANSFER"]
            newest = max(moved, key=lambda record: record.id, default=None)
            return _TRANSFERS.get(newest.stage, TransferState.NONE) if newest else TransferState.NONE

        return self._records(name, told)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCode", f"domains/{self._held(name).id}/authcode", name)
        return self._line.read(call, lambda reply: SecretStr(said(reply, "auth_code")))

    def balance(self) -> Money:
        account = self._look(Call("GetReseller", "resellers?with_settings=true"), Data[wire.Reseller]).data
        return Money(amount=max(account.balance, Decimal(0)), currency=account.currency)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._records(name, lambda records: signers_of(name, keys_of(held_among(records))))
