"""Words for the comparison: a verdict a field, and the plan that puts a difference right."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from portfolio.audit import Actor
from portfolio.contacts import ContactRole
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.values import Instant, PersonalValue


class Verdict(StrEnum):
    """What comparing one field of one source with our record says. Only DRIFT may start a repair."""

    SAME = "same"
    SAME_NORMALIZED = "same after normalizing"
    DRIFT = "drift"
    HIDDEN = "hidden"
    NOT_PUBLISHED = "not published"
    COULD_NOT_ASK = "could not ask"


class FieldVerdict(PersonalValue):
    """One row of the three-column table. `path` is `tech.email` or `expires_at`; texts are for showing."""

    path: str
    ours: str | None
    registrar: str | None
    public: str | None
    registrar_verdict: Verdict
    public_verdict: Verdict
    why: str = ""

    @property
    def drifts(self) -> bool:
        """Whether either source differs from our record."""
        return Verdict.DRIFT in (self.registrar_verdict, self.public_verdict)


class Difference(PersonalValue):
    """A field in which a registrar's record is not what was sent; `theirs` is None if it shows nothing."""

    path: str
    ours: str | None
    theirs: str | None


class Remedy(StrEnum):
    """Who is corrected."""

    REPAIR = "repair"
    ADOPT = "adopt"
    ASK = "ask"


class PlanState(StrEnum):
    """proposed → approved → sending → {sent → {proved | not proved} | refused | unknown}; or withdrawn."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    PROVED = "proved"
    NOT_PROVED = "not proved"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether the plan still waits for someone or something."""
        return self not in (PlanState.PROVED, PlanState.REFUSED, PlanState.WITHDRAWN)


class NameField(StrEnum):
    """What of a name itself a person may have repaired: each is a write of its own at the registrar."""

    NAMESERVERS = "nameservers"
    STATUSES = "statuses"


class PlannedChange(PersonalValue):
    """
    One field that the plan would change at the registrar: from what was seen to what our record wants.

    Without a `role` it is the name's own, a `NameField`; of the statuses only the transfer lock is changed.
    `why` is what the comparison said of the difference.
    """

    role: ContactRole | None
    field: str
    from_: str | None
    to: str | None
    seen_at: tuple[str, ...] = ()
    why: str = ""

    @property
    def path(self) -> str:
        """The field as a comparison's rows and findings call it: `tech.email`, `nameservers`."""
        return f"{self.role.value}.{self.field}" if self.role else self.field

    @property
    def in_words(self) -> str:
        """The field for people: `tech email`, `nameservers`."""
        return self.path.replace(".", " ")


class Plan(PersonalValue):
    """
    A repair of one name at its registrar, one kind of write: its contacts, or one `NameField`.

    The approver is never the proposer. A `NameField` is repaired only where one person asked for it and
    another said yes.
    `consequences` are sentences for the approver: change of registrant, 60-day lock, verification mail.
    `wanted` gives the contact version per role that was proposed; an approval holds for exactly these.
    `change` is the number of the contact change that it is a part of. A withdrawn plan without `changes`
    stands for a name that a change had to pass by, since another plan was under way.
    """

    id: int | None = None
    change: int | None = None
    name: DomainName
    account: Slug
    changes: tuple[PlannedChange, ...]
    wanted: dict[ContactRole, tuple[Slug, int]]
    consequences: tuple[str, ...] = ()
    state: PlanState = PlanState.PROPOSED
    proposed_by: Actor
    proposed_at: Instant
    approved_by: Actor | None = None
    detail: str = ""

    @model_validator(mode="after")
    def _is_one_kind_of_write(self) -> Self:
        own = [change for change in self.changes if change.role is None]
        if not own:
            return self
        if len(self.changes) > 1 or self.wanted or own[0].field not in set(NameField):
            raise ValueError("a plan is one kind of write: contacts, the nameservers, or the transfer lock")
        return self

    @property
    def number(self) -> int:
        """The number under which it is kept. Raises `ValueError` for one that never was."""
        if self.id is None:
            raise ValueError("a plan without a number was never kept")
        return self.id

    @property
    def of_name(self) -> PlannedChange | None:
        """The change of the name's own field, None for a plan of contacts."""
        return next((change for change in self.changes if change.role is None), None)

    @property
    def is_put_off(self) -> bool:
        """Whether it only stands for a name that waits until it is free."""
        return self.state is PlanState.WITHDRAWN and not self.changes
