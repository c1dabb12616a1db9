"""What costs money at Openprovider: each paid request leaves once, and what became of it is found again."""

from collections.abc import Mapping
from datetime import date

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.contacts import Handles, not_held, on_roles
from registrar.adapters.openprovider.reading import STAGES, offered, split
from registrar.adapters.openprovider.setting import is_pending, spelled
from registrar.attributes import nested, written
from registrar.contract import OrderAnswer, OrderSought, OrderUnclear, Receipt
from registrar.errors import AccessRefused, NotFound, RegistrarError, StatusProhibits, Unsupported
from registrar.fresh_handles import made
from registrar.guards import raise_if_moved, raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, raise_if_unholdable
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.order_marks import Noted, Stage, mark, marked, verdict
from registrar.price_limit import raise_if_dearer

_Order = contract.RegistrationRequest | contract.TransferRequest


class Buying(
    Handles,
    contract.Registers,
    contract.Renews,
    contract.Restores,
    contract.TransfersIn,
    contract.FindsOrders,
):
    """Orders, and the look-up of orders by marks in the comments, which only the reseller sees."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name, attributes = request.name, dict(request.attributes)
        self._raise_if_not_holdable(request)
        # CIRA's letters go to the registrant, whose language the contact carries (`locale`).
        if attributes.get("ca.language") == request.contacts[ContactRole.REGISTRANT].language:
            del attributes["ca.language"]
        extra = nested(written(self.slug, name, attributes))
        checked = self._checked(name)
        raise_unless_free(offered(name, checked), registrar=self.slug)
        self._is_premium(name, OrderKind.REGISTER, request.years, request.price_limit)
        fee = {} if checked.fee is None else {"accept_premium_fee": float(checked.fee)}
        hosts = {"name_servers": spelled(request.nameservers)} if request.nameservers else {}
        body = {"period": request.years, "unit": "y", **hosts, **fee, **extra}
        return self._ordered("CreateDomain", "domains", OrderKind.REGISTER, request, body)

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        self._raise_if_not_holdable(request)
        extra = nested(written(self.slug, name, request.attributes))
        if {record.stage for record in self._noted(name)} & {Stage.HELD, Stage.PENDING}:
            raise self._no(StatusProhibits, name, "it is here, or under way already")
        if self._is_premium(name, OrderKind.TRANSFER, 1, request.price_limit):
            raise Unsupported(
                "the fee of a premium transfer is told too late", registrar=self.slug, name=name
            )
        body = {"auth_code": secret, "unit": "y", **extra}
        return self._ordered("TransferDomain", "domains/transfer", OrderKind.TRANSFER, request, body, secret)

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, held = request.name, self._held(request.name)
        day, until = marked(held.comments, OrderKind.RENEW, request.reference), held.expiration_date
        if day and until and until > date.fromisoformat(day):
            return Receipt(reference=str(held.id))
        raise_if_moved(until, request, registrar=self.slug)
        self._is_premium(name, OrderKind.RENEW, request.years, request.price_limit)
        self._note(held, OrderKind.RENEW, request.reference, until)
        body = {"domain": split(name), "id": held.id, "period": request.years}
        return self._bought(Call("RenewDomain", f"domains/{held.id}/renew", name, "POST", body), held.id)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name = request.name
        if any(record.stage is Stage.HELD for record in self._noted(name)):
            raise self._no(StatusProhibits, name, "the name is in the account, and not deleted")
        records = self._records(name, list, status="DEL")
        if not records:
            raise self._no(NotFound, name, "it never was in this account")
        deleted = max(records, key=lambda record: record.id)
        self._is_premium(name, OrderKind.RESTORE, 1, request.price_limit)
        self._note(deleted, OrderKind.RESTORE, request.reference, None)
        path, body = f"domains/{deleted.id}/restore", {"domain": split(name), "id": deleted.id}
        return self._bought(Call("RestoreDomain", path, name, "POST", body), deleted.id)

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        try:
            records = [*self._noted(sought.name), *self._noted(sought.name, status="DEL")]
        except AccessRefused:
            raise
        except RegistrarError as err:
            return OrderUnclear(reason=f"{err.operation}: {err.detail}")
        return verdict(records, sought)

    def _noted(self, name: DomainName, **more: str) -> list[Noted]:
        return [
            Noted(str(one.id), STAGES[one.status], one.expiration_date, one.comments)
            for one in self._records(name, list[wire.Domain], **more)
        ]

    def _note(self, record: wire.Domain, kind: OrderKind, reference: str, day: date | None) -> None:
        """Mark a name right before an order that has no comments of its own, unless it is marked."""
        if marked(record.comments, kind, reference) is None:
            self._update(record, {"comments": f"{record.comments} {mark(kind, reference, day)}".strip()})

    def _ordered(
        self,
        operation: str,
        path: str,
        kind: OrderKind,
        request: _Order,
        body: Mapping[str, object],
        *private: str,
    ) -> Receipt:
        """Make the handles, and send the order with our mark."""
        handles = made(self, request.name, request.contacts, occasion=request.reference)
        whole = {"domain": split(request.name), **on_roles(handles), "autorenew": "off", **body}
        whole["comments"] = mark(kind, request.reference)
        return self._bought(Call(operation, path, request.name, "POST", whole, private=private))

    def _bought(self, call: Call, number: int | None = None) -> Receipt:
        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(wire.Done)
            known = done.id or number
            return Receipt(pending=is_pending(done), reference=str(known) if known else None)

        return self._line.change(call, told)

    def _is_premium(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> bool:
        """Raise `PriceRefused` above `limit`; return whether it is a premium name."""
        quote = self.quote(name, kind=kind, years=years)
        raise_if_dearer(quote, limit, registrar=self.slug)
        return quote.premium

    def _no(self, error: type[RegistrarError], name: DomainName, detail: str) -> RegistrarError:
        return error(detail, registrar=self.slug, operation="ListDomains", name=name)

    def _raise_if_not_holdable(self, request: _Order) -> None:
        raise_if_unholdable(self.slug, request.name, request.contacts, not_held)
        raise_if_incomplete(self.slug, request.name, request.contacts)
