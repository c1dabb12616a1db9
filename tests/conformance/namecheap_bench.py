"""The bench of Namecheap: what its commands do, and what its answers can tell."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from registrar.support import Capability
from sandbox.http_server import HttpResponse
from sandbox.vendors.namecheap import Namecheap
from sandbox.vendors.office import Dialect
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench

_YES = ("Registered", "Renew", "Transfer", "IsSuccess", "Updated")


class NamecheapBench(SandboxBench):
    """
    The vendor keeps no reference of ours, no guard and no key.

    A restore leaves nothing that carries a reference, but its price is told.
    """

    dialect: ClassVar[type[Dialect]] = Namecheap
    channels: ClassVar[Mapping[To, tuple[str, ...]]] = {
        READS: (
            "domains.getInfo", "domains.getList", "domains.getContacts", "domains.getRegistrarLock",
            "domains.check", "users.getPricing", "users.getBalances", "domains.transfer.getList",
        ),
        Capability.REGISTER: ("domains.create",),
        Capability.RENEW: ("domains.renew",),
        Capability.RESTORE: ("domains.reactivate",),
        Capability.TRANSFER_IN: ("domains.transfer.create",),
        Capability.SET_CONTACTS: ("domains.setContacts",),
        Capability.SET_NAMESERVERS: ("domains.dns.setCustom",),
        Capability.SET_LOCK: ("domains.setRegistrarLock",),
        Capability.PRIVACY: ("whoisguard.enable", "whoisguard.disable"),
    }  # fmt: skip
    paid_operations: ClassVar[tuple[str, ...]] = (
        "domains.create", "domains.renew", "domains.reactivate", "domains.transfer.create",
    )  # fmt: skip
    says_whom: frozenset[To] = frozenset(set(channels) - {Capability.PRIVACY})
    keeps_restores = True

    def odd(self, answer: HttpResponse) -> HttpResponse:
        """Return the answer with another word in the place of its "true"."""
        body = answer.body
        for key in _YES:
            body = body.replace(f' {key}="true"'.encode(), f' {key}="accepted"'.encode())
        return replace(answer, body=body)
