"""
What can go wrong with the records, arranged by what the caller does next.

RecordsError
├── NotHeld          there is no such client, contact, name, order; look at what was typed
├── AlreadyHeld      it is there already, or one is open for it; look at that one
├── Moved            it is no longer in the state it was believed in; read it again
├── SamePerson       the approver is the one who drafted or proposed; ask someone else
├── Busy             another writer holds the records; nothing was changed, try again
├── ReadOnly         the unit was opened for reading; a bug of ours
├── NotFounded       there are no records at this address; found them first
├── AlreadyFounded   there are records or a key already; nothing was changed
├── KeyMissing       the key file cannot be used; put the right one in its place
│   └── KeyRefused       it is there, but others may read it, or it is not these records' key
├── SchemaMismatch   the tables are of another version; run the upgrade, or the newer program
├── UnsafeEngine     this database engine or its settings could lose or damage records
├── SealBroken       a sealed field was altered, moved, or sealed with another key
├── Quarantined      these records are older than what left the house; nothing leaves until that is settled
├── ClockBehind      the clock is behind what was written already; put it right, nothing leaves before
├── JournalBroken    the journal of what left the house cannot be read or written; nothing leaves
└── ChainBroken      an audit entry was altered, removed, added or moved

No message carries a personal value, and none is chained to the database's own exception, which may.
"""


class RecordsError(Exception):
    """Anything that goes wrong with the records. One clear line."""


class NotHeld(RecordsError):
    """There is no such client, contact, account, name, order, plan or notice."""


class AlreadyHeld(RecordsError):
    """It is held already, or one that is open stands in its way."""


class Moved(RecordsError):
    """The row is not in the state that the caller believed; nothing was changed."""


class SamePerson(RecordsError):
    """Who drafted or proposed it may not be the one who approves it."""


class Busy(RecordsError):
    """Another writer held the records longer than we wait; nothing was changed."""


class ReadOnly(RecordsError):
    """A change was tried in a unit that was opened for reading."""


class NotFounded(RecordsError):
    """There are no records at this address."""


class AlreadyFounded(RecordsError):
    """There is a database or a key file already; nothing was changed."""


class KeyMissing(RecordsError):
    """The key file is not there or cannot be read as a key."""


class KeyRefused(KeyMissing):
    """The key file is there, but others may read it, or it belongs to other records."""


class SchemaMismatch(RecordsError):
    """The tables are of another version than this program's."""


class UnsafeEngine(RecordsError):
    """The database engine, or a setting of it, could lose or damage what is written."""


class SealBroken(RecordsError):
    """A sealed field does not open where it lies: altered, moved, or sealed with another key."""


class Quarantined(RecordsError):
    """These records are older than what left the house: nothing is bought or mailed by them."""


class ClockBehind(RecordsError):
    """The clock is well behind what was written already: nothing is bought or mailed by it."""


class JournalBroken(RecordsError):
    """The journal of what left the house cannot be read or written; nothing left."""


class ChainBroken(RecordsError):
    """The audit chain does not hold; `sequence` is the first entry that is wrong or missing."""

    def __init__(self, sequence: int, why: str) -> None:
        super().__init__(f"audit entry {sequence}: {why}")
        self.sequence = sequence
