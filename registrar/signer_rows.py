"""Signers as vendors in JSON spell them: `keyTag`, `alg`, `digestType`, `digest`; numbers may be quoted."""

from pydantic.alias_generators import to_camel

from portfolio.dnssec import DelegationSigner
from registrar.json_reply import Theirs
from registrar.quoted import Digits
from registrar.told import signer_told


class SignerRow(Theirs, alias_generator=to_camel):
    """One signer (DS record)."""

    key_tag: Digits
    alg: Digits
    digest_type: Digits
    digest: str


class SignerRows(Theirs):
    """The signers, in an object by key tag or in an array; none may be null."""

    records: dict[str, SignerRow] | list[SignerRow] | None

    def told(self) -> frozenset[DelegationSigner]:
        """Return them in our type. Raises `Unreadable` for one that cannot be."""
        rows = self.records.values() if isinstance(self.records, dict) else self.records or ()
        return frozenset(
            signer_told(tag=row.key_tag, algorithm=row.alg, digest_type=row.digest_type, digest=row.digest)
            for row in rows
        )


def signer_row(signer: DelegationSigner) -> dict[str, str]:
    """Return a signer as such a row, every value in quotes."""
    told = {"keyTag": signer.key_tag, "alg": signer.algorithm, "digestType": signer.digest_type}
    return {field: str(value) for field, value in told.items()} | {"digest": signer.digest.upper()}
