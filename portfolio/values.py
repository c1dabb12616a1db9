"""What every value of the language is: frozen, strict, silent about its contents when it fails."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError


class Value(BaseModel):
    """A frozen value; equality is meaning. Unknown fields are refused; errors do not repeat the input."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, revalidate_instances="never"
    )


class PersonalValue(Value):
    """A value that holds personal data: its repr shows its kind and nothing else."""

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []

    def __str__(self) -> str:
        return repr(self)


Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
"""A point in time, aware; always UTC inside."""

Moment = Instant | date
"""An instant where the source gave one, a date where it gave only a day."""


PrintedMoment = AwareDatetime | date
"""As `Moment`, with the offset that a source printed: its midnight names the day that it means."""


def day_of(moment: datetime | date) -> date:
    """Return the UTC calendar day of an instant, or the date itself."""
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def earliest(moment: datetime | date) -> datetime:
    """Return the first instant (UTC) that `moment` can mean: for warnings, a bare date is its midnight."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def problems_in(error: ValidationError) -> str:
    """Return what pydantic found as one line: each field with its reason, never with its value."""
    found: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        field = ".".join(str(part) for part in problem["loc"])
        reason = problem["msg"].removeprefix("Value error, ")
        found.append(f"{field}: {reason}" if field else reason)
    return "; ".join(found)
