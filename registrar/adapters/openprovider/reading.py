"""What Openprovider tells, as its swagger.json v1beta spells it. Changes nothing."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from pydantic import AliasPath, BeforeValidator, Field, SecretStr

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Registration, Status
from registrar import contract, errors
from registrar.adapters.openprovider.codes import CODES
from registrar.answers.cents import Currency
from registrar.answers.quoted import DayIfAny
from registrar.answers.told import hosts_told, raise_if_other
from registrar.buying.marks import Stage, held_among
from registrar.buying.shop import Shop
from registrar.contract import Availability, TransferState
from registrar.exchange import Unreadable
from registrar.in_json.envelope import Data, Rows, Sparse
from registrar.in_json.line import Call
from registrar.in_json.reply import Amount, JsonReply, Number
from registrar.in_json.token_account import TokenAccount, said
from registrar.lists import paging
from registrar.signers.keys import keys_told

T = TypeVar("T")
KEY_WORDS = {"flags": "flags", "alg": "algorithm", "protocol": "protocol", "pub_key": "public_key"}
_IN_USE = (Availability.TAKEN, "it is in use")
_CHECKED = {"free": (Availability.FREE, ""), "in use": _IN_USE, "active": _IN_USE}
_STAGES = {
    "ACT": Stage.HELD, "DEL": Stage.DELETED, "NSR": Stage.UNKNOWN,
    **dict.fromkeys(("REQ", "PEN", "PRE", "RRQ", "SCH"), Stage.PENDING),
    **dict.fromkeys(("FAI", "REJ"), Stage.FAILED),
}  # fmt: skip
_State = Annotated[
    Stage, BeforeValidator(lambda word: _STAGES.get(str(word))), Field(validation_alias="status")
]
_Number = Annotated[int, Field(gt=0)]


class Done(Sparse):
    """How far a name is after an order or a change, and its number where that is told."""

    stage: _State
    id: _Number | None = None


class Domain(Sparse):
    """A name; `dnssec` is what the registry has, whatever keys are kept."""

    id: _Number
    stage: _State
    label: str = Field(validation_alias=AliasPath("domain", "name"))
    extension: str = Field(validation_alias=AliasPath("domain", "extension"))
    type: str = ""
    creation_date: DayIfAny = None
    expiration_date: DayIfAny = None
    registry_expiration_date: DayIfAny = None
    autorenew: str = ""
    is_locked: bool | None = None
    is_private_whois_enabled: bool | None = None
    modify_owner_allowed: bool = True
    comments: str = ""
    name_servers: list[dict[str, object]] | None = None
    dnssec: str = ""
    dnssec_keys: list[dict[str, object]] | None = None
    owner_handle: str = ""
    admin_handle: str = ""
    tech_handle: str = ""
    billing_handle: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.label}.{self.extension}"

    @property
    def hosts(self) -> frozenset[HostName] | None:
        """The delegation, None where it is not told. Raises `Unreadable`."""
        told = self.name_servers
        return hosts_told(None if told is None else [str(host.get("name")) for host in told])

    @property
    def keys(self) -> frozenset[SigningKey]:
        """The keys that sign a name: none where the registry has none. Raises `Unreadable`."""
        return keys_told([] if self.dnssec == "unsigned" else self.dnssec_keys or [], KEY_WORDS)


class Checked(Sparse):
    """Whether the one name that was asked for can be had, and its supplier's fee where that is a premium."""

    domain: str = Field(validation_alias=AliasPath("results", 0, "domain"))
    status: str = Field(validation_alias=AliasPath("results", 0, "status"))
    is_premium: bool = Field(False, validation_alias=AliasPath("results", 0, "is_premium"))
    fee: Amount | None = Field(None, validation_alias=AliasPath("results", 0, "premium", "price", "create"))


class _Price(Sparse):  # in the account's currency; `product` would be in the supplier's
    amount: Amount | None = Field(None, validation_alias=AliasPath("price", "reseller", "price"))
    currency: Currency = Field("", validation_alias=AliasPath("price", "reseller", "currency"))
    is_premium: bool = False


class _Reseller(Sparse):
    balance: Number
    currency: Currency = Field(validation_alias=AliasPath("settings", "currency"))


_Domains = Data[Rows[Domain]]


def split(name: DomainName) -> dict[str, str]:
    """Return a name as the vendor splits it."""
    label, _, extension = name.partition(".")
    return {"name": label, "extension": extension}


