"""Name.com's credentials, and the key under which an order is sent once however often it is sent."""

from base64 import b64encode
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from pydantic import SecretStr

from registrar.errors import AccessRefused
from registrar.json_line import Call

LIVE_HOST, TEST_HOST = "api.name.com", "api.dev.name.com"
_ORDERS = UUID("7c0f4d1e-5b3a-4a68-9d52-0c8f6d2b9e41")


def headers(call: Call, *, username: str, token: SecretStr, endpoint: str) -> dict[str, str]:
    """
    Return what a request is signed with (RFC 7617), and its key.

    Raises `AccessRefused`, nothing having been sent, for a user of the other environment: those of the test
    system end in "-test".
    """
    host = urlsplit(endpoint).hostname
    if host in (LIVE_HOST, TEST_HOST) and username.endswith("-test") is not (host == TEST_HOST):
        raise AccessRefused("the user name belongs to the other environment; nothing was sent")
    basic = b64encode(f"{username}:{token.get_secret_value()}".encode()).decode("ascii")
    key = {"X-Idempotency-Key": call.key} if call.key else {}
    return {"Authorization": f"Basic {basic}", "Accept": "application/json", **key}


def idempotency_key(reference: str) -> str:
    """Return the key of our order `reference`: a UUID, the same for every try."""
    return str(uuid5(_ORDERS, reference))
