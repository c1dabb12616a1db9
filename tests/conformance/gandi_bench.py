"""The bench of Gandi: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

from registrar.support import Capability
from sandbox.vendors.gandi import Gandi
from tests.conformance.bench import READS
from tests.conformance.sandbox_bench import SandboxBench


class GandiBench(SandboxBench):
    """The answer to a change (202) says nothing of the name. A dry run is a question."""

    dialect = Gandi
    secret = "conformance-token-0123456789"
    channels = {
        READS: (
            "GetDomain", "ListDomains", "CheckDomain", "GetTransfer", "CheckTransfer", "GetRestore",
            "ListKeys", "GetTld", "GetBilling", "CreateDomainDryRun", "RenewDomainDryRun",
            "TransferInDryRun", "ChangeOwnerDryRun", "SetOwnerDryRun",
        ),
        Capability.REGISTER: ("CreateDomain",),
        Capability.TRANSFER_IN: ("TransferIn",),
        Capability.RENEW: ("RenewDomain",),
        Capability.RESTORE: ("RestoreDomain",),
        Capability.SET_CONTACTS: ("SetContacts", "ChangeOwner", "SetOwner"),
        Capability.SET_NAMESERVERS: ("SetNameservers",),
        Capability.SET_LOCK: ("SetStatus",),
        Capability.SET_AUTO_RENEW: ("SetAutoRenew",),
        Capability.DNSSEC: ("SetKeys",),
        Capability.PRIVACY: ("SetOwner",),
    }  # fmt: skip
    paid_operations = ("CreateDomain", "TransferIn", "RenewDomain", "RestoreDomain")
    says_whom = frozenset({READS})
    keeps_restores = True