def offered(name: DomainName, checked: Checked) -> contract.Offer:
    """Return what a check means; what is neither free nor in use is `UNCLEAR`."""
    found, reason = _CHECKED.get(checked.status.lower(), (Availability.UNCLEAR, "neither free nor in use"))
    return contract.Offer(name=name, availability=found, premium=checked.is_premium, reason=reason)


class Reading(TokenAccount, Shop, contract.TellsAuthInfo, contract.TellsBalance):
    """Every question but those about contacts."""

    slug = "openprovider"
    codes = CODES
    stale = "196"

    def _records(self, name: DomainName, tell: Callable[[list[Domain]], T], **more: str) -> T:
        """Return what `tell` makes of every record of a name: those that failed too, not those deleted."""

        def told(reply: JsonReply) -> T:
            records = reply.as_a(_Domains).data.whole
            for record in records:
                raise_if_other(name, record.name)
            return tell(records)

        query = urlencode({"full_name": name, "limit": self.page, **more})
        return self._line.read(Call("ListDomains", f"domains?{query}", name), told)

    def _held(self, name: DomainName) -> Domain:
        return self._records(name, held_among)

    def info(self, name: DomainName) -> Registration:
        def told(records: list[Domain]) -> Registration:
            held = held_among(records)
            locks = frozenset([Status.CLIENT_TRANSFER_PROHIBITED] if held.is_locked else [])
            signed = None if held.dnssec_keys is None else bool(held.dnssec_keys)
            return Registration(
                name=name,
                registered_at=held.creation_date,
                expires_at=held.registry_expiration_date,
                registrar_expires_at=held.expiration_date,
                nameservers=held.hosts,
                statuses=None if held.is_locked is None else locks,
                auto_renew={"on": True, "off": False}.get(held.autorenew),
                privacy=held.is_private_whois_enabled,
                delegation_signed={"signedDelegation": True, "unsigned": False}.get(held.dnssec, signed),
            )

        return self._records(name, told)

    def holdings(self) -> Iterator[DomainName]:
        return self._names(status="ACT")

    def _names(self, **query: str) -> Iterator[DomainName]:
        rows = self._every(_Domains, "ListDomains", "domains", **query)
        page = paging.Page([row.name for row in rows], len(rows), more=False)
        return paging.whole([page], registrar=self.slug, operation="ListDomains")

    def _offer(self, name: DomainName) -> contract.Offer:
        return offered(name, self._checked(name))

    def _checked(self, name: DomainName) -> Checked:
        body = {"domains": [split(name)], "with_price": True}
        call = Call("CheckDomain", "domains/check", name, "POST", body)
        return self._look(call, Data[Checked], about=lambda told: told.data.domain).data

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        if years != 1 and kind in (OrderKind.TRANSFER, OrderKind.RESTORE):
            raise errors.Unsupported("no price is told for several years", registrar=self.slug, name=name)
        word = "create" if kind is OrderKind.REGISTER else kind.value
        asked = {f"domain.{part}": text for part, text in split(name).items()}

        def told(reply: JsonReply) -> contract.Quote:
            price = reply.as_a(Data[_Price]).data
            if price.amount is None:
                raise errors.Refused(f"no {kind} of this name is sold now")
            if not price.currency:
                raise Unreadable("the reply has a price without a currency")
            cost = Money(amount=price.amount, currency=price.currency)
            return contract.Quote(name=name, kind=kind, years=years, price=cost, premium=price.is_premium)

        query = urlencode({**asked, "operation": word, "period": years})
        return self._line.read(Call("GetPrice", f"domains/prices?{query}", name), told)

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(records: list[Domain]) -> TransferState:
            moved = [record for record in records if record.type == "TRANSFER"]
            newest = max(moved, key=lambda record: record.id, default=None)
            return newest.stage.of_transfer if newest else TransferState.NONE

        return self._records(name, told)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCode", f"domains/{self._held(name).id}/authcode", name)
        return self._line.read(call, lambda reply: SecretStr(said(reply, "auth_code")))

    def balance(self) -> Money:
        account = self._look(Call("GetReseller", "resellers?with_settings=true"), Data[_Reseller]).data
        return Money(amount=max(account.balance, Decimal(0)), currency=account.currency)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._records(name, lambda records: signers_of(name, held_among(records).keys))
