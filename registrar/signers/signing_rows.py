"""DNSSEC data in JSON, each field in camel case, at vendors that keep keys, or DS data set by others."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic.alias_generators import to_camel

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName
from registrar.contract import Receipt
from registrar.errors import ReplyNotUnderstood, Unsupported
from registrar.signing import SetsSigners

Row = Mapping[str, object]
_SignedT = TypeVar("_SignedT", SigningKey, DelegationSigner)


class SignsByRows(SetsSigners):
    """Signs by keys. DS data that was set in another way is told, and can be taken away."""

    slug: str

    @abstractmethod
    def _signed(self, name: DomainName) -> tuple[Sequence[Row], Sequence[Row]]:
        """Return the rows of keys and of DS data that the vendor has now. Raises what a read raises."""
        ...

    @abstractmethod
    def _sign(self, name: DomainName, *, by_keys: bool, rows: Sequence[Row]) -> Receipt:
        """Make `rows` all keys, or all DS data, by one request."""
        ...

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return self._read(name, *self._signed(name))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, signed = self._signed(name)
        if self._read(name, held, signed) == signers_of(name, keys):
            return Receipt()
        if signed and keys:
            detail = "the name is signed by DS data, which cannot stand beside keys; nothing was sent"
            raise Unsupported(detail, registrar=self.slug, name=name)
        ordered = sorted(keys, key=lambda key: (key.tag, key.public_key))
        rows = [{to_camel(field): value for field, value in key} for key in ordered]
        return self._sign(name, by_keys=not signed, rows=rows)

    def _read(
        self, name: DomainName, keys: Sequence[Row], signed: Sequence[Row]
    ) -> frozenset[DelegationSigner]:
        try:
            return _each(signed, DelegationSigner) | signers_of(name, _each(keys, SigningKey))
        except ValueError:
            detail = "the reply holds DNSSEC data that is none"
            raise ReplyNotUnderstood(detail, registrar=self.slug, operation="signers", name=name) from None


def _each(rows: Sequence[Row], kind: type[_SignedT]) -> frozenset[_SignedT]:
    told = [{field: row.get(to_camel(field)) for field in kind.model_fields} for row in rows]
    return frozenset(kind.model_validate(row) for row in told)
