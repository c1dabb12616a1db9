"""Whether the key that we sign with is published (DKIM, RFC 6376 section 3.6.1)."""

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from notifications.sending_domain.dns_lookup import LookUp, NotTold
from notifications.sending_domain.finding import DomainFinding, DomainState, tags_of

LEAST_BITS, GOOD_BITS = 1024, 2048
"""RFC 8301 section 3.2."""


def check_dkim(domain: str, selector: str, look_up: LookUp, *, public_key: str = "") -> DomainFinding:
    """
    Return how the key of `domain` under `selector` stands; an empty selector: we do not sign.

    `public_key` is ours, as base64 of its DER form: what is published must be the same.
    """
    if not selector:
        why = "we do not sign our mail; whether the relay signs it cannot be seen from here"
        return _finding(
            DomainState.UNCLEAR, f"{why}: set [mail] dkim_selector, or look at a mail that arrived"
        )
    place = f"{selector}._domainkey.{domain}"
    told = look_up(place, "TXT")
    if isinstance(told, NotTold):
        return _finding(DomainState.UNCLEAR, f"whether {place} has a key is not known: {told.why}")
    add = f'{place}. TXT "v=DKIM1; k=rsa; p={public_key or "<the public key>"}"'
    if len(told.records) > 1:
        why = f"{place} has {len(told.records)} records: receivers may take the wrong one"
        return _finding(DomainState.WEAK, f"{why}, so leave one", add)
    if not told.records:
        return _finding(DomainState.MISSING, f"{place} has no key, so no signature of ours holds", add)
    state, why = _judged(place, tags_of(told.records[0]), public_key)
    return _finding(state, why, "" if state is DomainState.OK else add)


def _judged(place: str, tags: dict[str, str], ours: str) -> tuple[DomainState, str]:
    published = "".join(tags.get("p", "").split())
    if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        return DomainState.MISSING, f"{place} has a record that is no DKIM key"
    if not published:
        return DomainState.MISSING, f"the key at {place} was revoked, so no signature of ours holds"
    bits = _bits_of(published)
    if tags.get("k", "rsa").lower() != "rsa" or bits is None:
        return DomainState.MISSING, f"the key at {place} cannot be read as an RSA key"
    if ours and published != ours:
        return DomainState.MISSING, f"the key at {place} is not the one we sign with, so no signature holds"
    return _judged_key(place, tags, bits, ours)


def _judged_key(place: str, tags: dict[str, str], bits: int, ours: str) -> tuple[DomainState, str]:
    if bits < LEAST_BITS:
        return DomainState.WEAK, f"the key at {place} has {bits} bits, and receivers refuse less than 1024"
    if "y" in tags.get("t", "").lower().split(":"):
        return DomainState.WEAK, f"the key at {place} is marked as a test (t=y): receivers may ignore it"
    advice = "" if bits >= GOOD_BITS else f"; {GOOD_BITS} are advised"
    compared = "" if ours else "; it was not compared with a key of ours"
    return DomainState.OK, f"{place} has a key of {bits} bits{advice}{compared}"


def _bits_of(published: str) -> int | None:
    try:
        key = load_der_public_key(base64.b64decode(published, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return key.key_size if isinstance(key, RSAPublicKey) else None


def _finding(state: DomainState, says: str, add: str = "") -> DomainFinding:
    return DomainFinding(about="DKIM", state=state, says=says, add=add)
