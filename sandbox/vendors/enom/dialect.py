"""The vendor's address: one path, a form or a query for each request, HTTP 200 for every answer."""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, ClassVar

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.objects import Sponsor
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.enom.operations import OPERATIONS
from sandbox.vendors.enom.spelling import texts
from sandbox.vendors.namecheap.spelling import Asked, Element, Refusal
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.routes import form_fields

# Any: lxml comes without types.
etree: Any = import_module("lxml.etree")

_BY_LOWER = {name.lower(): name for name in OPERATIONS}
_AS_NUMBER: Mapping[ResultCode, int] = {
    ResultCode.DOES_NOT_EXIST: 316153,
    ResultCode.NOT_AUTHORIZED: 413153,
    ResultCode.EXISTS: 315153,
    ResultCode.VALUE_OUT_OF_RANGE: 303197,
    ResultCode.INVALID_AUTH_INFO: 304185,
    ResultCode.POLICY: 706153,
}


class Enom(Dialect):
    """Enom as its documents describe it, for the login "sandbox"."""

    slug: ClassVar[str] = "enom"
    username: ClassVar[str] = "sandbox"
    path: ClassVar[str] = "/interface.asp"
    sponsor: ClassVar[Sponsor] = sandbox_sponsor("enom", "Sandbox Interface Registrar Inc.")

    def operation_of(self, request: HttpRequest) -> str:
        return _BY_LOWER.get(form_fields(request).get("command", "").lower(), "unknown")

    def answered(self, request: HttpRequest) -> HttpResponse:
        asked = form_fields(request)
        command = asked.get("command", "")
        try:
            self._raise_unless_known(asked)
            return _xml(command, OPERATIONS[_operation(command)](self.office, asked))
        except Refusal as no:
            return _xml(command, (), no)
        except RegistryRefuses as no:
            return _xml(command, (), Refusal(_AS_NUMBER.get(no.code, 312153), no.detail))

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(429, {"Content-Type": "text/html"}, b"Too many requests")

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        real = self.answer(request)
        asked = form_fields(request)
        sld, tld = (asked.get(key) or asked.get(f"{key}1", "") for key in ("sld", "tld"))
        body = real.body.replace(f">{sld}.{tld}<".encode(), f">other-{sld}.{tld}<".encode())
        return replace(real, body=body.replace(f"<sld>{sld}<".encode(), f"<sld>other-{sld}<".encode()))

    def _raise_unless_known(self, asked: Asked) -> None:
        is_known = hmac.compare_digest(asked.get("pw", "").encode(), self.secret.encode())
        if asked.get("uid") != self.username or not is_known:
            raise Refusal(304155, "Bad User name or Password")


def _operation(command: str) -> str:
    """The command as the vendor writes it, whatever its case. Raises `Refusal`."""
    if command.lower() not in _BY_LOWER:
        raise Refusal(304150, "The command is not valid")
    return _BY_LOWER[command.lower()]


def _xml(command: str, results: tuple[Element, ...], no: Refusal | None = None) -> HttpResponse:
    """Return an answer as the vendor writes it: what is told, and then what is told with every answer."""
    number = no.number if no and no.number < 1_000_000 else 304000
    errors = (Element("errors", children=(Element("Err1", text=no.words),)),) if no else ()
    response = Element(
        "response",
        children=(
            Element("ResponseNumber", text=str(number)),
            Element("ResponseString", text="Validation error"),
        ),
    )
    responses = (Element("responses", children=(response,)),) if no else ()
    said = {"Command": command.upper(), "APIType": "API", "Language": "eng", "ErrCount": str(len(errors))}
    more = {"IsLockable": "True", "IsRealTimeTLD": "True", "ExecTime": "0.011", "Done": "true"}
    told = (*results, *texts(said), *errors, Element("ResponseCount", text=str(len(errors))), *responses)
    root = etree.Element("interface-response")
    root.extend([_element(one) for one in (*told, *texts(more))])
    body = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(200, {"Content-Type": "text/xml; charset=utf-8"}, body)


def _element(one: Element) -> Any:
    found = etree.Element(one.tag, dict(one.attributes))
    found.text = one.text or None
    found.extend([_element(child) for child in one.children])
    return found
