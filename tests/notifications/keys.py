"""RSA keys made for one run of the tests, and what their domain says of them in the DNS."""

import base64
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@cache
def private_key(number: int = 1, *, bits: int = 2048) -> bytes:
    """The same key for the same number, as PEM."""
    del number
    made = rsa.generate_private_key(65537, bits)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_key(pem: bytes) -> str:
    """What stands in the `p=` of its DNS record."""
    private = serialization.load_pem_private_key(pem, password=None)
    der = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()
