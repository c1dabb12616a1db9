"""The orders desk: one function for each thing that staff ask for, and one for what a job may do."""

from datetime import timedelta

from pydantic import SecretStr

from orders import draft, follow, reconcile, step, submit
from orders.terms import Compare, RegistrarFor, Terms
from orders.wishes import Wish
from portfolio.clock import Clock
from portfolio.money import Money
from portfolio.order import Order
from portfolio.policy.spending import Spending
from records import Records

VISIBILITY = timedelta(minutes=15)
ZONE = "America/Toronto"


class Orders:
    """
    Registrations, renewals, transfers in and restores, from draft to active.

    `spending` says what may be spent, and above what the approver is never the drafter; its day begins at
    midnight in `zone`. `visibility` is how long a registrar's own lists may lag behind what it has done.
    `resend` lets a job send an order again that was confirmed absent. `contacts_differ` compares what was
    sent with what the registrar's record shows.
    """

    def __init__(
        self,
        records: Records,
        registrar_for: RegistrarFor,
        clock: Clock,
        *,
        contacts_differ: Compare,
        spending: Spending | None = None,
        visibility: timedelta = VISIBILITY,
        zone: str = ZONE,
        resend: bool = True,
    ) -> None:
        self._terms = Terms(
            records=records,
            registrar_for=registrar_for,
            clock=clock,
            spending=spending or Spending(),
            visibility=visibility,
            zone=zone,
            resend=resend,
            contacts_differ=contacts_differ,
        )

    def draft(
        self,
        wish: Wish,
        *,
        by: str,
        price_limit: Money | None = None,
        reference: str | None = None,
        batch: str | None = None,
        second_person: bool = False,
    ) -> Order:
        """
        Check and price what staff wish, and keep it as a draft. No money can move.

        Without `price_limit` the quoted price is the most that may be spent. With a `reference` that is
        drafted already, that order is returned as it stands. With `second_person` its drafter may not approve
        it, whatever it costs. Raises `OrderRefused` with every problem,
        nothing changed, and what the registrar raises.
        """
        return draft.draft(
            self._terms, wish, price_limit=price_limit, by=by, reference=reference, batch=batch,
            second_person=second_person,
        )  # fmt: skip

    def preview(self, wish: Wish, *, by: str, price_limit: Money | None = None) -> Order:
        """Check and price as `draft` does; keep nothing. No money can move."""
        return draft.preview(self._terms, wish, price_limit=price_limit, by=by)

    def approve(self, reference: str, by: str) -> Order:
        """
        Approve a draft, with its contacts as they are now. No money can move yet.

        Raises `SecondPersonNeeded` and `NotNow`.
        """
        return draft.approve(self._terms, reference, by=by)

    def close(self, reference: str, by: str, *, why: str = "", not_charged: bool = False) -> Order:
        """
        Close an order that was never sent, was confirmed absent, or that a person has to judge.

        The last only with `not_charged`: a person's word, after one more look. No money can move. Raises
        `NotNow` for any other.
        """
        return draft.close(self._terms, reference, by=by, why=why, not_charged=not_charged)

    def submit(self, reference: str, by: str, *, auth_info: SecretStr | None = None) -> Order:
        """
        Send an approved order, once, and class the answer. MONEY CAN MOVE: here, and through `step`.

        A registrar's error is in the returned order's state and detail. `auth_info` is a transfer's secret:
        it is sent, and kept nowhere. Raises `NotNow`, `AuthInfoWanted`, `AccountStands`, `SpentForToday`,
        nothing sent.
        """
        return submit.submit(self._terms, reference, by=by, auth_info=auth_info)

    def reconcile(self, reference: str, by: str) -> Order:
        """Look for what became of an unknown order, by reads alone. No money can move. Raises `NotNow`."""
        return reconcile.reconcile(self._terms, reference, by=by)

    def follow(self, reference: str, by: str) -> Order:
        """Look again at a pending order, by reads alone. No money can move. Raises `NotNow`."""
        return follow.follow(self._terms, reference, by=by)

    def step(self, reference: str, by: str, *, left_behind: bool = False) -> Order:
        """
        Do the one next thing that a job may do for an order. MONEY CAN MOVE for one that was approved.

        Safe to call again, at any time, by several at once. `left_behind` says that its sender is gone.
        """
        return step.step(self._terms, reference, by=by, left_behind=left_behind)

    def due(self) -> list[Order]:
        """Return the orders for which a step is worth taking now, the longest waiting first."""
        return step.due(self._terms)

    def recover(self, by: str = "job:orders", *, everything: bool = False) -> list[Order]:
        """
        Take for unknown what an ended process left in SUBMITTING. No money can move.

        Those whose lease has passed; with `everything`, as at the start of the only runner, all of them.
        """
        return submit.recover(self._terms, by=by, everything=everything)
