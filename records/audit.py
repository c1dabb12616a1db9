"""The audit chain: what was done, by whom, when; and whether anybody has altered that since."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from portfolio.audit import Actor, AuditEntry, AuditTag
from records import vault
from records.chain import BEGINNING, Head, Link, commitment, link_hash
from records.errors import ChainBroken, Moved
from records.tables import AuditLinkRow, AuditPayloadRow
from records.transaction import NEWEST, Transaction

_AT_ONCE = 500
_LOOKED_BACK = 20

# Built once: each of them is asked before anything leaves the house.
_HASH = select(col(AuditLinkRow.hash)).where(col(AuditLinkRow.sequence) == bindparam("entry"))
_LAST = (
    select(AuditLinkRow.at, AuditLinkRow.tag).order_by(col(AuditLinkRow.sequence).desc()).limit(_LOOKED_BACK)
)

Entry = tuple[AuditLinkRow, AuditPayloadRow | None]


class AuditTrail:
    """Reads and checks the chain. Entries are written by the stores, in the transaction of the change."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def entries(self, subject: str | None = None) -> list[AuditEntry]:
        """
        Return the entries, oldest first; of one subject where given.

        Subjects are a client's, contact's or account's slug, an order's reference, and the domain name for
        all that is about a name: observations, plans and notices too. An erased entry's is `erased`.
        """
        query = select(AuditLinkRow, AuditPayloadRow).join(AuditPayloadRow)
        if subject is not None:
            query = query.where(col(AuditPayloadRow.subject) == subject)
        query = query.order_by(col(AuditLinkRow.sequence))
        return [_entry(link, payload) for link, payload in self._transaction.session.exec(query)]

    def count(self, tag: AuditTag, *, by: Actor, since: datetime) -> int:
        """Return how often `by` has done what the tag says, at `since` (aware) or later."""
        query = select(func.count()).select_from(AuditLinkRow)
        query = query.where(col(AuditLinkRow.actor) == by, col(AuditLinkRow.tag) == tag)
        return self._transaction.session.exec(query.where(col(AuditLinkRow.at) >= since)).one()

    def head(self) -> Head:
        """Return the end of the chain, to be kept outside the database."""
        last = self._transaction.session.connection().execute(NEWEST).first()
        return Head(sequence=last[0], hash=last[1].hex()) if last else Head(sequence=0, hash="")

    def holds(self, head: Head) -> bool:
        """Whether the chain has that entry: one read by primary key."""
        found = self._transaction.session.connection().execute(_HASH, {"entry": head.sequence}).scalar()
        return found is not None and found.hex() == head.hash

    def latest(self) -> datetime:
        """
        Return the latest instant that the newest entries were written at, since a quarantine was lifted.

        More than the newest one is looked at: what is written by a wrong clock must not make it look right.
        """
        latest = datetime.min.replace(tzinfo=UTC)
        for at, tag in self._transaction.session.connection().execute(_LAST):
            latest = max(latest, at)
            if tag == AuditTag.QUARANTINE_LIFTED:
                break
        return latest

    def quarantined_since(self) -> int | None:
        """Return the entry that told of a quarantine which was not lifted since; None when none stands."""
        told = (AuditTag.HOUSE_QUARANTINED.value, AuditTag.QUARANTINE_LIFTED.value)
        query = (
            select(AuditLinkRow.sequence, AuditLinkRow.tag)
            .join(AuditPayloadRow)
            .where(col(AuditLinkRow.tag).in_(told), col(AuditPayloadRow.subject) == vault.HOUSE)
            .order_by(col(AuditLinkRow.sequence).desc())
        )
        newest = self._transaction.session.exec(query.limit(1)).first()
        return newest[0] if newest and newest[1] == AuditTag.HOUSE_QUARANTINED else None

    def quarantine(self, detail: str) -> None:
        """Tell that the records were found to be older than what left the house."""
        self._transaction.tell(AuditTag.HOUSE_QUARANTINED, vault.HOUSE, detail)

    def lift(self, reason: str) -> None:
        """Tell that things may leave the house again, and why. `reason` holds nothing personal."""
        self._transaction.tell(AuditTag.QUARANTINE_LIFTED, vault.HOUSE, reason)

    def erase(self, sequence: int) -> None:
        """
        Erase what an entry is about; its link stays, and the chain goes on to verify.

        Who erased it and when is written on the chain; by that an erasure is told apart from a removal.
        Raises `NotHeld` for no such entry, `Moved` for one that is erased or tells of an erasure.
        """
        link = self._transaction.find(AuditLinkRow, sequence, f"there is no audit entry {sequence}")
        if link.tag == AuditTag.AUDIT_ERASED:
            raise Moved(f"audit entry {sequence} tells of an erasure and stays")
        statement = (
            update(AuditPayloadRow)
            .where(col(AuditPayloadRow.sequence) == sequence, col(AuditPayloadRow.salt).is_not(None))
            .values(salt=None, subject=None, detail=None)
        )
        self._transaction.move(statement, moved=f"audit entry {sequence} is erased already")
        self._transaction.tell(AuditTag.AUDIT_ERASED, str(sequence))

    def verify(self, *, anchor: Head | None = None) -> int:
        """
        Check every entry, in one pass, and return their number.

        Raises `ChainBroken` with the first entry that was altered, removed, inserted or moved. Entries cut
        off the end are seen only with an `anchor`: a `head()` that was kept outside.
        """
        key = self._transaction.vault.key_of(vault.AUDIT)
        erased = self._erased()
        previous, count = BEGINNING, 0
        for count, (link, payload) in enumerate(self._pairs(), start=1):
            _raise_if_altered(link, count, previous, key)
            if not (_is_erased(payload) and link.sequence in erased):
                _raise_if_payload_altered(link, payload)
            previous = link.hash
            if anchor and anchor.sequence == count and anchor.hash != link.hash.hex():
                raise ChainBroken(count, "is not the entry that the anchor was taken from")
        if anchor and anchor.sequence > count:
            raise ChainBroken(count + 1, f"is missing: the anchor was taken at entry {anchor.sequence}")
        self._raise_if_cut_off(count)
        return count

    def _raise_if_cut_off(self, count: int) -> None:
        """Raise `ChainBroken` for what even without an anchor shows that the end is gone."""
        if not count:
            raise ChainBroken(1, "is missing: every house has an entry of its founding")
        query = select(AuditPayloadRow.sequence).where(col(AuditPayloadRow.sequence) > count)
        if self._transaction.session.exec(query.limit(1)).first() is not None:
            raise ChainBroken(count + 1, "is missing: what it was about is still there")

    def _erased(self) -> frozenset[int]:
        query = select(AuditPayloadRow.subject).join(AuditLinkRow)
        told = self._transaction.session.exec(query.where(col(AuditLinkRow.tag) == AuditTag.AUDIT_ERASED))
        return frozenset(int(sequence) for sequence in told if sequence and sequence.isdecimal())

    def _pairs(self) -> Iterator[Entry]:
        # By pages: a cursor held open on the server would outlive the error that ends the reading.
        query = select(AuditLinkRow, AuditPayloadRow).join(AuditPayloadRow, isouter=True)
        query = query.order_by(col(AuditLinkRow.sequence)).limit(_AT_ONCE)
        page = self._transaction.session.exec(query).all()
        while page:
            yield from page
            after = page[-1][0].sequence
            page = self._transaction.session.exec(query.where(col(AuditLinkRow.sequence) > after)).all()


