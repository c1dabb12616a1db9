"""Who may speak: the vendor's two headers over exactly the bytes that were sent."""

import hashlib
import hmac

from sandbox.http_server import HttpRequest


def signature_of(body: bytes, key: str) -> str:
    """Return md5(md5(body + key) + key), each in lower-case hex (the vendor's Overview, "headers")."""
    inner = hashlib.md5(body + key.encode()).hexdigest()
    return hashlib.md5((inner + key).encode()).hexdigest()


def is_allowed(request: HttpRequest, *, username: str, key: str) -> bool:
    """Whether the request is signed by the reseller `username` with `key`."""
    signed = request.headers.get("x-signature", "")
    expected = signature_of(request.body, key)
    known = request.headers.get("x-username") == username
    return hmac.compare_digest(signed.encode(), expected.encode()) and known
