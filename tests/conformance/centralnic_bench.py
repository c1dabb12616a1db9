"""The benches of CentralNic Reseller and HEXONET: one dialect, two spellings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from registrar.contract import Receipt, RegistrationRequest, RenewalRequest, RestoreRequest, TransferRequest
from registrar.support import Capability
from sandbox.http_server import HttpResponse
from sandbox.vendors.centralnic import CentralNic, Hexonet
from sandbox.vendors.office import Dialect
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench

_Order = RegistrationRequest | RenewalRequest | TransferRequest | RestoreRequest


class CentralNicBench(SandboxBench):
    """
    The answer to a change of settings repeats no name.

    Orders of .ca are in English here, the registry's default: the vendor has no place for a language, and
    French is refused.
    """

    dialect: ClassVar[type[Dialect]] = CentralNic
    channels: ClassVar[Mapping[To, tuple[str, ...]]] = {
        READS: (
            "StatusDomain", "QueryDomainList", "QueryDomainListByContact", "CheckDomains", "DomainPrice",
            "StatusUser", "StatusDomainTransfer", "StatusAccount", "StatusContact", "QueryContactList",
            "QueryEventList", "StatusEvent",
        ),
        Capability.REGISTER: ("AddDomain",),
        Capability.TRANSFER_IN: ("TransferDomain",),
        Capability.RENEW: ("RenewDomain",),
        Capability.RESTORE: ("RestoreDomain",),
        Capability.KEEP_HANDLES: ("AddContact", "ModifyDomain"),
        Capability.SET_CONTACTS: ("ModifyDomain",),
        Capability.SET_NAMESERVERS: ("ModifyDomain",),
        Capability.SET_LOCK: ("ModifyDomain",),
        Capability.SET_AUTO_RENEW: ("SetDomainRenewalMode",),
        Capability.DNSSEC: ("ModifyDomain",),
        Capability.POLL: ("DeleteEvent",),
    }  # fmt: skip
    paid_operations: ClassVar[tuple[str, ...]] = (
        "AddDomain", "TransferDomain", "RenewDomain", "RestoreDomain",
    )  # fmt: skip
    contact_operations: ClassVar[tuple[str, ...]] = ("AddContact",)
    says_whom: frozenset[To] = frozenset({READS, Capability.RENEW})
    tells_sponsors = True
    keeps_restores = True

    def odd(self, answer: HttpResponse) -> HttpResponse:
        """Return the answer with a yes that is in no document."""
        return replace(answer, body=re.sub(rb"(?i)(code = )200", rb"\g<1>203", answer.body))

    def _noting(self, send: Callable[[_Order], Receipt]) -> Callable[[_Order], Receipt]:
        noted = super()._noting(send)
        return lambda request: noted(self.in_their_words(request))

    def in_their_words(self, request: _Order) -> _Order:
        """Return an order that the vendor can hold."""
        if not isinstance(request, RegistrationRequest) or "ca.language" not in request.attributes:
            return request
        return request.model_copy(update={"attributes": {**request.attributes, "ca.language": "en"}})


class HexonetBench(CentralNicBench):
    """The same in HEXONET's spelling, which has a place for the language."""

    dialect: ClassVar[type[Dialect]] = Hexonet

    def in_their_words(self, request: _Order) -> _Order:
        """Return the order as it is."""
        return request
