"""The bench of Route 53 Domains: what its operations do, and what its answers can tell."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from registrar.contract import Receipt, RegistrationRequest, RenewalRequest, RestoreRequest, TransferRequest
from registrar.support import Capability
from sandbox.vendors.office import Dialect
from sandbox.vendors.route53 import Route53
from tests.conformance.bench import READS, To
from tests.conformance.sandbox_bench import SandboxBench

_Order = RegistrationRequest | RenewalRequest | TransferRequest | RestoreRequest


class Route53Bench(SandboxBench):
    """
    Changes are answered with the id of an operation, and by no name; there is no total that could be wrong.

    With `miscount` the last page of a list promises another. Orders of .ca are in English here, the
    registry's default: the vendor has no place for a language, and French is refused.
    """

    dialect: ClassVar[type[Dialect]] = Route53
    channels: ClassVar[Mapping[To, tuple[str, ...]]] = {
        READS: (
            "GetDomainDetail", "ListDomains", "CheckDomainAvailability", "CheckDomainTransferability",
            "GetDomainPrices", "ListPrices", "ListOperations", "GetOperationDetail", "RetrieveDomainAuthCode",
        ),
        Capability.REGISTER: ("RegisterDomain",),
        Capability.RENEW: ("RenewDomain",),
        Capability.RESTORE: ("RestoreDomain",),
        Capability.TRANSFER_IN: ("TransferDomain",),
        Capability.SET_CONTACTS: ("UpdateDomainContact",),
        Capability.SET_NAMESERVERS: ("UpdateDomainNameservers",),
        Capability.SET_LOCK: ("EnableDomainTransferLock", "DisableDomainTransferLock"),
        Capability.SET_AUTO_RENEW: ("EnableDomainAutoRenew", "DisableDomainAutoRenew"),
        Capability.PRIVACY: ("UpdateDomainContactPrivacy",),
        Capability.DNSSEC: ("AssociateDelegationSignerToDomain", "DisassociateDelegationSignerFromDomain"),
    }  # fmt: skip
    paid_operations: ClassVar[tuple[str, ...]] = (
        "RegisterDomain", "RenewDomain", "RestoreDomain", "TransferDomain",
    )  # fmt: skip
    says_whom: frozenset[To] = frozenset({READS})
    keeps_restores = True

    def _noting(self, send: Callable[[_Order], Receipt]) -> Callable[[_Order], Receipt]:
        noted = super()._noting(send)
        return lambda request: noted(_in_english(request))


def _in_english(request: _Order) -> _Order:
    if not isinstance(request, RegistrationRequest) or "ca.language" not in request.attributes:
        return request
    return request.model_copy(update={"attributes": {**request.attributes, "ca.language": "en"}})
