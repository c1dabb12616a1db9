"""
The rows of the name itself: is it held at all, its three dates, its delegation, statuses and sponsor.

A fact that our records do not hold is no row: there is nothing to compare it with. Of DNSSEC,
where we have no wish of our own, the registrar's word stands for ours.
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
from whois_sync.compare.known import NOTHING_KNOWN, Known
from whois_sync.compare.moments import how_far, is_no_expiry, moment_likeness
from whois_sync.compare.sponsors import Sponsor, sponsor_likeness
from whois_sync.compare.statuses import status_likeness, status_news, statuses_shown

_SILENT = Cell(Verdict.NOT_PUBLISHED, why="the source says nothing of it")
_HIDDEN = Cell(Verdict.HIDDEN, why="held there, not shown")


def record_rows(
    held: HeldDomain,
    registrar: Observation,
    public: Observation,
    sponsor: Sponsor | None,
    known: Known = NOTHING_KNOWN,
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
    if known.pay_by is not None:
        rows.append(_pay_by(known.pay_by, known.registrar_pay_by))
    if held.nameservers is not None:
        rows.append(both("nameservers", _hosts(held.nameservers), _nameservers(held.nameservers)))
    if held.statuses is not None:
        rows.append(both("statuses", statuses_shown(held.statuses), _statuses(held)))
    signed = _signed(known, registrar)
    if signed is not None:
        rows.append(both("delegation_signed", _signed_shown(signed=signed), _delegation(signed=signed)))
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
            return Cell(Verdict.DRIFT, no, no)
        case Unreadable():
            return Cell(Verdict.COULD_NOT_ASK, why=observation.why.value)
        case _:
            assert_never(observation)


def _expiry(ours: Moment) -> Callable[[Seen], Cell]:
    return lambda seen: _moment(seen, "expires_at", ours, seen.expires_at)


def _registrar_expiry(ours: Moment) -> Callable[[Seen], Cell]:
    return lambda seen: _moment(seen, "registrar_expires_at", ours, seen.registrar_expires_at)


def _moment(seen: Seen, path: str, ours: datetime | date, theirs: datetime | date | None) -> Cell:
    if seen.is_hidden(path):
        return _HIDDEN
    if theirs is None:
        return _SILENT
    same = moment_likeness(ours, theirs)
    if same is None and is_no_expiry(theirs, seen.registered_at):
        return Cell(Verdict.NOT_PUBLISHED, theirs.isoformat(), "no date that a name can expire on")
    return judged(same, theirs.isoformat(), drift="" if same is not None else how_far(ours, theirs))


def _pay_by(ours: Moment, theirs: Moment | None) -> FieldVerdict:
    told = (
        _SILENT
        if theirs is None
        else judged(moment_likeness(ours, theirs), theirs.isoformat(), drift=how_far(ours, theirs))
    )
    return row("pay_by", ours.isoformat(), told, Cell(Verdict.NOT_PUBLISHED, why="nobody publishes it"))


def _nameservers(ours: frozenset[HostName]) -> Callable[[Seen], Cell]:
    def judge(seen: Seen) -> Cell:
        if seen.is_hidden("nameservers"):
            return _HIDDEN
        if seen.nameservers is None:
            return _SILENT
        if seen.nameservers == ours:
            return Cell(Verdict.SAME, _hosts(ours))
        moved = {"new": seen.nameservers - ours, "missing": ours - seen.nameservers}
        why = ", ".join(f"{what}: {_hosts(hosts)}" for what, hosts in moved.items() if hosts)
        return judged(None, _hosts(seen.nameservers), drift=why)

    return judge


def _statuses(held: HeldDomain) -> Callable[[Seen], Cell]:
    def judge(seen: Seen) -> Cell:
        if seen.is_hidden("statuses"):
            return _HIDDEN
        if seen.statuses is None or held.statuses is None:
            return _SILENT
        same = status_likeness(held.statuses, seen.statuses)
        news = "" if same is not None else status_news(held.statuses, seen.statuses)
        return judged(same, statuses_shown(seen.statuses), drift=news)

    return judge


def _signed(known: Known, registrar: Observation) -> bool | None:
    """Whether the delegation should be signed: our wish, else what the registrar says."""
    if known.delegation_signed is not None:
        return known.delegation_signed
    return registrar.delegation_signed if isinstance(registrar, Seen) else None


def _delegation(*, signed: bool) -> Callable[[Seen], Cell]:
    def judge(seen: Seen) -> Cell:
        if seen.is_hidden("delegation_signed"):
            return _HIDDEN
        if seen.delegation_signed is None:
            return _SILENT
        shown = _signed_shown(signed=seen.delegation_signed)
        return judged("" if seen.delegation_signed is signed else None, shown, drift=shown)

    return judge


def _signed_shown(*, signed: bool) -> str:
    return "signed" if signed else "not signed"


def _sponsor(held: HeldDomain, sponsor: Sponsor, registrar: Observation, public: Observation) -> FieldVerdict:
    def judge(seen: Seen) -> Cell:
        shown = " ".join(part for part in (seen.registrar, seen.registrar_iana_id) if part)
        return judged(sponsor_likeness(sponsor, seen), shown, drift="another registrar") if shown else _SILENT

    answering = cell_of(registrar, lambda seen: Cell(Verdict.SAME, seen.provenance.server))
    ours = f"{' or '.join(sponsor.names)} (account {held.account})"
    return row("sponsoring_registrar", ours, answering, cell_of(public, judge))


def _hosts(hosts: Iterable[HostName]) -> str:
    return ", ".join(sorted(hosts)) or "none"
