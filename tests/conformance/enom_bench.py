"""The bench of Enom: what its commands do, and what its answers can tell."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from registrar.contract import Receipt, RenewalRequest
from registrar.support import Capability
from sandbox.http_server import HttpResponse
from sandbox.vendors.enom import Enom
from sandbox.vendors.office import Dialect
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench


class EnomBench(SandboxBench):
    """
    The vendor keeps no reference of ours, and no key. Few of its yeses say which name they are about.

    A restore leaves nothing that carries a reference, but its price is told.
    """

    dialect: ClassVar[type[Dialect]] = Enom
    channels: ClassVar[Mapping[To, tuple[str, ...]]] = {
        READS: (
            "Check", "GetExpiredDomains", "GetDomainInfo", "GetDomains", "GetContacts", "GetRegLock",
            "GetRenew", "GetDnsSec", "GetWPPSInfo", "TP_GetDetailsByDomain", "PE_GetProductPrice",
            "GetBalance",
        ),
        Capability.REGISTER: ("Purchase",),
        Capability.RENEW: ("Extend",),
        Capability.RESTORE: ("Extend_RGP",),
        Capability.TRANSFER_IN: ("TP_CreateOrder",),
        Capability.SET_CONTACTS: ("Contacts",),
        Capability.SET_NAMESERVERS: ("ModifyNS",),
        Capability.SET_LOCK: ("SetRegLock",),
        Capability.SET_AUTO_RENEW: ("SetRenew",),
        Capability.PRIVACY: ("ServiceSelect",),
        Capability.DNSSEC: ("AddDnsSec", "DeleteDnsSec"),
    }  # fmt: skip
    paid_operations: ClassVar[tuple[str, ...]] = ("Purchase", "Extend", "Extend_RGP", "TP_CreateOrder")
    says_whom: frozenset[To] = frozenset(
        {READS, Capability.RENEW, Capability.RESTORE, Capability.TRANSFER_IN, Capability.PRIVACY}
    )
    keeps_restores = True
    tells_registered = False
    _renewed: frozenset[str] = frozenset()

    def _noting(self, send: Callable[[Any], Receipt]) -> Callable[[Any], Receipt]:
        """Send as ever, but no renewal within a day of another: the vendor refuses it."""
        noted = super()._noting(send)

        def a_day_later(request: Any) -> Receipt:
            if isinstance(request, RenewalRequest):
                others = self._renewed - {request.reference}
                self.clock.move_to(self.clock.now() + timedelta(days=len(others)))
                self._renewed |= {request.reference}
            return noted(request)

        return a_day_later

    def odd(self, answer: HttpResponse) -> HttpResponse:
        """Return the answer with another word in the place of its "Done"."""
        return replace(answer, body=answer.body.replace(b"<Done>true<", b"<Done>accepted<"))
