"""An order: what staff asked a registrar for, and how far it came."""

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


class Outcome(StrEnum):
    """The class that every external write ends in; anything that is not clear is UNKNOWN."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"
    UNKNOWN = "unknown"


class Order(Value):
    """One order. `reference` is ours, unique for ever, and sent wherever the registrar can carry one."""

    reference: Slug
    kind: OrderKind
    name: DomainName
    client: Slug
    account: Slug
    years: int
    roles: dict[ContactRole, Slug]
    nameservers: tuple[HostName, ...] = ()
    attributes: dict[str, str] = {}
    price: Money
    price_limit: Money
    state: OrderState = OrderState.DRAFT
    drafted_by: Actor
    drafted_at: Instant
    approved_by: Actor | None = None
    vendor_reference: str | None = None
    detail: str = ""
