"""The vendor's address: JSON over HTTP's verbs, 202 for every change, pages with their total in a header."""

import hmac
import json
from collections.abc import Mapping

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.gandi.asked import Asked, Refusal, operation_of, read
from sandbox.vendors.gandi.operations import CHANGES, READS, Rows
from sandbox.vendors.office import Dialect, sandbox_sponsor

_AS_STATUS = {
    ResultCode.DOES_NOT_EXIST: 404,
    ResultCode.NOT_AUTHORIZED: 404,
    ResultCode.STATUS_PROHIBITS: 409,
    ResultCode.PENDING_TRANSFER: 409,
    ResultCode.ASSOCIATION_PROHIBITS: 409,
}


class Gandi(Dialect):
    """
    Gandi as its API documents describe it, for the token's own user ("me").

    What is accepted is done at once, but for transfers, which wait for the losing registrar.
    """

    slug = "gandi"
    username = "me"
    path = "/v5"
    currency = "USD"
    sponsor = sandbox_sponsor("gandi", "Sandbox Accepting Registrar SAS")

    def operation_of(self, request: HttpRequest) -> str:
        try:
            return operation_of(request)[0]
        except Refusal:
            return "unknown"

    def answered(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("authorization", "")
        if not hmac.compare_digest(told.encode(), f"Bearer {self.secret}".encode()):
            return _refused(401, "Unauthorized", "The server could not verify that you are authorized")
        try:
            return self._done(read(request))
        except Refusal as refusal:
            return _refused(refusal.status, refusal.cause, refusal.message)
        except RegistryRefuses as refused:
            return _refused(_AS_STATUS.get(refused.code, 400), "Bad Request", refused.detail)

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        del request
        return _refused(429, "Too Many Requests", "Rate limit exceeded")

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        told = json.loads(answer.body)
        parts = [told, *told.get("products", []), told.get("params", {})] if isinstance(told, dict) else told
        for part in parts:
            for key in {"fqdn", "name", "domain"} & set(part):
                part[key] = f"other-{part[key]}"
        return _json(answer.status, told, answer.headers)

    def _done(self, asked: Asked) -> HttpResponse:
        if asked.operation in READS:
            told = READS[asked.operation](self.office, asked)
            return self._paged(asked, told) if isinstance(told, list) else _json(200, told)
        try:
            CHANGES[asked.operation](self.office, asked)
        except Refusal as refusal:
            if not asked.dry or refusal.status != 400:
                raise
            field, _, what = refusal.message.partition(": ")
            errors = [{"description": what, "location": "body", "name": field}]
            return _json(200, {"status": "error", "errors": errors})
        if asked.dry:
            return _json(200, {"status": "success"})
        return _json(202, {"message": "Confirmation message."})

    def _paged(self, asked: Asked, rows: Rows) -> HttpResponse:
        """A page; one behind the last is empty. Only the list of names is told short or miscounted."""
        number, asked_for = int(asked.query.get("page", "1")), int(asked.query.get("per_page", "100"))
        size, extra = asked_for, 0
        if asked.operation == "ListDomains":
            size, extra = min(asked_for, self.office.largest_page), self.office.miscounts
        total = {"Total-Count": str(len(rows) + extra)}
        return _json(200, rows[size * (number - 1) : size * number], total)


def _refused(status: int, cause: str, message: str) -> HttpResponse:
    told = {"code": status, "cause": cause, "message": message, "object": f"HTTP{cause.replace(' ', '')}"}
    return _json(status, told)


def _json(status: int, told: object, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/json", **(headers or {})}, body)
