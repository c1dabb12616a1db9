"""What a planting is: how it is done, what a check must find of it, and what becomes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from portfolio.contacts import ContactRole
from portfolio.drift import NameField, Remedy, Verdict
from portfolio.policy.standing import Standing
from sandbox import Fault
from sandbox.published import published_contacts
from tests.drift_story.made_people import People
from tests.drift_story.made_portfolio import Made
from tests.drift_story.story_street import Street

REGISTRAR, PUBLIC = "registrar", "public"
BOTH = (REGISTRAR, PUBLIC)

SPOILT = {
    "info": Fault.GARBLED, "biz": Fault.THROTTLED, "pro": Fault.OTHER_NAME, "mobi": Fault.EMPTY,
}  # fmt: skip
"""The TLDs whose public server goes wrong for every name, and how."""


class Cell(NamedTuple):
    """A field in which a source must be found to differ: `tech.email`, and `registrar` or `public`."""

    path: str
    column: str


class End(StrEnum):
    """What becomes of a planting."""

    REPAIRED = "repaired by plan"
    NOT_PROVED = "sent, and not proved"
    STUCK = "written once more, and the public record stays behind"
    ASKED = "repaired because a person asked for it"
    A_PERSON = "a person decides"
    NOTHING = "nothing to do"


class Says(StrEnum):
    """What staff say of a planting on its first day, where a person decides."""

    ACCEPT = "accepted until its value changes"
    ADOPT = "taken over from the registrar"
    NOTHING = "left waiting"


class Planted(NamedTuple):
    """One name with one planting, and what its registrant, admin and tech were before."""

    street: Street
    people: People
    made: Made

    def field_is_shown(self, role: ContactRole, field: str) -> bool:
        """Whether the public record, by the registry's rules, shows a field of a role to whoever asks."""
        record = self.street.box.registry.look_up(self.made.name)
        if record is None or self.made.name.tld in (*SPOILT, "de", "ee"):
            return False
        return any(each.role is role and each.shows(field) for each in published_contacts(record))


Cells = Callable[[Planted], Iterable[Cell]]


@dataclass(frozen=True)
class Kind:
    """
    One kind of planting.

    `finds` are the cells that a check must find drifting, no others, until `gone_after`: how long after the
    plantings the difference goes by itself. `stands` is what stands against the name as a whole, from the
    reading `stands_after` on. `remedies` must be said of a path, `verdicts` of a cell: they show that a
    planting which must not be found was there all the same. `expires_in` is how far from the story's start
    the name is paid, where the kind needs a date. `says` is what staff do where a person decides, `asks` what
    they want put back. `gap` says why it is known not to be handled yet: then the judge wants to see that it
    is not.
    """

    title: str
    plant: Callable[[Planted], object]
    finds: Cells
    end: End
    fits: Callable[[Made], bool]
    gone_after: timedelta | None = None
    stands: Standing | None = None
    stands_after: int = 1
    remedies: tuple[tuple[str, Remedy], ...] = ()
    verdicts: tuple[tuple[Cell, Verdict], ...] = ()
    expires_in: timedelta | None = None
    says: Says = Says.ACCEPT
    asks: NameField | None = None
    gap: str = ""


def none(_planted: Planted) -> tuple[Cell, ...]:
    """Nothing may be found."""
    return ()


def cells(path: str, *columns: str) -> Cells:
    """Return the same cells for every name."""
    return lambda _: tuple(Cell(path, column) for column in columns)


def contact_cells(role: ContactRole, *fields: str) -> Cells:
    """Drift at the registrar, and in public where the record shows the field."""

    def found(planted: Planted) -> Iterable[Cell]:
        for field in fields:
            yield Cell(f"{role}.{field}", REGISTRAR)
            if planted.field_is_shown(role, field):
                yield Cell(f"{role}.{field}", PUBLIC)

    return found


def under(*tlds: str) -> Callable[[Made], bool]:
    """Fits names of these TLDs."""
    return lambda made: made.name.tld in tlds


def told_soundly(made: Made) -> bool:
    """Fits names whose public server is not spoilt."""
    return made.name.tld not in SPOILT


def open_company(made: Made) -> bool:
    """Fits names of which the public record shows every contact."""
    return made.name.tld == "ca" and not made.individual
