"""
A list, checked and priced: what it would order, what it would cost, and what of it was ordered before.

The same list is the same batch, whatever the order of its rows, their spelling or the file's layout. The
reference of each order follows from the batch and the row, so a repeat finds what is there already.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from orders.desk import Orders
from orders.errors import AccountStands, NotNow, OrdersError
from orders.listed import Listed, digest_of
from portfolio.batch import Batch
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState
from portfolio.policy.spending import Spending
from records import NotHeld, Records
from registrar.errors import AccessRefused, RegistrarError


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """
    One row: what it asks for, and the order that it would become or has become (`stands`), or its problem.

    `number` counts the rows of the batch, in the order of their names; 0 for a row that asks for nothing.
    """

    listed: Listed
    number: int = 0
    reference: str = ""
    order: Order | None = None
    stands: bool = False
    problem: str = ""

    @property
    def waits(self) -> bool:
        """Whether nobody has approved it yet: it counts in what is to be confirmed."""
        return self.order is not None and (not self.stands or self.order.state is OrderState.DRAFT)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A list, priced. `repeats` is the batch that it goes on with, if it was handed in before."""

    kind: OrderKind
    slug: str
    digest: str
    round: int
    rows: tuple[Proposed, ...]
    repeats: Batch | None = None

    @property
    def problems(self) -> list[Proposed]:
        """The rows that cannot be ordered."""
        return [row for row in self.rows if row.problem]

    @property
    def totals(self) -> list[Money]:
        """What the whole list may cost, a sum for each currency: those rows too that were ordered before."""
        return totals(row.order.price_limit for row in self.rows if row.order)

    @property
    def has_to_be_confirmed(self) -> bool:
        """Whether any row was not approved before."""
        return any(row.waits for row in self.rows)

    @property
    def is_over(self) -> bool:
        """Whether it was handed in before, and nothing of it waits for anything."""
        open_now = any(row.order.state.is_open for row in self.rows if row.order)
        return self.repeats is not None and not self.has_to_be_confirmed and not open_now

    def needs_second_person(self, spending: Spending) -> bool:
        """Whether its total, in any currency, is more than one person may order alone."""
        return any(spending.needs_second_person(total, premium=False) for total in self.totals)


def totals(amounts: Iterable[Money]) -> list[Money]:
    """Return the sum of `amounts` in each currency, currencies in order of their codes."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    return [Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items())]


def plan_batch(
    orders: Orders,
    records: Records,
    listed: Sequence[Listed],
    *,
    kind: OrderKind,
    by: str,
    again: bool = False,
    told: Callable[[Proposed], None] = lambda _row: None,
) -> Proposal:
    """
    Check and price a list; nothing is kept, nothing is sent. `told` hears of each row as it is known.

    With `again` it is a new round of a list that was ordered before; raises `NotNow` while the former round
    is not over. Raises `AccessRefused` and `AccountStands`: nothing at all can be asked of an account.
    """
    wishes = {row.wish.name: row.wish for row in listed if row.wish}
    digest = digest_of(kind, list(wishes.values()))
    former = _newest(records, digest)
    if former and again:
        _raise_unless_over(records, former)
    repeats = None if again else former
    count = (former.round if former else 0) + (0 if repeats else 1)
    slug = f"batch-{digest[:12]}-{count}"
    numbers = {name: number for number, name in enumerate(sorted(wishes), start=1)}
    standing = standing_orders(records, slug)
    rows: list[Proposed] = []
    for row in listed:
        rows.append(_proposed(orders, row, numbers, slug, standing, by=by))
        told(rows[-1])
    return Proposal(kind=kind, slug=slug, digest=digest, round=count, rows=tuple(rows), repeats=repeats)


def orders_of(records: Records, slug: str) -> list[Order]:
    """Return the orders of a batch as they stand, in the order of its rows. Raises `NotHeld`."""
    with records.reading() as unit:
        rows = unit.batches.get(slug).rows
    found = standing_orders(records, slug)
    return [found[key] for row in rows if (key := reference_of(slug, row.number)) in found]


def standing_orders(records: Records, slug: str) -> Mapping[str, Order]:
    """Return the orders of a batch by reference; none where there is no such batch."""
    with records.reading() as unit:
        return {order.reference: order for order in unit.orders.of_batch(slug)}


def reference_of(slug: str, number: int) -> str:
    """Return the reference of the batch's row `number`: always the same."""
    return f"ns-{hashlib.sha256(f'{slug}/{number}'.encode()).hexdigest()[:16]}"


def _newest(records: Records, digest: str) -> Batch | None:
    with records.reading() as unit:
        return max(unit.batches.of_digest(digest), key=lambda batch: batch.round, default=None)


def _raise_unless_over(records: Records, former: Batch) -> None:
    waiting = [order for order in orders_of(records, former.slug) if order.state.is_open]
    if waiting:
        raise NotNow(
            f"this list is not over yet: {len(waiting)} of its orders are open ({former.slug});"
            " nothing was changed or charged"
        )


def _proposed(
    orders: Orders,
    row: Listed,
    numbers: Mapping[DomainName, int],
    slug: str,
    standing: Mapping[str, Order],
    *,
    by: str,
) -> Proposed:
    if row.wish is None:
        return Proposed(listed=row, problem=row.problem)
    number = numbers[row.wish.name]
    made = Proposed(listed=row, number=number, reference=reference_of(slug, number))
    if made.reference in standing:
        return replace(made, order=standing[made.reference], stands=True)
    try:
        order = orders.preview(row.wish, price_limit=row.price_limit, by=by)
    except (AccessRefused, AccountStands):
        raise
    except (OrdersError, RegistrarError, NotHeld) as err:
        return replace(made, problem=str(err))
    # What is confirmed is the price: a row's own limit is for refusing a price, not for spending up to it.
    return replace(
        made, order=order.model_copy(update={"price_limit": order.price, "reference": made.reference})
    )
