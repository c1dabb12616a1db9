"""
The arithmetic of the audit chain: commitments and links. Pure.

A link holds a commitment H(salt ‖ payload), not the payload, so that a payload can be erased with its salt
and the chain still verifies. Links are keyed (HMAC-SHA256) with a key that the database does not hold in the
open: whoever can write to the database alone cannot build a chain anew.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from portfolio.values import Value

BEGINNING = bytes(32)
"""What the first entry is tied to."""


class Link(Value):
    """What the hash of an entry covers."""

    sequence: int
    actor: str
    at: datetime
    tag: str
    commitment: bytes
    previous: bytes


class Head(Value):
    """
    The end of the chain. Kept outside, it shows later that no entry was cut off.

    `hash` is in hexadecimal; sequence 0 is a chain without entries.
    """

    sequence: int
    hash: str


def commitment(salt: bytes, *, subject: str, detail: str) -> bytes:
    """Return the commitment to a payload; without the salt nothing can be guessed from it."""
    return hashlib.sha256(salt + json.dumps([subject, detail]).encode()).digest()


def link_hash(key: bytes, link: Link) -> bytes:
    """Return the hash that ties `link` to the one before it."""
    said = [
        link.sequence,
        link.actor,
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.tag,
        link.commitment.hex(),
        link.previous.hex(),
    ]
    return hmac.new(key, json.dumps(said).encode(), hashlib.sha256).digest()
