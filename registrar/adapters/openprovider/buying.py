"""
What costs money at Openprovider: each paid request leaves once, and what became of it is found again.

A mark in the name's comments, which only the reseller sees, carries our reference: a renewal and a restore,
which have no comments of their own, are marked right before; a renewal's mark has the date it starts from.
"""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.tld import rules_for
from registrar.adapters.openprovider.contacts import Handles, on_roles, unholdable
from registrar.adapters.openprovider.reading import DELETED, FAILED, HELD, PENDING, offered, split
from registrar.adapters.openprovider.setting import is_pending, spelled_hosts
from registrar.adapters.openprovider.wire import Domain, Done, Reply
from registrar.attributes import nested, written
from registrar.contract import (
    Availability,
    FindsOrders,
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
    Registers,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    RestoreRequest,
    Restores,
    TransferRequest,
    TransfersIn,
)
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    Refused,
    RegistrarError,
    StatusProhibits,
    Unsupported,
)
from registrar.fresh_handles import made
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer

_MARK = re.compile(r"\[namesteward (\w+) (\S+?)(?: (\d{4}-\d\d-\d\d))?\]")


def _mark(kind: OrderKind, reference: str, day: date | None = None) -> str:
    return f"[namesteward {kind} {quote(reference, safe='')}{f' {day}' if day else ''}]"


def _marked(record: Domain, kind: OrderKind, reference: str) -> str | None:
    """The day in our mark, an empty text for a mark without one, None where there is no mark."""
    sought = (kind.value, quote(reference, safe=""))
    return next((day for *found, day in _MARK.findall(record.comments) if tuple(found) == sought), None)