def _entry(link: AuditLinkRow, payload: AuditPayloadRow) -> AuditEntry:
    return AuditEntry(
        sequence=link.sequence,
        actor=link.actor,
        at=link.at,
        tag=AuditTag(link.tag),
        subject=payload.subject if payload.subject is not None else "erased",
        detail=payload.detail or "",
    )


def _is_erased(payload: AuditPayloadRow | None) -> bool:
    return payload is not None and payload.salt is None


def _raise_if_altered(link: AuditLinkRow, expected: int, previous: bytes, key: bytes) -> None:
    if link.sequence != expected:
        raise ChainBroken(expected, "is missing")
    if link.previous != previous:
        raise ChainBroken(expected, "is not tied to the entry before it")
    said = Link.model_validate(link, from_attributes=True)
    if link_hash(key, said) != link.hash:
        raise ChainBroken(expected, "was altered")


def _raise_if_payload_altered(link: AuditLinkRow, payload: AuditPayloadRow | None) -> None:
    if payload is None or payload.salt is None:
        raise ChainBroken(link.sequence, "has lost what it is about")
    subject, detail = payload.subject or "", payload.detail or ""
    if commitment(payload.salt, subject=subject, detail=detail) != link.commitment:
        raise ChainBroken(link.sequence, "is not about what it was written about")
