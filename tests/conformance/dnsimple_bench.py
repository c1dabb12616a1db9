"""The bench of DNSimple: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

from portfolio.contacts import ContactRole
from registrar.support import Capability
from sandbox.vendors.dnsimple import Dnsimple
from tests.conformance.bench import READS, UNHOLDABLE, To
from tests.conformance.sandbox_bench import SandboxBench

_SETS_REGISTRANT = ("createRegistrantChange",)


class DnsimpleBench(SandboxBench):
    """
    One contact with every name. A check of a change of registrant is a question.

    Where a yes has no body, half of it is none: the answer is then cut off in its status.
    """

    dialect = Dnsimple
    secret = "conformance-token-0123456789"
    channels = {
        READS: (
            "getDomain", "listDomains", "getContact", "listContacts", "checkDomain", "getDomainPrices",
            "getDomainTransfer", "getDomainDelegation", "getDomainTransferLock", "getTldExtendedAttributes",
            "checkRegistrantChange", "listDomainDelegationSignerRecords",
        ),
        Capability.REGISTER: ("registerDomain",),
        Capability.TRANSFER_IN: ("transferDomain",),
        Capability.RENEW: ("domainRenew",),
        Capability.RESTORE: ("domainRestore",),
        Capability.KEEP_HANDLES: ("createContact", *_SETS_REGISTRANT),
        Capability.SET_CONTACTS: _SETS_REGISTRANT,
        Capability.SET_NAMESERVERS: ("changeDomainDelegation",),
        Capability.SET_LOCK: ("enableDomainTransferLock", "disableDomainTransferLock"),
        Capability.SET_AUTO_RENEW: ("enableDomainAutoRenewal", "disableDomainAutoRenewal"),
        Capability.PRIVACY: ("enableWhoisPrivacy", "disableWhoisPrivacy"),
        Capability.DNSSEC: ("createDomainDelegationSignerRecord", "deleteDomainDelegationSignerRecord"),
    }  # fmt: skip
    paid_operations = ("registerDomain", "transferDomain", "domainRenew", "domainRestore")
    contact_operations = ("createContact",)
    roles_held = frozenset({ContactRole.REGISTRANT})
    tells_registered = False
    keeps_restores = True
    says_whom: frozenset[To] = frozenset(
        {READS, Capability.RENEW, Capability.RESTORE, Capability.SET_CONTACTS, Capability.KEEP_HANDLES,
         Capability.PRIVACY}
    )  # fmt: skip
    cannot_hold = (
        UNHOLDABLE[0],
        *(
            order.model_copy(
                update={"contacts": dict.fromkeys(order.contacts, order.contacts[ContactRole.REGISTRANT])}
            )
            for order in UNHOLDABLE[1:]
        ),
    )

    def truncate(self, *, to: To) -> None:
        if to is Capability.SET_AUTO_RENEW:
            self.break_off(to=to)
        else:
            super().truncate(to=to)
