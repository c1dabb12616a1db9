"""A list of orders that came in together: the same list again is the same batch."""

from portfolio.audit import Actor
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import Instant, Value


class BatchRow(Value):
    """One line of the list: its order, or why there is none."""

    number: int
    name: DomainName
    reference: Slug | None = None
    problem: str = ""


class Batch(Value):
    """
    A list to register or to renew. `digest` is of what the list asks for, whatever its order and layout.

    `round` counts how often the same list was asked for on purpose.
    """

    slug: Slug
    kind: OrderKind
    digest: str
    round: int = 1
    drafted_by: Actor
    drafted_at: Instant
    rows: tuple[BatchRow, ...] = ()
