"""The vendor's address: every request a POST, a word for yes and no, one answer for each key."""

import hashlib
import hmac
import json
from datetime import timedelta

from portfolio.values import Instant, PersonalValue
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.porkbun.asked import Asked, Refusal, no_domain, read
from sandbox.vendors.porkbun.operations import OPERATIONS, Told

KEYS_LAST = timedelta(hours=24)
_NOT_OURS = (ResultCode.DOES_NOT_EXIST, ResultCode.NOT_AUTHORIZED)


class _Answered(PersonalValue):
    """What was answered under a key, to a body of which only the hash is kept."""

    body_hash: str
    at: Instant
    answer: str


class Porkbun(Dialect):
    """
    Porkbun as its reference describes it, with a key of its test system, on the address that both share.

    Its limits, one look at a name in ten seconds and thirty days between renewals, are not kept here.
    """

    slug = "porkbun"
    username = "pk1_sb_example"
    path = "/api/json/v3"
    sponsor = sandbox_sponsor("porkbun", "Sandbox Farmyard Registrar LLC")

    def operation_of(self, request: HttpRequest) -> str:
        try:
            return read(request).operation
        except Refusal:
            return "unknown"

    def answered(self, request: HttpRequest) -> HttpResponse:
        try:
            self._raise_if_unknown(request)
            return _written(200, self._done(read(request), hashlib.sha256(request.body).hexdigest()))
        except Refusal as refusal:
            return _refused(refusal)
        except RegistryRefuses as refused:
            is_there = refused.code not in _NOT_OURS
            return _refused(Refusal("REGISTRY_REFUSED", refused.detail) if is_there else no_domain())

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        del request
        told = {"status": "ERROR", "message": "Rate limit exceeded.", "code": "RATE_LIMIT_EXCEEDED"}
        return _written(429, told | {"ttlRemaining": 7})

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        told = json.loads(answer.body)
        if isinstance(told.get("domain"), dict):
            told["domain"]["domain"] = f"other-{told['domain']['domain']}"
        elif "domain" in told:
            told["domain"] = f"other-{told['domain']}"
        if "results" in told:
            told["results"] = {f"other-{name}": result for name, result in told["results"].items()}
        return _written(answer.status, told)

    def _raise_if_unknown(self, request: HttpRequest) -> None:
        told = (request.headers.get("x-api-key", ""), request.headers.get("x-secret-api-key", ""))
        if not all(told):
            raise Refusal("API_KEY_REQUIRED", "An API key is required.")
        if not hmac.compare_digest(":".join(told).encode(), f"{self.username}:{self.secret}".encode()):
            raise Refusal("INVALID_API_KEYS_001", "Invalid API key.")

    def _done(self, asked: Asked, body_hash: str) -> Told:
        """Carry out a request, or tell again what its key was told in the last day."""
        office, note = self.office, f"key:{asked.key}"
        kept = office.notes.get(note) if asked.key else None
        known = _Answered.model_validate_json(kept) if kept else None
        if known is not None and office.clock.now() - known.at < KEYS_LAST:
            if known.body_hash != body_hash:
                raise Refusal("IDEMPOTENCY_KEY_MISMATCH", "The key was used for another request.", status=409)
            return json.loads(known.answer)
        told = {"status": "SUCCESS", **OPERATIONS[asked.operation](office, asked)}
        if asked.key:
            answered = _Answered(body_hash=body_hash, at=office.clock.now(), answer=json.dumps(told))
            office.notes[note] = answered.model_dump_json()
        return told


def _refused(refusal: Refusal) -> HttpResponse:
    told = {"status": "ERROR", "message": refusal.message, "code": refusal.code}
    return _written(refusal.status, told)


def _written(status: int, told: object) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/json"}, body)
