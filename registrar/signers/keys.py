"""DNSSEC keys at vendors that keep them as rows of a list, each with words of its own for the four fields."""

from collections.abc import Iterable, Mapping

from portfolio.dnssec import SigningKey
from registrar.exchange import Unreadable


def keys_told(rows: Iterable[Mapping[str, object]], words: Mapping[str, str]) -> frozenset[SigningKey]:
    """Return the keys in these rows; `words` gives our field by the vendor's. Raises `Unreadable`."""
    try:
        return frozenset(
            SigningKey.model_validate({ours: row.get(theirs) for theirs, ours in words.items()}, strict=True)
            for row in rows
        )
    except ValueError:
        raise Unreadable("the reply holds a key that is none") from None


def as_rows(keys: Iterable[SigningKey], words: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the keys as rows, always in the same order."""
    return [
        {theirs: getattr(key, ours) for theirs, ours in words.items()}
        for key in sorted(keys, key=lambda key: (key.tag, key.public_key))
    ]
