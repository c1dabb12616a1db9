"""OpenSRS' signature: two rounds of MD5 over exactly the bytes that are sent."""

import hashlib
from collections.abc import Mapping

from pydantic import SecretStr


def signed_headers(body: bytes, *, username: str, key: SecretStr) -> Mapping[str, str]:
    """Return the headers that `body` travels with (the vendor's reference, part "Overview")."""
    return {
        "Content-Type": "text/xml",
        "X-Username": username,
        "X-Signature": signature(body, key),
    }


def signature(body: bytes, key: SecretStr) -> str:
    """Return md5(md5(body + key) + key), each in lower-case hex."""
    secret = key.get_secret_value().encode()
    inner = _md5(body + secret)
    return _md5(inner.encode() + secret)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
