"""The role of a registrar that carries DNSSEC data to the registry (RFC 5910)."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Generic, Protocol, TypeVar, runtime_checkable

from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.names import DomainName
from registrar.buying.steps import in_steps
from registrar.contract import Receipt
from registrar.errors import StatusProhibits

NumberT = TypeVar("NumberT")


@runtime_checkable
class SetsSigners(Protocol):
    """Signs a delegation, and takes the signing away."""

    @abstractmethod
    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        """
        Return the signers that the registrar holds for `name`, uncached; none where it is not signed.

        Where keys are kept, they are computed with SHA-256 (RFC 4509).
        """
        ...

    @abstractmethod
    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        """
        Make these keys the whole set of signers; no key takes the signing away.

        MUST send no change when it is so. MUST leave signers that are to stay in place at every moment: a
        name whose signers are gone for a while does not resolve for who validates. Each request that changes
        something MUST be sent once.
        """
        ...


def one_by_one(
    held: frozenset[DelegationSigner],
    wanted: frozenset[DelegationSigner],
    *,
    add: Callable[[DelegationSigner], Receipt | None],
    remove: Callable[[DelegationSigner], Receipt | None],
) -> Receipt:
    """
    Add the signers that are missing, then take away those that are not wanted, by a request for each.

    Returns what the last one returned. Raises what the first request raises, and `OutcomeUnknown` where a
    later one fails, or would have to be sent while the one before it is still pending.
    """
    receipts = [Receipt()]

    def take(change: Callable[[DelegationSigner], Receipt | None], signer: DelegationSigner) -> None:
        if receipts[-1].pending:
            detail = "the next signer waits until that is done; set them again then"
            raise StatusProhibits(detail, vendor_reference=receipts[-1].reference)
        receipts.append(change(signer) or Receipt())

    adding = [partial(take, add, signer) for signer in sorted(wanted - held, key=_by_digest)]
    leaving = [partial(take, remove, signer) for signer in sorted(held - wanted, key=_by_digest)]
    in_steps([*adding, *leaving])
    return receipts[-1]


def _by_digest(signer: DelegationSigner) -> str:
    return signer.digest


class NumberedSigners(SetsSigners, Generic[NumberT]):
    """Signs by a request for each signer, which the vendor keeps under a number of its own."""

    @abstractmethod
    def _numbered(self, name: DomainName) -> Mapping[DelegationSigner, NumberT]:
        """Return the signers that the vendor has now, each with its number. Raises what a read raises."""
        ...

    @abstractmethod
    def _sign(self, name: DomainName, key: SigningKey) -> Receipt:
        """Add the signer of a key, by one request that is sent once."""
        ...

    @abstractmethod
    def _unsign(self, name: DomainName, number: NumberT) -> Receipt:
        """Take one signer away, by one request that is sent once."""
        ...

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._numbered(name))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, wanted = self._numbered(name), {key.signer(name): key for key in keys}
        return one_by_one(
            frozenset(held),
            frozenset(wanted),
            add=lambda signer: self._sign(name, wanted[signer]),
            remove=lambda signer: self._unsign(name, held[signer]),
        )
