"""A delegation's DNSSEC data (RFC 4034): keys as in DNSKEY records, signers as in DS records."""

import base64
import binascii
from typing import Annotated

import dns.dnssec
import dns.name
from dns.rdataclass import IN
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from pydantic import AfterValidator, Field

from portfolio.names import DomainName
from portfolio.values import Value

_Octet = Annotated[int, Field(ge=0, le=255)]
_Short = Annotated[int, Field(ge=0, le=65535)]


def _base64(text: str) -> str:
    bare = "".join(text.split())
    try:
        octets = base64.b64decode(bare, validate=True)
    except binascii.Error:
        raise ValueError("the public key is not base64") from None
    if not octets:
        raise ValueError("the public key is empty")
    return bare


def _hexadecimal(text: str) -> str:
    bare = "".join(text.split()).lower()
    try:
        octets = bytes.fromhex(bare)
    except ValueError:
        raise ValueError("the digest is not hexadecimal") from None
    if not octets:
        raise ValueError("the digest is empty")
    return bare


class DelegationSigner(Value):
    """A DS record's data (RFC 4034 section 5.1); `digest` in lower-case hexadecimal."""

    key_tag: _Short
    algorithm: _Octet
    digest_type: _Octet
    digest: Annotated[str, AfterValidator(_hexadecimal)]


class SigningKey(Value):
    """A DNSKEY record's data (RFC 4034 section 2.1); `public_key` in base64, 257 in `flags` for a KSK."""

    flags: _Short = 257
    protocol: _Octet = 3
    algorithm: _Octet
    public_key: Annotated[str, AfterValidator(_base64)]

    @property
    def tag(self) -> int:
        """The key's tag (RFC 4034 appendix B)."""
        return dns.dnssec.key_id(self._record())

    @property
    def kind(self) -> str | None:
        """`ksk` for a key that signs keys, `zsk` for one that signs the zone (RFC 6781); None for others."""
        return {257: "ksk", 256: "zsk"}.get(self.flags) if self.protocol == 3 else None

    def signer(self, name: DomainName) -> DelegationSigner:
        """Return the signer that this key gives for `name`, with SHA-256 (RFC 4509)."""
        record = dns.dnssec.make_ds(dns.name.from_text(name), self._record(), "SHA256", validating=True)
        return DelegationSigner(
            key_tag=record.key_tag,
            algorithm=int(record.algorithm),
            digest_type=int(record.digest_type),
            digest=record.digest.hex(),
        )

    def _record(self) -> DNSKEY:
        key = base64.b64decode(self.public_key)
        return DNSKEY(IN, RdataType.DNSKEY, self.flags, self.protocol, self.algorithm, key)


def signers_of(name: DomainName, keys: frozenset[SigningKey]) -> frozenset[DelegationSigner]:
    """Return the signers that `keys` give for `name`."""
    return frozenset(key.signer(name) for key in keys)
