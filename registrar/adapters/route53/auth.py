"""AWS Signature Version 4, as Amazon's reference for its APIs gives it, and keys of the right environment."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import SecretStr

from registrar.errors import AccessRefused

LIVE_HOST, REGION, SERVICE = "route53domains.us-east-1.amazonaws.com", "us-east-1", "route53domains"
_LASTING = "AKIA"  # how Amazon's lasting access keys begin; others go with a token that we do not have


def authorization(
    headers: Mapping[str, str], body: bytes, *, username: str, secret: SecretStr, region: str, service: str
) -> str:
    """Return the field `Authorization` of a POST to "/"; `headers` are in order, with lower-case names."""
    at, names = headers["x-amz-date"], ";".join(headers)
    lines = [f"{name}:{value}" for name, value in headers.items()]
    canonical = "\n".join(["POST", "/", "", *lines, "", names, hashlib.sha256(body).hexdigest()])
    scope = (at[:8], region, service, "aws4_request")
    key = f"AWS4{secret.get_secret_value()}".encode()
    for part in scope:
        key = hmac.digest(key, part.encode(), "sha256")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", at, "/".join(scope), digest])
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    whose = f"Credential={'/'.join((username, *scope))}, SignedHeaders={names}"
    return f"AWS4-HMAC-SHA256 {whose}, Signature={signature}"


def signed(endpoint: str, target: str, body: bytes, *, username: str, secret: SecretStr) -> dict[str, str]:
    """
    Return the header fields of a request, dated by the machine's clock, which Amazon allows five minutes.

    Raises `AccessRefused`, nothing having been sent, for a key of the other environment.
    """
    if (urlsplit(endpoint).hostname == LIVE_HOST) is not username.startswith(_LASTING):
        raise AccessRefused("the access key belongs to another environment; nothing was sent")
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "host": urlsplit(endpoint).netloc,
        "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
        "x-amz-target": target,
    }
    whose = authorization(headers, body, username=username, secret=secret, region=REGION, service=SERVICE)
    return headers | {"authorization": whose}
