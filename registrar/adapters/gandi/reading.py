"""What Gandi tells: names, prices, transfers, money. Changes nothing."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.contacts import ContactRole
from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration, status_of
from registrar.adapters.gandi import contacts, wire
from registrar.adapters.gandi.codes import MANNER
from registrar.contract import Availability, Offer, Quote, Registrar, TransferState
from registrar.errors import NotFound, Refused, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonCodec, json_line
from registrar.json_pages import pages_with_totals, total_told
from registrar.json_reply import JsonReply
from registrar.paging import whole
from registrar.told import hosts_told, raise_if_other, raise_if_without_zone, signer_told

DRY_RUN = "DryRun"
_PAGE = 100
_PROCESSES = {"register": "create", "renew": "renew", "transfer": "transfer", "restore": "restore"}
_NOT_FREE = ("unavailable", "unavailable_premium", "unavailable_restricted", "reserved_corporate")
_FOUND = dict.fromkeys(_NOT_FREE, Availability.TAKEN) | {"available": Availability.FREE}
_TRANSFERS = dict.fromkeys(("BILL", "WAIT", "RUN", "SUPPORT"), TransferState.PENDING) | {
    "DONE": TransferState.DONE,
    "ERROR": TransferState.REFUSED,
}


class Reading(Registrar):
    """The questions to one account, and its line."""

    slug = "gandi"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        def headers(call: Call) -> dict[str, str]:
            bearer = {"Authorization": f"Bearer {secret.get_secret_value()}", "Accept": "application/json"}
            return bearer | ({"Dry-Run": "1"} if call.operation.endswith(DRY_RUN) else {})

        self._http = http
        self._sharing = "" if username == "me" else username
        codec = JsonCodec(endpoint=endpoint, manner=MANNER, headers=headers)
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def info(self, name: DomainName) -> Registration:
        held = self._held(name)
        words = {word: status_of(word) for word in held.status}
        owner = held.contacts.get("owner")
        return Registration(
            name=name,
            registered_at=held.begins,
            registrar_expires_at=held.ends,
            last_changed_at=held.changed,
            nameservers=hosts_told(held.nameservers),
            statuses=frozenset(status for status in words.values() if status),
            unmapped_statuses=tuple(word for word, status in words.items() if not status),
            auto_renew=held.autorenew.enabled if held.autorenew else None,
            privacy=owner.data_obfuscated if owner else None,
            contacts=contacts.seen(name, held.contacts),
        )

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return contacts.seen(name, self._held(name).contacts)

    def holdings(self) -> Iterator[DomainName]:
        def call_of(number: int) -> Call:
            path = self._paid_by(f"domain/domains?page={number}&per_page={_PAGE}")
            return Call("ListDomains", path, rows=True)

        pages = pages_with_totals(self._line, call_of, "filtered-count", "total-count")
        return whole(pages, registrar=self.slug, operation="ListDomains")

    def availability(self, name: DomainName) -> Offer:
        try:
            return self._offer(name)
        except (Refused, ReplyNotUnderstood) as err:
            return Offer(name=name, availability=Availability.UNCLEAR, reason=err.detail)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        currency, product = self._product(name, kind)
        fit = [p for p in product.prices if p.min_duration <= years <= p.max_duration]
        if not fit or any(price.duration_unit != "y" for price in fit):
            raise Refused(f"no {kind} of {years} years is sold", registrar=self.slug, name=name)
        # Several are told where launch periods differ: behind the dearest no limit is passed.
        each = max(price.price_after_taxes for price in fit)
        price = Money(amount=each if kind is OrderKind.RESTORE else each * years, currency=currency)
        premium = any(price.type == "premium" for price in fit)
        return Quote(name=name, kind=kind, years=years, price=price, premium=premium)

    def transfer_state(self, name: DomainName) -> TransferState:
        def told(reply: JsonReply) -> TransferState:
            raise_if_other(name, reply.part("params.domain", str))
            if (step := reply.part("step", str)) not in _TRANSFERS:
                raise Unreadable("the transfer is at a step that nobody documents")
            return _TRANSFERS[step]

        try:
            return self._line.read(Call("GetTransfer", f"domain/transferin/{name}", name), told)
        except NotFound:
            return TransferState.NONE

    def auth_info(self, name: DomainName) -> SecretStr:
        if not (told := self._held(name).authinfo):
            raise Refused("no auth_info is told", registrar=self.slug, name=name)
        return SecretStr(told)

    def balance(self) -> Money:
        if (prepaid := self._prepaid()) is None:
            raise Refused("nothing is prepaid in this account", registrar=self.slug)
        return prepaid

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        def told(reply: JsonReply) -> frozenset[DelegationSigner]:
            keys = reply.as_rows(wire.Key)
            if total_told(reply, "total-count") != len(keys):
                raise Unreadable("the list of keys is not whole")
            return frozenset(
                signer_told(tag=k.keytag, algorithm=k.algorithm, digest_type=k.digest_type, digest=k.digest)
                for k in keys
            )

        path = f"domain/domains/{name}/dnskeys?per_page={_PAGE}"
        return self._line.read(Call("ListKeys", path, name, rows=True), told)

    def _held(self, name: DomainName) -> wire.Domain:
        """The vendor's record of a name of ours; somebody else's is not found, like nobody's."""

        def told(reply: JsonReply) -> wire.Domain:
            held = reply.as_a(wire.Domain)
            raise_if_other(name, held.fqdn)
            raise_if_without_zone(held.begins, held.ends, held.changed)
            hosts_told(held.nameservers)
            return held

        return self._line.read(Call("GetDomain", f"domain/domains/{name}", name), told)

    def _offer(self, name: DomainName) -> Offer:
        product = self._product(name, OrderKind.REGISTER)[1]
        premium = any(price.type == "premium" for price in product.prices)
        found, reason = _FOUND.get(product.status, Availability.UNCLEAR), f"told as {product.status[:40]}"
        return Offer(name=name, availability=found, premium=premium, reason=reason)

    def _product(self, name: DomainName, kind: OrderKind) -> tuple[str, wire.Product]:
        """The currency, and what one process costs. Raises `Refused` where nothing is told."""

        def told(reply: JsonReply) -> tuple[str, wire.Product]:
            offers = reply.as_a(wire.Products)
            for product in offers.products:
                raise_if_other(name, product.name)
            fit = [product for product in offers.products if product.process == _PROCESSES[kind]]
            if len(fit) != 1:
                raise Refused(f"nothing is told of a {kind} of this name")
            return offers.currency, fit[0]

        path = self._paid_by(f"domain/check?name={name}&processes={_PROCESSES[kind]}")
        return self._line.read(Call("CheckDomain", path, name), told)

    def _prepaid(self) -> Money | None:
        """What is prepaid; None for an account that is paid by terms."""

        def told(reply: JsonReply) -> Money | None:
            told = reply.as_a(wire.Billing).prepaid
            return told and Money(amount=max(told.amount, Decimal(0)), currency=told.currency)

        return self._line.read(Call("GetBilling", f"billing/info/{self._sharing}".rstrip("/")), told)

    def _paid_by(self, path: str) -> str:
        """The address with the organization that it is for, where the account is one's."""
        mark = "&" if "?" in path else "?"
        return f"{path}{mark}sharing_id={self._sharing}" if self._sharing else path
