"""Signers as vendors in JSON spell them: `keyTag`, `alg`, `digestType`, `digest`; numbers may be quoted."""

from portfolio.dnssec import DelegationSigner
from registrar.answers.told import SignerTold
from registrar.in_json.reply import Theirs


class SignerRows(Theirs):
    """The signers, in an object by key tag or in an array; none may be null."""

    records: dict[str, SignerTold] | list[SignerTold] | None

    def told(self) -> frozenset[DelegationSigner]:
        """Return them in our type. Raises `Unreadable` for one that cannot be."""
        rows = self.records.values() if isinstance(self.records, dict) else self.records or ()
        return frozenset(row.signer for row in rows)


def signer_row(signer: DelegationSigner) -> dict[str, str]:
    """Return a signer as such a row, every value in quotes."""
    told = {"keyTag": signer.key_tag, "alg": signer.algorithm, "digestType": signer.digest_type}
    return {field: str(value) for field, value in told.items()} | {"digest": signer.digest.upper()}
