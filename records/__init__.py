"""What we believe and what we did: one database, personal fields sealed, every change on a chain."""

from records.errors import (
    AlreadyFounded,
    AlreadyHeld,
    Busy,
    ChainBroken,
    KeyMissing,
    KeyRefused,
    Moved,
    NotFounded,
    NotHeld,
    ReadOnly,
    RecordsError,
    SamePerson,
    SchemaMismatch,
    SealBroken,
    UnsafeEngine,
)
from records.house import Records
from records.unit import Unit

__all__ = [
    "AlreadyFounded",
    "AlreadyHeld",
    "Busy",
    "ChainBroken",
    "KeyMissing",
    "KeyRefused",
    "Moved",
    "NotFounded",
    "NotHeld",
    "ReadOnly",
    "Records",
    "RecordsError",
    "SamePerson",
    "SchemaMismatch",
    "SealBroken",
    "Unit",
    "UnsafeEngine",
]
