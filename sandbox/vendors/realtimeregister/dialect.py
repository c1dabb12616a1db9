"""The vendor's address: JSON, a key in a header, a type for every no."""

import hmac
import json
from collections.abc import Mapping
from typing import cast

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.realtimeregister.asked import AS_TYPE, Asked, Items, Refusal, read
from sandbox.vendors.realtimeregister.operations import OPERATIONS, arrive, register


class RealtimeRegister(Dialect):
    """Realtime Register as its reference describes it, for the customer "sandbox" and its key."""

    slug = "realtimeregister"
    username = "sandbox"
    path = "/v2"
    sponsor = sandbox_sponsor("realtimeregister", "Sandbox Process Registrar B.V.")

    def operation_of(self, request: HttpRequest) -> str:
        """Return the vendor's word; a dry run is one of its own."""
        try:
            asked = read(request)
        except Refusal:
            return "unknown"
        return f"{asked.operation}?quote" if asked.is_dry else asked.operation

    def answered(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says and answer it."""
        told = request.headers.get("authorization", "")
        if not hmac.compare_digest(told.encode(), f"ApiKey {self.secret}".encode()):
            return _written(401, {"type": "AuthenticationFailed", "message": "Authentication failed"})
        arrive(self.office)
        try:
            asked = read(request)
            return _written(*OPERATIONS[asked.operation](self.office, asked))
        except Refusal as refusal:
            return _written(refusal.status, refusal.told)
        except RegistryRefuses as refused:
            status, kind = AS_TYPE.get(refused.code, (400, "ObjectStatusProhibitsOperation"))
            return _written(status, {"type": kind, "message": refused.detail})

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many requests; nothing is done."""
        del request
        told: Items = {"type": "RateLimitExceeded", "message": "Too many requests"}
        return _written(429, told, {"Retry-After": "30"})

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says, and tell another name in the place of the one that it is about."""
        answer = self.answer(request)
        told = cast("Items", json.loads(answer.body))
        if "domainName" in told:
            told["domainName"] = f"other-{told['domainName']}"
        return _written(answer.status, told)

    def settle(self) -> None:
        """Let everything happen that was accepted: slow registrations, and losing registrars that let go."""
        with self.lock:
            for order in [order for order in self.office.orders.values() if order.status == "pending"]:
                if order.kind == "register":
                    body = json.loads(self.office.notes[f"command:{order.number}"])
                    asked = Asked("createDomain", (order.name,), {}, body)
                    register(self.office, order.name, asked, order.years)
                    self.office.complete(order.number)
            super().settle()
            arrive(self.office)


def _written(status: int, told: Items | None, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/json", **(headers or {})}, body)
