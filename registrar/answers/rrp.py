"""The codes of the Registry Registrar Protocol (RFC 2832 section 5.1), which older vendors pass on."""

from collections.abc import Mapping

from registrar import errors
from registrar.answers.statuses import Meaning, by_codes
from registrar.errors import OutcomeUnknown, Refused, TryAgain

DONE = frozenset({"200", "210", "211"})
"""Done; free; not free."""

CODES: Mapping[int, Meaning] = by_codes((
    ("420 421 520 521", "the registry failed", TryAgain, OutcomeUnknown),
    ("500-509 541-543 547 550 556", "it is not accepted", errors.ValueRefused, errors.ValueRefused),
    ("530 535", "the registry does not let the vendor in", Refused, Refused),
    ("531", "not in this account", errors.NotSponsored, errors.NotSponsored),
    ("532-534 536 544", "its status forbids it", errors.StatusProhibits, errors.StatusProhibits),
    ("548 551-553 555", "its status forbids it", errors.StatusProhibits, errors.StatusProhibits),
    ("540 554", "it is not free", errors.NameTaken, errors.NameTaken),
    ("545", "not found", errors.NotFound, errors.NotFound),
    ("546", "the credit is used up", errors.PaymentRefused, errors.PaymentRefused),
    ("549", "the command failed", Refused, OutcomeUnknown),
))  # fmt: skip
"""What each no is to us."""
