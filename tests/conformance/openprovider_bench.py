"""The bench of Openprovider: the sandbox's dialect on a real socket, the adapter as it is connected."""

from registrar.support import Capability
from sandbox.vendors.openprovider import Openprovider
from sandbox.vendors.openprovider.operations import end_waiting
from tests.conformance.bench import PREPARATION, READS, To
from tests.conformance.sandbox_bench import SandboxBench

_CHANNELS: dict[To, tuple[str, ...]] = {
    READS: (
        "Login", "ListDomains", "CheckDomain", "GetPrice", "GetAuthCode", "ListCustomers", "GetCustomer",
        "GetReseller",
    ),
    PREPARATION: ("CreateCustomer", "UpdateDomain"),
    Capability.REGISTER: ("CreateDomain",),
    Capability.TRANSFER_IN: ("TransferDomain",),
    Capability.RENEW: ("RenewDomain",),
    Capability.RESTORE: ("RestoreDomain",),
    Capability.KEEP_HANDLES: ("CreateCustomer", "UpdateDomain"),
    Capability.SET_CONTACTS: ("UpdateDomain",),
    Capability.SET_NAMESERVERS: ("UpdateDomain",),
    Capability.SET_LOCK: ("UpdateDomain",),
    Capability.SET_AUTO_RENEW: ("UpdateDomain",),
    Capability.PRIVACY: ("UpdateDomain",),
    Capability.DNSSEC: ("UpdateDomain",),
}  # fmt: skip
_SAY_NO_NAME = (
    Capability.REGISTER,
    Capability.TRANSFER_IN,
    Capability.RENEW,
    Capability.RESTORE,
    PREPARATION,
)


class OpenproviderBench(SandboxBench):
    """
    Implements `tests.conformance.bench.Bench`.

    Orders are prepared: handles are made before a name is bought, and a renewal or a restore is marked.
    """

    dialect = Openprovider
    channels = _CHANNELS
    paid_operations = ("CreateDomain", "TransferDomain", "RenewDomain", "RestoreDomain")
    says_whom = frozenset(_CHANNELS) - frozenset(_SAY_NO_NAME)
    contact_operations = ("CreateCustomer",)
    has_preparation = True
    tells_wrong_auth_info = True
    keeps_restores = True

    def decline(self) -> None:
        super().decline()
        end_waiting(self.vendor.office, done=False)
