"""One change of a contact that follows everywhere: what was asked, what it reaches, how far each name is."""

from enum import StrEnum

from portfolio.audit import Actor
from portfolio.contacts import ContactRole
from portfolio.drift import PlannedChange
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.values import Instant, PersonalValue, Value


class ContactChange(Value):
    """
    A contact's version that every name is to have; in a replacement, in the place of `replaced`.

    `role` narrows a replacement to one role. It is open while `closed_at` is None; each name that it reaches
    has plans of its own. The approver is never the one who asked.
    """

    id: int | None = None
    contact: Slug
    version: int
    replaced: Slug | None = None
    role: ContactRole | None = None
    asked_by: Actor
    asked_at: Instant
    approved_by: Actor | None = None
    closed_at: Instant | None = None


class Way(StrEnum):
    """How a change gets to a name: by a plan, later because another one is under way, or by a person."""

    PLANNED = "planned"
    WAITS = "waits for another plan"
    BY_HAND = "by hand"


class Reach(PersonalValue):
    """
    One name that a change reaches, in these roles, and what follows from it, in sentences.

    `changes` are the fields that a registrar's record would change in. `notes` tell what stands in the way.
    """

    name: DomainName
    account: Slug
    registrar: Slug
    roles: tuple[ContactRole, ...]
    way: Way
    changes: tuple[PlannedChange, ...]
    consequences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Step(StrEnum):
    """How far a change has come on one name."""

    WAITS = "waits for another plan"
    PROPOSED = "waits for approval"
    APPROVED = "approved"
    BY_HAND = "by hand"
    SENDING = "being sent"
    SENT = "sent"
    AT_REGISTRAR = "shown by the registrar"
    SHOWN = "done: shown in public"
    HIDDEN = "done: hidden in public"
    NOT_PUBLISHED = "done: not published"
    NOT_PROVED = "not proved"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken by a later change"

    @property
    def is_settled(self) -> bool:
        """Whether the change has nothing more to do on the name."""
        return self in (Step.SHOWN, Step.HIDDEN, Step.NOT_PUBLISHED, Step.OVERTAKEN)

    @property
    def needs_a_person(self) -> bool:
        """Whether it goes no further until somebody has looked."""
        return self in (Step.BY_HAND, Step.NOT_PROVED, Step.UNCLEAR, Step.REFUSED)


class Progress(PersonalValue):
    """How far a change has come on one name; `detail` tells what was seen, as paths without values."""

    name: DomainName
    account: Slug
    plan: int
    roles: tuple[ContactRole, ...]
    step: Step
    detail: str = ""
