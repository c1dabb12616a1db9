"""What staff can run into, in one line each: what was wrong, whether anything happened, what to do next."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command (documented in docs/reference/exit-codes.md)."""

    DONE = 0
    ERROR = 1
    DRIFT_WAITS = 2
    BRAKE = 3
    UNCLEAR = 4
    USAGE = 64


class Refusal(Exception):
    """
    A command that was not carried out, for a reason a person can act on.

    `happened` says whether anything was changed or charged, `next_step` what to do; both are shown.
    """

    def __init__(
        self,
        what: str,
        *,
        happened: str = "nothing was changed or charged",
        next_step: str = "",
        code: Exit = Exit.ERROR,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.happened = happened
        self.next_step = next_step
        self.code = code

    def __str__(self) -> str:
        happened = "" if "nothing was" in self.what else self.happened
        return "; ".join(part for part in (self.what, happened, self.next_step) if part)
