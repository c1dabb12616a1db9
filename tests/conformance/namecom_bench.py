"""The bench of Name.com: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

from portfolio.names import DomainName
from registrar.support import Capability
from sandbox.vendors.namecom import NameCom
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench


class NameComBench(SandboxBench):
    """The vendor keeps no reference of ours: which order a charge was made for is what was being sent."""

    dialect = NameCom
    channels = {
        READS: (
            "GetDomain", "ListDomains", "CheckAvailability", "GetPricingForDomain", "GetRequirement",
            "GetTransfer", "GetAuthCodeForDomain", "CheckAccountBalance", "ListOrders", "ListDNSSECs",
        ),
        Capability.REGISTER: ("CreateDomain",),
        Capability.TRANSFER_IN: ("CreateTransfer",),
        Capability.RENEW: ("RenewDomain",),
        Capability.SET_CONTACTS: ("SetContacts",),
        Capability.SET_NAMESERVERS: ("SetNameservers",),
        Capability.SET_LOCK: ("UpdateDomain",),
        Capability.SET_AUTO_RENEW: ("UpdateDomain",),
        Capability.PRIVACY: ("UpdateDomain",),
        Capability.DNSSEC: ("CreateDNSSEC", "DeleteDNSSEC"),
    }  # fmt: skip
    paid_operations = ("CreateDomain", "CreateTransfer", "RenewDomain")
    says_whom: frozenset[To] = frozenset(channels)
    unsure_name = DomainName("unsure-example.ee")
