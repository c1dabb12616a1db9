"""
Signs a message by DKIM (RFC 6376), where it is handed over without a relay that signs.

RSA with SHA-256, relaxed for headers and body. Headers that may stand once are signed once more than they
are there, so that nobody adds a second From or Subject under a signature of ours (RFC 6376 section 8.15).
"""

import base64
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from dkim import DKIM, DKIMException

from notifications.compose import ascii_domain

LEAST_KEY_BITS = 1024
"""RFC 8301 section 3.2: a verifier must not accept less. It advises 2048."""

ONCE = (b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type")
"""Signed once more than they are there."""
IF_THERE = (b"reply-to", b"sender", b"auto-submitted", b"references", b"in-reply-to", b"list-unsubscribe")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
_HEADER_NAME = re.compile(rb"(?m)^([\x21-\x39\x3b-\x7e]+):")


class Signer:
    """A domain's key under a selector. Called with a message as on the wire, it gives the message signed."""

    def __init__(self, *, domain: str, selector: str, key: bytes) -> None:
        """
        Take the private key as PEM, without a passphrase.

        Raises `ValueError` for a key that cannot be used, or a selector that no DNS name takes; it tells
        nothing of the key.
        """
        if not _LABEL.fullmatch(selector):
            raise ValueError("a DKIM selector is letters, digits and hyphens, such as mail2027")
        self.domain = ascii_domain(domain)
        self.selector = selector
        private = _read_key(key)
        self._pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        self.public_key = base64.b64encode(
            private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        ).decode()

    def __repr__(self) -> str:
        return f"Signer({self.selector}._domainkey.{self.domain})"

    def __call__(self, message: bytes) -> bytes:
        """Return `message` (CRLF line ends, dots not doubled) under its signature. Raises `ValueError`."""
        try:
            signature: bytes = DKIM(message).sign(
                self.selector.encode(),
                self.domain.encode(),
                self._pem,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=_to_sign(message),
            )
        except DKIMException as err:
            raise ValueError(f"the message cannot be signed ({type(err).__name__})") from None
        return signature + message


def _read_key(key: bytes) -> RSAPrivateKey:
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as err:
        why = f"the DKIM key cannot be read ({type(err).__name__}): it must be PEM without a passphrase"
        raise ValueError(why) from None
    if not isinstance(private, RSAPrivateKey):
        raise _unfit("the DKIM key is no RSA key: many verifiers know no other")
    if private.key_size < LEAST_KEY_BITS:
        raise _unfit(f"the DKIM key has {private.key_size} bits: verifiers refuse less than 1024")
    return private


def _unfit(why: str) -> ValueError:
    return ValueError(why)


def _to_sign(message: bytes) -> list[bytes]:
    head = message.partition(b"\r\n\r\n")[0]
    there = [name.lower() for name in _HEADER_NAME.findall(head)]
    signed = [name for name in there if name in ONCE or name in IF_THERE or name.startswith(b"content-")]
    return signed + list(ONCE)
