"""
The rows of the name itself: is it held at all, its two expiries, its delegation, statuses and sponsor.

A fact that our records do not hold is no row: there is nothing to compare it with.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import assert_never

from portfolio.drift import FieldVerdict, Verdict
from portfolio.held import HeldDomain
from portfolio.names import HostName
from portfolio.observation import Absent, Observation, Seen, Unreadable
from portfolio.values import Moment
from whois_sync.compare.cells import Cell, cell_of, judged, row
from whois_sync.compare.moments import moment_likeness
from whois_sync.compare.sponsors import Sponsor, sponsor_likeness
from whois_sync.compare.statuses import status_likeness, statuses_shown


def record_rows(
    held: HeldDomain, registrar: Observation, public: Observation, sponsor: Sponsor | None
) -> list[FieldVerdict]:
    """Return the rows in the order people read them; the first one is always `registration`."""

    def both(path: str, ours: str, judge: Callable[[Seen], Cell]) -> FieldVerdict:
        return row(path, ours, cell_of(registrar, judge), cell_of(public, judge))

    rows = [_registration(held, registrar, public)]
    if held.expires_at is not None:
        rows.append(both("expires_at", held.expires_at.isoformat(), _expiry(held.expires_at)))
    if held.registrar_expires_at is not None:
        ours = held.registrar_expires_at
        rows.append(both("registrar_expires_at", ours.isoformat(), _registrar_expiry(ours)))
    if held.nameservers is not None:
        rows.append(both("nameservers", _hosts(held.nameservers), _nameservers(held.nameservers)))
    if held.statuses is not None:
        rows.append(both("statuses", statuses_shown(held.statuses), _statuses(held)))
    if sponsor is not None:
        rows.append(_sponsor(held, sponsor, registrar, public))
    return rows


def _registration(held: HeldDomain, registrar: Observation, public: Observation) -> FieldVerdict:
    return row(
        "registration",
        f"held in {held.account}",
        _existence(registrar, "in the account", "not in the account"),
        _existence(public, "registered", "absent"),
    )


def _existence(observation: Observation, yes: str, no: str) -> Cell:
    match observation:
        case Seen():
            return Cell(Verdict.SAME, yes)
        case Absent():
            return Cell(Verdict.DRIFT, no)
        case Unreadable():
            return Cell(Verdict.COULD_NOT_ASK, why=observation.why.value)
        case _:
            assert_never(observation)


def _silent() -> Cell:
    return Cell(Verdict.NOT_PUBLISHED, why="the source says nothing of it")


def _expiry(ours: Moment) -> Callable[[Seen], Cell]:
    return lambda seen: _moment(seen, "expires_at", ours, seen.expires_at)


def _registrar_expiry(ours: Moment) -> Callable[[Seen], Cell]:
    return lambda seen: _moment(seen, "registrar_expires_at", ours, seen.registrar_expires_at)


def _moment(seen: Seen, path: str, ours: datetime | date, theirs: datetime | date | None) -> Cell:
    if seen.is_hidden(path):
        return Cell(Verdict.HIDDEN)
    return _silent() if theirs is None else judged(moment_likeness(ours, theirs), theirs.isoformat())


def _nameservers(ours: frozenset[HostName]) -> Callable[[Seen], Cell]:
    def judge(seen: Seen) -> Cell:
        if seen.is_hidden("nameservers"):
            return Cell(Verdict.HIDDEN)
        if seen.nameservers is None:
            return _silent()
        return judged("" if seen.nameservers == ours else None, _hosts(seen.nameservers))

    return judge


def _statuses(held: HeldDomain) -> Callable[[Seen], Cell]:
    def judge(seen: Seen) -> Cell:
        if seen.is_hidden("statuses"):
            return Cell(Verdict.HIDDEN)
        if seen.statuses is None or held.statuses is None:
            return _silent()
        return judged(status_likeness(held.statuses, seen.statuses), statuses_shown(seen.statuses))

    return judge


def _sponsor(held: HeldDomain, sponsor: Sponsor, registrar: Observation, public: Observation) -> FieldVerdict:
    def judge(seen: Seen) -> Cell:
        shown = " ".join(part for part in (seen.registrar, seen.registrar_iana_id) if part)
        return judged(sponsor_likeness(sponsor, seen), shown) if shown else _silent()

    answering = cell_of(registrar, lambda seen: Cell(Verdict.SAME, seen.provenance.server))
    ours = f"{' or '.join(sponsor.names)} (account {held.account})"
    return row("sponsoring_registrar", ours, answering, cell_of(public, judge))


def _hosts(hosts: Iterable[HostName]) -> str:
    return ", ".join(sorted(hosts)) or "none"
