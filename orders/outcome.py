"""What a paid request came to: YES, NO, PENDING, or UNKNOWN for all that is not plainly one of these."""

from enum import Enum, auto

from portfolio.order import Outcome
from registrar.contract import Receipt
from registrar.errors import (
    AccessRefused,
    AuthInfoRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    PaymentRefused,
    PriceRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)


class Reached(Enum):
    """How far a paid request came before the result that is to be classed."""

    NOT_SENT = auto()
    SENT = auto()
    SENT_AGAIN = auto()
    """An earlier request of the same order ended unknown and was looked for in vain."""


# By exact class: a refusal that someone adds later is UNKNOWN until somebody has thought about it.
_NOTHING_HAPPENED = frozenset({
    AccessRefused, AuthInfoRefused, ExpiryMismatch, NameTaken, NotFound, NotSponsored, PaymentRefused,
    PriceRefused, Refused, StatusProhibits, TryAgain, Unsupported, ValueRefused,
})  # fmt: skip
_ORDER_STANDS = frozenset({AccessRefused, AuthInfoRefused, PaymentRefused, TryAgain})
_MAY_BE_OUR_OWN_DOING = frozenset({ExpiryMismatch, NameTaken, StatusProhibits})


def outcome_of(reached: Reached, result: Receipt | BaseException) -> Outcome:
    """
    Return the class of a paid request that came as far as `reached` and gave `result`.

    A refusal that the registrar documents is NO. "Taken", "renewed already" and "not in a state for this",
    after an earlier request of ours ended unknown, may be our own doing, and are UNKNOWN. So is every error
    that is not listed, and every lost answer.
    """
    if isinstance(result, Receipt):
        if reached is Reached.NOT_SENT:
            return Outcome.UNKNOWN
        return Outcome.PENDING if result.pending else Outcome.YES
    if reached is Reached.NOT_SENT:
        return Outcome.NO
    if reached is Reached.SENT_AGAIN and type(result) in _MAY_BE_OUR_OWN_DOING:
        return Outcome.UNKNOWN
    return Outcome.NO if type(result) in _NOTHING_HAPPENED else Outcome.UNKNOWN


def leaves_order_standing(error: BaseException) -> bool:
    """Whether the same order can go again after this NO: access, auth code, money or line was at fault."""
    return type(error) in _ORDER_STANDS
