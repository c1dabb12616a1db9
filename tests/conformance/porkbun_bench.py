"""The bench of Porkbun: the sandbox's dialect on a real socket, the adapter as the catalogue connects it."""

from dataclasses import replace

from registrar.support import Capability
from sandbox.http_server import HttpResponse
from sandbox.vendors.porkbun import Porkbun
from tests.conformance.bench import READS
from tests.conformance.sandbox_bench import SandboxBench


class PorkbunBench(SandboxBench):
    """Yes and no are words of the answer; that to another delegation or signer does not repeat the name."""

    dialect = Porkbun
    secret = "sk1_sb_conformance0123456789"
    channels = {
        READS: (
            "domain/get", "domain/getNs", "domain/getContacts", "domain/listAll", "domain/checkDomain",
            "dns/getDnssecRecords", "account/balance",
        ),
        Capability.RENEW: ("domain/renew",),
        Capability.SET_NAMESERVERS: ("domain/updateNs",),
        Capability.SET_AUTO_RENEW: ("domain/updateAutoRenew",),
        Capability.DNSSEC: ("dns/createDnssecRecord", "dns/deleteDnssecRecord"),
    }  # fmt: skip
    paid_operations = ("domain/renew",)
    says_whom = frozenset({READS, Capability.RENEW, Capability.SET_AUTO_RENEW})

    def odd(self, answer: HttpResponse) -> HttpResponse:
        """Return the answer with a word that is neither the yes nor the no."""
        return replace(answer, body=answer.body.replace(b'"SUCCESS"', b'"ACCEPTED"', 1))
