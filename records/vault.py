"""The data keys of one transaction: one a client, one of the house, one of the audit chain."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from records.encryption import Place, WrappingKey, new_data_key, seal, unseal
from records.errors import NotHeld
from records.tables import DataKeyRow

_WRAPPED = select(col(DataKeyRow.wrapped)).where(col(DataKeyRow.owner) == bindparam("owner"))

HOUSE = "house"
AUDIT = "audit"
_BLIND = b"blind index:"


def of_client(slug: str | None) -> str:
    """Return the owner under whose name a client's data key is kept; the house for no client."""
    return HOUSE if slug is None else f"client:{slug}"


class Vault:
    """Seals and opens fields by their owner. Keys are unwrapped once a transaction and never leave it."""

    def __init__(self, session: Session, wrapping_key: WrappingKey) -> None:
        self._session = session
        self._wrapping_key = wrapping_key
        self._unwrapped: dict[str, bytes] = {}

    def make_key(self, owner: str, at: datetime) -> None:
        """Give `owner` a data key."""
        wrapped = self._wrapping_key.wrap(new_data_key())
        self._session.add(DataKeyRow(owner=owner, wrapped=wrapped, made_at=at))
        self._session.flush()

    def key_of(self, owner: str) -> bytes:
        """Return the data key of `owner`. Raises `NotHeld` when it was deleted, `SealBroken` when altered."""
        if owner not in self._unwrapped:
            wrapped = self._session.connection().execute(_WRAPPED, {"owner": owner}).scalar()
            if wrapped is None:
                raise NotHeld(f"there is no data key of {owner}: what was sealed with it cannot be read")
            self._unwrapped[owner] = self._wrapping_key.unwrap(wrapped, owner=owner)
        return self._unwrapped[owner]

    def seal(self, owner: str, plain: str, place: Place) -> bytes:
        """Return `plain` sealed under the owner's key for `place`."""
        return seal(self.key_of(owner), plain, place)

    def unseal(self, owner: str, sealed: bytes, place: Place) -> str:
        """Return what was sealed. Raises `SealBroken` when it does not belong where it lies."""
        return unseal(self.key_of(owner), sealed, place)

    def blind_index(self, text: str) -> str:
        """
        Return what finds `text` again without telling it: 32 hexadecimal digits, of this house alone.

        For e-mail addresses; upper and lower case are one.
        """
        key = self.key_of(HOUSE)
        return hmac.new(key, _BLIND + text.casefold().encode(), hashlib.sha256).hexdigest()[:32]
