"""What is found of names elsewhere, at a registrar or in a file, before any of it becomes ours."""

from enum import StrEnum

from portfolio.audit import Actor
from portfolio.contacts import Contact, ContactRole
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.registration import Registration
from portfolio.values import Instant, PersonalValue, Value


class EntryState(StrEnum):
    """How far a name of a plan has come: listed → {read | unclear}, read → taken."""

    LISTED = "listed"
    READ = "read"
    UNCLEAR = "unclear"
    TAKEN = "taken"


class Found(PersonalValue):
    """
    What a source tells of a name. `contacts` are those that can be ours, by role.

    `slugs` are what the source calls contacts of ours; a role that has a slug and no contact means the one
    that we hold. `refreshed_at` is when a registrar's record was last read, where the source tells it.
    """

    registration: Registration
    contacts: dict[ContactRole, Contact] = {}
    slugs: dict[ContactRole, Slug] = {}
    refreshed_at: Instant | None = None


class ImportEntry(PersonalValue):
    """
    One name of a plan. `line` is where it stands in a file, None for one that an account holds.

    `problems` say, a sentence each and without values, why it is unclear or what of it cannot be ours.
    `found` is None before it was read, and again when it was taken: then our records have it.
    """

    plan: str
    name: DomainName
    account: Slug
    client: Slug | None = None
    line: int | None = None
    state: EntryState = EntryState.LISTED
    found: Found | None = None
    problems: tuple[str, ...] = ()
    asked_at: Instant | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked about it again."""
        return self.state is EntryState.TAKEN or (self.state is EntryState.READ and not self.problems)


class ImportPlan(Value):
    """A plan by its slug: the account's, or `csv:` and the file's digest."""

    slug: str
    made_by: Actor
    made_at: Instant
