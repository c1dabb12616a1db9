"""When it is worth looking again at an order: soon at first, then less and less often. Pure."""

from datetime import datetime, timedelta

from portfolio.order import OrderState

_MINUTES = timedelta(minutes=1)
_STEPS = (1, 2, 5, 10, 20, 40, 60, 120, 240)
_PATIENCE = timedelta(hours=6)

LEASE = timedelta(seconds=60)
"""How long a paid request may be under way before others take it for left behind: then they look."""

GIVE_UP_LOOKS = 8
"""After so many looks that told nothing a person is asked; looking goes on all the same."""

CHARGED_WINDOWS = 3
"""How many visibility windows an order is looked for while the balance speaks of a charge: it may have been
carried out late, and shows itself a window after that."""


def next_look(state: OrderState, looks: int, now: datetime) -> datetime | None:
    """
    Return when an order in `state`, looked at `looks` times since it came there, is worth another look.

    None for states in which nothing is to be seen: a draft, an approved order, one that is over.
    """
    match state:
        case OrderState.SUBMITTING:
            return now + LEASE
        case OrderState.UNKNOWN:
            return now
        case OrderState.RECONCILING | OrderState.PENDING:
            return now + (_STEPS[looks] * _MINUTES if looks < len(_STEPS) else _PATIENCE)
        case OrderState.NEEDS_HUMAN:
            return now + _PATIENCE
        case _:
            return None


def next_try(tries: int, now: datetime) -> datetime:
    """Return when an approved order that could not be sent is worth another try: nothing had left."""
    return now + (_STEPS[tries] * _MINUTES if tries < len(_STEPS) else _PATIENCE)
