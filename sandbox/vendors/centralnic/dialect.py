"""The vendors' address: one path, a form with a command in lines, and a code for every no."""

import hmac
from collections.abc import Callable, Mapping
from typing import ClassVar

from portfolio.names import NotAName
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.objects import Sponsor
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.vendors.centralnic.commands import CENTRALNIC_ONLY, HEXONET_ONLY, OPERATIONS, Commands
from sandbox.vendors.centralnic.lines import (
    Asked,
    Refusal,
    Spelling,
    Told,
    about_another,
    asked_in,
    form_of,
    written,
)
from sandbox.vendors.office import Dialect, sandbox_sponsor

_AS_CODE = {
    ResultCode.POLICY: 541,
    ResultCode.VALUE_SYNTAX: 505,
    ResultCode.VALUE_OUT_OF_RANGE: 541,
    ResultCode.INVALID_AUTH_INFO: 541,
    ResultCode.NOT_ELIGIBLE_FOR_TRANSFER: 541,
    ResultCode.NOT_AUTHORIZED: 531,
    ResultCode.EXISTS: 554,
    ResultCode.DOES_NOT_EXIST: 545,
}


def _unknown(_commands: Commands, _asked: Asked) -> Told:
    raise Refusal(500, "Invalid command name")


class CentralNic(Dialect):
    """CentralNic Reseller as its knowledge base describes it."""

    slug: ClassVar[str] = "centralnic"
    username: ClassVar[str] = "sandbox"
    path: ClassVar[str] = "/api/call.cgi"
    sponsor: ClassVar[Sponsor] = sandbox_sponsor("centralnic", "Sandbox Reseller Registrar GmbH")
    operations: ClassVar[Mapping[str, Callable[[Commands, Asked], Told]]] = {**OPERATIONS, **CENTRALNIC_ONLY}
    spelling: ClassVar[Spelling] = Spelling(
        capitals=False,
        period=r"([0-9]{1,2})",
        entity=None,
        legal_type="X-CA-LEGAL-TYPE",
        privacy="X-WHOISPRIVACY",
        shows_privacy="X-WHOIS-PRIVACY",
        signer="DNSSEC",
        unsign="DNSSECDELALL",
    )

    def operation_of(self, request: HttpRequest) -> str:
        """Return the command, in the documents' own letters."""
        asked = asked_in(request).command.lower()
        return next((known for known in self.operations if known.lower() == asked), "unknown")

    def answered(self, request: HttpRequest) -> HttpResponse:
        """Carry the command out."""
        return written(self._told(request), self.spelling)

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many requests."""
        del request
        return written(
            Told(code=425, description="Service temporarily locked; usage exceeded"), self.spelling
        )

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Carry the command out, and tell another name."""
        return about_another(self.answer(request))

    def _told(self, request: HttpRequest) -> Told:
        try:
            self._raise_unless_known(form_of(request))
            operation = self.operations.get(self.operation_of(request), _unknown)
            return operation(Commands(self.office, self.spelling), asked_in(request))
        except Refusal as refusal:
            return Told(code=refusal.code, description=refusal.description)
        except RegistryRefuses as refused:
            code = _AS_CODE.get(refused.code, 552)
            return Told(code=code, description=f"Command not carried out; {refused.detail}")
        except NotAName:
            return Told(code=505, description="Invalid attribute value syntax")

    def _raise_unless_known(self, form: Mapping[str, str]) -> None:
        right = {"s_login": self.username, "s_pw": self.secret}
        right |= {"s_entity": self.spelling.entity} if self.spelling.entity else {}
        if not all(
            hmac.compare_digest(form.get(key, "").encode(), value.encode()) for key, value in right.items()
        ):
            raise Refusal(530, "Authentication failed")


class Hexonet(CentralNic):
    """HEXONET as its API documentation describes it, in the environment for tests."""

    slug: ClassVar[str] = "hexonet"
    sponsor: ClassVar[Sponsor] = sandbox_sponsor("hexonet", "Sandbox Entity Registrar GmbH")
    operations: ClassVar[Mapping[str, Callable[[Commands, Asked], Told]]] = {**OPERATIONS, **HEXONET_ONLY}
    spelling: ClassVar[Spelling] = Spelling(
        capitals=True,
        period=r"([0-9]{1,2})Y",
        entity="1234",
        legal_type="X-CA-LEGALTYPE",
        privacy="X-ACCEPT-WHOISTRUSTEE-TAC",
        shows_privacy="X-ACCEPT-WHOISTRUSTEE-TAC",
        signer="SECDNS-DS",
        unsign="SECDNS-REMOVE-ALL",
    )
