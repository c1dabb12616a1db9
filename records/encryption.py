"""
Sealing a field so that it opens only where it lies.

AES-GCM-SIV (RFC 8452) under a data key; the associated data is the field's place: table, row, column and
version. Data keys are wrapped by the key-encryption key (RFC 5649, AES key wrap with padding), which lies in
a file outside the database.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap_with_padding,
    aes_key_wrap_with_padding,
)

from records.errors import SealBroken

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"
_CHECKED = b"namesteward: the key of these records"


class Place(NamedTuple):
    """Where a sealed field lies. `row` is the row's natural key, never its personal content."""

    table: str
    row: str
    column: str
    version: int = 1

    @property
    def associated_data(self) -> bytes:
        """The place, written so that no two places are written alike."""
        return json.dumps(list(self), ensure_ascii=True).encode()

    def __str__(self) -> str:
        return f"{self.column} of {self.table} {self.row}"


@dataclass(frozen=True)
class WrappingKey:
    """The key-encryption key. Its repr shows nothing."""

    secret: bytes = field(repr=False)

    def wrap(self, data_key: bytes) -> bytes:
        """Return `data_key`, wrapped."""
        return aes_key_wrap_with_padding(self.secret, data_key)

    def unwrap(self, wrapped: bytes, *, owner: str) -> bytes:
        """Return the data key. Raises `SealBroken` when it was altered or wrapped by another key."""
        try:
            return aes_key_unwrap_with_padding(self.secret, wrapped)
        except InvalidUnwrap:
            raise SealBroken(f"the data key of {owner} does not open with this key file") from None

    @property
    def check_value(self) -> bytes:
        """A value by which a wrong key file is told at once; it gives nothing of the key away."""
        return hmac.new(self.secret, _CHECKED, hashlib.sha256).digest()

    def is_known_by(self, check_value: bytes) -> bool:
        """Whether `check_value` was made with this key."""
        return hmac.compare_digest(self.check_value, check_value)


def new_data_key() -> bytes:
    """Return a fresh data key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def seal(data_key: bytes, plain: str, place: Place) -> bytes:
    """Return `plain` sealed for `place`: a format byte, a nonce of 96 bits, the ciphertext with its tag."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCMSIV(data_key).encrypt(nonce, plain.encode(), place.associated_data)


def unseal(data_key: bytes, sealed: bytes, place: Place) -> str:
    """Return what was sealed for `place`. Raises `SealBroken` when it was altered or lies elsewhere now."""
    nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
        raise SealBroken(f"{place} is not sealed in a form that we know")
    try:
        return AESGCMSIV(data_key).decrypt(nonce, ciphertext, place.associated_data).decode()
    except InvalidTag:
        raise SealBroken(f"{place} was altered, moved, or sealed with another key") from None
