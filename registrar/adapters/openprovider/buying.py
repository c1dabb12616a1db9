"""What costs money at Openprovider: each paid request leaves once, and what became of it is found again."""

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract
from registrar.adapters.openprovider.reading import offered, split
from registrar.adapters.openprovider.setting import Handles, not_held, on_roles, spelled
from registrar.attributes import nested, written
from registrar.contract import Receipt
from registrar.errors import Unsupported
from registrar.fresh_handles import made
from registrar.guards import raise_unless_free
from registrar.inline_contacts import raise_if_incomplete, raise_if_unholdable
from registrar.json_line import Call
from registrar.marked_orders import MarkedOrders
from registrar.order_marks import Noted, mark

_Order = contract.RegistrationRequest | contract.TransferRequest


class Buying(Handles, MarkedOrders, contract.Registers, contract.TransfersIn):
    """Orders, and the look-up of orders by marks in the comments, which only the reseller sees."""

    def register(self, request: contract.RegistrationRequest) -> Receipt:
        name = request.name
        body = self._form(OrderKind.REGISTER, request) | {"period": request.years}
        checked = self._checked(name)
        raise_unless_free(offered(name, checked), registrar=self.slug)
        self._affordable(name, OrderKind.REGISTER, request.years, request.price_limit)
        if request.nameservers:
            body["name_servers"] = spelled(request.nameservers)
        if checked.is_premium and checked.fee is not None:
            body["accept_premium_fee"] = float(checked.fee)
        handles = made(self, name, request.contacts, occasion=request.reference)
        return self._changed(Call("CreateDomain", "domains", name, "POST", body | on_roles(handles)))

    def transfer_in(self, request: contract.TransferRequest) -> Receipt:
        name, secret = request.name, request.auth_info.get_secret_value()
        body = self._form(OrderKind.TRANSFER, request) | {"auth_code": secret}
        self._raise_if_here(name)
        if self._affordable(name, OrderKind.TRANSFER, 1, request.price_limit).premium:
            raise Unsupported(
                "the fee of a premium transfer is told too late", registrar=self.slug, name=name
            )
        body |= on_roles(made(self, name, request.contacts, occasion=request.reference))
        call = Call("TransferDomain", "domains/transfer", name, "POST", body, private=(secret,))
        return self._changed(call)

    def _form(self, kind: OrderKind, request: _Order) -> dict[str, object]:
        """Return what both orders carry, our mark too. Raises `Unsupported` for what cannot be held."""
        name, attributes = request.name, dict(request.attributes)
        raise_if_unholdable(self.slug, name, request.contacts, not_held)
        raise_if_incomplete(self.slug, name, request.contacts)
        # CIRA's letters go to the registrant, whose language the contact carries (`locale`).
        if attributes.get("ca.language") == request.contacts[ContactRole.REGISTRANT].language:
            del attributes["ca.language"]
        if attributes.get("ca.trademark") == "no":  # the vendor documents a word for yes only
            del attributes["ca.trademark"]
        form: dict[str, object] = {"domain": split(name), "unit": "y", "autorenew": "off"}
        form["comments"] = mark(kind, request.reference)
        return {**form, **nested(written(self.slug, name, attributes))}

    def noted(self, name: DomainName, *, deleted: bool = False) -> list[Noted]:
        return self._records(
            name,
            lambda records: [
                Noted(str(one.id), one.stage, one.expiration_date, one.comments) for one in records
            ],
            **({"status": "DEL"} if deleted else {}),
        )

    def put_note(self, name: DomainName, record: Noted, note: str) -> Receipt:
        return self._update(name, int(record.number), {"comments": note})

    def extended(self, name: DomainName, record: Noted, years: int) -> Receipt:
        return self._bought("RenewDomain", name, record, {"period": years})

    def restored(self, name: DomainName, record: Noted) -> Receipt:
        return self._bought("RestoreDomain", name, record, {})

    def _bought(self, operation: str, name: DomainName, record: Noted, body: dict[str, object]) -> Receipt:
        word = operation.removesuffix("Domain").lower()
        call = Call(operation, f"domains/{record.number}/{word}", name, "POST", body)
        return self._changed(call, int(record.number))
