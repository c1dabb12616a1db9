"""How a name stands at its registrar before anything is ordered: paid until when, in redemption, ours."""

from datetime import date, timedelta
from typing import assert_never

from orders.errors import OrderRefused
from orders.terms import Terms
from orders.wishes import ToRegister, ToRenew, ToRestore, ToTransfer, Wish
from portfolio.held import HeldDomain
from portfolio.policy.renewal import TOLERANCE, paid_until
from portfolio.registration import Registration, Status
from portfolio.values import day_of
from registrar.contract import Registrar
from registrar.errors import NotFound, NotSponsored

LONGEST = 10
"""Years: no registration may end further ahead (RFC 5731 periods, ICANN registry agreements)."""


def as_it_stands(terms: Terms, registrar: Registrar, wish: Wish, held: HeldDomain | None) -> date | None:
    """
    Return the day (UTC) that a renewal starts from; None for other wishes.

    Raises `OrderRefused` when the registrar's record does not fit the wish, and `RegistrarError` when it
    cannot be read.
    """
    match wish:
        case ToRegister():
            return None
        case ToTransfer():
            _raise_if_here(registrar, wish)
            return None
        case ToRestore():
            _raise_if_not_in_redemption(registrar, wish)
            return None
        case ToRenew():
            return _starts_from(terms, wish, _record(registrar, wish), held)
        case _:
            assert_never(wish)


def _record(registrar: Registrar, wish: ToRenew) -> Registration:
    try:
        return registrar.info(wish.name)
    except (NotFound, NotSponsored) as err:
        raise OrderRefused([f"{wish.name} is not in the account any more: run namesteward check"]) from err


def _raise_if_here(registrar: Registrar, wish: ToTransfer) -> None:
    try:
        registrar.info(wish.name)
    except (NotFound, NotSponsored):
        return
    raise OrderRefused([f"{wish.name} is in the account already: namesteward account import"])


def _raise_if_not_in_redemption(registrar: Registrar, wish: ToRestore) -> None:
    """
    Raise where the registrar's record says that there is nothing to restore.

    Some accounts do not show what is in redemption; their registrar refuses what is not, charging nothing.
    """
    try:
        record = registrar.info(wish.name)
    except (NotFound, NotSponsored):
        return
    statuses = record.statuses
    if statuses is None:
        raise OrderRefused([f"the registrar does not tell whether {record.name} is in redemption"])
    if Status.PENDING_RESTORE in statuses:
        raise OrderRefused([f"{record.name} is being restored already"])
    if Status.REDEMPTION_PERIOD not in statuses:
        raise OrderRefused([f"{record.name} is not in redemption: there is nothing to restore"])


def _starts_from(terms: Terms, wish: ToRenew, record: Registration, held: HeldDomain | None) -> date:
    """The day on which record and registrar agree; a renewal is compare-and-set on it."""
    theirs, ours = paid_until(record), paid_until(held) if held else None
    if theirs is None or ours is None:
        who = "the registrar's record" if theirs is None else "our record"
        raise OrderRefused([f"{who} of {wish.name} has no expiry to renew from"])
    if Status.REDEMPTION_PERIOD in (record.statuses or frozenset()):
        raise OrderRefused([f"{wish.name} is in redemption: it is restored before it is renewed"])
    if abs(day_of(theirs) - day_of(ours)) > TOLERANCE:
        says = f"{wish.name} is paid until {day_of(theirs)} at the registrar, {day_of(ours)} in our records"
        raise OrderRefused([f"{says}: run namesteward domain refresh {wish.name}, then order again"])
    if day_of(theirs) + timedelta(days=366 * wish.years) > terms.now.date() + timedelta(days=366 * LONGEST):
        raise OrderRefused([f"{wish.name} would be paid for more than {LONGEST} years ahead"])
    return day_of(theirs)
