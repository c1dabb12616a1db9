"""The bench of the registrar in memory."""

from dataclasses import replace
from decimal import Decimal

from portfolio.contacts import Contact, ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.support import ROLE, Capability
from tests.conformance.bench import READS, UNHOLDABLE, Charge, Held, To
from tests.conformance.reference import ReferenceRegistrar
from tests.conformance.reference_vendor import PAGE, Entry, Line, Mishap, ReferenceVendor

_LEAVE = "leave-elsewhere"
_FOR_MONEY = (Capability.REGISTER, Capability.RENEW, Capability.TRANSFER_IN, Capability.RESTORE)
_LASTING = 100


class ReferenceBench:
    """Implements `tests.conformance.bench.Bench`; `adapter` lets a fault be planted."""

    secrets = (_LEAVE,)
    says_whom: frozenset[To] = frozenset({READS, *_FOR_MONEY})
    unsure_name = DomainName("unsure-example.com")
    attempts = 3
    has_preparation = False
    tells_sponsors = True
    tells_wrong_auth_info = True
    keeps_restores = True
    roles_held = frozenset(ContactRole)
    tells_registered = True
    contacts_made = 0
    cannot_hold = UNHOLDABLE

    def __init__(self, adapter: type[ReferenceRegistrar] = ReferenceRegistrar) -> None:
        self.vendor = ReferenceVendor()
        self.line = Line()
        self.registrar = adapter(self.vendor, self.line)

    def given(self, *held: Held) -> None:
        self.vendor.held.update({name.name: name for name in held})

    def given_elsewhere(self, *held: Held) -> str:
        self.vendor.elsewhere.update({name.name: (name, _LEAVE) for name in held})
        return _LEAVE

    def given_in_redemption(self, *held: Held) -> None:
        self.vendor.redeemable.update({name.name: name for name in held})

    def add_orders(self, name: DomainName, pages: int) -> None:
        for number in range(PAGE * (pages - 1)):
            cost = Money(amount=self.vendor.yearly)
            reference = f"somebody-elses-{number}"
            self.vendor.orders.append(
                Entry(reference, name, OrderKind.RENEW, reference, cost, done=True, apply=lambda: None)
            )

    def decline(self) -> None:
        self.vendor.decline()

    def add_pages(self, pages: int) -> frozenset[DomainName]:
        for number in range(len(self.vendor.held), PAGE * pages):
            self.given(Held(DomainName(f"page-example-{number}.com")))
        return frozenset(self.vendor.held)

    def settle(self) -> None:
        self.vendor.settle()

    def lose_answers(self, *, to: To) -> None:
        self._order(Mishap.LOST_AFTER, to)

    def garble(self, *, to: To) -> None:
        self._order(Mishap.GARBLED, to)

    def truncate(self, *, to: To) -> None:
        self._order(Mishap.TRUNCATED, to)

    def break_off(self, *, to: To) -> None:
        self._order(Mishap.LOST_AFTER, to)

    def answer_oddly(self, *, to: To) -> None:
        self._order(Mishap.ODD, to)

    def drop_before(self, *, to: To) -> None:
        self._order(Mishap.LOST_BEFORE, to)

    def fail(self, *, to: To) -> None:
        self._order(Mishap.SERVER_ERROR, to)

    def throttle(self, *, to: To, times: int = _LASTING) -> None:
        self._order(Mishap.THROTTLED, to, times)

    def answer_for_other_name(self, *, to: To) -> None:
        self._order(Mishap.OTHER_NAME, to)

    def heal(self) -> None:
        self.line.mishaps.clear()

    def refuse_access(self) -> None:
        self.line.admitted = False

    def never_reachable(self) -> None:
        self.line.reachable = False

    def take_all_money(self, *, quietly: bool = False) -> None:
        self.vendor.balance = Decimal(0)

    def price_of(self, name: DomainName, *, kind: OrderKind = OrderKind.REGISTER) -> Money:
        return Money(amount=self.vendor.price(name, 1, kind=kind))

    def change_contact(self, name: DomainName, role: ContactRole, contact: Contact) -> None:
        held = self.vendor.held[name]
        self.vendor.held[name] = replace(held, contacts={**held.contacts, role: contact})

    def leave_message(self, name: DomainName) -> None:
        self.vendor.messages[max(self.vendor.messages, default=0) + 1] = name

    def miscount(self) -> None:
        self.vendor.extra = 1

    def auth_info_of(self, name: DomainName) -> str:
        return self.vendor.secret_of(name)

    @property
    def requests(self) -> int:
        return len(self.line.sent)

    @property
    def changes_sent(self) -> int:
        return self.line.count(*ROLE)

    @property
    def paid_requests_sent(self) -> int:
        return self.line.count(*_FOR_MONEY)

    @property
    def paid(self) -> tuple[Charge, ...]:
        return tuple(self.vendor.paid)

    def truth(self, name: DomainName) -> Held | None:
        return self.vendor.held.get(name)

    def _order(self, mishap: Mishap, to: To, times: int = _LASTING) -> None:
        self.line.mishaps[to] = (mishap, times)
