"""
What OpenSRS' response codes mean to us: the list of its reference (part "Response Codes") as one table.

Each code is an error after a read, after a change, and after an order, which is a change that may cost money.
A code may mean another thing for one operation; those are `SPECIAL`. The vendor's words are for people, never
for deciding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)

ASYNCHRONOUS = "250"
AVAILABLE = "210"
TAKEN = ("211", "221")
SUCCESSES = frozenset(["200", "210", "211", "212", "221", "250"])

Outcome = type[RegistrarError]


class Weight(StrEnum):
    """What is at stake when the answer is not clear."""

    READ = "read"
    CHANGE = "change"
    ORDER = "order"


@dataclass(frozen=True)
class Meaning:
    """A code in our words, and the error it is by weight."""

    says: str
    read: Outcome
    change: Outcome
    order: Outcome

    def error(self, weight: Weight) -> Outcome:
        """Return the class of error that the code is."""
        return {Weight.READ: self.read, Weight.CHANGE: self.change, Weight.ORDER: self.order}[weight]


def _always(says: str, error: Outcome) -> Meaning:
    return Meaning(says, error, error, error)


def _unclear(says: str) -> Meaning:
    """It may have been done."""
    return Meaning(says, TryAgain, OutcomeUnknown, OutcomeUnknown)


MEANINGS: Mapping[str, Meaning] = {
    # 300 is the command rate, but also an order that is deferred or waits for a consent.
    "300": Meaning("too many commands, or deferred", TryAgain, TryAgain, OutcomeUnknown),
    "310": _always("too many connections", TryAgain),
    "350": _always("too many commands on one connection", TryAgain),
    "400": _unclear("internal error at the registrar"),
    "401": _always("the reseller was not recognized", AccessRefused),
    "404": _unclear("internal error at the registrar"),
    "405": _unclear("the registry failed"),
    "410": _always("the reseller was not recognized", AccessRefused),
    "415": _always("the registrant was not recognized: the name is not in this account", NotSponsored),
    "420": _always("the registry refused a contact", ValueRefused),
    "430": _always("the registrar does not know this command", Unsupported),
    "435": _always("not permitted", Refused),
    "436": _unclear("the registry said something that the registrar does not know"),
    "437": Meaning("another request waits on this name", TryAgain, StatusProhibits, OutcomeUnknown),
    "440": _always("the account's quota is spent", PaymentRefused),
    "445": _always("the account's quota of nameservers is spent", Refused),
    "447": _always("the account's quota of sub-users is spent", Refused),
    "460": _always("a required field is missing", ValueRefused),
    "465": _always("a value was not accepted", ValueRefused),
    "480": _always("no such item", NotFound),
    "485": _always("it exists already", Refused),
    "486": Meaning("it is being processed", TryAgain, StatusProhibits, OutcomeUnknown),
    "487": _always("the name cannot be transferred", StatusProhibits),
    "555": _always("the name was renewed already", ExpiryMismatch),
    # The vendor's text says to send it again; we look first.
    "705": _unclear("the registrar ran out of time"),
    "3001": _always("the account is over its quota", PaymentRefused),
}

SPECIAL: Mapping[tuple[str, str], Outcome] = {
    ("sw_register", "485"): NameTaken,
    ("process_pending", "485"): NameTaken,
    # Renewal is not allowed, for instance where the registry renews itself.
    ("renew", "480"): StatusProhibits,
    # The reference tells no code of its own for a name that is not in redemption.
    ("redeem", "480"): StatusProhibits,
    # The order is not where it was a moment ago.
    ("process_pending", "480"): OutcomeUnknown,
}


def is_documented(code: str) -> bool:
    """Whether the table knows the code."""
    return code in SUCCESSES or code in MEANINGS


def error_for(operation: str, code: str, weight: Weight) -> tuple[Outcome, str]:
    """
    Return the error that a failure's code is, and our words for it.

    An unknown code after a read is `Refused`, because the verdict said no and nothing hangs on it; after
    anything else it is `OutcomeUnknown`.
    """
    meaning = MEANINGS.get(code)
    if meaning is None:
        return (Refused if weight is Weight.READ else OutcomeUnknown), "a code that is not in our table"
    return SPECIAL.get((operation, code), meaning.error(weight)), meaning.says