class Buying(Handles, Registers, Renews, Restores, TransfersIn, FindsOrders):
    """Orders, and the look-up of orders."""

    def register(self, request: RegistrationRequest) -> Receipt:
        name, kind = request.name, OrderKind.REGISTER
        attributes = dict(request.attributes)
        self._raise_if_not_holdable(name, request.contacts)
        # CIRA's letters go to the registrant, whose language the contact carries (`locale`).
        if attributes.get("ca.language") == request.contacts[ContactRole.REGISTRANT].language:
            del attributes["ca.language"]
        extra = nested(written(self.slug, name, attributes))
        checked = self._checked(name)
        offer = offered(name, checked)
        if offer.availability is Availability.TAKEN:
            raise NameTaken("it is not for sale", registrar=self.slug, operation="CheckDomain", name=name)
        if offer.availability is Availability.UNCLEAR:
            raise Refused(f"{offer.reason}; nothing was ordered", registrar=self.slug, name=name)
        self._raise_if_dearer(name, kind, request.years, request.price_limit)
        premium = {"accept_premium_fee": float(checked.premium.price.create)} if checked.premium else {}
        hosts = {"name_servers": spelled_hosts(request.nameservers)} if request.nameservers else {}
        body = {"period": request.years, "unit": "y", **hosts, **premium, **extra}
        return self._ordered("CreateDomain", "domains", kind, request, body)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        name, kind, secret = request.name, OrderKind.TRANSFER, request.auth_info.get_secret_value()
        self._raise_if_not_holdable(name, request.contacts)
        extra = nested(written(self.slug, name, request.attributes))
        if self._records(name, lambda records: any(r.status in (HELD, *PENDING) for r in records)):
            detail = "it is in this account or under way already"
            raise StatusProhibits(detail, registrar=self.slug, operation="ListDomains", name=name)
        if self._raise_if_dearer(name, kind, 1, request.price_limit):
            raise Unsupported(
                "the fee of a premium transfer is told too late", registrar=self.slug, name=name
            )
        body = {"auth_code": secret, "unit": "y", **extra}
        return self._ordered("TransferDomain", "domains/transfer", kind, request, body, secret)

    def _ordered(
        self, operation: str, path: str, kind: OrderKind, request: RegistrationRequest | TransferRequest,
        body: Mapping[str, object], *private: str,
    ) -> Receipt:  # fmt: skip
        """Make the handles, and send the order with our mark."""
        handles = made(self, request.name, request.contacts, occasion=request.reference)
        whole = {
            "domain": split(request.name),
            **on_roles(handles),
            "autorenew": "off",
            "comments": _mark(kind, request.reference),
            **body,
        }
        return self._bought(Call(operation, path, request.name, "POST", whole, private=private))

    def _bought(self, call: Call, number: int | None = None) -> Receipt:
        def told(reply: JsonReply) -> Receipt:
            done = reply.as_a(Reply[Done]).data
            known = done.id or number
            return Receipt(pending=is_pending(done), reference=str(known) if known else None)

        return self._line.change(call, told)

    def renew(self, request: RenewalRequest) -> Receipt:
        name, held = request.name, self._held(request.name)
        day, until = _marked(held, OrderKind.RENEW, request.reference), held.expiration_date
        if day and until and until > date.fromisoformat(day):
            return Receipt(reference=str(held.id))
        if until != request.current_expiry:
            detail = f"the registrar's date is {until}, not {request.current_expiry}"
            raise ExpiryMismatch(detail, registrar=self.slug, operation="ListDomains", name=name)
        self._raise_if_dearer(name, OrderKind.RENEW, request.years, request.price_limit)
        if day is None:
            self._note(held, _mark(OrderKind.RENEW, request.reference, until))
        body = {"domain": split(name), "id": held.id, "period": request.years}
        return self._bought(Call("RenewDomain", f"domains/{held.id}/renew", name, "POST", body), held.id)

    def restore(self, request: RestoreRequest) -> Receipt:
        name = request.name
        if self._records(name, lambda records: any(record.status == HELD for record in records)):
            detail = "the name is in the account, and not deleted; nothing was sent"
            raise StatusProhibits(detail, registrar=self.slug, operation="ListDomains", name=name)
        deleted = self._records(
            name, lambda records: max(records, key=lambda one: one.id, default=None), status=DELETED
        )
        if deleted is None:
            raise NotFound(
                "it never was in this account", registrar=self.slug, operation="ListDomains", name=name
            )
        self._raise_if_dearer(name, OrderKind.RESTORE, 1, request.price_limit)
        if _marked(deleted, OrderKind.RESTORE, request.reference) is None:
            self._note(deleted, _mark(OrderKind.RESTORE, request.reference))
        body = {"domain": split(name), "id": deleted.id}
        return self._bought(
            Call("RestoreDomain", f"domains/{deleted.id}/restore", name, "POST", body), deleted.id
        )

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        try:
            records = self._records(sought.name, list)
            records += self._records(sought.name, list, status=DELETED)
        except AccessRefused:
            raise
        except RegistrarError as err:
            return OrderUnclear(reason=f"{err.operation}: {err.detail}")
        known = sought.vendor_reference
        if known is not None and known not in {str(record.id) for record in records}:
            return OrderUnclear(reason=f"the list lacks number {known}")
        if sought.kind in (OrderKind.RENEW, OrderKind.RESTORE):
            return _done_to(records, sought)
        return _brought(records, sought)

    def _note(self, record: Domain, mark: str) -> None:
        self._update(record, {"comments": f"{record.comments} {mark}".strip()})

    def _raise_if_dearer(self, name: DomainName, kind: OrderKind, years: int, limit: Money) -> bool:
        quote = self.quote(name, kind=kind, years=years)
        raise_if_dearer(quote, limit, registrar=self.slug)
        return quote.premium

    def _raise_if_not_holdable(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> None:
        refused = rules_for(name).refused_roles
        problems = [f".{name.tld} has no {role} contact" for role in sorted(refused) if role in contacts]
        for role in ContactRole:
            if role not in refused and role not in contacts:
                problems.append(f"the {role} contact is missing")
        for role, contact in contacts.items():
            problems += [f"{what} of the {role} contact cannot be held" for what in unholdable(contact)]
        if problems:
            raise Unsupported(f"{'; '.join(problems)}; nothing was sent", registrar=self.slug, name=name)


def _brought(records: list[Domain], sought: OrderSought) -> OrderAnswer:
    """What became of an order that brings the name."""
    ours = [record for record in records if _marked(record, sought.kind, sought.reference) is not None]
    living = [record for record in ours if record.status not in FAILED]
    if len(living) == 1 and living[0].status in (HELD, DELETED, *PENDING):
        return OrderFound(done=living[0].status not in PENDING, reference=str(living[0].id))
    if living:
        return OrderUnclear(
            reason="more than one order carries the reference, or its state is not documented"
        )
    if any(record.status in (HELD, *PENDING) for record in records):
        return OrderUnclear(reason="the name is held or ordered, without an order of ours")
    return OrderFailed(reference=str(ours[-1].id)) if ours else OrderAbsent()


def _done_to(records: list[Domain], sought: OrderSought) -> OrderAnswer:
    """What became of a renewal or a restore: the mark was made right before, the date or the state tells."""
    marks = [
        (one, day) for one in records if (day := _marked(one, sought.kind, sought.reference)) is not None
    ]
    if not marks:
        if sought.kind is OrderKind.RENEW:
            return OrderAbsent()
        return OrderUnclear(reason="no order is kept of a restore, and the name has no mark of one")
    record, day = marks[-1]
    until = record.expiration_date
    is_done = until is not None and until > date.fromisoformat(day) if day else record.status == HELD
    if is_done:
        return OrderFound(done=True, reference=str(record.id))
    if day and until == date.fromisoformat(day):
        return OrderAbsent()
    return OrderUnclear(reason="it was about to be sent, and nothing shows that it was done")
