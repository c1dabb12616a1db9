"""An order: what staff asked a registrar for, and how far it came."""

from datetime import date
from enum import StrEnum

from portfolio.audit import Actor
from portfolio.contacts import ContactRole
from portfolio.held import Slug
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.values import Instant, Value


class OrderKind(StrEnum):
    """What is bought."""

    REGISTER = "register"
    RENEW = "renew"
    TRANSFER = "transfer"
    RESTORE = "restore"


class OrderState(StrEnum):
    """
    draft → approved → submitting → {active | pending | refused | unknown};
    unknown → reconciling → {active | pending | absent confirmed | needs human}.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    SUBMITTING = "submitting"
    ACTIVE = "active"
    PENDING = "pending"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RECONCILING = "reconciling"
    ABSENT_CONFIRMED = "absent confirmed"
    NEEDS_HUMAN = "needs human"

    @property
    def is_open(self) -> bool:
        """Whether it may still cost or bring something: at most one such order a name, account and kind."""
        return self not in (OrderState.ACTIVE, OrderState.REFUSED)

    @property
    def may_have_cost(self) -> bool:
        """Whether money may have moved: such an order counts against what may be spent in a day."""
        return self in _MAY_HAVE_COST

    @property
    def is_unclear(self) -> bool:
        """Whether nobody knows what became of it: look before anything is sent again."""
        return self in _UNCLEAR


_UNCLEAR = frozenset({
    OrderState.SUBMITTING, OrderState.UNKNOWN, OrderState.RECONCILING, OrderState.NEEDS_HUMAN,
})  # fmt: skip
_MAY_HAVE_COST = _UNCLEAR | {OrderState.ACTIVE, OrderState.PENDING}


class Outcome(StrEnum):
    """The class that every external write ends in; anything that is not clear is UNKNOWN."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"
    UNKNOWN = "unknown"


class TransferStage(StrEnum):
    """Where a transfer in waits. Kept beside the order's state, which is `pending` meanwhile."""

    AUTH_INFO_WANTED = "auth code wanted"
    ACKNOWLEDGEMENT = "waits for the owner's acknowledgement"
    LOSING_REGISTRAR = "waits for the losing registrar"
    REGISTRY = "waits for the registry"


class Progress(Value):
    """
    How far an order came, beside its state: what the next step needs to know after any crash.

    `sends` counts the paid requests that left or may have left. `looks` counts looks since the state was last
    news. `missed_at` is when it was first looked for in vain, `next_at` when it is worth looking again.
    `balance_before` is what the account could spend right before the paid request, where the API tells it.
    `cost` is what it is known to have cost. `person_asked` says that it once needed a person: from then on no
    machine sends it again.
    """

    sends: int = 0
    submitted_at: Instant | None = None
    looks: int = 0
    missed_at: Instant | None = None
    next_at: Instant | None = None
    balance_before: Money | None = None
    cost: Money | None = None
    stage: TransferStage | None = None
    person_asked: bool = False


class Order(Value):
    """
    One order. `reference` is ours, unique for ever, and sent wherever the registrar can carry one.

    `roles` gives a contact's slug for each role, `versions` the version of it that is sent. `current_expiry`
    is the expiry (UTC day) that a renewal starts from. `batch` is the list that it came in with, if any.
    """

    reference: Slug
    kind: OrderKind
    name: DomainName
    client: Slug
    account: Slug
    years: int
    roles: dict[ContactRole, Slug] = {}
    versions: dict[ContactRole, int] = {}
    nameservers: tuple[HostName, ...] = ()
    attributes: dict[str, str] = {}
    current_expiry: date | None = None
    price: Money
    price_limit: Money
    state: OrderState = OrderState.DRAFT
    drafted_by: Actor
    drafted_at: Instant
    approved_by: Actor | None = None
    approved_at: Instant | None = None
    vendor_reference: str | None = None
    detail: str = ""
    progress: Progress = Progress()
    batch: Slug | None = None
