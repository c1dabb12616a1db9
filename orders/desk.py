"""The orders desk: one function for each thing that staff ask for. Only `submit` can move money."""

from datetime import timedelta
from decimal import Decimal

from orders import draft, follow, reconcile, submit
from orders.terms import RegistrarFor, Terms
from orders.validate import Wish
from portfolio.clock import Clock
from portfolio.money import Money
from portfolio.order import Order
from records import Records

SECOND_PERSON_ABOVE = Money(amount=Decimal("100.00"))
VISIBILITY = timedelta(minutes=15)


class Orders:
    """
    Registrations, from draft to active.

    Above `second_person_above`, in another currency, and for premium names the approver is never the drafter.
    `visibility` is how long a registrar's own lists may lag behind what it has done.
    """

    def __init__(
        self,
        records: Records,
        registrar_for: RegistrarFor,
        clock: Clock,
        *,
        second_person_above: Money = SECOND_PERSON_ABOVE,
        visibility: timedelta = VISIBILITY,
    ) -> None:
        self._terms = Terms(
            records=records,
            registrar_for=registrar_for,
            clock=clock,
            second_person_above=second_person_above,
            visibility=visibility,
        )

    def draft_registration(self, wish: Wish, *, price_limit: Money | None = None, by: str) -> Order:
        """
        Check and price a registration, and keep it as a draft. No money can move.

        Without `price_limit` the quoted price is the most that may be spent. Raises `OrderRefused` with every
        problem, nothing changed.
        """
        return draft.draft(self._terms, wish, price_limit=price_limit, by=by)

    def preview_registration(self, wish: Wish, *, price_limit: Money | None = None, by: str) -> Order:
        """Check and price a registration as `draft_registration` does; keep nothing. No money can move."""
        return draft.preview(self._terms, wish, price_limit=price_limit, by=by)

    def approve(self, reference: str, by: str) -> Order:
        """Approve a draft. No money can move yet. Raises `SecondPersonNeeded` and `NotNow`."""
        return draft.approve(self._terms, reference, by=by)

    def withdraw(self, reference: str, by: str) -> Order:
        """Close a draft or an approved order that was never sent. No money can move. Raises `NotNow`."""
        return draft.withdraw(self._terms, reference, by=by)

    def submit(self, reference: str, by: str) -> Order:
        """
        Send an approved order, once, and class the answer. MONEY CAN MOVE: this is the only place.

        A registrar's error is in the returned order's state and detail. Raises `NotNow`, nothing sent.
        """
        return submit.submit(self._terms, reference, by=by)

    def reconcile(self, reference: str, by: str) -> Order:
        """Look for what became of an unknown order, by reads alone. No money can move. Raises `NotNow`."""
        return reconcile.reconcile(self._terms, reference, by=by)

    def follow(self, reference: str, by: str) -> Order:
        """Look again at a pending order, by reads alone. No money can move. Raises `NotNow`."""
        return follow.follow(self._terms, reference, by=by)

    def recover(self, by: str = "job:orders") -> list[Order]:
        """At a start, take what an ended process left in SUBMITTING for unknown. No money can move."""
        return submit.recover(self._terms, by=by)
