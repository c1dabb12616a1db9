"""What we believe and what we did: one database, personal fields sealed, every change on a chain."""

from records.errors import (
    AlreadyFounded,
    AlreadyHeld,
    Busy,
    ChainBroken,
    ClockBehind,
    JournalBroken,
    KeyMissing,
    KeyRefused,
    Moved,
    NotFounded,
    NotHeld,
    Quarantined,
    ReadOnly,
    RecordsError,
    SamePerson,
    SchemaMismatch,
    SealBroken,
    UnsafeEngine,
)
from records.house import Records, Rehearsal
from records.journal import Departure, Journal, Left
from records.unit import Unit

__all__ = [
    "AlreadyFounded",
    "AlreadyHeld",
    "Busy",
    "ChainBroken",
    "ClockBehind",
    "Departure",
    "Journal",
    "JournalBroken",
    "KeyMissing",
    "KeyRefused",
    "Left",
    "Moved",
    "NotFounded",
    "NotHeld",
    "Quarantined",
    "ReadOnly",
    "Records",
    "RecordsError",
    "Rehearsal",
    "SamePerson",
    "SchemaMismatch",
    "SealBroken",
    "Unit",
    "UnsafeEngine",
]
