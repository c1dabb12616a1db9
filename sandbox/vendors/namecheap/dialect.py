"""The vendor's address: one path, a form or a query for each request, HTTP 200 for every answer but one."""

import hmac
from dataclasses import replace
from typing import ClassVar

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.objects import Sponsor
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.namecheap.operations import OPERATIONS, USER
from sandbox.vendors.namecheap.spelling import Asked, Refusal, answer, refusal
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.routes import form_fields

ADDRESS = "127.0.0.1"
_BY_LOWER = {f"namecheap.{name}".lower(): name for name in OPERATIONS}
_AS_NUMBER = {
    ResultCode.DOES_NOT_EXIST: 2019166,
    ResultCode.NOT_AUTHORIZED: 2016166,
    ResultCode.EXISTS: 3019166,
    ResultCode.VALUE_OUT_OF_RANGE: 2015167,
    ResultCode.INVALID_AUTH_INFO: 2011280,
    ResultCode.POLICY: 2011322,
}


class Namecheap(Dialect):
    """Namecheap as its documents describe it, for the user "sandbox" who asks from 127.0.0.1."""

    slug: ClassVar[str] = "namecheap"
    username: ClassVar[str] = f"{USER}@{ADDRESS}"
    path: ClassVar[str] = "/xml.response"
    sponsor: ClassVar[Sponsor] = sandbox_sponsor("namecheap", "Sandbox Form Registrar Inc.")

    def operation_of(self, request: HttpRequest) -> str:
        return _BY_LOWER.get(form_fields(request).get("command", "").lower(), "unknown")

    def answered(self, request: HttpRequest) -> HttpResponse:
        asked = form_fields(request)
        command = asked.get("command", "")
        try:
            self._raise_unless_known(asked)
            operation = _operation(command)
            return _xml(answer(f"namecheap.{operation}", OPERATIONS[operation](self.office, asked)))
        except Refusal as no:
            return _xml(refusal(command, no))
        except RegistryRefuses as no:
            return _xml(refusal(command, Refusal(_AS_NUMBER.get(no.code, 2030166), no.detail)))

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(405, {"Content-Type": "text/html"}, b"Too many requests")

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        real = self.answer(request)
        asked = form_fields(request)
        name = asked.get("domainname") or asked.get("domainlist") or f"{asked.get('sld')}.{asked.get('tld')}"
        return replace(real, body=real.body.replace(f'"{name}"'.encode(), f'"other-{name}"'.encode()))

    def _raise_unless_known(self, asked: Asked) -> None:
        if asked.get("apiuser") != USER or asked.get("username") != USER:
            raise Refusal(1019103, "Parameter UserName is not available")
        if not hmac.compare_digest(asked.get("apikey", "").encode(), self.secret.encode()):
            raise Refusal(1011102, "API Key is invalid or API access has not been enabled")
        if asked.get("clientip") != ADDRESS:
            raise Refusal(1011150, f"Invalid request IP: {asked.get('clientip', '')}")


def _operation(command: str) -> str:
    """The command as the vendor writes it, whatever its case. Raises `Refusal`."""
    if command.lower() not in _BY_LOWER:
        raise Refusal(1010104, "Parameter Command is missing")
    return _BY_LOWER[command.lower()]


def _xml(body: bytes) -> HttpResponse:
    return HttpResponse(200, {"Content-Type": "text/xml; charset=utf-8"}, body)
