"""Which handle at which account stands for which version of a contact, and where handles were seen."""

from collections import defaultdict

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.handles import Handle, StandsFor
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Seen, Source
from portfolio.values import Value
from records.errors import Moved
from records.observations import Observations
from records.tables import DomainRow, HandleRow
from records.transaction import Transaction

_HANDLE: TypeAdapter[str] = TypeAdapter(Handle)

_INTENDED = "intended "
"""Begins what stands in a handle's place while it is only intended. No handle has a blank in it."""


class HandlesSeen(Value):
    """
    Where the handles of an account stood when its names were last looked at.

    `unclear` are the names whose registrar was never asked, or whose newest answer could not be read: any
    handle may stand on them.
    """

    names: dict[Handle, frozenset[DomainName]]
    unclear: frozenset[DomainName] = frozenset()


class Handles:
    """The registry of handles. A handle stands for one version at a time; what is gone can be kept anew."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def keep(self, account: str, handle: Handle, contact: str, version: int) -> StandsFor:
        """
        Say that `handle` stands for this version from now on; an intention to make one is done with.

        What is kept already stays as it is. Raises `Moved` when the handle stands for another version,
        `NotHeld` when there is no such account or version.
        """
        _HANDLE.validate_python(handle)
        kept = self._find(account, handle)
        standing = None if kept is None or kept.gone_at is not None else _stands_for(kept)
        if standing is not None and (standing.contact, standing.version) != (contact, version):
            raise Moved(f"handle {handle} stands for another contact already")
        if self.intended(account, contact, version) is not None:
            self._end(account, _mark(contact, version))
        if standing is not None:
            return standing
        self._begin(kept, account, handle, contact, version)
        self._transaction.tell(AuditTag.HANDLE_KEPT, contact, f"version {version}: {handle} at {account}")
        return self._read(account, handle)

    def let_go(self, account: str, handle: Handle, *, why: str) -> None:
        """Say that `handle` stands for nobody any more. Raises `Moved` when it does not stand for anyone."""
        kept = self._find(account, handle)
        if kept is None or kept.gone_at is not None:
            raise Moved(f"handle {handle} stands for nobody at {account}")
        contact, version = kept.contact, kept.version
        self._end(account, handle)
        detail = f"version {version}: {handle} at {account}: {why}"
        self._transaction.tell(AuditTag.HANDLE_GONE, contact, detail)

    def intend(self, account: str, contact: str, version: int) -> StandsFor:
        """
        Say that a handle for this version is about to be asked for; committed before the request leaves.

        One that is intended already is returned as it is. Raises `NotHeld`.
        """
        mark = _mark(contact, version)
        kept = self._find(account, mark)
        if kept is None or kept.gone_at is not None:
            self._begin(kept, account, mark, contact, version)
        return self._read(account, mark)

    def intended(self, account: str, contact: str, version: int) -> StandsFor | None:
        """Return the intention that nobody has settled, None when there is none."""
        kept = self._find(account, _mark(contact, version))
        return None if kept is None or kept.gone_at is not None else _stands_for(kept)

    def forget_intention(self, account: str, contact: str, version: int) -> None:
        """Settle an intention of which it is known that no handle was made. Raises `Moved`."""
        self._end(account, _mark(contact, version))

    def of_version(self, account: str, contact: str, version: int) -> list[StandsFor]:
        """Return the handles that stand for exactly this version at `account`, the oldest first."""
        of_it = (col(HandleRow.contact) == contact) & (col(HandleRow.version) == version)
        return self._standing(account, of_it)

    def standing(self, account: str) -> list[StandsFor]:
        """Return every handle at `account` that stands for a version, the oldest first."""
        return self._standing(account)

    def earlier(self, account: str, contact: str, version: int) -> int:
        """Return how many handles of this version are gone."""
        query = (
            select(func.count())
            .select_from(HandleRow)
            .where(
                col(HandleRow.account) == account,
                col(HandleRow.contact) == contact,
                col(HandleRow.version) == version,
                col(HandleRow.gone_at).is_not(None),
                col(HandleRow.handle) != _mark(contact, version),
            )
        )
        return self._transaction.session.exec(query).one()

    def seen(self, account: str) -> HandlesSeen:
        """Return where handles stood by the newest answer of the registrar about each name of `account`."""
        held = select(DomainRow.name).where(col(DomainRow.account) == account)
        said = Observations(self._transaction).latest_at(account, Source.REGISTRAR)
        found: dict[str, set[DomainName]] = defaultdict(set)
        for name, answer in said.items():
            for handle in _handles_in(answer):
                found[handle].add(name)
        clear = {name for name, answer in said.items() if _tells_handles(answer)}
        unclear = (DomainName(name) for name in self._transaction.session.exec(held) if name not in clear)
        return HandlesSeen(
            names={handle: frozenset(names) for handle, names in found.items()}, unclear=frozenset(unclear)
        )

    def _standing(self, account: str, *which: ColumnElement[bool]) -> list[StandsFor]:
        query = (
            select(HandleRow)
            .where(col(HandleRow.account) == account, col(HandleRow.gone_at).is_(None), *which)
            .where(col(HandleRow.handle).not_like(f"{_INTENDED}%"))
            .order_by(col(HandleRow.kept_at), col(HandleRow.handle))
        )
        return [_stands_for(row) for row in self._transaction.session.exec(query)]

    def _find(self, account: str, handle: str) -> HandleRow | None:
        return self._transaction.session.get(HandleRow, (account, handle))

    def _read(self, account: str, handle: str) -> StandsFor:
        absent = f"there is no handle {handle} at {account}"
        return _stands_for(self._transaction.find(HandleRow, (account, handle), absent))

    def _begin(self, before: HandleRow | None, account: str, handle: str, contact: str, version: int) -> None:
        now = self._transaction.clock.now()
        if before is None:
            row = HandleRow(account=account, handle=handle, contact=contact, version=version, kept_at=now)
            self._transaction.keep(row, taken=f"handle {handle} is kept already")
            return
        anew = update(HandleRow).where(*_is(account, handle), col(HandleRow.gone_at).is_not(None))
        anew = anew.values(contact=contact, version=version, kept_at=now, gone_at=None)
        self._transaction.move(anew, moved=f"handle {handle} has been kept meanwhile")

    def _end(self, account: str, handle: str) -> None:
        ended = update(HandleRow).where(*_is(account, handle), col(HandleRow.gone_at).is_(None))
        ended = ended.values(gone_at=self._transaction.clock.now())
        self._transaction.move(ended, moved=f"handle {handle} has been let go of meanwhile")


def _is(account: str, handle: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(HandleRow.account) == account, col(HandleRow.handle) == handle


def _mark(contact: str, version: int) -> str:
    return f"{_INTENDED}{contact} {version}"


def _stands_for(row: HandleRow) -> StandsFor:
    return StandsFor(
        account=row.account,
        handle=None if row.handle.startswith(_INTENDED) else row.handle,
        contact=row.contact,
        version=row.version,
        kept_at=row.kept_at,
        gone_at=row.gone_at,
    )


def _handles_in(answer: Observation) -> list[Handle]:
    roles = answer.roles.values() if isinstance(answer, Seen) else ()
    return [who.handle for who in roles if who.handle is not None]


def _tells_handles(answer: Observation) -> bool:
    """Whether the answer leaves no role's handle open."""
    if isinstance(answer, Seen):
        return bool(answer.roles) and len(_handles_in(answer)) == len(answer.roles)
    return isinstance(answer, Absent)
