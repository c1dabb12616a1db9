"""What is changed at Realtime Register, and what is bought: quoted whole, agreed to as quoted, sent once."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from portfolio.contacts import Contact, ContactRole
from portfolio.handles import Handle
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar import contract
from registrar.adapters.realtimeregister.reading import Reading
from registrar.answers.told import day_told, raise_if_other, raise_unless
from registrar.buying.dry_runs import Order
from registrar.buying.guards import raise_if_moved, raise_if_under_way, raise_unless_free
from registrar.buying.process_orders import reasoned
from registrar.contacts.fresh import made
from registrar.contacts.inline import raise_if_incomplete, raise_if_unholdable, unsupported
from registrar.contacts.listed import on_roles
from registrar.contacts.properties import Properties
from registrar.contract import Receipt
from registrar.errors import NotFound, StatusProhibits
from registrar.events import RegistrarEvent
from registrar.handles import TellsHandleUse
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signers.signing_rows import Row, SignsByRows

_Brings = contract.RegistrationRequest | contract.TransferRequest
_LOCK = "CLIENT_TRANSFER_PROHIBITED"


class Changing(
    Reading, contract.Registers, contract.Renews, contract.Restores, contract.TransfersIn,
    contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew, SetsPrivacy, SignsByRows,
    TellsHandleUse,
):  # fmt: skip
    """Changes what is not so already. What a change of a name would cost is not agreed to."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        if "xn--" in name:
            raise unsupported(self.slug, name, "the language of an internationalized name is not known")
        registry, extra = self._checked(request)
        raise_unless_free(self._offer(name), registrar=self.slug)
        body = self._people(request, registry, extra) | {"period": 12 * request.years}
        body |= {"ns": list(request.nameservers)} if request.nameservers else {}
        order = Order(OrderKind.REGISTER, name, body, request.years)
        return self._bought(order, request.price_limit, lambda reply: _raise_unless_about(name, reply))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        registry, extra = self._checked(request)
        raise_if_under_way(self.transfer_state(name), name, registrar=self.slug)
        body = self._people(request, registry, extra) | {"authcode": secret}
        order = Order(OrderKind.TRANSFER, name, body, private=(secret,))
        receipt = self._bought(order, request.price_limit, lambda reply: _raise_unless_about(name, reply))
        return receipt.model_copy(update={"pending": True})

    def renew(self, request: contract.RenewalRequest) -> Receipt:
        name, until = request.name, self._domain(request.name).expiry_date
        raise_if_moved(until, request, registrar=self.slug)

        def shows(reply: JsonReply) -> None:
            is_later = _until(reply) > request.current_expiry
            raise_unless("the reply says yes, and a date that has not moved", is_so=is_later)

        body = {"period": 12 * request.years, "expiryDate": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
        return self._bought(Order(OrderKind.RENEW, name, body, request.years), request.price_limit, shows)

    def restore(self, request: contract.RestoreRequest) -> Receipt:
        name, body = request.name, {"reason": reasoned(request.reference)}
        if "REDEMPTION_PERIOD" not in self._domain(name).status:
            raise StatusProhibits("it is not in redemption", registrar=self.slug, name=name)
        return self._bought(Order(OrderKind.RESTORE, name, body), request.price_limit, _until)

    def _call(self, order: Order) -> Call:
        action, yes = self.actions[order.kind], frozenset({200, 201, 202})
        path = f"domains/{order.name}" + ("" if order.kind is OrderKind.REGISTER else f"/{action}")
        return Call(
            f"{action}Domain", path, order.name, "POST", order.body, private=order.private, yes=yes,
            bare=frozenset({202}),
        )  # fmt: skip

    def _checked(self, request: _Brings) -> tuple[str, Properties]:
        """Return the registry and what it wants to know. Raises `Unsupported` for what cannot be held."""
        raise_if_unholdable(self.slug, request.name, request.contacts, self.words.unholdable)
        raise_if_incomplete(self.slug, request.name, request.contacts)
        return self.fitted_to(request.name, request.attributes)

    def _people(self, request: _Brings, registry: str, extra: Properties) -> dict[str, object]:
        """Make the contacts of an order, and return its part that does not depend on the kind."""
        handles = made(self, request.name, request.contacts, occasion=request.reference)
        if extra:
            self.give(handles[ContactRole.REGISTRANT], registry, extra)
        held = {"customer": self._username, "autoRenew": False, "privacyProtect": False}
        return held | on_roles(handles)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return self._domain(name).handles

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._domain(name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        body = held.with_handles(handles)
        return self._update(name, body) if body else Receipt()

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        listed = self._names("domainName,registrant,contacts")
        return frozenset(DomainName(row.domain_name) for row in listed if handle in row.handles.values())

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        raise_if_unholdable(self.slug, name, contacts, self.words.unholdable)
        held = self._domain(name)
        handles = made(self, name, contacts, occasion=f"{held.updated_date or held.created_date:%F %T}")
        if ContactRole.REGISTRANT in handles:
            self.carry_over(held.registrant, handles[ContactRole.REGISTRANT], held.registry or "")
        return self.put_handles(name, handles)

    def _update(self, name: DomainName, body: Mapping[str, object]) -> Receipt:
        """Change what `body` names of a name, and leave the rest; an empty 200 says that it is done."""
        yes = frozenset({200, 202})
        return self._change(
            Call("updateDomain", f"domains/{name}/update", name, "POST", body, yes=yes, bare=yes)
        )

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        is_so = self._domain(name).ns == hosts
        return self._unless(name, {"ns": sorted(hosts)}, is_so=is_so)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        words = self._domain(name).status
        others = [word for word in words if word != _LOCK]
        is_so = (_LOCK in words) is locked
        return self._unless(name, {"status": [*others, _LOCK] if locked else others}, is_so=is_so)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return self._unless(name, {"autoRenew": on}, is_so=self._domain(name).auto_renew is on)

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        return self._unless(name, {"privacyProtect": on}, is_so=self._domain(name).privacy_protect is on)

    def _unless(self, name: DomainName, body: Mapping[str, object], *, is_so: bool) -> Receipt:
        return Receipt() if is_so else self._update(name, body)

    def _signed(self, name: DomainName) -> tuple[Sequence[Row], Sequence[Row]]:
        held = self._domain(name)
        return held.key_data or (), held.ds_data or ()

    def _sign(self, name: DomainName, *, by_keys: bool, rows: Sequence[Row]) -> Receipt:
        return self._update(name, {"keyData" if by_keys else "dsData": rows})

    def acknowledge(self, event: RegistrarEvent) -> None:
        with suppress(NotFound):
            path = self._ours(f"notifications/{event.id}/ack")
            self._tell(Call("ackNotification", path, method="POST", bare=frozenset({200})))


def _raise_unless_about(name: DomainName, reply: JsonReply) -> None:
    raise_if_other(name, reply.part("domainName", str))


def _until(reply: JsonReply) -> date:
    return day_told(reply.part("expiryDate", str))
