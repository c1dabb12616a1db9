"""
The address that a notice comes back to: its reference, and a token that only this house can make (VERP).

`bounces@example.org` becomes `bounces+<reference>.<token>@example.org`. What comes back without a right token
is not believed, whatever it says.
"""

import hmac
import re
from base64 import b32encode

from notifications.compose import ascii_domain

MOST_LOCAL_OCTETS = 64
"""RFC 5321 section 4.5.3.1.1."""
REFERENCE_CHARACTERS = 13
TOKEN_BYTES = 10
"""80 bits: who guesses a million times a second needs some ten billion years."""
LEAST_SECRET_BYTES = 16
_TOKEN_CHARACTERS = TOKEN_BYTES * 8 // 5
_PURPOSE = b"return path of a notice:"
_REFERENCE = re.compile(rf"[a-z2-7]{{{REFERENCE_CHARACTERS}}}")
_TAGGED = re.compile(
    rf"(?P<local>.+)\+(?P<reference>[a-z2-7]{{{REFERENCE_CHARACTERS}}})"
    rf"\.(?P<token>[a-z2-7]{{{_TOKEN_CHARACTERS}}})"
)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")


class ReturnPath:
    """
    Makes and reads return paths under one address. `former` are secrets that were in use before.

    What left under a former secret is still known when it comes back.
    """

    def __init__(self, address: str, secret: bytes, *, former: tuple[bytes, ...] = ()) -> None:
        """Raise `ValueError` for an address too long to carry a token, or a secret that is too short."""
        local, _, domain = address.rpartition("@")
        if not _LOCAL.fullmatch(local) or not domain:
            raise ValueError("a return path is an ASCII address, such as bounces@example.org")
        room = MOST_LOCAL_OCTETS - len(f"+.{'':{REFERENCE_CHARACTERS + _TOKEN_CHARACTERS}}")
        if len(local) > room:
            raise ValueError(f"a return path's left part has at most {room} characters: a token follows it")
        if min(map(len, (secret, *former))) < LEAST_SECRET_BYTES:
            raise ValueError(f"the secret of return paths has at least {LEAST_SECRET_BYTES} bytes")
        self._local, self.domain = local, ascii_domain(domain)
        self._secrets = (secret, *former)

    def __repr__(self) -> str:
        return f"ReturnPath({self._local}@{self.domain})"

    def of(self, reference: str) -> str:
        """Return the return path of the notice with this reference. Raises `ValueError` for no reference."""
        if not _REFERENCE.fullmatch(reference):
            raise ValueError("not the reference of a notice")
        return f"{self._local}+{reference}.{_token(self._secrets[0], reference)}@{self.domain}"

    def read(self, address: str) -> str | None:
        """Return the reference in a return path of ours, written in whatever case; None for all others."""
        left, _, domain = address.strip().strip("<>").rpartition("@")
        found = _TAGGED.fullmatch(left.lower())
        if found is None or not left.isascii() or found["local"] != self._local.lower():
            return None
        if ascii_domain(domain).lower() != self.domain.lower():
            return None
        tokens = [_token(secret, found["reference"]) for secret in self._secrets]
        matches = [hmac.compare_digest(token, found["token"]) for token in tokens]
        return found["reference"] if any(matches) else None


def _token(secret: bytes, reference: str) -> str:
    mac = hmac.digest(secret, _PURPOSE + reference.encode(), "sha256")
    return b32encode(mac[:TOKEN_BYTES]).decode().lower()
