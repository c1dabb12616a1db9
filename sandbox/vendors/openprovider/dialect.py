"""The vendor's address: JSON, a token from a login, a code in every envelope."""

import hashlib
import hmac
import json
from typing import ClassVar

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.openprovider.asked import Asked, Refusal, operation_of, read, text
from sandbox.vendors.openprovider.operations import OPERATIONS, end_restores, end_waiting

_AS_CODE = {
    ResultCode.EXISTS: 311,
    ResultCode.DOES_NOT_EXIST: 320,
    ResultCode.NOT_AUTHORIZED: 320,
    ResultCode.INVALID_AUTH_INFO: 318,
    ResultCode.VALUE_OUT_OF_RANGE: 316,
    ResultCode.VALUE_SYNTAX: 226,
    ResultCode.POLICY: 375,
    ResultCode.PENDING_TRANSFER: 514,
    ResultCode.NOT_ELIGIBLE_FOR_TRANSFER: 369,
}


class Openprovider(Dialect):
    """
    Openprovider as its document describes it, for the user "sandbox-reseller".

    A registration or a restore of a name that starts with "slow-" is requested only, until `settle`.
    """

    slug: ClassVar[str] = "openprovider"
    username: ClassVar[str] = "sandbox-reseller"
    path: ClassVar[str] = "/v1beta"
    sponsor = sandbox_sponsor("openprovider", "Sandbox Reseller Platform B.V.")

    @property
    def token(self) -> str:
        """The token that a login gives; another secret has another one."""
        return hashlib.sha256(f"token {self.secret}".encode()).hexdigest()[:32]

    def operation_of(self, request: HttpRequest) -> str:
        """Return the vendor's word for what is asked."""
        return operation_of(request)[0]

    def answered(self, request: HttpRequest) -> HttpResponse:
        """Carry the request out."""
        try:
            return _written(200, {"code": 0, "data": self._told(request), "desc": "", "maintenance": False})
        except Refusal as no:
            return _refused(no)
        except RegistryRefuses as refused:
            return _refused(Refusal(_AS_CODE.get(refused.code, 366), refused.detail))

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many requests."""
        del request
        return _written(429, {"code": 4005, "desc": "Too many requests", "data": ""})

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Carry the request out, and tell another name or number."""
        answer = self.answer(request)
        told = json.loads(answer.body)
        for one in (told["data"], *(told["data"].get("results", ()))):
            if isinstance(one.get("domain"), dict):
                one["domain"]["name"] = f"other-{one['domain']['name']}"
            elif "domain" in one:
                one["domain"] = f"other-{one['domain']}"
            if "id" in one:
                one["id"] += 1
        return _written(answer.status, told)

    def settle(self) -> None:
        """Let losing registrars let go, and what is only requested be done."""
        super().settle()
        with self.lock:
            end_waiting(self.office, done=True)
            end_restores(self.office)

    def _told(self, request: HttpRequest) -> object:
        asked = read(request)
        if asked.operation == "Login":
            return self._logged_in(asked)
        bearer = request.headers.get("authorization", "")
        if not hmac.compare_digest(bearer.encode(), f"Bearer {self.token}".encode()):
            raise Refusal(196, "Authentication/Authorization Failed", 401)
        if asked.operation not in OPERATIONS:
            raise Refusal(4001, "Wrong command name.", 404)
        return OPERATIONS[asked.operation](self.office, asked)

    def _logged_in(self, asked: Asked) -> object:
        login = f"{text(asked.body, 'username')}:{text(asked.body, 'password')}"
        if not hmac.compare_digest(login.encode(), f"{self.username}:{self.secret}".encode()):
            raise Refusal(196, "Authentication/Authorization Failed")
        return {"token": self.token, "reseller_id": 100001}


def _refused(no: Refusal) -> HttpResponse:
    return _written(no.status, {"code": no.code, "desc": no.desc, "data": ""})


def _written(status: int, told: object) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/json"}, body)
