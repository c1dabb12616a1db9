"""Findings: differences between our record and a source's, open until they go away."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.drift import Remedy
from portfolio.finding import Finding
from portfolio.names import DomainName
from portfolio.observation import Source
from portfolio.values import PersonalValue
from records import vault
from records.encryption import Place
from records.errors import Moved, NotHeld
from records.tables import DomainRow, FindingRow, OrderRow
from records.transaction import Transaction


class _Difference(PersonalValue):
    """What is sealed of a finding: both sides, and why it was accepted as it is."""

    ours: str | None
    theirs: str | None
    why: str = ""


class Findings:
    """
    The findings. For one name, field and source at most one is open: the database sees to it.

    Both sides are sealed under the key of the name's client; of a name that is not held, and was ordered for
    nobody, under the house's.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def see(self, finding: Finding) -> bool:
        """
        Take down a difference that was seen; return whether it is a new one.

        Of one that is open already the last sight moves on, with what was seen then. The same value seen
        later is one sighting more; another value begins anew, and ends an acceptance. Raises `Moved` when the
        finding is closed, `NotHeld` when its order is not held.
        """
        _ = self._transaction.actor
        if finding.closed_at is not None:
            raise Moved(f"the finding about {finding.path} of {finding.name} is closed, not seen")
        before = self._open(finding.name, finding.path, finding.source)
        if before is not None:
            self._see_again(before, finding)
            return False
        row = self._row(finding)
        self._transaction.keep(row, taken=f"a finding about {finding.path} of {finding.name} is open already")
        self._transaction.tell(AuditTag.FINDING_OPENED, finding.name, f"{finding.path} at {finding.source}")
        return True

    def close(self, name: DomainName, path: str, source: Source) -> bool:
        """Close the open finding: the difference is gone. Returns False when none is open."""
        row = self._open(name, path, source)
        if row is None:
            return False
        statement = update(FindingRow).where(col(FindingRow.id) == row.id, _IS_OPEN)
        self._transaction.move(
            statement.values(closed_at=self._transaction.clock.now()),
            moved=f"the finding about {path} of {name} is closed already",
        )
        self._transaction.tell(AuditTag.FINDING_CLOSED, name, f"{path} at {source}")
        return True

    def accept(self, name: DomainName, path: str, source: Source, *, why: str) -> Finding:
        """
        Take the open finding as it is, in the name of the unit's actor, until its value changes.

        `why` is kept sealed beside the values. Raises `NotHeld` when none is open, `Moved` when somebody has
        accepted it already.
        """
        actor, row = self._transaction.actor, self._found_open(name, path, source)
        difference = self._difference(row).model_copy(update={"why": why})
        statement = update(FindingRow).where(
            col(FindingRow.id) == row.id, _IS_OPEN, col(FindingRow.accepted_by).is_(None)
        )
        self._transaction.move(
            statement.values(
                accepted_by=actor,
                accepted_at=self._transaction.clock.now(),
                difference=self._seal(row.key, row.client, difference),
            ),
            moved=f"the finding about {path} of {name} was accepted already",
        )
        self._transaction.tell(AuditTag.FINDING_ACCEPTED, name, f"{path} at {source}")
        return self._finding(self._found_open(name, path, source))

    def attempted(self, name: DomainName, path: str, source: Source) -> None:
        """Count a repair that a machine tries for the open finding. Raises `NotHeld` when none is open."""
        row = self._found_open(name, path, source)
        statement = update(FindingRow).where(col(FindingRow.id) == row.id, _IS_OPEN)
        self._transaction.move(
            statement.values(attempts=col(FindingRow.attempts) + 1),
            moved=f"the finding about {path} of {name} is closed",
        )

    def closed_since(self, at: datetime) -> list[Finding]:
        """Return what has closed at `at` or later, oldest first."""
        return self._where(col(FindingRow.closed_at) >= at)

    def open_of(self, name: DomainName) -> list[Finding]:
        """Return what is open about the name, oldest first."""
        return self._where(col(FindingRow.name) == name, _IS_OPEN)

    def attempted_on(self, name: DomainName) -> list[Finding]:
        """Return what a machine has ever tried to repair of the name, closed ones too, oldest first."""
        return self._where(col(FindingRow.name) == name, col(FindingRow.attempts) > 0)

    def all(self, *, open_only: bool = False) -> list[Finding]:
        """Return every finding, or those that are open, oldest first."""
        return self._where(*([_IS_OPEN] if open_only else []))

    def _found_open(self, name: DomainName, path: str, source: Source) -> FindingRow:
        row = self._open(name, path, source)
        if row is None:
            raise NotHeld(f"there is no open finding about {path} of {name} at {source}")
        return row

    def _open(self, name: DomainName, path: str, source: Source) -> FindingRow | None:
        query = select(FindingRow).where(
            col(FindingRow.name) == name,
            col(FindingRow.path) == path,
            col(FindingRow.source) == source,
            _IS_OPEN,
        )
        return self._transaction.session.exec(query).first()

    def _see_again(self, row: FindingRow, finding: Finding) -> None:
        if finding.last_seen_at <= row.last_seen_at:
            return
        before, now = self._difference(row), _difference(finding)
        values: dict[str, object] = {"last_seen_at": finding.last_seen_at, "remedy": finding.remedy}
        changed = before.theirs != now.theirs
        if changed:
            values |= {"value_since": finding.last_seen_at, "sightings": 1}
            values |= {"accepted_by": None, "accepted_at": None}
        else:
            values["sightings"] = row.sightings + 1
            now = now.model_copy(update={"why": before.why})
        if before != now:
            values["difference"] = self._seal(row.key, row.client, now)
        statement = update(FindingRow).where(col(FindingRow.id) == row.id, _IS_OPEN).values(values)
        self._transaction.move(statement, moved=f"the finding about {row.path} of {row.name} is closed")
        if changed:
            self._transaction.tell(AuditTag.FINDING_CHANGED, finding.name, f"{row.path} at {row.source}")

    def _row(self, finding: Finding) -> FindingRow:
        key, client = secrets.token_hex(16), self._client_of(finding)
        return FindingRow(
            key=key,
            name=finding.name,
            client=client,
            path=finding.path,
            source=finding.source,
            difference=self._seal(key, client, _difference(finding)),
            remedy=finding.remedy,
            opened_at=finding.opened_at,
            value_since=finding.value_since,
            last_seen_at=finding.last_seen_at,
            reference=finding.order,
        )

    def _client_of(self, finding: Finding) -> str | None:
        held = self._transaction.session.get(DomainRow, str(finding.name))
        if held is not None:
            return held.client
        ordered = self._transaction.session.get(OrderRow, finding.order) if finding.order else None
        return ordered.client if ordered else None

    def _where(self, *conditions: ColumnElement[bool]) -> list[Finding]:
        query = select(FindingRow).where(*conditions)
        query = query.order_by(col(FindingRow.opened_at), col(FindingRow.id))
        return [self._finding(row) for row in self._transaction.session.exec(query)]

    def _finding(self, row: FindingRow) -> Finding:
        difference = self._difference(row)
        return Finding(
            name=DomainName(row.name),
            path=row.path,
            source=Source(row.source),
            ours=difference.ours,
            theirs=difference.theirs,
            opened_at=row.opened_at,
            last_seen_at=row.last_seen_at,
            closed_at=row.closed_at,
            order=row.reference,
            remedy=None if row.remedy is None else Remedy(row.remedy),
            value_since=row.value_since,
            sightings=row.sightings,
            attempts=row.attempts,
            accepted_by=row.accepted_by,
            accepted_at=row.accepted_at,
            why=difference.why,
        )

    def _seal(self, key: str, client: str | None, difference: _Difference) -> bytes:
        plain = difference.model_dump_json()
        return self._transaction.vault.seal(vault.of_client(client), plain, _place(key))

    def _difference(self, row: FindingRow) -> _Difference:
        plain = self._transaction.vault.unseal(vault.of_client(row.client), row.difference, _place(row.key))
        return _Difference.model_validate_json(plain)


_IS_OPEN = col(FindingRow.closed_at).is_(None)


def _difference(finding: Finding) -> _Difference:
    return _Difference(ours=finding.ours, theirs=finding.theirs)


def _place(key: str) -> Place:
    return Place("findings", key, "difference")
