"""
A list of orders as one job: priced whole, confirmed by its total, then sent one by one.

A repeat goes on behind what is there already: no row is ever drafted or sent twice, and no unclear one is
sent again.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from orders.desk import Orders
from orders.errors import AccountStands, NotNow, OrderRefused, SpentForToday
from orders.proposing import Proposal, Proposed, orders_of, reference_of, standing_orders
from portfolio.batch import Batch, BatchRow
from portfolio.names import DomainName
from portfolio.order import Order, OrderState
from portfolio.policy.spending import Spending
from records import AlreadyHeld, Moved, Records
from registrar.errors import AccessRefused, RegistrarError

MOST_UNCLEAR = 3
"""So many unclear answers in a row say that something is wrong with the way there: the rest waits."""


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of a row: its order as it stands, or its problem. `held_back` says why it was not sent."""

    number: int
    name: DomainName
    order: Order | None = None
    problem: str = ""
    held_back: str = ""


def keep_batch(
    orders: Orders, records: Records, proposal: Proposal, *, by: str, at: datetime, spending: Spending
) -> Batch:
    """
    Keep the batch, handed in at `at`, and draft its orders; each may cost what was quoted and no more.

    A row that is refused now, though it was priced before, keeps its problem. Safe to call again, and by two
    at once: what is there stays. No money can move.
    """
    _keep(records, proposal, by=by, at=at)
    alone = not proposal.needs_second_person(spending)
    for row in proposal.rows:
        if row.order is not None and not row.stands:
            _draft(orders, records, proposal.slug, row, by=by, alone=alone)
    with records.reading() as unit:
        return unit.batches.get(proposal.slug)


def approve_batch(orders: Orders, records: Records, slug: str, *, by: str) -> list[Order]:
    """Approve every draft of the batch. No money can move yet. Raises `SecondPersonNeeded` and `NotHeld`."""
    approved: list[Order] = []
    for order in orders_of(records, slug):
        if order.state is OrderState.DRAFT:
            try:
                approved.append(orders.approve(order.reference, by))
            except NotNow:
                continue
    return approved


def run_batch(orders: Orders, records: Records, slug: str, *, by: str) -> Iterator[RowResult]:
    """
    Send the approved orders of a batch, one by one, and tell what became of each row. MONEY CAN MOVE.

    An account that stands still, the day's limit, and several unclear answers in a row hold back what comes
    after. Whatever is not approved is told as it stands and not touched. Raises `NotHeld`.
    """
    with records.reading() as unit:
        batch = unit.batches.get(slug)
    found = standing_orders(records, slug)
    sending = _Sending(orders, records, by)
    for row in batch.rows:
        order = found.get(reference_of(slug, row.number))
        if order is None:
            problem = row.problem or "not ordered yet: hand the list in again"
            yield RowResult(number=row.number, name=row.name, problem=problem)
        else:
            yield replace(sending.send(order), number=row.number)


class _Sending:
    """Sends one order after the other, until something says that the next would fare no better."""

    def __init__(self, orders: Orders, records: Records, by: str) -> None:
        self._orders = orders
        self._records = records
        self._by = by
        self._everything = ""
        self._accounts: dict[str, str] = {}
        self._unclear: dict[str, int] = {}

    def send(self, order: Order) -> RowResult:
        """Send the order if it is approved and nothing holds it back."""
        if order.state is not OrderState.APPROVED:
            return RowResult(number=0, name=order.name, order=order)
        if not self._held_back(order):
            order = self._submitted(order)
        held_back = self._held_back(order) if order.state is OrderState.APPROVED else ""
        return RowResult(number=0, name=order.name, order=order, held_back=held_back)

    def _held_back(self, order: Order) -> str:
        return self._everything or self._accounts.get(order.account, "")

    def _submitted(self, order: Order) -> Order:
        try:
            sent = self._orders.submit(order.reference, self._by)
        except AccountStands as stop:
            self._accounts[order.account] = str(stop)
            return order
        except SpentForToday as cap:
            self._everything = str(cap)
            return order
        except NotNow:
            # Someone else has it in hand: another process with the same list, or a job.
            with self._records.reading() as unit:
                return unit.orders.get(order.reference)
        self._count(sent)
        return sent

    def _count(self, order: Order) -> None:
        unclear = self._unclear.get(order.account, 0) + 1 if order.state.is_unclear else 0
        self._unclear[order.account] = unclear
        if unclear >= MOST_UNCLEAR:
            self._accounts[order.account] = (
                f"{unclear} answers of account {order.account} in a row were unclear; the rest was not sent"
            )


def _keep(records: Records, proposal: Proposal, *, by: str, at: datetime) -> None:
    rows = tuple(
        BatchRow(number=row.number, name=row.listed.wish.name, problem=row.problem)
        for row in sorted(proposal.rows, key=lambda row: row.number)
        if row.listed.wish
    )
    batch = Batch(
        slug=proposal.slug,
        kind=proposal.kind,
        digest=proposal.digest,
        round=proposal.round,
        drafted_by=by,
        drafted_at=at,
        rows=rows,
    )
    with suppress(AlreadyHeld), records.changing(by) as unit:
        unit.batches.keep(batch)
        unit.commit()


def _draft(orders: Orders, records: Records, slug: str, row: Proposed, *, by: str, alone: bool) -> None:
    wish, order = row.listed.wish, row.order
    if wish is None or order is None:
        return
    reference: str | None = row.reference
    problem = ""
    try:
        orders.draft(
            wish,
            price_limit=order.price_limit,
            by=by,
            reference=row.reference,
            batch=slug,
            second_person=not alone,
        )
    except (OrderRefused, RegistrarError) as err:
        if isinstance(err, AccessRefused):
            raise
        reference, problem = None, str(err)
    # Moved: another process with the same list was faster, and has given the row its order.
    with suppress(Moved), records.changing(by) as unit:
        unit.batches.settle_row(slug, row.number, reference=reference, problem=problem)
        unit.commit()
