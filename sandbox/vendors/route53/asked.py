"""What was asked: whose signature, which operation, what body. What does not fit is refused."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import cast

from portfolio.names import DomainName, NotAName
from sandbox.http_server import HttpRequest

Items = Mapping[str, object]
TARGET = "Route53Domains_v20140515."


class Refusal(Exception):
    """A no: a code of the model, or of those common to Amazon's services, a message, and what else it has."""

    def __init__(self, code: str, message: str, **more: str) -> None:
        super().__init__(message)
        self.told = {"__type": code, "message": message, **more}


def raise_unless_signed(request: HttpRequest, username: str, secret: str) -> None:
    """
    Raise `Refusal` unless the request is signed with the account's key (AWS Signature Version 4).

    Its date is not compared with the sandbox's clock, which can be anywhere.
    """
    told = request.headers.get("authorization", "").removeprefix("AWS4-HMAC-SHA256 ")
    parts = {key: value for key, _, value in (part.strip().partition("=") for part in told.split(","))}
    key_id, _, scope = parts.get("Credential", "").partition("/")
    if key_id != username:
        raise Refusal("UnrecognizedClientException", "The security token included in the request is invalid.")
    names = parts.get("SignedHeaders", "").split(";")
    lines = [f"{name}:{request.headers.get(name, '').strip()}\n" for name in names]
    body = hashlib.sha256(request.body).hexdigest()
    canonical = f"{request.method}\n/\n\n{''.join(lines)}\n{';'.join(names)}\n{body}".encode()
    at = request.headers.get("x-amz-date", "")
    stated = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical).hexdigest()}"
    right = _signature(secret, scope, stated)
    is_whole = {"host", "x-amz-date", "x-amz-target"} <= set(names)
    is_ours = scope == f"{at[:8]}/us-east-1/route53domains/aws4_request"
    if not (is_whole and is_ours and hmac.compare_digest(right, parts.get("Signature", ""))):
        raise Refusal("InvalidSignatureException", "The request signature we calculated does not match.")


def _signature(secret: str, scope: str, stated: str) -> str:
    key = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), stated):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


def operation_in(request: HttpRequest) -> str:
    """Return the operation that a request names, whether there is such a one or not."""
    return request.headers.get("x-amz-target", "").removeprefix(TARGET)


def body_of(request: HttpRequest) -> Items:
    """Return the body. Raises `Refusal`."""
    if request.headers.get("content-type") != "application/x-amz-json-1.1":
        raise Refusal("UnknownOperationException", "")
    try:
        return items(json.loads(request.body), "body")
    except ValueError:
        raise Refusal("SerializationException", "the body is not JSON") from None


def items(value: object, where: str) -> Items:
    """Return an object of a body. Raises `Refusal`."""
    if not isinstance(value, dict):
        raise Refusal("SerializationException", f"{where} is not a structure")
    return cast("Items", value)


def rows(body: Items, key: str) -> list[object]:
    """Return a list of a body, empty where it is missing. Raises `Refusal`."""
    value = body.get(key, [])
    if not isinstance(value, list):
        raise Refusal("SerializationException", f"{key} is not a list")
    return cast("list[object]", value)


def text(body: Items, key: str) -> str:
    """Return a text of a body. Raises `Refusal`."""
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Refusal("InvalidInput", f"{key} is required")
    return value


def whole(body: Items, key: str, default: int | None = None) -> int:
    """Return a whole number of a body. Raises `Refusal`."""
    value = body.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal("SerializationException", f"{key} is not an integer")
    return value


def switch(body: Items, key: str, *, default: bool) -> bool:
    """Return a yes or no of a body. Raises `Refusal`."""
    value = body.get(key, default)
    if not isinstance(value, bool):
        raise Refusal("SerializationException", f"{key} is not a boolean")
    return value


def name_in(body: Items) -> DomainName:
    """Return the name that a body is about. Raises `Refusal`."""
    try:
        return DomainName(text(body, "DomainName"))
    except NotAName:
        raise Refusal("InvalidInput", "the domain name is not valid") from None
