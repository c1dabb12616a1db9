"""The vendor's address: JSON over HTTP's verbs, a status for every no, one answer for each key."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from email.utils import format_datetime

from portfolio.values import Instant, PersonalValue
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.namecom.asked import Asked, Refusal, operation_of, read
from sandbox.vendors.namecom.operations import OPERATIONS
from sandbox.vendors.office import Dialect, sandbox_sponsor

USERNAME = "sandbox-test"
KEYS_LAST = timedelta(hours=12)
_AS_STATUS = {
    ResultCode.POLICY: 400,
    ResultCode.VALUE_SYNTAX: 400,
    ResultCode.VALUE_OUT_OF_RANGE: 400,
    ResultCode.INVALID_AUTH_INFO: 400,
    ResultCode.EXISTS: 400,
    ResultCode.DOES_NOT_EXIST: 404,
}


class _Answered(PersonalValue):
    """What was answered under an idempotency key, to a body of which only the hash is kept."""

    body_hash: str
    at: Instant
    answer: str


class NameCom(Dialect):
    """
    Name.com as its document describes it, for the user "sandbox-test".

    An idempotency key is the reference of the registration that came under it.
    """

    slug = "namecom"
    username = USERNAME
    path = "/core/v1"
    sponsor = sandbox_sponsor("namecom", "Sandbox Retail Registrar Inc.")

    def operation_of(self, request: HttpRequest) -> str:
        """Return the operation's name, "unknown" where there is none."""
        try:
            return operation_of(request)[0]
        except Refusal:
            return "unknown"

    def answered(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says and answer it."""
        try:
            return self._answered(request)
        except Refusal as refusal:
            return _refused(refusal)
        except RegistryRefuses as refused:
            return _refused(Refusal(_AS_STATUS.get(refused.code, 409), "Invalid argument", refused.detail))

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many requests, and when there may be more; nothing is done."""
        del request
        now = self.office.clock.now()
        until = {
            "X-RateLimit-Reset": str(int(now.timestamp()) + 30),
            "Date": format_datetime(now, usegmt=True),
        }
        return _written(429, {"message": "Rate Limit Exceeded"}, until)

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says, and tell another name in the place of the one that it is about."""
        answer = self.answer(request)
        told = json.loads(answer.body or b"{}")
        for part in (told, told.get("domain"), told.get("transfer")):
            if isinstance(part, dict) and "domainName" in part:
                part["domainName"] = f"other-{part['domainName']}"
        return _written(answer.status, told)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("authorization", "")
        right = base64.b64encode(f"{USERNAME}:{self.secret}".encode()).decode("ascii")
        if not hmac.compare_digest(told.encode(), f"Basic {right}".encode()):
            raise Refusal(401, "Unauthorized")
        asked = read(request)
        if asked.operation == "DeleteDNSSEC":
            OPERATIONS[asked.operation](self.office, asked)
            return HttpResponse(204, {}, b"")
        if asked.operation != "CreateDomain" or asked.key is None:
            return _written(200, OPERATIONS[asked.operation](self.office, asked))
        return self._once(asked, asked.key, hashlib.sha256(request.body).hexdigest())

    def _once(self, asked: Asked, key: str, body_hash: str) -> HttpResponse:
        """Carry out an order, or give the answer again that its key had in the last twelve hours."""
        kept, now = self.office.notes.get(f"key:{key}"), self.office.clock.now()
        known = _Answered.model_validate_json(kept) if kept else None
        if known is None or now - known.at >= KEYS_LAST:
            body = json.dumps(OPERATIONS[asked.operation](self.office, asked))
            answered = _Answered(body_hash=body_hash, at=now, answer=body)
            self.office.notes[f"key:{key}"] = answered.model_dump_json()
            return _json(200, body, {"X-Idempotency-Key": key})
        if known.body_hash != body_hash:
            raise Refusal(409, "Idempotency key has been reused for a different request")
        return _json(200, known.answer, {"X-Idempotency-Key": key, "X-Idempotent-Replay": "1"})


def _refused(refusal: Refusal) -> HttpResponse:
    return _written(refusal.status, {"message": refusal.message, "details": refusal.details})


def _written(status: int, told: object, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return _json(status, json.dumps(told, ensure_ascii=False), headers or {})


def _json(status: int, body: str, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(status, {"Content-Type": "application/json", **headers}, body.encode())
