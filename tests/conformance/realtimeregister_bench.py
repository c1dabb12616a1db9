"""The bench of Realtime Register: what its operations do, and what its answers can tell."""

from collections.abc import Mapping
from typing import ClassVar

from portfolio.order import OrderKind
from registrar.support import Capability
from sandbox.vendors.office import Dialect
from sandbox.vendors.realtimeregister import RealtimeRegister
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench

_DRY = ("createDomain?quote", "renewDomain?quote", "transferDomain?quote", "restoreDomain?quote")


class RealtimeRegisterBench(SandboxBench):
    """A dry run is a read. A renewal carries nothing of ours; a registration and a restore do."""

    dialect: ClassVar[type[Dialect]] = RealtimeRegister
    channels: ClassVar[Mapping[To, tuple[str, ...]]] = {
        READS: (
            "listDomains", "getDomain", "checkDomain", "transferInfo", "listProcesses", "getProcess",
            "getTldInfo", "listContacts", "getContact", "getPricelist", "getCredits", "pollNotification",
            *_DRY,
        ),
        Capability.REGISTER: ("createDomain",),
        Capability.RENEW: ("renewDomain",),
        Capability.RESTORE: ("restoreDomain",),
        Capability.TRANSFER_IN: ("transferDomain",),
        Capability.SET_CONTACTS: ("updateDomain",),
        Capability.KEEP_HANDLES: ("createContact", "updateDomain"),
        Capability.SET_NAMESERVERS: ("updateDomain",),
        Capability.SET_LOCK: ("updateDomain",),
        Capability.SET_AUTO_RENEW: ("updateDomain",),
        Capability.PRIVACY: ("updateDomain",),
        Capability.DNSSEC: ("updateDomain",),
        Capability.POLL: ("ackNotification",),
    }  # fmt: skip
    paid_operations: ClassVar[tuple[str, ...]] = (
        "createDomain", "renewDomain", "transferDomain", "restoreDomain",
    )  # fmt: skip
    contact_operations: ClassVar[tuple[str, ...]] = ("createContact", "addContactProperties")
    says_whom: frozenset[To] = frozenset({READS})
    keeps_restores = True

    def decline(self) -> None:
        """Let slow registrations fail too."""
        super().decline()
        for order in list(self.vendor.office.orders.values()):
            if order.status == "pending" and order.kind is OrderKind.REGISTER:
                self.vendor.office.refund(order.number)
