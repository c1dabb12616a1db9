"""
After a restore from an older backup: what left the house since, settled, and then the house goes on.

Registrars are only read here, and no mail is sent.
"""

from dataclasses import dataclass, field

from console.refusals import Exit, Refusal
from console.wiring import App
from notifications.restored import LostNotice, lost_notices, settle_notices
from orders.restored import LostOrder, lost_orders, settle_orders
from portfolio.names import DomainName
from records import ClockBehind, Journal, JournalBroken, Unit
from registrar.errors import RegistrarError

_UNCHANGED = "; nothing was changed"
SHOW, MERGE = "namesteward quarantine show", "namesteward quarantine merge"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    How the house stands. `why` is empty when things may leave it; `is_merged` once the journal was merged.
    `by_clock` when it is the clock alone that is wrong.

    `strangers` are names by the account that holds them and we do not; `unasked` accounts with the reason.
    `unreadable` counts lines of the journal that a crash tore off, or that are damaged.
    """

    why: str
    is_merged: bool
    by_clock: bool = False
    unreadable: int = 0
    orders: list[LostOrder] = field(default_factory=list[LostOrder])
    notices: list[LostNotice] = field(default_factory=list[LostNotice])
    strangers: list[tuple[str, DomainName]] = field(default_factory=list[tuple[str, DomainName]])
    unasked: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def unsettled(self) -> list[str]:
        """The references and keys that someone has to settle before anything leaves the house."""
        orders = [order.reference for order in self.orders if not order.is_settled]
        return orders + [notice.key for notice in self.notices if not notice.is_settled]


def look(app: App) -> Standing:
    """Return how the house stands. Registrars are read for names that the records do not have."""
    with app.records.reading() as unit:
        why = app.records.why_quarantined(unit)
        if not why:
            problem = _clock_problem(app, unit)
            by_clock = bool(problem)
            return Standing(why=problem, is_merged=False, by_clock=by_clock, unreadable=_unreadable(app))
        lost = app.records.lost(unit)
        orders, notices = lost_orders(unit, lost), lost_notices(unit, lost)
        is_merged = unit.audit.quarantined_since() is not None
    strangers, unasked = _strangers(app)
    return Standing(
        why=why,
        is_merged=is_merged,
        unreadable=_unreadable(app),
        orders=orders,
        notices=notices,
        strangers=strangers,
        unasked=unasked,
    )


def merge(app: App, *, by: str) -> Standing:
    """
    Settle what the journal knows: sent orders are unknown, mail on its way is ambiguous. Safe to call again.

    Raises `Refusal` when no quarantine stands.
    """
    with app.records.changing(by) as unit:
        if not app.records.why_quarantined(unit):
            raise Refusal("no quarantine stands; nothing was changed")
        lost = app.records.lost(unit)
        if unit.audit.quarantined_since() is None:
            unit.audit.quarantine(f"{len(lost)} departures are not in the records; merged with the journal")
            unit.commit()
    settle_orders(app.records, app.registrar_for, lost, by=by)
    settle_notices(
        app.records, lost, staff_address=app.settings.house.staff_address, now=app.clock.now(), by=by
    )
    return look(app)


def lift(app: App, *, reason: str, force: bool, by: str) -> Standing:
    """
    Let things leave the house again: the journal goes on from the records as they stand. Returns how it was.

    Raises `Refusal` when no quarantine stands or the journal was not merged, and without `force` when
    something is not settled.
    """
    if not reason.strip():
        raise Refusal("lifting a quarantine takes a reason", code=Exit.USAGE)
    standing = look(app)
    if not standing.why:
        raise Refusal("no quarantine stands; nothing was changed")
    if not (standing.is_merged or standing.by_clock):
        raise Refusal(f"the journal was not merged{_UNCHANGED}", next_step=f"run: {MERGE}")
    problem = _problem(app, standing)
    if problem and not force:
        raise Refusal(problem, next_step=f"{SHOW} tells what is missing", code=Exit.UNCLEAR)
    forced = f"; by force: {problem.removesuffix(_UNCHANGED)}" if problem else ""
    with app.records.changing(by) as unit:
        unit.audit.lift(f"{reason.strip()}{forced}")
        unit.commit()
    app.records.anchor()
    return standing


def _problem(app: App, standing: Standing) -> str:
    """Why the quarantine is not lifted without force; empty when it may be."""
    if standing.by_clock:
        return ""
    if standing.unsettled:
        return f"not settled: {', '.join(standing.unsettled)}{_UNCHANGED}"
    if not _is_whole(app.records.journal):
        return f"without its journal nobody can tell what left after the backup{_UNCHANGED}"
    return ""


def _is_whole(journal: Journal | None) -> bool:
    """Whether the newest line is there and can be read."""
    try:
        return journal is not None and journal.newest() is not None
    except JournalBroken:
        return False


def _clock_problem(app: App, unit: Unit) -> str:
    try:
        app.records.raise_if_quarantined(unit)
    except ClockBehind as err:
        return str(err)
    return ""


def _unreadable(app: App) -> int:
    return app.records.journal.unreadable() if app.records.journal else 0


def _strangers(app: App) -> tuple[list[tuple[str, DomainName]], dict[str, str]]:
    """Names that the accounts hold and the records do not; and the accounts that could not be asked."""
    with app.records.reading() as unit:
        accounts = unit.accounts.all()
        ours = {domain.name for domain in unit.domains.all()}
    strangers: list[tuple[str, DomainName]] = []
    unasked: dict[str, str] = {}
    for account in accounts:
        try:
            theirs = sorted(set(app.registrar_for(account).holdings()) - ours)
        except RegistrarError as err:
            unasked[account.slug] = type(err).__name__
            continue
        strangers += [(account.slug, name) for name in theirs]
    return strangers, unasked
