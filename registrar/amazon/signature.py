"""AWS Signature Version 4, as Amazon's reference for its APIs gives it: of a POST to "/"."""

import hashlib
import hmac
from collections.abc import Mapping

from pydantic import SecretStr


def authorization(
    headers: Mapping[str, str], body: bytes, *, username: str, secret: SecretStr, region: str, service: str
) -> str:
    """
    Return the field `Authorization` of a request.

    `headers` are those that are signed, in order and with lower-case names; `x-amz-date` is one of them.
    """
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
